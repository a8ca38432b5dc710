"""Events: accepted commands, stamped and chained."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs
from attrs import validators as v

from learnport.model import (
    Actor,
    Application,
    BatchKey,
    Deposit,
    PersonRef,
    Portfolio,
    ProgramKey,
    SubmissionBatch,
)
from learnport.workflow._application_commands import ApplicationCommand
from learnport.workflow._commands import Command
from learnport.workflow._portfolio_commands import PortfolioCommand
from learnport.workflow._submission_commands import BatchCommand, DepositCommand

__all__ = ["FIRST", "Context", "Event", "Fold", "State", "StreamKey", "StreamKind"]

FIRST: Final = "0" * 64
"""What stands as the digest before the first event of a stream."""

State = Portfolio | SubmissionBatch | Deposit | Application
"""What a stream of events folds into."""


class StreamKind(enum.StrEnum):
    """The kinds of record that have a log of their own."""

    PORTFOLIO = "portfolio"
    """學習歷程檔案."""
    BATCH = "batch"
    """提交批次 at the school."""
    DEPOSIT = "deposit"
    """收件 at the centre."""
    APPLICATION = "application"
    """報名校系之備審資料."""


_COMMANDS: Final = {
    StreamKind.PORTFOLIO: PortfolioCommand,
    StreamKind.BATCH: BatchCommand,
    StreamKind.DEPOSIT: DepositCommand,
    StreamKind.APPLICATION: ApplicationCommand,
}


@attrs.frozen(order=True)
class StreamKey:
    """Names one log of events and the record it folds into.

    Attributes:
        kind: what it folds into.
        school: school code.
        key: the student's opaque key, the batch's wire form, that and the root digest, or
            the student's key and the program's.
    """

    kind: StreamKind
    school: str
    key: str

    @classmethod
    def portfolio(cls, student: PersonRef) -> StreamKey:
        return cls(StreamKind.PORTFOLIO, student.school, student.key)

    @classmethod
    def batch(cls, key: BatchKey) -> StreamKey:
        return cls(StreamKind.BATCH, key.school, str(key))

    @classmethod
    def deposit(cls, key: BatchKey, digest: str) -> StreamKey:
        return cls(StreamKind.DEPOSIT, key.school, f"{key}.{digest}")

    @classmethod
    def application(cls, student: PersonRef, program: ProgramKey) -> StreamKey:
        return cls(StreamKind.APPLICATION, student.school, f"{student.key}.{program}")

    def __str__(self) -> str:
        return f"{self.kind}/{self.school}/{self.key}"


def _aware(_: object, attribute: attrs.Attribute[dt.datetime], value: dt.datetime) -> None:
    if value.tzinfo is None:
        raise ValueError(f"{attribute.name} needs a time zone")


@attrs.frozen
class Context:
    """Who asks, when, and why: all that a command needs from outside the library.

    Attributes:
        actor: who asks.
        at: instant at which the server began to receive the request.
        new_id: gives a fresh opaque identifier at each call.
        reason: the actor's words, where an action needs them.
    """

    actor: Actor
    at: dt.datetime = attrs.field(validator=_aware)
    new_id: Callable[[], str] = attrs.field(repr=False)
    reason: str = ""


@attrs.frozen
class Event:
    """One accepted command (事件).

    Attributes:
        stream: the log it belongs to.
        sequence: 1 for the first event of the log, without gaps.
        at: instant at which the server began to receive the command.
        actor: who gave it.
        command: what was done.
        reason: the actor's words; empty where none are needed.
        previous: digest of the event before it in the log, so that tampering shows.
    """

    stream: StreamKey
    sequence: int = attrs.field(validator=[v.instance_of(int), v.ge(1)])
    at: dt.datetime = attrs.field(validator=_aware)
    actor: Actor
    command: Command = attrs.field()
    reason: str
    previous: str

    @command.validator
    def _command_of_its_kind(self, _: object, value: object) -> None:
        if not isinstance(value, _COMMANDS[self.stream.kind]):
            raise TypeError(f"command: expected one for a {self.stream.kind}")


Fold: TypeAlias = Callable[[Any, Any, Event], State]
"""What a kind of command does to what its stream folds into."""
