"""Schools and people; what they are called never shows."""

from __future__ import annotations

import datetime as dt
import traceback
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    TAIPEI,
    PersonRef,
    Portfolio,
    Relation,
    Role,
    School,
    SchoolYear,
    Student,
    StudentSubmission,
)
from learnport.workflow import RecordStudent
from tests.unit.model_values import BIRTH_DATE, NAME, NATIONAL_ID, PUPIL, SECRETS, STUDENT

# References.


def test_a_person_is_named_by_school_and_key() -> None:
    assert str(PersonRef("ZZ0001", "s1")) == "ZZ0001:s1"
    assert PersonRef("ZZ0001", "s1") != PersonRef("ZZ0002", "s1")


@pytest.mark.parametrize("code", ["ZZ0001", "000000", "00000A"])
def test_a_school_code_has_six_digits_or_capital_letters(code: str) -> None:
    assert School(code, "虛構高中").code == code
    assert PersonRef(code, "s1").school == code


BAD_SCHOOLS = ["", "ZZ001", "ZZ00011", "zz0001", "ZZ-001", "ZZ001\n", "ZZ000１", "ZZ 001"]


@pytest.mark.parametrize("code", BAD_SCHOOLS)
def test_any_other_school_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="code: expected six digits or capital letters"):
        School(code, "虛構高中")
    with pytest.raises(ValueError, match="school: expected six digits or capital letters"):
        PersonRef(code, "s1")


def test_schools_sort_by_code() -> None:
    schools = [School("ZZ0002", "甲"), School("ZZ0001", "乙")]
    assert sorted(schools) == schools[::-1]


def test_a_school_has_a_name() -> None:
    assert School("ZZ0001", "一").name == "一"
    with pytest.raises(ValueError, match="name"):
        School("ZZ0001", "")


@pytest.mark.parametrize("key", ["a", "Z", "0", ".", "_", "-", "s.1_2-3", "k" * 64])
def test_a_key_is_opaque_and_at_most_64_characters(key: str) -> None:
    assert PersonRef("ZZ0001", key).key == key


@pytest.mark.parametrize("key", ["", "k" * 65, "s 1", "s/1", "s:1", "s@1", "學生", "s1\n", "ｓ"])
def test_a_key_that_could_not_stand_in_a_path_or_a_log_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key: expected 1 to 64 letters, digits"):
        PersonRef("ZZ0001", key)


def test_references_sort_by_school_then_key() -> None:
    refs = [PersonRef("ZZ0002", "a"), PersonRef("ZZ0001", "b"), PersonRef("ZZ0001", "a")]
    assert [str(ref) for ref in sorted(refs)] == ["ZZ0001:a", "ZZ0001:b", "ZZ0002:a"]


def test_the_roles_and_relations_are_those_of_the_field() -> None:
    assert {role.value for role in Role} == {
        "student", "subject_teacher", "advisor", "homeroom_teacher", "guardian", "staff", "centre",
        "admission",
    }  # fmt: skip
    assert {relation.value for relation in Relation} == {
        "own", "teaches", "stands_in", "advises", "homeroom", "guardian", "same_school", "centre",
        "admission",
    }  # fmt: skip


# Students.


def test_a_student_keeps_what_the_school_recorded() -> None:
    assert STUDENT.national_id == NATIONAL_ID
    assert STUDENT.birth_date == BIRTH_DATE
    assert STUDENT.name == NAME
    assert (STUDENT.entry_year, STUDENT.grade, STUDENT.seat) == (113, 1, 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("national_id", "XX0000000"),
        ("national_id", "XX000000000"),
        ("national_id", "xx00000000"),
        ("national_id", "XX0000000０"),
        ("entry_year", 102),
        ("entry_year", 1000),
        ("grade", 0),
        ("grade", 4),
        ("seat", 0),
        ("seat", -1),
    ],
)
def test_a_value_no_student_has_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{name}: expected "):
        attrs.evolve(STUDENT, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("entry_year", 103), ("entry_year", 999), ("grade", 1), ("grade", 3), ("seat", 1)],
)
def test_the_outermost_values_are_accepted(name: str, value: Any) -> None:
    assert getattr(attrs.evolve(STUDENT, **{name: value}), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("national_id", 1234567890),
        ("national_id", None),
        ("birth_date", "2008-12-31"),
        ("birth_date", dt.datetime(2008, 12, 31, tzinfo=TAIPEI)),
        ("birth_date", None),
        ("entry_year", "113"),
        ("entry_year", 113.0),
        ("grade", True),
        ("grade", "1"),
        ("seat", True),
        ("seat", 7.0),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"^{name}: expected "):
        attrs.evolve(STUDENT, **{name: value})


# Nothing personal shows.


def shown(thing: object) -> str:
    return f"{thing!r} {thing!s} {thing}"


SUBMISSION = StudentSubmission(STUDENT, SchoolYear(113))


@pytest.mark.parametrize(
    "thing",
    [STUDENT, Portfolio(STUDENT), SUBMISSION, RecordStudent(STUDENT), (STUDENT,), {1: STUDENT}],
    ids=lambda thing: type(thing).__name__,
)
def test_no_personal_field_shows_wherever_a_student_stands(thing: object) -> None:
    for secret in SECRETS:
        assert secret not in shown(thing)
    assert "s1" in shown(thing)


@given(
    st.from_regex(r"[0-9A-Z]{10}", fullmatch=True),
    st.dates(dt.date(1990, 1, 1), dt.date(2015, 1, 1)),
    st.text("王李張陳林虛構測試", min_size=2, max_size=4),
)
def test_no_national_id_birth_date_or_name_ever_shows(
    national_id: str, birth_date: dt.date, name: str
) -> None:
    student = attrs.evolve(STUDENT, national_id=national_id, birth_date=birth_date, name=name)
    other = attrs.evolve(STUDENT, national_id="YY11111111", birth_date=dt.date(1, 1, 1), name="")
    assert shown(student) == shown(other)


BAD_BIRTHS = [
    ("national_id", "A12345678"),
    ("national_id", ["A123456789"]),
    ("birth_date", "2008-12-31"),
    ("entry_year", "A123456789"),
    ("grade", "王小明"),
    ("seat", "A123456789"),
]


@pytest.mark.parametrize(("name", "value"), BAD_BIRTHS)
def test_a_refusal_never_repeats_the_value(name: str, value: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        attrs.evolve(STUDENT, **{name: value})
    told = "".join(traceback.format_exception_only(caught.value)) + repr(caught.value.args)
    for secret in (str(value), "A12345678", "2008", "王小明"):
        assert secret not in told


def test_a_key_that_is_a_name_is_not_repeated_either() -> None:
    with pytest.raises(ValueError, match="key") as caught:
        PersonRef("ZZ0001", "王小明")
    assert "王小明" not in repr(caught.value)


def test_arguments_in_the_wrong_order_do_not_show_in_the_refusal() -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        Student(PUPIL, NAME, NATIONAL_ID, BIRTH_DATE, 113, 1, "", 7)  # type: ignore[arg-type]
    for secret in SECRETS:
        assert secret not in repr(caught.value)
