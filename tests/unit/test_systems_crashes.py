"""The process dies at every single call in turn; the same step again leads to the same end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pytest

from learnport.formats import (
    Layout,
    PackageReader,
    PackageReceipt,
    SheetRow,
    submission_of_line,
    write_package,
)
from learnport.model import (
    BatchKey,
    CoursePlan,
    Deposit,
    Finding,
    Portfolio,
    SelectionState,
    SubmissionBatch,
)
from learnport.plugins import MemoryCoursePlans
from learnport.systems import _package
from learnport.workflow import (
    CorrectSelection,
    RecordTaking,
    StreamKey,
    StreamKind,
    SubmitSelection,
)
from tests.unit.systems_desk import Desk
from tests.unit.systems_faults import Crash, CrashAt, HookedBlobs, HookedRecords, HookedTransport
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CLERK,
    CORRECTION,
    PLAN,
    SUBMITTING,
    YEAR,
    World,
    copied,
    pupil,
    taking,
)

STUDENTS = ("s1", "s2", "s3")
OTHER_CODE = attrs.evolve(PLAN.entries[0].code, subject="99")
LENIENT = CoursePlan(
    PLAN.school, PLAN.entry_year,
    (*PLAN.entries, attrs.evolve(PLAN.entries[0], code=OTHER_CODE)),
)  # fmt: skip
"""The school's copy of the plan still lists a code that the centre's does not."""


@attrs.frozen
class Case:
    """A batch about to be submitted in a world."""

    world: World
    key: BatchKey

    def run(self, number: int, scratch: Path, patch: pytest.MonkeyPatch) -> Run:
        """Take every step; the process dies at one call, and whoever is at work begins again."""
        crash = CrashAt(number)
        world = hooked(self.world, crash)
        desk = Desk(world, scratch, ANSWERING if self.key == CORRECTION else SUBMITTING)
        world.now = desk.when

        def writing(*given: Any, **named: Any) -> PackageReceipt:
            crash("before write_package")
            receipt = write_package(*given, **named)
            crash("after write_package")
            return receipt

        patch.setattr(_package, "write_package", writing)
        patch.setattr(_package, "write_roster", quick_roster)
        for step in (desk.precheck, desk.seal, desk.send, desk.collect):
            try:
                step(self.key)
            except Crash:
                step(self.key)
        return Run(world, scratch / f"{self.key}.zip", tuple(crash.calls), number)


@attrs.frozen
class Run:
    """What is there at the end of a run."""

    world: World
    package: Path
    calls: tuple[str, ...]
    number: int

    @property
    def crashed(self) -> str:
        """The call at which it died; empty when the run came to its end before."""
        return self.calls[self.number - 1] if 0 < self.number <= len(self.calls) else ""

    def batches(self) -> list[SubmissionBatch]:
        keys = self.world.records.keys(StreamKind.BATCH, "ZZ0001")
        return [self.world.school.batch(BatchKey.parse(each.key)) for each in keys]

    def portfolios(self) -> list[Portfolio]:
        return list(self.world.school.portfolios())

    def deposits(self) -> list[Deposit]:
        return list(self.world.central.deposits("ZZ0001"))

    def times_submitted(self) -> dict[tuple[str, str], int]:
        """How often each student was marked for each batch."""
        marks: dict[tuple[str, str], int] = {}
        for student in STUDENTS:
            for event in self.world.log(StreamKey.portfolio(pupil(int(student[1])).ref)):
                if isinstance(event.command, SubmitSelection):
                    mark = (student, str(event.command.batch))
                    marks[mark] = marks.get(mark, 0) + 1
        return marks

    def packed(self) -> list[str]:
        with PackageReader(self.package) as reader:
            lines = reader.open("records.jsonl").readlines()
        return [submission_of_line(line).student.ref.key for line in lines]


def quick_roster(
    layout: Layout, _: object, rows: Iterable[SheetRow], target: BinaryIO, **__: object
) -> tuple[Finding, ...]:
    """Workbooks cost more than all the rest, and nothing here reads them."""
    target.write(f"{layout.name}: {len(list(rows))} rows".encode())
    return ()


def hooked(world: World, hook: Callable[[str], object]) -> World:
    """A copy of a world in which every call that counts is told to a hook."""
    return World(
        records=HookedRecords(copied(world.records), hook),
        blobs=HookedBlobs(world.blobs, hook),
        plans=world.plans,
        centre_records=HookedRecords(copied(world.centre_records), hook),
        centre_blobs=HookedBlobs(world.centre_blobs, hook),
        line=lambda loopback: HookedTransport(loopback, hook),
    )


@pytest.fixture(scope="module")
def first() -> Case:
    """Three students; the centre will reject an outcome of the second."""
    world = World(plans=MemoryCoursePlans([LENIENT]))
    for number in (1, 2, 3):
        student = world.open(number)
        if number == 2:
            wrong = taking(student, code=OTHER_CODE, subject="國語文")
            world.do(student, RecordTaking(wrong), CLERK)
        world.certified(student, f"o{number}")
        world.complete(student, f"p{number}")
        world.chosen(student, [f"o{number}"], [f"p{number}"])
    return Case(world, BATCH)


@pytest.fixture(scope="module")
def correction(first: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The first batch was answered; the second student is corrected."""
    with pytest.MonkeyPatch.context() as patch:
        world = first.run(0, tmp_path_factory.mktemp("answered"), patch).world
    student = pupil(2)
    world.do(student, RecordTaking(taking(student)), CLERK, ANSWERING)
    again = CorrectSelection(YEAR, ("o2",), ("p2",))
    world.do(student, again, CLERK, ANSWERING, "課程代碼已更正")
    return Case(world, CORRECTION)


