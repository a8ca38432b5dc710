"""Who may do what, told again from what the law says of roles."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import OutcomeState, PerformanceState, Relation, Role, SelectionState
from learnport.workflow import (
    BATCH,
    DEPOSIT,
    OUTCOME,
    PERFORMANCE,
    PERMISSIONS,
    SELECTION,
    Action,
    Grant,
    allowed_actions,
    permitted,
)

# Students upload and select; subject teachers (or who stands in for them) certify; advisors
# record advising; staff record basic data and submit; the centre receives and judges.
# Homeroom teachers and parents look, and that is all.
MATRIX: dict[tuple[str, str], str] = {
    ("student", "own"): """
        outcome.upload outcome.edit outcome.discard outcome.request outcome.withdraw
        outcome.reattach
        performance.upload performance.edit performance.complete performance.discard
        selection.select selection.confirm selection.acknowledge selection.dispute
    """,
    ("subject_teacher", "teaches"): """
        record.course outcome.certify outcome.return outcome.revoke
    """,
    ("subject_teacher", "stands_in"): """
        outcome.certify outcome.return outcome.revoke
    """,
    ("advisor", "advises"): """
        record.advising
    """,
    ("staff", "same_school"): """
        record.student record.taking record.course record.officer_post
        outcome.submit performance.submit
        selection.reopen selection.submit selection.receive selection.reject
        selection.resolve selection.correct
        batch.plan batch.precheck batch.seal batch.send batch.receive batch.accept
        batch.reject batch.supersede
    """,
    ("centre", "centre"): """
        deposit.receive deposit.accept deposit.reject deposit.supersede
    """,
}
GRANTS = {(action, *who) for who, actions in MATRIX.items() for action in actions.split()}

ROLES = st.frozensets(st.sampled_from(Role))
RELATIONS = st.frozensets(st.sampled_from(Relation))


def may(action: Action, roles: frozenset[Role], relations: frozenset[Relation]) -> bool:
    pairs = itertools.product(roles, relations)
    return any((str(action), str(role), str(relation)) in GRANTS for role, relation in pairs)


def every_action_of(roles: set[Role]) -> set[str]:
    """Whatever these roles may do to anybody."""
    return {str(action) for action in Action if permitted(action, roles, Relation)}


def test_the_table_grants_exactly_this() -> None:
    granted = {(str(each.action), str(each.role), str(each.relation)) for each in PERMISSIONS}
    assert granted == GRANTS
    assert len(PERMISSIONS) == 14 + 4 + 3 + 1 + 20 + 4


@pytest.mark.parametrize("action", Action)
def test_one_role_in_one_relation_may_do_what_the_matrix_says(action: Action) -> None:
    for role, relation in itertools.product(Role, Relation):
        expected = (str(action), str(role), str(relation)) in GRANTS
        assert permitted(action, [role], [relation]) is expected, (role, relation)


@given(st.sampled_from(Action), ROLES, RELATIONS)
def test_whatever_is_not_granted_is_denied(
    action: Action, roles: frozenset[Role], relations: frozenset[Relation]
) -> None:
    assert permitted(action, roles, relations) is may(action, roles, relations)


@given(st.sampled_from(Action), ROLES, RELATIONS, ROLES, RELATIONS)
def test_more_roles_and_relations_never_take_a_permission_away(
    action: Action,
    roles: frozenset[Role],
    relations: frozenset[Relation],
    more_roles: frozenset[Role],
    more_relations: frozenset[Relation],
) -> None:
    if permitted(action, roles, relations):
        assert permitted(action, roles | more_roles, relations | more_relations)


@pytest.mark.parametrize("action", Action)
def test_nobody_may_do_anything_without_a_role_and_a_relation(action: Action) -> None:
    assert not permitted(action, [], Relation)
    assert not permitted(action, Role, [])
    assert not permitted(action, [], [])


@pytest.mark.parametrize("action", Action)
def test_every_action_is_somebodys(action: Action) -> None:
    assert permitted(action, Role, Relation)


def test_iterators_are_asked_as_well_as_lists() -> None:
    assert permitted(
        Action.CERTIFY,
        iter([Role.STAFF, Role.SUBJECT_TEACHER]),
        iter([Relation.SAME_SCHOOL, Relation.STANDS_IN]),
    )


# What the law says of each of them.


def test_parents_and_homeroom_teachers_look_and_do_nothing() -> None:
    assert every_action_of({Role.GUARDIAN, Role.HOMEROOM_TEACHER}) == set()


def test_advisors_record_advising_and_nothing_else() -> None:
    assert every_action_of({Role.ADVISOR}) == {"record.advising"}


def test_staff_never_certify_upload_or_select() -> None:
    own = {"outcome.certify", "outcome.return", "outcome.revoke", "selection.select"}
    own |= {"outcome.upload", "outcome.edit", "performance.upload", "performance.edit"}
    own |= {"selection.confirm", "selection.acknowledge", "selection.dispute"}
    assert every_action_of({Role.STAFF}) & own == set()


def test_teachers_never_submit() -> None:
    teachers = {Role.SUBJECT_TEACHER, Role.ADVISOR, Role.HOMEROOM_TEACHER}
    done = every_action_of(teachers)
    assert not any(each.endswith(".submit") or each.startswith("batch.") for each in done)


def test_students_never_certify_record_or_submit() -> None:
    done = every_action_of({Role.STUDENT})
    assert not any(each.startswith(("record.", "batch.", "deposit.")) for each in done)
    assert not done & {"outcome.certify", "outcome.return", "outcome.revoke", "outcome.submit"}


def test_schools_never_judge_at_the_centre_and_the_centre_never_acts_at_a_school() -> None:
    centre, school = every_action_of({Role.CENTRE}), every_action_of(set(Role) - {Role.CENTRE})
    assert centre & school == set()
    assert {each.partition(".")[0] for each in centre} == {"deposit"}


def test_only_a_student_acts_on_a_portfolio_as_its_owner() -> None:
    for action, role in itertools.product(Action, set(Role) - {Role.STUDENT}):
        assert not permitted(action, [role], [Relation.OWN])


def test_a_teacher_of_the_school_who_does_not_teach_the_course_cannot_certify() -> None:
    others = set(Relation) - {Relation.TEACHES, Relation.STANDS_IN}
    assert not permitted(Action.CERTIFY, [Role.SUBJECT_TEACHER], others)


def test_a_student_cannot_touch_the_portfolio_of_a_schoolmate() -> None:
    others = set(Relation) - {Relation.OWN}
    assert not any(permitted(action, [Role.STUDENT], others) for action in Action)


def test_a_grant_can_be_looked_up_as_a_value() -> None:
    assert Grant(Action.CERTIFY, Role.SUBJECT_TEACHER, Relation.TEACHES) in PERMISSIONS
    assert Grant(Action.CERTIFY, Role.STAFF, Relation.SAME_SCHOOL) not in PERMISSIONS
    assert [str(each.action) for each in sorted(PERMISSIONS)][:2] == ["batch.accept", "batch.plan"]


# What can be done next: the table and the matrix together.


STUDENT = ([Role.STUDENT], [Relation.OWN, Relation.SAME_SCHOOL])
TEACHER = ([Role.SUBJECT_TEACHER], [Relation.TEACHES, Relation.SAME_SCHOOL])
STAFF = ([Role.STAFF], [Relation.SAME_SCHOOL])
PARENT = ([Role.GUARDIAN], [Relation.GUARDIAN])


@pytest.mark.parametrize(
    ("state", "student", "teacher", "staff"),
    [
        ("draft", "edit request reattach discard", "", ""),
        ("awaiting", "withdraw reattach", "certify return", ""),
        ("returned", "edit discard", "", ""),
        ("certified", "edit reattach", "revoke", "submit"),
        ("submitted", "reattach", "", ""),
        ("discarded", "", "", ""),
    ],
)
def test_what_can_be_done_next_with_an_outcome(
    state: str, student: str, teacher: str, staff: str
) -> None:
    for who, verbs in ((STUDENT, student), (TEACHER, teacher), (STAFF, staff), (PARENT, "")):
        actions = allowed_actions(OUTCOME, OutcomeState(state), *who)
        assert actions == tuple(Action(f"outcome.{verb}") for verb in verbs.split())


def test_what_can_be_done_next_with_other_records() -> None:
    complete = allowed_actions(PERFORMANCE, PerformanceState.COMPLETE, *STUDENT)
    assert complete == (Action.EDIT_PERFORMANCE, Action.DISCARD_PERFORMANCE)
    received = allowed_actions(SELECTION, SelectionState.RECEIVED, *STUDENT)
    assert received == (Action.ACKNOWLEDGE, Action.DISPUTE)
    assert allowed_actions(SELECTION, SelectionState.RECEIVED, *STAFF) == ()
    assert allowed_actions(BATCH, BATCH.initial, *STAFF) == (Action.PRECHECK,)
    assert allowed_actions(DEPOSIT, DEPOSIT.initial, *STAFF) == ()


def test_somebody_with_two_hats_may_do_what_either_may() -> None:
    roles, relations = iter([Role.STUDENT, Role.STAFF]), iter([Relation.OWN, Relation.SAME_SCHOOL])
    actions = allowed_actions(OUTCOME, OutcomeState.CERTIFIED, roles, relations)
    assert actions == (Action.EDIT_OUTCOME, Action.REATTACH, Action.SUBMIT_OUTCOME)
