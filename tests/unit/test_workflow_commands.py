"""Commands, events and streams as values."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import typing
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import NotFound
from learnport.formats import dumps, loads
from learnport.model import (
    Actor,
    Channel,
    PersonRef,
    ProgramKey,
    Role,
    SchoolYear,
)
from learnport.workflow import (
    FIRST,
    Action,
    AdvisingStep,
    ApplicationCommand,
    ApplicationStep,
    BatchCommand,
    BatchStep,
    Command,
    Context,
    DepositCommand,
    EditOutcome,
    Event,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    RecordStudent,
    SelectionStep,
    StreamKey,
    StreamKind,
    evolve,
)
from tests.unit.model_values import (
    BATCH,
    CORRECTION,
    DIGEST_A,
    NOON,
    PORTFOLIO,
    PROGRAM,
    PUPIL,
    STUDENT,
    TEACHER,
)
from tests.unit.workflow_values import (
    APPLICATION_COMMANDS,
    BATCH_COMMANDS,
    DEPOSIT_COMMANDS,
    EVERY_COMMAND,
    PORTFOLIO_COMMANDS,
    after,
    event,
)

CLASSES = typing.get_args(Command)

every_command = pytest.mark.parametrize("command", EVERY_COMMAND, ids=lambda each: each.action)


LOOKING = {"view.portfolio", "view.outcome", "view.advising", "view.progress"}


def test_every_action_that_changes_something_is_given_by_exactly_one_command() -> None:
    actions = [command.action for command in EVERY_COMMAND]
    assert sorted(actions) == sorted(set(Action) - LOOKING)
    assert {type(command) for command in EVERY_COMMAND} == set(CLASSES)


ACTIONS = {
    "RecordStudent": "record.student",
    "RecordTaking": "record.taking",
    "RecordCourse": "record.course",
    "RecordOfficerPost": "record.officer_post",
    "RecordAdvising": "record.advising",
    "AdvisingStep": "advising.strike",
    "UploadOutcome": "outcome.upload",
    "EditOutcome": "outcome.edit",
    "Reattach": "outcome.reattach",
    "ReturnOutcome": "outcome.return",
    "OutcomeStep": (
        "outcome.request outcome.withdraw outcome.certify outcome.revoke outcome.submit"
        " outcome.discard"
    ),
    "UploadPerformance": "performance.upload",
    "EditPerformance": "performance.edit",
    "ReattachPerformance": "performance.reattach",
    "PerformanceStep": "performance.complete performance.submit performance.discard",
    "Select": "selection.select",
    "CorrectSelection": "selection.correct",
    "SubmitSelection": "selection.submit",
    "DisputeReceipt": "selection.dispute",
    "SelectionStep": (
        "selection.confirm selection.reopen selection.receive selection.reject"
        " selection.acknowledge selection.resolve"
    ),
    "ExtendWindow": "extension.extend",
    "UnlockItem": "extension.unlock",
    "ExtensionStep": "extension.revoke",
    "PlanBatch": "batch.plan",
    "PrecheckBatch": "batch.precheck",
    "SealBatch": "batch.seal",
    "AnswerBatch": "batch.accept batch.reject",
    "BatchStep": "batch.send batch.receive batch.supersede",
    "ReceiveDeposit": "deposit.receive",
    "JudgeDeposit": "deposit.accept deposit.reject",
    "SupersedeDeposit": "deposit.supersede",
    "ConsentToRelease": "application.consent",
    "ChooseMaterials": "application.choose",
    "ApplicationStep": "application.confirm application.release",
}


def test_each_command_gives_these_actions() -> None:
    found: dict[str, str] = {}
    for command in EVERY_COMMAND:
        name = type(command).__name__
        found[name] = f"{found.get(name, '')} {command.action}".strip()
    assert found == ACTIONS


@every_command
def test_every_command_survives_the_journey_through_its_canonical_text(command: Any) -> None:
    recorded = event(command)
    assert loads(dumps(recorded), Event) == recorded


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


def test_an_edit_brings_its_text_into_the_stored_form() -> None:
    edit = EditOutcome("o1", " 修改\r\n後 ", ())
    assert edit.description == "修改\n後"


# Bare steps.


BARE = {
    "advising": "strike",
    "extension": "revoke",
    "application": "confirm release",
    "outcome": "request withdraw certify revoke submit discard",
    "performance": "complete submit discard",
    "selection": "confirm reopen receive reject acknowledge resolve",
    "batch": "send receive supersede",
}


@pytest.mark.parametrize("action", Action)
def test_an_action_that_needs_more_than_its_name_is_no_bare_step(action: Action) -> None:
    kind, _, verb = action.partition(".")
    steps: dict[str, Any] = {
        "advising": lambda: AdvisingStep(action, "v1"),
        "extension": lambda: ExtensionStep(action, "x1"),
        "application": lambda: ApplicationStep(action),
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
    assert str(StreamKey.application(PUPIL, PROGRAM)) == (
        "application/ZZ0001/s1.115.university.ZZ0012"
    )


def test_the_kinds_of_stream_are_these() -> None:
    assert " ".join(StreamKind) == "portfolio batch deposit application"


KEYS = st.from_regex(r"[0-9A-Za-z._-]{1,8}", fullmatch=True).map(
    lambda key: PersonRef("ZZ0001", key)
)
PROGRAMS = st.builds(
    ProgramKey,
    st.integers(113, 116).map(SchoolYear),
    st.sampled_from(Channel),
    st.from_regex(r"[0-9A-Za-z_-]{1,4}", fullmatch=True),
)


@given(KEYS, PROGRAMS, KEYS, PROGRAMS)
def test_two_applications_never_share_a_stream(
    one: PersonRef, program: ProgramKey, other: PersonRef, another: ProgramKey
) -> None:
    same = StreamKey.application(one, program) == StreamKey.application(other, another)
    assert same is ((one, program) == (other, another))


def test_a_key_that_looks_like_a_program_does_not_confuse_the_streams() -> None:
    confusing = PersonRef("ZZ0001", "s1.115.university.ZZ0012")
    plain = StreamKey.application(PersonRef("ZZ0001", "s1"), PROGRAM)
    assert StreamKey.application(confusing, PROGRAM) != plain
    assert StreamKey.application(confusing, PROGRAM).key == f"{plain.key}.115.university.ZZ0012"


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
        StreamKind.APPLICATION: APPLICATION_COMMANDS,
    }
    if command in own[kind]:
        assert Event(stream, 1, NOON, actor, command, "", FIRST).command is command
    else:
        with pytest.raises(TypeError, match=f"expected one for a {kind}"):
            Event(stream, 1, NOON, actor, command, "", FIRST)


def test_the_unions_of_commands_leave_nothing_out() -> None:
    unions: tuple[Any, ...] = (PortfolioCommand, BatchCommand, DepositCommand, ApplicationCommand)
    assert [len(typing.get_args(union)) for union in unions] == [23, 5, 3, 3]
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


BIRTHS = {"record.student", "batch.plan", "deposit.receive", "application.consent"}
LATER_COMMANDS = [command for command in EVERY_COMMAND if command.action not in BIRTHS]
ON_AN_ITEM = [each for each in PORTFOLIO_COMMANDS if getattr(each, "item", None)]
UPLOADS = [each for each in ON_AN_ITEM if each.action.endswith(".upload")]
NOT_THERE = {
    "advising": ("advising record", "v1"),
    "outcome": ("course outcome", "o1"),
    "performance": ("performance", "p1"),
    "extension": ("item", "o1"),
}


@pytest.mark.parametrize("command", LATER_COMMANDS, ids=lambda each: each.action)
def test_nothing_can_be_done_to_a_record_that_was_never_begun(command: Command) -> None:
    with pytest.raises(NotFound) as caught:
        evolve(None, event(command))
    assert (caught.value.what, caught.value.key) in {
        ("portfolio", "s1"),
        ("batch", "ZZ0001.yearly.113.ordinary.1"),
        ("deposit", f"ZZ0001.yearly.113.ordinary.1.{DIGEST_A}"),
        ("application", "s1.115.university.ZZ0012"),
    }
    assert caught.value.what == event(command).stream.kind


@pytest.mark.parametrize("command", ON_AN_ITEM, ids=lambda each: each.action)
def test_an_item_that_was_never_uploaded_can_only_be_uploaded(command: Command) -> None:
    if command in UPLOADS:
        assert after(PORTFOLIO, command) != PORTFOLIO
        return
    with pytest.raises(NotFound) as caught:
        evolve(PORTFOLIO, event(command))
    assert (caught.value.what, caught.value.key) == NOT_THERE[command.action.partition(".")[0]]


def test_an_extension_that_was_never_granted_cannot_be_revoked() -> None:
    with pytest.raises(NotFound) as caught:
        evolve(PORTFOLIO, event(ExtensionStep(Action.REVOKE_EXTENSION, "x1")))
    assert (caught.value.what, caught.value.key) == ("extension", "x1")
