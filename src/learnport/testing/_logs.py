"""A little school that does not exist, as logs for record stores to keep.

Together the logs hold every command there is, with texts, dates, fractions and gaps, so that
a store that loses something on the way to its tables loses it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import attrs

from learnport.formats import event_digest
from learnport.model import (
    TAIPEI,
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    BatchKind,
    Channel,
    Competition,
    CourseCode,
    CourseOutcome,
    CourseRecord,
    Extension,
    FileGroup,
    Finding,
    OfficerPost,
    Performance,
    PersonRef,
    ProgramKey,
    Receipt,
    ReceiptRecord,
    Role,
    SchoolYear,
    Semester,
    Severity,
    Statement,
    Student,
    SubmissionRound,
    Taking,
    TakingKind,
    Text,
    Ticked,
    TickedItem,
    Unlock,
    Verdict,
    WindowKind,
    Work,
)
from learnport.plugins import Snapshot
from learnport.workflow import (
    FIRST,
    Action,
    AdvisingStep,
    AnswerBatch,
    ApplicationStep,
    BatchStep,
    ChooseMaterials,
    Command,
    ConsentToRelease,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    Event,
    ExtendWindow,
    ExtensionStep,
    JudgeDeposit,
    OutcomeStep,
    PerformanceStep,
    PlanBatch,
    PrecheckBatch,
    Reattach,
    ReattachPerformance,
    ReceiveDeposit,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    SealBatch,
    Select,
    SelectionStep,
    StreamKey,
    SubmitSelection,
    SupersedeDeposit,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
    replay,
)

__all__ = [
    "LOGS",
    "PORTFOLIO_LOG",
    "STUDENT",
    "Commit",
    "commit_of",
    "commits",
    "portfolio_log",
    "rival",
]

STUDENT: Final = PersonRef("ZZ0001", "s-1")
_TEACHER: Final = PersonRef("ZZ0001", "t-1")
_STAFF: Final = Actor(PersonRef("ZZ0001", "staff"), frozenset({Role.STAFF, Role.ADVISOR}))
_NOON: Final = dt.datetime(2025, 3, 3, 12, 0, 0, 250_000, TAIPEI)
_YEAR: Final = SchoolYear(113)
_BATCH: Final = BatchKey("ZZ0001", BatchKind.YEARLY, "113", SubmissionRound.ORDINARY, 1)
_NEXT: Final = attrs.evolve(_BATCH, number=2)
_FILE: Final = Attachment("地圖.pdf", 2_097_152, "application/pdf", "ab" * 32, FileGroup.DOCUMENT)
_FINDING: Final = Finding(
    "LP1003", Severity.REJECT, "/outcomes/0/description",
    Text("簡述 101 字，超過上限 100 字。", "The description has 101 characters; the limit is 100."),
    Text("請刪減後再送。", "Shorten it and send it again."),
    "outcome.description.max_characters", (("length", 101), ("limit", 100), ("note", None)),
)  # fmt: skip
_RECORD: Final = ReceiptRecord(STUDENT, "o-1", "12" * 32, Verdict.REJECTED, (_FINDING,))


def _student(ref: PersonRef) -> Student:
    return Student(ref, "ZZ00000001", dt.date(2008, 2, 29), "測試生", 112, 2, "二年甲班", 7)


def _taking(student: PersonRef) -> Taking:
    return Taking(
        "k-1", student, TakingKind.MAKEUP, Semester(113, 2),
        CourseCode.parse("112ZZ0001H11101A1010101"), "地理", 2, "2", _TEACHER,
        original=Semester(112, 2), mode="1",
    )  # fmt: skip


def _receipt(verdict: Verdict) -> Receipt:
    return Receipt(_BATCH, "cd" * 32, _NOON, "1", verdict, (_FINDING,), (_RECORD,))


def _portfolio_commands(student: PersonRef) -> tuple[Command, ...]:
    outcome = CourseOutcome(
        "o-1", student, "k-1", Semester(113, 2), _NOON, "我的地圖\n與 𠮷 字", (_FILE,)
    )
    contest = Competition("地理奧林匹亞", "筆試", "2", "", dt.date(2025, 1, 31), "1")
    performance = Performance("p-1", student, _YEAR, _NOON, contest, "", (), "https://example.org")
    work = Work("海報", dt.date(2025, 2, 1))
    advising = AdvisingRecord(
        "a-1", student, _STAFF.person, Semester(113, 2), AdvisingForm.GROUP,
        dt.date(2025, 2, 20), "選課說明", (_FILE,),
    )  # fmt: skip
    post = OfficerPost(
        "f-1", student, "二年甲班", dt.date(2025, 2, 1), dt.date(2025, 6, 30), "班長", "3"
    )
    return (
        RecordStudent(_student(student)),
        RecordTaking(_taking(student)),
        RecordCourse(CourseRecord("k-1", Decimal("59.50"), False, Decimal("60"), True, 1, "努力")),
        RecordOfficerPost(post),
        RecordAdvising(advising),
        AdvisingStep(Action.STRIKE_ADVISING, "a-1"),
        UploadOutcome(outcome),
        OutcomeStep(Action.REQUEST, "o-1"),
        ReturnOutcome("o-1", "other", "請補上圖例"),
        EditOutcome(
            "o-1", "", (_FILE, attrs.evolve(_FILE, name="圖例.mp4", group=FileGroup.MEDIA))
        ),
        OutcomeStep(Action.REQUEST, "o-1"),
        OutcomeStep(Action.CERTIFY, "o-1"),
        Reattach("o-1", _FILE),
        UploadPerformance(performance),
        EditPerformance("p-1", work, "第一張", (_FILE,), ""),
        PerformanceStep(Action.COMPLETE, "p-1"),
        ReattachPerformance("p-1", _FILE),
        ExtendWindow(Extension("e-1", WindowKind.SELECT, "113", _NOON)),
        UnlockItem(Unlock("e-2", "o-1", _NOON)),
        ExtensionStep(Action.REVOKE_EXTENSION, "e-1"),
        Select(_YEAR, ("o-1",), ("p-1",)),
        SelectionStep(Action.CONFIRM, _YEAR),
        SubmitSelection(_YEAR, _BATCH),
        SelectionStep(Action.RECEIVE, _YEAR),
        DisputeReceipt(_YEAR, "少了一件"),
        SelectionStep(Action.RESOLVE, _YEAR),
        CorrectSelection(_YEAR, ("o-1",), ()),
    )


_BATCH_COMMANDS: Final = (
    PlanBatch(_NEXT),
    PrecheckBatch(("s-1", "s-2"), ("s-3",)),
    SealBatch("cd" * 32),
    BatchStep(Action.SEND),
    BatchStep(Action.RECEIVE_BATCH),
    AnswerBatch(_receipt(Verdict.REJECTED)),
)
_DEPOSIT_COMMANDS: Final = (
    ReceiveDeposit(_BATCH, "cd" * 32, "ef" * 32),
    JudgeDeposit(_receipt(Verdict.ACCEPTED)),
    SupersedeDeposit(_NEXT),
)
_PROGRAM: Final = ProgramKey(SchoolYear(115), Channel.UNIVERSITY, "ZZ0012")
_APPLICATION_COMMANDS: Final = (
    ConsentToRelease("r-1", STUDENT, _PROGRAM),
    ChooseMaterials(
        Ticked((TickedItem("o-1", "B"),), (), frozenset({Semester(113, 1)})),
        (Statement(frozenset({"O", "P", "Q"}), _FILE),),
    ),
    ApplicationStep(Action.CONFIRM_APPLICATION),
)


def _log(key: StreamKey, commands: Iterable[Command]) -> tuple[Event, ...]:
    """The events of a log that nobody disturbed."""
    events: list[Event] = []
    for sequence, command in enumerate(commands, 1):
        at = _NOON + dt.timedelta(minutes=sequence)
        previous = event_digest(events[-1]) if events else FIRST
        events.append(Event(key, sequence, at, _STAFF, command, f"理由 {sequence}", previous))
    return tuple(events)


def portfolio_log(student: PersonRef) -> tuple[Event, ...]:
    """A student's log, whoever the student is."""
    return _log(StreamKey.portfolio(student), _portfolio_commands(student))


