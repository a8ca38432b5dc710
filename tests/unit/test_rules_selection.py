"""The yearly selection: counts, certification, years, and whose it is."""

from __future__ import annotations

from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    AdvisingState,
    CourseOutcome,
    OutcomeState,
    Performance,
    PerformanceState,
    Portfolio,
    SchoolYear,
    SelectionState,
    Semester,
    Severity,
    YearlySelection,
)
from learnport.rules import SELECTION_RULES, SelectionCase, check
from tests.unit.test_rules_samples import ADVISING, LAW, PORTFOLIO, outcome, performance

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


def test_an_advising_record_is_never_chosen_wherever_it_is_ticked() -> None:
    portfolio = _portfolio((outcome(),), (performance(),), advising=(ADVISING,))
    assert _judge(portfolio, "outcome-1", performances=("performance-1",)) == []
    assert _judge(portfolio, "outcome-1", "advising-1") == ["LP1902/outcomes/1"]
    assert _judge(portfolio, performances=("advising-1",)) == ["LP1902/performances/0"]


def test_a_struck_advising_record_is_not_chosen_either() -> None:
    struck = attrs.evolve(ADVISING, state=AdvisingState.STRUCK)
    assert _judge(_portfolio(advising=(struck,)), "advising-1") == ["LP1902/outcomes/0"]


def test_whoever_ticks_an_advising_record_is_told_that_it_stays_at_the_school() -> None:
    selection = YearlySelection(Y113, ("advising-1",))
    case = SelectionCase(selection, _portfolio(advising=(ADVISING,)))
    (finding,) = check(SELECTION_RULES, case, LAW)
    assert finding.severity is Severity.REJECT
    assert finding.values == (("item", "advising-1"),)
    assert finding.message.zh == "課程諮詢紀錄（advising-1）不提交中央資料庫，不能勾選。"
    assert finding.message.en == (
        "The advising record advising-1 does not go to the central database, so it cannot be"
        " chosen."
    )
    assert "學習歷程中央資料庫" in finding.source


def test_somebody_elses_advising_record_is_simply_not_there() -> None:
    assert _judge(_portfolio(), "advising-1") == ["LP1403/outcomes/0"]


def test_what_last_year_submitted_beside_it_does_not_matter() -> None:
    past = YearlySelection(Y112, ("other",), ("another",), SelectionState.RECEIVED)
    portfolio = _portfolio((outcome(),), (performance(),), selections=(past,))
    assert _judge(portfolio, "outcome-1", performances=("performance-1",)) == []
