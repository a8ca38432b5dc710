"""`learnport rules`: the catalogue of codes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

from learnport.cli._print import SEVERITY_STYLES, Answer, Page, Words, both, unknown
from learnport.formats import PACKAGE_CODES, ROSTER_CODES
from learnport.model import Severity, Text
from learnport.rules import CATALOGUE, RETIRED, SUBJECTS

__all__ = ["run"]


class Coded(Protocol):
    """What every kind of finding is made from, whichever room reports it."""

    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def message(self) -> Text: ...
    @property
    def remedy(self) -> Text: ...
    @property
    def source(self) -> str: ...


_ALL: Final[tuple[Coded, ...]] = (*CATALOGUE, *ROSTER_CODES, *PACKAGE_CODES)
_CODES: Final[Mapping[str, Coded]] = MappingProxyType({each.code: each for each in _ALL})
_SUBJECTS: Final[Mapping[str, Text]] = MappingProxyType({
    **SUBJECTS,
    "LP31": Text("名冊", "Rosters"),
    "LP32": Text("封裝檔", "Packages"),
})  # fmt: skip
_RETIRED: Final = frozenset(each.code for each in RETIRED)
_RETIRED_NOTE: Final = Words("已停用，僅供查閱舊資料", "retired: kept to read old receipts")


def run(code: str | None) -> Answer:
    """Look up one code or all of them.

    Raises:
        CallerError: nothing has or ever had this code.
    """
    if code is None:
        entries = _ALL
    elif code.upper() in _CODES:
        entries = (_CODES[code.upper()],)
    else:
        raise unknown(Words("代碼", "code"), code.upper(), _CODES)
    document = {"rules": [_object(each) for each in entries]}
    return Answer(document, _tell_all if code is None else lambda page: _tell(page, entries[0]))


def _object(entry: Coded) -> dict[str, object]:
    return {
        "code": entry.code,
        "severity": str(entry.severity),
        "subject": both(_subject(entry)),
        "says": getattr(entry, "says", None),
        "message": both(entry.message),
        "remedy": both(entry.remedy),
        "source": entry.source,
        "retired": entry.code in _RETIRED,
    }


def _subject(entry: Coded) -> Text:
    return _SUBJECTS[entry.code[:4]]


def _tell_all(page: Page) -> None:
    for subject, entries in itertools.groupby(_ALL, key=_subject):
        page.say(subject, "bold")
        for each in entries:
            style = SEVERITY_STYLES[each.severity]
            page.row(f"{each.code} {each.severity}", each.message, label_style=style, indent=2)
        page.gap()
    page.say(
        Words("補救與出處：learnport rules 代碼", "Remedy and source: learnport rules CODE"), "dim"
    )


def _tell(page: Page, entry: Coded) -> None:
    page.say(f"{entry.code} {entry.severity}", SEVERITY_STYLES[entry.severity])
    page.say(_subject(entry))
    if entry.code in _RETIRED:
        page.say(_RETIRED_NOTE, "bold")
    page.gap()
    page.row(Words("規則", "rule"), getattr(entry, "says", ""))
    page.row(Words("訊息", "message"), entry.message)
    page.row(Words("補救", "remedy"), entry.remedy)
    page.row(Words("出處", "source"), entry.source)
