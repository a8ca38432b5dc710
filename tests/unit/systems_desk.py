"""The clerk at work: a world in which students are ready, and a folder for packages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from learnport.model import (
    BatchKey,
    BatchState,
    Deposit,
    Student,
)
from learnport.plugins import Transport, hookimpl
from learnport.systems import Decision, Precheck, Seal
from learnport.workflow import (
    Action,
    OutcomeStep,
)
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CLERK,
    SUBMITTING,
    TEACHER,
    TRANSPORT,
    YEAR,
    World,
    at,
)

BEFORE, AFTER = at("2025-09-01T07:59:59.999999"), at("2025-09-08T17:00")


@attrs.frozen
class Desk:
    """The clerk at work in a world, with a folder for packages."""

    world: World
    folder: Path
    when: dt.datetime = SUBMITTING

    def precheck(self, key: BatchKey = BATCH) -> Precheck:
        return self.world.school.precheck(key, self.world.context(CLERK, self.when))

    def seal(self, key: BatchKey = BATCH) -> Seal:
        return self.world.school.seal(key, self.world.context(CLERK, self.when), self.folder)

    def send(self, key: BatchKey = BATCH, package: Path | None = None) -> Decision:
        path = package or self.folder / f"{key}.zip"
        context = self.world.context(CLERK, self.when)
        return self.world.school.send(key, context, path, TRANSPORT)

    def collect(self, key: BatchKey = BATCH) -> Decision:
        return self.world.school.collect(key, self.world.context(CLERK, self.when), TRANSPORT)

    def submit(self, key: BatchKey = BATCH) -> BatchState:
        """All four steps; where the batch stands afterwards."""
        assert self.precheck(key).decision.done
        assert self.seal(key).decision.done
        assert self.send(key).done
        assert self.collect(key).done
        return self.state(key)

    def state(self, key: BatchKey = BATCH) -> BatchState:
        return self.world.school.batch(key).state

    def later(self) -> Desk:
        """In the days of receipts and corrections."""
        self.world.now = ANSWERING
        return attrs.evolve(self, when=ANSWERING)

    def states(self, *numbers: int) -> list[str]:
        """Where the students' selections stand."""
        return [self.world.portfolio(number).selection(YEAR).state for number in numbers]


def at_work(tmp_path: Path, *numbers: int, world: World | None = None) -> Desk:
    """A world in which students have confirmed their selections."""
    world = world or World()
    world.ready(*numbers)
    return Desk(world, tmp_path)


def revoke(world: World, student: Student, item: str) -> None:
    world.do(student, OutcomeStep(Action.REVOKE, item), TEACHER, reason="誤認")


def sealed(tmp_path: Path, *numbers: int, world: World | None = None) -> Desk:
    desk = at_work(tmp_path, *numbers, world=world)
    assert desk.precheck().decision.done
    assert desk.seal().decision.done
    return desk


@attrs.define
class Altered:
    """A line on which the centre's answers change."""

    held: Transport
    change: Callable[[Deposit], Deposit | None]
    plugin_name = "a line"

    @hookimpl
    def learnport_transport(self, name: str) -> Altered | None:
        return self if name == TRANSPORT else None

    def send(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        deposit = self.change(self.held.send(stream, key, digest))
        assert deposit is not None
        return deposit

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        deposit = self.held.answer(key, digest)
        return deposit and self.change(deposit)


def answering(change: Callable[[Deposit], Deposit | None]) -> World:
    return World(line=lambda loopback: Altered(loopback, change))


def with_receipt(**changes: Any) -> Callable[[Deposit], Deposit]:
    def change(deposit: Deposit) -> Deposit:
        assert deposit.receipt is not None
        return attrs.evolve(deposit, receipt=attrs.evolve(deposit.receipt, **changes))

    return change
