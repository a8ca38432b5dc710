"""The ten categories of performances, each with the fields of its roster sheet.

Codes are kept as the code tables write them; the rules check them against the tables.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import attrs

from learnport.model._calendar import Semester

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


@attrs.frozen
class OfficerDeed:
    """A post or deed the student enters (幹部經歷暨事蹟).

    Attributes: 單位名稱, 開始日期, 結束日期, 擔任職務, 幹部等級.
    """

    unit: str
    begins: dt.date
    ends: dt.date
    position: str
    level: str


@attrs.frozen
class Competition:
    """Taking part in a competition (競賽參與).

    Attributes: 競賽名稱, 項目, 競賽等級代碼, 獎項, 結果公布日期, 團體參與代碼.
    """

    name: str
    item: str
    level: str
    award: str
    announced: dt.date
    participation: str


@attrs.frozen
class Certificate:
    """A certificate or licence (檢定證照).

    Attributes: 證照代碼, 註1, 分數, 分項結果, 取得證照日期, 證照字號, 檢定組別.
    """

    code: str
    obtained: dt.date
    note: str = ""
    score: Decimal | None = None
    partial_results: str = ""
    number: str = ""
    group: str = ""


@attrs.frozen
class ServiceLearning:
    """Service learning (服務學習).

    Attributes: 服務名稱, 服務單位, 開始日期, 結束日期, 時數.
    """

    name: str
    unit: str
    begins: dt.date
    ends: dt.date
    hours: Decimal


@attrs.frozen
class FlexibleLearning:
    """Flexible learning time (彈性學習時間).

    Attributes: 類別種類代碼, 內容開設名稱, 開設單位, 開設學年度 and 學期, 每週節數, 開設週數.
    """

    category: str
    name: str
    unit: str
    semester: Semester
    periods_per_week: int
    weeks: int


@attrs.frozen
class GroupActivity:
    """Group activity time (團體活動時間).

    Attributes: 類別代碼, 辦理單位, 團體活動內容名稱, 活動學年度 and 學期, 節數.
    """

    category: str
    unit: str
    name: str
    semester: Semester
    periods: int


@attrs.frozen
class WorkplaceLearning:
    """Learning at a workplace (職場學習).

    Attributes: 類別代碼, 職場學習單位, 職稱, 開始日期, 結束日期, 時數.
    """

    category: str
    unit: str
    title: str
    begins: dt.date
    ends: dt.date
    hours: Decimal


@attrs.frozen
class Work:
    """A work made outside courses (作品成果).

    Attributes: 名稱, 日期.
    """

    name: str
    made_on: dt.date


@attrs.frozen
class PreparatoryCourse:
    """A university preparatory course (大學及技專校院先修課程).

    Attributes: 計畫專案, 開設單位, 課程名稱, 開始日期, 結束日期, 學分數, 總時數.
    """

    project: str
    unit: str
    name: str
    begins: dt.date
    ends: dt.date
    credits: Decimal
    hours: Decimal


@attrs.frozen
class OtherPerformance:
    """Anything else (其他多元表現).

    Attributes: 名稱, 主辦單位, 開始日期, 結束日期, 時數.
    """

    name: str
    organiser: str
    begins: dt.date
    ends: dt.date
    hours: Decimal


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
