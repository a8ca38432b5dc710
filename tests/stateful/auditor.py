"""An auditor who reads every log and knows the law by heart, not from the code.

Every number, window and right below is written out a second time, from the domain and not from
the tables, parameters or permissions that are under test.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import attrs

from learnport.formats import PACKAGE_CODES, ROSTER_CODES, dumps
from learnport.model import (
    Actor,
    Attachment,
    BatchKey,
    Deposit,
    Finding,
    PersonRef,
    Portfolio,
    Receipt,
    SubmissionBatch,
)
from learnport.rules import CATALOGUE
from learnport.workflow import Action, Event, State, StreamKey, StreamKind, evolve, replay
from tests.stateful.world import (
    ADVISES_S3_FROM,
    ADVISING_FILE,
    ADVISOR,
    S3,
    SCHOOL,
    SECRET,
    STANDS_IN_FROM,
    STANDS_IN_TO,
    STUDENTS,
    T1,
    T3,
    WINDOWS,
    World,
    pupil,
    streams,
)

MAY: Final = {
    "student": """
        outcome.upload outcome.edit outcome.discard outcome.request outcome.withdraw
        outcome.reattach performance.upload performance.edit performance.complete
        performance.discard selection.select selection.confirm selection.acknowledge
        selection.dispute""",
    "subject_teacher": "outcome.certify outcome.return outcome.revoke record.course",
    "advisor": "record.advising",
    "staff": """
        record.student record.taking record.course record.officer_post outcome.submit
        performance.submit selection.reopen selection.submit selection.receive selection.reject
        selection.resolve selection.correct batch.plan batch.precheck batch.seal batch.send
        batch.receive batch.accept batch.reject batch.supersede""",
    "centre": "deposit.receive deposit.accept deposit.reject deposit.supersede",
}
OPEN_FOR: Final = {
    "outcome.upload": "upload_outcomes",
    "outcome.edit": "upload_outcomes",
    "outcome.request": "certify",
    "outcome.certify": "certify",
    "outcome.return": "certify",
    "performance.upload": "upload_performances",
    "performance.edit": "upload_performances",
    "selection.select": "select",
    "selection.confirm": "select",
    "selection.acknowledge": "confirm_receipt",
    "selection.dispute": "confirm_receipt",
}
NEEDS_A_REASON: Final = """
    outcome.revoke selection.reopen selection.resolve selection.correct""".split()
RETURN_REASONS: Final = {
    "not_own_work", "not_from_this_course", "wrong_file", "unreadable", "other",
}  # fmt: skip
MOST_OUTCOMES, MOST_PERFORMANCES, MOST_CHARACTERS = 6, 10, 100
FOUR_MB, TEN_MB, TWO_MB = 4 * 1_048_576, 10 * 1_048_576, 2 * 1_048_576
DOCUMENTS: Final = {"application/pdf", "image/jpeg", "image/png"}
MEDIA: Final = {"audio/mpeg", "video/mp4"}

Item = tuple[StreamKey, str]


def day_in_taiwan(at: dt.datetime) -> dt.date:
    return (at.astimezone(dt.UTC) + dt.timedelta(hours=8)).date()


def teaches(actor: Actor, teacher: PersonRef | None, at: dt.datetime) -> bool:
    """Teaches the taking, or stands in for who does, and only in that one week."""
    week = STANDS_IN_FROM <= day_in_taiwan(at) <= STANDS_IN_TO
    return actor.person == teacher or (actor.person == T3 and teacher == T1 and week)


def advises(actor: Actor, student: PersonRef, at: dt.datetime) -> bool:
    since = ADVISES_S3_FROM if student == S3 else dt.date.min
    return actor.person == ADVISOR.person and student in STUDENTS and day_in_taiwan(at) >= since


def characters(text: str) -> int:
    return len(unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip())


def attachments_in(value: object) -> Iterator[Attachment]:
    """Every attachment anywhere inside a value."""
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from attachments_in(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from attachments_in(getattr(value, field.name))


def sending_window(key: BatchKey) -> tuple[str, str]:
    return ("correct" if key.number > 1 else "submit"), key.term


def series(key: BatchKey) -> tuple[str, str, str]:
    return key.school, key.term, str(key.round)


class Package:
    """A package, read with nothing of ours: a zip with one student a line."""

    def __init__(self, content: bytes) -> None:
        self.members: dict[str, bytes] = {}
        self._unpack(content, "")
        lines = next(text for name, text in self.members.items() if name.endswith("records.jsonl"))
        self.students: dict[str, dict[str, Any]] = {}
        for line in lines.decode().splitlines():
            record = json.loads(line)
            key = record["student"]["ref"]["key"]
            assert key not in self.students, "a package carries a student once"
            self.students[key] = record

    def _unpack(self, content: bytes, prefix: str) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                member = self.members[prefix + name] = archive.read(name)
                if name.endswith(".xlsx"):
                    self._unpack(member, f"{prefix}{name}/")

    @classmethod
    def read(cls, content: bytes) -> Package | None:
        """None for what is no package of records."""
        try:
            return cls(content)
        except (zipfile.BadZipFile, StopIteration, ValueError, KeyError):
            return None

    def items(self, student: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        record = self.students[student]
        return [each["outcome"] for each in record["outcomes"]], list(record["performances"])

    def names(self) -> set[tuple[str, str]]:
        """Every item as student and id."""
        return {
            (student, item["id"])
            for student in self.students
            for items in self.items(student)
            for item in items
        }


class Auditor:
    """Reads what is new in the logs after every step, and then looks at the whole."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.states: dict[StreamKey, State] = {}
        self.read: dict[StreamKey, int] = {}
        self.digests: dict[StreamKey, str] = {}
        self.certified: dict[Item, object] = {}
        self.submitted: dict[Item, object] = {}
        self.mentioned: set[Attachment] = set()
        self.packages: dict[BatchKey, Package] = {}
        self.unsettled: set[tuple[str, str, str]] = set()
        self.done: set[str] = set()

    # After every step.

    def look(self) -> None:
        for store in self.world.stores():
            for key in streams(store):
                for event in list(store.events(key))[self.read.get(key, 0) :]:
                    self._read(key, event)
                snapshot = store.load(key)
                assert snapshot is not None
                assert snapshot.state == self.states[key], "the log replays to the snapshot"
                assert snapshot.version == self.read[key], "versions have no gap"
                assert snapshot.digest == self.digests[key], "the chain ends in the snapshot"
        self._look_at_files()
        self._look_at_portfolios()
        self._look_at_batches()
        self._look_at_deposits()

    def look_back(self) -> None:
        """What is too long to do after every step."""
        for store in self.world.stores():
            for key in streams(store):
                assert replay(store.events(key)) == self.states[key]
        for digest in self.world.central_blobs.digests():
            held = self.world.central_blobs.open(digest).read()
            assert hashlib.sha256(held).hexdigest() == digest

    # Events.

    def _read(self, key: StreamKey, event: Event) -> None:
        number = self.read.get(key, 0) + 1
        assert (event.stream, event.sequence) == (key, number)
        assert event.previous == self.digests.get(key, "0" * 64), "the chain holds"
        before, action = self.states.get(key), str(event.command.action)
        assert self._entitled(event, before), f"{action} by somebody who may not"
        self._in_time(event, before)
        self._lawful(event, before)
        after = evolve(before, event)
        self._kept(before, after)
        self._follow(event, after)
        self.done.add(action)
        self.read[key], self.states[key] = number, after
        self.digests[key] = hashlib.sha256(dumps(event)).hexdigest()
        self.mentioned |= set(attachments_in(event.command))

    @staticmethod
    def _kept(before: State | None, after: State) -> None:
        """What the centre took in and answered, it never writes over."""
        if isinstance(before, Deposit):
            answered = before.receipt is not None
            assert after == attrs.evolve(
                before,
                state=after.state,
                receipt=before.receipt if answered else after.receipt,
                superseded_by=before.superseded_by or after.superseded_by,
            )

    def _entitled(self, event: Event, before: State | None) -> bool:
        action, actor, stream = str(event.command.action), event.actor, event.stream
        subject = PersonRef(stream.school, stream.key) if isinstance(before, Portfolio) else None
        same_school = actor.person.school == stream.school
        holds = {
            "student": actor.person == subject,
            "subject_teacher": teaches(actor, self._teacher(event, before), event.at),
            "advisor": subject is not None and advises(actor, subject, event.at),
            "staff": same_school and stream.school == SCHOOL.code,
            "centre": stream.kind is StreamKind.DEPOSIT,
        }
        return any(
            holds[role] and role in actor.roles and action in actions.split()
            for role, actions in MAY.items()
        )

    @staticmethod
    def _teacher(event: Event, before: State | None) -> PersonRef | None:
        if not isinstance(before, Portfolio):
            return None
        command: Any = event.command
        if event.command.action is Action.RECORD_COURSE:
            key = command.record.taking
        else:
            outcome = before.outcome(getattr(command, "item", ""))
            key = outcome.taking if outcome else ""
        taking = before.taking(key)
        return taking.teacher if taking else None

    def _in_time(self, event: Event, before: State | None) -> None:
        action, command = str(event.command.action), event.command
        if action == "batch.send":
            kind, term = sending_window(BatchKey.parse(event.stream.key))
        elif action in OPEN_FOR:
            assert isinstance(before, Portfolio)
            kind, term = OPEN_FOR[action], self.term(command, before)
        else:
            return
        opens, closes = WINDOWS[kind, term]
        assert opens <= event.at < closes, f"{action} outside its window"

    @staticmethod
    def term(command: Any, before: Portfolio) -> str:
        """Semester or school year whose window counts."""
        if command.action.startswith("selection."):
            return str(command.year)
        if command.action.startswith("outcome."):
            outcome = getattr(command, "outcome", None) or before.outcome(command.item)
            return str(outcome.semester)
        performance = getattr(command, "performance", None) or before.performance(command.item)
        return str(performance.year)

    def _lawful(self, event: Event, before: State | None) -> None:
        """What the law asks of single actions beside who and when."""
        action, command = str(event.command.action), event.command
        if action in NEEDS_A_REASON:
            assert event.reason.strip(), f"{action} without a reason"
        if action == "outcome.return":
            assert command.reason in RETURN_REASONS
            assert command.note.strip() or command.reason != "other"
        if action == "outcome.upload":
            taking = before.taking(command.outcome.taking)
            assert taking is not None, "an outcome belongs to a taking"
            assert taking.semester == command.outcome.semester
        content: Any = getattr(command, "outcome", getattr(command, "performance", command))
        if action.endswith((".upload", ".edit")):
            assert characters(content.description) <= MOST_CHARACTERS
            assert action.startswith("performance.") or content.attachments
        if action == "record.advising":
            assert characters(command.record.description) <= MOST_CHARACTERS
        if action != "outcome.reattach":
            for file in attachments_in(command):
                most = TWO_MB if action == "record.advising" else FOUR_MB
                document = file.media_type in DOCUMENTS and file.size <= most
                media = file.media_type in MEDIA and file.size <= TEN_MB
                assert document or (media and action != "record.advising")

    def _follow(self, event: Event, after: State) -> None:
        """Keep own books of what was certified and what was submitted."""
        action, command, stream = str(event.command.action), event.command, event.stream
        if isinstance(after, SubmissionBatch) and action == "batch.seal":
            self._sealed(after)
        if isinstance(after, Deposit) and after.receipt is not None:
            self._judged(after)
        if not isinstance(after, Portfolio):
            return
        place: Item = stream, getattr(command, "item", "")
        if action == "outcome.certify":
            self.certified[place] = content_of(after, place[1])
        elif action in ("outcome.upload", "outcome.edit", "outcome.revoke"):
            self.certified.pop(place, None)
        elif action == "outcome.submit":
            certified = self.certified.get(place)
            assert certified is not None, "nothing uncertified is ever submitted"
            assert certified == content_of(after, place[1]), "what was certified is submitted"
            self.submitted[place] = after.outcome(place[1])
        elif action == "performance.submit":
            self.submitted[place] = after.performance(place[1])
        elif action.startswith("selection."):
            self._selected(event, after)

    def _selected(self, event: Event, after: Portfolio) -> None:
        action, command = str(event.command.action), event.command
        selection = after.selection(command.year)
        if action in ("selection.confirm", "selection.submit", "selection.correct"):
            self._choice(after, event.stream, selection)
        if action in ("selection.receive", "selection.reject"):
            assert selection.batch is not None
            batch = self.states[StreamKey(StreamKind.BATCH, SCHOOL.code, selection.batch)]
            assert isinstance(batch, SubmissionBatch)
            deposit = self.world.central.answer(batch.key, batch.digest or "")
            assert deposit is not None
            assert deposit.receipt is not None, "answered before the centre answered"
            rejected = rejected_students(deposit.receipt, set(batch.students))
            expected = event.stream.key in rejected or event.stream.key not in batch.students
            assert (action == "selection.reject") == expected

    def _choice(self, portfolio: Portfolio, stream: StreamKey, selection: Any) -> None:
        outcomes, performances = selection.outcomes, selection.performances
        assert len(outcomes) <= MOST_OUTCOMES, "at most six outcomes a school year"
        assert len(performances) <= MOST_PERFORMANCES, "at most ten performances a school year"
        assert len({*outcomes, *performances}) == len(outcomes) + len(performances)
        for item in outcomes:
            outcome = portfolio.outcome(item)
            assert outcome is not None
            assert outcome.student == portfolio.student.ref
            assert outcome.semester.year == selection.year.year
            assert self.certified.get((stream, item)) == content_of(portfolio, item)
        for item in performances:
            performance = portfolio.performance(item)
            assert performance is not None
            assert performance.year == selection.year
            assert performance.state in ("complete", "submitted")
        posts = {post.id for post in portfolio.officer_posts}
        assert posts.isdisjoint(performances), "officer posts never count"

    # Packages and receipts.

    def _sealed(self, batch: SubmissionBatch) -> None:
        content = self.world.package(batch.key).read_bytes()
        package = self.packages[batch.key] = Package(content)
        assert sorted(package.students) == sorted(batch.students)
        for student in batch.students:
            self._carried(package, student, batch.key)
        everything = b"".join(package.members.values())
        assert SECRET.encode() not in everything, "advising leaves no school"
        assert ADVISING_FILE.sha256.encode() not in everything
        names = "".join(package.members)
        for who in STUDENTS:
            assert f"post-{who.key}".encode() not in everything, "officer posts never count"
            assert pupil(who).national_id not in names
            assert pupil(who).name not in names

    def _carried(self, package: Package, student: str, key: BatchKey) -> None:
        stream = StreamKey(StreamKind.PORTFOLIO, SCHOOL.code, student)
        portfolio = self.states[stream]
        assert isinstance(portfolio, Portfolio)
        outcomes, performances = package.items(student)
        assert len(outcomes) <= MOST_OUTCOMES
        assert len(performances) <= MOST_PERFORMANCES
        for item in (*outcomes, *performances):
            submitted: Any = self.submitted.get((stream, item["id"]))
            assert submitted is not None, "a package carries only what is marked as submitted"
            assert item["description"] == submitted.description
            digests = [each["sha256"] for each in item["attachments"]]
            assert digests == [each.sha256 for each in submitted.attachments]
            for digest in digests:
                assert any(f"/files/{digest}" in name for name in package.members)
        selection = next(each for each in portfolio.selections if str(each.year) == key.term)
        assert selection.batch == str(key)
        assert tuple(each["id"] for each in outcomes) == selection.outcomes
        assert tuple(each["id"] for each in performances) == selection.performances

    def _judged(self, deposit: Deposit) -> None:
        receipt = deposit.receipt
        assert receipt is not None
        assert (receipt.batch, receipt.digest) == (deposit.batch, deposit.digest)
        names = [(record.student.key, record.item) for record in receipt.records]
        assert len(set(names)) == len(names)
        for record in receipt.records:
            refusing = any(each.severity.refuses for each in record.findings)
            assert (record.verdict == "rejected") == refusing
            check_findings(record.findings)
        check_findings(receipt.findings)
        if receipt.verdict == "accepted":
            package = Package.read(self.world.central_blobs.open(deposit.package).read())
            assert package is not None
            assert set(names) == package.names(), "what was sent is accepted or rejected"
            opens, closes = WINDOWS[sending_window(deposit.batch)]
            assert opens <= deposit.received_at < closes
            records = [package.items(student) for student in package.students]
            assert all(len(outcomes) <= MOST_OUTCOMES for outcomes, _ in records)
            assert all(len(performances) <= MOST_PERFORMANCES for _, performances in records)
        else:
            assert any(each.severity.refuses for each in receipt.findings)
            assert not names

    # The whole.

    def _look_at_files(self) -> None:
        for attachment in self.mentioned:
            if attachment.sha256 not in self.world.lost:
                held = self.world.blobs.stat(attachment.sha256)
                assert held is not None, "a log mentions bytes that nobody holds"
                assert held.size == attachment.size

    def _portfolios(self) -> Iterator[tuple[StreamKey, Portfolio]]:
        for key, state in self.states.items():
            if isinstance(state, Portfolio):
                yield key, state

    def _batches(self) -> dict[BatchKey, SubmissionBatch]:
        states = self.states.values()
        return {state.key: state for state in states if isinstance(state, SubmissionBatch)}

    def _look_at_portfolios(self) -> None:
        for key, portfolio in self._portfolios():
            own = PersonRef(key.school, key.key)
            assert key.school == SCHOOL.code, "a platform keeps its own school's portfolios"
            assert portfolio.student.ref == own
            for part in (portfolio.takings, portfolio.outcomes, portfolio.performances,
                         portfolio.officer_posts, portfolio.advising):  # fmt: skip
                assert all(each.student == own for each in part)
                assert len({each.id for each in part}) == len(part)
            for selection in portfolio.selections:
                self._look_at_selection(key, selection)
        for (key, item), submitted in self.submitted.items():
            state = self.states[key]
            assert isinstance(state, Portfolio)
            now = state.outcome(item) or state.performance(item)
            assert now == submitted, "what was submitted stays as it is"

    def _look_at_selection(self, stream: StreamKey, selection: Any) -> None:
        """While a batch carries it, a selection says what the package of that batch says."""
        if selection.state in ("open", "confirmed"):
            assert selection.batch is None, "nothing leads back behind a submission"
        elif selection.state != "corrected":
            package = self.packages.get(BatchKey.parse(selection.batch))
            if package is not None and stream.key in package.students:
                outcomes, performances = package.items(stream.key)
                assert [each["id"] for each in outcomes] == list(selection.outcomes)
                assert [each["id"] for each in performances] == list(selection.performances)

    def _look_at_batches(self) -> None:
        standing: set[tuple[str, str, str]] = set()
        for key, batch in self._batches().items():
            assert (batch.digest is not None) == (key in self.packages), "sealed means packed"
            deposit = self.world.central.answer(key, batch.digest or "")
            if batch.state in ("received", "accepted", "rejected"):
                assert deposit is not None, "received by nobody"
            if batch.receipt is not None:
                assert deposit is not None
                assert batch.receipt == deposit.receipt, "the receipt is the centre's"
            if batch.state == "accepted":
                assert series(key) not in standing, "a correction supersedes what it corrects"
                standing.add(series(key))

    def _look_at_deposits(self) -> None:
        standing: set[tuple[str, str, str]] = set()
        for key in streams(self.world.central_records):
            deposit = self.states[key]
            assert isinstance(deposit, Deposit)
            assert key.key == deposit.digest, "one package, one deposit"
            assert self.world.central_blobs.stat(deposit.package) is not None
            assert (deposit.superseded_by is not None) == (deposit.state == "superseded")
            if deposit.state == "accepted" and series(deposit.batch) not in self.unsettled:
                assert series(deposit.batch) not in standing, "a correction supersedes"
                standing.add(series(deposit.batch))


