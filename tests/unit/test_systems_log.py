"""The log is the record: it folds into what is shown, and tampering with it shows."""

from __future__ import annotations

import hashlib
import zipfile
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

from learnport.errors import LearnportError, TransitionRefused
from learnport.formats import dumps, event_digest
from learnport.model import BatchState, School
from learnport.plugins import RecordStore, hookimpl
from learnport.systems import SchoolPlatform
from learnport.systems._decision import append
from learnport.workflow import (
    FIRST,
    Action,
    CorrectSelection,
    DisputeReceipt,
    Event,
    OutcomeStep,
    RecordAdvising,
    SelectionStep,
    StreamKey,
    replay,
)
from tests.unit.systems_desk import Desk, at_work
from tests.unit.systems_stages import S1, awaiting, certified, fork
from tests.unit.systems_world import (
    ADVISOR,
    ANSWERING,
    BATCH,
    CLERK,
    CORRECTION,
    PUPIL,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    advising,
    codes,
    everything,
    owner,
    pupil,
)


def chained(records: RecordStore) -> int:
    """Prove every log of a store; how many events there were."""
    count = 0
    for key, events in everything(records).items():
        snapshot = records.load(key)
        assert snapshot is not None
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert {event.stream for event in events} == {key}
        digest = FIRST
        for event in events:
            assert event.previous == digest
            digest = hashlib.sha256(dumps(event)).hexdigest()
            assert digest == event_digest(event)
        assert (snapshot.version, snapshot.digest) == (len(events), digest)
        assert snapshot.state == replay(events)
        count += len(events)
    return count


@pytest.fixture
def finished(tmp_path: Path) -> Desk:
    """A year with everything in it: submitted, disputed, corrected, confirmed; advised too."""
    desk = at_work(tmp_path, 1, 2)
    world = desk.world
    for number in (1, 2):
        student = pupil(number)
        world.do(student, RecordAdvising(advising(student)), ADVISOR)
    assert desk.submit() is BatchState.ACCEPTED
    student = pupil(1)
    world.do(student, DisputeReceipt(YEAR, "多了一件"), owner(student), ANSWERING)
    resolve = SelectionStep(Action.RESOLVE, YEAR)
    world.do(student, resolve, CLERK, ANSWERING, "查證屬實")
    fewer = CorrectSelection(YEAR, (), ("p1",))
    world.do(student, fewer, CLERK, ANSWERING, "依學生說明")
    assert desk.later().submit(CORRECTION) is BatchState.ACCEPTED
    acknowledge = SelectionStep(Action.ACKNOWLEDGE, YEAR)
    for number in (1, 2):
        world.do(pupil(number), acknowledge, owner(pupil(number)), ANSWERING)
    return desk


def test_every_log_is_a_chain_and_folds_into_its_snapshot(finished: Desk) -> None:
    assert chained(finished.world.records) == 48
    assert chained(finished.world.centre_records) == 5


def test_a_batch_tells_its_life(finished: Desk) -> None:
    actions = [event.command.action for event in finished.world.log(StreamKey.batch(BATCH))]
    assert actions == [
        "batch.plan", "batch.precheck", "batch.seal", "batch.send", "batch.receive",
        "batch.accept", "batch.supersede",
    ]  # fmt: skip


def test_every_change_to_an_event_shows_in_the_next() -> None:
    events = fork(certified).log(StreamKey.portfolio(S1.ref))
    for event, following in pairwise(events):
        changes = [
            attrs.evolve(event, reason="改"),
            attrs.evolve(event, at=ANSWERING),
            attrs.evolve(event, actor=ADVISOR),
            attrs.evolve(event, sequence=event.sequence + 1),
            attrs.evolve(event, command=OutcomeStep(Action.WITHDRAW, "o1")),
            attrs.evolve(event, previous="0" * 63 + "1"),
        ]
        assert event_digest(event) == following.previous
        assert following.previous not in {event_digest(each) for each in changes}


