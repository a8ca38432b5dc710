"""A school's own settings, which may only tighten the law."""

from __future__ import annotations

import enum

import attrs

from learnport.model._calendar import Window

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


@attrs.frozen
class Deadline:
    """One window of a school's calendar.

    Attributes:
        kind: what it is for.
        term: `113-1` for semester windows, `113` for yearly ones.
        window: when it is open.
    """

    kind: WindowKind
    term: str
    window: Window


@attrs.frozen
class SchoolSettings:
    """What a school decides for itself (學校設定).

    Attributes:
        deadlines: its calendar; what has no entry is not open.
        outcomes_per_taking: most outcomes a student may upload for one taking in a semester;
            None for no limit of the school's own.
    """

    deadlines: tuple[Deadline, ...] = ()
    outcomes_per_taking: int | None = None

    def window(self, kind: WindowKind, term: str) -> Window | None:
        """The window for a term; None when the school has set none."""
        return next(
            (each.window for each in self.deadlines if (each.kind, each.term) == (kind, term)),
            None,
        )
