"""What comes of a command, and the one place where events are stamped and committed."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import attrs

from learnport.errors import CallerError, TransitionRefused
from learnport.formats import event_digest
from learnport.model import Actor, Finding, Relation
from learnport.plugins import Host, Snapshot
from learnport.rules import ACTION_REFUSED, PERMISSION_DENIED, Named
from learnport.workflow import (
    ACTION_TITLES,
    FIRST,
    Action,
    Command,
    Context,
    Event,
    State,
    StreamKey,
    evolve,
    permitted,
)

__all__ = ["Decision", "append", "denied", "named", "refused", "state_refuses"]


_log = logging.getLogger("learnport")


@attrs.frozen
class Decision:
    """What came of a command (處理結果).

    Attributes:
        state: the record afterwards; unchanged when the command was refused.
        events: what was written to the log; empty when the command was refused.
        findings: everything the rules said, also when the command passed.
    """

    state: State | None
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]

    @property
    def done(self) -> bool:
        return bool(self.events)

    @property
    def item(self) -> str:
        """Identifier of the outcome or performance that was uploaded or changed.

        Raises:
            CallerError: nothing was done, or not to an item.
        """
        item = getattr(self.events[0].command, "item", None) if self.events else None
        if not isinstance(item, str):
            raise CallerError(detail="nothing was done to an item")
        return item


def refused(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings stands in the way."""
    return any(finding.severity.refuses for finding in findings)


def denied(action: Action, actor: Actor, relations: Iterable[Relation]) -> tuple[Finding, ...]:
    """The one finding that says nothing more; empty when the actor may do it."""
    if permitted(action, actor.roles, relations):
        return ()
    return (PERMISSION_DENIED.finding(action=named(action)),)


def state_refuses(error: TransitionRefused) -> Finding:
    """What the table said, for people."""
    allowed = tuple(named(Action(each)) for each in error.allowed)
    return ACTION_REFUSED.finding(
        "/state", action=named(Action(error.action)), state=error.state, limit=allowed
    )


def named(action: Action) -> Named:
    """An action with its words."""
    return Named(action.value, ACTION_TITLES[action])


def append(
    host: Host,
    key: StreamKey,
    base: Snapshot | None,
    commands: Iterable[Command],
    context: Context,
) -> tuple[State, tuple[Event, ...]]:
    """Stamp commands, fold them and commit them all or nothing.

    Raises:
        Conflict: somebody else changed the record since `base` was loaded.
        TransitionRefused: a table does not accept a command; nothing was written.
    """
    state, version, digest = (base.state, base.version, base.digest) if base else (None, 0, FIRST)
    events = []
    for sequence, command in enumerate(commands, version + 1):
        event = Event(
            key, sequence, context.at, context.actor, command, context.reason, previous=digest
        )
        state, digest = evolve(state, event), event_digest(event)
        events.append(event)
    assert state is not None, "append needs at least one command"
    snapshot = Snapshot(version + len(events), state, digest)
    host.records.commit(key, version, events, snapshot)
    for failure in host.committed(key, events):
        _log.error("a listener failed after the commit: %s", failure)
    return state, tuple(events)
