"""LP17xx: who may do it, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._choice_cases import SubmissionCase
from learnport.rules._rule import Breach, notice, rule

__all__ = ["NOT_THE_STUDENTS", "PEOPLE", "PERMISSION_DENIED", "items_own"]

PERMISSION_DENIED: Final = notice(
    "LP1701",
    "Everybody acts within their role and their relation to the record.",
    says="每個人只能辦理自己身分與職責範圍內的事項。",
    zh="您沒有進行「{action}」的權限。",
    en='You are not permitted to take the action "{action}".',
    remedy_zh="請由負責的人員辦理；若認為權限設定有誤，請洽學校系統管理人員。",
    remedy_en="Leave it to whoever is responsible; if you think this is wrong, ask the school's"
    " administrator.",
    source=src.ROLES,
)


@rule(
    "LP1702",
    says="提交的每一件資料都是該生本人的。",
    zh="這件資料（{item}）不是這位學生的。",
    en="The item {item} is not this student's.",
    remedy_zh="請移除這一件，只保留學生本人的資料。",
    remedy_en="Remove it and keep only what is the student's own.",
    source=src.ROLES,
)
def items_own(case: SubmissionCase, _: Law) -> Iterator[Breach]:
    """What a student hands in is the student's own."""
    own = case.submission.student.ref
    for index, outcome in case.outcomes():
        if outcome.student != own:
            yield Breach(f"/outcomes/{index}", item=outcome.id)
    for index, performance in case.performances():
        if performance.student != own:
            yield Breach(f"/performances/{index}", item=performance.id)


NOT_THE_STUDENTS: Final = items_own
"""The same entry for rooms that find a stranger's item themselves."""

PEOPLE: Final = (PERMISSION_DENIED, items_own)
