"""LP13xx: the ten categories of performances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from learnport.model import (
    Certificate,
    Competition,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    PreparatoryCourse,
    ServiceLearning,
    Severity,
    Text,
    Work,
    WorkplaceLearning,
    count_characters,
)
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import PerformanceCase
from learnport.rules._rule import Breach, rule
from learnport.rules._words import Named

__all__ = ["PERFORMANCE_RULES"]


def _column(name: str, zh: str, en: str) -> Named:
    return Named(name, Text(zh, en))


# The columns that say what it was; without them a reader could not tell.
_REQUIRED: Final[dict[type[Any], tuple[Named, ...]]] = {
    OfficerDeed: (
        _column("unit", "單位名稱", "unit"),
        _column("position", "擔任職務", "position"),
        _column("level", "幹部等級", "level"),
    ),
    Competition: (
        _column("name", "競賽名稱", "name of the competition"),
        _column("level", "競賽等級代碼", "level"),
        _column("participation", "團體參與代碼", "participation"),
    ),
    Certificate: (_column("code", "證照代碼", "code of the certificate"),),
    ServiceLearning: (
        _column("name", "服務名稱", "name of the service"),
        _column("unit", "服務單位", "unit served"),
    ),
    FlexibleLearning: (
        _column("category", "彈性學習時間類別種類代碼", "category"),
        _column("name", "內容開設名稱", "name"),
        _column("unit", "開設單位", "unit"),
    ),
    GroupActivity: (
        _column("category", "團體活動時間類別代碼", "category"),
        _column("unit", "辦理單位", "unit"),
        _column("name", "團體活動內容名稱", "name"),
    ),
    WorkplaceLearning: (
        _column("category", "職場學習類別代碼", "category"),
        _column("unit", "職場學習單位", "unit"),
    ),
    Work: (_column("name", "名稱", "name"),),
    PreparatoryCourse: (
        _column("unit", "開設單位", "unit"),
        _column("name", "課程名稱", "name of the course"),
    ),
    OtherPerformance: (_column("name", "名稱", "name"),),
}

_AMOUNTS: Final[dict[type[Any], tuple[Named, ...]]] = {
    ServiceLearning: (_column("hours", "時數", "hours"),),
    FlexibleLearning: (
        _column("periods_per_week", "每週節數", "periods per week"),
        _column("weeks", "開設週數", "weeks"),
    ),
    GroupActivity: (_column("periods", "節數", "periods"),),
    WorkplaceLearning: (_column("hours", "時數", "hours"),),
    PreparatoryCourse: (
        _column("credits", "學分數", "credits"),
        _column("hours", "總時數", "hours"),
    ),
    OtherPerformance: (_column("hours", "時數", "hours"),),
}

_DATED: Final = (
    OfficerDeed,
    ServiceLearning,
    WorkplaceLearning,
    PreparatoryCourse,
    OtherPerformance,
)


@rule(
    "LP1301",
    zh="「{field}」沒有填寫。",
    en="{field}: not filled in.",
    remedy_zh="請填寫「{field}」。",
    remedy_en="Fill in: {field}.",
    source=src.PERFORMANCE_ROSTER,
)
def names_filled_in(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance says what it was."""
    details = case.performance.details
    for column in _REQUIRED[type(details)]:
        if not getattr(details, column.code).strip():
            yield Breach(f"/details/{column.code}", field=column)


@rule(
    "LP1302",
    severity=Severity.ALERT,
    zh="沒有填寫主辦單位。",
    en="The organiser is not filled in.",
    remedy_zh="建議補上主辦單位，方便日後審閱者瞭解。",
    remedy_en="Name the organiser, so that later readers know who held it.",
    source=src.PERFORMANCE_ROSTER,
)
def organiser_filled_in(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance of the category *other* should name its organiser."""
    details = case.performance.details
    if isinstance(details, OtherPerformance) and not details.organiser.strip():
        yield Breach("/details/organiser")


@rule(
    "LP1303",
    zh="內容簡述有 {length} 字，超過上限 {limit} 字，多出 {excess} 字。",
    en="The description has {length} characters; the limit is {limit}. It is {excess} too long.",
    remedy_zh="請將內容簡述刪減到 {limit} 字以內。",
    remedy_en="Shorten the description to {limit} characters or fewer.",
    source=src.FILE_FORMATS,
)
def performance_description_length(case: PerformanceCase, law: Law) -> Iterator[Breach]:
    """The description of a performance keeps to the limit."""
    limit = law["performance.description.max_characters"]
    if (length := count_characters(case.performance.description)) > limit.number:
        yield Breach(
            "/description",
            length=length,
            limit=limit.number,
            excess=length - limit.number,
            source=limit.source,
        )


@rule(
    "LP1304",
    zh="結束日期（{ends}）早於開始日期（{begins}）。",
    en="The last day ({ends}) is before the first ({begins}).",
    remedy_zh="請更正開始日期或結束日期。",
    remedy_en="Correct the first or the last day.",
    source=src.PERFORMANCE_ROSTER,
)
def dates_in_order(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance does not end before it begins."""
    details = case.performance.details
    if isinstance(details, _DATED) and details.ends < details.begins:
        yield Breach("/details/ends", ends=details.ends, begins=details.begins)


@rule(
    "LP1305",
    zh="「{field}」為 {amount}，不能是負數。",
    en="{field}: {amount} is negative.",
    remedy_zh="請填寫實際的數值；沒有資料時填 0。",
    remedy_en="Enter the true figure, or 0 where there is none.",
    source=src.PERFORMANCE_ROSTER,
)
def amounts_not_negative(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """Hours, periods, weeks and credits are not negative."""
    details = case.performance.details
    for column in _AMOUNTS.get(type(details), ()):
        if (amount := getattr(details, column.code)) < 0:
            yield Breach(f"/details/{column.code}", field=column, amount=amount)


PERFORMANCE_RULES: Final = (
    names_filled_in,
    organiser_filled_in,
    performance_description_length,
    dates_in_order,
    amounts_not_negative,
)
"""What a performance must satisfy; for a `PerformanceCase`."""
