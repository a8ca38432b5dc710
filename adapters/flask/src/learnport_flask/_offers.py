"""What can be done next with a record, and what stands in the way: all of it asked of learnport."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from learnport.model import CourseOutcome, Finding, PersonRef, SchoolYear, YearlySelection
from learnport.rules import ACTION_REFUSED, PERMISSION_DENIED
from learnport.systems import Possibility
from learnport.workflow import Action
from learnport_flask._site import context, site

__all__ = ["outcome_offers", "refused", "sees_outcome", "selection_offers"]

_FORMS: Final = frozenset({
    Action.EDIT_OUTCOME, Action.REQUEST, Action.WITHDRAW, Action.DISCARD_OUTCOME,
    Action.CERTIFY, Action.RETURN,
    Action.SELECT, Action.CONFIRM, Action.ACKNOWLEDGE, Action.DISPUTE,
})  # fmt: skip
"""The actions these pages have a form for."""

_NOT_NOW_NOT_MINE: Final = frozenset({ACTION_REFUSED.code, PERMISSION_DENIED.code})
"""What the state of a record or the role of a person rules out is no offer at all."""


def refused(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings stands in the way."""
    return any(finding.severity.refuses for finding in findings)


def outcome_offers(outcome: CourseOutcome) -> tuple[Possibility, ...]:
    """What whoever asks can do with an outcome, in table order."""
    return _offers(outcome.student, outcome.id)


def selection_offers(student: PersonRef, picks: YearlySelection) -> tuple[Possibility, ...]:
    """What whoever asks can do with a yearly selection, in table order."""
    return _offers(student, picks.year)


def sees_outcome(outcome: CourseOutcome) -> bool:
    """Whether whoever asks may look at an outcome and its files."""
    seen = site().school.may_view(Action.VIEW_OUTCOME, outcome.student, context(), outcome.id)
    return not refused(seen)


def _offers(student: PersonRef, target: str | SchoolYear) -> tuple[Possibility, ...]:
    return tuple(
        each
        for each in site().school.allowed_actions(student, target, context())
        if each.action in _FORMS
        and _NOT_NOW_NOT_MINE.isdisjoint(finding.code for finding in each.findings)
    )
