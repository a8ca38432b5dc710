"""School years, semesters and windows, all in Taiwan's time."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import attrs

from learnport.model._validators import is_instant, is_whole

__all__ = ["TAIPEI", "SchoolYear", "Semester", "Window"]

TAIPEI = ZoneInfo("Asia/Taipei")
"""The one time zone of the field."""

_ROC_OFFSET = 1911
_FIRST_YEAR = 103
"""The first school year the records of this field reach back to."""


def _parsed(pattern: str, text: str, form: str) -> list[int]:
    match = re.fullmatch(pattern, text, re.ASCII)
    if match is None:
        raise ValueError(f"expected {form}")
    return [int(group) for group in match.groups()]


def _plain(day: dt.date) -> None:
    if isinstance(day, dt.datetime):
        raise TypeError("expected a date: which day an instant lies in depends on the time zone")


@attrs.frozen(order=True)
class SchoolYear:
    """A school year, 1 August to 31 July (學年度).

    Attributes:
        year: ROC numbering; year 113 opens on 2024-08-01.
    """

    year: int = attrs.field(validator=is_whole(_FIRST_YEAR, 999))

    @classmethod
    def parse(cls, text: str) -> SchoolYear:
        """Read the wire form.

        >>> SchoolYear.parse("113").opens
        datetime.date(2024, 8, 1)
        """
        (year,) = _parsed(r"(\d{3})", text, "three digits such as 113")
        return cls(year)

    @classmethod
    def of(cls, day: dt.date) -> SchoolYear:
        """The school year a calendar day lies in.

        >>> SchoolYear.of(dt.date(2024, 7, 31)).year
        112
        """
        _plain(day)
        return cls(day.year - _ROC_OFFSET - (day.month < 8))

    @property
    def opens(self) -> dt.date:
        return dt.date(self.year + _ROC_OFFSET, 8, 1)

    @property
    def closes(self) -> dt.date:
        """The last day, 31 July."""
        return dt.date(self.year + _ROC_OFFSET + 1, 7, 31)

    @property
    def semesters(self) -> tuple[Semester, Semester]:
        return Semester(self.year, 1), Semester(self.year, 2)

    def __str__(self) -> str:
        return str(self.year)


@attrs.frozen(order=True)
class Semester:
    """One semester of a school year (學期).

    Attributes:
        year: school year in ROC numbering; year 113 opens on 2024-08-01.
        half: 1 for August-January, 2 for February-July.
    """

    year: int = attrs.field(validator=is_whole(_FIRST_YEAR, 999))
    half: int = attrs.field(validator=is_whole(1, 2))

    @classmethod
    def parse(cls, text: str) -> Semester:
        """Read the wire form.

        >>> Semester.parse("113-1") < Semester.parse("113-2")
        True
        """
        year, half = _parsed(r"(\d{3})-([12])", text, "a semester such as 113-1")
        return cls(year, half)

    @classmethod
    def of(cls, day: dt.date) -> Semester:
        """The semester a calendar day lies in.

        >>> str(Semester.of(dt.date(2025, 1, 31))), str(Semester.of(dt.date(2025, 2, 1)))
        ('113-1', '113-2')
        """
        return cls(SchoolYear.of(day).year, 2 if 2 <= day.month <= 7 else 1)

    @property
    def school_year(self) -> SchoolYear:
        return SchoolYear(self.year)

    @property
    def opens(self) -> dt.date:
        start = self.school_year.opens
        return start if self.half == 1 else dt.date(start.year + 1, 2, 1)

    @property
    def closes(self) -> dt.date:
        """The last day, 31 January or 31 July."""
        end = self.school_year.closes
        return end if self.half == 2 else dt.date(end.year, 1, 31)

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"


@attrs.frozen
class Window:
    """A stretch of time in which something may be done, half-open: `[opens, closes)` (開放期間).

    Attributes:
        opens: first instant inside; time-zone aware.
        closes: first instant outside again; time-zone aware.
    """

    opens: dt.datetime = attrs.field(validator=is_instant)
    closes: dt.datetime = attrs.field(validator=is_instant)

    @closes.validator
    def _ordered(self, _: object, value: dt.datetime) -> None:
        if value <= self.opens:
            raise ValueError("a window closes after it opens")

    @classmethod
    def of_days(cls, first: dt.date, last: dt.date) -> Window:
        """Whole days in Taiwan: from the start of `first` to the end of `last`."""
        _plain(first)
        _plain(last)
        start = dt.datetime.combine(first, dt.time(), TAIPEI)
        end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), TAIPEI)
        return cls(start, end)

    def __contains__(self, instant: dt.datetime) -> bool:
        return self.opens <= instant < self.closes
