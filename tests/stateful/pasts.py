"""Where a test may begin: one year, further and further on."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from learnport.model import Actor, BatchKey, CourseOutcome, Performance, PersonRef, Work
from learnport.systems import Decision
from learnport.workflow import (
    Action,
    CorrectSelection,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    RecordAdvising,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    Select,
    SelectionStep,
    UploadOutcome,
    UploadPerformance,
)
from tests.stateful import cast
from tests.stateful import world as w
from tests.stateful.desk import Desk, History

FIRST, SECOND = cast.batch_key(), cast.batch_key(number=2)
REASON: Final = "查證後處理。"

Chapter = Callable[[Desk], None]


@functools.cache
def told(chapters: tuple[Chapter, ...]) -> History:
    """The history that consists of these chapters."""
    *earlier, last = chapters
    with TemporaryDirectory() as folder:
        desk = Desk(w.World(Path(folder)))
        if earlier:
            desk.remember(told(tuple(earlier)))
        last(desk)
        return desk.history()


def must(decision: Decision | None) -> None:
    assert decision is not None
    assert decision.done, [(each.code, each.at) for each in decision.findings]


def upload_and_certify(desk: Desk) -> None:
    """Everything can be selected; of the first student's one too many of each."""
    desk.world.now = cast.instant("2025-02-01T08:00")
    for who, (outcomes, performances) in COUNTS.items():
        _record(desk, who)
        for number in range(outcomes):
            _certified_outcome(desk, who, number)
        for number in range(performances):
            _complete_performance(desk, who, number)
        _half_done(desk, who)


def confirm(desk: Desk) -> None:
    """The two students in grade 10 confirm what they choose."""
    desk.world.now = cast.instant("2025-08-21T08:00")
    for who, outcomes in ((cast.S1, ("s1-o0", "s1-o4")), (cast.S2, ("s2-o0",))):
        _me(desk, who, Select(cast.YEAR, outcomes, (f"{who.key}-p0",)))
        _me(desk, who, SelectionStep(Action.CONFIRM, cast.YEAR))


def send(desk: Desk) -> None:
    """The centre receives the package and rejects one of the first student's outcomes.

    Its plan no longer lists the course the outcome comes from.
    """
    desk.world.central_plans.sync(cast.plan(113, without="02"))
    _submit(desk, FIRST, "2025-09-06T08:00")


def correct(desk: Desk) -> None:
    """The answer is collected, the first student's selection is corrected."""
    desk.world.now = cast.instant("2025-09-16T08:00")
    must(desk.collect(FIRST, cast.STAFF))
    correction = CorrectSelection(cast.YEAR, ("s1-o0", "s1-o1"), ("s1-p0",))
    must(desk.ask(cast.S1, correction, cast.STAFF, REASON))


def correct_again(desk: Desk) -> None:
    """The correction comes too late and is rejected as a whole; it is corrected again."""
    _submit(desk, SECOND, "2025-09-16T08:00", weather="slow")
    must(desk.collect(SECOND, cast.STAFF))
    correction = CorrectSelection(cast.YEAR, ("s1-o0",), ("s1-p0",))
    must(desk.ask(cast.S1, correction, cast.STAFF, REASON))


YEAR: Final[tuple[Chapter, ...]] = (upload_and_certify, confirm, send, correct, correct_again)
PASTS: Final = tuple(YEAR[:count] for count in range(1, len(YEAR) + 1))
"""The year as far as each chapter."""

COUNTS: Final = {cast.S1: (7, 11), cast.S2: (1, 2), cast.S3: (1, 1)}
"""Certified outcomes and complete performances of each student."""


def _me(desk: Desk, who: PersonRef, *commands: PortfolioCommand) -> None:
    _by(desk, who, cast.PUPILS[who], *commands)


def _by(desk: Desk, who: PersonRef, actor: Actor, *commands: PortfolioCommand) -> None:
    for command in commands:
        must(desk.ask(who, command, actor))


def _submit(desk: Desk, key: BatchKey, at: str, weather: str = "fair") -> None:
    desk.world.now = cast.instant(at)
    must(desk.precheck(key, cast.STAFF))
    must(desk.seal(key, cast.STAFF))
    desk.world.line.weather = weather
    must(desk.send(key, cast.STAFF))


def _record(desk: Desk, who: PersonRef) -> None:
    _by(desk, who, cast.STAFF, RecordStudent(cast.pupil(who)))
    _by(desk, who, cast.STAFF, *(RecordTaking(cast.taking(who, key)) for key in cast.TAKINGS))
    _by(desk, who, cast.STAFF, RecordOfficerPost(cast.post_of(who)))
    _by(desk, who, cast.ADVISOR, RecordAdvising(cast.talk_with(who)))


def _certified_outcome(desk: Desk, who: PersonRef, number: int) -> None:
    """Of the first course four, then of the second: the school allows six of each."""
    key, teacher = ("k1", cast.TEACHERS[0]) if number < 4 else ("k2", cast.TEACHERS[1])
    outcome = _outcome(desk, who, f"o{number}", key, number)
    _me(desk, who, UploadOutcome(outcome), OutcomeStep(Action.REQUEST, outcome.id))
    _by(desk, who, teacher, OutcomeStep(Action.CERTIFY, outcome.id))


def _outcome(desk: Desk, who: PersonRef, name: str, key: str, number: int) -> CourseOutcome:
    semester, files = cast.TAKINGS[key][0], (cast.FILES[number % len(cast.FILES)],)
    return CourseOutcome(
        f"{who.key}-{name}", who, key, semester, desk.world.now, f"成果{name}", files
    )


def _complete_performance(desk: Desk, who: PersonRef, number: int) -> None:
    item, files = f"{who.key}-p{number}", (cast.FILES[number % len(cast.FILES)],) * (number % 2)
    work = Work(f"作品{number}", dt.date(2024, 10, 1))
    performance = Performance(item, who, cast.YEAR, desk.world.now, work, "自己做的。", files)
    _me(desk, who, UploadPerformance(performance), PerformanceStep(Action.COMPLETE, item))


def _half_done(desk: Desk, who: PersonRef) -> None:
    """An outcome in every state before certification, and a draft of a performance."""
    draft, awaiting, returned = (
        _outcome(desk, who, name, "k2", 0) for name in ("draft", "awaiting", "returned")
    )
    _me(desk, who, UploadOutcome(draft))
    _me(desk, who, UploadOutcome(awaiting), OutcomeStep(Action.REQUEST, awaiting.id))
    _me(desk, who, UploadOutcome(returned), OutcomeStep(Action.REQUEST, returned.id))
    _by(desk, who, cast.TEACHERS[1], ReturnOutcome(returned.id, "unreadable"))
    work = Work("草稿", dt.date(2024, 10, 1))
    performance = Performance(f"{who.key}-sketch", who, cast.YEAR, desk.world.now, work, "", ())
    _me(desk, who, UploadPerformance(performance))
