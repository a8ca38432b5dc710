"""The tables have the edges the law means and no other, and folding follows them."""

from __future__ import annotations

import pickle
from collections import Counter
from typing import Any

import attrs
import pytest

from learnport import workflow
from learnport.errors import TransitionRefused
from learnport.model import (
    Application,
    Deposit,
    OutcomeState,
    Portfolio,
    SubmissionBatch,
    Text,
    YearlySelection,
)
from learnport.workflow import (
    LIFECYCLES,
    Action,
    Lifecycle,
    State,
    UnlockItem,
    diagram,
    evolve,
)
from tests.unit.model_values import (
    BATCH,
    DIGEST_A,
    DIGEST_B,
    EXTENSION,
    NOON,
    OUTCOME,
    PERFORMANCE,
    PROGRAM,
    PUPIL,
    STUDENT,
    UNLOCK,
)
from tests.unit.workflow_lives import (
    AGAIN,
    BIRTHS,
    EDGES,
    JOURNEYS,
    LIFELESS,
    TERMINAL,
    spelt,
    states,
    told,
)
from tests.unit.workflow_values import ADVICE, EVERY_COMMAND, YEAR, event

every_lifecycle = pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.name)


def walk(lifecycle: Lifecycle[Any], journey: str) -> list[tuple[str, str, str]]:
    """The edges a journey takes."""
    state, taken = lifecycle.initial, []
    for verb in journey.split():
        action = Action(spelt(lifecycle.name, verb))
        target = lifecycle.next(state, action)
        taken.append((str(state), str(action), str(target)))
        state = target
    return taken


def test_nine_kinds_of_record_have_a_life_in_the_order_the_year_meets_them() -> None:
    assert [each.name for each in LIFECYCLES] == [
        "advising", "outcome", "performance", "selection", "extension", "unlock", "batch",
        "deposit", "application",
    ]  # fmt: skip
    assert list(EDGES) == [each.name for each in LIFECYCLES]
    assert LIFECYCLES == (
        workflow.ADVISING, workflow.OUTCOME, workflow.PERFORMANCE, workflow.SELECTION,
        workflow.EXTENSION, workflow.UNLOCKING, workflow.BATCH, workflow.DEPOSIT,
        workflow.APPLICATION,
    )  # fmt: skip
    assert [each.title.zh for each in LIFECYCLES] == [
        "課程諮詢紀錄", "課程學習成果", "多元表現", "勾選", "個別延長", "解鎖", "提交批次",
        "中央收件", "備審資料",
    ]  # fmt: skip


@every_lifecycle
def test_the_table_has_these_edges_and_no_other(lifecycle: Lifecycle[Any]) -> None:
    edges = [(str(state), str(action), str(to)) for state, action, to in lifecycle.edges()]
    assert sorted(edges) == sorted(told(lifecycle.name))


@every_lifecycle
def test_the_journeys_walk_every_edge_and_the_table_has_no_other(
    lifecycle: Lifecycle[Any],
) -> None:
    walked = {edge for journey, _ in JOURNEYS[lifecycle.name] for edge in walk(lifecycle, journey)}
    edges = {(str(state), str(action), str(to)) for state, action, to in lifecycle.edges()}
    assert edges - walked == set(), "edges no journey walks"
    assert walked - edges == set(), "edges walked that are not there"


@pytest.mark.parametrize(
    ("name", "journey", "end"),
    [(name, *journey) for name, journeys in JOURNEYS.items() for journey in journeys],
)
def test_a_journey_ends_where_it_should(name: str, journey: str, end: str) -> None:
    lifecycle = next(each for each in LIFECYCLES if each.name == name)
    assert walk(lifecycle, journey)[-1][2] == end


@every_lifecycle
def test_a_record_is_born_by_one_action_into_one_state(lifecycle: Lifecycle[Any]) -> None:
    birth, state = BIRTHS[lifecycle.name]
    assert lifecycle.birth == birth
    assert lifecycle.initial == state
    assert lifecycle.born(None) == state


@attrs.frozen
class Standing:
    """Whatever stands somewhere."""

    state: Any


