"""The students a batch carries: who they are, what they hand in, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import attrs

from learnport.errors import Conflict, NotFound
from learnport.model import (
    BatchKey,
    Finding,
    OutcomeState,
    PerformanceState,
    PersonRef,
    Portfolio,
    SchoolYear,
    SelectionState,
    StudentSubmission,
    SubmittedOutcome,
)
from learnport.plugins import Snapshot
from learnport.rules import SELECTION_RULES, SelectionCase, check, check_submission
from learnport.systems._bytes import not_held
from learnport.systems._decision import append, refused
from learnport.systems._office import Office
from learnport.systems._package import attachments_of, roster_findings
from learnport.workflow import (
    Action,
    Command,
    Context,
    OutcomeStep,
    PerformanceStep,
    SelectionStep,
    State,
    StreamKey,
    SubmitSelection,
    evolve,
)

__all__ = [
    "answer",
    "as_packaged",
    "candidates",
    "judged",
    "mark",
    "portfolio_of",
    "ready",
    "submission_of",
    "year_of",
]

_READY: Final = (SelectionState.CONFIRMED, SelectionState.CORRECTED)


def year_of(key: BatchKey) -> SchoolYear:
    return SchoolYear.parse(key.term)


def ready(portfolio: Portfolio, key: BatchKey) -> bool:
    """Confirmed, corrected, or already marked for this very batch before a crash."""
    selection = portfolio.selection(year_of(key))
    marked = selection.state is SelectionState.SUBMITTED and selection.batch == str(key)
    return selection.state in _READY or marked


def candidates(office: Office, key: BatchKey) -> Iterator[Portfolio]:
    for portfolio in office.portfolios():
        if portfolio.grade_in(year_of(key)) in key.round.grades and ready(portfolio, key):
            yield portfolio


def portfolio_of(office: Office, student: str) -> tuple[Portfolio, Snapshot]:
    key = StreamKey.portfolio(PersonRef(office.school.code, student))
    snapshot = office.host.records.load(key)
    if snapshot is None or not isinstance(snapshot.state, Portfolio):
        raise NotFound(what="portfolio", key=student)
    return snapshot.state, snapshot


def judged(
    office: Office, portfolio: Portfolio, key: BatchKey, context: Context
) -> tuple[Finding, ...]:
    """Everything that is wrong with what a student hands in, by the rules and for the package."""
    law, year = office.law(context), year_of(key)
    picks = check(SELECTION_RULES, SelectionCase(portfolio.selection(year), portfolio), law)
    if refused(picks):
        return picks
    submission = submission_of(portfolio, year)
    plans = partial(office.host.course_plans.plan, key.school)
    return (
        *picks,
        *check_submission(submission, plans, law, batch=key),
        *_files_lost(office, submission),
        *roster_findings(office.host, key, submission),
    )


def _files_lost(office: Office, submission: StudentSubmission) -> Iterator[Finding]:
    """A file that was lost holds up its student, not the school."""
    for at, attachment in attachments_of(submission):
        yield from not_held(office.host.blobs, attachment, at)


def submission_of(portfolio: Portfolio, year: SchoolYear) -> StudentSubmission:
    """What a student hands in, in the form in which it stands once it is submitted.

    The student is handed in with the grade of that year, whatever the grade is by now. An item
    that was not certified or complete keeps its state, so that the validator sees it;
    a pick that does not exist is for the selection rules to report.
    """
    selection = portfolio.selection(year)
    outcomes = []
    for outcome in filter(None, map(portfolio.outcome, selection.outcomes)):
        taking = portfolio.taking(outcome.taking)
        assert taking is not None, "an outcome enters with its taking, and no taking goes away"
        if outcome.state is OutcomeState.CERTIFIED:
            outcome = attrs.evolve(outcome, state=OutcomeState.SUBMITTED)
        outcomes.append(SubmittedOutcome(outcome, taking))
    performances = []
    for performance in filter(None, map(portfolio.performance, selection.performances)):
        if performance.state is PerformanceState.COMPLETE:
            performance = attrs.evolve(performance, state=PerformanceState.SUBMITTED)
        performances.append(performance)
    student = attrs.evolve(portfolio.student, grade=portfolio.grade_in(year))
    return StudentSubmission(student, year, tuple(outcomes), tuple(performances))


def as_packaged(office: Office, key: BatchKey, student: str) -> StudentSubmission:
    """What a batch carried of a student, from the log: much may have been recorded since."""
    stream = StreamKey.portfolio(PersonRef(office.school.code, student))
    state: State | None = None
    for event in office.host.records.events(stream):
        state = evolve(state, event)
        if isinstance(event.command, SubmitSelection) and event.command.batch == key:
            break
    assert isinstance(state, Portfolio), "a batch carries students who are recorded"
    return submission_of(state, year_of(key))


def mark(office: Office, key: BatchKey, student: str, packaged: int, context: Context) -> None:
    """Mark what the package carries as submitted, unless it changed after it was packaged."""
    portfolio, base = portfolio_of(office, student)
    stream = StreamKey.portfolio(portfolio.student.ref)
    if base.version != packaged:
        raise Conflict(key=str(stream), expected=packaged, actual=base.version)
    selection = portfolio.selection(year_of(key))
    if selection.state is SelectionState.SUBMITTED:
        return
    commands: list[Command] = [SubmitSelection(selection.year, key)]
    for item in selection.outcomes:
        outcome = portfolio.outcome(item)
        if outcome is not None and outcome.state is OutcomeState.CERTIFIED:
            commands.append(OutcomeStep(Action.SUBMIT_OUTCOME, item))
    for item in selection.performances:
        performance = portfolio.performance(item)
        if performance is not None and performance.state is PerformanceState.COMPLETE:
            commands.append(PerformanceStep(Action.SUBMIT_PERFORMANCE, item))
    append(office.host, stream, base, commands, context)


def answer(office: Office, key: BatchKey, student: str, step: Action, context: Context) -> None:
    """Enter the centre's answer for a student; entering it again changes nothing."""
    portfolio, base = portfolio_of(office, student)
    selection = portfolio.selection(year_of(key))
    if selection.state is SelectionState.SUBMITTED and selection.batch == str(key):
        stream = StreamKey.portfolio(portfolio.student.ref)
        append(office.host, stream, base, [SelectionStep(step, selection.year)], context)
