"""The centre: what it takes in, what it accepts, and what it says about the rest."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import BinaryIO

import attrs
import pytest

from learnport.errors import BlobMismatch, DataError, NotFound, PluginError
from learnport.formats import receipt_records
from learnport.model import (
    BatchKey,
    Deadline,
    Deposit,
    DepositState,
    Receipt,
    Role,
    SchoolSettings,
    SubmissionRound,
    Verdict,
    Window,
    WindowKind,
)
from learnport.plugins import BlobReceipt, DirectoryBlobs, MemoryBlobs
from learnport.systems import CentralEndpoint
from learnport.testing.faults import FailingStream
from tests.unit.systems_faults import Crash, CrashAt, HookedRecords
from tests.unit.systems_packages import answer, build, handed_in, judge, log, receive
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CENTRE,
    CLERK,
    CORRECTION,
    PUPIL,
    STRANGERS,
    SUBMITTING,
    TEACHER,
    World,
    actor,
    at,
    codes,
    everything,
)

TICK = dt.timedelta(microseconds=1)
OPENS, CLOSES = at("2025-09-01T08:00"), at("2025-09-08T17:00")


# Taking in and accepting.


def test_a_package_is_received_first_and_then_accepted(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in(1), handed_in(2)])
    received = receive(world, package)
    deposit = received.state
    assert isinstance(deposit, Deposit)
    assert (deposit.state, deposit.receipt) == (DepositState.RECEIVED, None)
    assert (deposit.batch, deposit.digest) == (BATCH, package.digest)
    assert deposit.received_at == SUBMITTING
    assert world.centre_blobs.open(deposit.package).read() == package.content

    judged = judge(world, package, ANSWERING)
    assert judged.done
    deposit = judged.state
    assert isinstance(deposit, Deposit)
    assert deposit.state is DepositState.ACCEPTED
    records = (*receipt_records(handed_in(1)), *receipt_records(handed_in(2)))
    assert deposit.receipt == Receipt(
        BATCH, package.digest, SUBMITTING, "learnport-rules-2", Verdict.ACCEPTED, (), records
    )
    assert [(each.student.key, each.item) for each in records] == [
        ("s1", "o1"), ("s1", "p1"), ("s2", "o2"), ("s2", "p2"),
    ]  # fmt: skip
    assert world.central.answer(BATCH, package.digest) == deposit


def test_the_same_package_twice_is_one_deposit_and_one_event(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    first = receive(world, package)
    again = receive(world, package, ANSWERING)
    assert (again.done, again.findings, again.state) == (False, (), first.state)
    assert log(world, package) == ["deposit.receive"]
    assert len(list(world.central.deposits("ZZ0001"))) == 1


def test_judging_twice_changes_nothing(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    receipt = answer(world, package)
    again = judge(world, package, ANSWERING)
    assert (again.done, again.findings) == (False, ())
    assert isinstance(again.state, Deposit)
    assert again.state.receipt == receipt
    assert log(world, package) == ["deposit.receive", "deposit.accept"]


def test_sending_again_what_was_judged_brings_the_answer(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    receipt = answer(world, package)
    again = receive(world, package, ANSWERING)
    assert isinstance(again.state, Deposit)
    assert again.state.receipt == receipt
    assert log(world, package) == ["deposit.receive", "deposit.accept"]


def test_other_content_under_the_same_batch_is_rejected_and_the_accepted_one_stands(
    tmp_path: Path,
) -> None:
    world = World()
    first, other = build(tmp_path, [handed_in(1)]), build(tmp_path, [handed_in(2)])
    answer(world, first)
    receipt = answer(world, other)
    assert (receipt.verdict, codes(receipt.findings)) == (Verdict.REJECTED, ["LP2004"])
    assert receipt.records == ()
    standing = world.central.answer(BATCH, first.digest)
    assert standing is not None
    assert standing.state is DepositState.ACCEPTED


def test_what_was_rejected_does_not_take_the_place_of_its_batch(tmp_path: Path) -> None:
    world = World()
    wrong = build(tmp_path, [handed_in(1)], label="ZZ0001.yearly.112.ordinary.1")
    right = build(tmp_path, [handed_in(1)])
    assert answer(world, wrong).verdict is Verdict.REJECTED
    assert answer(world, right).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (OPENS - TICK, ["LP1502"]),
        (OPENS, []),
        (CLOSES - TICK, []),
        (CLOSES, ["LP1503"]),
    ],
)
def test_the_instant_at_which_it_began_to_arrive_counts(
    tmp_path: Path, when: dt.datetime, expected: list[str]
) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    receive(world, package, when)
    judged = judge(world, package, ANSWERING)
    assert codes(judged.findings) == expected
    assert isinstance(judged.state, Deposit)
    assert judged.state.receipt is not None
    assert judged.state.receipt.received_at == when


# Corrections.


def test_a_correction_of_nothing_is_rejected(tmp_path: Path) -> None:
    receipt = answer(World(), build(tmp_path, [handed_in()], CORRECTION), ANSWERING)
    assert (receipt.verdict, codes(receipt.findings)) == (Verdict.REJECTED, ["LP2005"])


def test_a_correction_comes_after_the_answer(tmp_path: Path) -> None:
    world = World()
    receive(world, build(tmp_path, [handed_in()]))
    receipt = answer(world, build(tmp_path, [handed_in()], CORRECTION), ANSWERING)
    assert codes(receipt.findings) == ["LP2005"]


def test_a_correction_supersedes_what_it_corrects(tmp_path: Path) -> None:
    world, first = World(), build(tmp_path, [handed_in()])
    second = build(tmp_path, [handed_in()], CORRECTION)
    answer(world, first)
    assert answer(world, second, ANSWERING).verdict is Verdict.ACCEPTED
    deposit = world.central.answer(BATCH, first.digest)
    assert deposit is not None
    assert (deposit.state, deposit.superseded_by) == (DepositState.SUPERSEDED, str(CORRECTION))
    assert deposit.receipt is not None
    assert log(world, first) == ["deposit.receive", "deposit.accept", "deposit.supersede"]
    third = build(tmp_path, [handed_in(2)])
    assert codes(answer(world, third).findings) == ["LP2004"]


def test_a_correction_in_the_days_of_submission_is_too_early(tmp_path: Path) -> None:
    world = World()
    answer(world, build(tmp_path, [handed_in()]))
    receipt = answer(world, build(tmp_path, [handed_in()], CORRECTION), SUBMITTING)
    assert codes(receipt.findings) == ["LP1502"]


def test_a_rejected_correction_supersedes_nothing(tmp_path: Path) -> None:
    world, first = World(), build(tmp_path, [handed_in()])
    answer(world, first)
    wrong = build(tmp_path, [handed_in(2)], CORRECTION, label=str(BATCH))
    assert codes(answer(world, wrong, ANSWERING).findings) == ["LP2010"]
    deposit = world.central.answer(BATCH, first.digest)
    assert deposit is not None
    assert deposit.state is DepositState.ACCEPTED
    assert deposit.superseded_by is None


def test_what_was_rejected_can_be_corrected_too(tmp_path: Path) -> None:
    world = World()
    late = build(tmp_path, [handed_in()])
    answer(world, late, CLOSES)
    assert answer(world, build(tmp_path, [handed_in()], CORRECTION), ANSWERING).findings == ()
    deposit = world.central.answer(BATCH, late.digest)
    assert deposit is not None
    assert deposit.superseded_by == str(CORRECTION)


@pytest.mark.parametrize("number", range(1, 7))
def test_a_correction_supersedes_wherever_the_centre_died(tmp_path: Path, number: int) -> None:
    """Calls: two of receiving, two of judging, two of superseding."""
    world, first = World(), build(tmp_path, [handed_in()])
    answer(world, first)
    second = build(tmp_path, [handed_in()], CORRECTION)
    crash = CrashAt(number)
    central = World(
        centre_records=HookedRecords(world.centre_records, crash), centre_blobs=world.centre_blobs
    )
    with pytest.raises(Crash):
        answer(central, second, ANSWERING)
    receive(central, second, ANSWERING)
    judge(central, second, ANSWERING)
    states = {
        each.batch.number: (each.state.value, each.superseded_by)
        for each in central.central.deposits("ZZ0001")
    }
    assert states == {1: ("superseded", str(CORRECTION)), 2: ("accepted", None)}
    assert log(world, first) == ["deposit.receive", "deposit.accept", "deposit.supersede"]
    assert log(world, second) == ["deposit.receive", "deposit.accept"]


# Who may, and who is asked.


def test_only_the_centre_receives_and_judges(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    people = (PUPIL, TEACHER, CLERK, actor("x1", school="ZZ9999"), *STRANGERS.values())
    for who in people:
        context = world.context(who, SUBMITTING)
        refused = world.central.receive(package.stream(), BATCH, package.digest, context)
        assert (codes(refused), refused.state, refused.done) == (["LP1701"], None, False)
        unread = world.central.judge(BATCH, package.digest, context)
        assert (codes(unread), unread.state, unread.done) == (["LP1701"], None, False)
    assert everything(world.centre_records) == {}
    assert list(world.centre_blobs.digests()) == []


def test_what_never_came_has_no_answer_and_is_not_judged() -> None:
    world = World()
    assert world.central.answer(BATCH, "0" * 64) is None
    with pytest.raises(NotFound, match="deposit 0000"):
        world.central.judge(BATCH, "0" * 64, world.context(CENTRE, SUBMITTING))


def test_the_answer_to_one_batch_is_not_given_for_another(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    answer(world, package)
    other = BatchKey.parse("ZZ0001.yearly.113.ordinary.3")
    assert world.central.answer(other, package.digest) is None
    renamed = attrs.evolve(package, key=other)
    assert receive(world, renamed).done
    assert codes(judge(world, renamed)) == ["LP1502", "LP2005"]
    first = world.central.answer(BATCH, package.digest)
    assert first is not None
    assert first.state == "accepted"


def test_what_was_received_before_a_crash_is_judged_when_the_school_asks(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    assert receive(world, package).done
    endpoint = CentralEndpoint(world.central, lambda: world.context(CENTRE, SUBMITTING))
    answered = endpoint.answer(BATCH, package.digest)
    assert answered is not None
    assert (answered.state, answered.receipt is not None) == ("accepted", True)
    assert endpoint.answer(BATCH, "0" * 64) is None


def test_schools_do_not_meet(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    answer(world, package)
    assert list(world.central.deposits("ZZ0002")) == []
    assert world.central.answer(attrs.evolve(BATCH, school="ZZ0002"), package.digest) is None


def test_a_line_that_goes_dead_leaves_nothing_at_the_centre(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    stream = FailingStream(package.content, after=len(package.content) // 2)
    with pytest.raises(ConnectionResetError):
        world.central.receive(stream, BATCH, package.digest, world.context(CENTRE, SUBMITTING))
    assert everything(world.centre_records) == {}
    assert answer(world, package).verdict is Verdict.ACCEPTED


def test_a_store_that_acknowledges_other_bytes_is_not_believed(tmp_path: Path) -> None:
    class Lying(MemoryBlobs):
        def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
            super().put(stream, sha256, size)
            return BlobReceipt("0" * 64, size)

    world, package = World(centre_blobs=Lying()), build(tmp_path, [handed_in()])
    with pytest.raises(PluginError, match="plugin Lying: acknowledged other bytes"):
        receive(world, package)
    assert everything(world.centre_records) == {}


def test_a_store_that_damages_bytes_receives_nothing(tmp_path: Path) -> None:
    class Damaging(MemoryBlobs):
        def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
            return super().put(io.BytesIO(stream.read()[::-1]), sha256, size)

    world, package = World(centre_blobs=Damaging()), build(tmp_path, [handed_in()])
    with pytest.raises(BlobMismatch):
        receive(world, package)
    assert everything(world.centre_records) == {}


def test_the_endpoint_answers_received_and_has_judged_when_it_is_asked(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    endpoint = CentralEndpoint(world.central, lambda: world.context(CENTRE, SUBMITTING))
    deposit = endpoint.receive(package.stream(), BATCH, package.digest)
    assert (deposit.state, deposit.receipt) == (DepositState.RECEIVED, None)
    held = endpoint.answer(BATCH, package.digest)
    assert held is not None
    assert held.state is DepositState.ACCEPTED
    assert endpoint.receive(package.stream(), BATCH, package.digest) == held


def test_an_endpoint_that_nobody_operates_receives_nothing(tmp_path: Path) -> None:
    world, package = World(), build(tmp_path, [handed_in()])
    endpoint = CentralEndpoint(world.central, lambda: world.context(CLERK, SUBMITTING))
    with pytest.raises(DataError, match="not received: LP1701 You are not permitted"):
        endpoint.receive(package.stream(), BATCH, package.digest)
    assert Role.CENTRE in CENTRE.roles


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-09-02T23:59:59.999999", ["LP1502"]),
        ("2025-09-03T00:00", []),
        ("2025-09-03T23:59:59.999999", []),
        ("2025-09-04T00:00", ["LP1503"]),
    ],
)
def test_each_round_is_taken_in_its_own_window(
    tmp_path: Path, when: str, expected: list[str]
) -> None:
    """There is no window for all rounds, and the one of another round does not count."""
    day = Window(at("2025-09-03T00:00"), at("2025-09-04T00:00"))
    year = Window(at("2025-01-01T00:00"), at("2025-12-31T00:00"))
    calendar = SchoolSettings(
        (
            Deadline(WindowKind.SUBMIT, "113", day, round=SubmissionRound.ORDINARY),
            Deadline(WindowKind.SUBMIT, "113", year, round=SubmissionRound.FIRST),
        )
    )
    receipt = answer(World(settings=calendar), build(tmp_path, [handed_in()]), at(when))
    assert codes(receipt.findings) == expected


def test_a_package_that_was_damaged_in_the_store_is_rejected_for_what_it_is(tmp_path: Path) -> None:
    world = World(centre_blobs=DirectoryBlobs(tmp_path / "blobs"))
    package = build(tmp_path, [handed_in()])
    deposit = receive(world, package).state
    assert isinstance(deposit, Deposit)
    held = tmp_path / "blobs" / deposit.package[:2] / deposit.package
    held.chmod(0o600)
    held.write_bytes(package.content[:-1])
    decision = judge(world, package)
    assert codes(decision) == ["LP3201"]
    assert isinstance(decision.state, Deposit)
    assert decision.state.state is DepositState.REJECTED