@every_lifecycle
def test_what_exists_is_not_born_again_but_an_open_selection_and_a_recorded_advice_are_changed(
    lifecycle: Lifecycle[Any],
) -> None:
    accepting = {str(state) for state, row in lifecycle.table.items() if lifecycle.birth in row}
    assert accepting == AGAIN.get(lifecycle.name, set())
    for state in lifecycle.table:
        if state in accepting:
            assert lifecycle.born(Standing(state)) == state
        else:
            with pytest.raises(TransitionRefused) as caught:
                lifecycle.born(Standing(state))
            assert (caught.value.state, caught.value.action) == (state, lifecycle.birth)


REFUSING = [(each, state) for each in LIFECYCLES for state in sorted(states(each.name))]


def refused(lifecycle: Lifecycle[Any], state: str) -> list[Action]:
    """Every action of the whole ring that makes no sense in a state."""
    accepted = {edge[1] for edge in told(lifecycle.name) if edge[0] == state}
    return [action for action in Action if action.value not in accepted]


def test_most_pairs_of_state_and_action_make_no_sense() -> None:
    pairs = sum(len(refused(lifecycle, state)) for lifecycle, state in REFUSING)
    states_of_each = 2 + 6 + 4 + 9 + 2 + 2 + 8 + 4 + 4
    edges_of_each = 2 + 16 + 9 + 14 + 1 + 1 + 10 + 4 + 4
    assert pairs == states_of_each * 55 - edges_of_each


@pytest.mark.parametrize(
    ("lifecycle", "state"), REFUSING, ids=[f"{each.name}-{state}" for each, state in REFUSING]
)
def test_a_refusal_names_the_state_the_action_and_what_is_accepted(
    lifecycle: Lifecycle[Any], state: str
) -> None:
    accepted = sorted(edge[1] for edge in told(lifecycle.name) if edge[0] == state)
    for action in refused(lifecycle, state):
        with pytest.raises(TransitionRefused) as caught:
            lifecycle.next(type(lifecycle.initial)(state), action)
        error = caught.value
        assert (error.state, error.action) == (state, action.value)
        assert sorted(error.allowed) == accepted
        assert all(each in str(error) for each in accepted or ["nothing (terminal state)"])


@every_lifecycle
def test_every_state_can_be_reached(lifecycle: Lifecycle[Any]) -> None:
    reached, fresh = set(), {BIRTHS[lifecycle.name][1]}
    while fresh:
        reached |= fresh
        fresh = {to for at, _, to in told(lifecycle.name) if at in reached} - reached
    assert reached == {str(state) for state in type(lifecycle.initial)}
    assert reached == {str(state) for state in lifecycle.table}


@every_lifecycle
def test_these_states_are_terminal_and_no_other(lifecycle: Lifecycle[Any]) -> None:
    ends = {str(state) for state in lifecycle.table if not lifecycle.allowed(state)}
    assert ends == TERMINAL[lifecycle.name]


def actions_of(lifecycle: Lifecycle[Any]) -> set[str]:
    return {str(action) for _, action, _ in lifecycle.edges()} | {str(lifecycle.birth)}


@every_lifecycle
def test_a_life_cycle_uses_its_own_actions_only(lifecycle: Lifecycle[Any]) -> None:
    expected = {str(each) for each in Action if each.startswith(f"{lifecycle.name}.")}
    match lifecycle.name:
        case "advising":
            expected = {"record.advising", "advising.strike"}
        case "extension":
            expected = {"extension.extend", "extension.revoke"}
        case "unlock":
            expected = {"extension.unlock", "extension.revoke"}
    assert actions_of(lifecycle) == expected


def test_every_other_action_changes_no_life() -> None:
    lively = {action for lifecycle in LIFECYCLES for action in actions_of(lifecycle)}
    assert {str(action) for action in Action} - lively == LIFELESS


@every_lifecycle
def test_a_table_cannot_be_changed(lifecycle: Lifecycle[Any]) -> None:
    with pytest.raises(TypeError):
        lifecycle.table[lifecycle.initial] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        lifecycle.table[lifecycle.initial][Action.CERTIFY] = lifecycle.initial  # type: ignore[index]


def test_a_table_that_forgets_a_state_is_never_built() -> None:
    from learnport.workflow import _tables

    draft, title = OutcomeState.DRAFT, Text("課程學習成果", "Course outcome")
    with pytest.raises(ValueError, match="states without a row"):
        _tables._lifecycle("outcome", title, Action.UPLOAD_OUTCOME, draft, {draft: {}})


