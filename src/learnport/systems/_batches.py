"""Submitting, step by step; every step can be taken again after a crash.

Order is everything: the package is durable before anything is marked, everything it carries
is marked before its digest is noted, and the digest is noted before it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from learnport.errors import CallerError, NotFound, PackageError, PluginError, TransitionRefused
from learnport.formats import PackageReader, receipt_records
from learnport.formats import compare as compare_records
from learnport.model import (
    BatchKey,
    BatchKind,
    BatchState,
    Deposit,
    Difference,
    Finding,
    PersonRef,
    Receipt,
    Relation,
    StudentSubmission,
    SubmissionBatch,
    Verdict,
    WindowKind,
)
from learnport.plugins import Host, Snapshot
from learnport.rules import (
    CHANGED_SINCE_PRECHECK,
    NOT_RECEIVED,
    OTHER_PACKAGE,
    TIMING_RULES,
    UNKNOWN_BATCH,
    TimingCase,
    check,
)
from learnport.systems._carried import (
    answer,
    as_packaged,
    candidates,
    judged,
    mark,
    portfolio_of,
    ready,
    submission_of,
    year_of,
)
from learnport.systems._decision import Decision, append, denied, refused, state_refuses
from learnport.systems._office import Office
from learnport.systems._package import package_path, rosters_beside, write_yearly_package
from learnport.workflow import (
    BATCH,
    Action,
    AnswerBatch,
    BatchCommand,
    BatchStep,
    Context,
    PlanBatch,
    PrecheckBatch,
    SealBatch,
    StreamKey,
)

__all__ = [
    "Precheck",
    "Seal",
    "StudentFindings",
    "collect",
    "compare",
    "load",
    "precheck",
    "seal",
    "send",
]


@attrs.frozen
class StudentFindings:
    """What the pre-check says about one student's record."""

    student: PersonRef
    findings: tuple[Finding, ...]


@attrs.frozen
class Precheck:
    """Result of a pre-check (預檢結果).

    Attributes:
        decision: what happened to the batch, and findings about it as a whole.
        students: findings per student, only of those who have any.
    """

    decision: Decision
    students: tuple[StudentFindings, ...] = ()


@attrs.frozen
class Seal:
    """Result of sealing (封裝結果).

    Attributes:
        decision: what happened to the batch, and what stood in the way.
        package: where the package lies; None when it was not sealed.
        rosters: the same rosters as in the package, for people to open.
    """

    decision: Decision
    package: Path | None = None
    rosters: tuple[Path, ...] = ()


def load(host: Host, key: BatchKey) -> tuple[SubmissionBatch, Snapshot]:
    """A batch with its snapshot.

    Raises:
        NotFound: it was never planned.
    """
    snapshot = host.records.load(StreamKey.batch(key))
    if snapshot is None or not isinstance(snapshot.state, SubmissionBatch):
        raise NotFound(what="submission batch", key=str(key))
    return snapshot.state, snapshot


def precheck(office: Office, key: BatchKey, context: Context) -> Precheck:
    base = office.host.records.load(StreamKey.batch(key))
    if stopped := _barred(office, key, Action.PRECHECK, context) or _out_of_turn(office, key):
        return Precheck(Decision(base.state if base else None, (), stopped))
    passed: list[str] = []
    left_out: list[str] = []
    reports = []
    for portfolio in candidates(office, key):
        findings = judged(office, portfolio, key, context)
        (left_out if refused(findings) else passed).append(portfolio.student.ref.key)
        if findings:
            reports.append(StudentFindings(portfolio.student.ref, findings))
    commands: list[BatchCommand] = [] if base else [PlanBatch(key)]
    commands.append(PrecheckBatch(tuple(passed), tuple(left_out)))
    return Precheck(_step(office, key, base, commands, context), tuple(reports))


