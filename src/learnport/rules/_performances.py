"""LP13xx: the ten categories of performances, what they say and what they count.

What a sheet cannot hold or what cannot be is refused; what real records hold although it is
doubtful (zero hours, empty scores) is shown and passes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from learnport.model import (
    Certificate,
    FlexibleLearning,
    GroupActivity,
    OtherPerformance,
    PreparatoryCourse,
    ServiceLearning,
    Severity,
    WorkplaceLearning,
    count_characters,
)
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import PerformanceCase
from learnport.rules._columns import (
    CONTROL_CHARACTER,
    NOT_IN_KNOWN_PART,
    NOT_IN_TABLE,
    PLACEHOLDER,
    placeholders,
    unlisted,
    with_control_characters,
)
from learnport.rules._performance_columns import (
    AMOUNTS,
    CODED,
    DESCRIPTION,
    REQUIRED,
    TEXTS,
    WEEKS,
)
from learnport.rules._performance_dates import PERFORMANCE_DATES
from learnport.rules._rule import Breach, rule

__all__ = ["PERFORMANCE_RULES"]

_LINK: Final = re.compile(r"https?://[^\s/\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*", re.IGNORECASE)
_NOT_AWARDED: Final = frozenset({"credits", WEEKS.code})
"""Amounts whose zero says something: no credit was given; weeks have a least number."""

_DESCRIPTION: Final = (DESCRIPTION,)
_HOURS_A_DAY: Final = 24
_A_WEEK: Final = 7


def _days(details: Any) -> int:
    lasts: dt.timedelta = details.ends - details.begins
    return lasts.days + 1


def _term_days(details: GroupActivity) -> int:
    term = details.semester
    return (term.closes - term.opens).days + 1


# What is counted in hours or periods, and the days it has to fit into.
_ROOM: Final[dict[type[Any], tuple[str, Callable[[Any], int]]]] = {
    ServiceLearning: ("hours", _days),
    WorkplaceLearning: ("hours", _days),
    PreparatoryCourse: ("hours", _days),
    OtherPerformance: ("hours", _days),
    GroupActivity: ("periods", _term_days),
    FlexibleLearning: ("periods_per_week", lambda _: _A_WEEK),
}


@rule(
    "LP1301",
    says="多元表現須填寫能說明內容的欄位。",
    zh="「{field}」沒有填寫。",
    en="{field}: not filled in.",
    remedy_zh="請填寫「{field}」。",
    remedy_en="Fill in: {field}.",
    source=src.PERFORMANCE_ROSTER,
)
def names_filled_in(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance says what it was."""
    details = case.performance.details
    for column in REQUIRED[type(details)]:
        if not getattr(details, column.code).strip():
            yield Breach(f"/details/{column.code}", field=column)


