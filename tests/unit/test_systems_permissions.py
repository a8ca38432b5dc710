"""Who may do it: permission comes first, and strangers learn nothing else."""

from __future__ import annotations

import pytest

from learnport.errors import NotFound
from learnport.model import PersonRef, Role
from learnport.workflow import Action, OutcomeStep, RecordTaking
from tests.unit.systems_scenes import SCENES, Scene
from tests.unit.systems_stages import S1, awaiting, fork
from tests.unit.systems_world import (
    ADVISOR,
    CENTRE,
    CLERK,
    COLLEAGUE,
    HOMEROOM,
    OTHER_TEACHER,
    PARENT,
    PUPIL,
    STAND_IN,
    STRANGERS,
    TEACHER,
    UPLOADING,
    actor,
    at,
    codes,
    pupil,
    taking,
)

PEOPLE = {
    "pupil": PUPIL,
    "teacher": TEACHER,
    "stand-in": STAND_IN,
    "advisor": ADVISOR,
    "clerk": CLERK,
    "centre": CENTRE,
    **STRANGERS,
}

MAY = {
    "record.student": "clerk",
    "record.taking": "clerk",
    "record.course": "clerk teacher",
    "record.officer_post": "clerk",
    "record.advising": "advisor",
    "advising.strike": "advisor",
    "outcome.upload": "pupil",
    "outcome.edit": "pupil",
    "outcome.discard": "pupil",
    "outcome.request": "pupil",
    "outcome.withdraw": "pupil",
    "outcome.certify": "teacher stand-in",
    "outcome.return": "teacher stand-in",
    "outcome.revoke": "teacher stand-in",
    "outcome.reattach": "pupil",
    "performance.upload": "pupil",
    "performance.edit": "pupil",
    "performance.complete": "pupil",
    "performance.discard": "pupil",
    "performance.reattach": "pupil",
    "selection.select": "pupil",
    "selection.confirm": "pupil",
    "selection.reopen": "clerk",
    "selection.acknowledge": "pupil",
    "selection.dispute": "pupil",
    "selection.resolve": "clerk",
    "selection.correct": "clerk",
    "extension.extend": "clerk",
    "extension.unlock": "clerk",
    "extension.revoke": "clerk",
}
"""Who may do what to the portfolio of `s1`, as the slides say."""

BY_TEACHERS = ("outcome.certify", "outcome.return", "outcome.revoke")


def passing(action: Action) -> Scene:
    return next(scene for scene in SCENES if scene.action is action and not scene.codes)


def refusing() -> list[Scene]:
    return [scene for scene in SCENES if scene.codes]


@pytest.mark.parametrize("action", [Action(each) for each in MAY])
def test_only_those_may_whom_the_slides_name(action: Action) -> None:
    scene = passing(action)
    when = UPLOADING if action in BY_TEACHERS else scene.when
    did = {name for name, who in PEOPLE.items() if scene.play(who, when).done}
    assert did == set(MAY[action].split())


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_is_told_one_thing_whatever_else_is_wrong(name: str) -> None:
    for scene in refusing():
        findings = scene.play(STRANGERS[name]).findings
        assert [(each.code, each.at) for each in findings] == [("LP1701", "")], scene.says
        assert findings[0].values == (("action", scene.action.value),)


def test_a_stranger_cannot_tell_whether_a_portfolio_exists() -> None:
    world = fork(awaiting)
    stranger = world.context(STRANGERS["a parent"], UPLOADING)
    command = OutcomeStep(Action.CERTIFY, "o1")
    there = world.school.perform(S1.ref, command, stranger).findings
    nowhere = world.school.perform(pupil(9).ref, command, stranger).findings
    assert there == nowhere
    assert codes(there) == ["LP1701"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2024-11-04T23:59:59.999999", ["LP1701"]),
        ("2024-11-05T00:00:00", []),
        ("2024-11-07T23:59:59.999999", []),
        ("2024-11-08T00:00:00", ["LP1701"]),
    ],
)
def test_a_stand_in_certifies_on_the_days_of_standing_in_only(
    when: str, expected: list[str]
) -> None:
    decision = passing(Action.CERTIFY).play(STAND_IN, at(when))
    assert codes(decision) == expected


