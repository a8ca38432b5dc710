"""An auditor: keeps books of his own from the logs, and holds them against the law."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import attrs

from learnport.formats import dumps
from learnport.model import Attachment, BatchKey, Deposit, PersonRef, Portfolio, SubmissionBatch
from learnport.workflow import Event, State, StreamKey, StreamKind, evolve, replay
from tests.stateful import cast, law
from tests.stateful import world as w
from tests.stateful.packed import Package

Item = tuple[StreamKey, str]
Series = tuple[str, str, str]


def series(key: BatchKey) -> Series:
    """A batch and its corrections."""
    return key.school, key.term, str(key.round)


class Auditor:
    """Reads what is new in the logs after every step, and then looks at the whole.

    Attributes:
        states: what each log folds into, as far as it was read.
        certified: every certified outcome as it was when the teacher saw it.
        submitted: every submitted item as it was then.
        mentioned: every file any event mentions.
        packages: what was sealed, by batch.
        unsettled: series in which the power failed at the centre before it had finished.
        done: every action anybody has taken.
    """

    def __init__(self, world: w.World) -> None:
        self.world = world
        self.states: dict[StreamKey, State] = {}
        self.certified: dict[Item, object] = {}
        self.submitted: dict[Item, object] = {}
        self.mentioned: set[Attachment] = set()
        self.packages: dict[BatchKey, Package] = {}
        self.unsettled: set[Series] = set()
        self.done: set[str] = set()
        self._read: dict[StreamKey, int] = {}
        self._digests: dict[StreamKey, str] = {}

    def take_over(self, books: Auditor) -> None:
        """Continue where another auditor stopped."""
        for name, book in vars(books).items():
            if name not in ("world", "done"):
                setattr(self, name, book.copy())

    def look(self) -> None:
        """After every step."""
        for store in self.world.stores():
            for key in w.streams(store):
                for event in list(store.events(key))[self._read.get(key, 0) :]:
                    self._audit(key, event)
                snapshot = store.load(key)
                assert snapshot is not None
                assert snapshot.state == self.states[key], "the log replays to the snapshot"
                assert snapshot.version == self._read[key], "versions have no gap"
                assert snapshot.digest == self._digests[key], "the chain ends in the snapshot"
        self._look_at_files()
        self._look_at_portfolios()
        self._look_at_batches()
        self._look_at_deposits()

    def look_back(self) -> None:
        """Once at the end: what takes too long to do after every step."""
        for store in self.world.stores():
            for key in w.streams(store):
                events = tuple(store.events(key))
                if len(events) == self._read.get(key):  # else something went wrong before
                    assert replay(events) == self.states[key]
        for digest in self.world.central_blobs.digests():
            held = self.world.central_blobs.open(digest).read()
            assert hashlib.sha256(held).hexdigest() == digest

    def uncertified(self, who: PersonRef, portfolio: Portfolio, outcomes: tuple[str, ...]) -> bool:
        """Whether one of them, as it is now, was certified by no teacher."""
        stream = StreamKey.portfolio(who)
        own = [item for item in outcomes if portfolio.outcome(item)]
        return any(
            self.certified.get((stream, item)) != law.content_of(portfolio, item) for item in own
        )

    # Event by event.

    def _audit(self, key: StreamKey, event: Event) -> None:
        number, before = self._read.get(key, 0) + 1, self.states.get(key)
        action = str(event.command.action)
        assert (event.stream, event.sequence) == (key, number)
        assert event.previous == self._digests.get(key, "0" * 64), "the chain holds"
        assert law.entitled(event, before), f"{action} by somebody who may not"
        assert law.in_time(event, before), f"{action} outside its window"
        law.check_content(event, before)
        law.check_locked(event, before)
        law.check_more_time(event, before)
        after = evolve(before, event)
        self._keep_books(event, before, after)
        self.done.add(action)
        self._read[key], self.states[key] = number, after
        self._digests[key] = hashlib.sha256(dumps(event)).hexdigest()
        self.mentioned |= set(law.attachments_in(event.command))

    def _keep_books(self, event: Event, before: State | None, after: State) -> None:
        action, command = str(event.command.action), event.command
        if isinstance(after, Deposit):
            self._answered(before, after)
        elif isinstance(after, SubmissionBatch):
            if action == "batch.seal":
                self._sealed(after)
        elif isinstance(after, Portfolio) and action.startswith("selection."):
            self._selected(event, after)
        elif isinstance(after, Portfolio):
            self._item(action, (event.stream, getattr(command, "item", "")), after)

    def _item(self, action: str, place: Item, after: Portfolio) -> None:
        if action == "outcome.certify":
            self.certified[place] = law.content_of(after, place[1])
        elif action in ("outcome.upload", "outcome.edit", "outcome.revoke"):
            self.certified.pop(place, None)
        elif action == "outcome.submit":
            certified = self.certified.get(place)
            assert certified is not None, "nothing uncertified is ever submitted"
            assert certified == law.content_of(after, place[1]), "submitted as it was certified"
            self.submitted[place] = after.outcome(place[1])
        elif action == "performance.submit":
            self.submitted[place] = after.performance(place[1])

    def _selected(self, event: Event, after: Portfolio) -> None:
        action, command = str(event.command.action), event.command
        selection = after.selection(getattr(command, "year", cast.YEAR))
        if action in ("selection.confirm", "selection.submit", "selection.correct"):
            law.check_choice(after, selection)
            assert not self.uncertified(after.student.ref, after, selection.outcomes)
        elif action in ("selection.receive", "selection.reject"):
            batch = self.world.school.batch(BatchKey.parse(selection.batch or ""))
            deposit = self.world.central.answer(batch.key, batch.digest or "")
            assert deposit is not None
            assert deposit.receipt is not None, "answered before the centre answered"
            student = event.stream.key
            rejected = law.rejected_students(deposit.receipt, batch.students)
            sent_back = student in rejected or student not in batch.students
            assert (action == "selection.reject") is sent_back

    # Packages and receipts.

    def _sealed(self, batch: SubmissionBatch) -> None:
        package = Package(self.world.package(batch.key).read_bytes())
        self.packages[batch.key] = package
        assert sorted(package.students) == sorted(batch.students)
        for student in batch.students:
            self._carried(package, student, batch.key)
        everything, names = b"".join(package.members.values()), "".join(package.members)
        assert cast.SECRET.encode() not in everything, "advising leaves no school"
        assert cast.ADVISING_FILE.sha256.encode() not in everything, "advising leaves no school"
        for who in cast.STUDENTS:
            assert f"post-{who.key}".encode() not in everything, "officer posts never count"
            assert cast.pupil(who).national_id not in names
            assert cast.pupil(who).name not in names

    def _carried(self, package: Package, student: str, key: BatchKey) -> None:
        stream = StreamKey(StreamKind.PORTFOLIO, cast.SCHOOL.code, student)
        portfolio = self.states[stream]
        assert isinstance(portfolio, Portfolio)
        outcomes, performances = package.outcomes(student), package.performances(student)
        assert len(outcomes) <= 6
        assert len(performances) <= 10
        for item in (*outcomes, *performances):
            submitted: Any = self.submitted.get((stream, item["id"]))
            assert submitted is not None, "a package carries only what is marked as submitted"
            digests = [each["sha256"] for each in item["attachments"]]
            assert item["description"] == submitted.description
            assert digests == [each.sha256 for each in submitted.attachments]
            for digest in digests:
                assert any(f"/files/{digest}" in name for name in package.members)
        selection = next(each for each in portfolio.selections if str(each.year) == key.term)
        assert selection.batch == str(key)
        assert package.picks(student) == (selection.outcomes, selection.performances)

    def _answered(self, before: State | None, after: Deposit) -> None:
        receipt = after.receipt
        if isinstance(before, Deposit):  # what the centre took in and answered stays
            kept = attrs.evolve(before, state=after.state, superseded_by=after.superseded_by)
            assert after == attrs.evolve(kept, receipt=before.receipt or receipt)
            assert before.superseded_by in (None, after.superseded_by)
        if receipt is None:
            return
        assert (receipt.batch, receipt.digest) == (after.batch, after.digest)
        law.check_findings(receipt.findings)
        for record in receipt.records:
            law.check_findings(record.findings)
            refusing = any(each.severity.refuses for each in record.findings)
            assert (record.verdict == "rejected") is refusing
        names = [(record.student.key, record.item) for record in receipt.records]
        if receipt.verdict == "rejected":
            assert any(each.severity.refuses for each in receipt.findings)
            assert not names
            return
        package = Package(self.world.central_blobs.open(after.package).read())
        assert len(set(names)) == len(names)
        assert set(names) == package.names(), "what was sent is either accepted or rejected"
        assert all(len(package.outcomes(each)) <= 6 for each in package.students)
        assert all(len(package.performances(each)) <= 10 for each in package.students)
        opens, closes = cast.WINDOWS[law.sending_window(after.batch)]
        assert opens <= after.received_at < closes

    # The whole.

    def _look_at_files(self) -> None:
        for attachment in self.mentioned:
            if attachment.sha256 not in self.world.lost:
                held = self.world.blobs.stat(attachment.sha256)
                assert held is not None, "a log mentions bytes that nobody holds"
                assert held.size == attachment.size

    def _look_at_portfolios(self) -> None:
        for key, portfolio in self._portfolios():
            own = PersonRef(key.school, key.key)
            assert key.school == cast.SCHOOL.code, "a platform keeps its own school's portfolios"
            assert portfolio.student.ref == own
            for part in (
                portfolio.takings, portfolio.outcomes, portfolio.performances,
                portfolio.officer_posts, portfolio.advising,
            ):  # fmt: skip
                things: tuple[Any, ...] = part
                assert all(each.student == own for each in things)
                assert len({each.id for each in things}) == len(things)
            for outcome in portfolio.outcomes:
                certified = self.certified.get((key, outcome.id))
                as_it_is = certified == law.content_of(portfolio, outcome.id)
                assert (outcome.state in ("certified", "submitted")) is as_it_is
            for selection in portfolio.selections:
                self._look_at_selection(key, selection)
        for (key, item), submitted in self.submitted.items():
            state = self.states[key]
            assert isinstance(state, Portfolio)
            now = state.outcome(item) or state.performance(item)
            assert now == submitted, "what was submitted stays as it is"

    def _portfolios(self) -> Iterator[tuple[StreamKey, Portfolio]]:
        for key, state in self.states.items():
            if isinstance(state, Portfolio):
                yield key, state

    def _look_at_selection(self, stream: StreamKey, selection: Any) -> None:
        """While a batch carries it, a selection says what the package of that batch says."""
        if selection.state in ("open", "confirmed"):
            assert selection.batch is None, "nothing leads back behind a submission"
        elif selection.state != "corrected":
            package = self.packages.get(BatchKey.parse(selection.batch))
            if package is not None and stream.key in package.students:
                picks = selection.outcomes, selection.performances
                assert package.picks(stream.key) == picks

    def batches(self) -> Iterator[SubmissionBatch]:
        """Every batch that was ever planned."""
        return (state for state in self.states.values() if isinstance(state, SubmissionBatch))

    def _look_at_batches(self) -> None:
        standing: set[Series] = set()
        for batch in self.batches():
            assert (batch.digest is not None) is (batch.key in self.packages), "sealed means packed"
            deposit = self.world.central.answer(batch.key, batch.digest or "")
            if batch.state in ("received", "accepted", "rejected", "superseded"):
                assert deposit is not None, "received by nobody"
            if batch.receipt is not None:
                assert deposit is not None
                assert batch.receipt == deposit.receipt, "the receipt is the centre's"
            if batch.state == "accepted":
                assert series(batch.key) not in standing, "a correction supersedes"
                standing.add(series(batch.key))

    def _look_at_deposits(self) -> None:
        standing: set[Series] = set()
        packages: set[tuple[BatchKey, str]] = set()
        for key in w.streams(self.world.central_records):
            deposit = self.states[key]
            assert isinstance(deposit, Deposit), "the centre keeps deposits and nothing else"
            assert (deposit.batch, deposit.digest) not in packages, "one package, one deposit"
            packages.add((deposit.batch, deposit.digest))
            assert self.world.central_blobs.stat(deposit.package) is not None
            assert (deposit.superseded_by is not None) is (deposit.state == "superseded")
            if deposit.state == "accepted" and series(deposit.batch) not in self.unsettled:
                assert series(deposit.batch) not in standing, "a correction supersedes"
                standing.add(series(deposit.batch))
