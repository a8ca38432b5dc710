"""The life cycles, told again from what the law means, edge by edge."""

from __future__ import annotations

import pickle
from collections import Counter
from typing import Any

import attrs
import pytest

from learnport import workflow
from learnport.errors import TransitionRefused
from learnport.model import (
    Deposit,
    OutcomeState,
    Portfolio,
    SubmissionBatch,
    Text,
    YearlySelection,
)
from learnport.workflow import LIFECYCLES, Action, Lifecycle, State, diagram, evolve
from tests.unit.model_values import (
    BATCH,
    DIGEST_A,
    DIGEST_B,
    NOON,
    OUTCOME,
    PERFORMANCE,
    STUDENT,
)
from tests.unit.workflow_values import EVERY_COMMAND, YEAR, event

# Every edge: the state before, what is done, the state after.
EDGES: dict[str, str] = {
    "outcome": """
        draft      edit       draft
        draft      request    awaiting
        draft      reattach   draft
        draft      discard    discarded
        awaiting   withdraw   draft
        awaiting   certify    certified
        awaiting   return     returned
        awaiting   reattach   awaiting
        returned   edit       draft
        returned   discard    discarded
        certified  edit       draft
        certified  revoke     draft
        certified  reattach   certified
        certified  submit     submitted
        submitted  reattach   submitted
    """,
    "performance": """
        draft      edit       draft
        draft      complete   complete
        draft      discard    discarded
        complete   edit       draft
        complete   discard    discarded
        complete   submit     submitted
    """,
    "selection": """
        open       select      open
        open       confirm     confirmed
        confirmed  reopen      open
        confirmed  submit      submitted
        submitted  receive     received
        submitted  reject      rejected
        rejected   correct     corrected
        received   acknowledge acknowledged
        received   dispute     disputed
        disputed   resolve     resolved
        resolved   acknowledge acknowledged
        resolved   correct     corrected
        corrected  correct     corrected
        corrected  submit      submitted
    """,
    "batch": """
        planned    precheck   prechecked
        prechecked precheck   prechecked
        prechecked seal       sealed
        sealed     send       sent
        sent       send       sent
        sent       receive    received
        received   accept     accepted
        received   reject     rejected
        accepted   supersede  superseded
        rejected   supersede  superseded
    """,
    "deposit": """
        received   accept     accepted
        received   reject     rejected
        accepted   supersede  superseded
        rejected   supersede  superseded
    """,
}

# Lives a record can lead, from birth on, with the state each ends in.
JOURNEYS: dict[str, list[tuple[str, str]]] = {
    "outcome": [
        (
            "edit reattach request withdraw request reattach return edit request certify",
            "certified",
        ),
        ("request certify reattach submit reattach reattach", "submitted"),
        ("request certify revoke request certify edit discard", "discarded"),
        ("request return discard", "discarded"),
    ],
    "performance": [
        ("edit complete edit complete submit", "submitted"),
        ("discard", "discarded"),
        ("complete discard", "discarded"),
    ],
    "selection": [
        ("select confirm reopen select confirm submit receive acknowledge", "acknowledged"),
        ("confirm submit receive dispute resolve acknowledge", "acknowledged"),
        ("confirm submit receive dispute resolve correct correct submit receive", "received"),
        ("confirm submit reject correct submit", "submitted"),
    ],
    "batch": [
        ("precheck precheck seal send send receive accept supersede", "superseded"),
        ("precheck seal send receive reject supersede", "superseded"),
    ],
    "deposit": [
        ("accept supersede", "superseded"),
        ("reject supersede", "superseded"),
    ],
}

BIRTHS = {
    "outcome": ("upload", "draft"),
    "performance": ("upload", "draft"),
    "selection": ("select", "open"),
    "batch": ("plan", "planned"),
    "deposit": ("receive", "received"),
}

TERMINAL = {
    "outcome": {"discarded"},
    "performance": {"submitted", "discarded"},
    "selection": {"acknowledged"},
    "batch": {"superseded"},
    "deposit": {"superseded"},
}

every_lifecycle = pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.name)


def told(name: str) -> list[tuple[str, str, str]]:
    """The edges of the table above."""
    rows = [line.split() for line in EDGES[name].strip().splitlines()]
    return [(state, f"{name}.{verb}", target) for state, verb, target in rows]