@rule(
    "LP1302",
    severity=Severity.ALERT,
    says="其他多元表現宜填寫主辦單位。",
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
    says="內容簡述不得超過字數上限。",
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
    "LP1305",
    says="時數、節數、週數及學分不得為負數。",
    zh="「{field}」為 {amount}，不能是負數。",
    en="{field}: {amount} is negative.",
    remedy_zh="請填寫實際的數值，不能是負數；以 -1 表示無資料者，請查明後更正。",
    remedy_en="Enter the true figure, not negative; where -1 stands for no data, find out and"
    " correct it.",
    source=src.PERFORMANCE_ROSTER,
)
def amounts_not_negative(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """Hours, periods, weeks and credits are not negative."""
    details = case.performance.details
    for column in AMOUNTS.get(type(details), ()):
        if (amount := getattr(details, column.code)) < 0:
            yield Breach(f"/details/{column.code}", field=column, amount=amount)


@rule(
    "LP1306",
    **NOT_IN_TABLE,
    source=src.PERFORMANCE_ROSTER,
)
def codes_in_tables(case: PerformanceCase, law: Law) -> Iterator[Breach]:
    """The codes of a performance stand in their tables."""
    details = case.performance.details
    return unlisted(details, CODED.get(type(details), ()), law, complete=True, at="/details")


@rule(
    "LP1307",
    severity=Severity.ALERT,
    **NOT_IN_KNOWN_PART,
    source=src.PERFORMANCE_ROSTER,
)
def codes_known(case: PerformanceCase, law: Law) -> Iterator[Breach]:
    """The codes of a performance are those seen before, where the table is not known whole."""
    details = case.performance.details
    return unlisted(details, CODED.get(type(details), ()), law, complete=False, at="/details")


@rule(
    "LP1312",
    severity=Severity.ALERT,
    says="時數、節數宜填寫實際數值。",
    zh="「{field}」為 0，可能尚未填寫。",
    en="{field}: 0, perhaps not filled in.",
    remedy_zh="請填寫實際的數值；若確實為 0 或無從得知，可不必更改。",
    remedy_en="Enter the true figure; if it really is 0 or nobody knows, leave it.",
    source=src.DIRTY_DATA,
)
def amounts_filled_in(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """Hours and periods are more than none; an alert, since tens of thousands of records say 0."""
    details = case.performance.details
    for column in AMOUNTS.get(type(details), ()):
        if getattr(details, column.code) == 0 and column.code not in _NOT_AWARDED:
            yield Breach(f"/details/{column.code}", field=column)


@rule(
    "LP1313",
    severity=Severity.ALERT,
    says="彈性學習時間的開設週數宜在常見範圍內。",
    zh="開設週數為 {weeks}，不在 {least} 至 {most} 週之間。",
    en="The number of weeks is {weeks}, not {least} to {most}.",
    remedy_zh="請確認開設週數；若確實如此，可不必更改。",
    remedy_en="Check the number of weeks; if it is right, leave it.",
    source=src.PERFORMANCE_ROSTER,
)
def weeks_of_a_semester(case: PerformanceCase, law: Law) -> Iterator[Breach]:
    """Flexible learning lasts as many weeks as forms allow; an alert: one system's form says so."""
    details = case.performance.details
    if not isinstance(details, FlexibleLearning) or details.weeks < 0:
        return
    least, most = law["performance.flexible.weeks.min"], law["performance.flexible.weeks.max"]
    if not least.number <= details.weeks <= most.number:
        yield Breach(
            "/details/weeks",
            weeks=details.weeks,
            least=least.number,
            most=most.number,
            source=most.source,
        )


@rule(
    "LP1314",
    severity=Severity.ALERT,
    says="時數或節數不宜超過起訖期間的總時數。",
    zh="「{field}」為 {amount}，但期間只有 {days} 日（{limit} 小時）。",
    en="{field}: {amount}, but there are only {days} days ({limit} hours) for it.",
    remedy_zh="請確認「{field}」與起訖日期或學期；若證明文件只載明一個日期，可不必更改。",
    remedy_en="Check the figure and the dates or the semester ({field}); if the certificate names"
    " one day only, leave it.",
    source=src.PLAUSIBILITY,
)
def amounts_fit(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """Hours fit into their days; an alert: refusing would make students invent dates."""
    details = case.performance.details
    if (room := _ROOM.get(type(details))) is None:
        return
    name, days_of = room
    amount, days = getattr(details, name), days_of(details)
    # Dates in the wrong order have their own finding.
    if amount > days * _HOURS_A_DAY and days > 0:
        field = next(each for each in AMOUNTS[type(details)] if each.code == name)
        yield Breach(
            f"/details/{name}", field=field, amount=amount, days=days, limit=days * _HOURS_A_DAY
        )


@rule(
    "LP1315",
    severity=Severity.ALERT,
    says="檢定證照的分數宜為實際分數。",
    zh="檢定證照的分數為 {score}，可能是沒有分數時的代填值。",
    en="The score of the certificate is {score}, which may stand for none.",
    remedy_zh="沒有分數時請留白；若確實為此分數，可不必更改。",
    remedy_en="Leave the score empty where there is none; if this is the score, leave it.",
    source=src.DIRTY_DATA,
)
def certificate_score(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A certificate's score is above zero; an alert, since systems write 0 or -1 for none."""
    details = case.performance.details
    if isinstance(details, Certificate) and details.score is not None and details.score <= 0:
        yield Breach("/details/score", score=details.score)


@rule(
    "LP1316",
    says="外部影音連結須為 http 或 https 網址。",
    zh="外部影音連結不是 http:// 或 https:// 開頭的完整網址。",
    en="The external link is not a whole address beginning with http:// or https://.",
    remedy_zh="請貼上完整網址，開頭為 https:// 或 http://，中間不留空白。",
    remedy_en="Paste the whole address, beginning with https:// or http:// and without spaces.",
    source=src.LINKS,
)
def link_to_the_web(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """An external link leads to the web and nowhere else."""
    link = case.performance.link
    if link and not _LINK.fullmatch(link):
        yield Breach("/link")


@rule(
    "LP1317",
    severity=Severity.ADVICE,
    says="外部連結的存取權限可能異動，宜及早確認。",
    zh="外部影音連結可能無法播放，或日後存取權限異動。",
    en="The external link may fail to play or lose its access rights later.",
    remedy_zh="請以未登入的瀏覽器確認連結可以開啟，並維持公開權限。",
    remedy_en="Open the link in a browser that is not signed in, and keep it public.",
    source=src.OUTCOME_ADVICE,
)
def link_may_break(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """What is linked should still open when somebody reads it."""
    if _LINK.fullmatch(case.performance.link):
        yield Breach("/link")


@rule(
    "LP1318",
    **CONTROL_CHARACTER,
    source=src.TEXTS,
)
def texts_readable(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """The texts of a performance have no control characters."""
    details = case.performance.details
    yield from with_control_characters(details, TEXTS[type(details)], "/details")
    yield from with_control_characters(case.performance, _DESCRIPTION)


@rule(
    "LP1319",
    severity=Severity.ALERT,
    **PLACEHOLDER,
    source=src.DIRTY_DATA,
)
def texts_meant(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """The texts of a performance are no placeholders; an alert, since something may be called X."""
    details = case.performance.details
    yield from placeholders(details, TEXTS[type(details)], "/details")
    yield from placeholders(case.performance, _DESCRIPTION)


@rule(
    "LP1320",
    severity=Severity.ADVICE,
    says="多元表現宜填寫內容簡述。",
    zh="尚未填寫內容簡述。",
    en="The description is empty.",
    remedy_zh="建議簡單寫下做了什麼、學到什麼，方便日後審閱者瞭解。",
    remedy_en="Say briefly what was done and learnt, so that later readers understand it.",
    source=src.PERFORMANCE_ROSTER,
)
def performance_described(case: PerformanceCase, _: Law) -> Iterator[Breach]:
    """A performance should be described; some systems demand it for competitions."""
    if not case.performance.description.strip():
        yield Breach("/description")


PERFORMANCE_RULES: Final = (
    names_filled_in,
    organiser_filled_in,
    performance_description_length,
    *PERFORMANCE_DATES,
    amounts_not_negative,
    codes_in_tables,
    codes_known,
    amounts_filled_in,
    weeks_of_a_semester,
    amounts_fit,
    certificate_score,
    link_to_the_web,
    link_may_break,
    texts_readable,
    texts_meant,
    performance_described,
)
"""What a performance must satisfy; for a `PerformanceCase`."""
