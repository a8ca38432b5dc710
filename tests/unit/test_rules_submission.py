"""The one validator: what a student hands in, judged whole, with a pointer to every fault."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from learnport.model import (
    OutcomeState,
    PersonRef,
    SchoolYear,
    Semester,
    StudentSubmission,
    SubmittedOutcome,
    Taking,
    TakingKind,
)
from learnport.parameters import law_on
from learnport.rules import VALIDATOR_VERSION, check_submission
from tests.unit.test_rules_samples import (
    BATCH,
    LAW,
    MP4,
    NEXT_YEARS_CHINESE,
    OTHER_SCHOOLS,
    PDF,
    PLANS,
    SERVICE,
    STRANGER,
    STUDENT,
    SUBMISSION,
    TAKING,
    UNPLANNED,
    outcome,
    performance,
    taking,
)


def _handed_in(taken: Taking = TAKING, **changes: Any) -> SubmittedOutcome:
    return SubmittedOutcome(outcome(**changes), taken)


def _judge(*outcomes: SubmittedOutcome, **changes: Any) -> list[str]:
    submission: StudentSubmission = attrs.evolve(
        SUBMISSION, **{"outcomes": outcomes, "performances": (), **changes}
    )
    findings = check_submission(submission, PLANS.get, LAW, batch=BATCH)
    return [f"{finding.code}{finding.at}" for finding in findings]


def test_a_blameless_submission_has_no_finding_before_and_after_it_was_submitted() -> None:
    assert _judge(_handed_in()) == []
    assert _judge(_handed_in(state=OutcomeState.SUBMITTED)) == []


def test_every_fault_is_found_with_its_place() -> None:
    too_large = attrs.evolve(PDF, size=4_194_305)
    wrong = (
        _handed_in(),
        _handed_in(id="o2", state=OutcomeState.AWAITING, description="字" * 101),
        _handed_in(taking(code=UNPLANNED), id="o3", attachments=(MP4, too_large)),
    )
    lost = performance(
        student=STRANGER, year=SchoolYear(112), attachments=(too_large,),
        details=attrs.evolve(SERVICE, name="", ends=dt.date(2024, 8, 31)),
    )  # fmt: skip
    assert _judge(*wrong, performances=(lost,)) == [
        "LP1702/performances/0",
        "LP1405/outcomes/1",
        "LP1409/performances/0",
        "LP1003/outcomes/1/description",
        "LP1204/outcomes/2/taking/code",
        "LP1102/outcomes/2/attachments/1",
        "LP1301/performances/0/details/name",
        "LP1304/performances/0/details/ends",
        "LP1102/performances/0/attachments/0",
    ]


def test_seven_outcomes_and_eleven_performances_are_refused_at_the_centre_too() -> None:
    outcomes = tuple(_handed_in(id=f"o{n}") for n in range(7))
    performances = tuple(performance(id=f"p{n}") for n in range(11))
    assert _judge(*outcomes[:6], performances=performances[:10]) == []
    assert _judge(*outcomes, performances=performances) == [
        "LP1401/outcomes",
        "LP1402/performances",
    ]


def test_an_uncertified_outcome_and_an_incomplete_performance_are_refused() -> None:
    for state in OutcomeState:
        certified = state in (OutcomeState.CERTIFIED, OutcomeState.SUBMITTED)
        assert _judge(_handed_in(state=state)) == ([] if certified else ["LP1405/outcomes/0"])


def test_one_id_twice_is_refused_even_across_the_two_kinds() -> None:
    twice = _judge(_handed_in(), _handed_in(), performances=(performance(id="outcome-1"),))
    assert twice == ["LP1407/outcomes/1", "LP1407/performances/0"]


def test_an_outcome_handed_in_with_the_wrong_taking_is_refused() -> None:
    assert _judge(_handed_in(taking(id="taking-9"))) == ["LP1201/outcomes/0/taking"]


def test_a_strangers_outcome_is_refused_whether_or_not_the_taking_is_theirs_too() -> None:
    assert _judge(_handed_in(student=STRANGER)) == [
        "LP1702/outcomes/0",
        "LP1202/outcomes/0/taking",
    ]
    theirs = _handed_in(taking(student=STRANGER), student=STRANGER)
    assert _judge(theirs) == ["LP1702/outcomes/0"]


def test_an_outcome_of_another_year_is_refused() -> None:
    last_year = _handed_in(taking(semester=Semester(112, 2)), semester=Semester(112, 2))
    assert _judge(last_year) == ["LP1408/outcomes/0"]


def test_another_schools_student_is_refused_even_with_nothing_to_hand_in() -> None:
    student = attrs.evolve(STUDENT, ref=PersonRef("ZZ0002", "student-1"))
    assert _judge(student=student) == ["LP2001/student"]


def test_without_a_plan_course_codes_cannot_be_checked_so_the_outcome_is_refused() -> None:
    student = attrs.evolve(STUDENT, entry_year=112)
    assert _judge(_handed_in(), student=student) == ["LP2002/outcomes/0/taking/code"]


def test_a_course_of_another_school_needs_no_plan() -> None:
    student = attrs.evolve(STUDENT, entry_year=112)
    visit = taking(kind=TakingKind.VISITING, code=OTHER_SCHOOLS, other_school="ZZ0002")
    assert _judge(_handed_in(visit), student=student) == []


def test_a_repeated_course_is_checked_against_the_plan_of_the_class_joined() -> None:
    repeated = taking(kind=TakingKind.REPEAT, code=NEXT_YEARS_CHINESE)
    assert _judge(_handed_in(repeated)) == []


def test_an_old_year_is_judged_by_its_own_law() -> None:
    submission = attrs.evolve(SUBMISSION, performances=())
    old = check_submission(submission, PLANS.get, law_on(dt.date(2020, 7, 31)), batch=BATCH)
    assert [finding.at for finding in old] == [
        "/outcomes/0/attachments/0",
        "/outcomes/0/attachments/1",
    ]
    assert [dict(finding.values)["limit"] for finding in old] == [2_097_152, 5_242_880]


def test_the_validator_names_its_version() -> None:
    assert VALIDATOR_VERSION == "learnport-rules-2"
