"""The central database (學習歷程中央資料庫): receive, judge by the same rules, answer."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import attrs

from learnport.errors import Conflict, DataError, NotFound
from learnport.formats import (
    PackageReader,
    receipt_records,
    submission_of_line,
    verify_package,
)
from learnport.model import (
    TAIPEI,
    BatchKey,
    Deposit,
    DepositState,
    Finding,
    Receipt,
    ReceiptRecord,
    Relation,
    SchoolSettings,
    StudentSubmission,
    Verdict,
    WindowKind,
)
from learnport.parameters import Law
from learnport.plugins import Host, Snapshot
from learnport.rules import (
    BATCH_SENT_OTHERWISE,
    FILE_NOT_PACKED,
    OTHER_BATCH,
    OTHER_DIGEST,
    RECORDS_UNREADABLE,
    STUDENT_TWICE,
    TIMING_RULES,
    UNKNOWN_BATCH,
    VALIDATOR_VERSION,
    TimingCase,
    check,
    check_submission,
)
from learnport.systems._bytes import store
from learnport.systems._decision import Decision, append, denied, refused
from learnport.systems._package import BATCH_FIELD, RECORDS, attachments_of, file_path
from learnport.workflow import (
    DEPOSIT,
    Action,
    Context,
    JudgeDeposit,
    ReceiveDeposit,
    StreamKey,
    StreamKind,
    SupersedeDeposit,
)

__all__ = ["CentralDatabase", "CentralEndpoint"]

_CHUNK = 1_048_576


@attrs.frozen
class _Judged:
    """One student's record, judged.

    Attributes:
        findings: everything found, placed by the record's number in the package.
        records: the answer for each item; none when the student hands in no item.
    """

    findings: tuple[Finding, ...]
    records: tuple[ReceiptRecord, ...]


@attrs.frozen
class CentralDatabase:
    """The centre, put together from a host's services (學習歷程中央資料庫).

    Attributes:
        host: the services; its course plans are the approved ones.
        settings: the calendar of submission.
    """

    host: Host
    settings: SchoolSettings

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str, context: Context) -> Decision:
        """Take a package in: it is *received* once the store has proved that it holds it.

        The same digest again changes nothing and gets the same answer. What was damaged on the
        way is not received at all: nothing of it is kept, and it can be sent again.

        Args:
            stream: the package; read once.
            key: the batch it says it is.
            digest: its root digest.
            context: who operates the centre, and when the package began to arrive.
        """
        if barred := denied(Action.RECEIVE_DEPOSIT, context.actor, [Relation.CENTRE]):
            return Decision(None, (), barred)
        place = StreamKey.deposit(key, digest)
        if (found := self._load(place)) is not None:
            return Decision(found[0], (), ())
        with TemporaryDirectory() as folder:
            package = Path(folder) / "package.zip"
            size, sha256 = _copy(stream, package)
            if damage := _damage(package, digest):
                return Decision(None, (), damage)
            with package.open("rb") as whole:
                receipt = store(self.host.blobs, whole, sha256, size)
        command = ReceiveDeposit(key, digest, receipt.sha256)
        try:
            state, events = append(self.host, place, None, [command], context)
        except Conflict:  # the same package came in twice at once
            return self.receive(stream, key, digest, context)
        return Decision(state, events, ())

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        """What is known of a package; None when it was never received."""
        found = self._load(StreamKey.deposit(key, digest))
        return found[0] if found and found[0].batch == key else None

    def judge(self, key: BatchKey, digest: str, context: Context) -> Decision:
        """Accept or reject a deposit, record by record, under the law of the day it came.

        Judging again what is judged already changes nothing.

        Raises:
            NotFound: the package was never received.
        """
        if barred := denied(Action.ACCEPT_DEPOSIT, context.actor, [Relation.CENTRE]):
            return Decision(None, (), barred)
        stream = StreamKey.deposit(key, digest)
        found = self._load(stream)
        if found is None or found[0].batch != key:
            raise NotFound(what="deposit", key=digest)
        deposit, base = found
        receipt = deposit.receipt or self._receipt(deposit)
        judged = Decision(deposit, (), receipt.findings)
        if deposit.receipt is None:
            try:
                state, events = append(self.host, stream, base, [JudgeDeposit(receipt)], context)
            except Conflict:  # it is being judged twice at once
                return self.judge(key, digest, context)
            judged = Decision(state, events, receipt.findings)
        if receipt.verdict is Verdict.ACCEPTED:
            self._supersede_before(key, context)
        return judged

    def deposits(self, school: str) -> Iterator[Deposit]:
        """Every package ever received from a school."""
        found = map(self._load, self.host.records.keys(StreamKind.DEPOSIT, school))
        return (each[0] for each in found if each is not None)

    def _load(self, key: StreamKey) -> tuple[Deposit, Snapshot] | None:
        snapshot = self.host.records.load(key)
        if snapshot is None or not isinstance(snapshot.state, Deposit):
            return None
        return snapshot.state, snapshot

    # Judging.

    def _receipt(self, deposit: Deposit) -> Receipt:
        law = Law(self.host.parameters, on=deposit.received_at.astimezone(TAIPEI).date())
        with TemporaryDirectory() as folder:
            package = Path(folder) / "package.zip"
            with self.host.blobs.open(deposit.package) as held, package.open("wb") as copy:
                shutil.copyfileobj(held, copy, _CHUNK)
            findings, judged = self._examine(package, deposit, law)
        verdict = Verdict.REJECTED if refused(findings) else Verdict.ACCEPTED
        without_items = (each for one in judged if not one.records for each in one.findings)
        return Receipt(
            deposit.batch, deposit.digest, deposit.received_at, VALIDATOR_VERSION,
            verdict, (*findings, *without_items),
            tuple(record for one in judged for record in one.records),
        )  # fmt: skip

    def _examine(
        self, package: Path, deposit: Deposit, law: Law
    ) -> tuple[tuple[Finding, ...], tuple[_Judged, ...]]:
        early = self._timely(deposit, law) + self._in_order(deposit)
        if refused(early):
            return early, ()
        findings = early + verify_package(package)
        if refused(findings):
            return findings, ()
        with PackageReader(package) as reader:
            findings += _labelled(reader, deposit)
            if refused(findings):
                return findings, ()
            try:
                judged = tuple(self._records(reader, deposit, law))
            except (DataError, NotFound) as error:
                broken = RECORDS_UNREADABLE.finding(f"/{RECORDS}", detail=str(error))
                return (*findings, broken), ()
        return findings, judged

    def _timely(self, deposit: Deposit, law: Law) -> tuple[Finding, ...]:
        key = deposit.batch
        kind = WindowKind.CORRECT if key.previous else WindowKind.SUBMIT
        case = TimingCase(kind, key.term, deposit.received_at, self.settings, round=key.round)
        return check(TIMING_RULES, case, law)

    def _in_order(self, deposit: Deposit) -> tuple[Finding, ...]:
        """One batch, one content; and a correction needs something to correct."""
        others = [each for each in self.deposits(deposit.batch.school) if each != deposit]
        findings = []
        if any(_stands(each) and each.batch == deposit.batch for each in others):
            findings.append(BATCH_SENT_OTHERWISE.finding(batch=str(deposit.batch)))
        previous = deposit.batch.previous
        answered = {each.batch for each in others if each.receipt is not None}
        if previous is not None and previous not in answered:
            findings.append(UNKNOWN_BATCH.finding(batch=str(previous)))
        return tuple(findings)

    def _records(self, reader: PackageReader, deposit: Deposit, law: Law) -> Iterator[_Judged]:
        seen: Counter[str] = Counter()
        held = {file.path: file.size for file in reader.payload()}
        with reader.open(RECORDS) as lines:
            for number, line in enumerate(lines):
                submission = submission_of_line(line)
                findings = self._judged(submission, held, deposit, law)
                seen[submission.student.ref.key] += 1
                if (count := seen[submission.student.ref.key]) > 1:
                    findings += (STUDENT_TWICE.finding("/student", count=count),)
                placed = (attrs.evolve(each, at=f"/{number}{each.at}") for each in findings)
                yield _Judged(tuple(placed), tuple(_answers(submission, findings)))

    def _judged(
        self,
        submission: StudentSubmission,
        held: Mapping[str, int],
        deposit: Deposit,
        law: Law,
    ) -> tuple[Finding, ...]:
        school = deposit.batch.school
        plans = partial(self.host.course_plans.plan, school)
        findings = check_submission(submission, plans, law, batch=deposit.batch)
        return findings + tuple(_files_missing(submission, held))

    def _supersede_before(self, by: BatchKey, context: Context) -> None:
        """Whatever went before a correction no longer stands; doing it again changes nothing."""
        before = tuple(_before(by))
        for deposit in self.deposits(by.school):
            allowed = Action.SUPERSEDE_DEPOSIT in DEPOSIT.allowed(deposit.state)
            if deposit.batch in before and allowed:
                stream = StreamKey.deposit(deposit.batch, deposit.digest)
                base = self.host.records.load(stream)
                append(self.host, stream, base, [SupersedeDeposit(by)], context)


@attrs.frozen
class CentralEndpoint:
    """The centre as a transport reaches it: what comes in is judged at once.

    Attributes:
        central: the centre.
        context: says who operates the centre and what time it is, at each call.
    """

    central: CentralDatabase
    context: Callable[[], Context]

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        """Take a package in, judge it, and give the *received* answer."""
        received = self.central.receive(stream, key, digest, self.context())
        if not isinstance(received.state, Deposit):
            said = "; ".join(f"{each.code} {each.message.en}" for each in received.findings)
            raise DataError(detail=f"not received: {said}")
        self.central.judge(key, digest, self.context())
        return received.state

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        """What is known of a package; None when it was never received.

        What a crash left half judged is judged to its end now.
        """
        if self.central.answer(key, digest) is not None:
            self.central.judge(key, digest, self.context())
        return self.central.answer(key, digest)


def _damage(package: Path, digest: str) -> tuple[Finding, ...]:
    """Why bytes are not the whole package they were announced as."""
    findings = verify_package(package)
    if not refused(findings) and PackageReader(package).digest != digest:
        findings += (OTHER_DIGEST.finding(),)
    return findings if refused(findings) else ()


def _copy(stream: BinaryIO, target: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as copy:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += copy.write(chunk)
    return size, digest.hexdigest()


def _before(batch: BatchKey) -> Iterator[BatchKey]:
    """The batches a correction corrects, back to the first."""
    while batch.previous is not None:
        batch = batch.previous
        yield batch


def _stands(deposit: Deposit) -> bool:
    """Whether a deposit fills its batch's place: one that was rejected does not."""
    return deposit.state in (DepositState.ACCEPTED, DepositState.SUPERSEDED)


