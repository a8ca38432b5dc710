"""Events around the student who does not exist."""

from __future__ import annotations

import datetime as dt

from learnport.model import Actor, PersonRef, Portfolio, Role
from learnport.workflow import (
    FIRST,
    BatchCommand,
    Command,
    DepositCommand,
    Event,
    OutcomeStep,
    RecordStudent,
    RecordTaking,
    State,
    StreamKey,
    UploadOutcome,
    UploadPerformance,
    evolve,
)
from tests.unit.model_values import (
    BATCH,
    CLERK,
    DIGEST_A,
    NOON,
    OUTCOME,
    PERFORMANCE,
    PUPIL,
    STUDENT,
    TAKING,
)


def stream_of(command: Command) -> StreamKey:
    if isinstance(command, BatchCommand):
        return StreamKey.batch(BATCH)
    if isinstance(command, DepositCommand):
        return StreamKey.deposit(BATCH, DIGEST_A)
    return StreamKey.portfolio(PUPIL)


def event(
    command: Command, by: PersonRef = CLERK, at: dt.datetime = NOON, sequence: int = 1
) -> Event:
    """A command somebody gave."""
    actor = Actor(by, frozenset({Role.STAFF}))
    return Event(stream_of(command), sequence, at, actor, command, "", FIRST)


def after(state: State | None, *commands: Command) -> State:
    """What a state becomes when the clerk gives these commands at noon."""
    for command in commands:
        state = evolve(state, event(command))
    assert state is not None
    return state


def portfolio_after(*commands: Command) -> Portfolio:
    """A portfolio with a taking, an outcome `o1` and a performance `p1`, and then this."""
    opening = RecordStudent(STUDENT), RecordTaking(TAKING)
    uploads = UploadOutcome(OUTCOME), UploadPerformance(PERFORMANCE)
    state = after(None, *opening, *uploads, *commands)
    assert isinstance(state, Portfolio)
    return state


def steps(*actions: str, item: str = "o1") -> tuple[OutcomeStep, ...]:
    """Bare steps of an outcome, by their verbs."""
    from learnport.workflow import Action

    return tuple(OutcomeStep(Action(f"outcome.{verb}"), item) for verb in actions)
