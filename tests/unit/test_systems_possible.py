"""What somebody can do with a record now: the same as asking for each action in turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import NotFound
from learnport.model import (
    Actor,
    Deadline,
    SchoolSettings,
    SchoolYear,
    Window,
    WindowKind,
)
from learnport.systems import Possibility
from learnport.workflow import (
    Action,
    AdvisingStep,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    Reattach,
    ReattachPerformance,
    RecordAdvising,
    ReturnOutcome,
    Select,
    SelectionStep,
    UploadPerformance,
)
from tests.unit.systems_stages import (
    S1,
    advised,
    awaiting,
    certified,
    chosen,
    confirmed,
    drafted,
    fork,
    granted,
    received,
)
from tests.unit.systems_world import (
    ADVISOR,
    CALENDAR,
    CLERK,
    COLLEAGUE,
    PUPIL,
    SELECTING,
    STAND_IN,
    STRANGERS,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    at,
    document,
    performance,
    pupil,
)
from tests.unit.test_systems_explain import INSTANTS, PEOPLE, WORLDS

TICK = dt.timedelta(microseconds=1)
A = Action
TARGETS: list[str | SchoolYear] = ["o1", "p1", "v-s1", "e1", "u1", YEAR]


def asked(world: World, target: str | SchoolYear) -> list[PortfolioCommand]:
    """Everything people may want of a record, asking for nothing else; none where it is not."""
    portfolio = world.portfolio()
    if isinstance(target, SchoolYear):
        picked = portfolio.selection(target)
        bare = A.CONFIRM, A.REOPEN, A.ACKNOWLEDGE, A.RESOLVE
        return [
            Select(target, picked.outcomes, picked.performances),
            CorrectSelection(target, picked.outcomes, picked.performances),
            DisputeReceipt(target, "…"),
            *(SelectionStep(each, target) for each in bare),
        ]
    if outcome := portfolio.outcome(target):
        steps = A.REQUEST, A.WITHDRAW, A.CERTIFY, A.REVOKE, A.DISCARD_OUTCOME
        return [
            EditOutcome(target, outcome.description, outcome.attachments),
            Reattach(target, outcome.attachments[0]),
            ReturnOutcome(target, "not_own_work", "…"),
            *(OutcomeStep(each, target) for each in steps),
        ]
    if shown := portfolio.performance(target):
        return [
            EditPerformance(target, shown.details, shown.description, shown.attachments),
            ReattachPerformance(target, shown.attachments[0]),
            PerformanceStep(A.COMPLETE, target),
            PerformanceStep(A.DISCARD_PERFORMANCE, target),
        ]
    if record := portfolio.advising_record(target):
        return [RecordAdvising(record), AdvisingStep(A.STRIKE_ADVISING, target)]
    return [ExtensionStep(A.REVOKE_EXTENSION, target)] if portfolio.extension(target) else []


def refuses(possibility: Possibility) -> list[str]:
    return [each.code for each in possibility.findings if each.severity.refuses]


def listed(
    world: World, target: str | SchoolYear, by: Actor, when: dt.datetime, reason: str = ""
) -> dict[str, Possibility]:
    found = world.school.allowed_actions(S1.ref, target, world.context(by, when, reason))
    assert len({each.action for each in found}) == len(found)
    return {each.action.value: each for each in found}


@given(WORLDS, st.sampled_from(TARGETS), PEOPLE, INSTANTS, st.sampled_from(["", "查證屬實"]))
def test_what_is_listed_is_exactly_what_asking_for_it_would_say(
    world: Callable[[], World],
    target: str | SchoolYear,
    by: Actor,
    when: dt.datetime,
    reason: str,
) -> None:
    """And what is not listed is not for people of that role."""
    here = fork(world)
    before, commands = here.logs(), asked(here, target)
    if not commands:
        with pytest.raises(NotFound):
            listed(here, target, by, when)
        return
    possible = listed(here, target, by, when, reason)
    assert here.logs() == before
    assert set(possible) <= {each.action for each in commands}
    for command in commands:
        trial = fork(world)
        decision = trial.school.perform(S1.ref, command, trial.context(by, when, reason or "…"))
        if command.action in possible:
            entry = possible[command.action]
            assert entry.findings == decision.findings
            assert entry.possible is decision.done
        else:
            assert [each.code for each in decision.findings] == ["LP1701"]


@given(WORLDS, st.sampled_from(TARGETS), PEOPLE, INSTANTS)
def test_what_opens_is_possible_from_that_very_instant_and_not_before(
    world: Callable[[], World], target: str | SchoolYear, by: Actor, when: dt.datetime
) -> None:
    here = fork(world)
    if not asked(here, target):
        return
    for name, entry in listed(here, target, by, when).items():
        if entry.opens is not None:
            assert when < entry.opens
            assert refuses(entry) == ["LP1502"]
            assert listed(here, target, by, entry.opens)[name].possible
            just_before = listed(here, target, by, entry.opens - TICK)[name]
            assert refuses(just_before) == ["LP1502"]
            assert just_before.opens == entry.opens


LISTS: list[tuple[Callable[[], World], str | SchoolYear, Actor, dt.datetime, dict[str, str]]] = [
    (drafted, "o1", PUPIL, UPLOADING, {
        "outcome.edit": "", "outcome.request": "", "outcome.reattach": "", "outcome.discard": "",
        "outcome.withdraw": "LP1601",
    }),
    (drafted, "o1", TEACHER, UPLOADING, {
        "outcome.certify": "LP1601", "outcome.return": "LP1601", "outcome.revoke": "LP1601",
    }),
    (awaiting, "o1", TEACHER, UPLOADING, {
        "outcome.certify": "", "outcome.return": "", "outcome.revoke": "LP1601",
    }),
    (certified, "o1", TEACHER, at("2025-02-21T00:00"), {
        "outcome.certify": "LP1601", "outcome.return": "LP1601", "outcome.revoke": "",
    }),
    (awaiting, "o1", STRANGERS["the teacher of another course"], UPLOADING, {
        "outcome.certify": "LP1701", "outcome.return": "LP1701", "outcome.revoke": "LP1701",
    }),
    (awaiting, "o1", CLERK, UPLOADING, {}),
    (certified, "p1", PUPIL, at("2025-08-15T00:00"), {
        "performance.edit": "LP1503", "performance.complete": "LP1601",
        "performance.reattach": "", "performance.discard": "",
    }),
    (confirmed, "p1", PUPIL, SELECTING, {
        "performance.edit": "LP1503 LP1606", "performance.complete": "LP1601",
        "performance.reattach": "", "performance.discard": "LP1606",
    }),
    (advised, "v-s1", ADVISOR, UPLOADING, {"record.advising": "", "advising.strike": ""}),
    (advised, "v-s1", COLLEAGUE, UPLOADING, {
        "record.advising": "LP1701", "advising.strike": "LP1701",
    }),
    (advised, "v-s1", PUPIL, UPLOADING, {}),
    (granted, "e1", CLERK, UPLOADING, {"extension.revoke": ""}),
    (granted, "u1", CLERK, UPLOADING, {"extension.revoke": ""}),
    (granted, "e1", PUPIL, UPLOADING, {}),
    (chosen, YEAR, PUPIL, SELECTING, {
        "selection.select": "", "selection.confirm": "", "selection.acknowledge": "LP1601",
        "selection.dispute": "LP1601",
    }),
    (confirmed, YEAR, CLERK, SELECTING, {
        "selection.reopen": "", "selection.resolve": "LP1601", "selection.correct": "LP1601",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("world", "target", "by", "when", "expected"), LISTS)
def test_people_see_what_their_role_takes_and_what_stands_in_the_way(
    world: Callable[[], World],
    target: str | SchoolYear,
    by: Actor,
    when: dt.datetime,
    expected: dict[str, str],
) -> None:
    found = listed(fork(world), target, by, when)
    assert {name: " ".join(refuses(each)) for name, each in found.items()} == expected
    assert {name for name, each in found.items() if each.possible} == {
        name for name, codes in expected.items() if not codes
    }


@pytest.mark.parametrize(
    ("world", "action", "opens"),
    [
        (chosen, "selection.select", "2025-08-20T08:00"),
        (chosen, "selection.confirm", "2025-08-20T08:00"),
        (received, "selection.acknowledge", "2025-09-15T08:00"),
        (received, "selection.dispute", "2025-09-15T08:00"),
        (received, "selection.select", None),
        (confirmed, "selection.acknowledge", None),
    ],
)
def test_the_pupil_is_told_from_when(
    world: Callable[[], World], action: str, opens: str | None
) -> None:
    entry = listed(fork(world), YEAR, PUPIL, at("2025-08-20T07:59:59.999999"))[action]
    assert not entry.possible
    assert entry.opens == (None if opens is None else at(opens))


def test_once_it_is_possible_nothing_opens_any_more() -> None:
    entry = listed(fork(chosen), YEAR, PUPIL, at("2025-08-20T08:00"))["selection.confirm"]
    assert (entry.possible, entry.opens) == (True, None)
    late = listed(fork(chosen), YEAR, PUPIL, at("2025-08-27T17:00"))["selection.confirm"]
    assert (refuses(late), late.opens) == (["LP1503"], None)


def test_waiting_does_not_help_where_something_else_is_in_the_way_too() -> None:
    world = fork(chosen)
    world.do(S1, EditOutcome("o1", "改過", (world.file(b"s1 o1"),)), PUPIL)
    early = listed(world, YEAR, PUPIL, at("2025-08-20T07:59:59.999999"))["selection.confirm"]
    assert (refuses(early), early.opens) == (["LP1502", "LP1405"], None)


def test_waiting_does_not_help_whoever_stands_in_for_a_few_days_only() -> None:
    """The stand-in's last day is 7 November; certifying opens on the tenth."""
    opens = at("2024-11-10T00:00")
    certifying = Deadline(WindowKind.CERTIFY, "113-1", Window(opens, at("2025-02-21T00:00")))
    others = (each for each in CALENDAR if each.kind is not WindowKind.CERTIFY)
    world = fork(awaiting, settings=SchoolSettings((*others, certifying)))
    teacher = listed(world, "o1", TEACHER, UPLOADING)["outcome.certify"]
    stand_in = listed(world, "o1", STAND_IN, UPLOADING)["outcome.certify"]
    assert refuses(teacher) == refuses(stand_in) == ["LP1502"]
    assert (teacher.opens, stand_in.opens) == (opens, None)


