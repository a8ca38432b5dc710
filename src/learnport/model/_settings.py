"""A school's own settings: its calendar, and limits beside those of the law."""

from __future__ import annotations

import enum

import attrs
from attrs import validators as v

from learnport.model._calendar import SchoolYear, Semester, Window
from learnport.model._validators import is_a, is_tuple, is_whole

__all__ = ["Deadline", "SchoolSettings", "WindowKind"]


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


_BY_SEMESTER = frozenset({WindowKind.UPLOAD_OUTCOMES, WindowKind.CERTIFY})


@attrs.frozen
class Deadline:
    """One window of a school's calendar.

    Attributes:
        kind: what it is for.
        term: `113-1` for semester windows, `113` for yearly ones.
        window: when it is open.
    """

    kind: WindowKind = attrs.field(validator=is_a(WindowKind))
    term: str = attrs.field()
    window: Window = attrs.field(validator=is_a(Window))

    @term.validator
    def _term_of_its_kind(self, _: object, value: str) -> None:
        read = Semester.parse if self.kind in _BY_SEMESTER else SchoolYear.parse
        read(value)


@attrs.frozen
class SchoolSettings:
    """What a school decides for itself (學校設定).

    Settings are meant to tighten the law, never to loosen it; nothing here or in the rules
    holds them against the law yet, that check comes with a later version.

    Attributes:
        deadlines: its calendar; what has no entry is not open.
        outcomes_per_taking: most outcomes a student may upload for one taking in a semester;
            None for no limit of the school's own.
    """

    deadlines: tuple[Deadline, ...] = attrs.field(default=(), validator=is_tuple)
    outcomes_per_taking: int | None = attrs.field(default=None, validator=v.optional(is_whole(1)))

    @deadlines.validator
    def _one_window_each(self, _: object, value: tuple[Deadline, ...]) -> None:
        if len({(each.kind, each.term) for each in value}) < len(value):
            raise ValueError("deadlines: expected one window for each kind and term")

    def window(self, kind: WindowKind, term: str) -> Window | None:
        """The window for a term; None when the school has set none."""
        return next(
            (each.window for each in self.deadlines if (each.kind, each.term) == (kind, term)),
            None,
        )
