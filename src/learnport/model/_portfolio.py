"""The portfolio: everything kept at the school about one student's learning."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Protocol, TypeVar

import attrs
from attrs import validators as v

from learnport.model._calendar import SchoolYear, Semester
from learnport.model._courses import Taking
from learnport.model._files import Attachment
from learnport.model._people import PersonRef, Student
from learnport.model._performances import PerformanceDetails
from learnport.model._records import AdvisingRecord, CourseRecord, OfficerPost
from learnport.model._validators import is_instant, is_tuple, is_whole
from learnport.model._windows import Extension, ExtensionState, Unlock, WindowKind

__all__ = [
    "CourseOutcome",
    "OutcomeState",
    "Performance",
    "PerformanceState",
    "Portfolio",
    "SelectionState",
    "YearGrade",
    "YearlySelection",
]


class OutcomeState(enum.StrEnum):
    """Where a course outcome stands (課程學習成果狀態)."""

    DRAFT = "draft"
    """草稿: uploaded, not yet sent to the teacher."""
    AWAITING = "awaiting"
    """待認證."""
    CERTIFIED = "certified"
    """已認證."""
    RETURNED = "returned"
    """退回: the teacher did not certify it."""
    SUBMITTED = "submitted"
    """已提交."""
    DISCARDED = "discarded"
    """已刪除 by the student before it was submitted."""


class PerformanceState(enum.StrEnum):
    """Where a performance stands (多元表現狀態)."""

    DRAFT = "draft"
    """草稿."""
    COMPLETE = "complete"
    """已完成, can be selected."""
    SUBMITTED = "submitted"
    """已提交."""
    DISCARDED = "discarded"
    """已刪除."""


class SelectionState(enum.StrEnum):
    """Where a yearly selection stands (勾選狀態)."""

    OPEN = "open"
    """勾選中."""
    CONFIRMED = "confirmed"
    """已確認 by the student."""
    SUBMITTED = "submitted"
    """已提交 by the school."""
    REJECTED = "rejected"
    """中央資料庫退件."""
    RECEIVED = "received"
    """中央資料庫已收訖."""
    ACKNOWLEDGED = "acknowledged"
    """收訖明細確認無誤."""
    DISPUTED = "disputed"
    """收訖明細有疑義."""
    RESOLVED = "resolved"
    """疑義已處理."""
    CORRECTED = "corrected"
    """已更正, waiting to be submitted again."""


@attrs.frozen
class CourseOutcome:
    """Something a student made in a course (課程學習成果).

    Attributes:
        id: opaque identifier.
        student: whose it is.
        taking: id of the taking it came from.
        semester: the semester it was uploaded for.
        uploaded_at: instant at which the server began to receive it.
        description: 成果簡述.
        attachments: at most one document and one audio or video file in most schools.
        state: place in the outcome's life cycle.
        certifier: who certified or returned it last; None after an edit.
        certified_at: instant of the certification; None while it is not certified.
        return_reason: code from the closed list while it is returned.
        return_note: the teacher's words beside the reason; empty when there are none.
        requested_at: instant of the last request for certification; None before the first.
    """

    id: str
    student: PersonRef
    taking: str
    semester: Semester
    uploaded_at: dt.datetime = attrs.field(validator=is_instant)
    description: str
    attachments: tuple[Attachment, ...] = attrs.field(validator=is_tuple)
    state: OutcomeState = OutcomeState.DRAFT
    certifier: PersonRef | None = None
    certified_at: dt.datetime | None = attrs.field(default=None, validator=v.optional(is_instant))
    return_reason: str | None = None
    return_note: str = ""
    requested_at: dt.datetime | None = attrs.field(default=None, validator=v.optional(is_instant))


@attrs.frozen
class Performance:
    """Something a student did beside the courses (多元表現).

    Attributes:
        id: opaque identifier.
        student: whose it is.
        year: the school year it was uploaded in.
        uploaded_at: instant at which the server began to receive it.
        details: the fields of its category.
        description: 內容簡述.
        attachments: 證明文件 and 影音檔案.
        link: 外部影音連結; empty when there is none.
        state: place in the performance's life cycle.
    """

    id: str
    student: PersonRef
    year: SchoolYear
    uploaded_at: dt.datetime = attrs.field(validator=is_instant)
    details: PerformanceDetails
    description: str
    attachments: tuple[Attachment, ...] = attrs.field(validator=is_tuple)
    link: str = ""
    state: PerformanceState = PerformanceState.DRAFT


@attrs.frozen
class YearlySelection:
    """What a student chooses for the central database in one school year (勾選).

    Attributes:
        year: the school year.
        outcomes: ids of course outcomes, in the student's order.
        performances: ids of performances, in the student's order.
        state: place in the selection's life cycle.
        batch: key of the batch that carried it last; None before the first submission.
        dispute: the student's words about the receipt of that batch; empty when there are none.
        disputed_at: instant of these words; None when there are none.
    """

    year: SchoolYear
    outcomes: tuple[str, ...] = attrs.field(default=(), validator=is_tuple)
    performances: tuple[str, ...] = attrs.field(default=(), validator=is_tuple)
    state: SelectionState = SelectionState.OPEN
    batch: str | None = None
    dispute: str = ""
    disputed_at: dt.datetime | None = attrs.field(default=None, validator=v.optional(is_instant))


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Identified)


def _find(items: Iterable[_T], key: str) -> _T | None:
    return next((item for item in items if item.id == key), None)


@attrs.frozen(order=True)
class YearGrade:
    """The grade a student was in during a school year (學年與年級).

    Attributes:
        year: the school year.
        grade: 年級, 1 to 3.
    """

    year: SchoolYear
    grade: int = attrs.field(validator=is_whole(1, 3))


@attrs.frozen
class Portfolio:
    """One student's whole portfolio at one school (學習歷程檔案).

    Attributes:
        student: basic data.
        takings: the courses taken.
        course_records: grades by taking.
        officer_posts: recorded by the school, part of basic data.
        advising: advising records; never submitted.
        outcomes: course outcomes in the order of upload.
        performances: performances in the order of upload.
        selections: one per school year.
        extensions: more time, and items unlocked, as staff granted it.
        grades: the grade last recorded in each school year, ascending by year.
    """

    student: Student
    takings: tuple[Taking, ...] = attrs.field(default=(), validator=is_tuple)
    course_records: tuple[CourseRecord, ...] = attrs.field(default=(), validator=is_tuple)
    officer_posts: tuple[OfficerPost, ...] = attrs.field(default=(), validator=is_tuple)
    advising: tuple[AdvisingRecord, ...] = attrs.field(default=(), validator=is_tuple)
    outcomes: tuple[CourseOutcome, ...] = attrs.field(default=(), validator=is_tuple)
    performances: tuple[Performance, ...] = attrs.field(default=(), validator=is_tuple)
    selections: tuple[YearlySelection, ...] = attrs.field(default=(), validator=is_tuple)
    extensions: tuple[Extension | Unlock, ...] = attrs.field(default=(), validator=is_tuple)
    grades: tuple[YearGrade, ...] = attrs.field(default=(), validator=is_tuple)

    def taking(self, key: str) -> Taking | None:
        return _find(self.takings, key)

    def outcome(self, key: str) -> CourseOutcome | None:
        return _find(self.outcomes, key)

    def performance(self, key: str) -> Performance | None:
        return _find(self.performances, key)

    def grade_in(self, year: SchoolYear) -> int:
        """The grade in a school year: as recorded in it, or in the nearest year before.

        For years before the first record the first one counts; without any, the basic data.
        """
        before = [each.grade for each in self.grades if each.year <= year]
        if before:
            return before[-1]
        return self.grades[0].grade if self.grades else self.student.grade

    def identifiers(self) -> frozenset[str]:
        """The identifiers of all records; none names two of them."""
        records: tuple[Iterable[_Identified], ...] = (
            self.takings, self.officer_posts, self.advising, self.outcomes, self.performances,
            self.extensions,
        )  # fmt: skip
        return frozenset(record.id for group in records for record in group)

    def advising_record(self, key: str) -> AdvisingRecord | None:
        return _find(self.advising, key)

    def selection(self, year: SchoolYear) -> YearlySelection:
        """The selection of a year; an open, empty one when the student has not begun."""
        found = (each for each in self.selections if each.year == year)
        return next(found, YearlySelection(year))

    def extension(self, key: str) -> Extension | Unlock | None:
        return _find(self.extensions, key)

    def extended(self, kind: WindowKind, term: str) -> dt.datetime | None:
        """Until when a window is extended for this student; None when it is not."""
        return _latest(
            each
            for each in self.extensions
            if isinstance(each, Extension) and (each.kind, each.term) == (kind, term)
        )

    def unlocked(self, item: str) -> dt.datetime | None:
        """Until when an item is unlocked; None when it is not."""
        return _latest(
            each for each in self.extensions if isinstance(each, Unlock) and each.item == item
        )


def _latest(extensions: Iterable[Extension | Unlock]) -> dt.datetime | None:
    granted = (each.until for each in extensions if each.state is ExtensionState.GRANTED)
    return max(granted, default=None)