PORTFOLIO_LOG: Final = portfolio_log(STUDENT)
_BATCH_LOG: Final = _log(StreamKey.batch(_NEXT), _BATCH_COMMANDS)
_DEPOSIT_LOG: Final = _log(StreamKey.deposit(_BATCH, "cd" * 32), _DEPOSIT_COMMANDS)
_APPLICATION_LOG: Final = _log(StreamKey.application(STUDENT, _PROGRAM), _APPLICATION_COMMANDS)
LOGS: Final = (PORTFOLIO_LOG, _BATCH_LOG, _DEPOSIT_LOG, _APPLICATION_LOG)
"""One log of each kind; together they hold every command."""


@attrs.frozen
class Commit:
    """What a writer hands to a store at once; the fields are the arguments of `commit`."""

    key: StreamKey
    expected: int
    events: Sequence[Event]
    snapshot: Snapshot


def commits(events: Sequence[Event], size: int = 1) -> tuple[Commit, ...]:
    """A log cut into commits of so many events."""
    starts = range(0, len(events), size)
    return tuple(commit_of(events, start, min(start + size, len(events))) for start in starts)


def commit_of(events: Sequence[Event], start: int, end: int) -> Commit:
    """The commit that takes a log from one version to another."""
    state = replay(events[:end])
    assert state is not None
    snapshot = Snapshot(end, state, event_digest(events[end - 1]))
    return Commit(events[0].stream, start, events[start:end], snapshot)


def rival(commit: Commit, reason: str) -> Commit:
    """Another writer's commit of one event for the same version."""
    event = attrs.evolve(commit.events[0], reason=reason)
    snapshot = attrs.evolve(commit.snapshot, digest=event_digest(event))
    return attrs.evolve(commit, events=(event,), snapshot=snapshot)
