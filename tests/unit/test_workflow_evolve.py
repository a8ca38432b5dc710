"""What each command does to a portfolio."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from learnport.errors import IdentifierTaken, TransitionRefused
from learnport.model import (
    TAIPEI,
    CourseOutcome,
    CourseRecord,
    Extension,
    OfficerPost,
    OutcomeState,
    Portfolio,
    SchoolYear,
    SelectionState,
    Unlock,
    WindowKind,
    YearGrade,
    YearlySelection,
)
from learnport.workflow import (
    Action,
    Command,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    ExtendWindow,
    OutcomeStep,
    Reattach,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    Select,
    SubmitSelection,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
    evolve,
    replay,
)
from tests.unit.model_values import (
    BATCH,
    CORRECTION,
    DAY,
    DOCUMENT,
    FILM,
    LATER,
    NOON,
    OUTCOME,
    PERFORMANCE,
    PORTFOLIO,
    PUPIL,
    STAND_IN,
    STUDENT,
    TAKING,
    TEACHER,
)
from tests.unit.workflow_values import (
    YEAR,
    after,
    event,
    portfolio_after,
    selection_steps,
    steps,
)

IN_FIRST_GRADE = (YearGrade(SchoolYear(113), 1),)


def outcome_after(*commands: Command) -> CourseOutcome:
    found = portfolio_after(*commands).outcome("o1")
    assert found is not None
    return found


def selection_after(*commands: Command) -> YearlySelection:
    return portfolio_after(*commands).selection(YEAR)


# Recording.


def test_recording_a_student_opens_an_empty_portfolio() -> None:
    assert after(None, RecordStudent(STUDENT)) == Portfolio(STUDENT, grades=IN_FIRST_GRADE)


def test_recording_a_student_again_replaces_basic_data_and_nothing_else() -> None:
    moved = attrs.evolve(STUDENT, class_name="二年乙班", grade=2, seat=9)
    full = portfolio_after()
    second = (YearGrade(SchoolYear(113), 2),)
    assert after(full, RecordStudent(moved)) == attrs.evolve(full, student=moved, grades=second)


def test_the_grade_is_kept_with_the_school_year_it_was_recorded_in() -> None:
    promoted = attrs.evolve(STUDENT, grade=2)
    new_year = dt.datetime(2025, 8, 1, tzinfo=TAIPEI)
    first = evolve(None, event(RecordStudent(STUDENT), at=new_year - dt.timedelta(microseconds=1)))
    later = evolve(first, event(RecordStudent(promoted), at=new_year.astimezone(dt.UTC)))
    assert isinstance(later, Portfolio)
    assert later.grades == (YearGrade(SchoolYear(113), 1), YearGrade(SchoolYear(114), 2))
    assert [later.grade_in(SchoolYear(year)) for year in (112, 113, 114, 115)] == [1, 1, 2, 2]
    assert later.student.grade == 2


@pytest.mark.parametrize(
    "command",
    [
        RecordTaking(attrs.evolve(TAKING, id="o1")),
        UploadPerformance(attrs.evolve(PERFORMANCE, id="o1")),
        UploadPerformance(attrs.evolve(PERFORMANCE, id="k1")),
        UploadOutcome(attrs.evolve(OUTCOME, id="k1")),
        UploadOutcome(attrs.evolve(OUTCOME, id="p1")),
        RecordOfficerPost(OfficerPost("o1", PUPIL, "班級", DAY, DAY, "班長", "3")),
        ExtendWindow(Extension("o1", WindowKind.SELECT, "113", NOON)),
        UnlockItem(Unlock("k1", "o1", NOON)),
    ],
)
def test_no_identifier_names_two_records_of_a_portfolio(command: Command) -> None:
    full = portfolio_after()
    assert {"k1", "o1", "p1"} <= full.identifiers()
    with pytest.raises(IdentifierTaken, match="give a fresh identifier"):
        evolve(full, event(command))


def test_takings_are_kept_in_order_and_replaced_by_id() -> None:
    second = attrs.evolve(TAKING, id="k2", subject="數學")
    renamed = attrs.evolve(TAKING, subject="國文")
    state = after(PORTFOLIO, RecordTaking(TAKING), RecordTaking(second), RecordTaking(renamed))
    assert state == Portfolio(STUDENT, takings=(renamed, second))


def test_grades_are_replaced_by_taking() -> None:
    first, other = CourseRecord("k1", passed=False), CourseRecord("k2")
    better = CourseRecord("k1", passed=True)
    state = after(PORTFOLIO, RecordCourse(first), RecordCourse(other), RecordCourse(better))
    assert state == Portfolio(STUDENT, course_records=(better, other))


def test_officer_posts_are_replaced_by_id() -> None:
    post = OfficerPost("b1", PUPIL, "班級", DAY, DAY, "班長", "3")
    other, longer = attrs.evolve(post, id="b2"), attrs.evolve(post, ends=dt.date(2025, 1, 20))
    state = after(PORTFOLIO, *map(RecordOfficerPost, (post, other, longer)))
    assert state == Portfolio(STUDENT, officer_posts=(longer, other))


# Outcomes.


def test_an_upload_adds_a_draft_at_the_end() -> None:
    second = attrs.evolve(OUTCOME, id="o2", description="第二件")
    assert portfolio_after(UploadOutcome(second)).outcomes == (OUTCOME, second)


@pytest.mark.parametrize("state", OutcomeState)
def test_an_upload_is_an_uncertified_draft_whatever_it_claims_to_be(state: OutcomeState) -> None:
    claim = attrs.evolve(
        OUTCOME, id="o2", state=state, requested_at=NOON, certifier=TEACHER, certified_at=NOON,
        return_reason="other", return_note="不行",
    )  # fmt: skip
    assert portfolio_after(UploadOutcome(claim)).outcome("o2") == attrs.evolve(OUTCOME, id="o2")


@pytest.mark.parametrize(
    ("earlier", "state", "accepted"),
    [
        ((), "draft", ("outcome.edit", "outcome.request", "outcome.reattach", "outcome.discard")),
        (("discard",), "discarded", ()),
    ],
)
def test_a_second_upload_with_the_same_id_is_refused(
    earlier: tuple[str, ...], state: str, accepted: tuple[str, ...]
) -> None:
    portfolio = portfolio_after(*steps(*earlier))
    again = UploadOutcome(attrs.evolve(OUTCOME, description="另一件"))
    with pytest.raises(TransitionRefused) as caught:
        evolve(portfolio, event(again))
    assert (caught.value.action, caught.value.state) == ("outcome.upload", state)
    assert caught.value.allowed == accepted


def test_certifying_stamps_who_and_when_from_the_event() -> None:
    awaiting = portfolio_after(*steps("request"))
    certify = OutcomeStep(Action.CERTIFY, "o1")
    state = evolve(awaiting, event(certify, by=STAND_IN, at=LATER))
    assert isinstance(state, Portfolio)
    assert state.outcome("o1") == attrs.evolve(
        OUTCOME, state=OutcomeState.CERTIFIED, requested_at=NOON, certifier=STAND_IN,
        certified_at=LATER,
    )  # fmt: skip


def test_before_and_after_certification_nothing_is_stamped() -> None:
    for journey in ((), ("request",), ("request", "withdraw"), ("request", "certify", "revoke")):
        outcome = outcome_after(*steps(*journey))
        assert (outcome.certifier, outcome.certified_at, outcome.return_reason) == (None,) * 3
        assert outcome.return_note == ""


def test_the_last_request_is_dated_from_the_event_and_remembered() -> None:
    assert outcome_after().requested_at is None
    assert outcome_after(*steps("request", "withdraw")).requested_at == NOON
    withdrawn = portfolio_after(*steps("request", "withdraw"))
    again = evolve(withdrawn, event(OutcomeStep(Action.REQUEST, "o1"), at=LATER))
    assert isinstance(again, Portfolio)
    assert again.outcomes[0].requested_at == LATER


def test_certifying_again_stamps_anew() -> None:
    revoked = portfolio_after(*steps("request", "certify", "revoke", "request"))
    state = evolve(revoked, event(OutcomeStep(Action.CERTIFY, "o1"), by=TEACHER, at=LATER))
    assert isinstance(state, Portfolio)
    assert state.outcomes[0].certified_at == LATER
    assert state.outcomes[0].certifier == TEACHER


@pytest.mark.parametrize("journey", [("request", "certify"), ()])
def test_an_edit_replaces_the_content_and_voids_any_certification(
    journey: tuple[str, ...],
) -> None:
    edited = outcome_after(*steps(*journey), EditOutcome("o1", "改寫", (DOCUMENT, FILM)))
    assert edited == attrs.evolve(
        OUTCOME, state=OutcomeState.DRAFT, description="改寫", attachments=(DOCUMENT, FILM),
        certifier=None, certified_at=None, return_reason=None,
        requested_at=NOON if journey else None,
    )  # fmt: skip


def test_even_an_edit_that_changes_nothing_voids_the_certification() -> None:
    same = EditOutcome("o1", OUTCOME.description, OUTCOME.attachments)
    edited = outcome_after(*steps("request", "certify"), same)
    assert edited == attrs.evolve(OUTCOME, requested_at=NOON)


@pytest.mark.parametrize(
    "journey", [(), ("request",), ("request", "certify"), ("request", "certify", "submit")]
)
def test_giving_back_the_identical_file_changes_nothing(journey: tuple[str, ...]) -> None:
    before = outcome_after(*steps(*journey))
    assert outcome_after(*steps(*journey), Reattach("o1", DOCUMENT)) == before


def test_giving_back_a_file_cannot_bring_in_another_one() -> None:
    certified = outcome_after(*steps("request", "certify"))
    assert outcome_after(*steps("request", "certify"), Reattach("o1", FILM)) == certified


def test_a_return_keeps_the_reason_the_words_beside_it_and_who_returned_it() -> None:
    awaiting = portfolio_after(*steps("request"))
    state = evolve(awaiting, event(ReturnOutcome("o1", "wrong_file", "請附全文"), by=TEACHER))
    assert isinstance(state, Portfolio)
    assert state.outcome("o1") == attrs.evolve(
        OUTCOME, state=OutcomeState.RETURNED, requested_at=NOON, certifier=TEACHER,
        certified_at=None,
        return_reason="wrong_file", return_note="請附全文",
    )  # fmt: skip


RETURNED: tuple[Command, ...] = (*steps("request"), ReturnOutcome("o1", "unreadable", "看不清"))


def test_giving_back_a_lost_file_keeps_the_reason_and_the_words() -> None:
    assert outcome_after(*RETURNED, Reattach("o1", DOCUMENT)) == outcome_after(*RETURNED)


def test_editing_a_returned_outcome_clears_the_reason_and_the_words() -> None:
    edited = outcome_after(*RETURNED, EditOutcome("o1", "重掃", (DOCUMENT,)))
    assert edited == attrs.evolve(OUTCOME, description="重掃", requested_at=NOON)


def test_a_returned_outcome_is_certified_only_after_it_was_edited_and_requested_again() -> None:
    for verb in ("request", "certify", "withdraw", "submit"):
        with pytest.raises(TransitionRefused) as caught:
            outcome_after(*RETURNED, *steps(verb))
        assert caught.value.allowed == ("outcome.edit", "outcome.reattach", "outcome.discard")
    edit = EditOutcome("o1", "重掃", (DOCUMENT,))
    certified = outcome_after(*RETURNED, edit, *steps("request", "certify"))
    assert certified.state is OutcomeState.CERTIFIED
    assert (certified.return_reason, certified.return_note) == (None, "")


def test_a_second_return_has_its_own_reason_and_words() -> None:
    edit = EditOutcome("o1", "重掃", (DOCUMENT,))
    returned = outcome_after(*RETURNED, edit, *steps("request"), ReturnOutcome("o1", "other"))
    assert (returned.return_reason, returned.return_note) == ("other", "")


def test_a_discarded_outcome_bears_no_reason_no_words_and_no_certificate() -> None:
    discarded = outcome_after(*RETURNED, *steps("discard"))
    assert discarded == attrs.evolve(
        OUTCOME, state=OutcomeState.DISCARDED, requested_at=NOON
    )  # fmt: skip


def test_submitting_keeps_the_certification() -> None:
    certified = outcome_after(*steps("request", "certify"))
    submitted = outcome_after(*steps("request", "certify", "submit"))
    assert submitted == attrs.evolve(certified, state=OutcomeState.SUBMITTED)
    assert submitted.certifier is not None


def test_a_step_moves_one_outcome_and_leaves_the_others_alone() -> None:
    second = attrs.evolve(OUTCOME, id="o2")
    portfolio = portfolio_after(UploadOutcome(second), *steps("request", "certify", item="o2"))
    assert portfolio.outcomes[0] == OUTCOME
    assert portfolio.outcomes[1].state is OutcomeState.CERTIFIED
    assert portfolio.performances == (PERFORMANCE,)


@pytest.mark.parametrize("upload", [UploadOutcome(OUTCOME), UploadPerformance(PERFORMANCE)])
def test_an_item_is_dated_from_the_event_that_brought_it(upload: Command) -> None:
    state = evolve(PORTFOLIO, event(upload, at=LATER))
    assert isinstance(state, Portfolio)
    instants = [each.uploaded_at for each in state.outcomes]
    instants += [each.uploaded_at for each in state.performances]
    assert instants == [LATER]


# Selections.


CONFIRM, REOPEN, RECEIVE, RESOLVE = selection_steps("confirm", "reopen", "receive", "resolve")
PICK = Select(YEAR, ("o1",), ("p1",))
SUBMITTED: tuple[Command, ...] = (PICK, CONFIRM, SubmitSelection(YEAR, BATCH))
DISPUTED: tuple[Command, ...] = (*SUBMITTED, RECEIVE, DisputeReceipt(YEAR, "少了一件"))


def test_selecting_replaces_what_was_selected_before() -> None:
    assert selection_after(PICK) == YearlySelection(YEAR, ("o1",), ("p1",))
    assert selection_after(PICK, Select(YEAR, (), ("p1",))) == YearlySelection(YEAR, (), ("p1",))


def test_each_school_year_has_its_own_selection() -> None:
    other = SchoolYear(114)
    confirm_other = selection_steps("confirm", year=other)
    portfolio = portfolio_after(PICK, Select(other, (), ()), *confirm_other)
    assert portfolio.selections == (
        YearlySelection(YEAR, ("o1",), ("p1",)),
        YearlySelection(other, state=SelectionState.CONFIRMED),
    )


def test_a_student_may_confirm_that_nothing_is_selected() -> None:
    assert selection_after(CONFIRM) == YearlySelection(YEAR, state=SelectionState.CONFIRMED)


def test_a_submitted_selection_names_the_batch_that_carries_it() -> None:
    assert selection_after(*SUBMITTED) == YearlySelection(
        YEAR, ("o1",), ("p1",), SelectionState.SUBMITTED, "ZZ0001.yearly.113.ordinary.1", ""
    )


def test_a_dispute_keeps_the_students_words_until_the_next_submission() -> None:
    assert selection_after(*DISPUTED) == YearlySelection(
        YEAR, ("o1",), ("p1",), SelectionState.DISPUTED, str(BATCH), "少了一件", NOON
    )
    correct = CorrectSelection(YEAR, ("o1",), ())
    corrected = selection_after(*DISPUTED, RESOLVE, correct)
    assert corrected == YearlySelection(
        YEAR, ("o1",), (), SelectionState.CORRECTED, str(BATCH), "少了一件", NOON
    )
    resent = SubmitSelection(YEAR, CORRECTION)
    assert selection_after(*DISPUTED, RESOLVE, correct, resent) == YearlySelection(
        YEAR, ("o1",), (), SelectionState.SUBMITTED, "ZZ0001.yearly.113.ordinary.2", "", None
    )


def test_a_dispute_is_dated_from_the_event() -> None:
    received = portfolio_after(*SUBMITTED, RECEIVE)
    disputed = evolve(received, event(DisputeReceipt(YEAR, "少了一件"), at=LATER))
    assert isinstance(disputed, Portfolio)
    assert disputed.selections[0].disputed_at == LATER
    assert received.selections[0].disputed_at is None
    resolved = after(disputed, RESOLVE)
    assert isinstance(resolved, Portfolio)
    assert resolved.selections[0].disputed_at == LATER


def test_a_confirmed_selection_cannot_be_changed_until_it_is_reopened() -> None:
    with pytest.raises(TransitionRefused, match=r"accepted: selection\.reopen, selection\.submit"):
        portfolio_after(PICK, CONFIRM, Select(YEAR, (), ()))
    reopened = selection_after(PICK, CONFIRM, REOPEN, Select(YEAR, (), ()))
    assert reopened == YearlySelection(YEAR)


# Replaying.


def test_an_empty_log_replays_to_nothing() -> None:
    assert replay([]) is None


def test_a_log_replays_to_the_state_it_led_to() -> None:
    commands: tuple[Command, ...] = (
        RecordStudent(STUDENT),
        RecordTaking(TAKING),
        UploadOutcome(OUTCOME),
        *DISPUTED,
    )
    log = [event(command, sequence=number) for number, command in enumerate(commands, 1)]
    state = replay(log)
    assert isinstance(state, Portfolio)
    assert state.takings == (TAKING,)
    assert state.outcomes == (OUTCOME,)
    assert state.selections[0].state is SelectionState.DISPUTED
    assert replay(iter(log[:2])) == Portfolio(STUDENT, takings=(TAKING,), grades=IN_FIRST_GRADE)
