"""What can be done next with a record, and what stands in the way: all of it asked of learnport."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from learnport.model import CourseOutcome, Finding, PersonRef, YearlySelection
from learnport.rules import PERMISSION_DENIED
from learnport.workflow import (
    OUTCOME,
    SELECTION,
    Action,
    DisputeReceipt,
    EditOutcome,
    OutcomeStep,
    PortfolioCommand,
    ReturnOutcome,
    Select,
    SelectionStep,
)
from learnport_flask._site import context, site

__all__ = ["Offer", "denied", "outcome_offers", "refused", "sees_outcome", "selection_offers"]


@attrs.frozen
class Offer:
    """An action that state and permissions allow, with what the rules say about it now."""

    action: Action
    findings: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        return not refused(self.findings)


def refused(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings stands in the way."""
    return any(finding.severity.refuses for finding in findings)


def denied(findings: Iterable[Finding]) -> bool:
    """Whether the action is not for this person at all."""
    return any(finding.code == PERMISSION_DENIED.code for finding in findings)


def _step(action: Action) -> Callable[[CourseOutcome], PortfolioCommand]:
    return lambda outcome: OutcomeStep(action, outcome.id)


def _edit(outcome: CourseOutcome) -> PortfolioCommand:
    return EditOutcome(outcome.id, outcome.description, outcome.attachments)


def _return(outcome: CourseOutcome) -> PortfolioCommand:
    reasons = site().school.law(context())["certification.return.reasons"]
    return ReturnOutcome(outcome.id, reasons.members[0])


_ON_OUTCOMES: Final[Mapping[Action, Callable[[CourseOutcome], PortfolioCommand]]] = (
    MappingProxyType({
        Action.EDIT_OUTCOME: _edit,
        Action.REQUEST: _step(Action.REQUEST),
        Action.WITHDRAW: _step(Action.WITHDRAW),
        Action.DISCARD_OUTCOME: _step(Action.DISCARD_OUTCOME),
        Action.CERTIFY: _step(Action.CERTIFY),
        Action.RETURN: _return,
    })
)  # fmt: skip
"""The actions these pages have a form for."""


def outcome_offers(outcome: CourseOutcome) -> tuple[Offer, ...]:
    """What whoever asks can do with an outcome, in table order."""
    return _offers(
        outcome.student,
        {
            action: _ON_OUTCOMES[action](outcome)
            for action in OUTCOME.allowed(outcome.state)
            if action in _ON_OUTCOMES
        },
    )


def selection_offers(student: PersonRef, picks: YearlySelection) -> tuple[Offer, ...]:
    """What whoever asks can do with a yearly selection, in table order."""
    year = picks.year
    known: dict[Action, PortfolioCommand] = {
        Action.SELECT: Select(year, picks.outcomes, picks.performances),
        Action.CONFIRM: SelectionStep(Action.CONFIRM, year),
        Action.ACKNOWLEDGE: SelectionStep(Action.ACKNOWLEDGE, year),
        Action.DISPUTE: DisputeReceipt(year, "-"),
    }
    allowed = [action for action in SELECTION.allowed(picks.state) if action in known]
    return _offers(student, {action: known[action] for action in allowed})


def sees_outcome(outcome: CourseOutcome) -> bool:
    """Whether whoever asks may look at an outcome and its files.

    Learnport's permissions speak of actions only: who may act on an outcome, in whatever state
    it is, must be able to read it. Nobody else does.
    """
    explain = site().school.explain
    return any(
        not denied(explain(outcome.student, make(outcome), context()))
        for make in _ON_OUTCOMES.values()
    )


def _offers(student: PersonRef, commands: Mapping[Action, PortfolioCommand]) -> tuple[Offer, ...]:
    asked = (
        Offer(action, site().school.explain(student, command, context()))
        for action, command in commands.items()
    )
    return tuple(offer for offer in asked if not denied(offer.findings))
