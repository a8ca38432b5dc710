"""The small world of a law case: one student, and everything that is around."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from learnport.model import (
    AdvisingRecord,
    Attachment,
    CourseOutcome,
    CoursePlan,
    Deadline,
    Extension,
    HeldItem,
    Performance,
    Portfolio,
    Program,
    Relation,
    SchoolSettings,
    Semester,
    Student,
    SubmissionRound,
    Taking,
    Unlock,
    Window,
    WindowKind,
    YearlySelection,
)
from learnport.plugins import (
    BlobReceipt,
    Host,
    KnownRelation,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    Snapshot,
    StandIn,
)
from learnport.sample._law_words import LAW_ACTORS, ME, SCHOOL
from learnport.systems import SchoolPlatform
from learnport.workflow import FIRST, StreamKey

__all__ = ["Situation", "platform"]


class Store(enum.StrEnum):
    """Whether the store still holds the files that are mentioned."""

    COMPLETE = "complete"
    EMPTY = "empty"


@attrs.frozen
class Days:
    """From one day to another, both included."""

    first: dt.date
    last: dt.date


@attrs.frozen
class Opening:
    """One window of the school's calendar, on one line."""

    kind: WindowKind
    term: str
    opens: dt.datetime
    closes: dt.datetime
    grade: int | None = None
    round: SubmissionRound | None = None

    def deadline(self) -> Deadline:
        return Deadline(
            self.kind, self.term, Window(self.opens, self.closes), self.grade, self.round
        )


@attrs.frozen
class Situation:
    """How things stand when somebody acts (情況).

    Attributes:
        student: basic data of the student.
        taking: the courses taken.
        plan: the approved plans of the school.
        outcome: course outcomes in the portfolio.
        performance: performances in the portfolio.
        selection: yearly selections.
        advising: advising records.
        extension: windows extended for the student.
        unlock: items unlocked for the student.
        stand_in: days on which somebody stands in for the teacher.
        windows: the school's calendar; a window that is None is not set.
        settings: the school's own settings, apart from the calendar.
        store: whether the files are there.
        program: the program applied to.
        held_outcomes: outcomes the central database holds.
        held_performances: performances the central database holds.
        held_semesters: semesters whose course records it holds.
        school_settings: the settings together with the calendar.
    """

    student: Student
    taking: tuple[Taking, ...]
    plan: tuple[CoursePlan, ...]
    outcome: tuple[CourseOutcome, ...]
    performance: tuple[Performance, ...]
    selection: tuple[YearlySelection, ...]
    advising: tuple[AdvisingRecord, ...]
    extension: tuple[Extension, ...]
    unlock: tuple[Unlock, ...]
    stand_in: Days
    windows: Mapping[str, Opening | None]
    settings: SchoolSettings
    store: Store
    program: Program
    held_outcomes: tuple[HeldItem, ...]
    held_performances: tuple[HeldItem, ...]
    held_semesters: frozenset[Semester]
    school_settings: SchoolSettings = attrs.field(init=False)

    @school_settings.default
    def _with_the_calendar(self) -> SchoolSettings:
        openings = filter(None, self.windows.values())
        return attrs.evolve(self.settings, deadlines=tuple(each.deadline() for each in openings))

    @property
    def portfolio(self) -> Portfolio:
        return Portfolio(
            self.student,
            takings=self.taking,
            advising=self.advising,
            outcomes=self.outcome,
            performances=self.performance,
            selections=self.selection,
            extensions=(*self.extension, *self.unlock),
        )


def _attachments(value: Any) -> Iterator[Attachment]:
    """Every file mentioned anywhere in a value."""
    if isinstance(value, Attachment):
        yield value
    elif attrs.has(type(value)):
        yield from itertools.chain.from_iterable(
            _attachments(getattr(value, field.name)) for field in attrs.fields(type(value))
        )
    elif isinstance(value, tuple):
        yield from itertools.chain.from_iterable(map(_attachments, value))


class _Records(MemoryRecords):
    """One portfolio as it stands, whatever led to it."""

    def __init__(self, portfolio: Portfolio) -> None:
        super().__init__()
        self._snapshot = Snapshot(1, portfolio, FIRST)

    def load(self, key: StreamKey) -> Snapshot | None:
        return self._snapshot if key == StreamKey.portfolio(ME) else None


class _Files(MemoryBlobs):
    """A store that says it holds certain files; nobody reads them here."""

    def __init__(self, held: Mapping[str, int]) -> None:
        super().__init__()
        self._sizes = held

    def stat(self, sha256: str) -> BlobReceipt | None:
        return BlobReceipt(sha256, self._sizes[sha256]) if sha256 in self._sizes else None


def _identity(situation: Situation) -> MemoryIdentity:
    related = {
        "advisor": Relation.ADVISES,
        "homeroom": Relation.HOMEROOM,
        "guardian": Relation.GUARDIAN,
    }
    known = [KnownRelation(LAW_ACTORS[who].person, what, ME) for who, what in related.items()]
    days = situation.stand_in
    stand_in = StandIn(
        LAW_ACTORS["stand-in"].person, LAW_ACTORS["teacher"].person, days.first, days.last
    )
    return MemoryIdentity({}, known, [stand_in])


def platform(
    situation: Situation, handed_in: object, plugins: tuple[object, ...]
) -> SchoolPlatform:
    """The school's platform with everything in its place, the files handed in included."""
    mentioned = (*_attachments(situation.portfolio), *_attachments(handed_in))
    complete = situation.store is Store.COMPLETE
    sizes = {each.sha256: each.size for each in mentioned} if complete else {}
    host = Host([
        _Records(situation.portfolio),
        _Files(sizes),
        _identity(situation),
        MemoryCoursePlans(situation.plan),
        *plugins,
    ])  # fmt: skip
    return SchoolPlatform(host, SCHOOL, situation.school_settings)
