"""Law cases in the words of the field: who acts, and how texts, sizes and days are written."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, TypeGuard

from cattrs import Converter

from learnport.errors import DataError
from learnport.formats import converter
from learnport.model import (
    TAIPEI,
    Actor,
    BatchKey,
    CourseCode,
    DailyHours,
    PersonRef,
    ProgramKey,
    Role,
    School,
    SchoolYear,
    Semester,
)

__all__ = [
    "LAW_ACTORS",
    "ME",
    "SCHOOL",
    "laid_over",
    "marks_of",
    "reader",
    "spelt",
    "toml",
    "usual",
]

Table = Mapping[str, Any]

SCHOOL: Final = School("ZZ0001", "虛構高級中學")
_ELSEWHERE: Final = "ZZ0002"


def _actor(key: str, *roles: Role, school: str = SCHOOL.code) -> Actor:
    return Actor(PersonRef(school, key), frozenset(roles))


LAW_ACTORS: Final[Mapping[str, Actor]] = MappingProxyType({
    "student": _actor("student", Role.STUDENT),
    "classmate": _actor("classmate", Role.STUDENT),
    "teacher": _actor("teacher", Role.SUBJECT_TEACHER),
    "other teacher": _actor("other-teacher", Role.SUBJECT_TEACHER),
    "stand-in": _actor("stand-in", Role.SUBJECT_TEACHER),
    "advisor": _actor("advisor", Role.ADVISOR),
    "other advisor": _actor("other-advisor", Role.ADVISOR),
    "homeroom": _actor("homeroom", Role.HOMEROOM_TEACHER),
    "other homeroom": _actor("other-homeroom", Role.HOMEROOM_TEACHER),
    "guardian": _actor("guardian", Role.GUARDIAN),
    "other guardian": _actor("other-guardian", Role.GUARDIAN),
    "staff": _actor("staff", Role.STAFF),
    "staff elsewhere": _actor("staff", Role.STAFF, school=_ELSEWHERE),
    "student elsewhere": _actor("student", Role.STUDENT, school=_ELSEWHERE),
    "student at a test school": _actor("student", Role.STUDENT, school="000000"),
    "nobody": _actor("nobody"),
})  # fmt: skip
"""Everybody in a law case, by the word for them."""

ME: Final = LAW_ACTORS["student"].person
"""The one student whose portfolio it is."""

_NOTHING: Final = "(無)"
_MARK: Final = re.compile(r"\{([a-z_]+)\}")
_REPEATED: Final = re.compile(r"(.+) × (\d{1,6})")
_SIZE: Final = re.compile(r"(\d{1,4}) MB(?: ([+-]) (\d{1,9}))?")
_DIGEST: Final = "摘要 "
_MOST: Final = 1000
"""More records of one kind than this are a slip."""
_MEGABYTE: Final = 1_048_576  # as cases count, whatever the law says


def toml(text: str) -> dict[str, Any]:
    """Read TOML; numbers with a fraction stay exact."""
    return tomllib.loads(text, parse_float=Decimal)


@functools.cache
def usual() -> Table:
    """The situation from which every case begins."""
    text = files("learnport.sample").joinpath("data", "usual_situation.toml").read_text("utf-8")
    return MappingProxyType(toml(text))


def laid_over(usually: Any, given: Any) -> Any:
    """What is given, with everything it leaves out as it usually is.

    A table with `count` is a pattern: one record of its kind, that many times. A list in its
    place lays each of its tables over the pattern. A table of another `type` is laid over
    what is usual of that type.
    """
    if not isinstance(usually, Mapping):
        return given
    if isinstance(given, list) and "count" in usually:
        one = {key: value for key, value in usually.items() if key != "count"}
        return [laid_over(one, each) for each in given]
    if not isinstance(given, Mapping):
        return given
    if "type" in given and given["type"] != usually.get("type"):
        usually = usual()["kinds"].get(str(given["type"]), {})
    if "count" in usually:
        given = {"count": max(usually["count"], 1), **given}
    return {**usually, **{key: laid_over(usually.get(key), each) for key, each in given.items()}}


def spelt(raw: Any, marks: Mapping[str, object]) -> Any:
    """What is written, spelt out: patterns repeated, marks filled in, texts and sizes made."""
    if isinstance(raw, Mapping) and _is_count(count := raw.get("count")):
        one = {key: value for key, value in raw.items() if key != "count"}
        return [spelt(one, {**marks, "n": number}) for number in range(1, count + 1)]
    if isinstance(raw, Mapping):
        return {key: spelt(value, marks) for key, value in raw.items()}
    if isinstance(raw, list):
        return [spelt(value, {**marks, "n": number}) for number, value in enumerate(raw, 1)]
    return _text(raw, marks) if isinstance(raw, str) else raw


def _is_count(raw: object) -> TypeGuard[int]:
    return type(raw) is int and 0 <= raw <= _MOST


def _text(raw: str, marks: Mapping[str, object]) -> object:
    if raw == "{roc}":
        return marks["roc"]
    if raw == _NOTHING:
        return None
    text = _MARK.sub(lambda found: str(marks.get(found[1], found[0])), raw)
    if repeated := _REPEATED.fullmatch(text):
        return repeated[1] * int(repeated[2])
    if size := _SIZE.fullmatch(text):
        return int(size[1]) * _MEGABYTE + int(f"{size[2] or '+'}{size[3] or 0}")
    if text.startswith(_DIGEST):
        return hashlib.sha256(text.encode()).hexdigest()
    return text


def marks_of(semester: Semester) -> dict[str, object]:
    """What the marks in braces stand for, in the situation of a semester."""
    year = semester.school_year
    return {
        "n": 1,
        "roc": year.year,
        "year": str(year),
        "semester": str(semester),
        "opens": semester.opens,
        "closes": semester.closes,
        "year_opens": year.opens,
        "next_year": str(SchoolYear(year.year + 1)),
        "next": year.closes.year,
        "uploads_close": semester.closes + dt.timedelta(days=15),
        "certify_close": semester.closes + dt.timedelta(days=22),
    }


def _parsed(kind: Any, example: str) -> Callable[[Any, Any], Any]:
    def read(value: Any, _: Any) -> Any:
        try:
            return kind.parse(value)
        except (TypeError, ValueError, DataError):
            raise DataError(detail=f"expected text such as {example}") from None

    return read


def _person(value: Any, _: Any) -> PersonRef:
    if type(value) is str and value in LAW_ACTORS:
        return LAW_ACTORS[value].person
    raise DataError(detail=f"expected one of {', '.join(LAW_ACTORS)}")


def _decimal(value: Any, _: Any) -> Decimal:
    if type(value) in (int, Decimal):
        return Decimal(value)
    raise DataError(detail="expected a number")


def _day(value: Any, _: Any) -> dt.date:
    try:
        return value if type(value) is dt.date else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise DataError(detail="expected a date such as 2024-10-15") from None


def _instant(value: Any, _: Any) -> dt.datetime:
    try:
        read = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        read = None
    if read is None or read.tzinfo is None:
        raise DataError(detail="expected an instant such as 2024-10-15T12:00:00+08:00")
    return read.astimezone(TAIPEI)


_Limit = int | str | tuple[str, ...]


def _limit(value: Any, _: Any) -> _Limit:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if type(value) in (int, str):
        return value  # type: ignore[no-any-return]
    raise DataError(detail="expected a number, a text or a list of texts")


_Pairs = tuple[tuple[str, int], ...]


def _pairs(value: Any, _: Any) -> _Pairs:
    if isinstance(value, dict) and all(type(each) is int for each in value.values()):
        return tuple(value.items())
    raise DataError(detail="expected a table of numbers")


@functools.cache
def reader() -> Converter:
    """The strict converter of the formats, with the spelling of law cases."""
    made = converter()
    for kind, example in (
        (Semester, "113-1"),
        (SchoolYear, "113"),
        (CourseCode, "113ZZ0001H11101A1010101"),
        (BatchKey, "ZZ0001.yearly.113.ordinary.1"),
        (ProgramKey, "115.university.ZZ0012"),
        (DailyHours, "09:00-21:00"),
    ):
        made.register_structure_hook(kind, _parsed(kind, example))
    made.register_structure_hook(PersonRef, _person)
    made.register_structure_hook(Decimal, _decimal)
    made.register_structure_hook(dt.date, _day)
    made.register_structure_hook(dt.datetime, _instant)
    made.register_structure_hook_func(lambda kind: kind == _Limit, _limit)
    made.register_structure_hook_func(lambda kind: kind == _Pairs, _pairs)
    return made
