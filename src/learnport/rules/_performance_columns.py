"""The columns of the ten performance sheets, by what the rules ask of them."""

from __future__ import annotations

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
    Work,
    WorkplaceLearning,
)
from learnport.rules._columns import Coded, column
from learnport.rules._words import Named

__all__ = ["AMOUNTS", "CODED", "DESCRIPTION", "REQUIRED", "TEXTS", "WEEKS"]

DESCRIPTION: Final = column("description", "內容簡述", "description")
WEEKS: Final = column("weeks", "開設週數", "weeks")

_HOURS: Final = column("hours", "時數", "hours")
_OFFICER_LEVEL: Final = column("level", "幹部等級", "level")
_COMPETITION_LEVEL: Final = column("level", "競賽等級代碼", "level")
_PARTICIPATION: Final = column("participation", "團體參與代碼", "participation")
_FLEXIBLE: Final = column("category", "彈性學習時間類別種類代碼", "category")
_GROUP: Final = column("category", "團體活動時間類別代碼", "category")
_WORKPLACE: Final = column("category", "職場學習類別代碼", "category")

CODED: Final[dict[type[Any], tuple[Coded, ...]]] = {
    OfficerDeed: (Coded(_OFFICER_LEVEL, "performance.officer.levels"),),
    Competition: (
        Coded(_COMPETITION_LEVEL, "performance.competition.levels"),
        Coded(_PARTICIPATION, "performance.competition.participation"),
    ),
    FlexibleLearning: (Coded(_FLEXIBLE, "performance.flexible.categories"),),
    GroupActivity: (Coded(_GROUP, "performance.group.categories"),),
    WorkplaceLearning: (Coded(_WORKPLACE, "performance.workplace.categories"),),
}
"""Codes with a table. That of the certificates' codes is not public."""

REQUIRED: Final[dict[type[Any], tuple[Named, ...]]] = {
    OfficerDeed: (
        column("unit", "單位名稱", "unit"),
        column("position", "擔任職務", "position"),
        _OFFICER_LEVEL,
    ),
    Competition: (
        column("name", "競賽名稱", "name of the competition"),
        _COMPETITION_LEVEL,
        _PARTICIPATION,
    ),
    Certificate: (column("code", "證照代碼", "code of the certificate"),),
    ServiceLearning: (
        column("name", "服務名稱", "name of the service"),
        column("unit", "服務單位", "unit served"),
    ),
    FlexibleLearning: (
        _FLEXIBLE,
        column("name", "內容開設名稱", "name"),
        column("unit", "開設單位", "unit"),
    ),
    GroupActivity: (
        _GROUP,
        column("unit", "辦理單位", "unit"),
        column("name", "團體活動內容名稱", "name"),
    ),
    WorkplaceLearning: (_WORKPLACE, column("unit", "職場學習單位", "unit")),
    Work: (column("name", "名稱", "name"),),
    PreparatoryCourse: (
        column("unit", "開設單位", "unit"),
        column("name", "課程名稱", "name of the course"),
    ),
    OtherPerformance: (column("name", "名稱", "name"),),
}
"""What says what it was; without it a reader could not tell."""

_OPTIONAL: Final[dict[type[Any], tuple[Named, ...]]] = {
    Competition: (column("item", "項目", "item"), column("award", "獎項", "award")),
    Certificate: (
        column("note", "註1", "note"),
        column("partial_results", "分項結果", "partial results"),
        column("number", "證照字號", "number"),
        column("group", "檢定組別", "group"),
    ),
    WorkplaceLearning: (column("title", "職場學習職稱", "title"),),
    PreparatoryCourse: (column("project", "計畫專案", "project"),),
    OtherPerformance: (column("organiser", "主辦單位", "organiser"),),
}


def _free(kind: type[Any]) -> tuple[Named, ...]:
    coded = {each.column for each in CODED.get(kind, ())}
    return tuple(each for each in (*REQUIRED[kind], *_OPTIONAL.get(kind, ())) if each not in coded)


TEXTS: Final = {kind: _free(kind) for kind in REQUIRED}
"""Free text; codes with a table are held against the table."""

AMOUNTS: Final[dict[type[Any], tuple[Named, ...]]] = {
    ServiceLearning: (_HOURS,),
    FlexibleLearning: (column("periods_per_week", "每週節數", "periods per week"), WEEKS),
    GroupActivity: (column("periods", "節數", "periods"),),
    WorkplaceLearning: (_HOURS,),
    PreparatoryCourse: (
        column("credits", "學分數", "credits"),
        column("hours", "總時數", "hours"),
    ),
    OtherPerformance: (_HOURS,),
}
"""What is counted."""
