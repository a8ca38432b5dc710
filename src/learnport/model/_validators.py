"""What a field accepts.

A refusal names the field and what belongs there, never the value: it may be personal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import attrs

__all__ = [
    "is_a",
    "is_day",
    "is_decimal",
    "is_digest",
    "is_instant",
    "is_school_code",
    "is_tuple",
    "is_whole",
    "matches",
]

Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]

_BUT_NOT: Final[dict[type, type]] = {int: bool, dt.date: dt.datetime}
"""A truth value is no number, and an instant is no day, whatever Python says."""


def is_a(kind: type) -> Validator:
    """An object of this kind."""

    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, kind) or isinstance(value, _BUT_NOT.get(kind, ())):
            found = type(value).__name__
            raise TypeError(f"{attribute.name}: expected {kind.__name__}, got {found}")

    return check


def _is(kind: type, holds: Callable[[Any], object], expected: str) -> Validator:
    right_kind = is_a(kind)

    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        right_kind(instance, attribute, value)
        if not holds(value):
            raise ValueError(f"{attribute.name}: expected {expected}")

    return check


def matches(pattern: str, expected: str) -> Validator:
    """A text which the pattern matches from end to end, its classes taken as ASCII."""
    return _is(str, re.compile(pattern, re.ASCII).fullmatch, expected)


def is_whole(least: int, most: int | None = None) -> Validator:
    """A whole number within limits, both included."""
    if most is None:
        return _is(int, lambda number: number >= least, f"{least} or more")
    return _is(int, lambda number: least <= number <= most, f"{least} to {most}")


def _aware(value: dt.datetime) -> bool:
    return value.utcoffset() is not None


is_tuple: Final = is_a(tuple)
is_day: Final = is_a(dt.date)
is_decimal: Final = _is(Decimal, Decimal.is_finite, "a finite decimal number")
is_instant: Final = _is(dt.datetime, _aware, "an instant with a time zone")
is_school_code: Final = matches(r"[0-9A-Z]{6}", "six digits or capital letters")
is_digest: Final = matches(r"[0-9a-f]{64}", "64 lower-case hex digits")