def content_of(portfolio: Portfolio, item: str) -> object:
    """What a teacher certifies: text, files and course."""
    outcome = portfolio.outcome(item)
    assert outcome is not None
    return outcome.description, outcome.attachments, outcome.taking, outcome.student


def rejected_students(receipt: Receipt, students: set[str]) -> set[str]:
    if receipt.verdict == "rejected":
        return students
    return {record.student.key for record in receipt.records if record.verdict == "rejected"}


CODE, CHINESE, ENGLISH = (
    re.compile(pattern) for pattern in (r"LP\d{4}", "[\u4e00-\u9fff]", "[A-Za-z]")
)


CATALOGUES: Final = {each.code for each in (*CATALOGUE, *ROSTER_CODES, *PACKAGE_CODES)}


def check_findings(findings: tuple[Finding, ...]) -> None:
    """Every finding has a code, speaks both languages, and names nobody."""
    for finding in findings:
        assert CODE.fullmatch(finding.code)
        assert finding.code in CATALOGUES, f"{finding.code} is in no catalogue"
        for text in (finding.message, finding.remedy):
            assert CHINESE.search(text.zh), finding.code
            assert ENGLISH.search(text.en), finding.code
            assert not re.search(r"\{\w+\}", text.zh + text.en), "an unfilled template"
            assert "FAKE0" not in text.zh + text.en, "a finding names somebody"
            assert "無名氏" not in text.zh + text.en
        assert finding.source
