"""When something may be done: a school's windows, and more time for single students."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    Deadline,
    Extension,
    ExtensionState,
    Portfolio,
    SubmissionRound,
    Unlock,
    Window,
    WindowKind,
)
from tests.unit.model_values import DAY, EXTENSION, LATER, NOON, STUDENT, UNLOCK

BY_SEMESTER = ["upload_outcomes", "certify"]
BY_YEAR = ["upload_performances", "select", "submit", "correct", "confirm_receipt"]
BY_GRADE = ["upload_outcomes", "certify", "upload_performances", "select"]
BY_ROUND = ["submit", "correct", "confirm_receipt"]
THE_SCHOOLS = ["submit", "correct"]
A_STUDENTS = ["upload_outcomes", "certify", "upload_performances", "select", "confirm_receipt"]

NAIVE = dt.datetime(2024, 11, 5, 12)  # noqa: DTZ001 - refused below


def term_of(kind: str) -> str:
    return "113-1" if kind in BY_SEMESTER else "113"


def deadline(kind: str, term: str | None = None, **scope: Any) -> Deadline:
    text = term_of(kind) if term is None else term
    return Deadline(WindowKind(kind), text, Window.of_days(DAY, DAY), **scope)


def extension(kind: str, term: str | None = None) -> Extension:
    return Extension("x1", WindowKind(kind), term_of(kind) if term is None else term, LATER)


# Kinds of windows.


def test_every_window_is_by_semester_or_by_school_year() -> None:
    assert [kind.value for kind in WindowKind] == BY_SEMESTER + BY_YEAR
    assert [kind.value for kind in WindowKind if kind.by_semester] == BY_SEMESTER


def test_windows_for_what_a_school_sends_differ_by_round_and_all_others_by_grade() -> None:
    assert [kind.value for kind in WindowKind if kind.by_round] == BY_ROUND
    assert [kind.value for kind in WindowKind if not kind.by_round] == BY_GRADE


def test_only_submitting_and_correcting_are_done_by_the_school_as_a_whole() -> None:
    assert [kind.value for kind in WindowKind if kind.of_the_school] == THE_SCHOOLS


# Deadlines.


@pytest.mark.parametrize("make", [deadline, extension])
@pytest.mark.parametrize("kind", BY_SEMESTER)
@pytest.mark.parametrize("term", ["113", "", "113-3", "113-0", "1131", "113-1\n", "１１３-1"])
def test_a_semester_window_for_anything_but_a_semester_is_refused(
    make: Any, kind: str, term: str
) -> None:
    assert make(kind, "113-2").term == "113-2"
    with pytest.raises(ValueError, match="expected a semester such as 113-1"):
        make(kind, term)


@pytest.mark.parametrize("term", ["113-1", "", "99", "all", "113\n", "１１３"])
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        *((deadline, kind) for kind in BY_YEAR),
        *((extension, kind) for kind in BY_YEAR if kind not in THE_SCHOOLS),
    ],
)
def test_a_yearly_window_for_anything_but_a_school_year_is_refused(
    make: Any, kind: str, term: str
) -> None:
    assert make(kind, "113").term == "113"
    with pytest.raises(ValueError, match="expected three digits such as 113"):
        make(kind, term)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "select"),
        ("kind", None),
        ("window", None),
        ("term", 113),
        ("grade", "1"),
        ("grade", True),
        ("grade", 1.0),
    ],
)
def test_a_deadline_of_the_wrong_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(TypeError):
        attrs.evolve(deadline("select"), **{name: value})


def test_a_round_is_one_of_the_rounds() -> None:
    with pytest.raises(TypeError, match="round: expected SubmissionRound, got str"):
        deadline("submit", round="first")


@pytest.mark.parametrize("kind", BY_GRADE)
def test_a_window_that_differs_by_grade_takes_a_grade_and_no_round(kind: str) -> None:
    assert [deadline(kind, grade=grade).grade for grade in (None, 1, 2, 3)] == [None, 1, 2, 3]
    for turn in SubmissionRound:
        with pytest.raises(ValueError, match=f"round: {kind} differs by grade, not by round"):
            deadline(kind, round=turn)


@pytest.mark.parametrize("kind", BY_ROUND)
def test_a_window_that_differs_by_round_takes_a_round_and_no_grade(kind: str) -> None:
    assert deadline(kind).round is None
    assert [deadline(kind, round=turn).round for turn in SubmissionRound] == list(SubmissionRound)
    for grade in (1, 2, 3):
        with pytest.raises(ValueError, match=f"grade: {kind} differs by round, not by grade"):
            deadline(kind, grade=grade)


@pytest.mark.parametrize("grade", [0, 4, -1])
def test_there_are_three_grades(grade: int) -> None:
    with pytest.raises(ValueError, match="grade: expected 1 to 3"):
        deadline("select", grade=grade)


# Extensions and unlocks.


@pytest.mark.parametrize("kind", A_STUDENTS)
def test_a_student_can_be_given_more_time_in_every_window_that_is_a_students(kind: str) -> None:
    granted = extension(kind)
    assert (granted.kind, granted.until, granted.state) == (kind, LATER, "granted")


@pytest.mark.parametrize("kind", THE_SCHOOLS)
def test_no_student_can_be_given_more_time_for_what_the_school_does(kind: str) -> None:
    with pytest.raises(ValueError, match=f"kind: {kind} is the school's, not a student's"):
        extension(kind)


@pytest.mark.parametrize("value", [EXTENSION, UNLOCK])
def test_more_time_ends_at_an_instant_with_a_time_zone(value: Any) -> None:
    with pytest.raises(ValueError, match="until: expected an instant with a time zone"):
        attrs.evolve(value, until=NAIVE)
    with pytest.raises(TypeError, match="until: expected datetime"):
        attrs.evolve(value, until=DAY)


@pytest.mark.parametrize("value", [EXTENSION, UNLOCK])
def test_more_time_is_granted_or_revoked_and_nothing_else(value: Any) -> None:
    assert [state.value for state in ExtensionState] == ["granted", "revoked"]
    assert value.state is ExtensionState.GRANTED
    with pytest.raises(TypeError, match="state: expected ExtensionState, got str"):
        attrs.evolve(value, state="revoked")


def test_an_extension_of_a_thing_that_is_no_window_is_refused() -> None:
    with pytest.raises(TypeError, match="kind: expected WindowKind, got str"):
        attrs.evolve(EXTENSION, kind="select")  # type: ignore[arg-type]


# What they mean for a portfolio.


def at(minute: int) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minute)


def revoked(value: Any) -> Any:
    return attrs.evolve(value, state=ExtensionState.REVOKED)


def more(kind: str, term: str, minute: int, key: str = "x1") -> Extension:
    return Extension(key, WindowKind(kind), term, at(minute))


def having(*extensions: Extension | Unlock) -> Portfolio:
    return Portfolio(STUDENT, extensions=extensions)


def test_without_extensions_nothing_is_extended_and_nothing_unlocked() -> None:
    for kind in WindowKind:
        assert having().extended(kind, term_of(kind)) is None
    assert having().unlocked("o1") is None
    assert having().extension("x1") is None


def test_an_extension_holds_for_its_window_and_its_term_only() -> None:
    portfolio = having(more("certify", "113-1", 1))
    assert portfolio.extended(WindowKind.CERTIFY, "113-1") == at(1)
    assert portfolio.extended(WindowKind.CERTIFY, "113-2") is None
    assert portfolio.extended(WindowKind.UPLOAD_OUTCOMES, "113-1") is None
    assert portfolio.unlocked("certify") is None


def test_an_unlock_holds_for_its_item_only() -> None:
    portfolio = having(Unlock("x1", "o1", at(1)))
    assert portfolio.unlocked("o1") == at(1)
    assert portfolio.unlocked("o2") is None
    assert portfolio.unlocked("x1") is None
    assert portfolio.extended(WindowKind.UPLOAD_OUTCOMES, "113-1") is None


def test_the_latest_of_several_counts_in_whatever_order_they_were_granted() -> None:
    one, other = more("select", "113", 1), more("select", "113", 2, "x2")
    assert having(one, other).extended(WindowKind.SELECT, "113") == at(2)
    assert having(other, one).extended(WindowKind.SELECT, "113") == at(2)


def test_a_revoked_one_never_counts_even_when_it_is_the_latest() -> None:
    one, other = more("select", "113", 1), more("select", "113", 2, "x2")
    assert having(one, revoked(other)).extended(WindowKind.SELECT, "113") == at(1)
    assert having(revoked(one)).extended(WindowKind.SELECT, "113") is None
    lock = Unlock("x3", "o1", at(3))
    assert having(revoked(lock), Unlock("x4", "o1", at(1))).unlocked("o1") == at(1)
    assert having(revoked(lock)).unlocked("o1") is None


@given(st.lists(st.tuples(st.sampled_from(["o1", "o2"]), st.integers(0, 9), st.booleans())))
def test_an_item_is_unlocked_until_the_latest_instant_granted(
    rows: list[tuple[str, int, bool]],
) -> None:
    locks = [
        Unlock(
            f"x{number}", item, at(minute),
            ExtensionState.GRANTED if holds else ExtensionState.REVOKED,
        )
        for number, (item, minute, holds) in enumerate(rows)
    ]  # fmt: skip
    granted = [minute for item, minute, holds in rows if item == "o1" and holds]
    expected = at(max(granted)) if granted else None
    assert having(*locks).unlocked("o1") == expected


def test_extensions_and_unlocks_are_found_by_id() -> None:
    portfolio = having(EXTENSION, UNLOCK)
    assert portfolio.extension(EXTENSION.id) is EXTENSION
    assert portfolio.extension(UNLOCK.id) is UNLOCK
    assert portfolio.extension("o1") is None
