"""The course code, the approved plan and the takings."""

from __future__ import annotations

import pickle
import string
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import CourseCodeError
from learnport.model import CourseCode, CoursePlan, PlanEntry, TakingKind
from tests.unit.model_values import CODE, TAKING

TEXT = "108041305H11101A1010101"

DIGIT = "a digit"
SIGN = "a digit or capital letter"
DASH = "a digit, capital letter or dash"

# What stands at each of the 23 positions, and what may stand there.
POSITIONS = [
    (1, "entry_year", "1", DIGIT),
    (2, "entry_year", "0", DIGIT),
    (3, "entry_year", "8", DIGIT),
    (4, "school", "0", SIGN),
    (5, "school", "4", SIGN),
    (6, "school", "1", SIGN),
    (7, "school", "3", SIGN),
    (8, "school", "0", SIGN),
    (9, "school", "5", SIGN),
    (10, "programme", "H", SIGN),
    (11, "group", "1", SIGN),
    (12, "group", "1", SIGN),
    (13, "department", "1", SIGN),
    (14, "department", "0", SIGN),
    (15, "department", "1", SIGN),
    (16, "class_group", "A", SIGN),
    (17, "category", "1", SIGN),
    (18, "opening", "0", DASH),
    (19, "attribute", "1", SIGN),
    (20, "domain", "0", SIGN),
    (21, "domain", "1", SIGN),
    (22, "subject", "0", SIGN),
    (23, "subject", "1", SIGN),
]
NAMES = [
    "entry_year", "school", "programme", "group", "department", "class_group",
    "category", "opening", "attribute", "domain", "subject",
]  # fmt: skip
PARTS = ["108", "041305", "H", "11", "101", "A", "1", "0", "1", "01", "01"]


def put(position: int, sign: str) -> str:
    return TEXT[: position - 1] + sign + TEXT[position:]


def refusal(text: Any) -> CourseCodeError:
    with pytest.raises(CourseCodeError) as caught:
        CourseCode.parse(text)
    return caught.value


def test_a_code_has_eleven_fields_in_order_of_position() -> None:
    code = CourseCode.parse(TEXT)
    assert list(attrs.asdict(code)) == NAMES
    assert list(attrs.asdict(code).values()) == PARTS


@pytest.mark.parametrize(("position", "field", "sign"), [row[:3] for row in POSITIONS])
def test_every_position_belongs_to_its_field(position: int, field: str, sign: str) -> None:
    assert TEXT[position - 1] == sign
    other = "9" if sign != "9" else "8"
    changed = attrs.asdict(CourseCode.parse(put(position, other)))
    was = attrs.asdict(CourseCode.parse(TEXT))
    assert [name for name in NAMES if changed[name] != was[name]] == [field]


@pytest.mark.parametrize(("position", "field", "sign", "expected"), POSITIONS)
@pytest.mark.parametrize("wrong", ["a", "é", "１", "Ａ", "٣", " ", "\n", "_", "國", "𠀀", "ß"])
def test_a_wrong_sign_is_named_with_its_position_and_what_belongs_there(
    position: int, field: str, sign: str, expected: str, wrong: str
) -> None:
    error = refusal(put(position, wrong))
    assert sign != wrong
    assert error.position == position
    assert error.expected.startswith(f"{expected} ({field}, ")
    assert wrong not in str(error) or wrong in "a _"


@pytest.mark.parametrize("position", [1, 2, 3])
def test_the_entry_year_has_digits_only(position: int) -> None:
    assert refusal(put(position, "A")).position == position


@pytest.mark.parametrize("position", range(4, 24))
def test_capital_letters_may_stand_anywhere_else(position: int) -> None:
    assert str(CourseCode.parse(put(position, "Z")))[position - 1] == "Z"


@pytest.mark.parametrize("position", [position for position in range(1, 24) if position != 18])
def test_a_dash_may_stand_for_the_way_of_opening_only(position: int) -> None:
    assert CourseCode.parse(put(18, "-")).opening == "-"
    assert refusal(put(position, "-")).position == position


def test_the_first_of_several_wrong_signs_is_named() -> None:
    assert refusal("1O8041305h11101A1010101").position == 2
    assert refusal("108041305h11101A10101x1").position == 10


def test_the_sentence_names_position_field_and_what_belongs_there() -> None:
    assert str(refusal("108041305h11101A1010101")) == (
        "not a course code: position 10: expected a digit or capital letter (programme, length 1)"
    )
    assert str(refusal("108")) == "not a course code: length: expected 23 characters, got 3"


@pytest.mark.parametrize("text", ["", TEXT[:-1], TEXT + "1", TEXT + "\n", TEXT * 2])
def test_a_text_of_another_length_is_refused(text: str) -> None:
    error = refusal(text)
    assert (error.position, error.expected) == (0, f"23 characters, got {len(text)}")


