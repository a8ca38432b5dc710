"""Who is at the sample school, and what is taught there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import attrs

from learnport.model import (
    Actor,
    CourseCode,
    CoursePlan,
    Deadline,
    PersonRef,
    PlanEntry,
    Role,
    School,
    SchoolSettings,
    SchoolYear,
    Student,
    Window,
    WindowKind,
)
from learnport.sample._words import school_name, student_name

__all__ = [
    "CENTRE",
    "GRADES",
    "SCHOOL",
    "STAFF",
    "SUBJECTS",
    "advisor",
    "calendar",
    "old_code",
    "outdated",
    "plan",
    "settings",
    "students",
    "subject_code",
    "teacher",
]

SCHOOL: Final = School("ZZ0001", school_name())
GRADES: Final = (1, 2)
"""Grade 12 submits in two rounds with a calendar of its own; this school has none yet."""

STAFF: Final = Actor(PersonRef(SCHOOL.code, "staff-1"), frozenset({Role.STAFF}))
CENTRE: Final = Actor(PersonRef("ZZ9999", "centre-1"), frozenset({Role.CENTRE}))

# Subject, domain code, credits per semester: enough to fill every kind of taking.
SUBJECTS: Final = (
    ("國語文", "01", "4"),
    ("數學", "02", "4"),
    ("歷史", "03", "2"),
    ("物理", "04", "2"),
    ("化學", "04", "2"),
    ("美術", "05", "1"),
    ("家政", "06", "1"),
    ("資訊科技", "07", "2"),
    ("體育", "08", "2"),
)
_CLASSES_PER_GRADE: Final = 3


def subject_code(entry_year: int, index: int) -> CourseCode:
    """The made-up course code of the subject with this index in an entry year's plan."""
    _, domain, _ = SUBJECTS[index]
    return CourseCode.parse(f"{entry_year}{SCHOOL.code}H111010101{domain}{index + 1:02}")


def plan(entry_year: int) -> CoursePlan:
    """The approved plan for an entry year; every subject runs in all six semesters."""
    entries = (
        PlanEntry(subject_code(entry_year, index), name, credits * 6, "000000")
        for index, (name, _, credits) in enumerate(SUBJECTS)
    )
    return CoursePlan(SCHOOL.code, entry_year, tuple(entries))


def old_code(code: CourseCode) -> CourseCode:
    """The code a course had before its plan was amended."""
    return attrs.evolve(code, subject="91")


def outdated(current: CoursePlan, code: CourseCode) -> CoursePlan:
    """A plan as it was before this code was amended: the course stands under the old one too."""
    entry = current.find(code)
    assert entry is not None, "the plan lists the amended code"
    old = attrs.evolve(entry, code=old_code(code))
    return attrs.evolve(current, entries=(*current.entries, old))


def teacher(index: int, grade: int) -> Actor:
    """Whoever teaches a subject in a grade."""
    person = PersonRef(SCHOOL.code, f"teacher-{grade}-{index + 1:02}")
    return Actor(person, frozenset({Role.SUBJECT_TEACHER}))


def advisor(grade: int) -> Actor:
    """Whoever advises a grade on courses."""
    return Actor(PersonRef(SCHOOL.code, f"advisor-{grade}"), frozenset({Role.ADVISOR}))


def students(count: int, year: SchoolYear) -> Iterator[Student]:
    """So many students, in turn of each grade; their national IDs belong to no one."""
    for number in range(1, count + 1):
        grade = GRADES[number % len(GRADES)]
        entry_year = year.year - grade + 1
        yield Student(
            ref=PersonRef(SCHOOL.code, f"s{number:05}"),
            national_id=f"FAKE{number:06}",
            birth_date=dt.date(entry_year + 1911 - 16, 9, 1) + dt.timedelta(days=number % 300),
            name=student_name(number),
            entry_year=entry_year,
            grade=grade,
            class_name=f"{grade}{number // 2 % _CLASSES_PER_GRADE + 1:02}",
            seat=(number - 1) // (len(GRADES) * _CLASSES_PER_GRADE) + 1,
        )


def settings(year: SchoolYear) -> SchoolSettings:
    """The school's calendar: every window of one school year."""
    return SchoolSettings(calendar(year))


def calendar(year: SchoolYear) -> tuple[Deadline, ...]:
    """Windows by kind; uploading stays open for 14 days after each term's closing day."""
    first, second = year.semesters
    grace = dt.timedelta(days=14)
    start, end = year.opens + dt.timedelta(days=31), year.closes

    def days(kind: WindowKind, term: object, opens: dt.date, closes: dt.date) -> Deadline:
        return Deadline(kind, str(term), Window.of_days(opens, closes))

    def after(weeks: int) -> dt.date:
        return end + dt.timedelta(weeks=weeks)

    week = dt.timedelta(days=6)
    return (
        days(WindowKind.UPLOAD_OUTCOMES, first, start, first.closes + grace),
        days(WindowKind.CERTIFY, first, start, first.closes + grace + week),
        days(WindowKind.UPLOAD_OUTCOMES, second, second.opens, end + grace),
        days(WindowKind.CERTIFY, second, second.opens, end + grace + week),
        days(WindowKind.UPLOAD_PERFORMANCES, year, start, end + grace),
        days(WindowKind.SELECT, year, after(3), after(4)),
        days(WindowKind.SUBMIT, year, after(5), after(6)),
        days(WindowKind.CONFIRM_RECEIPT, year, after(7), after(8)),
        days(WindowKind.CORRECT, year, after(7), after(10)),
    )
