from __future__ import annotations

import datetime as dt
import io

import pytest

from learnport.errors import BlobMismatch, CallerError, Conflict
from learnport.model import Actor, CoursePlan, PersonRef, Relation, Role
from learnport.plugins import (
    BlobReceipt,
    KnownRelation,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    StandIn,
    prove,
    verified_chunks,
)
from learnport.testing._logs import PORTFOLIO_LOG, STUDENT, commits
from learnport.workflow import StreamKey

TEACHER = PersonRef("ZZ0001", "t-1")
PUPIL = PersonRef("ZZ0001", "s-1")
ACTOR = Actor(TEACHER, frozenset({Role.SUBJECT_TEACHER}))
CENTRE = Actor(PersonRef("ZZ0000", "centre"), frozenset({Role.CENTRE}))
# The digest of b"abc" as FIPS 180-4 gives it.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def day(number: int) -> dt.date:
    return dt.date(2025, 3, number)


@pytest.mark.parametrize(("on", "holds"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_relation_holds_from_its_first_to_its_last_day(on: int, holds: bool) -> None:
    known = KnownRelation(TEACHER, Relation.HOMEROOM, PUPIL, first=day(10), last=day(20))
    identity = MemoryIdentity({}, [known])
    assert (Relation.HOMEROOM in identity.relations(ACTOR, PUPIL, day(on))) is holds


def test_a_relation_without_days_always_holds() -> None:
    identity = MemoryIdentity({}, [KnownRelation(TEACHER, Relation.ADVISES, PUPIL)])
    assert identity.relations(ACTOR, PUPIL, dt.date(1990, 1, 1)) == {Relation.ADVISES}
    assert identity.relations(ACTOR, PUPIL, dt.date(2090, 1, 1)) == {Relation.ADVISES}


def test_somebody_may_be_several_things_to_a_student() -> None:
    both = (Relation.HOMEROOM, Relation.GUARDIAN)
    identity = MemoryIdentity({}, [KnownRelation(TEACHER, each, PUPIL) for each in both])
    assert identity.relations(ACTOR, PUPIL, day(1)) == {Relation.HOMEROOM, Relation.GUARDIAN}


def test_whoever_is_vouched_for_as_the_centre_is_the_centre_to_every_student() -> None:
    identity = MemoryIdentity({})
    assert identity.relations(CENTRE, PUPIL, day(1)) == {Relation.CENTRE}
    assert identity.relations(ACTOR, PUPIL, day(1)) == frozenset()


@pytest.mark.parametrize(("on", "holds"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_stand_in_stands_in_on_the_given_days(on: int, holds: bool) -> None:
    other = PersonRef("ZZ0001", "t-2")
    identity = MemoryIdentity({}, stand_ins=[StandIn(TEACHER, other, day(10), day(20))])
    assert identity.stands_in(ACTOR, other, day(on)) is holds
    assert not identity.stands_in(ACTOR, TEACHER, day(on))
    assert not identity.stands_in(Actor(other, ACTOR.roles), TEACHER, day(on))


def test_a_synced_plan_replaces_that_of_its_school_and_year_and_no_other() -> None:
    old, other = CoursePlan("ZZ0001", 112, ()), CoursePlan("ZZ0001", 113, ())
    plans = MemoryCoursePlans([old, other])
    new = CoursePlan("ZZ0001", 112, ())
    plans.sync(new)
    assert plans.plan("ZZ0001", 112) is new
    assert plans.plan("ZZ0001", 113) is other
    assert plans.plan("ZZ0002", 112) is None


def test_the_held_log_does_not_follow_a_list_the_writer_goes_on_with() -> None:
    records = MemoryRecords()
    [commit] = commits(PORTFOLIO_LOG[:2], size=2)
    events = list(commit.events)
    records.commit(commit.key, 0, events, commit.snapshot)
    events.clear()
    assert list(records.events(StreamKey.portfolio(STUDENT))) == list(PORTFOLIO_LOG[:2])


def test_a_refusal_says_what_is_wrong_without_naming_anybody() -> None:
    records = MemoryRecords()
    first, second = commits(PORTFOLIO_LOG[:2])
    with pytest.raises(CallerError, match=r"^portfolio/ZZ0001/s-1: a commit needs at least one"):
        records.commit(first.key, 0, [], first.snapshot)
    with pytest.raises(CallerError, match=r"event 1 does not continue the log$"):
        records.commit(first.key, 0, second.events, second.snapshot)
    with pytest.raises(CallerError, match=r"the snapshot is not that of the last event$"):
        records.commit(first.key, 0, first.events, second.snapshot)
    with pytest.raises(Conflict, match="is at version 0, not 1"):
        records.commit(second.key, 1, second.events, second.snapshot)


def test_chunks_come_before_the_verdict_and_reading_stops_at_the_first_byte_too_many() -> None:
    stream = io.BytesIO(b"x" * 1_000_000)
    taken: list[bytes] = []
    with pytest.raises(BlobMismatch, match="more than the promised 300000 bytes"):
        taken.extend(verified_chunks(stream, ABC, 300_000))
    assert [len(chunk) for chunk in taken] == [262_144]
    assert stream.tell() == 524_288


def test_a_proof_is_a_receipt() -> None:
    assert prove(io.BytesIO(b"abc"), ABC, 3) == BlobReceipt(ABC, 3)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"ab", "2 bytes instead of the promised 3"),
        (b"abcd", "more than the promised 3 bytes"),
        (b"abd", "the digest of the bytes is another"),
    ],
)
def test_a_failed_proof_says_why(content: bytes, detail: str) -> None:
    with pytest.raises(BlobMismatch) as caught:
        prove(io.BytesIO(content), ABC, 3)
    assert str(caught.value) == f"blob {ABC}: {detail}"
