"""Who may do what, told again from what the law says of roles."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    AdvisingState,
    ApplicationState,
    OutcomeState,
    PerformanceState,
    Relation,
    Role,
    SelectionState,
)
from learnport.workflow import (
    ADVISING,
    APPLICATION,
    BATCH,
    DEPOSIT,
    EXTENSION,
    OUTCOME,
    PERFORMANCE,
    PERMISSIONS,
    SELECTION,
    UNLOCKING,
    Action,
    Grant,
    allowed_actions,
    ever_permitted,
    permitted,
)

# Students upload, select and apply; subject teachers (or who stands in for them) certify;
# advisors record advising; staff record basic data, give single students more time and submit;
# the centre receives and judges; the admission platform releases. Homeroom teachers look at
# their own class and parents at their own child, and that is all they do.
MATRIX: dict[tuple[str, str], str] = {
    ("student", "own"): """
        outcome.upload outcome.edit outcome.discard outcome.request outcome.withdraw
        outcome.reattach
        performance.upload performance.edit performance.complete performance.discard
        performance.reattach
        selection.select selection.confirm selection.acknowledge selection.dispute
        application.consent application.choose application.confirm
        view.portfolio view.outcome view.advising
    """,
    ("subject_teacher", "teaches"): """
        record.course outcome.certify outcome.return outcome.revoke view.outcome
    """,
    ("subject_teacher", "stands_in"): """
        outcome.certify outcome.return outcome.revoke view.outcome
    """,
    ("advisor", "advises"): """
        record.advising advising.strike view.portfolio view.outcome view.advising
    """,
    ("homeroom_teacher", "homeroom"): """
        view.portfolio view.outcome view.progress
    """,
    ("guardian", "guardian"): """
        view.portfolio view.outcome
    """,
    ("staff", "same_school"): """
        record.student record.taking record.course record.officer_post
        outcome.submit performance.submit
        selection.reopen selection.submit selection.receive selection.reject
        selection.resolve selection.correct
        extension.extend extension.unlock extension.revoke
        view.portfolio view.outcome view.advising view.progress
        batch.plan batch.precheck batch.seal batch.send batch.receive batch.accept
        batch.reject batch.supersede
    """,
    ("centre", "centre"): """
        deposit.receive deposit.accept deposit.reject deposit.supersede
    """,
    ("admission", "admission"): """
        application.release
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
    assert len(PERMISSIONS) == 21 + 5 + 4 + 5 + 3 + 2 + 27 + 4 + 1


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


@given(st.sampled_from(Action), ROLES)
def test_what_a_role_may_ever_do_is_what_it_may_do_in_some_relation(
    action: Action, roles: frozenset[Role]
) -> None:
    somewhere = any(may(action, roles, frozenset({relation})) for relation in Relation)
    assert ever_permitted(action, roles) is somewhere


def test_a_parent_may_never_certify_whoever_the_child_is() -> None:
    assert not ever_permitted(Action.CERTIFY, [Role.GUARDIAN, Role.STUDENT])
    assert ever_permitted(Action.CERTIFY, iter([Role.GUARDIAN, Role.SUBJECT_TEACHER]))
    assert not ever_permitted(Action.CERTIFY, [])


def test_iterators_are_asked_as_well_as_lists() -> None:
    assert permitted(
        Action.CERTIFY,
        iter([Role.STAFF, Role.SUBJECT_TEACHER]),
        iter([Relation.SAME_SCHOOL, Relation.STANDS_IN]),
    )


# What the law says of each of them.


def doings_of(roles: set[Role]) -> set[str]:
    """Whatever these roles may do beside looking."""
    return {action for action in every_action_of(roles) if not action.startswith("view.")}


def test_parents_and_homeroom_teachers_look_and_do_nothing() -> None:
    assert doings_of({Role.GUARDIAN, Role.HOMEROOM_TEACHER}) == set()
    assert every_action_of({Role.GUARDIAN}) == {"view.portfolio", "view.outcome"}


def test_advisors_record_and_strike_advising_and_do_nothing_else() -> None:
    assert doings_of({Role.ADVISOR}) == {"record.advising", "advising.strike"}


def test_only_a_student_who_was_advised_the_advisor_and_staff_see_what_was_advised() -> None:
    seeing = {
        (str(role), str(relation))
        for role, relation in itertools.product(Role, Relation)
        if permitted(Action.VIEW_ADVISING, [role], [relation])
    }
    assert seeing == {("student", "own"), ("advisor", "advises"), ("staff", "same_school")}


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        (Role.GUARDIAN, Relation.GUARDIAN),
        (Role.HOMEROOM_TEACHER, Relation.HOMEROOM),
        (Role.ADVISOR, Relation.ADVISES),
        (Role.STUDENT, Relation.OWN),
    ],
)
def test_nobody_looks_at_the_portfolio_of_somebody_elses_child_or_pupil(
    role: Role, relation: Relation
) -> None:
    assert permitted(Action.VIEW_PORTFOLIO, [role], [relation])
    others = set(Relation) - {relation}
    assert not any(
        permitted(action, [role], others) for action in Action if action.startswith("view.")
    )


