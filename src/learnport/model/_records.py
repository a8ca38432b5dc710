"""What staff, teachers and advisors record."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Final

import attrs
from attrs import validators as v

from learnport.model._calendar import Semester
from learnport.model._files import Attachment
from learnport.model._people import PersonRef
from learnport.model._validators import is_a, is_day, is_decimal, is_tuple

__all__ = ["AdvisingForm", "AdvisingRecord", "AdvisingState", "CourseRecord", "OfficerPost"]


_SCORE: Final = v.optional(is_decimal)
_PASSED: Final = v.optional(is_a(bool))
_CODE: Final = v.optional(is_a(str))
_TEXT: Final = is_a(str)


@attrs.frozen
class CourseRecord:
    """The grades of one taking (修課紀錄).

    Rosters write -1 for a score or a result that is not there; here that is None.

    Attributes:
        taking: id of the taking.
        score: 學期學業成績, 補修, 重修 or 重讀成績, or 抵免後成績 of a transfer.
        passed: 成績及格; None when not decided.
        makeup_score: 補考成績, in continuing education 第一次補考成績.
        makeup_passed: 補考及格, 第一次及格.
        counted: 是否採計學分 or 學時 code; None when unknown.
        remark: 質性文字描述.
        credits: 修課學分 or 修課節數 as the score roster gives it, which is a number there.
        annual_score: 學年學業成績 of continuing education.
        annual_passed: 學年及格 of continuing education.
        second_makeup_score: 第二次補考成績 of continuing education.
        second_makeup_passed: 第二次及格 of continuing education.
        again_score: 再次修習成績 of a repeated year.
        again_passed: 再次修習成績及格 of a repeated year.
        repeat_note: 重讀註記 code.
        transfer_status: 身分別 code of a transfer.
    """

    taking: str = attrs.field(validator=_TEXT)
    score: Decimal | None = attrs.field(default=None, validator=_SCORE)
    passed: bool | None = attrs.field(default=None, validator=_PASSED)
    makeup_score: Decimal | None = attrs.field(default=None, validator=_SCORE)
    makeup_passed: bool | None = attrs.field(default=None, validator=_PASSED)
    counted: int | None = attrs.field(default=None, validator=v.optional(is_a(int)))
    remark: str = attrs.field(default="", validator=_TEXT)
    credits: str | None = attrs.field(default=None, validator=_CODE)
    annual_score: Decimal | None = attrs.field(default=None, validator=_SCORE)
    annual_passed: bool | None = attrs.field(default=None, validator=_PASSED)
    second_makeup_score: Decimal | None = attrs.field(default=None, validator=_SCORE)
    second_makeup_passed: bool | None = attrs.field(default=None, validator=_PASSED)
    again_score: Decimal | None = attrs.field(default=None, validator=_SCORE)
    again_passed: bool | None = attrs.field(default=None, validator=_PASSED)
    repeat_note: str | None = attrs.field(default=None, validator=_CODE)
    transfer_status: str | None = attrs.field(default=None, validator=_CODE)


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
    unit: str = attrs.field(validator=_TEXT)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    position: str = attrs.field(validator=_TEXT)
    level: str = attrs.field(validator=_TEXT)


class AdvisingState(enum.StrEnum):
    """Where an advising record stands (課程諮詢紀錄狀態)."""

    RECORDED = "recorded"
    """已登錄: the advisor may still correct it."""
    STRUCK = "struck"
    """已註銷 with a reason; it stays readable."""


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
        state: place in its life cycle.
    """

    id: str
    student: PersonRef
    advisor: PersonRef
    semester: Semester
    form: AdvisingForm
    held_on: dt.date
    description: str
    attachments: tuple[Attachment, ...] = attrs.field(default=(), validator=is_tuple)
    state: AdvisingState = AdvisingState.RECORDED
