"""The sample school: the same for the same seed, of any size, and lawful."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import CallerError
from learnport.model import (
    PERFORMANCE_DETAILS,
    TAIPEI,
    PersonRef,
    Role,
    SchoolYear,
    Semester,
    Student,
    TakingKind,
    WindowKind,
    count_characters,
)
from learnport.parameters import Law, law_on, load_parameters
from learnport.rules import COURSE_RECORD_RULES, CourseRecordCase, check
from learnport.sample import DraftFile, SampleSchool, sample_school

SIXTY = sample_school(60)


def drafts(school: SampleSchool, student: Student) -> list[object]:
    """Everything a student is about to upload, without making a file."""

    def kinds(files: Iterable[DraftFile]) -> list[str]:
        return [file.kind.value for file in files]

    return [
        *((each.taking, each.description, kinds(each.files)) for each in school.outcomes(student)),
        *(
            (each.details, each.description, kinds(each.files))
            for each in school.performances(student)
        ),
    ]


def everything(school: SampleSchool) -> list[object]:
    return [
        (
            student,
            school.takings(student),
            tuple(school.course_records(student)),
            tuple(school.officer_posts(student)),
            school.advising(student),
            drafts(school, student),
        )
        for student in school.students
    ]


# Seeds and sizes.


def test_the_same_seed_is_the_same_school() -> None:
    assert everything(sample_school(20, seed=3)) == everything(sample_school(20, seed=3))


def test_another_seed_is_another_school_of_the_same_people() -> None:
    first, second = sample_school(20, seed=3), sample_school(20, seed=4)
    assert first.students == second.students
    assert [first.takings(each) for each in first.students] == [
        second.takings(each) for each in second.students
    ]
    assert all(drafts(first, each) != drafts(second, each) for each in first.students)


def test_a_student_is_the_same_in_a_smaller_and_a_larger_school() -> None:
    small, large = sample_school(5), sample_school(50)
    assert large.students[:5] == small.students
    assert everything(large)[:5] == everything(small)


def test_files_are_made_when_asked_for_and_are_then_the_same() -> None:
    student = SIXTY.students[0]
    first = next(SIXTY.outcomes(student)).files[0]
    second = next(sample_school(60).outcomes(student)).files[0]
    assert first.kind == second.kind
    assert first.make() == second.make()
    assert first.make().kind is first.kind


@given(st.integers(2, 300))
def test_a_school_of_any_size_is_cheap_and_complete(size: int) -> None:
    """No file is made: the last student costs as little as the first."""
    school = sample_school(size)
    assert len({student.ref for student in school.students}) == size
    assert len({student.national_id for student in school.students}) == size
    last = school.students[-1]
    assert last.ref == PersonRef("ZZ0001", f"s{size:05}")
    assert len(school.takings(last)) in (18, 19)
    assert 2 <= len(list(school.outcomes(last))) <= 3
    assert len(list(school.performances(last))) == 2


@pytest.mark.parametrize("size", [1, 0, -3])
def test_a_school_needs_two_students(size: int) -> None:
    with pytest.raises(CallerError, match="needs at least 2 students"):
        sample_school(size)


# People.


def test_everybody_is_visibly_made_up() -> None:
    for number, student in enumerate(SIXTY.students, start=1):
        assert student.national_id == f"FAKE{number:06}"
        assert student.name.startswith("樣本")
        assert student.ref.school == "ZZ0001"
    assert SIXTY.school.code == "ZZ0001"


def test_students_are_of_the_age_and_entry_year_of_their_grade() -> None:
    for student in SIXTY.students:
        assert student.grade in (1, 2)
        assert student.entry_year == 114 - student.grade
        assert student.class_name[0] == str(student.grade)
        age = (dt.date(student.entry_year + 1911, 9, 1) - student.birth_date).days / 365.25
        assert 15 <= age <= 16.1


def test_no_two_students_share_a_seat() -> None:
    for size in (7, 60, 300):
        seats = Counter((each.class_name, each.seat) for each in sample_school(size).students)
        assert set(seats.values()) == {1}


def test_everybody_acts_in_one_role_at_the_own_school() -> None:
    student = SIXTY.students[0]
    taking = SIXTY.takings(student)[0]
    assert SIXTY.actor(student).person == student.ref
    assert SIXTY.actor(student).roles == {Role.STUDENT}
    assert SIXTY.teacher(taking).person == taking.teacher
    assert SIXTY.teacher(taking).roles == {Role.SUBJECT_TEACHER}
    assert SIXTY.advisor(student).roles == {Role.ADVISOR}
    assert SIXTY.staff.roles == {Role.STAFF}
    assert {SIXTY.staff.person.school, SIXTY.advisor(student).person.school} == {"ZZ0001"}
    assert SIXTY.centre.roles == {Role.CENTRE}
    assert SIXTY.centre.person.school == "ZZ9999"


# What is taught.


def test_every_taking_of_the_own_school_is_in_the_plan_of_its_entry_year() -> None:
    plans = {plan.entry_year: plan for plan in SIXTY.plans}
    assert set(plans) == {112, 113}
    for student in SIXTY.students:
        for taking in SIXTY.takings(student):
            entry = plans[student.entry_year].find(taking.code)
            if taking.kind in (TakingKind.TRANSFER, TakingKind.VISITING):
                assert taking.code.school == taking.other_school == "ZZ0002"
                assert entry is None
            else:
                assert entry is not None
                assert entry.name == taking.subject


def test_all_six_kinds_of_taking_occur_and_carry_outcomes() -> None:
    takings = Counter(each.kind for one in SIXTY.students for each in SIXTY.takings(one))
    carried = Counter(each.taking.kind for one in SIXTY.students for each in SIXTY.outcomes(one))
    assert set(takings) == set(carried) == {
        "regular", "makeup", "retake", "repeat", "transfer", "visiting",
    }  # fmt: skip
    assert takings[TakingKind.REGULAR] == 60 * 18
    assert sum(takings.values()) == 60 * 18 + 9


def test_special_takings_say_what_they_stand_for() -> None:
    for student in SIXTY.students:
        for taking in SIXTY.takings(student):
            before = Semester(taking.semester.year - 1, taking.semester.half)
            made_up = taking.kind in (TakingKind.MAKEUP, TakingKind.RETAKE)
            earlier = made_up or taking.kind is TakingKind.TRANSFER
            assert (taking.mode is not None) is made_up
            assert taking.original == (before if earlier else None)


def test_identifiers_of_takings_are_unique_in_the_school() -> None:
    keys = [each.id for student in SIXTY.students for each in SIXTY.takings(student)]
    assert len(keys) == len(set(keys))


def test_grades_are_plausible_and_belong_to_takings() -> None:
    student = SIXTY.students[7]
    records = list(SIXTY.course_records(student))
    assert [each.taking for each in records] == [each.id for each in SIXTY.takings(student)]
    for record in records:
        assert record.score is not None
        assert 48 <= record.score < 100
        assert record.passed is (record.score >= 60)


def test_one_course_was_recoded_after_the_school_synced_its_plans() -> None:
    recoded = SIXTY.recoded
    assert recoded.student == SIXTY.students[1].ref
    old = attrs.evolve(recoded.code, subject="91")
    current = {plan.entry_year: plan for plan in SIXTY.plans}
    stale = {plan.entry_year: plan for plan in SIXTY.stale_plans}
    year = SIXTY.students[1].entry_year
    assert current[year].find(old) is None
    assert stale[year].find(old) is not None
    assert {each for each in stale if stale[each] != current[each]} == {year}


# What students do.


def test_all_ten_categories_of_performances_occur() -> None:
    found = Counter(
        type(each.details) for one in SIXTY.students for each in SIXTY.performances(one)
    )
    assert len(PERFORMANCE_DETAILS) == 10
    assert found == dict.fromkeys(PERFORMANCE_DETAILS, 12)


def test_five_students_show_all_ten_categories() -> None:
    five = sample_school(5)
    found = {type(each.details) for one in five.students for each in five.performances(one)}
    assert found == set(PERFORMANCE_DETAILS)


def test_descriptions_keep_to_the_limit() -> None:
    limit = Law(load_parameters(), on=dt.date(2024, 8, 1))["outcome.description.max_characters"]
    assert limit.number == 100
    for student in SIXTY.students:
        words = [
            *(each.description for each in SIXTY.outcomes(student)),
            *(each.description for each in SIXTY.performances(student)),
        ]
        assert all(0 < count_characters(each) <= 100 for each in words)


def test_both_groups_of_files_occur_and_every_item_has_a_document() -> None:
    files = [each.files for one in SIXTY.students for each in SIXTY.outcomes(one)]
    files += [each.files for one in SIXTY.students for each in SIXTY.performances(one)]
    assert {file.kind.value for each in files for file in each} == {
        "pdf", "jpg", "png", "mp3", "mp4",
    }  # fmt: skip
    assert {tuple(file.kind.group.value for file in each) for each in files} == {
        ("document",),
        ("document", "media"),
    }


def test_advising_and_officer_posts_are_of_the_year() -> None:
    year = SIXTY.year
    posts = [post for student in SIXTY.students for post in SIXTY.officer_posts(student)]
    assert {student.class_name for student in SIXTY.students} == {
        "101", "102", "103", "201", "202", "203",
    }  # fmt: skip
    assert len(posts) == 6
    for student in SIXTY.students:
        talk = SIXTY.advising(student)
        assert talk.student == student.ref
        assert year.opens <= talk.held_on <= year.closes
        assert SIXTY.advisor(student).person == talk.advisor


# The calendar.


@pytest.mark.parametrize("year", [110, 113, 120])
def test_every_window_is_there_and_they_follow_one_another(year: int) -> None:
    school = sample_school(2, year=year)
    windows = {(each.kind, each.term): each.window for each in school.settings.deadlines}
    first, second, whole = f"{year}-1", f"{year}-2", f"{year}"
    assert set(windows) == {
        (WindowKind.UPLOAD_OUTCOMES, first), (WindowKind.CERTIFY, first),
        (WindowKind.UPLOAD_OUTCOMES, second), (WindowKind.CERTIFY, second),
        (WindowKind.UPLOAD_PERFORMANCES, whole), (WindowKind.SELECT, whole),
        (WindowKind.SUBMIT, whole), (WindowKind.CONFIRM_RECEIPT, whole),
        (WindowKind.CORRECT, whole),
    }  # fmt: skip
    order = [
        windows[WindowKind.UPLOAD_OUTCOMES, second], windows[WindowKind.SELECT, whole],
        windows[WindowKind.SUBMIT, whole], windows[WindowKind.CONFIRM_RECEIPT, whole],
    ]  # fmt: skip
    for before, after in pairwise(order):
        assert before.closes <= after.opens
    for half in (first, second):
        upload = windows[WindowKind.UPLOAD_OUTCOMES, half]
        certify = windows[WindowKind.CERTIFY, half]
        assert upload.closes < certify.closes
        assert certify.closes <= windows[WindowKind.SELECT, whole].opens


@pytest.mark.parametrize("year", [110, 113, 120])
def test_uploading_stays_open_for_14_days_after_each_term(year: int) -> None:
    """Also by the parameter, which says 14 from 109 on."""
    school = sample_school(2, year=year)
    for semester in SchoolYear(year).semesters:
        window = school.settings.window(WindowKind.UPLOAD_OUTCOMES, str(semester))
        assert window is not None
        last = window.closes.astimezone(TAIPEI).date() - dt.timedelta(days=1)
        assert (last - semester.closes).days >= 14
        law = Law(load_parameters(), on=semester.closes)
        assert law["upload.window.min_days_after_term"].number == 14


def test_students_have_more_than_three_days_to_confirm_the_receipt() -> None:
    window = SIXTY.settings.window(WindowKind.CONFIRM_RECEIPT, "113")
    assert window is not None
    assert (window.closes - window.opens).days == 8


def test_no_grade_of_the_sample_school_breaks_a_rule() -> None:
    law = law_on(dt.date(2025, 3, 1))
    kinds = set()
    for student in SIXTY.students:
        takings = {taking.id: taking for taking in SIXTY.takings(student)}
        for record in SIXTY.course_records(student):
            taking = takings[record.taking]
            kinds.add(taking.kind)
            found = check(COURSE_RECORD_RULES, CourseRecordCase(record, taking), law)
            assert not [each.code for each in found if each.severity.refuses]
    assert kinds == set(TakingKind)
