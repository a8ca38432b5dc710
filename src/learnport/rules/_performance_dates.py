"""LP13xx: when a performance was achieved, which is during senior high school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from learnport.model import (
    Certificate,
    Competition,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    PreparatoryCourse,
    Semester,
    ServiceLearning,
    Severity,
    Work,
    WorkplaceLearning,
)
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import PerformanceCase
from learnport.rules._columns import entrance
from learnport.rules._rule import Breach, rule

__all__ = ["PERFORMANCE_DATES"]

_LASTING: Final = (
    OfficerDeed,
    ServiceLearning,
    WorkplaceLearning,
    PreparatoryCourse,
    OtherPerformance,
)

# The column with the day or semester of what does not last, and its first day.
_AT_ONCE: Final[dict[type[Any], tuple[str, Callable[[Any], dt.date]]]] = {
    Competition: ("announced", lambda details: details.announced),
    Certificate: ("obtained", lambda details: details.obtained),
    Work: ("made_on", lambda details: details.made_on),
    FlexibleLearning: ("semester", lambda details: details.semester.opens),
    GroupActivity: ("semester", lambda details: details.semester.opens),
}


def _first(details: Any) -> tuple[str, dt.date]:
    """The column that says since when, and the day."""
    if isinstance(details, _LASTING):
        return "begins", details.begins
    name, opens = _AT_ONCE[type(details)]
    return name, opens(details)


def _last(details: Any) -> tuple[str, dt.date]:
    """The column that says when it was achieved, and the day."""
    if isinstance(details, _LASTING):
        return "ends", details.ends
    return _first(details)


def _when(details: Any, name: str) -> dt.date | Semester:
    when: dt.date | Semester = getattr(details, name)
    return when


@rule(
    "LP1304",
    says="結束日期不得早於開始日期。",
    zh="結束日期（{ends}）早於開始日期（{begins}）。",
    en="The last day ({ends}) is before the first ({begins}).",
    remedy_zh="請更正開始日期或結束日期。",
    remedy_en="Correct the first or the last day.",
    source=src.PERFORMANCE_ROSTER,
)
def dates_in_order(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance does not end before it begins."""
    details = case.performance.details
    if isinstance(details, _LASTING) and details.ends < details.begins:
        yield Breach("/details/ends", ends=details.ends, begins=details.begins)


@rule(
    "LP1308",
    says="多元表現限高級中等學校就學期間取得者。",
    zh="取得時間為 {when}，早於入學學年度開始日（{limit}）；多元表現限就學期間取得者。",
    en="It dates from {when}, before the first day of the entry year ({limit}); only what was"
    " achieved at senior high school is a performance.",
    remedy_zh="請確認日期或學期；入學前的表現不能列入多元表現。",
    remedy_en="Check the date or semester; what was achieved earlier cannot be entered.",
    source=src.RECORDS,
)
def not_before_entry(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance is achieved during senior high school; what lasts, on its last day."""
    if case.entry_year is None:
        return
    details = case.performance.details
    limit = entrance(case.entry_year)
    name, last = _last(details)
    if last < limit:
        yield Breach(f"/details/{name}", when=_when(details, name), limit=limit)


@rule(
    "LP1309",
    severity=Severity.ALERT,
    says="多元表現宜於入學後才開始。",
    zh="自 {begins} 開始，早於入學學年度開始日（{limit}），到 {ends} 才結束。",
    en="It began on {begins}, before the first day of the entry year ({limit}), and ended on"
    " {ends}.",
    remedy_zh="請確認開始日期；若確實跨越入學前後，可不必更改。",
    remedy_en="Check the first day; if it really began earlier, leave it.",
    source=src.RECORDS,
)
def begun_after_entry(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance begins after entry; an alert, since it was achieved within the time."""
    details = case.performance.details
    if case.entry_year is None or not isinstance(details, _LASTING):
        return
    limit = entrance(case.entry_year)
    if details.begins < limit <= details.ends:
        yield Breach("/details/begins", begins=details.begins, ends=details.ends, limit=limit)


@rule(
    "LP1310",
    says="尚未發生的事不能列為多元表現。",
    zh="{when}尚未到來（檢核日為 {limit}）。",
    en="{when} has not come yet (judged on {limit}).",
    remedy_zh="請更正日期或學期；尚未開始的活動請待開始後再登錄。",
    remedy_en="Correct the date or semester; enter what lies ahead once it has begun.",
    source=src.RECORDS,
)
def not_in_the_future(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance has at least begun."""
    if case.on is None:
        return
    details = case.performance.details
    name, first = _first(details)
    if first > case.on:
        yield Breach(f"/details/{name}", when=_when(details, name), limit=case.on)


@rule(
    "LP1311",
    severity=Severity.ALERT,
    says="多元表現宜於結束後再登錄。",
    zh="結束日期為 {ends}，尚未到來（檢核日為 {limit}）。",
    en="It ends on {ends}, which has not come yet (judged on {limit}).",
    remedy_zh="若仍在進行中，可不必更改；結束後請更新時數與簡述。",
    remedy_en="If it is still going on, leave it; update hours and description when it is over.",
    source=src.RECORDS,
)
def over(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance is over; an alert, since a post or course may still be running."""
    details = case.performance.details
    if case.on is None or not isinstance(details, _LASTING):
        return
    if details.begins <= case.on < details.ends:
        yield Breach("/details/ends", ends=details.ends, limit=case.on)


PERFORMANCE_DATES: Final = (
    dates_in_order,
    not_before_entry,
    begun_after_entry,
    not_in_the_future,
    over,
)
