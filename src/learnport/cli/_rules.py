"""`learnport rules`: the catalogue of codes."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from learnport.cli._print import CODE_WIDTH, SEVERITY_STYLES, Answer, Page, Words, both, unknown
from learnport.model import Text
from learnport.rules import CATALOGUE, RETIRED, SUBJECTS, Rule, words

if TYPE_CHECKING:  # not imported before somebody asks for one code: it is as large as a school
    from learnport.sample import LawCase

__all__ = ["run"]

_RETIRED: Final = frozenset(each.code for each in RETIRED)
_RETIRED_NOTE: Final = Words("已停用，僅供查閱舊資料", "retired: kept to read old receipts")


def run(code: str | None) -> Answer:
    """Look up one code or all of them.

    Raises:
        CallerError: nothing has or ever had this code.
    """
    if code is None:
        return Answer({"rules": [_object(each) for each in CATALOGUE]}, _tell_all)
    entry = next((each for each in CATALOGUE if each.code == code.upper()), None)
    if entry is None:
        codes = (each.code for each in CATALOGUE)
        raise unknown(Words("代碼", "code"), code.upper(), codes)
    examples = _examples(entry)
    one = {**_object(entry), "examples": [_example_object(each) for each in examples]}
    return Answer({"rules": [one]}, lambda page: _tell(page, entry, examples))


def _examples(entry: Rule[Any]) -> tuple[LawCase, ...]:
    """The law cases shipped about a code, those that keep it first."""
    from learnport.sample import law_examples

    return tuple(sorted(law_examples(entry.code), key=lambda case: not case.keeps))


def _example_object(case: LawCase) -> dict[str, object]:
    return {
        "title": both(case.title),
        "keeps": case.keeps,
        "on": case.on.isoformat(),
        "semester": str(case.semester),
        "actor": case.actor,
        "action": case.action,
        "reason": case.reason,
        "given": _plain(case.given),
        "with": _plain(case.handed_in),
        "expect": list(case.expect),
    }


def _plain(table: Mapping[str, Any]) -> object:
    """A table of TOML as JSON has it; days and numbers with a fraction as text."""
    return json.loads(json.dumps(dict(table), default=str))


def _object(entry: Rule[Any]) -> dict[str, object]:
    return {
        "code": entry.code,
        "severity": str(entry.severity),
        "subject": both(_subject(entry)),
        "says": both(entry.says),
        "message": both(entry.message),
        "remedy": both(entry.remedy),
        "source": entry.source,
        "since": entry.since and entry.since.isoformat(),
        "until": entry.until and entry.until.isoformat(),
        "retired": entry.code in _RETIRED,
    }


def _subject(entry: Rule[Any]) -> Text:
    return SUBJECTS[entry.code[:4]]


def _head(page: Page, entry: Rule[Any]) -> str:
    return f"{entry.code} {page.inline(words(entry.severity))}"


def _tell_all(page: Page) -> None:
    for subject, entries in itertools.groupby(CATALOGUE, key=_subject):
        page.say(subject, "bold")
        for each in entries:
            style = SEVERITY_STYLES[each.severity]
            head = _head(page, each)
            page.row(head, each.message, label_style=style, indent=2, width=CODE_WIDTH)
        page.gap()
    page.say(
        Words("補救與出處：learnport rules 代碼", "Remedy and source: learnport rules CODE"), "dim"
    )


_KEPT: Final = Words("符合之例", "kept")
_BROKEN: Final = Words("違反之例", "broken")


def _tell(page: Page, entry: Rule[Any], examples: tuple[LawCase, ...]) -> None:
    page.say(_head(page, entry), SEVERITY_STYLES[entry.severity])
    page.say(_subject(entry))
    if entry.code in _RETIRED:
        page.say(_RETIRED_NOTE, "bold")
    page.gap()
    page.row(Words("規則", "rule"), entry.says)
    page.row(Words("訊息", "message"), entry.message)
    page.row(Words("補救", "remedy"), entry.remedy)
    page.row(Words("出處", "source"), entry.source)
    if entry.since:
        page.row(Words("生效", "since"), _day(entry.since))
    if entry.until:
        page.row(Words("失效", "until"), _day(entry.until))
    for each in examples:
        page.row(_KEPT if each.keeps else _BROKEN, each.title)


def _day(day: dt.date) -> Words:
    return Words(f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日", day.isoformat())
