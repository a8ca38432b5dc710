"""What each command does to performances, advising records and to the time one student has."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from learnport.errors import NotFound, TransitionRefused
from learnport.model import (
    AdvisingState,
    ExtensionState,
    Performance,
    PerformanceState,
    Portfolio,
    WindowKind,
    Work,
)
from learnport.workflow import (
    Action,
    AdvisingStep,
    Command,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    ReattachPerformance,
    RecordAdvising,
    UnlockItem,
    UploadPerformance,
    evolve,
)
from tests.unit.model_values import (
    DAY,
    DOCUMENT,
    EXTENSION,
    FILM,
    LATER,
    NOON,
    PERFORMANCE,
    PORTFOLIO,
    STUDENT,
    UNLOCK,
)
from tests.unit.workflow_values import (
    ADVICE,
    after,
    event,
    performance_steps,
    portfolio_after,
)


def performance_after(*commands: Command) -> Performance:
    found = portfolio_after(*commands).performance("p1")
    assert found is not None
    return found


# Performances.


def test_an_uploaded_performance_is_a_draft_whatever_it_claims_to_be() -> None:
    claim = attrs.evolve(PERFORMANCE, id="p2", state=PerformanceState.SUBMITTED)
    assert portfolio_after(UploadPerformance(claim)).performances == (
        PERFORMANCE, attrs.evolve(PERFORMANCE, id="p2"),
    )  # fmt: skip


def test_a_second_performance_with_the_same_id_is_refused() -> None:
    with pytest.raises(TransitionRefused, match=r"performance\.upload refused in state draft"):
        portfolio_after(UploadPerformance(PERFORMANCE))


def test_editing_a_complete_performance_replaces_it_and_makes_it_a_draft() -> None:
    complete = performance_steps("complete")[0]
    assert performance_after(complete) == attrs.evolve(PERFORMANCE, state=PerformanceState.COMPLETE)
    edit = EditPerformance("p1", Work("畫冊", DAY), "我的畫", (FILM,), "https://example.org/1")
    assert performance_after(complete, edit) == attrs.evolve(
        PERFORMANCE, details=Work("畫冊", DAY), description="我的畫", attachments=(FILM,),
        link="https://example.org/1",
    )  # fmt: skip
    without_link = EditPerformance("p1", Work("畫冊", DAY), "我的畫", (FILM,))
    assert performance_after(complete, edit, without_link).link == ""


def test_a_performance_is_submitted_when_complete() -> None:
    complete, submit = performance_steps("complete", "submit")
    assert performance_after(complete, submit).state is PerformanceState.SUBMITTED
    with pytest.raises(TransitionRefused, match=r"performance\.edit, performance\.complete"):
        performance_after(submit)


def test_giving_back_the_identical_file_of_a_performance_changes_nothing_at_any_time() -> None:
    for journey in ((), ("complete",), ("complete", "submit")):
        before = performance_after(*performance_steps(*journey))
        given = performance_after(*performance_steps(*journey), ReattachPerformance("p1", DOCUMENT))
        assert given == before


def test_giving_back_a_file_cannot_bring_another_one_into_a_performance() -> None:
    complete = performance_steps("complete")
    given = performance_after(*complete, ReattachPerformance("p1", FILM))
    assert given.attachments == (DOCUMENT,)
    assert given.state is PerformanceState.COMPLETE


def test_nothing_is_given_back_to_a_discarded_performance() -> None:
    with pytest.raises(TransitionRefused, match=r"nothing \(terminal state\)"):
        performance_after(*performance_steps("discard"), ReattachPerformance("p1", DOCUMENT))


# Advising records.


STRIKE = AdvisingStep(Action.STRIKE_ADVISING, "v1")
STRUCK = attrs.evolve(ADVICE, state=AdvisingState.STRUCK)


def test_advising_records_are_replaced_by_id() -> None:
    two, fuller = attrs.evolve(ADVICE, id="v2"), attrs.evolve(ADVICE, description="選修與升學")
    state = after(PORTFOLIO, RecordAdvising(ADVICE), RecordAdvising(two), RecordAdvising(fuller))
    assert state == Portfolio(STUDENT, advising=(fuller, two))


@pytest.mark.parametrize("state", AdvisingState)
def test_an_advising_record_is_recorded_whatever_it_claims_to_be(state: AdvisingState) -> None:
    claim = attrs.evolve(ADVICE, state=state)
    assert after(PORTFOLIO, RecordAdvising(claim)) == Portfolio(STUDENT, advising=(ADVICE,))


def test_striking_an_advising_record_keeps_all_it_says() -> None:
    other = attrs.evolve(ADVICE, id="v2")
    state = after(PORTFOLIO, RecordAdvising(ADVICE), RecordAdvising(other), STRIKE)
    assert state == Portfolio(STUDENT, advising=(STRUCK, other))


@pytest.mark.parametrize("command", [RecordAdvising(ADVICE), STRIKE])
def test_a_struck_advising_record_is_neither_corrected_nor_struck_again(command: Command) -> None:
    struck = Portfolio(STUDENT, advising=(STRUCK,))
    with pytest.raises(TransitionRefused) as caught:
        evolve(struck, event(command))
    assert (caught.value.state, caught.value.allowed) == ("struck", ())
    assert struck.advising_record("v1") == STRUCK


# More time for one student.


REVOKE = ExtensionStep(Action.REVOKE_EXTENSION, "x1")
LOCK = attrs.evolve(UNLOCK, id="x1")


@pytest.mark.parametrize("state", ExtensionState)
def test_what_staff_grant_holds_whatever_it_claims_to_be(state: ExtensionState) -> None:
    claims = attrs.evolve(EXTENSION, state=state), attrs.evolve(UNLOCK, state=state)
    portfolio = portfolio_after(ExtendWindow(claims[0]), UnlockItem(claims[1]))
    assert portfolio == attrs.evolve(portfolio_after(), extensions=(EXTENSION, UNLOCK))
    assert portfolio.extended(WindowKind.CERTIFY, "113-1") == LATER
    assert portfolio.unlocked("o1") == LATER


def test_extending_twice_keeps_both_and_the_later_one_counts() -> None:
    longer = attrs.evolve(EXTENSION, id="x9", until=LATER + dt.timedelta(days=1))
    portfolio = portfolio_after(ExtendWindow(longer), ExtendWindow(EXTENSION))
    assert portfolio.extensions == (longer, EXTENSION)
    assert portfolio.extended(WindowKind.CERTIFY, "113-1") == longer.until


@pytest.mark.parametrize("grant", [ExtendWindow(EXTENSION), UnlockItem(LOCK)])
def test_revoking_keeps_what_was_granted_and_ends_it(grant: Command) -> None:
    portfolio = portfolio_after(grant, REVOKE)
    (kept,) = portfolio.extensions
    assert kept == attrs.evolve(portfolio_after(grant).extensions[0], state=ExtensionState.REVOKED)
    assert portfolio.extended(WindowKind.CERTIFY, "113-1") is None
    assert portfolio.unlocked("o1") is None


@pytest.mark.parametrize("grant", [ExtendWindow(EXTENSION), UnlockItem(LOCK)])
@pytest.mark.parametrize("journey", [(), (REVOKE,)])
@pytest.mark.parametrize("again", [ExtendWindow(EXTENSION), UnlockItem(LOCK)])
def test_an_identifier_is_granted_once_whether_for_a_window_or_an_item(
    grant: Command, journey: tuple[Command, ...], again: Command
) -> None:
    portfolio = portfolio_after(grant, *journey)
    with pytest.raises(TransitionRefused) as caught:
        evolve(portfolio, event(again))
    assert caught.value.action == again.action
    assert caught.value.state == ("revoked" if journey else "granted")


def test_what_is_revoked_cannot_be_revoked_again() -> None:
    with pytest.raises(TransitionRefused, match=r"extension\.revoke refused in state revoked"):
        portfolio_after(ExtendWindow(EXTENSION), REVOKE, REVOKE)


def test_revoking_one_leaves_the_others_alone() -> None:
    portfolio = portfolio_after(ExtendWindow(EXTENSION), UnlockItem(UNLOCK), REVOKE)
    assert portfolio.extension("x2") == UNLOCK
    assert portfolio.unlocked("o1") == LATER


def test_an_outcome_and_a_performance_can_be_unlocked_and_nothing_else() -> None:
    for item in ("o1", "p1"):
        lock = attrs.evolve(UNLOCK, item=item)
        assert portfolio_after(UnlockItem(lock)).unlocked(item) == LATER
    for other in ("k1", "x2", "v1", ""):
        lock = attrs.evolve(UNLOCK, item=other)
        with pytest.raises(NotFound) as caught:
            portfolio_after(RecordAdvising(ADVICE), UnlockItem(lock))
        assert (caught.value.what, caught.value.key) == ("item", other)


def test_that_an_extension_expires_is_no_event_and_the_past_stays_written() -> None:
    past = attrs.evolve(EXTENSION, until=NOON - dt.timedelta(days=1))
    portfolio = portfolio_after(ExtendWindow(past))
    assert portfolio.extensions == (past,)
    assert portfolio.extended(WindowKind.CERTIFY, "113-1") == past.until
    assert not any("expire" in action for action in Action)


def test_more_time_changes_no_item_and_no_selection() -> None:
    plain = portfolio_after()
    portfolio = portfolio_after(ExtendWindow(EXTENSION), UnlockItem(UNLOCK), REVOKE)
    assert attrs.evolve(portfolio, extensions=()) == plain
