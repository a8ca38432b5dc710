"""The ten categories of performances, each with the fields of its roster sheet.

Codes are kept as the code tables write them; the rules check them against the tables.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import attrs
from attrs import validators as v

from learnport.model._calendar import Semester
from learnport.model._validators import is_a, is_day, is_decimal

__all__ = [
    "PERFORMANCE_DETAILS",
    "Certificate",
    "Competition",
    "FlexibleLearning",
    "GroupActivity",
    "OfficerDeed",
    "OtherPerformance",
    "PerformanceDetails",
    "PreparatoryCourse",
    "ServiceLearning",
    "Work",
    "WorkplaceLearning",
]


_TEXT: Final = is_a(str)
_WHOLE: Final = is_a(int)
_SEMESTER: Final = is_a(Semester)


@attrs.frozen
class OfficerDeed:
    """A post or deed the student enters (幹部經歷暨事蹟).

    Attributes: 單位名稱, 開始日期, 結束日期, 擔任職務, 幹部等級.
    """

    unit: str = attrs.field(validator=_TEXT)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    position: str = attrs.field(validator=_TEXT)
    level: str = attrs.field(validator=_TEXT)


@attrs.frozen
class Competition:
    """Taking part in a competition (競賽參與).

    Attributes: 競賽名稱, 項目, 競賽等級代碼, 獎項, 結果公布日期, 團體參與代碼.
    """

    name: str = attrs.field(validator=_TEXT)
    item: str = attrs.field(validator=_TEXT)
    level: str = attrs.field(validator=_TEXT)
    award: str = attrs.field(validator=_TEXT)
    announced: dt.date = attrs.field(validator=is_day)
    participation: str = attrs.field(validator=_TEXT)


@attrs.frozen
class Certificate:
    """A certificate or licence (檢定證照).

    Attributes: 證照代碼, 註1, 分數, 分項結果, 取得證照日期, 證照字號, 檢定組別.
    """

    code: str = attrs.field(validator=_TEXT)
    obtained: dt.date = attrs.field(validator=is_day)
    note: str = attrs.field(default="", validator=_TEXT)
    score: Decimal | None = attrs.field(default=None, validator=v.optional(is_decimal))
    partial_results: str = attrs.field(default="", validator=_TEXT)
    number: str = attrs.field(default="", validator=_TEXT)
    group: str = attrs.field(default="", validator=_TEXT)


@attrs.frozen
class ServiceLearning:
    """Service learning (服務學習).

    Attributes: 服務名稱, 服務單位, 開始日期, 結束日期, 時數.
    """

    name: str = attrs.field(validator=_TEXT)
    unit: str = attrs.field(validator=_TEXT)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    hours: Decimal = attrs.field(validator=is_decimal)


@attrs.frozen
class FlexibleLearning:
    """Flexible learning time (彈性學習時間).

    Attributes: 類別種類代碼, 內容開設名稱, 開設單位, 開設學年度 and 學期, 每週節數, 開設週數.
    """

    category: str = attrs.field(validator=_TEXT)
    name: str = attrs.field(validator=_TEXT)
    unit: str = attrs.field(validator=_TEXT)
    semester: Semester = attrs.field(validator=_SEMESTER)
    periods_per_week: int = attrs.field(validator=_WHOLE)
    weeks: int = attrs.field(validator=_WHOLE)


@attrs.frozen
class GroupActivity:
    """Group activity time (團體活動時間).

    Attributes: 類別代碼, 辦理單位, 團體活動內容名稱, 活動學年度 and 學期, 節數.
    """

    category: str = attrs.field(validator=_TEXT)
    unit: str = attrs.field(validator=_TEXT)
    name: str = attrs.field(validator=_TEXT)
    semester: Semester = attrs.field(validator=_SEMESTER)
    periods: int = attrs.field(validator=_WHOLE)


@attrs.frozen
class WorkplaceLearning:
    """Learning at a workplace (職場學習).

    Attributes: 類別代碼, 職場學習單位, 職稱, 開始日期, 結束日期, 時數.
    """

    category: str = attrs.field(validator=_TEXT)
    unit: str = attrs.field(validator=_TEXT)
    title: str = attrs.field(validator=_TEXT)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    hours: Decimal = attrs.field(validator=is_decimal)


@attrs.frozen
class Work:
    """A work made outside courses (作品成果).

    Attributes: 名稱, 日期.
    """

    name: str = attrs.field(validator=_TEXT)
    made_on: dt.date = attrs.field(validator=is_day)


@attrs.frozen
class PreparatoryCourse:
    """A university preparatory course (大學及技專校院先修課程).

    Attributes: 計畫專案, 開設單位, 課程名稱, 開始日期, 結束日期, 學分數, 總時數.
    """

    project: str = attrs.field(validator=_TEXT)
    unit: str = attrs.field(validator=_TEXT)
    name: str = attrs.field(validator=_TEXT)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    credits: Decimal = attrs.field(validator=is_decimal)
    hours: Decimal = attrs.field(validator=is_decimal)


@attrs.frozen
class OtherPerformance:
    """Anything else (其他多元表現).

    Attributes: 名稱, 主辦單位, 開始日期, 結束日期, 時數.
    """

    name: str = attrs.field(validator=_TEXT)
    organiser: str = attrs.field(validator=_TEXT)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    hours: Decimal = attrs.field(validator=is_decimal)


PerformanceDetails = (
    OfficerDeed
    | Competition
    | Certificate
    | ServiceLearning
    | FlexibleLearning
    | GroupActivity
    | WorkplaceLearning
    | Work
    | PreparatoryCourse
    | OtherPerformance
)

PERFORMANCE_DETAILS: Final = (
    OfficerDeed,
    Competition,
    Certificate,
    ServiceLearning,
    FlexibleLearning,
    GroupActivity,
    WorkplaceLearning,
    Work,
    PreparatoryCourse,
    OtherPerformance,
)
"""The ten categories in the order of the roster's sheets."""
