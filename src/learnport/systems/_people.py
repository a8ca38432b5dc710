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

__all__ = ["relations", "taking_or_item"]

_ON_AN_OUTCOME = (EditOutcome, OutcomeStep, Reattach, ReturnOutcome)


def relations(
    actor: Actor,
    student: PersonRef,
    portfolio: Portfolio | None,
    about: str | None,
    identity: Identity,
    on: dt.date,
) -> frozenset[Relation]:
    """Every relation that holds; none for a stranger.

    Args:
        actor: who asks.
        student: whose portfolio it is.
        portfolio: as it is; None when there is none yet.
        about: id of an outcome or a taking, whose teachers have a say; None for neither.
        identity: who knows what people are to each other.
        on: the day that counts.
    """
    found = set(identity.relations(actor, student, on))
    if actor.person == student:
        found.add(Relation.OWN)
    if actor.person.school == student.school:
        found.add(Relation.SAME_SCHOOL)
    teacher = _teacher(portfolio, about) if portfolio and about else None
    if teacher == actor.person:
        found.add(Relation.TEACHES)
    elif teacher is not None and identity.stands_in(actor, teacher, on):
        found.add(Relation.STANDS_IN)
    return frozenset(found)


def _teacher(portfolio: Portfolio, about: str) -> PersonRef | None:
    """Who teaches the taking that something is about."""
    outcome = portfolio.outcome(about)
    taking = portfolio.taking(outcome.taking if outcome else about)
    return taking.teacher if taking else None


def taking_or_item(command: PortfolioCommand) -> str | None:
    """What a command is about, where a teacher may have a say; None where none has."""
    if isinstance(command, RecordCourse):
        return command.record.taking
    return command.item if isinstance(command, _ON_AN_OUTCOME) else None
