"""When something may be done: a school's windows, and more time for single students."""

from __future__ import annotations

import datetime as dt
import enum

import attrs
from attrs import validators as v

from learnport.model._calendar import SchoolYear, Semester, Window
from learnport.model._validators import is_a, is_instant, is_whole

__all__ = [
    "Deadline",
    "Extension",
    "ExtensionState",
    "SubmissionRound",
    "Unlock",
    "WindowKind",
]


class SubmissionRound(enum.StrEnum):
    """Whose data a batch carries, and when (梯次)."""

    ORDINARY = "ordinary"
    """高一、高二."""
    FIRST = "first"
    """高三第一梯次."""
    SECOND = "second"
    """高三第二梯次."""

    @property
    def grades(self) -> frozenset[int]:
        return frozenset({1, 2}) if self is SubmissionRound.ORDINARY else frozenset({3})


class WindowKind(enum.StrEnum):
    """What a window is for (期程)."""

    UPLOAD_OUTCOMES = "upload_outcomes"
    """上傳課程學習成果, by semester."""
    CERTIFY = "certify"
    """認證, by semester."""
    UPLOAD_PERFORMANCES = "upload_performances"
    """上傳多元表現, by school year."""
    SELECT = "select"
    """勾選, by school year."""
    SUBMIT = "submit"
    """提交, by school year."""
    CORRECT = "correct"
    """更正提交, by school year."""
    CONFIRM_RECEIPT = "confirm_receipt"
    """收訖明細確認, by school year."""

    @property
    def by_semester(self) -> bool:
        """Whether its term is a semester rather than a school year."""
        return self in _BY_SEMESTER

    @property
    def by_round(self) -> bool:
        """Whether it may differ by submission round; all others may differ by grade."""
        return self in _BY_ROUND

    @property
    def of_the_school(self) -> bool:
        """Whether the school as a whole acts in it, so that no student can be given more time."""
        return self in _OF_THE_SCHOOL


_BY_SEMESTER = frozenset({WindowKind.UPLOAD_OUTCOMES, WindowKind.CERTIFY})
_OF_THE_SCHOOL = frozenset({WindowKind.SUBMIT, WindowKind.CORRECT})
_BY_ROUND = _OF_THE_SCHOOL | {WindowKind.CONFIRM_RECEIPT}


def _term_of_its_kind(instance: Deadline | Extension, _: object, value: str) -> None:
    read = Semester.parse if instance.kind.by_semester else SchoolYear.parse
    read(value)


@attrs.frozen
class Deadline:
    """One window of a school's calendar.

    Attributes:
        kind: what it is for.
        term: `113-1` for semester windows, `113` for yearly ones.
        window: when it is open.
        grade: the grade it is for, 1 to 3; None for every grade that has no window of its own.
        round: the submission round it is for; None for every round that has none of its own.
    """

    kind: WindowKind = attrs.field(validator=is_a(WindowKind))
    term: str = attrs.field(validator=_term_of_its_kind)
    window: Window = attrs.field(validator=is_a(Window))
    grade: int | None = attrs.field(default=None, validator=v.optional(is_whole(1, 3)))
    round: SubmissionRound | None = attrs.field(
        default=None, validator=v.optional(is_a(SubmissionRound))
    )

    def __attrs_post_init__(self) -> None:
        if self.grade is not None and self.kind.by_round:
            raise ValueError(f"grade: {self.kind} differs by round, not by grade")
        if self.round is not None and not self.kind.by_round:
            raise ValueError(f"round: {self.kind} differs by grade, not by round")


class ExtensionState(enum.StrEnum):
    """Where an extension or unlock stands (個別延長狀態). That it expires is no event."""

    GRANTED = "granted"
    """已核准."""
    REVOKED = "revoked"
    """已撤銷."""


def _of_students(_: object, attribute: attrs.Attribute[WindowKind], value: WindowKind) -> None:
    is_a(WindowKind)(_, attribute, value)
    if value.of_the_school:
        raise ValueError(f"{attribute.name}: {value} is the school's, not a student's")


@attrs.frozen
class Extension:
    """More time in one window for one student (個別延長).

    Attributes:
        id: opaque identifier.
        kind: the window; certifying is extended for the student's items, whoever teaches.
        term: `113-1` for semester windows, `113` for yearly ones.
        until: first instant outside again.
        state: whether it still holds.
    """

    id: str = attrs.field(validator=is_a(str))
    kind: WindowKind = attrs.field(validator=_of_students)
    term: str = attrs.field(validator=_term_of_its_kind)
    until: dt.datetime = attrs.field(validator=is_instant)
    state: ExtensionState = attrs.field(
        default=ExtensionState.GRANTED, validator=is_a(ExtensionState)
    )


@attrs.frozen
class Unlock:
    """One item that may be changed although its window or a confirmed selection closed it (解鎖).

    Attributes:
        id: opaque identifier.
        item: id of the outcome or performance.
        until: first instant at which it is closed again.
        state: whether it still holds.
    """

    id: str = attrs.field(validator=is_a(str))
    item: str = attrs.field(validator=is_a(str))
    until: dt.datetime = attrs.field(validator=is_instant)
    state: ExtensionState = attrs.field(
        default=ExtensionState.GRANTED, validator=is_a(ExtensionState)
    )