def seal(office: Office, key: BatchKey, context: Context, folder: Path) -> Seal:
    batch, base = load(office.host, key)
    if stopped := _barred(office, key, Action.SEAL, context):
        return Seal(Decision(batch, (), stopped))
    package = package_path(folder, key)
    if _is_sealed(package, batch):  # a crash kept the answer back
        return Seal(Decision(batch, (), ()), package, rosters_beside(package))
    if Action.SEAL not in BATCH.allowed(batch.state):
        return Seal(Decision(batch, (), (_refuses(batch, Action.SEAL),)))
    # Before anything is judged: who changes from here on is a conflict when marked.
    versions = {student: portfolio_of(office, student)[1].version for student in batch.students}
    if stopped := _changed_since(office, batch, context):
        return Seal(Decision(batch, (), stopped))

    def submissions() -> Iterator[StudentSubmission]:
        for student in batch.students:
            yield submission_of(portfolio_of(office, student)[0], year_of(key))

    made = write_yearly_package(office.host, key, submissions, context.at, folder)
    if made.package is None:
        return Seal(Decision(batch, (), made.findings))
    for student in batch.students:
        mark(office, key, student, versions[student], context)
    sealed = _step(office, key, base, [SealBatch(made.digest)], context)
    return Seal(sealed, made.package, made.rosters)


def send(
    office: Office, key: BatchKey, context: Context, package: Path, transport: str
) -> Decision:
    batch, base = load(office.host, key)
    if stopped := _barred(office, key, Action.SEND, context):
        return Decision(batch, (), stopped)
    if batch.digest is None:
        return Decision(batch, (), (_refuses(batch, Action.SEND),))
    if batch.state not in (BatchState.SEALED, BatchState.SENT):
        return Decision(batch, (), ())  # the centre has it already
    line = office.host.transport(transport)
    if batch.state is BatchState.SENT and (deposit := line.answer(key, batch.digest)):
        return _received(office, key, transport, deposit, context)  # only the answer was lost
    if stopped := _too_late(office, key, context):
        return Decision(batch, (), stopped)
    if not _is_sealed(package, batch):
        return Decision(batch, (), (OTHER_PACKAGE.finding(batch=str(key)),))
    sent = _step(office, key, base, [BatchStep(Action.SEND)], context)
    with package.open("rb") as stream:
        deposit = line.send(stream, key, batch.digest)
    received = _received(office, key, transport, deposit, context)
    return attrs.evolve(received, events=sent.events + received.events)


def _received(
    office: Office, key: BatchKey, transport: str, deposit: Deposit, context: Context
) -> Decision:
    batch, base = load(office.host, key)
    _same_package(transport, deposit, batch)
    return _step(office, key, base, [BatchStep(Action.RECEIVE_BATCH)], context)


def collect(office: Office, key: BatchKey, context: Context, transport: str) -> Decision:
    batch, base = load(office.host, key)
    if stopped := _barred(office, key, Action.RECEIVE_BATCH, context):
        return Decision(batch, (), stopped)
    if batch.state is not BatchState.RECEIVED or batch.digest is None:
        settled = batch.receipt is not None
        stopped = () if settled else (_refuses(batch, Action.ACCEPT_BATCH),)
        return Decision(batch, (), stopped)
    deposit = office.host.transport(transport).answer(key, batch.digest)
    if deposit is None:
        return Decision(batch, (), (NOT_RECEIVED.finding(batch=str(key)),))
    _same_package(transport, deposit, batch)
    if deposit.receipt is None:
        return Decision(batch, (), ())
    rejected = _rejected(batch, deposit.receipt)
    for student in (*batch.students, *batch.left_out):
        step = Action.REJECT if student in rejected else Action.RECEIVE
        answer(office, key, student, step, context)
    if deposit.receipt.verdict is Verdict.ACCEPTED:
        _supersede(office, key.previous, context)
    return _step(office, key, base, [AnswerBatch(deposit.receipt)], context)


def compare(office: Office, key: BatchKey) -> tuple[Difference, ...]:
    batch, _ = load(office.host, key)
    if batch.receipt is None:
        raise CallerError(detail=f"{key} has no receipt yet: collect it first")
    sent = (
        record
        for student in batch.students
        for record in receipt_records(as_packaged(office, key, student))
    )
    return compare_records(sent, batch.receipt.records)


