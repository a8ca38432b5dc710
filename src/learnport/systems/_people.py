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

__all__ = ["relations", "taking_of", "taking_of_outcome"]

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
        about: id of the taking whose teacher has a say; None where none has.
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
    taking = portfolio.taking(about)
    return taking.teacher if taking else None


def taking_of(command: PortfolioCommand, portfolio: Portfolio | None) -> str | None:
    """The taking a command is about, where its teacher may have a say; None where none has."""
    if isinstance(command, RecordCourse):
        return command.record.taking
    return (
        taking_of_outcome(command.item, portfolio) if isinstance(command, _ON_AN_OUTCOME) else None
    )


def taking_of_outcome(item: str | None, portfolio: Portfolio | None) -> str | None:
    outcome = portfolio.outcome(item) if portfolio and item else None
    return outcome.taking if outcome else None
