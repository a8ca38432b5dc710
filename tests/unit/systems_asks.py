"""What people ask for, as little or as much as a scene needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from learnport.model import (
    Attachment,
    CourseCode,
    FileGroup,
    Work,
)
from learnport.workflow import (
    Action,
    AdvisingStep,
    CorrectSelection,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    ReturnOutcome,
    Select,
    SelectionStep,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)
from tests.unit.systems_stages import (
    FILE,
    MORE_TIME,
    S1,
    UNLOCKED,
)
from tests.unit.systems_world import (
    YEAR,
    World,
    course_outcome,
    document,
    performance,
)

NO_CREDIT = CourseCode.parse("113ZZ0001H1110109010101")
OTHER_CODE = CourseCode.parse("113ZZ0001H1110101010199")
LONG, LONGEST = "字" * 101, "字" * 100
FILM = Attachment("影片.mp4", 10, "video/mp4", document(FILE).sha256, FileGroup.MEDIA)

Build = Callable[[World], PortfolioCommand]
"""Makes a command for the world in which it is given."""


def always(command: PortfolioCommand) -> Build:
    return lambda _: command


def outcome(key: str = "o9", *, file: Attachment | None = None, **changes: Any) -> Build:
    """Upload an outcome with a file the store holds."""

    def build(world: World) -> UploadOutcome:
        held = world.file(f"s1 {key}".encode()) if file is None else file
        return UploadOutcome(attrs.evolve(course_outcome(S1, key, held), **changes))

    return build


def edited(text: str = "改過", file: Attachment | None = None) -> Build:
    return lambda world: EditOutcome("o1", text, (file or world.file(FILE),))


def shown(key: str = "p9", *, file: Attachment | None = None, **changes: Any) -> Build:
    """Upload a performance with a file the store holds."""

    def build(world: World) -> UploadPerformance:
        held = world.file(f"s1 {key}".encode()) if file is None else file
        return UploadPerformance(attrs.evolve(performance(S1, key, held), **changes))

    return build


def reworked(text: str = "改過", title: str = "詩集", file: Attachment | None = None) -> Build:
    work = Work(title, dt.date(2024, 8, 1))
    return lambda world: EditPerformance("p1", work, text, (file or world.file(b"s1 p1"),))


def step(action: Action, item: str = "o1") -> Build:
    return always(OutcomeStep(action, item))


def deed(action: Action, item: str = "p1") -> Build:
    return always(PerformanceStep(action, item))


def turn(action: Action) -> Build:
    return always(SelectionStep(action, YEAR))


def returned(reason: str, note: str = "") -> Build:
    return always(ReturnOutcome("o1", reason, note))


def longer(**changes: Any) -> Build:
    return always(ExtendWindow(attrs.evolve(MORE_TIME, **changes)))


def unlocked(**changes: Any) -> Build:
    return always(UnlockItem(attrs.evolve(UNLOCKED, **changes)))


def withdrawn(key: str = "e1") -> Build:
    return always(ExtensionStep(Action.REVOKE_EXTENSION, key))


def struck(key: str = "v-s1") -> Build:
    return always(AdvisingStep(Action.STRIKE_ADVISING, key))


def picked(outcomes: str, performances: str = "") -> Build:
    return always(Select(YEAR, tuple(outcomes.split()), tuple(performances.split())))


def corrected(outcomes: str, performances: str = "") -> Build:
    return always(CorrectSelection(YEAR, tuple(outcomes.split()), tuple(performances.split())))