@pytest.mark.parametrize("thing", [None, 108, TEXT.encode(), list(TEXT), True, 1.5])
def test_what_is_no_text_is_no_course_code(thing: object) -> None:
    error = refusal(thing)
    assert (error.position, error.expected) == (0, "23 characters, got 0")


STARTS = dict(zip(NAMES, [1, 4, 10, 11, 13, 16, 17, 18, 19, 20, 22], strict=True))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("thing", [None, 1, b"1", ["1"], 1.0, object(), ""])
def test_a_field_that_is_no_text_or_empty_is_refused_where_it_starts(name: str, thing: Any) -> None:
    with pytest.raises(CourseCodeError) as caught:
        attrs.evolve(CODE, **{name: thing})
    assert caught.value.position == STARTS[name]


@pytest.mark.parametrize(
    ("name", "value", "position"),
    [
        ("entry_year", "10", 3),
        ("entry_year", "1088", 4),
        ("school", "04130", 9),
        ("school", "0413055", 10),
        ("department", "1", 14),
        ("department", "1x", 14),
        ("opening", "--", 19),
        ("subject", "011", 24),
    ],
)
def test_a_field_too_short_or_too_long_is_refused_where_it_goes_wrong(
    name: str, value: str, position: int
) -> None:
    with pytest.raises(CourseCodeError) as caught:
        attrs.evolve(CODE, **{name: value})
    assert caught.value.position == position


SIGNS = string.digits + string.ascii_uppercase
CODES = st.builds(
    "".join,
    st.tuples(
        st.text(string.digits, min_size=3, max_size=3),
        st.text(SIGNS, min_size=14, max_size=14),
        st.sampled_from(SIGNS + "-"),
        st.text(SIGNS, min_size=5, max_size=5),
    ),
)


@given(CODES)
def test_a_code_reads_back_what_it_writes(text: str) -> None:
    code = CourseCode.parse(text)
    assert str(code) == text
    assert CourseCode.parse(str(code)) == code


@given(CODES, CODES)
def test_codes_sort_as_they_are_written(one: str, other: str) -> None:
    assert (CourseCode.parse(one) < CourseCode.parse(other)) == (one < other)


@given(st.text(min_size=23, max_size=23) | st.text() | CODES)
def test_a_text_is_a_code_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        assert str(CourseCode.parse(text)) == text
    except CourseCodeError as error:
        refused_at = error.position
        assert refused_at in range(24)


# The plan.


ENTRY = PlanEntry(CODE, "國語文", "440000", "00----")
OTHER = CourseCode.parse("108041305H11101A1010102")
PLAN = CoursePlan("041305", 108, (ENTRY, PlanEntry(OTHER, "英語文", "004400", "--00--")))


def test_a_plan_finds_its_courses_by_code() -> None:
    found = PLAN.find(OTHER)
    assert found is not None
    assert found.name == "英語文"
    assert PLAN.find(CODE) is ENTRY


def test_a_code_that_is_not_in_the_plan_is_not_found() -> None:
    assert PLAN.find(CourseCode.parse("109041305H11101A1010101")) is None
    assert CoursePlan("041305", 108, ()).find(CODE) is None


def test_a_plan_that_was_searched_is_still_equal_hashable_and_picklable() -> None:
    searched, fresh = CoursePlan("041305", 108, (ENTRY,)), CoursePlan("041305", 108, (ENTRY,))
    assert searched.find(CODE) is ENTRY
    assert searched == fresh
    assert hash(searched) == hash(fresh)
    again = pickle.loads(pickle.dumps(searched))
    assert again == searched
    assert again.find(CODE) == ENTRY


@pytest.mark.parametrize("year", [102, 1000])
def test_a_plan_of_no_possible_year_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="entry_year: expected 103 to 999"):
        CoursePlan("041305", year, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("credits", "44000"),
        ("credits", "4400000"),
        ("credits", "44000x"),
        ("credits", "４４００００"),
        ("openings", "00---"),
        ("openings", "00-----"),
        ("openings", "00---n"),
    ],
)
def test_a_plan_entry_of_the_wrong_form_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        attrs.evolve(ENTRY, **{name: value})


def test_a_subject_may_be_called_by_a_single_character() -> None:
    assert attrs.evolve(ENTRY, name="詩").name == "詩"


def test_credits_and_openings_have_one_sign_for_each_of_six_semesters() -> None:
    entry = PlanEntry(CODE, "國語文", "0A9Znn", "0-Z9A-")
    assert (entry.credits, entry.openings) == ("0A9Znn", "0-Z9A-")


# Takings.


def test_there_are_six_ways_of_taking_a_course() -> None:
    assert [kind.value for kind in TakingKind] == [
        "regular", "makeup", "retake", "repeat", "transfer", "visiting",
    ]  # fmt: skip


def test_an_ordinary_taking_has_no_origin() -> None:
    assert TAKING.continuing is False
    assert (TAKING.original, TAKING.mode, TAKING.other_school) == (None, None, None)