def test_a_teacher_sees_the_outcomes_of_the_course_and_nothing_more_of_the_portfolio() -> None:
    for relation in (Relation.TEACHES, Relation.STANDS_IN):
        seen = {str(a) for a in Action if permitted(a, [Role.SUBJECT_TEACHER], [relation])}
        assert {each for each in seen if each.startswith("view.")} == {"view.outcome"}


def test_a_program_is_shown_nothing_before_the_platform_releases_it() -> None:
    assert every_action_of({Role.ADMISSION}) == {"application.release"}


def test_only_staff_give_more_time_and_never_to_a_student_of_another_school() -> None:
    for action in (Action.EXTEND, Action.UNLOCK, Action.REVOKE_EXTENSION):
        holders = {
            (str(role), str(relation))
            for role, relation in itertools.product(Role, Relation)
            if permitted(action, [role], [relation])
        }
        assert holders == {("staff", "same_school")}


def test_staff_never_certify_upload_or_select() -> None:
    own = {"outcome.certify", "outcome.return", "outcome.revoke", "selection.select"}
    own |= {"outcome.upload", "outcome.edit", "performance.upload", "performance.edit"}
    own |= {"selection.confirm", "selection.acknowledge", "selection.dispute"}
    own |= {"application.consent", "application.choose", "application.confirm"}
    own |= {"outcome.reattach", "performance.reattach", "record.advising", "advising.strike"}
    assert every_action_of({Role.STAFF}) & own == set()


def test_teachers_never_submit() -> None:
    teachers = {Role.SUBJECT_TEACHER, Role.ADVISOR, Role.HOMEROOM_TEACHER}
    done = every_action_of(teachers)
    assert not any(each.endswith(".submit") or each.startswith("batch.") for each in done)


def test_students_never_certify_record_or_submit() -> None:
    done = every_action_of({Role.STUDENT})
    kept = ("record.", "advising.", "extension.", "batch.", "deposit.")
    assert not any(each.startswith(kept) for each in done)
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
    assert [str(each.action) for each in sorted(PERMISSIONS)][:2] == [
        "advising.strike", "application.choose",
    ]  # fmt: skip


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
        ("returned", "edit reattach discard", "", ""),
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
    assert complete == (
        Action.EDIT_PERFORMANCE, Action.REATTACH_PERFORMANCE, Action.DISCARD_PERFORMANCE,
    )  # fmt: skip
    received = allowed_actions(SELECTION, SelectionState.RECEIVED, *STUDENT)
    assert received == (Action.ACKNOWLEDGE, Action.DISPUTE)
    assert allowed_actions(SELECTION, SelectionState.RECEIVED, *STAFF) == ()
    assert allowed_actions(BATCH, BATCH.initial, *STAFF) == (Action.PRECHECK,)
    assert allowed_actions(DEPOSIT, DEPOSIT.initial, *STAFF) == ()
    assert allowed_actions(EXTENSION, EXTENSION.initial, *STAFF) == (Action.REVOKE_EXTENSION,)
    assert allowed_actions(UNLOCKING, UNLOCKING.initial, *STUDENT) == ()


ADVISOR = ([Role.ADVISOR], [Relation.ADVISES, Relation.SAME_SCHOOL])
PLATFORM = ([Role.ADMISSION], [Relation.ADMISSION])


def test_what_can_be_done_next_with_an_advising_record() -> None:
    recorded, struck = AdvisingState.RECORDED, AdvisingState.STRUCK
    both = (Action.RECORD_ADVISING, Action.STRIKE_ADVISING)
    assert allowed_actions(ADVISING, recorded, *ADVISOR) == both
    for who in (STUDENT, TEACHER, STAFF, PARENT):
        assert allowed_actions(ADVISING, recorded, *who) == ()
    assert allowed_actions(ADVISING, struck, *ADVISOR) == ()


@pytest.mark.parametrize(
    ("state", "student", "platform"),
    [
        ("consented", "choose", ""),
        ("draft", "choose confirm", ""),
        ("confirmed", "", "release"),
        ("released", "", ""),
    ],
)
def test_what_can_be_done_next_with_an_application(state: str, student: str, platform: str) -> None:
    for who, verbs in ((STUDENT, student), (PLATFORM, platform), (STAFF, ""), (PARENT, "")):
        actions = allowed_actions(APPLICATION, ApplicationState(state), *who)
        assert actions == tuple(Action(f"application.{verb}") for verb in verbs.split())


def test_somebody_with_two_hats_may_do_what_either_may() -> None:
    roles, relations = iter([Role.STUDENT, Role.STAFF]), iter([Relation.OWN, Relation.SAME_SCHOOL])
    actions = allowed_actions(OUTCOME, OutcomeState.CERTIFIED, roles, relations)
    assert actions == (Action.EDIT_OUTCOME, Action.REATTACH, Action.SUBMIT_OUTCOME)
