"""Batches, packages at the centre and receipts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    BatchKey,
    BatchKind,
    BatchState,
    Deposit,
    DepositState,
    DifferenceKind,
    PersonRef,
    ReceiptRecord,
    SchoolYear,
    StudentSubmission,
    SubmissionBatch,
    SubmissionRound,
    Verdict,
    YearlySelection,
)
from tests.unit.model_values import BATCH, DIGEST_A, DIGEST_B, NOON, PUPIL, receipt

TERMS = {
    BatchKind.YEARLY: st.integers(103, 999).map(str),
    BatchKind.SEMESTER: st.builds("{}-{}".format, st.integers(103, 999), st.integers(1, 2)),
}


@st.composite
def keys(draw: st.DrawFn) -> BatchKey:
    kind = draw(st.sampled_from(BatchKind))
    return BatchKey(
        draw(st.from_regex(r"[0-9A-Z]{6}", fullmatch=True)),
        kind,
        draw(TERMS[kind]),
        draw(st.sampled_from(SubmissionRound)),
        draw(st.integers(1, 10**6)),
    )


@given(keys())
def test_a_batch_reads_back_what_it_writes(key: BatchKey) -> None:
    assert BatchKey.parse(str(key)) == key


@given(keys(), keys())
def test_two_batches_never_bear_the_same_name(one: BatchKey, other: BatchKey) -> None:
    assert (str(one) == str(other)) is (one == other)


def test_the_name_of_a_batch_tells_school_kind_term_round_and_number() -> None:
    key = BatchKey("ZZ0001", BatchKind.SEMESTER, "113-2", SubmissionRound.SECOND, 12)
    assert str(key) == "ZZ0001.semester.113-2.second.12"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ZZ0001.yearly.113.ordinary",
        "ZZ0001.yearly.113.ordinary.1.1",
        "ZZ0001.yearly.113.ordinary.01",
        "ZZ0001.yearly.113.ordinary.+1",
        "ZZ0001.yearly.113.ordinary.1_0",
        "ZZ0001.yearly.113.ordinary. 1",
        "ZZ0001.yearly.113.ordinary.1\n",
        "ZZ0001.yearly.113.ordinary.１",
        "ZZ0001.yearly.113.ordinary.0",
        "ZZ0001.yearly.113.ordinary.-1",
        "ZZ0001.yearly.113.ordinary.one",
        "ZZ0001.yearly.113.third.1",
        "ZZ0001.yearly.１１３.ordinary.1",
        "ZZ0001.yearly.113-1.ordinary.1",
        "ZZ0001.yearly.099.ordinary.1",
        "ZZ0001.semester.113.ordinary.1",
        "ZZ0001.semester.113-3.ordinary.1",
        "ZZ0001.monthly.113.ordinary.1",
        "zz0001.yearly.113.ordinary.1",
        "ZZ001.yearly.113.ordinary.1",
        "../../.yearly.113.ordinary.1",
    ],
)
def test_a_text_that_is_no_batch_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part is wrong says so
        BatchKey.parse(text)


@pytest.mark.parametrize("text", ["", "ZZ0001", "ZZ0001.yearly.113.ordinary.01"])
def test_the_refusal_shows_what_a_batch_looks_like(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as ZZ0001\.yearly\.113\.ordinary\.1"):
        BatchKey.parse(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "yearly"), ("round", "first"), ("number", True), ("number", "1"), ("school", None)],
)
def test_a_part_of_the_wrong_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"{name}: expected "):
        attrs.evolve(BATCH, **{name: value})


def test_a_first_batch_corrects_nothing_and_a_later_one_the_one_before_it() -> None:
    third = BatchKey.parse("ZZ0001.yearly.113.first.3")
    second = third.previous
    assert str(second) == "ZZ0001.yearly.113.first.2"
    assert second is not None
    assert second.previous == BatchKey.parse("ZZ0001.yearly.113.first.1")
    assert second.previous.previous is None


def test_batches_sort_by_number_as_a_number() -> None:
    tenth, ninth = attrs.evolve(BATCH, number=10), attrs.evolve(BATCH, number=9)
    assert sorted([tenth, ninth]) == [ninth, tenth]


def test_grade_12_has_two_rounds_and_the_others_one() -> None:
    assert {turn.value: sorted(turn.grades) for turn in SubmissionRound} == {
        "ordinary": [1, 2],
        "first": [3],
        "second": [3],
    }


def test_the_states_and_kinds_are_those_of_the_field() -> None:
    assert " ".join(BatchKind) == "semester yearly"
    assert " ".join(BatchState) == (
        "planned prechecked sealed sent received accepted rejected superseded"
    )
    assert " ".join(DepositState) == "received accepted rejected superseded"
    assert " ".join(DifferenceKind) == "missing extra different"
    assert " ".join(Verdict) == "accepted rejected"


def test_a_batch_is_born_planned_and_empty() -> None:
    assert SubmissionBatch(BATCH) == SubmissionBatch(
        BATCH, state=BatchState.PLANNED, digest=None, students=(), left_out=(), receipt=None
    )  # fmt: skip


def test_there_is_no_room_for_advising_records_in_a_submission() -> None:
    names = {field.name for field in attrs.fields(StudentSubmission)}
    assert names == {"student", "year", "outcomes", "performances"}


def test_a_deposit_is_born_received_and_unanswered() -> None:
    deposit = Deposit(BATCH, DIGEST_A, DIGEST_B, NOON)
    assert deposit.state is DepositState.RECEIVED
    assert (deposit.receipt, deposit.superseded_by) == (None, None)


BAD_DIGESTS = ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 63 + "\n"]


@pytest.mark.parametrize("bad", BAD_DIGESTS)
def test_a_digest_has_64_lower_case_hex_digits(bad: str) -> None:
    refuse = pytest.raises(ValueError, match="expected 64 lower-case hex digits")
    with refuse:
        Deposit(BATCH, bad, DIGEST_B, NOON)
    with refuse:
        Deposit(BATCH, DIGEST_A, bad, NOON)
    with refuse:
        ReceiptRecord(PUPIL, "o1", bad, Verdict.ACCEPTED)
    with refuse:
        receipt(digest=bad)
    with refuse:
        SubmissionBatch(BATCH, digest=bad)


def test_the_instant_of_receipt_needs_a_time_zone() -> None:
    naive = dt.datetime(2024, 11, 5)  # noqa: DTZ001 - refused
    with pytest.raises(ValueError, match="received_at: expected an instant with a time zone"):
        receipt(received_at=naive)
    with pytest.raises(ValueError, match="received_at: expected an instant with a time zone"):
        Deposit(BATCH, DIGEST_A, DIGEST_B, naive)


def test_the_instant_of_a_dispute_is_none_or_has_a_time_zone() -> None:
    selection = YearlySelection(SchoolYear(113))
    assert (selection.dispute, selection.disputed_at) == ("", None)
    assert attrs.evolve(selection, disputed_at=NOON).disputed_at == NOON
    with pytest.raises(ValueError, match="disputed_at: expected an instant with a time zone"):
        attrs.evolve(selection, disputed_at=dt.datetime(2024, 11, 5))  # noqa: DTZ001 - refused


def test_a_student_sees_the_own_part_of_a_receipt_only() -> None:
    mine, hers = receipt().records[0], ReceiptRecord(
        PersonRef("ZZ0001", "s2"), "o9", DIGEST_A, Verdict.REJECTED
    )  # fmt: skip
    namesake = ReceiptRecord(PersonRef("ZZ0002", "s1"), "o1", DIGEST_A, Verdict.ACCEPTED)
    later = attrs.evolve(mine, item="p1")
    whole = receipt(records=(mine, hers, namesake, later))
    assert whole.of(PUPIL) == (mine, later)
    assert whole.of(PersonRef("ZZ0001", "s3")) == ()
