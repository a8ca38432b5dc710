"""What is put before the rules: facts of one kind, gathered by whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import attrs

from learnport.model import (
    AdvisingRecord,
    BatchKey,
    CourseOutcome,
    CoursePlan,
    CourseRecord,
    Enrolment,
    Extension,
    OfficerPost,
    Performance,
    PlanEntry,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    SubmissionRound,
    Taking,
    TakingKind,
    Unlock,
    Visit,
    Window,
    WindowKind,
)
from learnport.parameters import Law
from learnport.rules._choice_cases import SelectionCase
from learnport.rules._file_cases import AttachmentCase, FileCase

__all__ = [
    "ELSEWHERE",
    "JUDGED_CASES",
    "AdvisingCase",
    "CourseRecordCase",
    "ExtensionCase",
    "OfficerPostCase",
    "OutcomeCase",
    "PerformanceCase",
    "QuotaCase",
    "ReturnCase",
    "RosterCase",
    "SettingsCase",
    "StudentCase",
    "TimingCase",
    "VisitCase",
]

ELSEWHERE: Final = frozenset({TakingKind.TRANSFER, TakingKind.VISITING})
"""Takings whose code is of another school or department, so that the plan does not list it."""


@attrs.frozen
class OutcomeCase:
    """A course outcome with the taking it names and the plan that taking falls under.

    Attributes:
        outcome: the outcome.
        taking: None when the student has no taking of that id.
        plan: None when it is not known; the codes are then not judged.
        judged_by: the plan, where it speaks of the taking: one of this school.
        entry: what it says of the taking's code.
    """

    outcome: CourseOutcome
    taking: Taking | None
    plan: CoursePlan | None
    judged_by: CoursePlan | None = attrs.field(init=False, eq=False)
    entry: PlanEntry | None = attrs.field(init=False, eq=False)

    @judged_by.default
    def _where_it_speaks(self) -> CoursePlan | None:
        elsewhere = self.taking is None or self.taking.kind in ELSEWHERE
        return None if elsewhere else self.plan

    @entry.default
    def _find_entry(self) -> PlanEntry | None:
        if self.taking is None or self.judged_by is None:
            return None
        return self.judged_by.find(self.taking.code)


@attrs.frozen
class QuotaCase:
    """An item that is in the portfolio already, before the school's own quotas."""

    item: CourseOutcome | Performance
    portfolio: Portfolio
    settings: SchoolSettings


@attrs.frozen
class PerformanceCase:
    """A performance.

    Attributes:
        performance: what is judged.
        entry_year: of its student, ROC; None when not known, then nothing is too early.
        on: the day of judging in Taiwan; None when not known, then nothing is too late.
    """

    performance: Performance
    entry_year: int | None = None
    on: dt.date | None = None


@attrs.frozen
class OfficerPostCase:
    """An officer post the school records.

    Attributes:
        post: what is judged.
        entry_year: of its student, ROC; None when not known, then nothing is too early.
        on: the day of judging in Taiwan; None when not known, then nothing is too late.
    """

    post: OfficerPost
    entry_year: int | None = None
    on: dt.date | None = None


@attrs.frozen
class CourseRecordCase:
    """The grades of a taking.

    Attributes:
        record: what is judged.
        taking: theirs; None when the student has no taking of that id.
        enrolment: of the student in that semester; None when not known.
    """

    record: CourseRecord
    taking: Taking | None
    enrolment: Enrolment | None = None


@attrs.frozen
class StudentCase:
    """A row of the student roster (學籍資料)."""

    enrolment: Enrolment


@attrs.frozen
class VisitCase:
    """A student's visit at another school (借讀資料)."""

    visit: Visit


@attrs.frozen
class RosterCase:
    """The rows of student rosters of one semester, of one school or of many (學生資料名冊)."""

    enrolments: tuple[Enrolment, ...]


@attrs.frozen
class AdvisingCase:
    """An advising record."""

    record: AdvisingRecord


@attrs.frozen
class ReturnCase:
    """A teacher's reason for returning an outcome, and the words that go with it."""

    reason: str
    note: str = ""


@attrs.frozen
class TimingCase:
    """Something done at an instant.

    Attributes:
        kind: what the window is for.
        term: `113-1` for semester windows, `113` for yearly ones.
        at: instant at which the server began to receive it.
        settings: the school's, with its calendar.
        grade: of the student, where windows differ by grade.
        round: submission round, where they differ by that.
        extended: until when staff extended it for this student; None when they did not.
        own: the school's window for this grade or round; None when it has set none.
        window: when it is open for this student; None when the school has set none.
    """

    kind: WindowKind
    term: str
    at: dt.datetime
    settings: SchoolSettings
    grade: int | None = None
    round: SubmissionRound | None = None
    extended: dt.datetime | None = None
    own: Window | None = attrs.field(init=False, eq=False)
    window: Window | None = attrs.field(init=False, eq=False)

    @own.default
    def _as_set(self) -> Window | None:
        return self.settings.window(self.kind, self.term, self.grade, self.round)

    @window.default
    def _with_extension(self) -> Window | None:
        if self.own is None or self.extended is None or self.extended <= self.own.closes:
            return self.own
        return Window(self.own.opens, self.extended)

    @classmethod
    def of_student(
        cls,
        kind: WindowKind,
        term: str,
        at: dt.datetime,
        settings: SchoolSettings,
        portfolio: Portfolio,
        item: str | None = None,
    ) -> TimingCase:
        """Something done for one student, with the time the portfolio says they were given.

        Args:
            kind: what the window is for.
            term: `113-1` for semester windows, `113` for yearly ones.
            at: instant at which the server began to receive it.
            settings: the school's.
            portfolio: the student's.
            item: id of the outcome or performance acted on, which may be unlocked.
        """
        longer = (portfolio.extended(kind, term), portfolio.unlocked(item) if item else None)
        return cls(
            kind, term, at, settings, portfolio.grade_in(SchoolYear.parse(term[:3])),
            _round(portfolio, term) if kind.by_round else None,
            max(filter(None, longer), default=None),
        )  # fmt: skip


def _round(portfolio: Portfolio, year: str) -> SubmissionRound | None:
    """Of the batch that carried the selection of a school year; None before there was one."""
    batch = portfolio.selection(SchoolYear.parse(year)).batch
    return BatchKey.parse(batch).round if batch else None


@attrs.frozen
class SettingsCase:
    """A school's settings as a whole, before the law they may only tighten.

    Attributes:
        settings: what is judged.
        law_on: the law of another day, so that each window is held against its own; None
            where the law of the judging day serves for all.
    """

    settings: SchoolSettings
    law_on: Callable[[dt.date], Law] | None = None


@attrs.frozen
class ExtensionCase:
    """More time, or an item unlocked, for one student.

    Attributes:
        extension: what staff want to grant.
        at: when.
        portfolio: the student's.
        settings: the school's, with its calendar.
    """

    extension: Extension | Unlock
    at: dt.datetime
    portfolio: Portfolio
    settings: SchoolSettings


JUDGED_CASES: Final[tuple[type[Any], ...]] = (
    FileCase,
    AttachmentCase,
    OutcomeCase,
    QuotaCase,
    PerformanceCase,
    SelectionCase,
    TimingCase,
    ReturnCase,
    AdvisingCase,
    CourseRecordCase,
    OfficerPostCase,
    SettingsCase,
    ExtensionCase,
)
"""The cases a plugin's rule may be about; the host refuses any other, which nobody would judge.

A `SubmissionCase` is not among them: the validator that school and centre share is the law's alone.
"""
