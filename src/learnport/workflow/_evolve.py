"""Folding: a state and an event give the next state, and nothing else has a say.

`evolve` asks the tables only. A command the table refuses raises and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from learnport.errors import NotFound
from learnport.workflow._application_commands import ConsentToRelease
from learnport.workflow._application_folds import APPLICATION_FOLDS
from learnport.workflow._events import Event, State
from learnport.workflow._portfolio_commands import RecordStudent
from learnport.workflow._portfolio_folds import PORTFOLIO_FOLDS
from learnport.workflow._submission_commands import PlanBatch, ReceiveDeposit
from learnport.workflow._submission_folds import SUBMISSION_FOLDS

__all__ = ["evolve", "replay"]

_FOLDS: Final = {**PORTFOLIO_FOLDS, **SUBMISSION_FOLDS, **APPLICATION_FOLDS}
_BIRTHS: Final = (RecordStudent, PlanBatch, ReceiveDeposit, ConsentToRelease)


def evolve(state: State | None, event: Event) -> State:
    """The state after one event.

    Raises:
        TransitionRefused: the table does not accept the event's command.
        NotFound: the record or the item it acts on does not exist.
    """
    command = event.command
    if state is None and not isinstance(command, _BIRTHS):
        raise NotFound(what=event.stream.kind.value, key=event.stream.key)
    return _FOLDS[type(command)](state, command, event)


def replay(events: Iterable[Event]) -> State | None:
    """Fold a whole log; None when it is empty."""
    state: State | None = None
    for event in events:
        state = evolve(state, event)
    return state