@pytest.fixture(params=["first", "correction"])
def case(request: pytest.FixtureRequest) -> Case:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Case)
    return found


def runs(case: Case, scratch: Path) -> Iterator[Run]:
    """The undisturbed run, and then one for each call at which the process can die."""
    for number in range(1_000):
        folder = scratch / f"{number:03}"
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            run = case.run(number, folder, patch)
        yield run
        if number and not run.crashed:
            return


def test_wherever_the_process_dies_the_same_step_again_leads_to_the_same_end(
    case: Case, tmp_path: Path
) -> None:
    undisturbed, *crashed = runs(case, tmp_path)
    assert len(crashed) == len(undisturbed.calls) + 1
    for run in crashed:
        assert run.portfolios() == undisturbed.portfolios(), run.crashed
        assert run.batches() == undisturbed.batches(), run.crashed
        assert run.deposits() == undisturbed.deposits(), run.crashed
        assert run.package.read_bytes() == undisturbed.package.read_bytes(), run.crashed
        assert run.times_submitted() == undisturbed.times_submitted(), run.crashed
        assert run.packed() == undisturbed.packed(), run.crashed


def test_the_undisturbed_end_of_the_first_batch(first: Case, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        run = first.run(0, tmp_path, patch)
    assert {call: run.calls.count(call) for call in sorted({*run.calls})} == {
        "after commit": 13,
        "after put": 1,
        "after send": 1,
        "after write_package": 1,
        "before answer": 1,
        "before commit": 13,
        "before open": 7,
        "before put": 1,
        "before send": 1,
        "before write_package": 1,
    }
    states = [each.selection(YEAR).state for each in run.portfolios()]
    assert states == [SelectionState.RECEIVED, SelectionState.REJECTED, SelectionState.RECEIVED]
    assert run.packed() == ["s1", "s2", "s3"]
    assert run.times_submitted() == {(student, str(BATCH)): 1 for student in STUDENTS}
    assert [deposit.state.value for deposit in run.deposits()] == ["accepted"]


def test_the_undisturbed_end_of_the_correction(correction: Case, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        run = correction.run(0, tmp_path, patch)
    states = [each.selection(YEAR).state for each in run.portfolios()]
    assert states == [SelectionState.RECEIVED] * 3
    assert run.packed() == ["s2"]
    assert run.times_submitted()["s2", str(CORRECTION)] == 1
    assert {each.batch.number: each.state.value for each in run.deposits()} == {
        1: "superseded",
        2: "accepted",
    }
    assert [each.state.value for each in run.batches()] == ["superseded", "accepted"]