def test_a_stand_in_stands_in_for_one_teacher_only() -> None:
    world = fork(awaiting)
    given = RecordTaking(taking(S1, teacher=OTHER_TEACHER.person))
    world.do(S1, given, CLERK)
    command = OutcomeStep(Action.CERTIFY, "o1")
    assert codes(world.school.explain(S1.ref, command, world.context(STAND_IN, UPLOADING))) == [
        "LP1701"
    ]
    assert codes(world.school.explain(S1.ref, command, world.context(TEACHER, UPLOADING))) == [
        "LP1701"
    ]
    world.do(S1, command, OTHER_TEACHER)


def test_nobody_certifies_the_outcome_of_a_course_without_a_teacher() -> None:
    world = fork(awaiting)
    world.do(S1, RecordTaking(taking(S1, teacher=None)), CLERK)
    command = OutcomeStep(Action.CERTIFY, "o1")
    for who in PEOPLE.values():
        found = world.school.explain(S1.ref, command, world.context(who, UPLOADING))
        assert codes(found) == ["LP1701"]


def test_a_teacher_who_is_also_staff_has_both_roles() -> None:
    both = actor("t1", Role.SUBJECT_TEACHER, Role.STAFF)
    assert passing(Action.CERTIFY).play(both).done
    assert passing(Action.REOPEN).play(both).done


LOOKING = {
    **PEOPLE,
    "colleague": COLLEAGUE,
    "homeroom": HOMEROOM,
    "parent": PARENT,
    "homeroom teacher as a parent": actor("h2", Role.GUARDIAN),
    "parent as staff of another school": actor("g2", Role.STAFF, school="ZZ0002"),
}

MAY_LOOK = {
    "view.portfolio": "pupil parent homeroom advisor colleague clerk",
    "view.outcome": "pupil parent homeroom advisor colleague clerk",
    "view.outcome o1": "pupil parent homeroom advisor colleague clerk teacher stand-in",
    "view.outcome k-s1": "pupil parent homeroom advisor colleague clerk",
    "view.outcome o9": "pupil parent homeroom advisor colleague clerk",
    "view.advising": "pupil advisor colleague clerk",
    "view.advising o1": "pupil advisor colleague clerk",
    "view.progress": "clerk homeroom",
}
"""Who may look at what of `s1`; for the teachers it has to be an outcome of their course."""


@pytest.mark.parametrize("what", MAY_LOOK)
def test_only_those_may_look_who_are_something_to_the_student(what: str) -> None:
    world, (view, *about) = fork(awaiting), what.split()
    before = world.logs()
    refused = {
        name: world.school.may_view(Action(view), S1.ref, world.context(who, UPLOADING), *about)
        for name, who in LOOKING.items()
    }
    assert {name for name, findings in refused.items() if not findings} == {*MAY_LOOK[what].split()}
    for findings in filter(None, refused.values()):
        (finding,) = findings
        assert (finding.code, finding.values) == ("LP1701", (("action", view),))
    assert world.logs() == before


def test_whoever_stands_in_looks_on_the_days_of_standing_in_only() -> None:
    world = fork(awaiting)
    view = Action.VIEW_OUTCOME
    for when, expected in (
        ("2024-11-04T23:59:59.999999", ["LP1701"]),
        ("2024-11-05T00:00", []),
        ("2024-11-07T23:59:59.999999", []),
        ("2024-11-08T00:00", ["LP1701"]),
    ):
        found = world.school.may_view(view, S1.ref, world.context(STAND_IN, at(when)), "o1")
        assert codes(found) == expected


def test_where_there_is_no_portfolio_strangers_learn_nothing_and_other_schools_are_unknown() -> (
    None
):
    world, view = fork(awaiting), Action.VIEW_PORTFOLIO
    parent = world.context(STRANGERS["a parent"], UPLOADING)
    nowhere = world.school.may_view(view, pupil(9).ref, parent, "o1")
    assert nowhere == world.school.may_view(view, S1.ref, parent, "o1") != ()
    with pytest.raises(NotFound, match="portfolio"):
        world.school.may_view(view, PersonRef("ZZ0002", "s1"), parent)