def _labelled(reader: PackageReader, deposit: Deposit) -> tuple[Finding, ...]:
    """The package must be the one it was announced as."""
    findings = []
    if dict(reader.info).get(BATCH_FIELD) != str(deposit.batch):
        findings.append(OTHER_BATCH.finding(batch=str(deposit.batch)))
    return tuple(findings)


def _files_missing(submission: StudentSubmission, held: Mapping[str, int]) -> Iterator[Finding]:
    """Every file a record names must be in the package with the size it states.

    The path holds the digest, and `verify_package` has compared it with the content.
    """
    for pointer, attachment in attachments_of(submission):
        if held.get(file_path(attachment)) != attachment.size:
            yield FILE_NOT_PACKED.finding(pointer, sha256=attachment.sha256)


def _answers(
    submission: StudentSubmission, findings: tuple[Finding, ...]
) -> Iterator[ReceiptRecord]:
    """Give each item its findings; what concerns the student as a whole concerns every item."""
    count = len(submission.outcomes)
    for index, record in enumerate(receipt_records(submission)):
        at = f"/outcomes/{index}" if index < count else f"/performances/{index - count}"
        own = tuple(each for each in findings if _concerns(each.at, at))
        verdict = Verdict.REJECTED if refused(own) else Verdict.ACCEPTED
        yield attrs.evolve(record, verdict=verdict, findings=own)


def _concerns(at: str, item: str) -> bool:
    elsewhere = at.startswith(("/outcomes/", "/performances/"))
    return at == item or at.startswith(f"{item}/") or not elsewhere