def test_advising_never_leaves_the_school(finished: Desk) -> None:
    """Its words are in the school's log and nowhere else."""
    words = "諮詢祕密內容".encode()
    (record,) = finished.world.portfolio(1).advising
    assert record.description.encode() == words
    assert words in dumps(finished.world.log(StreamKey.portfolio(S1.ref)), tuple[Event, ...])
    for package in finished.folder.glob("*.zip"):
        with zipfile.ZipFile(package) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert words not in content
                if name.endswith(".xlsx"):
                    assert words not in _unzipped(finished.folder / Path(name).name)
    for events in everything(finished.world.centre_records).values():
        assert words not in dumps(events, tuple[Event, ...])


def _unzipped(workbook: Path) -> bytes:
    with zipfile.ZipFile(workbook) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_no_id_and_no_name_is_in_a_key_a_file_name_or_a_receipt(finished: Desk) -> None:
    world = finished.world
    keys = [*everything(world.records), *everything(world.centre_records)]
    shown = [str(key) for key in keys]
    for path in finished.folder.iterdir():
        shown.append(path.name)
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                shown += archive.namelist()
    for batch in (BATCH, CORRECTION):
        receipt = world.school.batch(batch).receipt
        assert receipt is not None
        shown.append(dumps(receipt).decode())
    assert len(keys) == 6
    for secret in ("FAKE", "虛構生", "2008-12"):
        assert not [each for each in shown if secret in each]


# Where events are stamped.


def test_what_a_table_refuses_halfway_writes_nothing_at_all() -> None:
    world = fork(awaiting)
    key = StreamKey.portfolio(S1.ref)
    held, context = world.log(key), world.context(TEACHER, UPLOADING)
    certify = OutcomeStep(Action.CERTIFY, "o1")
    with pytest.raises(TransitionRefused):
        append(world.school.host, key, world.records.load(key), [certify, certify], context)
    assert world.log(key) == held


@attrs.define
class Listener:
    """Hears of commits; may fail."""

    fails: bool
    heard: list[tuple[StreamKey, tuple[str, ...]]] = attrs.field(factory=list)

    @hookimpl
    def learnport_committed(self, key: StreamKey, events: tuple[Event, ...]) -> None:
        self.heard.append((key, tuple(event.command.action.value for event in events)))
        if self.fails:
            raise RuntimeError("the mail server is down")


@pytest.mark.parametrize("fails", [False, True])
def test_listeners_hear_of_every_commit_and_cannot_undo_it(
    fails: bool, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(fails)
    world = fork(awaiting, more=(listener,))
    world.do(S1, OutcomeStep(Action.CERTIFY, "o1"), TEACHER)
    assert listener.heard == [(StreamKey.portfolio(S1.ref), ("outcome.certify",))]
    assert [record.message for record in caplog.records] == fails * [
        "a listener failed after the commit: plugin Listener: learnport_committed raised"
        " RuntimeError"
    ]
    refused = world.school.certify(S1.ref, "o1", world.context(PUPIL, UPLOADING))
    assert codes(refused) == ["LP1701"]
    assert len(listener.heard) == 1


def test_a_decision_names_the_item_it_was_about() -> None:
    world = fork(awaiting)
    done = world.do(S1, OutcomeStep(Action.CERTIFY, "o1"), TEACHER)
    assert done.item == "o1"
    recorded = world.do(S1, RecordAdvising(advising(S1)), ADVISOR)
    refused = world.school.certify(S1.ref, "o1", world.context(PUPIL, UPLOADING))
    for decision in (recorded, refused):
        with pytest.raises(LearnportError, match="nothing was done to an item"):
            _ = decision.item


def test_platforms_over_one_store_see_the_same() -> None:
    world = World()
    world.open(1)
    second = SchoolPlatform(world.school.host, School("ZZ0001", "同一所學校"), world.settings)
    assert second.portfolio(S1.ref) == world.portfolio()
