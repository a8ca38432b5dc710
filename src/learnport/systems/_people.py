"""What an actor is to the record a command acts on."""

from __future__ import annotations

import datetime as dt

from learnport.model import Actor, PersonRef, Portfolio, Relation
from learnport.plugins import Identity
from learnport.workflow import (
    EditOutcome,
    OutcomeStep,
    PortfolioCommand,
    Reattach,
    RecordCourse,
    ReturnOutcome,
)

__all__ = ["relations"]

_ON_AN_OUTCOME = (EditOutcome, OutcomeStep, Reattach, ReturnOutcome)


def relations(
    actor: Actor,
    student: PersonRef,
    portfolio: Portfolio | None,
    command: PortfolioCommand,
    identity: Identity,
    on: dt.date,
) -> frozenset[Relation]:
    """Every relation that holds; none for a stranger."""
    found = set(identity.relations(actor, student, on))
    if actor.person == student:
        found.add(Relation.OWN)
    if actor.person.school == student.school:
        found.add(Relation.SAME_SCHOOL)
    teacher = _teacher(portfolio, command)
    if teacher == actor.person:
        found.add(Relation.TEACHES)
    elif teacher is not None and identity.stands_in(actor, teacher, on):
        found.add(Relation.STANDS_IN)
    return frozenset(found)


def _teacher(portfolio: Portfolio | None, command: PortfolioCommand) -> PersonRef | None:
    """Who teaches the taking a command is about."""
    if portfolio is None:
        return None
    taking_id = None
    if isinstance(command, RecordCourse):
        taking_id = command.record.taking
    elif isinstance(command, _ON_AN_OUTCOME):
        outcome = portfolio.outcome(command.item)
        taking_id = outcome.taking if outcome else None
    taking = portfolio.taking(taking_id) if taking_id else None
    return taking.teacher if taking else None