@pytest.mark.parametrize(
    ("reasons", "expected"), [(("other",), []), (("unreadable", "other"), []), ((), [])]
)
def test_returning_is_possible_where_the_school_knows_a_reason(
    reasons: tuple[str, ...], expected: list[str]
) -> None:
    strict = attrs.evolve(
        SchoolSettings(CALENDAR), limits={"certification.return.reasons": reasons}
    )
    world = fork(awaiting, settings=strict)
    assert refuses(listed(world, "o1", TEACHER, UPLOADING)["outcome.return"]) == expected


def test_no_file_is_given_back_where_there_was_none() -> None:
    world = fork(drafted)
    world.do(S1, UploadPerformance(performance(S1, "p2")), PUPIL)
    found = listed(world, "p2", PUPIL, UPLOADING)
    assert set(found) == {"performance.edit", "performance.complete", "performance.discard"}
    command = ReattachPerformance("p2", world.file(b"s1 p1"))
    (finding,) = world.school.explain(S1.ref, command, world.context(PUPIL, UPLOADING))
    assert finding.code == "LP1607"


@pytest.mark.parametrize("target", ["o9", "k-s1", "", SchoolYear(114)])
def test_a_record_that_is_not_there_is_not_found_but_every_year_can_be_chosen_for(
    target: Any,
) -> None:
    world = fork(drafted)
    if target == SchoolYear(114):
        entry = listed(world, target, PUPIL, UPLOADING)["selection.select"]
        assert refuses(entry) == ["LP1501"]
    else:
        with pytest.raises(NotFound, match="record"):
            listed(world, target, PUPIL, UPLOADING)


def test_a_student_without_a_portfolio_is_not_found() -> None:
    world = fork(drafted)
    context = world.context(CLERK, UPLOADING)
    with pytest.raises(NotFound, match="portfolio"):
        world.school.allowed_actions(pupil(9).ref, YEAR, context)


def test_the_file_given_back_is_the_one_that_is_there() -> None:
    world = fork(received)
    entry = listed(world, "o1", PUPIL, SELECTING)["outcome.reattach"]
    assert entry.possible
    assert world.do(S1, Reattach("o1", document(b"s1 o1")), PUPIL, SELECTING).done
