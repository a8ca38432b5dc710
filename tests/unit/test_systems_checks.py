"""What stands in the way of each action: one scene per reason, and one in which nothing does."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import attrs
import pytest

from learnport.errors import CallerError
from learnport.model import Receipt, SchoolYear, SelectionState, Verdict, YearlySelection
from learnport.rules import CATALOGUE
from learnport.systems import school as school_module
from learnport.systems._checks import CHECKS
from learnport.workflow import (
    Action,
    AnswerBatch,
    BatchStep,
    Command,
    EditOutcome,
    JudgeDeposit,
    OutcomeStep,
    PerformanceStep,
    PlanBatch,
    PrecheckBatch,
    ReceiveDeposit,
    SealBatch,
    Select,
    SelectionStep,
    SubmitSelection,
    SupersedeDeposit,
)
from tests.unit.systems_asks import corrected
from tests.unit.systems_scenes import SCENES, Scene
from tests.unit.systems_stages import (
    S1,
    certified,
    fork,
    received,
    resolved,
)
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CLERK,
    PUPIL,
    SELECTING,
    SUBMITTING,
    UPLOADING,
    YEAR,
    codes,
)

TAKEN_BY_PEOPLE = {
    "record": "student taking course officer_post advising",
    "advising": "strike",
    "outcome": "upload edit discard request withdraw certify return revoke reattach",
    "performance": "upload edit complete discard reattach",
    "selection": "select confirm reopen acknowledge dispute resolve correct",
    "extension": "extend unlock revoke",
}
ELSEWHERE = {
    "application": "consent choose confirm release",
    "view": "portfolio outcome advising progress",
}
"""Of admission; and what changes nothing."""

RECEIPT = Receipt(BATCH, "a" * 64, SUBMITTING, "1", Verdict.ACCEPTED)
INSIDE_A_SUBMISSION: tuple[Command, ...] = (
    OutcomeStep(Action.SUBMIT_OUTCOME, "o1"),
    PerformanceStep(Action.SUBMIT_PERFORMANCE, "p1"),
    SubmitSelection(YEAR, BATCH),
    SelectionStep(Action.RECEIVE, YEAR),
    SelectionStep(Action.REJECT, YEAR),
    PlanBatch(BATCH),
    PrecheckBatch((), ()),
    SealBatch("a" * 64),
    BatchStep(Action.SEND),
    BatchStep(Action.RECEIVE_BATCH),
    BatchStep(Action.SUPERSEDE_BATCH),
    AnswerBatch(RECEIPT),
    AnswerBatch(attrs.evolve(RECEIPT, verdict=Verdict.REJECTED)),
    ReceiveDeposit(BATCH, "a" * 64, "b" * 64),
    JudgeDeposit(RECEIPT),
    JudgeDeposit(attrs.evolve(RECEIPT, verdict=Verdict.REJECTED)),
    SupersedeDeposit(BATCH),
)


def spelt(actions: dict[str, str]) -> set[str]:
    return {f"{kind}.{verb}" for kind, verbs in actions.items() for verb in verbs.split()}


@pytest.mark.parametrize("scene", SCENES, ids=lambda each: f"{each.action} {each.says}")
def test_exactly_what_is_wrong_stands_in_the_way(scene: Scene) -> None:
    assert codes(scene.play()) == list(scene.codes)


@pytest.mark.parametrize("action", CHECKS)
def test_every_action_has_a_scene_that_passes_and_one_that_fails(action: Action) -> None:
    outcomes = {bool(scene.codes) for scene in SCENES if scene.action is action}
    assert outcomes == {True, False}


@pytest.mark.parametrize(
    ("action", "index"),
    [(action, index) for action, row in CHECKS.items() for index in range(len(row))],
)
def test_no_check_of_a_row_can_be_left_out(
    action: Action, index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = CHECKS[action]
    crippled = MappingProxyType({**CHECKS, action: (*row[:index], *row[index + 1 :])})
    monkeypatch.setattr(school_module, "CHECKS", crippled)
    scenes = [scene for scene in SCENES if scene.action is action]
    assert any(codes(scene.play()) != list(scene.codes) for scene in scenes)


def test_there_is_a_row_for_every_action_that_somebody_may_take() -> None:
    assert set(CHECKS) == spelt(TAKEN_BY_PEOPLE)


@pytest.mark.parametrize("command", INSIDE_A_SUBMISSION, ids=lambda each: each.action)
def test_what_happens_inside_a_submission_cannot_be_asked_for(command: Any) -> None:
    world = fork(certified)
    held, context = world.logs(), world.context(CLERK, SUBMITTING)
    for ask in (world.school.perform, world.school.explain):
        with pytest.raises(CallerError, match="happens only inside a submission"):
            ask(S1.ref, command, context)
    assert world.logs() == held


def test_between_them_these_are_all_actions() -> None:
    inside_only = {command.action for command in INSIDE_A_SUBMISSION}
    assert sorted({*CHECKS, *inside_only, *spelt(ELSEWHERE)}) == sorted(Action)
    assert not inside_only & set(CHECKS)
    assert not spelt(ELSEWHERE) & {*CHECKS, *inside_only}


def test_every_code_of_a_scene_is_in_the_catalogue() -> None:
    known = {rule.code for rule in CATALOGUE}
    assert {code for scene in SCENES for code in scene.codes} <= known


def test_a_correction_locks_what_it_holds() -> None:
    world = fork(resolved)
    world.certified(S1, "o2")
    world.do(S1, corrected("o2")(world), CLERK, ANSWERING, "更正")
    assert world.portfolio().selection(YEAR) == YearlySelection(
        YEAR, ("o2",), (), SelectionState.CORRECTED, str(BATCH), "少了一件", ANSWERING
    )
    edit = EditOutcome("o2", "改", (world.file(b"s1 o2"),))
    finding = world.school.explain(S1.ref, edit, world.context(PUPIL, UPLOADING))[0]
    assert (finding.code, finding.at) == ("LP1606", "/state")
    assert dict(finding.values)["item"] == "o2"


def test_what_was_submitted_in_one_year_is_not_chosen_in_the_next() -> None:
    select = Select(SchoolYear(114), ("o1",), ())
    world = fork(received)
    found = world.school.explain(S1.ref, select, world.context(PUPIL, SELECTING))
    assert codes(found) == ["LP1501", "LP1408", "LP1410"]
