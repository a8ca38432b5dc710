"""A school's own settings: its calendar, its quotas, and limits stricter than the law's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs
from attrs import validators as v

from learnport.model._calendar import Semester, Window
from learnport.model._text import Text
from learnport.model._validators import Validator, is_a, is_day, is_tuple, is_whole
from learnport.model._windows import Deadline, SubmissionRound, WindowKind

__all__ = ["SchoolSettings"]

_QUOTA = v.optional(is_whole(1))


def _sealed(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


def _is_limit(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    texts = value if isinstance(value, tuple) else ()
    fits = isinstance(value, int | str | tuple) and not isinstance(value, bool)
    if not fits or not all(isinstance(each, str) for each in texts):
        raise TypeError(f"{attribute.name}: expected a whole number, a text or a tuple of texts")


def _each(check: Validator) -> Validator:
    """Texts, each naming something the check accepts."""
    return v.deep_mapping(is_a(str), check)


@attrs.frozen
class SchoolSettings:
    """What a school decides for itself (學校設定).

    Settings tighten the law and never loosen it: a looser limit has no effect, and
    `learnport.rules.SETTINGS_RULES` name both values.

    Attributes:
        deadlines: its calendar; what has no entry is not open.
        outcomes_per_taking: most outcomes a student may upload for one taking in a semester;
            None, here and below, for no quota of the school's own.
        outcomes_per_semester: most outcomes a student may upload in a semester.
        performances_per_year: most performances a student may upload in a school year.
        files_per_item: most files of an outcome or a performance.
        limits: stricter values of the law's parameters, by the parameter's name.
        closing_days: a semester's last day at this school (休業式), by semester such as
            `113-1`; the calendar's last day where there is none.
        reminder_days: days before a window closes on which those who have not are reminded,
            such as (7, 1).
        teacher_reminder_days: days between reminders to a teacher for whom outcomes wait;
            None for the first notice only.
        return_wording: the school's own words for the reasons of the closed list, by code.
    """

    deadlines: tuple[Deadline, ...] = attrs.field(
        default=(), validator=[is_tuple, v.deep_iterable(is_a(Deadline))]
    )
    outcomes_per_taking: int | None = attrs.field(default=None, validator=_QUOTA)
    outcomes_per_semester: int | None = attrs.field(default=None, validator=_QUOTA)
    performances_per_year: int | None = attrs.field(default=None, validator=_QUOTA)
    files_per_item: int | None = attrs.field(default=None, validator=_QUOTA)
    limits: Mapping[str, int | str | tuple[str, ...]] = attrs.field(
        factory=dict, converter=_sealed, validator=_each(_is_limit), hash=False
    )
    closing_days: Mapping[str, dt.date] = attrs.field(
        factory=dict, converter=_sealed, validator=_each(is_day), hash=False
    )
    reminder_days: tuple[int, ...] = attrs.field(
        default=(), validator=[is_tuple, v.deep_iterable(is_whole(0))]
    )
    teacher_reminder_days: int | None = attrs.field(default=None, validator=_QUOTA)
    return_wording: Mapping[str, Text] = attrs.field(
        factory=dict, converter=_sealed, validator=_each(is_a(Text)), hash=False
    )

    @deadlines.validator
    def _one_window_each(self, _: object, value: tuple[Deadline, ...]) -> None:
        if len({(each.kind, each.term, each.grade, each.round) for each in value}) < len(value):
            raise ValueError("deadlines: expected one window for each kind, term, grade and round")

    @closing_days.validator
    def _within_the_semester(self, _: object, value: Mapping[str, dt.date]) -> None:
        for term, day in value.items():
            semester = Semester.parse(term)
            if not semester.opens <= day <= semester.closes:
                raise ValueError("closing_days: expected days inside their semesters")

    def __reduce__(self) -> tuple[type[SchoolSettings], tuple[Any, ...]]:
        fields = attrs.astuple(self, recurse=False)
        plain = (dict(each) if isinstance(each, Mapping) else each for each in fields)
        return SchoolSettings, tuple(plain)

    def window(
        self,
        kind: WindowKind,
        term: str,
        grade: int | None = None,
        round: SubmissionRound | None = None,
    ) -> Window | None:
        """The window for a grade or a round; None when the school has set none.

        A window of the grade's or round's own goes before the one for all.
        """
        found = {
            (each.grade, each.round): each.window
            for each in self.deadlines
            if (each.kind, each.term) == (kind, term)
        }
        own = (None, round) if kind.by_round else (grade, None)
        return found.get(own, found.get((None, None)))

    def closing_day(self, semester: Semester) -> dt.date:
        """The last day of a semester at this school."""
        return self.closing_days.get(str(semester), semester.closes)