# Folding follows the tables and nothing else.


def standing_at(name: str, state: Any) -> State:
    """A record of this kind in this state."""
    match name:
        case "advising":
            return Portfolio(STUDENT, advising=(attrs.evolve(ADVICE, state=state),))
        case "extension":
            return Portfolio(STUDENT, extensions=(attrs.evolve(EXTENSION, state=state),))
        case "unlock":
            lock = attrs.evolve(UNLOCK, id="x1", state=state)
            return Portfolio(STUDENT, outcomes=(OUTCOME,), extensions=(lock,))
        case "outcome":
            return Portfolio(STUDENT, outcomes=(attrs.evolve(OUTCOME, state=state),))
        case "performance":
            return Portfolio(STUDENT, performances=(attrs.evolve(PERFORMANCE, state=state),))
        case "selection":
            return Portfolio(STUDENT, selections=(YearlySelection(YEAR, state=state),))
        case "batch":
            return SubmissionBatch(BATCH, state=state)
        case "deposit":
            return Deposit(BATCH, DIGEST_A, DIGEST_B, NOON, state=state)
        case _:
            return Application("n1", PUPIL, PROGRAM, state=state)


def stands_at(record: State) -> str:
    if isinstance(record, Portfolio):
        items: list[Any] = [*record.extensions, *record.outcomes, *record.performances]
        items += [*record.selections, *record.advising]
        return str(items[0].state)
    return str(record.state)


LIVELY_COMMANDS = (
    *(each for each in EVERY_COMMAND if each.action != "extension.unlock"),
    UnlockItem(attrs.evolve(UNLOCK, id="x1")),
)


@pytest.mark.parametrize(
    ("lifecycle", "state"), REFUSING, ids=[f"{each.name}-{state}" for each, state in REFUSING]
)
def test_a_command_takes_an_edge_of_the_table_or_changes_nothing(
    lifecycle: Lifecycle[Any], state: str
) -> None:
    targets = {edge[1]: edge[2] for edge in told(lifecycle.name) if edge[0] == state}
    commands = [each for each in LIVELY_COMMANDS if each.action in actions_of(lifecycle)]
    record = standing_at(lifecycle.name, type(lifecycle.initial)(state))
    before = pickle.dumps(record)
    for command in commands:
        if command.action in targets:
            assert stands_at(evolve(record, event(command))) == targets[command.action]
        else:
            with pytest.raises(TransitionRefused) as caught:
                evolve(record, event(command))
            assert (caught.value.state, caught.value.action) == (state, command.action)
            assert sorted(caught.value.allowed) == sorted(targets)
        assert pickle.dumps(record) == before
    assert {command.action for command in commands} >= set(targets)


# Diagrams.


DRAWN = {"record.advising": "record"}
"""Where what is done stands before the dot; everywhere else it stands behind it."""


@every_lifecycle
def test_a_diagram_shows_each_edge_exactly_once(lifecycle: Lifecycle[Any]) -> None:
    birth, born = BIRTHS[lifecycle.name]
    expected = [
        f"    {at} --> {to}: {DRAWN.get(action, action.split('.')[1])}"
        for at, action, to in told(lifecycle.name)
    ]
    expected += [f"    [*] --> {born}: {DRAWN.get(birth, birth.split('.')[1])}"]
    expected += [f"    {state} --> [*]" for state in TERMINAL[lifecycle.name]]
    first, *lines = diagram(lifecycle).splitlines()
    assert first == "stateDiagram-v2"
    assert Counter(lines) == Counter(expected)
    assert max(Counter(lines).values()) == 1


def test_the_diagram_of_a_deposit_looks_like_this() -> None:
    assert diagram(workflow.DEPOSIT) == (
        "stateDiagram-v2\n"
        "    [*] --> received: receive\n"
        "    received --> accepted: accept\n"
        "    received --> rejected: reject\n"
        "    accepted --> superseded: supersede\n"
        "    rejected --> superseded: supersede\n"
        "    superseded --> [*]\n"
    )


def test_the_diagram_of_an_advising_record_looks_like_this() -> None:
    assert diagram(workflow.ADVISING) == (
        "stateDiagram-v2\n"
        "    [*] --> recorded: record\n"
        "    recorded --> recorded: record\n"
        "    recorded --> struck: strike\n"
        "    struck --> [*]\n"
    )
