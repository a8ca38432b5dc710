"""Course codes, the approved plan, and the takings of a course."""

from __future__ import annotations

import enum
import itertools
import string
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

import attrs
from attrs import validators as v

from learnport.errors import CourseCodeError
from learnport.model._calendar import Semester
from learnport.model._people import PersonRef
from learnport.model._validators import is_tuple, is_whole, matches

__all__ = ["CourseCode", "CoursePlan", "PlanEntry", "Taking", "TakingKind"]

_DIGIT: Final = (string.digits, "a digit")
_SIGN: Final = (string.digits + string.ascii_uppercase, "a digit or capital letter")
_SIGN_OR_DASH: Final = (_SIGN[0] + "-", "a digit, capital letter or dash")

# Field of the code, its length, what may stand there. Order is position.
_FIELDS: Final = (
    ("entry_year", 3, _DIGIT),
    ("school", 6, _SIGN),
    ("programme", 1, _SIGN),
    ("group", 2, _SIGN),
    ("department", 3, _SIGN),
    ("class_group", 1, _SIGN),
    ("category", 1, _SIGN),
    ("opening", 1, _SIGN_OR_DASH),
    ("attribute", 1, _SIGN),
    ("domain", 2, _SIGN),
    ("subject", 2, _SIGN),
)
_LENGTH: Final = sum(length for _, length, _ in _FIELDS)


@attrs.frozen(order=True)
class CourseCode:
    """The 23-character code of a course in an approved plan (課程代碼).

    Attributes, in order of position:
        entry_year: 適用入學年度, ROC, 3 digits.
        school: 學校代碼, 6.
        programme: 課程類型代碼, 1.
        group: 群別代碼, 2.
        department: 科別代碼, 3.
        class_group: 班群代碼, 1.
        category: 課程類別代碼, 1.
        opening: 開課方式代碼, 1.
        attribute: 科目屬性代碼, 1.
        domain: 領域名稱代碼, 2.
        subject: 科目名稱代碼, 2.
    """

    entry_year: str
    school: str
    programme: str
    group: str
    department: str
    class_group: str
    category: str
    opening: str
    attribute: str
    domain: str
    subject: str

    def __attrs_post_init__(self) -> None:
        start = 1
        for name, length, (allowed, words) in _FIELDS:
            value = getattr(self, name)
            good = _leading(value, allowed, length)
            if good < length or len(value) > length:
                expected = f"{words} ({name}, length {length})"
                raise CourseCodeError(position=start + good, expected=expected)
            start += length

    @classmethod
    def parse(cls, text: str) -> CourseCode:
        """Read the code.

        >>> CourseCode.parse("108041305H11101A1010101").school
        '041305'

        Raises:
            CourseCodeError: with the first offending position.
        """
        if (length := _length(text)) != _LENGTH:
            raise CourseCodeError(position=0, expected=f"{_LENGTH} characters, got {length}")
        fields, start = [], 0
        for _, length, _ in _FIELDS:
            fields.append(text[start : start + length])
            start += length
        return cls(*fields)

    def __str__(self) -> str:
        return "".join(getattr(self, name) for name, _, _ in _FIELDS)


def _length(text: object) -> int:
    """Number of characters; 0 for what is no text at all."""
    return len(text) if isinstance(text, str) else 0


def _leading(value: object, allowed: str, most: int) -> int:
    """How many of the first characters are allowed ones."""
    if not isinstance(value, str):
        return 0
    return len(list(itertools.takewhile(allowed.__contains__, value[:most])))


@attrs.frozen
class PlanEntry:
    """One course of an approved plan.

    Attributes:
        code: 課程代碼.
        name: 科目名稱.
        credits: 授課學期學分節數, one character per semester of the three years.
        openings: 授課學期開課方式, one character per semester; `-` where not offered.
    """

    code: CourseCode
    name: str = attrs.field(validator=v.min_len(1))
    credits: str = attrs.field(validator=matches(r"[0-9A-Zn]{6}", "six digits or letters"))
    openings: str = attrs.field(validator=matches(r"[0-9A-Z-]{6}", "six digits, letters or dashes"))


@attrs.frozen
class CoursePlan:
    """The approved courses of one school for one entry year (課程計畫).

    Attributes:
        school: school code.
        entry_year: 適用入學年度, ROC.
        entries: in plan order.
    """

    school: str
    entry_year: int = attrs.field(validator=is_whole(103, 999))
    entries: tuple[PlanEntry, ...] = attrs.field(validator=is_tuple)

    @cached_property
    def _by_code(self) -> Mapping[CourseCode, PlanEntry]:
        return MappingProxyType({entry.code: entry for entry in self.entries})

    def find(self, code: CourseCode) -> PlanEntry | None:
        """The entry with this code; None when the plan has none."""
        return self._by_code.get(code)


class TakingKind(enum.StrEnum):
    """In which way a student takes a course (修課類別)."""

    REGULAR = "regular"
    """學期修課."""
    MAKEUP = "makeup"
    """補修."""
    RETAKE = "retake"
    """重修."""
    REPEAT = "repeat"
    """重讀."""
    TRANSFER = "transfer"
    """轉學轉科."""
    VISITING = "visiting"
    """借讀."""


@attrs.frozen
class Taking:
    """One student taking one course once (修課); outcomes and grades belong to it.

    Attributes:
        id: the administration system's opaque identifier.
        student: who takes it.
        kind: regular, makeup, retake, repeat, transferred-in or visiting.
        semester: 實際修課學期, when it is or was actually taken.
        code: 課程代碼; for transfers and visits the other school's.
        subject: 科目名稱.
        grade: 開課年級.
        credits: 修課學分 as the plan codes it, or 修課節數 in continuing education.
        teacher: who certifies its outcomes: its teacher, or whoever the school names for a
            course taken elsewhere; None when nobody is named, then none can be certified.
        continuing: taken in continuing education (進修部).
        original: 應修課/原修課學期 of a makeup, retake or transfer.
        mode: 補修方式 or 重修方式 code.
        other_school: 原修課 or 借讀學校代碼.
    """

    id: str
    student: PersonRef
    kind: TakingKind
    semester: Semester
    code: CourseCode
    subject: str
    grade: int
    credits: str
    teacher: PersonRef | None
    continuing: bool = False
    original: Semester | None = None
    mode: str | None = None
    other_school: str | None = None
