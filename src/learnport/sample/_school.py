"""A whole school that does not exist, of any size, the same for the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from random import Random
from typing import Final

import attrs

from learnport.errors import CallerError
from learnport.model import (
    PERFORMANCE_DETAILS,
    Actor,
    AdvisingForm,
    AdvisingRecord,
    CoursePlan,
    CourseRecord,
    OfficerPost,
    PerformanceDetails,
    Role,
    School,
    SchoolSettings,
    SchoolYear,
    Semester,
    Student,
    Taking,
    TakingKind,
)
from learnport.sample import _people as people
from learnport.sample._files import FileKind, FileSize, SampleFile, make_file
from learnport.sample._performances import details
from learnport.sample._words import Writing, outcome_writing, performance_writing

__all__ = ["DraftFile", "OutcomeDraft", "PerformanceDraft", "SampleSchool", "sample_school"]

_SPECIAL: Final = tuple(kind for kind in TakingKind if kind is not TakingKind.REGULAR)
_DOCUMENTS: Final = (FileKind.PDF, FileKind.PDF, FileKind.PDF, FileKind.JPEG, FileKind.PNG)
_MEDIA: Final = (FileKind.MP3, FileKind.MP4)
_SIZES: Final = (FileSize.SMALL, FileSize.SMALL, FileSize.MEDIUM)


@attrs.frozen
class DraftFile:
    """A file a student is about to upload.

    Attributes:
        kind: what it is.
        make: makes it; call it when it is needed, and let it go afterwards.
    """

    kind: FileKind
    make: Callable[[], SampleFile]


@attrs.frozen
class OutcomeDraft:
    """A course outcome a student is about to upload."""

    taking: Taking
    description: str
    files: tuple[DraftFile, ...]


@attrs.frozen
class PerformanceDraft:
    """A performance a student is about to upload."""

    details: PerformanceDetails
    description: str
    files: tuple[DraftFile, ...]


@attrs.frozen
class SampleSchool:
    """A school year of a school that does not exist.

    Nothing is kept of what the students make: it is made anew, and the same, when asked for.

    Attributes:
        seed: decides everything that is left to chance.
        year: the school year.
        students: in the order of their keys; see `learnport.sample` on their identities.
    """

    seed: int
    year: SchoolYear
    students: tuple[Student, ...]

    @property
    def school(self) -> School:
        return people.SCHOOL

    @property
    def settings(self) -> SchoolSettings:
        """The calendar, at the school as at the centre."""
        return people.settings(self.year)

    @property
    def plans(self) -> tuple[CoursePlan, ...]:
        """One plan per entry year that is at the school."""
        return tuple(people.plan(self.year.year - grade + 1) for grade in people.GRADES)

    @property
    def recoded(self) -> Taking:
        """A taking whose course got another code after the school had synced its plans."""
        return next(self.outcomes(self.students[1])).taking

    @property
    def stale_plans(self) -> tuple[CoursePlan, ...]:
        """The plans as the school synced them: they still list the old code."""
        code = self.recoded.code
        return tuple(
            people.outdated(plan, code) if plan.find(code) else plan for plan in self.plans
        )

    @property
    def staff(self) -> Actor:
        return people.STAFF

    @property
    def centre(self) -> Actor:
        """Whoever operates the central database."""
        return people.CENTRE

    def actor(self, student: Student) -> Actor:
        """The student as somebody who acts."""
        return Actor(student.ref, frozenset({Role.STUDENT}))

    def teacher(self, taking: Taking) -> Actor:
        """Whoever certifies the outcomes of a taking."""
        assert taking.teacher is not None, "every taking of the sample has a teacher"
        return Actor(taking.teacher, frozenset({Role.SUBJECT_TEACHER}))

    def advisor(self, student: Student) -> Actor:
        return people.advisor(student.grade)

    def takings(self, student: Student) -> tuple[Taking, ...]:
        """Every subject in both semesters; every seventh student has one special taking."""
        return tuple(self._takings(student))

    def course_records(self, student: Student) -> Iterator[CourseRecord]:
        """A grade for every taking."""
        dice = self._dice(student, "grades")
        for taking in self.takings(student):
            score = Decimal(dice.randrange(480, 991)) / 10
            # The sheet of retaken courses has no column for 是否採計學分.
            counted = None if taking.kind is TakingKind.RETAKE else 1
            yield CourseRecord(taking.id, score, passed=score >= 60, counted=counted)

    def officer_posts(self, student: Student) -> Iterator[OfficerPost]:
        """One class officer in every class and semester."""
        if student.seat == 1:
            semester = self.year.semesters[0]
            yield OfficerPost(
                f"post-{student.ref.key}", student.ref, f"{student.class_name}班",
                semester.opens, semester.closes, "班長", "2",
            )  # fmt: skip

    def advising(self, student: Student) -> AdvisingRecord:
        """One advising talk a year."""
        semester = self.year.semesters[0]
        return AdvisingRecord(
            f"advising-{student.ref.key}", student.ref, self.advisor(student).person, semester,
            AdvisingForm.INDIVIDUAL, semester.opens + dt.timedelta(days=60),
            "討論選修課程與生涯方向。",
        )  # fmt: skip

    def outcomes(self, student: Student) -> Iterator[OutcomeDraft]:
        """Two or three outcomes of different takings, special ones first."""
        dice = self._dice(student, "outcomes")
        takings = self.takings(student)
        special = [taking for taking in takings if taking.kind is not TakingKind.REGULAR]
        chosen = dice.sample([taking for taking in takings if taking not in special], 2)
        for taking in (*special, *chosen):
            writing = outcome_writing(dice, taking.subject)
            files = self._files(dice, student, writing, media=dice.random() < 0.15)
            yield OutcomeDraft(taking, writing.description, files)

    def performances(self, student: Student) -> Iterator[PerformanceDraft]:
        """Two performances; over five students all ten categories occur."""
        dice = self._dice(student, "performances")
        start = _number(student) * 2
        for turn in range(2):
            category = PERFORMANCE_DETAILS[(start + turn) % len(PERFORMANCE_DETAILS)]
            writing = performance_writing(dice, category)
            made = details(category, writing.fields, dice, self.year)
            files = self._files(dice, student, writing, media=dice.random() < 0.1)
            yield PerformanceDraft(made, writing.description, files)

    def _dice(self, student: Student, purpose: str) -> Random:
        return Random(f"{self.seed}:{student.ref.key}:{purpose}")

    def _files(
        self, dice: Random, student: Student, writing: Writing, media: bool
    ) -> tuple[DraftFile, ...]:
        kinds = [dice.choice(_DOCUMENTS), *([dice.choice(_MEDIA)] if media else [])]
        byline = (f"{self.year} 學年度", self.school.name, student.name)
        return tuple(
            DraftFile(kind, partial(make_file, kind, dice.getrandbits(32), writing,
                                    dice.choice(_SIZES), byline))
            for kind in kinds
        )  # fmt: skip

    def _takings(self, student: Student) -> Iterator[Taking]:
        number = _number(student)
        for semester in self.year.semesters:
            for index in range(len(people.SUBJECTS)):
                yield self._taking(student, index, semester, TakingKind.REGULAR)
        if number % 7 == 0:
            kind = _SPECIAL[number // 7 % len(_SPECIAL)]
            index = number % len(people.SUBJECTS)
            yield self._taking(student, index, self.year.semesters[1], kind)

    def _taking(self, student: Student, index: int, semester: Semester, kind: TakingKind) -> Taking:
        name, _, credits = people.SUBJECTS[index]
        before = Semester(semester.year - 1, semester.half)
        taking = Taking(
            id=f"{student.ref.key}.{semester}.{index + 1:02}.{kind}",
            student=student.ref,
            kind=kind,
            semester=semester,
            code=people.subject_code(student.entry_year, index),
            subject=name,
            grade=student.grade,
            credits=credits,
            teacher=people.teacher(index, student.grade).person,
        )
        match kind:
            case TakingKind.MAKEUP | TakingKind.RETAKE:
                return attrs.evolve(taking, original=before, mode="3")
            case TakingKind.TRANSFER:
                return attrs.evolve(_elsewhere(taking), original=before)
            case TakingKind.VISITING:
                return _elsewhere(taking)
        return taking


def _elsewhere(taking: Taking) -> Taking:
    """The same course at another school, under that school's code."""
    other = "ZZ0002"
    return attrs.evolve(taking, code=attrs.evolve(taking.code, school=other), other_school=other)


def _number(student: Student) -> int:
    """Position in the school, from 0."""
    return int(student.ref.key[1:]) - 1


def sample_school(students: int = 60, seed: int = 7, year: int = 113) -> SampleSchool:
    """A sample school of any size, from two students.

    >>> school = sample_school(students=3)
    >>> [student.national_id for student in school.students]
    ['FAKE000001', 'FAKE000002', 'FAKE000003']

    Raises:
        CallerError: there are fewer: the ring needs one who disputes and one with an old code.
    """
    if students < 2:
        raise CallerError(detail="the sample school needs at least 2 students")
    school_year = SchoolYear(year)
    return SampleSchool(seed, school_year, tuple(people.students(students, school_year)))
