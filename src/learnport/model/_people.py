"""Schools, people, and what they are to each other."""

from __future__ import annotations

import datetime as dt
import enum

import attrs
from attrs import validators as v

from learnport.model._validators import is_a, is_day, is_school_code, is_whole, matches

__all__ = ["Actor", "PersonRef", "Relation", "Role", "School", "Student"]

_KEY = matches(r"[A-Za-z0-9._-]{1,64}", "1 to 64 letters, digits, dots, dashes or underscores")
_NATIONAL_ID = matches(r"[0-9A-Z]{10}", "ten digits or capital letters")


class Role(enum.StrEnum):
    """What somebody does at a school or at the centre (角色)."""

    STUDENT = "student"
    """學生: uploads and selects."""
    SUBJECT_TEACHER = "subject_teacher"
    """任課教師: certifies."""
    ADVISOR = "advisor"
    """課程諮詢教師: records advising."""
    HOMEROOM_TEACHER = "homeroom_teacher"
    """導師: looks at the own class."""
    GUARDIAN = "guardian"
    """家長: looks at the own child."""
    STAFF = "staff"
    """學校行政人員: records basic data and submits."""
    CENTRE = "centre"
    """中央資料庫: receives and judges."""
    ADMISSION = "admission"
    """招生報名平臺: releases to a program what its applicant confirmed."""


class Relation(enum.StrEnum):
    """What an actor is to the record acted on (關係)."""

    OWN = "own"
    """本人."""
    TEACHES = "teaches"
    """任教該課程."""
    STANDS_IN = "stands_in"
    """代理任課教師."""
    ADVISES = "advises"
    """課程諮詢."""
    HOMEROOM = "homeroom"
    """導師班."""
    GUARDIAN = "guardian"
    """監護人."""
    SAME_SCHOOL = "same_school"
    """同校."""
    CENTRE = "centre"
    """中央資料庫對所收資料."""
    ADMISSION = "admission"
    """招生單位對其考生."""


@attrs.frozen(order=True)
class School:
    """A senior high school (高級中等學校).

    Attributes:
        code: 學校代碼, six digits or capital letters.
        name: official name.
    """

    code: str = attrs.field(validator=is_school_code)
    name: str = attrs.field(validator=v.min_len(1))


@attrs.frozen(order=True)
class PersonRef:
    """Points at a person without saying who it is (人員參照).

    People are keyed by school **and** key, because identifiers repeat across schools.

    Attributes:
        school: school code.
        key: the administration system's own opaque key; never a national ID.
    """

    school: str = attrs.field(validator=is_school_code)
    key: str = attrs.field(validator=_KEY)

    def __str__(self) -> str:
        return f"{self.school}:{self.key}"


@attrs.frozen
class Actor:
    """Whoever gives a command, with the roles the identity provider vouches for (操作者)."""

    person: PersonRef
    roles: frozenset[Role] = attrs.field(validator=is_a(frozenset))


@attrs.frozen
class Student:
    """A student as the school records them (學生基本資料).

    The personal fields are kept out of `repr`, so that no log shows them.

    Attributes:
        ref: school and opaque key.
        national_id: 身分證號 or 居留證號, ten digits or capital letters.
        birth_date: 出生日期.
        name: 姓名.
        entry_year: school year of entry, ROC.
        grade: 年級, 1 to 3.
        class_name: 班級名稱.
        seat: 座號.
        first_entry_year: school year in which the student first entered a senior high school,
            ROC, where that was another one or an earlier class; None when it is `entry_year`.
    """

    ref: PersonRef
    national_id: str = attrs.field(validator=_NATIONAL_ID, repr=False)
    birth_date: dt.date = attrs.field(validator=is_day, repr=False)
    name: str = attrs.field(repr=False)
    entry_year: int = attrs.field(validator=is_whole(103, 999))
    grade: int = attrs.field(validator=is_whole(1, 3))
    class_name: str
    seat: int = attrs.field(validator=is_whole(1))
    first_entry_year: int | None = attrs.field(
        default=None, validator=v.optional(is_whole(103, 999))
    )

    @property
    def entered(self) -> int:
        """School year of the first entry into senior high school, ROC (最初入學學年度)."""
        return self.entry_year if self.first_entry_year is None else self.first_entry_year
