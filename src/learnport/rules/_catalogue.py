"""Every code there is and ever was."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from learnport.errors import NotFound
from learnport.model import Text
from learnport.rules._admission import ADMISSION
from learnport.rules._basic_data import BASIC_DATA
from learnport.rules._batches import BATCHES
from learnport.rules._certification import CERTIFICATION
from learnport.rules._extensions import EXTENSION_RULES
from learnport.rules._files import FILES
from learnport.rules._outcomes import OUTCOME_ADVICE_RULES, OUTCOME_CONTENT, QUOTA_RULES
from learnport.rules._packages import PACKAGES
from learnport.rules._people import PEOPLE
from learnport.rules._performances import PERFORMANCE_RULES
from learnport.rules._receipt import RECEIPT
from learnport.rules._records import ADVISING_RULES, COURSE_RECORD_RULES, OFFICER_POST_RULES
from learnport.rules._rosters import ROSTERS
from learnport.rules._rule import Rule
from learnport.rules._selection import SELECTION_RULES
from learnport.rules._settings import SETTINGS_RULES
from learnport.rules._submission import SUBMISSIONS
from learnport.rules._takings import TAKINGS
from learnport.rules._timing import TIMING_RULES

__all__ = ["CATALOGUE", "RETIRED", "SUBJECTS", "lookup"]

RETIRED: Final[tuple[Rule[Any], ...]] = ()
"""Rules that are checked no more. Their codes stay, so that old receipts can be read."""

_IN_USE: Final[tuple[Rule[Any], ...]] = (
    *OUTCOME_CONTENT,
    *OUTCOME_ADVICE_RULES,
    *QUOTA_RULES,
    *FILES,
    *TAKINGS,
    *PERFORMANCE_RULES,
    *SELECTION_RULES,
    *TIMING_RULES,
    *CERTIFICATION,
    *PEOPLE,
    *OFFICER_POST_RULES,
    *COURSE_RECORD_RULES,
    *ADVISING_RULES,
    *SUBMISSIONS,
    *BATCHES,
    *RECEIPT,
    *SETTINGS_RULES,
    *EXTENSION_RULES,
    *ADMISSION,
    *BASIC_DATA,
    *ROSTERS,
    *PACKAGES,
)

CATALOGUE: Final = tuple(sorted((*_IN_USE, *RETIRED), key=lambda entry: entry.code))
"""Every rule and notice in the order of the codes (檢核規則目錄)."""

SUBJECTS: Final[Mapping[str, Text]] = MappingProxyType({
    "LP10": Text("課程學習成果內容", "Content of course outcomes"),
    "LP11": Text("檔案", "Files"),
    "LP12": Text("修課、課程代碼與課程計畫", "Takings, course codes and the plan"),
    "LP13": Text("多元表現", "Performances"),
    "LP14": Text("勾選", "Selection"),
    "LP15": Text("期程", "Windows"),
    "LP16": Text("認證與狀態", "Certification and states"),
    "LP17": Text("身分與權限", "Who may do it"),
    "LP18": Text("修課紀錄與幹部經歷", "Course records and officer posts"),
    "LP19": Text("課程諮詢紀錄", "Advising records"),
    "LP20": Text("提交", "Submission"),
    "LP21": Text("收訖明細", "Receipt"),
    "LP22": Text("學校設定與個別延長", "School settings and extensions"),
    "LP23": Text("招生選填", "Admission"),
    "LP24": Text("學生基本資料", "Basic data"),
    "LP31": Text("名冊", "Rosters"),
    "LP32": Text("提交檔", "Packages"),
})  # fmt: skip
"""What the hundreds stand for."""

_BY_CODE: Final = {entry.code: entry for entry in CATALOGUE}


def lookup(code: str) -> Rule[Any]:
    """The entry of a code.

    Raises:
        NotFound: no rule has or ever had this code.
    """
    try:
        return _BY_CODE[code]
    except KeyError:
        raise NotFound(what="rule", key=code) from None
