"""Sealing: one package, always the same, of exactly what the pre-check passed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs
import pytest

from learnport.errors import Conflict, NotFound
from learnport.formats import PackageReader, submission_of_line, verify_package
from learnport.model import (
    BatchState,
    OutcomeState,
    PerformanceState,
)
from learnport.plugins import MemoryRecords
from learnport.workflow import (
    Action,
    CorrectSelection,
    OutcomeStep,
    RecordStudent,
    RecordTaking,
    SelectionStep,
    StreamKey,
    UploadOutcome,
)
from tests.unit.systems_desk import (
    Desk,
    at_work,
    revoke,
)
from tests.unit.systems_faults import HookedBlobs
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CLERK,
    CORRECTION,
    TEACHER,
    YEAR,
    World,
    codes,
    course_outcome,
    document,
    owner,
    pupil,
    taking,
)


def test_a_package_holds_records_rosters_and_files_named_by_digest(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2)
    desk.precheck()
    sealed = desk.seal()
    assert sealed.package == tmp_path / "ZZ0001.yearly.113.ordinary.1.zip"
    assert verify_package(sealed.package) == ()
    digests = sorted(hashlib.sha256(name).hexdigest() for name in (
        b"s1 o1", b"s1 p1", b"s2 o2", b"s2 p2",
    ))  # fmt: skip
    names = {
        "records.jsonl",
        "rosters/ZZ0001.yearly.113.ordinary.1.學生課程學習成果名冊.xlsx",
        "rosters/ZZ0001.yearly.113.ordinary.1.學生自填多元表現名冊.xlsx",
        *(f"files/{digest}.pdf" for digest in digests),
    }
    with PackageReader(sealed.package) as reader:
        assert {file.path for file in reader.payload()} == names
        assert dict(reader.info) == {
            "External-Identifier": "ZZ0001.yearly.113.ordinary.1",
            "Payload-Oxum": dict(reader.info)["Payload-Oxum"],
            "Source-Organization": "ZZ0001",
        }
        lines = reader.open("records.jsonl").read().splitlines(keepends=True)
        assert reader.digest == desk.world.school.batch(BATCH).digest
        for roster in sealed.rosters:
            assert reader.open(f"rosters/{roster.name}").read() == roster.read_bytes()
    assert [submission_of_line(line).student for line in lines] == [pupil(1), pupil(2)]


def test_a_file_that_two_students_hand_in_is_packed_once(tmp_path: Path) -> None:
    world = World()
    for number in (1, 2):
        student = world.open(number)
        shared = world.file(b"made together")
        outcome = course_outcome(student, f"o{number}", shared)
        world.do(student, UploadOutcome(outcome), owner(student))
        world.do(student, OutcomeStep(Action.REQUEST, outcome.id), owner(student))
        world.do(student, OutcomeStep(Action.CERTIFY, outcome.id), TEACHER)
        world.chosen(student, [outcome.id], [])
    desk = Desk(world, tmp_path)
    assert desk.submit() is BatchState.ACCEPTED
    with PackageReader(tmp_path / f"{BATCH}.zip") as reader:
        assert [each.path for each in reader.payload() if each.path.startswith("files/")] == [
            f"files/{document(b'made together').sha256}.pdf"
        ]


def test_a_file_name_that_looks_odd_gives_no_extension(tmp_path: Path) -> None:
    world = World()
    student = world.open(1)
    odd = world.file(b"odd", name="王小明.pdf (copy)")
    outcome = course_outcome(student, "o1", odd)
    world.do(student, UploadOutcome(outcome), owner(student))
    world.do(student, OutcomeStep(Action.REQUEST, "o1"), owner(student))
    world.do(student, OutcomeStep(Action.CERTIFY, "o1"), TEACHER)
    world.chosen(student, ["o1"], [])
    assert Desk(world, tmp_path).submit() is BatchState.ACCEPTED
    with PackageReader(tmp_path / f"{BATCH}.zip") as reader:
        assert f"files/{odd.sha256}" in {file.path for file in reader.payload()}


def test_equal_schools_give_equal_packages_to_the_last_byte(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "deep" / "b"]
    for folder in folders:
        desk = at_work(folder, 1, 2, 3)
        desk.precheck()
        desk.seal()
    (first, second) = (folder / f"{BATCH}.zip" for folder in folders)
    assert first.read_bytes() == second.read_bytes()


def test_whoever_is_sealed_is_marked_and_so_is_all_that_was_chosen(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.world.draft(pupil(1), "o9")
    desk.precheck()
    desk.seal()
    portfolio = desk.world.portfolio()
    assert [each.state for each in portfolio.outcomes] == [
        OutcomeState.SUBMITTED, OutcomeState.DRAFT,
    ]  # fmt: skip
    assert [each.state for each in portfolio.performances] == [PerformanceState.SUBMITTED]
    assert portfolio.selection(YEAR).batch == "ZZ0001.yearly.113.ordinary.1"
    assert desk.states(1) == ["submitted"]


def test_a_batch_with_nobody_in_it_is_sealed_and_accepted_without_records(tmp_path: Path) -> None:
    desk = at_work(tmp_path)
    assert desk.submit() is BatchState.ACCEPTED
    receipt = desk.world.school.batch(BATCH).receipt
    assert receipt is not None
    assert receipt.records == ()


def test_sealing_is_refused_when_records_changed_since_the_pre_check(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2, 3)
    desk.precheck()
    revoke(desk.world, pupil(1), "o1")
    reopen = SelectionStep(Action.REOPEN, YEAR)
    desk.world.do(pupil(3), reopen, CLERK, reason="漏選")
    sealed = desk.seal()
    assert [(each.code, dict(each.values)) for each in sealed.decision.findings] == [
        ("LP2006", {"count": 2})
    ]
    assert (sealed.package, sealed.rosters) == (None, ())
    assert list(tmp_path.iterdir()) == []
    assert desk.states(1, 2, 3) == ["confirmed", "confirmed", "open"]
    desk.precheck()
    assert desk.world.school.batch(BATCH).students == ("s2",)
    assert desk.seal().decision.done


def test_a_change_while_the_package_is_written_is_a_conflict_and_marks_nobody_wrongly(
    tmp_path: Path,
) -> None:
    """The teacher revokes after the pre-check passed, while files are being packed."""
    held = World()
    held.ready(1, 2)
    pending = ["o2"]

    def interrupt(call: str) -> None:
        if call == "before open" and pending:
            revoke(held, pupil(2), pending.pop())

    world = World(records=held.records, blobs=HookedBlobs(held.blobs, interrupt))
    desk = Desk(world, tmp_path)
    desk.precheck()
    with pytest.raises(Conflict, match="portfolio/ZZ0001/s2"):
        desk.seal()
    assert desk.state() is BatchState.PRECHECKED
    assert codes(desk.seal().decision) == ["LP2006"]
    desk.precheck()
    assert desk.world.school.batch(BATCH).left_out == ("s2",)
    assert desk.seal().decision.done
    assert desk.states(1, 2) == ["submitted", "confirmed"]


def test_who_was_marked_before_a_crash_and_is_then_left_out_is_not_lost(tmp_path: Path) -> None:
    """The first is marked, the second changed meanwhile, then the first no longer passes."""
    held = World()
    held.ready(1, 2)
    pending = [True]

    def interrupt(call: str) -> None:
        if call == "before open" and pending:
            pending.clear()
            held.do(pupil(2), RecordStudent(attrs.evolve(pupil(2), seat=9)), CLERK)

    desk = Desk(World(records=held.records, blobs=HookedBlobs(held.blobs, interrupt)), tmp_path)
    desk.precheck()
    with pytest.raises(Conflict, match="portfolio/ZZ0001/s2"):
        desk.seal()
    assert desk.states(1, 2) == ["submitted", "confirmed"]
    held.do(pupil(1), RecordTaking(taking(pupil(1), credits="n")), CLERK)
    desk.precheck()
    assert desk.world.school.batch(BATCH).left_out == ("s1",)
    assert desk.seal().decision.done
    assert desk.send().done
    assert desk.collect().done
    assert desk.states(1, 2) == ["rejected", "received"]
    held.do(pupil(1), RecordTaking(taking(pupil(1))), CLERK)
    held.do(pupil(1), CorrectSelection(YEAR, ("o1",), ("p1",)), CLERK, reason="補送")
    assert desk.later().submit(CORRECTION) is BatchState.ACCEPTED
    assert desk.states(1, 2) == ["received", "received"]


def test_sealing_again_gives_the_same_answer_and_writes_nothing(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.precheck()
    first = desk.seal()
    assert first.package is not None
    held, content = desk.world.logs(), first.package.read_bytes()
    again = attrs.evolve(desk, when=ANSWERING).seal()
    assert (again.package, set(again.rosters)) == (first.package, set(first.rosters))
    assert (again.decision.done, again.decision.findings) == (False, ())
    assert again.decision.state == first.decision.state
    assert first.package.read_bytes() == content
    assert desk.world.logs() == held


def test_sealing_again_elsewhere_is_refused(tmp_path: Path) -> None:
    desk = at_work(tmp_path / "a", 1)
    desk.precheck()
    desk.seal()
    again = attrs.evolve(desk, folder=tmp_path / "b").seal()
    assert codes(again.decision) == ["LP1601"]
    assert not (tmp_path / "b").exists()


def test_a_file_that_is_lost_between_pre_check_and_package_stops_the_sealing(
    tmp_path: Path,
) -> None:
    """The store says that it holds the file and then does not give it."""

    def lost(call: str) -> None:
        if call == "before open":
            raise NotFound(what="blob", key="0" * 64)

    held = World()
    held.ready(1)
    desk = Desk(World(records=held.records, blobs=HookedBlobs(held.blobs, lost)), tmp_path)
    desk.precheck()
    with pytest.raises(NotFound, match="blob"):
        desk.seal()
    assert not list(tmp_path.glob("*.zip"))
    assert desk.states(1) == ["confirmed"]


def test_what_the_rosters_refuse_after_all_stops_the_sealing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pre-check asks the layouts first; here it was not asked."""
    desk = at_work(tmp_path, 1)
    desk.world.do(pupil(1), RecordTaking(taking(pupil(1), credits="n")), CLERK)
    monkeypatch.setattr("learnport.systems._carried.roster_findings", lambda *_: ())
    desk.precheck()
    stopped = desk.seal()
    assert (stopped.package, codes(stopped.decision)) == (None, ["LP3104"])
    assert desk.state() is BatchState.PRECHECKED
    assert desk.states(1) == ["confirmed"]


def test_a_store_that_lost_a_portfolio_stops_the_sealing(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.precheck()
    key, lost = StreamKey.batch(BATCH), MemoryRecords()
    snapshot = desk.world.records.load(key)
    assert snapshot is not None
    lost.commit(key, 0, desk.world.log(key), snapshot)
    with pytest.raises(NotFound, match="portfolio s1 does not exist"):
        Desk(World(records=lost), tmp_path).seal()
