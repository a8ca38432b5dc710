"""What somebody can do with a record now and, where they cannot, why and from when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.model import (
    AdvisingRecord,
    CourseOutcome,
    Extension,
    Finding,
    Performance,
    Portfolio,
    SchoolYear,
    Unlock,
    YearlySelection,
)
from learnport.parameters import Law
from learnport.rules import TOO_EARLY
from learnport.systems._checks import CHECKS
from learnport.systems._decision import refused
from learnport.workflow import (
    ADVISING,
    EXTENSION,
    OUTCOME,
    PERFORMANCE,
    SELECTION,
    UNLOCKING,
    Action,
    AdvisingStep,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtensionStep,
    Lifecycle,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    Reattach,
    ReattachPerformance,
    RecordAdvising,
    ReturnOutcome,
    Select,
    SelectionStep,
)

__all__ = ["Possibility", "opening", "plainest", "record_named"]

A = Action
Record = CourseOutcome | Performance | YearlySelection | AdvisingRecord | Extension | Unlock


@attrs.frozen
class Possibility:
    """One action on a record, as it stands for somebody now (可進行之作業).

    Attributes:
        action: the action.
        findings: exactly what `explain` says of its plainest command: the content as it is,
            with words and a reason where they are needed.
        opens: instant from which it will be possible, where nothing but time is in the way;
            None where it is possible, or where waiting does not help.
    """

    action: Action
    findings: tuple[Finding, ...]
    opens: dt.datetime | None = None

    @property
    def possible(self) -> bool:
        return not refused(self.findings)


def opening(findings: Iterable[Finding]) -> dt.datetime | None:
    """When the windows open, where nothing else refuses; None where something else does."""
    refusing = [each for each in findings if each.severity.refuses]
    if any(each.code != TOO_EARLY.code for each in refusing):
        return None
    opens = (dt.datetime.fromisoformat(str(dict(each.values)["opens"])) for each in refusing)
    return max(opens, default=None)


_LIFECYCLES: Final[Mapping[type[Any], Lifecycle[Any]]] = MappingProxyType({
    CourseOutcome: OUTCOME,
    Performance: PERFORMANCE,
    YearlySelection: SELECTION,
    AdvisingRecord: ADVISING,
    Extension: EXTENSION,
    Unlock: UNLOCKING,
})  # fmt: skip


def record_named(portfolio: Portfolio, target: str | SchoolYear) -> Record | None:
    """The record an id or a school year names; None when there is none."""
    if isinstance(target, SchoolYear):
        return portfolio.selection(target)
    return (
        portfolio.outcome(target)
        or portfolio.performance(target)
        or portfolio.advising_record(target)
        or portfolio.extension(target)
    )


def plainest(record: Record, law: Law) -> dict[Action, PortfolioCommand]:
    """For each action in a record's life, the command that asks for nothing but the action.

    What happens only inside a submission is left out, and so is giving back a file where the
    record has none.
    """
    lifecycle = _LIFECYCLES[type(record)]
    actions = dict.fromkeys(action for _, action, _ in lifecycle.edges())
    commands = {action: _COMMANDS[action](record, law) for action in actions if action in CHECKS}
    return {action: command for action, command in commands.items() if command is not None}


def _step(make: Callable[[Action, str], PortfolioCommand], action: Action) -> _Maker:
    return lambda record, _: make(action, record.id)


def _selection_step(action: Action) -> _Maker:
    return lambda record, _: SelectionStep(action, record.year)


def _return(outcome: Any, law: Law) -> PortfolioCommand:
    """For the first reason, with words, which some reasons need."""
    reasons = law["certification.return.reasons"].members
    return ReturnOutcome(outcome.id, next(iter(reasons), ""), "…")


_Maker = Callable[[Any, Law], PortfolioCommand | None]

_COMMANDS: Final[Mapping[Action, _Maker]] = MappingProxyType({
    A.EDIT_OUTCOME: lambda it, _: EditOutcome(it.id, it.description, it.attachments),
    A.DISCARD_OUTCOME: _step(OutcomeStep, A.DISCARD_OUTCOME),
    A.REQUEST: _step(OutcomeStep, A.REQUEST),
    A.WITHDRAW: _step(OutcomeStep, A.WITHDRAW),
    A.CERTIFY: _step(OutcomeStep, A.CERTIFY),
    A.RETURN: _return,
    A.REVOKE: _step(OutcomeStep, A.REVOKE),
    A.REATTACH: lambda it, _: Reattach(it.id, it.attachments[0]) if it.attachments else None,
    A.EDIT_PERFORMANCE: lambda it, _: EditPerformance(
        it.id, it.details, it.description, it.attachments, it.link
    ),
    A.COMPLETE: _step(PerformanceStep, A.COMPLETE),
    A.DISCARD_PERFORMANCE: _step(PerformanceStep, A.DISCARD_PERFORMANCE),
    A.REATTACH_PERFORMANCE: lambda it, _: (
        ReattachPerformance(it.id, it.attachments[0]) if it.attachments else None
    ),
    A.SELECT: lambda it, _: Select(it.year, it.outcomes, it.performances),
    A.CONFIRM: _selection_step(A.CONFIRM),
    A.REOPEN: _selection_step(A.REOPEN),
    A.ACKNOWLEDGE: _selection_step(A.ACKNOWLEDGE),
    A.DISPUTE: lambda it, _: DisputeReceipt(it.year, "…"),
    A.RESOLVE: _selection_step(A.RESOLVE),
    A.CORRECT: lambda it, _: CorrectSelection(it.year, it.outcomes, it.performances),
    A.RECORD_ADVISING: lambda it, _: RecordAdvising(it),
    A.STRIKE_ADVISING: _step(AdvisingStep, A.STRIKE_ADVISING),
    A.REVOKE_EXTENSION: lambda it, _: ExtensionStep(A.REVOKE_EXTENSION, it.id),
})  # fmt: skip
"""The plainest command of each action on a record that is there."""
