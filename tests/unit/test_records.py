"""Records as canonical JSON, and comparing what was sent with what is held."""

from __future__ import annotations

import hashlib
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import DataError
from learnport.formats import (
    compare,
    event_digest,
    receipt_records,
    submission_line,
    submission_of_line,
    write_receipt,
)
from learnport.model import (
    Difference,
    DifferenceKind,
    PersonRef,
    ReceiptRecord,
    StudentSubmission,
    SubmittedOutcome,
    Verdict,
)
from learnport.workflow import Action, OutcomeStep
from tests.unit.model_values import (
    DIGEST_A,
    DIGEST_B,
    LATER,
    OUTCOME,
    PERFORMANCE,
    PUPIL,
    SECRETS,
    STUDENT,
    TAKING,
    receipt,
)
from tests.unit.workflow_values import event

SUBMISSION = StudentSubmission(
    STUDENT, PERFORMANCE.year, (SubmittedOutcome(OUTCOME, TAKING),), (PERFORMANCE,)
)
STEP = OutcomeStep(Action.CERTIFY, "o1")


# Events.


def test_the_digest_of_an_event_is_that_of_its_canonical_form() -> None:
    """Written out, so that logs of today still verify in ten years."""
    written = (
        b'{"actor":{"person":{"key":"c1","school":"ZZ0001"},"roles":["staff"]},'
        b'"at":"2024-11-05T12:00:00+08:00",'
        b'"command":{"action":"outcome.certify","item":"o1","type":"outcome_step"},'
        b'"previous":"' + b"0" * 64 + b'","reason":"","sequence":1,'
        b'"stream":{"key":"s1","kind":"portfolio","school":"ZZ0001"}}'
    )
    assert event_digest(event(STEP)) == hashlib.sha256(written).hexdigest()


def test_whatever_changes_in_an_event_changes_its_digest() -> None:
    first = event(STEP)
    others = [
        attrs.evolve(first, sequence=2),
        attrs.evolve(first, at=LATER),
        attrs.evolve(first, reason="補"),
        attrs.evolve(first, previous=DIGEST_A),
        attrs.evolve(first, command=OutcomeStep(Action.CERTIFY, "o2")),
        attrs.evolve(first, command=OutcomeStep(Action.REVOKE, "o1")),
        event(STEP, by=PUPIL),
    ]
    assert len({event_digest(each) for each in (first, *others)}) == 8


# Submissions and receipts.


def test_a_submission_is_one_line_and_comes_back_as_it_was() -> None:
    line = submission_line(SUBMISSION)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert submission_of_line(line) == SUBMISSION


def test_a_line_break_in_a_description_does_not_break_the_line() -> None:
    outcome = attrs.evolve(OUTCOME, description="一\n二\u2028三")
    submission = attrs.evolve(SUBMISSION, outcomes=(SubmittedOutcome(outcome, TAKING),))
    line = submission_line(submission)
    assert line.count(b"\n") == 1
    assert submission_of_line(line) == submission


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"[]\n",
        b'"FAKE000001"\n',
        submission_line(SUBMISSION).replace(b'"seat":7', b'"seat":"7"'),
        submission_line(SUBMISSION).replace(b'"grade":1', b'"grade":9'),
        submission_line(SUBMISSION).replace(b'"outcomes"', b'"outcome"', 1),
        submission_line(SUBMISSION) + submission_line(SUBMISSION),
    ],
)
def test_a_line_that_is_no_submission_says_where_and_never_what(line: bytes) -> None:
    with pytest.raises(DataError) as failure:
        submission_of_line(line)
    for secret in (*SECRETS, "FAKE000001"):
        assert secret not in str(failure.value)


def test_a_receipt_is_written_as_one_line_of_plain_json() -> None:
    written = write_receipt(receipt())
    assert written.endswith(b"}\n")
    plain = json.loads(written)
    assert plain["batch"]["number"] == 1
    assert (plain["verdict"], plain["digest"]) == ("accepted", DIGEST_A)
    assert [each["item"] for each in plain["records"]] == ["o1"]
    assert written == write_receipt(receipt())


def test_a_receipt_lists_outcomes_first_and_then_performances() -> None:
    second = attrs.evolve(SUBMISSION.outcomes[0], outcome=attrs.evolve(OUTCOME, id="o2"))
    submission = attrs.evolve(SUBMISSION, outcomes=(second, *SUBMISSION.outcomes))
    records = tuple(receipt_records(submission))
    assert [each.item for each in records] == ["o2", "o1", "p1"]
    assert {each.student for each in records} == {PUPIL}
    assert {each.verdict for each in records} == {Verdict.ACCEPTED}
    assert {each.findings for each in records} == {()}
    assert len({each.digest for each in records}) == 3


def test_the_digest_of_a_record_covers_the_taking_too() -> None:
    (before, _) = receipt_records(SUBMISSION)
    moved = SubmittedOutcome(OUTCOME, attrs.evolve(TAKING, credits="3"))
    (after, _) = receipt_records(attrs.evolve(SUBMISSION, outcomes=(moved,)))
    assert before.digest != after.digest


def test_a_receipt_of_nothing_is_empty() -> None:
    nothing = attrs.evolve(SUBMISSION, outcomes=(), performances=())
    assert list(receipt_records(nothing)) == []


# Comparing.


def record(item: str, digest: str = DIGEST_A, student: PersonRef = PUPIL) -> ReceiptRecord:
    return ReceiptRecord(student, item, digest, Verdict.ACCEPTED)


def test_what_is_the_same_makes_no_difference() -> None:
    held = [record("b"), attrs.evolve(record("a"), verdict=Verdict.REJECTED)]
    assert compare([record("a"), record("b")], held) == ()


def test_missing_extra_and_different_are_told_apart() -> None:
    sent = [record("a"), record("b"), record("c")]
    held = [record("b", DIGEST_B), record("c"), record("d")]
    assert compare(sent, held) == (
        Difference(DifferenceKind.MISSING, PUPIL, "a"),
        Difference(DifferenceKind.DIFFERENT, PUPIL, "b"),
        Difference(DifferenceKind.EXTRA, PUPIL, "d"),
    )


def test_the_same_item_of_another_student_is_another_item() -> None:
    other = PersonRef("ZZ0002", PUPIL.key)
    assert compare([record("a")], [record("a", student=other)]) == (
        Difference(DifferenceKind.MISSING, PUPIL, "a"),
        Difference(DifferenceKind.EXTRA, other, "a"),
    )


ITEMS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([DIGEST_A, DIGEST_B]))


@given(ITEMS, ITEMS)
def test_a_comparison_names_exactly_what_differs(
    sent: dict[str, str], held: dict[str, str]
) -> None:
    found = compare(
        [record(item, digest) for item, digest in sent.items()],
        [record(item, digest) for item, digest in held.items()],
    )
    by_kind = {kind: {each.item for each in found if each.kind is kind} for kind in DifferenceKind}
    assert by_kind[DifferenceKind.MISSING] == set(sent) - set(held)
    assert by_kind[DifferenceKind.EXTRA] == set(held) - set(sent)
    both = set(sent) & set(held)
    assert by_kind[DifferenceKind.DIFFERENT] == {each for each in both if sent[each] != held[each]}
    assert len(found) == sum(map(len, by_kind.values()))
