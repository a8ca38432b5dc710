"""What staff, teachers and advisors record."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import attrs

from learnport.model._calendar import Semester
from learnport.model._files import Attachment
from learnport.model._people import PersonRef
from learnport.model._validators import is_tuple

__all__ = ["AdvisingForm", "AdvisingRecord", "CourseRecord", "OfficerPost"]


@attrs.frozen
class CourseRecord:
    """The grades of one taking (修課紀錄).

    Attributes:
        taking: id of the taking.
        score: 學業成績; None when there is none.
        passed: 成績及格; None when not decided.
        makeup_score: 補考成績; None when there was no makeup examination.
        makeup_passed: 補考及格.
        counted: 是否採計學分 code, 1 to 3; None when unknown.
        remark: 質性文字描述.
    """

    taking: str
    score: Decimal | None = None
    passed: bool | None = None
    makeup_score: Decimal | None = None
    makeup_passed: bool | None = None
    counted: int | None = None
    remark: str = ""


@attrs.frozen
class OfficerPost:
    """A post the school records for a student (校內幹部經歷); basic data, not a performance.

    Attributes:
        id: opaque identifier.
        student: who held it.
        unit: 單位名稱.
        begins: 開始日期.
        ends: 結束日期, the last day.
        position: 擔任職務.
        level: 幹部等級 code.
    """

    id: str
    student: PersonRef
    unit: str
    begins: dt.date
    ends: dt.date
    position: str
    level: str


class AdvisingForm(enum.StrEnum):
    """How advising took place."""

    INDIVIDUAL = "individual"
    """個別諮詢."""
    GROUP = "group"
    """團體諮詢."""


@attrs.frozen
class AdvisingRecord:
    """A record of course advising (課程諮詢紀錄); it never leaves the school.

    Attributes:
        id: opaque identifier.
        student: who was advised.
        advisor: 課程諮詢教師.
        semester: when.
        form: individual or group.
        held_on: 諮詢日期.
        description: 簡述.
        attachments: documents.
    """

    id: str
    student: PersonRef
    advisor: PersonRef
    semester: Semester
    form: AdvisingForm
    held_on: dt.date
    description: str
    attachments: tuple[Attachment, ...] = attrs.field(default=(), validator=is_tuple)
