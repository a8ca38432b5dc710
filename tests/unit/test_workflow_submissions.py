"""Batches, deposits and applications: what each command does to them."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest

from learnport.errors import NotFound, TransitionRefused
from learnport.model import (
    Application,
    ApplicationState,
    BatchState,
    Deposit,
    DepositState,
    SubmissionBatch,
    Verdict,
)
from learnport.workflow import (
    AnswerBatch,
    ChooseMaterials,
    Command,
    JudgeDeposit,
    PlanBatch,
    PrecheckBatch,
    ReceiveDeposit,
    SealBatch,
    SupersedeDeposit,
    evolve,
)
from tests.unit.model_values import (
    BATCH,
    CORRECTION,
    DIGEST_A,
    DIGEST_B,
    LATER,
    NOON,
    OWN,
    PROGRAM,
    PUPIL,
    STATEMENT,
    SYNTHESIS,
    TICKED,
    receipt,
)
from tests.unit.workflow_values import (
    APPLICATION_COMMANDS,
    BATCH_COMMANDS,
    after,
    batch_steps,
    event,
)

TAKEN, REFUSED = receipt(), receipt(Verdict.REJECTED)


# Batches at the school.


SEALED = BATCH_COMMANDS[:3]
SENT = (*SEALED, *batch_steps("send"))
ARRIVED = (*SENT, *batch_steps("receive"))


def test_a_batch_is_planned_empty() -> None:
    assert after(None, PlanBatch(BATCH)) == SubmissionBatch(BATCH)


def test_a_pre_check_notes_who_passed_and_who_is_left_out() -> None:
    checked = after(None, PlanBatch(BATCH), PrecheckBatch(("s1",), ("s2",)))
    assert checked == SubmissionBatch(
        BATCH, BatchState.PRECHECKED, students=("s1",), left_out=("s2",)
    )
    again = after(checked, PrecheckBatch(("s1", "s2"), ()))
    assert again == SubmissionBatch(BATCH, BatchState.PRECHECKED, students=("s1", "s2"))


def test_sealing_notes_the_digest_and_sending_twice_changes_nothing() -> None:
    sealed = after(None, *SEALED)
    assert sealed == SubmissionBatch(
        BATCH, BatchState.SEALED, DIGEST_A, students=("s1",), left_out=("s2",)
    )
    sent = after(sealed, *batch_steps("send"))
    assert sent == attrs.evolve(sealed, state=BatchState.SENT)
    assert after(sent, *batch_steps("send")) == sent


@pytest.mark.parametrize(
    ("answer", "state"), [(TAKEN, BatchState.ACCEPTED), (REFUSED, BatchState.REJECTED)]
)
def test_the_receipt_decides_and_is_kept_when_a_correction_supersedes_the_batch(
    answer: Any, state: BatchState
) -> None:
    answered = after(None, *ARRIVED, AnswerBatch(answer))
    assert isinstance(answered, SubmissionBatch)
    assert (answered.state, answered.receipt) == (state, answer)
    superseded = after(answered, *batch_steps("supersede"))
    assert superseded == attrs.evolve(answered, state=BatchState.SUPERSEDED)


def test_a_batch_is_planned_once() -> None:
    with pytest.raises(TransitionRefused) as caught:
        after(None, PlanBatch(BATCH), PlanBatch(BATCH))
    assert (caught.value.state, caught.value.allowed) == ("planned", ("batch.precheck",))


def test_a_batch_that_was_never_checked_cannot_be_sealed_and_stays_as_it_was() -> None:
    planned = after(None, PlanBatch(BATCH))
    before = pickle.dumps(planned)
    with pytest.raises(TransitionRefused, match=r"accepted: batch\.precheck"):
        evolve(planned, event(SealBatch(DIGEST_A)))
    assert pickle.dumps(planned) == before


# Deposits at the centre.


RECEIVED = Deposit(BATCH, DIGEST_A, DIGEST_B, LATER)


def test_a_deposit_is_dated_from_the_event() -> None:
    receive = ReceiveDeposit(BATCH, DIGEST_A, DIGEST_B)
    assert evolve(None, event(receive, at=LATER)) == RECEIVED


@pytest.mark.parametrize(
    ("answer", "state"), [(TAKEN, DepositState.ACCEPTED), (REFUSED, DepositState.REJECTED)]
)
def test_judging_keeps_the_receipt_and_a_correction_supersedes_without_overwriting(
    answer: Any, state: DepositState
) -> None:
    judged = after(RECEIVED, JudgeDeposit(answer))
    assert judged == attrs.evolve(RECEIVED, state=state, receipt=answer)
    assert after(judged, SupersedeDeposit(CORRECTION)) == attrs.evolve(
        RECEIVED, state=DepositState.SUPERSEDED, receipt=answer,
        superseded_by="ZZ0001.yearly.113.ordinary.2",
    )  # fmt: skip


def test_a_deposit_is_received_and_judged_once() -> None:
    with pytest.raises(TransitionRefused, match=r"accepted: deposit\.accept, deposit\.reject"):
        after(RECEIVED, ReceiveDeposit(BATCH, DIGEST_A, DIGEST_B))
    with pytest.raises(TransitionRefused, match=r"accepted: deposit\.supersede"):
        after(RECEIVED, JudgeDeposit(TAKEN), JudgeDeposit(REFUSED))


# Applications to programs.


CONSENT, CHOOSE, CONFIRM, RELEASE = APPLICATION_COMMANDS
CONSENTED = Application("n1", PUPIL, PROGRAM, ApplicationState.CONSENTED, consented_at=NOON)


def test_consent_opens_an_empty_application_dated_from_the_event() -> None:
    assert after(None, CONSENT) == CONSENTED
    assert evolve(None, event(CONSENT, at=LATER)) == attrs.evolve(CONSENTED, consented_at=LATER)


def test_choosing_replaces_all_that_was_chosen_before() -> None:
    chosen = after(None, CONSENT, CHOOSE)
    assert chosen == attrs.evolve(
        CONSENTED, state=ApplicationState.DRAFT, materials=TICKED, statements=(STATEMENT,),
        synthesis=SYNTHESIS,
    )  # fmt: skip
    assert after(chosen, ChooseMaterials(OWN)) == attrs.evolve(
        CONSENTED, state=ApplicationState.DRAFT, materials=OWN, statements=(), synthesis=None
    )


def test_confirming_and_releasing_change_nothing_but_the_state() -> None:
    chosen = after(None, CONSENT, CHOOSE)
    assert isinstance(chosen, Application)
    confirmed = after(chosen, CONFIRM)
    assert confirmed == attrs.evolve(chosen, state=ApplicationState.CONFIRMED)
    assert after(confirmed, RELEASE) == attrs.evolve(chosen, state=ApplicationState.RELEASED)


@pytest.mark.parametrize(
    ("journey", "refused", "accepted"),
    [
        ((), (CONFIRM, RELEASE, CONSENT), ("application.choose",)),
        ((CHOOSE,), (RELEASE, CONSENT), ("application.choose", "application.confirm")),
        ((CHOOSE, CONFIRM), (CHOOSE, CONFIRM, CONSENT), ("application.release",)),
        ((CHOOSE, CONFIRM, RELEASE), (CHOOSE, CONFIRM, RELEASE, CONSENT), ()),
    ],
)
def test_nothing_is_released_unchosen_or_unconfirmed_and_a_confirmed_one_never_changes(
    journey: tuple[Command, ...], refused: tuple[Command, ...], accepted: tuple[str, ...]
) -> None:
    application = after(None, CONSENT, *journey)
    before = pickle.dumps(application)
    for command in refused:
        with pytest.raises(TransitionRefused) as caught:
            evolve(application, event(command))
        assert caught.value.action == command.action
        assert caught.value.allowed == accepted
        assert pickle.dumps(application) == before


def test_nothing_is_chosen_for_a_program_without_consent() -> None:
    with pytest.raises(NotFound, match="application"):
        evolve(None, event(CHOOSE))
