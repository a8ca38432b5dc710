"""The yearly selection: counts, certification, years, and whose it is."""

from __future__ import annotations

from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    CourseOutcome,
    OutcomeState,
    Performance,
    PerformanceState,
    Portfolio,
    SchoolYear,
    SelectionState,
    Semester,
    YearlySelection,
)
from learnport.rules import SELECTION_RULES, SelectionCase, check
from tests.unit.test_rules_samples import LAW, PORTFOLIO, outcome, performance

Y112, Y113 = SchoolYear(112), SchoolYear(113)
FIRST, SECOND = Semester(113, 1), Semester(113, 2)


def _portfolio(
    outcomes: tuple[CourseOutcome, ...] = (),
    performances: tuple[Performance, ...] = (),
    **more: Any,
) -> Portfolio:
    return attrs.evolve(PORTFOLIO, outcomes=outcomes, performances=performances, **more)


def _judge(portfolio: Portfolio, *outcomes: str, performances: tuple[str, ...] = ()) -> list[str]:
    selection = YearlySelection(Y113, outcomes, performances)
    findings = check(SELECTION_RULES, SelectionCase(selection, portfolio), LAW)
    return [f"{finding.code}{finding.at}" for finding in findings]


@given(first=st.integers(0, 9), second=st.integers(0, 9))
def test_any_split_of_at_most_six_outcomes_over_the_semesters_is_fine(
    first: int, second: int
) -> None:
    semesters = [FIRST] * first + [SECOND] * second
    outcomes = tuple(outcome(id=f"o{n}", semester=each) for n, each in enumerate(semesters))
    found = _judge(_portfolio(outcomes), *(each.id for each in outcomes))
    assert found == ["LP1401/outcomes"] * (first + second > 6)


@given(count=st.integers(0, 20))
def test_at_most_ten_performances_are_chosen(count: int) -> None:
    performances = tuple(performance(id=f"p{n}") for n in range(count))
    keys = tuple(each.id for each in performances)
    found = _judge(_portfolio(performances=performances), performances=keys)
    assert found == ["LP1402/performances"] * (count > 10)


@pytest.mark.parametrize("state", OutcomeState)
def test_only_what_was_certified_can_be_chosen(state: OutcomeState) -> None:
    passes = state in (OutcomeState.CERTIFIED, OutcomeState.SUBMITTED)
    found = _judge(_portfolio((outcome(state=state),)), "outcome-1")
    assert found == ([] if passes else ["LP1405/outcomes/0"])


@pytest.mark.parametrize("state", PerformanceState)
def test_only_what_is_complete_can_be_chosen(state: PerformanceState) -> None:
    passes = state in (PerformanceState.COMPLETE, PerformanceState.SUBMITTED)
    portfolio = _portfolio(performances=(performance(state=state),))
    found = _judge(portfolio, performances=("performance-1",))
    assert found == ([] if passes else ["LP1406/performances/0"])


def test_an_outcome_of_last_year_cannot_be_chosen_however_late_it_was_certified() -> None:
    late = outcome(semester=Semester(112, 2))
    assert _judge(_portfolio((late,)), "outcome-1") == ["LP1408/outcomes/0"]


def test_a_performance_is_chosen_in_the_year_it_was_uploaded() -> None:
    old = performance(year=Y112)
    found = _judge(_portfolio(performances=(old,)), performances=("performance-1",))
    assert found == ["LP1409/performances/0"]


SUBMITTED_STATES: Final = {*SelectionState} - {SelectionState.OPEN, SelectionState.CONFIRMED}


@pytest.mark.parametrize("state", SelectionState)
def test_what_another_year_submitted_cannot_be_chosen_again(state: SelectionState) -> None:
    past = YearlySelection(Y112, ("outcome-1",), ("performance-1",), state)
    portfolio = _portfolio(
        (outcome(state=OutcomeState.SUBMITTED),),
        (performance(state=PerformanceState.SUBMITTED),),
        selections=(past,),
    )
    found = _judge(portfolio, "outcome-1", performances=("performance-1",))
    submitted = state in SUBMITTED_STATES
    assert found == ["LP1410/outcomes/0", "LP1410/performances/0"] * submitted


def test_what_this_year_submitted_can_be_chosen_in_its_correction() -> None:
    ours = YearlySelection(Y113, ("outcome-1",), (), SelectionState.REJECTED)
    portfolio = _portfolio((outcome(state=OutcomeState.SUBMITTED),), selections=(ours,))
    assert _judge(portfolio, "outcome-1") == []


def test_a_strangers_item_is_not_in_the_portfolio() -> None:
    found = _judge(_portfolio((outcome(),)), "outcome-1", "theirs", performances=("theirs",))
    assert found == ["LP1403/outcomes/1", "LP1404/performances/0", "LP1407/performances/0"]


def test_an_item_chosen_twice_is_found_at_its_second_place() -> None:
    assert _judge(_portfolio((outcome(),)), "outcome-1", "outcome-1") == ["LP1407/outcomes/1"]


def test_choosing_nothing_is_fine() -> None:
    assert _judge(PORTFOLIO) == []


def test_the_seventh_outcome_is_told_how_many_to_take_back() -> None:
    outcomes = tuple(outcome(id=f"o{n}") for n in range(8))
    selection = YearlySelection(Y113, tuple(each.id for each in outcomes))
    (finding,) = check(SELECTION_RULES, SelectionCase(selection, _portfolio(outcomes)), LAW)
    assert finding.message.zh == "113 學年度勾選了 8 件課程學習成果，超過上限 6 件，多出 2 件。"
    assert finding.remedy.en == "Take back 2 of the course outcomes."
    assert "作業要點第三點" in finding.source
