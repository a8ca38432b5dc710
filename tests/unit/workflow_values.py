"""Commands and events around the student who does not exist."""

from __future__ import annotations

import datetime as dt

from learnport.model import (
    Actor,
    AdvisingForm,
    AdvisingRecord,
    CourseRecord,
    OfficerPost,
    PersonRef,
    Portfolio,
    Role,
    SchoolYear,
    Semester,
    Verdict,
    Work,
)
from learnport.workflow import (
    FIRST,
    Action,
    AdvisingStep,
    AnswerBatch,
    ApplicationCommand,
    ApplicationStep,
    BatchCommand,
    BatchStep,
    ChooseMaterials,
    Command,
    ConsentToRelease,
    CorrectSelection,
    DepositCommand,
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
    State,
    StreamKey,
    SubmitSelection,
    SupersedeDeposit,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
    evolve,
)
from tests.unit.model_values import (
    ADVISOR,
    BATCH,
    CLERK,
    CORRECTION,
    DAY,
    DIGEST_A,
    DIGEST_B,
    DOCUMENT,
    EXTENSION,
    NOON,
    OUTCOME,
    PERFORMANCE,
    PROGRAM,
    PUPIL,
    STATEMENT,
    STUDENT,
    SYNTHESIS,
    TAKING,
    TICKED,
    UNLOCK,
    receipt,
)

YEAR = SchoolYear(113)
ADVICE = AdvisingRecord(
    "v1", PUPIL, ADVISOR, Semester(113, 1), AdvisingForm.GROUP, DAY, "選修"
)  # fmt: skip


def stream_of(command: Command) -> StreamKey:
    if isinstance(command, BatchCommand):
        return StreamKey.batch(BATCH)
    if isinstance(command, DepositCommand):
        return StreamKey.deposit(BATCH, DIGEST_A)
    if isinstance(command, ApplicationCommand):
        return StreamKey.application(PUPIL, PROGRAM)
    return StreamKey.portfolio(PUPIL)


def event(
    command: Command, by: PersonRef = CLERK, at: dt.datetime = NOON, sequence: int = 1
) -> Event:
    """A command somebody gave."""
    actor = Actor(by, frozenset({Role.STAFF}))
    return Event(stream_of(command), sequence, at, actor, command, "", FIRST)


def after(state: State | None, *commands: Command) -> State:
    """What a state becomes when the clerk gives these commands at noon."""
    for command in commands:
        state = evolve(state, event(command))
    assert state is not None
    return state


def portfolio_after(*commands: Command) -> Portfolio:
    """A portfolio with a taking, an outcome `o1` and a performance `p1`, and then this."""
    opening = RecordStudent(STUDENT), RecordTaking(TAKING)
    uploads = UploadOutcome(OUTCOME), UploadPerformance(PERFORMANCE)
    state = after(None, *opening, *uploads, *commands)
    assert isinstance(state, Portfolio)
    return state


# Bare steps by their verbs.


def steps(*verbs: str, item: str = "o1") -> tuple[OutcomeStep, ...]:
    return tuple(OutcomeStep(Action(f"outcome.{verb}"), item) for verb in verbs)


def performance_steps(*verbs: str, item: str = "p1") -> tuple[PerformanceStep, ...]:
    return tuple(PerformanceStep(Action(f"performance.{verb}"), item) for verb in verbs)


def selection_steps(*verbs: str, year: SchoolYear = YEAR) -> tuple[SelectionStep, ...]:
    return tuple(SelectionStep(Action(f"selection.{verb}"), year) for verb in verbs)


def application_steps(*verbs: str) -> tuple[ApplicationStep, ...]:
    return tuple(ApplicationStep(Action(f"application.{verb}")) for verb in verbs)


def batch_steps(*verbs: str) -> tuple[BatchStep, ...]:
    return tuple(BatchStep(Action(f"batch.{verb}")) for verb in verbs)


# One command for every action that changes something.


PORTFOLIO_COMMANDS: tuple[Command, ...] = (
    RecordStudent(STUDENT),
    RecordTaking(TAKING),
    RecordCourse(CourseRecord("k1")),
    RecordOfficerPost(OfficerPost("b1", PUPIL, "班級", DAY, DAY, "班長", "3")),
    RecordAdvising(ADVICE),
    AdvisingStep(Action.STRIKE_ADVISING, "v1"),
    UploadOutcome(OUTCOME),
    EditOutcome("o1", "改寫", (DOCUMENT,)),
    Reattach("o1", DOCUMENT),
    ReturnOutcome("o1", "wrong_file"),
    *steps("request", "withdraw", "certify", "revoke", "submit", "discard"),
    UploadPerformance(PERFORMANCE),
    EditPerformance("p1", Work("畫冊", DAY), "我的畫", ()),
    ReattachPerformance("p1", DOCUMENT),
    *performance_steps("complete", "submit", "discard"),
    Select(YEAR, ("o1",), ("p1",)),
    CorrectSelection(YEAR, ("o1",), ()),
    SubmitSelection(YEAR, BATCH),
    DisputeReceipt(YEAR, "少了一件"),
    *selection_steps("confirm", "reopen", "receive", "reject", "acknowledge", "resolve"),
    ExtendWindow(EXTENSION),
    UnlockItem(UNLOCK),
    ExtensionStep(Action.REVOKE_EXTENSION, "x1"),
)
BATCH_COMMANDS: tuple[Command, ...] = (
    PlanBatch(BATCH),
    PrecheckBatch(("s1",), ("s2",)),
    SealBatch(DIGEST_A),
    *batch_steps("send", "receive", "supersede"),
    AnswerBatch(receipt()),
    AnswerBatch(receipt(Verdict.REJECTED)),
)
DEPOSIT_COMMANDS: tuple[Command, ...] = (
    ReceiveDeposit(BATCH, DIGEST_A, DIGEST_B),
    JudgeDeposit(receipt()),
    JudgeDeposit(receipt(Verdict.REJECTED)),
    SupersedeDeposit(CORRECTION),
)
APPLICATION_COMMANDS: tuple[Command, ...] = (
    ConsentToRelease("n1", PUPIL, PROGRAM),
    ChooseMaterials(TICKED, (STATEMENT,), SYNTHESIS),
    *application_steps("confirm", "release"),
)
EVERY_COMMAND = PORTFOLIO_COMMANDS + BATCH_COMMANDS + DEPOSIT_COMMANDS + APPLICATION_COMMANDS
