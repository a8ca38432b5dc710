"""Where a test may begin: an empty school, a year under way, a year that was answered."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from learnport.model import CourseOutcome, Performance, PersonRef, Work
from learnport.systems import Decision
from learnport.workflow import (
    Action,
    OutcomeStep,
    PerformanceStep,
    RecordAdvising,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    UploadOutcome,
    UploadPerformance,
)
from tests.stateful import cast
from tests.stateful import world as w

COUNTS: Final = {cast.S1: (7, 11), cast.S2: (1, 2), cast.S3: (1, 1)}
"""Certified outcomes and complete performances of each student: the first has one too many."""


@functools.cache
def under_way() -> w.Past:
    """Students have uploaded and teachers have certified; everything can be selected."""
    with TemporaryDirectory() as folder:
        world = w.World(Path(folder))
        for who, (outcomes, performances) in COUNTS.items():
            _record(world, who)
            for number in range(outcomes):
                _certified_outcome(world, who, number)
            for number in range(performances):
                _complete_performance(world, who, number)
        _half_done(world, cast.S2)
        return world.past()


@functools.cache
def answered() -> w.Past:
    """The centre has answered: it rejected some of the first student's outcomes.

    Its plan no longer lists the course they come from.
    """
    key = cast.batch_key()
    with TemporaryDirectory() as folder:
        world = w.World(Path(folder))
        world.remember(under_way())
        world.now = cast.instant("2025-08-21T08:00")
        for who, outcomes in ((cast.S1, ("o0", "o4")), (cast.S2, ("o0",))):
            picks = [f"{who.key}-{each}" for each in outcomes], [f"{who.key}-p0"]
            me = world.context(cast.PUPILS[who])
            must(world.school.select(who, cast.YEAR, *picks, me))
            must(world.school.confirm_selection(who, cast.YEAR, me))
        world.now = cast.instant("2025-09-06T08:00")
        world.central_plans.sync(cast.plan(113, without="02"))
        staff, package = world.context(cast.STAFF), world.package(key)
        must(world.school.precheck(key, staff).decision)
        must(world.school.seal(key, staff, world.folder).decision)
        must(world.school.send(key, staff, package, "line"))
        must(world.school.collect(key, staff, "line"))
        return world.past()


def must(decision: Decision) -> None:
    assert decision.done, [(each.code, each.at) for each in decision.findings]


def _record(world: w.World, who: PersonRef) -> None:
    world.now = cast.instant("2025-02-01T08:00")
    staff, advisor = world.context(cast.STAFF), world.context(cast.ADVISOR)
    must(world.school.perform(who, RecordStudent(cast.pupil(who)), staff))
    for key in cast.TAKINGS:
        must(world.school.perform(who, RecordTaking(cast.taking(who, key)), staff))
    must(world.school.perform(who, RecordOfficerPost(cast.post_of(who)), staff))
    must(world.school.perform(who, RecordAdvising(cast.talk_with(who)), advisor))


def _certified_outcome(world: w.World, who: PersonRef, number: int) -> None:
    """The school allows four for each taking, so the fifth belongs to the second."""
    key, teacher = ("k1", cast.TEACHERS[0]) if number < 4 else ("k2", cast.TEACHERS[1])
    semester = cast.TAKINGS[key][0]
    item, files = f"{who.key}-o{number}", (cast.FILES[number % len(cast.FILES)],)
    outcome = CourseOutcome(item, who, key, semester, world.now, f"成果{number}", files)
    me = world.context(cast.PUPILS[who])
    must(world.school.perform(who, UploadOutcome(outcome), me))
    must(world.school.perform(who, OutcomeStep(Action.REQUEST, item), me))
    must(world.school.perform(who, OutcomeStep(Action.CERTIFY, item), world.context(teacher)))


def _half_done(world: w.World, who: PersonRef) -> None:
    """An outcome in every state before certification, and a draft of a performance."""
    me, teacher = world.context(cast.PUPILS[who]), world.context(cast.TEACHERS[0])
    for name in ("draft", "awaiting", "returned"):
        outcome = CourseOutcome(
            f"{who.key}-{name}", who, "k1", cast.TAKINGS["k1"][0], world.now, name, cast.FILES[:1]
        )
        must(world.school.perform(who, UploadOutcome(outcome), me))
        if name != "draft":
            must(world.school.request_certification(who, outcome.id, me))
        if name == "returned":
            must(world.school.return_outcome(who, outcome.id, "unreadable", teacher))
    work = Work("草稿", dt.date(2024, 10, 1))
    performance = Performance(f"{who.key}-sketch", who, cast.YEAR, world.now, work, "", ())
    must(world.school.perform(who, UploadPerformance(performance), me))


def _complete_performance(world: w.World, who: PersonRef, number: int) -> None:
    item, files = f"{who.key}-p{number}", (cast.FILES[number % len(cast.FILES)],) * (number % 2)
    work = Work(f"作品{number}", dt.date(2024, 10, 1))
    performance = Performance(item, who, cast.YEAR, world.now, work, "自己做的。", files)
    me = world.context(cast.PUPILS[who])
    must(world.school.perform(who, UploadPerformance(performance), me))
    must(world.school.perform(who, PerformanceStep(Action.COMPLETE, item), me))
