"""Commands, events and streams as values."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import typing
from typing import Any

import attrs
import pytest

from learnport.errors import NotFound, TransitionRefused
from learnport.model import (
    Actor,
    BatchState,
    Deposit,
    DepositState,
    Role,
    SchoolYear,
    SubmissionBatch,
    Verdict,
)
from learnport.workflow import (
    FIRST,
    Action,
    AnswerBatch,
    BatchCommand,
    BatchStep,
    Command,
    Context,
    DepositCommand,
    EditOutcome,
    Event,
    JudgeDeposit,
    OutcomeStep,
    PerformanceStep,
    PlanBatch,
    PortfolioCommand,
    PrecheckBatch,
    ReceiveDeposit,
    RecordStudent,
    SealBatch,
    SelectionStep,
    StreamKey,
    StreamKind,
    SupersedeDeposit,
    evolve,
)
from tests.unit.model_values import (
    BATCH,
    CORRECTION,
    DIGEST_A,
    DIGEST_B,
    LATER,
    NOON,
    PORTFOLIO,
    PUPIL,
    STUDENT,
    TEACHER,
    receipt,
)
from tests.unit.workflow_values import (
    BATCH_COMMANDS,
    DEPOSIT_COMMANDS,
    EVERY_COMMAND,
    PORTFOLIO_COMMANDS,
    after,
    batch_steps,
    event,
)

TAKEN, REFUSED = receipt(), receipt(Verdict.REJECTED)
CLASSES = typing.get_args(Command)

every_command = pytest.mark.parametrize("command", EVERY_COMMAND, ids=lambda each: each.action)


def test_every_action_is_given_by_exactly_one_command() -> None:
    actions = [command.action for command in EVERY_COMMAND]
    assert sorted(actions) == sorted(Action)
    assert {type(command) for command in EVERY_COMMAND} == set(CLASSES)


@every_command
def test_a_command_is_a_value(command: Any) -> None:
    assert pickle.loads(pickle.dumps(command)) == command
    assert hash(copy.deepcopy(command)) == hash(command)
    for field in attrs.fields(type(command)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(command, field.name, None)


@pytest.mark.parametrize("kind", CLASSES)
def test_a_command_says_in_words_what_it_does(kind: type) -> None:
    assert (kind.__doc__ or "").strip().endswith(".")


# Bare steps.


BARE = {
    "outcome": "request withdraw certify revoke submit discard",
    "performance": "complete submit discard",
    "selection": "confirm reopen receive reject acknowledge resolve",
    "batch": "send receive supersede",
}


@pytest.mark.parametrize("action", Action)
def test_an_action_that_needs_more_than_its_name_is_no_bare_step(action: Action) -> None:
    kind, _, verb = action.partition(".")
    steps: dict[str, Any] = {
        "outcome": lambda: OutcomeStep(action, "o1"),
        "performance": lambda: PerformanceStep(action, "p1"),
        "selection": lambda: SelectionStep(action, SchoolYear(113)),
        "batch": lambda: BatchStep(action),
    }
    for name, build in steps.items():
        if name == kind and verb in BARE[name].split():
            assert build().action is action
        else:
            with pytest.raises(ValueError, match="action"):
                build()


# Streams and events.


def test_a_stream_is_named_by_kind_school_and_key() -> None:
    assert str(StreamKey.portfolio(PUPIL)) == "portfolio/ZZ0001/s1"
    assert str(StreamKey.batch(BATCH)) == "batch/ZZ0001/ZZ0001.yearly.113.ordinary.1"
    assert str(StreamKey.deposit(BATCH, DIGEST_A)) == (
        f"deposit/ZZ0001/ZZ0001.yearly.113.ordinary.1.{DIGEST_A}"
    )


def test_streams_sort_by_kind_then_school_then_key() -> None:
    streams = [StreamKey.portfolio(PUPIL), StreamKey.batch(CORRECTION), StreamKey.batch(BATCH)]
    assert sorted(streams) == streams[::-1]


def test_the_chain_of_a_stream_begins_with_zeros() -> None:
    assert len(FIRST) == 64
    assert set(FIRST) == {"0"}


@every_command
@pytest.mark.parametrize("kind", StreamKind)
def test_an_event_carries_only_commands_for_the_kind_of_its_stream(
    kind: StreamKind, command: Command
) -> None:
    stream = StreamKey(kind, "ZZ0001", "x")
    actor = Actor(TEACHER, frozenset({Role.SUBJECT_TEACHER}))
    own = {
        StreamKind.PORTFOLIO: PORTFOLIO_COMMANDS,
        StreamKind.BATCH: BATCH_COMMANDS,
        StreamKind.DEPOSIT: DEPOSIT_COMMANDS,
    }
    if command in own[kind]:
        assert Event(stream, 1, NOON, actor, command, "", FIRST).command is command
    else:
        with pytest.raises(TypeError, match=f"expected one for a {kind}"):
            Event(stream, 1, NOON, actor, command, "", FIRST)


def test_the_unions_of_commands_leave_nothing_out() -> None:
    unions: tuple[Any, ...] = (PortfolioCommand, BatchCommand, DepositCommand)
    assert [len(typing.get_args(union)) for union in unions] == [18, 5, 3]
    assert set(CLASSES) == {kind for union in unions for kind in typing.get_args(union)}


@pytest.mark.parametrize("number", [0, -1])
def test_events_are_counted_from_one(number: int) -> None:
    with pytest.raises(ValueError, match="sequence"):
        event(RecordStudent(STUDENT), sequence=number)


NAIVE = dt.datetime(2024, 11, 5)  # noqa: DTZ001 - refused


def test_events_and_contexts_need_a_time_zone() -> None:
    with pytest.raises(ValueError, match="at needs a time zone"):
        event(RecordStudent(STUDENT), at=NAIVE)
    with pytest.raises(ValueError, match="at needs a time zone"):
        Context(Actor(TEACHER, frozenset()), NAIVE, lambda: "x")


def test_an_event_is_a_value_and_shows_nothing_personal() -> None:
    recorded = event(RecordStudent(STUDENT))
    assert pickle.loads(pickle.dumps(recorded)) == recorded
    assert hash(recorded) == hash(event(RecordStudent(STUDENT)))
    assert STUDENT.national_id not in repr(recorded)
    assert STUDENT.name not in repr(recorded)


def test_a_context_gives_identifiers_and_needs_no_reason() -> None:
    numbers = iter(["n1", "n2"])
    context = Context(Actor(TEACHER, frozenset()), NOON, lambda: next(numbers))
    assert (context.new_id(), context.new_id(), context.reason) == ("n1", "n2", "")
    assert "new_id" not in repr(context)


# What is not there.


BIRTHS = {"record.student", "batch.plan", "deposit.receive"}
LATER_COMMANDS = [command for command in EVERY_COMMAND if command.action not in BIRTHS]
ON_AN_ITEM = [each for each in PORTFOLIO_COMMANDS if getattr(each, "item", None)]
UPLOADS = [each for each in ON_AN_ITEM if each.action.endswith(".upload")]


@pytest.mark.parametrize("command", LATER_COMMANDS, ids=lambda each: each.action)
def test_nothing_can_be_done_to_a_record_that_was_never_begun(command: Command) -> None:
    with pytest.raises(NotFound) as caught:
        evolve(None, event(command))
    assert (caught.value.what, caught.value.key) in {
        ("portfolio", "s1"),
        ("batch", "ZZ0001.yearly.113.ordinary.1"),
        ("deposit", f"ZZ0001.yearly.113.ordinary.1.{DIGEST_A}"),
    }
    assert caught.value.what == event(command).stream.kind


@pytest.mark.parametrize("command", ON_AN_ITEM, ids=lambda each: each.action)
def test_an_item_that_was_never_uploaded_can_only_be_uploaded(command: Command) -> None:
    if command in UPLOADS:
        assert after(PORTFOLIO, command) != PORTFOLIO
        return
    with pytest.raises(NotFound) as caught:
        evolve(PORTFOLIO, event(command))
    assert (caught.value.what, caught.value.key) == (
        ("performance", "p1")
        if command.action.startswith("performance.")
        else ("course outcome", "o1")
    )


# Batches at the school.


SEALED = BATCH_COMMANDS[:3]
SENT = (*SEALED, *batch_steps("send"))
ARRIVED = (*SENT, *batch_steps("receive"))


def test_a_batch_is_planned_empty() -> None:
    assert after(None, PlanBatch(BATCH)) == SubmissionBatch(BATCH)


def test_a_pre_check_notes_who_passed_and_who_is_left_out() -> None:
    checked = after(None, PlanBatch(BATCH), PrecheckBatch(("s1",), ("s2",)))
    assert checked == SubmissionBatch(
        BATCH, BatchState.PRECHECKED, students=("s1",), left_out=("s2",)
    )
    again = after(checked, PrecheckBatch(("s1", "s2"), ()))
    assert again == SubmissionBatch(BATCH, BatchState.PRECHECKED, students=("s1", "s2"))


def test_sealing_notes_the_digest_and_sending_twice_changes_nothing() -> None:
    sealed = after(None, *SEALED)
    assert sealed == SubmissionBatch(
        BATCH, BatchState.SEALED, DIGEST_A, students=("s1",), left_out=("s2",)
    )
    sent = after(sealed, *batch_steps("send"))
    assert sent == attrs.evolve(sealed, state=BatchState.SENT)
    assert after(sent, *batch_steps("send")) == sent


@pytest.mark.parametrize(
    ("answer", "state"), [(TAKEN, BatchState.ACCEPTED), (REFUSED, BatchState.REJECTED)]
)
def test_the_receipt_decides_and_is_kept_when_a_correction_supersedes_the_batch(
    answer: Any, state: BatchState
) -> None:
    answered = after(None, *ARRIVED, AnswerBatch(answer))
    assert isinstance(answered, SubmissionBatch)
    assert (answered.state, answered.receipt) == (state, answer)
    superseded = after(answered, *batch_steps("supersede"))
    assert superseded == attrs.evolve(answered, state=BatchState.SUPERSEDED)


def test_a_batch_is_planned_once() -> None:
    with pytest.raises(TransitionRefused) as caught:
        after(None, PlanBatch(BATCH), PlanBatch(BATCH))
    assert (caught.value.state, caught.value.allowed) == ("planned", ("batch.precheck",))


def test_a_batch_that_was_never_checked_cannot_be_sealed_and_stays_as_it_was() -> None:
    planned = after(None, PlanBatch(BATCH))
    before = pickle.dumps(planned)
    with pytest.raises(TransitionRefused, match=r"accepted: batch\.precheck"):
        evolve(planned, event(SealBatch(DIGEST_A)))
    assert pickle.dumps(planned) == before


# Deposits at the centre.


RECEIVED = Deposit(BATCH, DIGEST_A, DIGEST_B, LATER)


def test_a_deposit_is_dated_from_the_event() -> None:
    receive = ReceiveDeposit(BATCH, DIGEST_A, DIGEST_B)
    assert evolve(None, event(receive, at=LATER)) == RECEIVED


@pytest.mark.parametrize(
    ("answer", "state"), [(TAKEN, DepositState.ACCEPTED), (REFUSED, DepositState.REJECTED)]
)
def test_judging_keeps_the_receipt_and_a_correction_supersedes_without_overwriting(
    answer: Any, state: DepositState
) -> None:
    judged = after(RECEIVED, JudgeDeposit(answer))
    assert judged == attrs.evolve(RECEIVED, state=state, receipt=answer)
    assert after(judged, SupersedeDeposit(CORRECTION)) == attrs.evolve(
        RECEIVED, state=DepositState.SUPERSEDED, receipt=answer,
        superseded_by="ZZ0001.yearly.113.ordinary.2",
    )  # fmt: skip


def test_a_deposit_is_received_and_judged_once() -> None:
    with pytest.raises(TransitionRefused, match=r"accepted: deposit\.accept, deposit\.reject"):
        after(RECEIVED, ReceiveDeposit(BATCH, DIGEST_A, DIGEST_B))
    with pytest.raises(TransitionRefused, match=r"accepted: deposit\.supersede"):
        after(RECEIVED, JudgeDeposit(TAKEN), JudgeDeposit(REFUSED))


def test_an_edit_brings_its_text_into_the_stored_form() -> None:
    edit = EditOutcome("o1", " 修改\r\n後 ", ())
    assert edit.description == "修改\n後"
