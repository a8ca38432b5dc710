"""How things stand: worlds in which a student has come so far."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from learnport.model import (
    Extension,
    Unlock,
    WindowKind,
)
from learnport.systems._decision import append
from learnport.workflow import (
    Action,
    DisputeReceipt,
    ExtendWindow,
    OutcomeStep,
    PerformanceStep,
    RecordAdvising,
    Select,
    SelectionStep,
    StreamKey,
    SubmitSelection,
    UnlockItem,
    UploadPerformance,
)
from tests.unit.systems_world import (
    ADVISOR,
    ANSWERING,
    BATCH,
    CLERK,
    PUPIL,
    SELECTING,
    SUBMITTING,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    advising,
    at,
    copied,
    document,
    performance,
    pupil,
)

S1, S2 = pupil(1), pupil(2)
FILE = b"s1 o1"
LOST = document(b"nobody holds this")
NEVER = UPLOADING + dt.timedelta(days=3650)
MORE_TIME = Extension("e1", WindowKind.UPLOAD_OUTCOMES, "113-1", at("2025-02-20T00:00"))
UNLOCKED = Unlock("u1", "o1", at("2025-08-26T17:00"))


# The worlds in which the scenes play; each is built once and copied for every scene.


@functools.cache
def opened() -> World:
    """`s1` and `s2` each take a course."""
    world = World()
    world.open(1)
    world.open(2)
    return world


@functools.cache
def drafted() -> World:
    """`s1` has an outcome and a performance that are drafts."""
    world = fork(opened)
    world.draft(S1, "o1")
    world.do(S1, UploadPerformance(performance(S1, "p1", world.file(b"s1 p1"))), PUPIL)
    return world


@functools.cache
def awaiting() -> World:
    """The outcome waits for its teacher."""
    world = fork(drafted)
    world.do(S1, OutcomeStep(Action.REQUEST, "o1"), PUPIL)
    return world


@functools.cache
def certified() -> World:
    """The outcome is certified, the performance complete."""
    world = fork(awaiting)
    world.do(S1, OutcomeStep(Action.CERTIFY, "o1"), TEACHER)
    world.do(S1, PerformanceStep(Action.COMPLETE, "p1"), PUPIL)
    return world


@functools.cache
def seven() -> World:
    """Seven certified outcomes; the first is drawn first."""
    world = fork(certified)
    for number in range(2, 8):
        world.certified(S1, f"o{number}")
    return world


@functools.cache
def chosen() -> World:
    """Both are chosen, but the selection is open."""
    world = fork(certified)
    world.do(S1, Select(YEAR, ("o1",), ("p1",)), PUPIL, SELECTING)
    return world


@functools.cache
def confirmed() -> World:
    """The selection is confirmed."""
    world = fork(chosen)
    world.do(S1, SelectionStep(Action.CONFIRM, YEAR), PUPIL, SELECTING)
    return world


@functools.cache
def received() -> World:
    """The centre has received it."""
    world = fork(confirmed)
    _through(world)
    return world


@functools.cache
def disputed() -> World:
    """The student says that the receipt is wrong."""
    world = fork(received)
    world.do(S1, DisputeReceipt(YEAR, "少了一件"), PUPIL, ANSWERING)
    return world


@functools.cache
def resolved() -> World:
    """Staff have looked into it."""
    world = fork(disputed)
    world.do(S1, SelectionStep(Action.RESOLVE, YEAR), CLERK, ANSWERING, "查證屬實")
    return world


@functools.cache
def advised() -> World:
    """The advisor has recorded a talk with `s1`."""
    world = fork(certified)
    world.do(S1, RecordAdvising(advising(S1)), ADVISOR)
    return world


@functools.cache
def granted() -> World:
    """`s1` has five days more to upload outcomes, and one of the confirmed items is unlocked."""
    world = fork(confirmed)
    world.do(S1, ExtendWindow(MORE_TIME), CLERK, reason="住院")
    world.do(S1, UnlockItem(UNLOCKED), CLERK, reason="檔案有誤")
    return world


def fork(of: Callable[[], World], **changes: Any) -> World:
    """A copy of a world."""
    return World(records=copied(of().records), blobs=of().blobs, **changes)


def _through(world: World) -> None:
    """Hand the selection in, in the events that `seal` and `collect` would write."""
    key = StreamKey.portfolio(S1.ref)
    steps = SubmitSelection(YEAR, BATCH), OutcomeStep(Action.SUBMIT_OUTCOME, "o1")
    answers = PerformanceStep(Action.SUBMIT_PERFORMANCE, "p1"), SelectionStep(Action.RECEIVE, YEAR)
    host, context = world.school.host, world.context(CLERK, SUBMITTING)
    append(host, key, world.records.load(key), [*steps, *answers], context)
