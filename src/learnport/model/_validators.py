"""What a field accepts.

A refusal names the field and what belongs there, never the value: it may be personal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import attrs

__all__ = ["Validator", "day", "digest", "instant", "matching", "of", "whole"]

Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]


def of(kind: type) -> Validator:
    """An object of this very kind; a truth value is no number, an instant is no day."""

    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        strict = type(value) is kind if kind in (int, dt.date) else isinstance(value, kind)
        if not strict:
            found = type(value).__name__
            raise TypeError(f"{attribute.name}: expected {kind.__name__}, got {found}")

    return check


def _satisfying(kind: type, holds: Callable[[Any], object], expected: str) -> Validator:
    typed = of(kind)

    def check(instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:
        typed(instance, attribute, value)
        if not holds(value):
            raise ValueError(f"{attribute.name}: expected {expected}")

    return check


def matching(pattern: str, expected: str) -> Validator:
    """A text which the pattern matches from end to end, ASCII only where it names classes."""
    return _satisfying(str, re.compile(pattern, re.ASCII).fullmatch, expected)


def whole(least: int, most: int | None = None) -> Validator:
    """A whole number within limits, both included."""
    if most is None:
        return _satisfying(int, lambda number: number >= least, f"{least} or more")
    return _satisfying(int, lambda number: least <= number <= most, f"{least} to {most}")


day: Validator = of(dt.date)
"""A plain calendar day: the day an instant lies in depends on the time zone."""

instant: Validator = _satisfying(
    dt.datetime, lambda value: value.utcoffset() is not None, "an instant with a time zone"
)

digest: Validator = matching(r"[0-9a-f]{64}", "64 lower-case hex digits")
