"""Who has not yet done what, for reminders and dashboards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.errors import CallerError
from learnport.model import (
    TAIPEI,
    OutcomeState,
    PerformanceState,
    PersonRef,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    SelectionState,
    Semester,
    WindowKind,
    YearlySelection,
)
from learnport.parameters import Law
from learnport.rules import TimingCase
from learnport.systems._office import Office
from learnport.workflow import Action, Context

__all__ = ["Outstanding", "who_has_not"]

A = Action


@attrs.frozen
class Outstanding:
    """Something somebody has not yet done (待辦事項).

    Attributes:
        action: what is to be done.
        student: whose portfolio it is about.
        who: who has to do it; None for the school's staff.
        term: `113-1` or `113`.
        item: id of the outcome or performance; None where it is about none in particular.
        due: first instant at which it is too late, extensions counted in; None when the
            school has set no window.
        since: instant from which it waits; None where nothing but the term began it.
    """

    action: Action
    student: PersonRef
    who: PersonRef | None
    term: str
    item: str | None
    due: dt.datetime | None
    since: dt.datetime | None = None

    def reminded_on(self, day: dt.date, settings: SchoolSettings) -> bool:
        """Whether the school reminds whoever has to act on this day, in Taiwan's days.

        Of a window's end so many days before its last day; a teacher also every so many days
        after the request.
        """
        if self.due is not None:
            last = (self.due - _A_MOMENT).astimezone(TAIPEI).date()
            if day > last:
                return False
            if (last - day).days in settings.reminder_days:
                return True
        every = settings.teacher_reminder_days
        if every is None or self.since is None or self.action is not A.CERTIFY:
            return False
        waited = (day - self.since.astimezone(TAIPEI).date()).days
        return waited > 0 and waited % every == 0


_A_MOMENT: Final = dt.timedelta(microseconds=1)

_Task = tuple[PersonRef | None, str | None]
"""Who has to act, and on which item."""

_Tasks = Callable[[Portfolio, Any], Iterator[_Task]]
"""What is left to do in a portfolio in a semester or a school year."""


@attrs.frozen
class _Duty:
    """What is expected in a term, and the window that ends the time for it."""

    tasks: _Tasks
    window: WindowKind | None

    def term(self, text: str) -> Semester | SchoolYear:
        by_semester = self.window is not None and self.window.by_semester
        return Semester.parse(text) if by_semester else SchoolYear.parse(text)


def who_has_not(
    office: Office, action: Action, term: str, context: Context
) -> Iterator[Outstanding]:
    """Everything of one kind that is left to do at a school, in the order of the students.

    Raises:
        CallerError: nobody is expected to take this action, or not in such a term.
    """
    duty = _DUTIES.get(action)
    if duty is None:
        raise CallerError(detail=f"nobody is expected to take the action {action}")
    try:
        when = duty.term(term)
    except ValueError as error:
        raise CallerError(detail=f"{action} in {term}: {error}") from None
    return _outstanding(office, action, duty, when, context)


def _outstanding(
    office: Office, action: Action, duty: _Duty, term: Semester | SchoolYear, context: Context
) -> Iterator[Outstanding]:
    law = office.law(context)
    for portfolio in office.portfolios():
        if portfolio.student.entry_year > term.year:
            continue
        for who, item in duty.tasks(portfolio, term):
            due = _due(office, portfolio, duty, str(term), item, law, context)
            since = _since(portfolio, action, term, item)
            yield Outstanding(action, portfolio.student.ref, who, str(term), item, due, since)


def _since(
    portfolio: Portfolio, action: Action, term: Semester | SchoolYear, item: str | None
) -> dt.datetime | None:
    if action is A.RESOLVE and isinstance(term, SchoolYear):
        return portfolio.selection(term).disputed_at
    outcome = portfolio.outcome(item) if action is A.CERTIFY and item else None
    return outcome.requested_at if outcome else None


def _no_outcome(portfolio: Portfolio, semester: Semester) -> Iterator[_Task]:
    """Whoever takes a course in the semester and has uploaded nothing for it."""
    uploaded = any(
        each.semester == semester and each.state is not OutcomeState.DISCARDED
        for each in portfolio.outcomes
    )
    if not uploaded and any(each.semester == semester for each in portfolio.takings):
        yield portfolio.student.ref, None


def _studied(portfolio: Portfolio, year: SchoolYear) -> bool:
    """Whether the student took a course in the year: who has left is expected to do nothing."""
    return any(each.semester.school_year == year for each in portfolio.takings)


def _no_performance(portfolio: Portfolio, year: SchoolYear) -> Iterator[_Task]:
    if _studied(portfolio, year) and not any(
        each.year == year and each.state is not PerformanceState.DISCARDED
        for each in portfolio.performances
    ):
        yield portfolio.student.ref, None


def _not_requested(portfolio: Portfolio, semester: Semester) -> Iterator[_Task]:
    """Drafts, and what was returned and is to be mended."""
    for outcome in portfolio.outcomes:
        waiting = outcome.state in (OutcomeState.DRAFT, OutcomeState.RETURNED)
        if waiting and outcome.semester == semester:
            yield portfolio.student.ref, outcome.id


def _not_certified(portfolio: Portfolio, semester: Semester) -> Iterator[_Task]:
    """What waits for the teacher of its taking."""
    for outcome in portfolio.outcomes:
        if outcome.state is OutcomeState.AWAITING and outcome.semester == semester:
            taking = portfolio.taking(outcome.taking)
            yield taking.teacher if taking else None, outcome.id


def _not_complete(portfolio: Portfolio, year: SchoolYear) -> Iterator[_Task]:
    for each in portfolio.performances:
        if (each.year, each.state) == (year, PerformanceState.DRAFT):
            yield portfolio.student.ref, each.id


def _not_confirmed(portfolio: Portfolio, year: SchoolYear) -> Iterator[_Task]:
    if _studied(portfolio, year) and portfolio.selection(year).state is SelectionState.OPEN:
        yield portfolio.student.ref, None


def _not_acknowledged(portfolio: Portfolio, year: SchoolYear) -> Iterator[_Task]:
    """Receipts nobody has answered, and disputes the school has resolved."""
    if portfolio.selection(year).state in (SelectionState.RECEIVED, SelectionState.RESOLVED):
        yield portfolio.student.ref, None


def _not_resolved(portfolio: Portfolio, year: SchoolYear) -> Iterator[_Task]:
    if portfolio.selection(year).state is SelectionState.DISPUTED:
        yield None, None


_DUTIES: Final[Mapping[Action, _Duty]] = MappingProxyType({
    A.UPLOAD_OUTCOME: _Duty(_no_outcome, WindowKind.UPLOAD_OUTCOMES),
    A.UPLOAD_PERFORMANCE: _Duty(_no_performance, WindowKind.UPLOAD_PERFORMANCES),
    A.REQUEST: _Duty(_not_requested, WindowKind.CERTIFY),
    A.CERTIFY: _Duty(_not_certified, WindowKind.CERTIFY),
    # Completing has no window; what is not complete when selecting closes is left behind.
    A.COMPLETE: _Duty(_not_complete, WindowKind.SELECT),
    A.CONFIRM: _Duty(_not_confirmed, WindowKind.SELECT),
    A.ACKNOWLEDGE: _Duty(_not_acknowledged, WindowKind.CONFIRM_RECEIPT),
    # A dispute has a term of its own.
    A.RESOLVE: _Duty(_not_resolved, None),
})  # fmt: skip


def _due(
    office: Office,
    portfolio: Portfolio,
    duty: _Duty,
    term: str,
    item: str | None,
    law: Law,
    context: Context,
) -> dt.datetime | None:
    kind = duty.window
    if kind is None:
        return _investigated(portfolio.selection(SchoolYear.parse(term)), law)
    if kind is WindowKind.CONFIRM_RECEIPT and _is_resolved(portfolio, term):
        return None  # the window was for the first answer
    unlockable = item if kind.by_semester else None
    case = TimingCase.of_student(kind, term, context.at, office.settings, portfolio, unlockable)
    return case.window.closes if case.window else None


def _is_resolved(portfolio: Portfolio, term: str) -> bool:
    return portfolio.selection(SchoolYear.parse(term)).state is SelectionState.RESOLVED


def _investigated(selection: YearlySelection, law: Law) -> dt.datetime | None:
    """The school investigates a dispute within the days the law gives it."""
    if selection.disputed_at is None:
        return None
    return selection.disputed_at + dt.timedelta(days=law["receipt.investigation.max_days"].number)