def states(name: str) -> set[str]:
    return {state for edge in told(name) for state in (edge[0], edge[2])}


def walk(lifecycle: Lifecycle[Any], journey: str) -> list[tuple[str, str, str]]:
    """The edges a journey takes."""
    state, taken = lifecycle.initial, []
    for verb in journey.split():
        target = lifecycle.next(state, Action(f"{lifecycle.name}.{verb}"))
        taken.append((str(state), f"{lifecycle.name}.{verb}", str(target)))
        state = target
    return taken


def test_five_kinds_of_record_have_a_life() -> None:
    assert [each.name for each in LIFECYCLES] == list(EDGES)
    assert LIFECYCLES[:3] == (workflow.OUTCOME, workflow.PERFORMANCE, workflow.SELECTION)
    assert LIFECYCLES[3:] == (workflow.BATCH, workflow.DEPOSIT)
    assert [each.title.zh for each in LIFECYCLES] == [
        "課程學習成果", "多元表現", "勾選", "提交批次", "中央收件",
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
    verb, state = BIRTHS[lifecycle.name]
    assert lifecycle.birth == f"{lifecycle.name}.{verb}"
    assert lifecycle.initial == state


@every_lifecycle
def test_only_a_selection_accepts_again_the_action_it_is_born_by(
    lifecycle: Lifecycle[Any],
) -> None:
    accepting = {str(state) for state, row in lifecycle.table.items() if lifecycle.birth in row}
    assert accepting == ({"open"} if lifecycle.name == "selection" else set())


REFUSING = [(each, state) for each in LIFECYCLES for state in sorted(states(each.name))]


def refused(lifecycle: Lifecycle[Any], state: str) -> list[Action]:
    """Every action of the whole ring that makes no sense in a state."""
    accepted = {edge[1] for edge in told(lifecycle.name) if edge[0] == state}
    return [action for action in Action if action.value not in accepted]


def test_most_pairs_of_state_and_action_make_no_sense() -> None:
    pairs = sum(len(refused(lifecycle, state)) for lifecycle, state in REFUSING)
    assert pairs == (6 + 4 + 9 + 8 + 4) * 42 - (15 + 6 + 14 + 10 + 4)


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


@every_lifecycle
def test_a_life_cycle_uses_its_own_actions_only(lifecycle: Lifecycle[Any]) -> None:
    used = {action for _, action, _ in lifecycle.edges()} | {lifecycle.birth}
    assert used == {each for each in Action if each.startswith(f"{lifecycle.name}.")}


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
        case "outcome":
            return Portfolio(STUDENT, outcomes=(attrs.evolve(OUTCOME, state=state),))
        case "performance":
            return Portfolio(STUDENT, performances=(attrs.evolve(PERFORMANCE, state=state),))
        case "selection":
            return Portfolio(STUDENT, selections=(YearlySelection(YEAR, state=state),))
        case "batch":
            return SubmissionBatch(BATCH, state=state)
        case _:
            return Deposit(BATCH, DIGEST_A, DIGEST_B, NOON, state=state)


def stands_at(record: State) -> str:
    if isinstance(record, Portfolio):
        items: list[Any] = [*record.outcomes, *record.performances, *record.selections]
        return str(items[0].state)
    return str(record.state)


@pytest.mark.parametrize(
    ("lifecycle", "state"), REFUSING, ids=[f"{each.name}-{state}" for each, state in REFUSING]
)
def test_a_command_takes_an_edge_of_the_table_or_changes_nothing(
    lifecycle: Lifecycle[Any], state: str
) -> None:
    targets = {edge[1]: edge[2] for edge in told(lifecycle.name) if edge[0] == state}
    commands = [each for each in EVERY_COMMAND if each.action.startswith(f"{lifecycle.name}.")]
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


@every_lifecycle
def test_a_diagram_shows_each_edge_exactly_once(lifecycle: Lifecycle[Any]) -> None:
    birth, born = BIRTHS[lifecycle.name]
    expected = [
        f"    {at} --> {to}: {action.split('.')[1]}" for at, action, to in told(lifecycle.name)
    ]
    expected += [f"    [*] --> {born}: {birth}"]
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