# What may stand in the way.


def _barred(office: Office, key: BatchKey, action: Action, context: Context) -> tuple[Finding, ...]:
    if key.kind is not BatchKind.YEARLY or key.school != office.school.code:
        raise CallerError(detail=f"{key} is not a yearly batch of school {office.school.code}")
    same_school = context.actor.person.school == key.school
    return denied(action, context.actor, [Relation.SAME_SCHOOL] if same_school else [])


def _out_of_turn(office: Office, key: BatchKey) -> tuple[Finding, ...]:
    """A correction needs an answered batch to correct."""
    if key.previous is None:
        return ()
    previous = office.host.records.load(StreamKey.batch(key.previous))
    answered = isinstance(batch := previous and previous.state, SubmissionBatch) and batch.receipt
    return () if answered else (UNKNOWN_BATCH.finding(batch=str(key.previous)),)


def _too_late(office: Office, key: BatchKey, context: Context) -> tuple[Finding, ...]:
    kind = WindowKind.CORRECT if key.previous else WindowKind.SUBMIT
    case = TimingCase(kind, key.term, context.at, office.settings, round=key.round)
    return check(TIMING_RULES, case, office.law(context))


def _changed_since(office: Office, batch: SubmissionBatch, context: Context) -> tuple[Finding, ...]:
    """A student whose record no longer passes must go through the pre-check again."""
    changed = 0
    for student in batch.students:
        portfolio, _ = portfolio_of(office, student)
        changed += not ready(portfolio, batch.key) or refused(
            judged(office, portfolio, batch.key, context)
        )
    return (CHANGED_SINCE_PRECHECK.finding(count=changed),) if changed else ()


def _refuses(batch: SubmissionBatch, action: Action) -> Finding:
    allowed = BATCH.allowed(batch.state)
    return state_refuses(TransitionRefused(action=action, state=batch.state, allowed=allowed))


def _is_sealed(package: Path, batch: SubmissionBatch) -> bool:
    """Whether a file is the package that was sealed for a batch, and whole."""
    if batch.digest is None or not package.exists():
        return False
    try:
        with PackageReader(package) as reader:
            return reader.digest == batch.digest and not refused(reader.verify())
    except PackageError:
        return False


def _same_package(transport: str, deposit: Deposit, batch: SubmissionBatch) -> None:
    receipt = deposit.receipt or deposit
    answered = {(deposit.batch, deposit.digest), (receipt.batch, receipt.digest)}
    if answered != {(batch.key, batch.digest)}:
        raise PluginError(plugin=transport, detail="answered about another package")


# What is written.


def _step(
    office: Office,
    key: BatchKey,
    base: Snapshot | None,
    commands: Iterable[BatchCommand],
    context: Context,
) -> Decision:
    try:
        state, events = append(office.host, StreamKey.batch(key), base, commands, context)
    except TransitionRefused as error:
        return Decision(base.state if base else None, (), (state_refuses(error),))
    return Decision(state, events, ())


def _rejected(batch: SubmissionBatch, receipt: Receipt) -> frozenset[str]:
    """The students of whose records the centre rejected at least one, or all of them.

    Whoever was marked before a crash and left out afterwards was not received either.
    """
    if receipt.verdict is Verdict.REJECTED:
        return frozenset((*batch.students, *batch.left_out))
    refused_records = (each for each in receipt.records if each.verdict is Verdict.REJECTED)
    return frozenset((*(record.student.key for record in refused_records), *batch.left_out))


def _supersede(office: Office, key: BatchKey | None, context: Context) -> None:
    """Whatever went before the correction no longer stands, also beyond one that was rejected."""
    while key is not None:
        batch, base = load(office.host, key)
        if Action.SUPERSEDE_BATCH in BATCH.allowed(batch.state):
            _step(office, key, base, [BatchStep(Action.SUPERSEDE_BATCH)], context)
        key = key.previous
