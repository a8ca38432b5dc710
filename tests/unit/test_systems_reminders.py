"""Whom the school reminds on which day."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from learnport.errors import CallerError
from learnport.model import TAIPEI, PersonRef, SchoolSettings
from learnport.systems import Outstanding
from learnport.workflow import Action
from tests.unit.systems_world import CLERK, UPLOADING, World, owner, pupil

STUDENT = PersonRef("ZZ0001", "s1")
TEACHER = PersonRef("ZZ0001", "t1")
CLOSES = dt.datetime(2025, 2, 15, tzinfo=TAIPEI)
"""Midnight after the 14th, the last day."""
SETTINGS = SchoolSettings(reminder_days=(7, 1, 0), teacher_reminder_days=3)

UPLOAD = Outstanding(Action.UPLOAD_OUTCOME, STUDENT, STUDENT, "113-1", None, CLOSES)
CERTIFY = Outstanding(
    Action.CERTIFY, STUDENT, TEACHER, "113-1", "o1", CLOSES,
    since=dt.datetime(2025, 1, 20, 23, 59, tzinfo=TAIPEI),
)  # fmt: skip


def february(day: int) -> dt.date:
    return dt.date(2025, 2, day)


@pytest.mark.parametrize("day", [7, 13, 14])
def test_a_student_is_reminded_a_week_a_day_and_no_day_before_the_last(day: int) -> None:
    assert UPLOAD.reminded_on(february(day), SETTINGS)


@pytest.mark.parametrize("day", [6, 8, 12, 15, 16])
def test_on_other_days_a_student_is_left_alone(day: int) -> None:
    assert not UPLOAD.reminded_on(february(day), SETTINGS)


def test_a_window_that_closes_within_a_day_has_that_day_as_its_last() -> None:
    at_noon = Outstanding(
        Action.UPLOAD_OUTCOME, STUDENT, STUDENT, "113-1", None, CLOSES + dt.timedelta(hours=12)
    )
    assert at_noon.reminded_on(february(8), SETTINGS)
    assert not at_noon.reminded_on(february(7), SETTINGS)


def test_the_days_are_taiwans() -> None:
    in_utc = Outstanding(
        Action.UPLOAD_OUTCOME, STUDENT, STUDENT, "113-1", None, CLOSES.astimezone(dt.UTC)
    )
    assert in_utc.reminded_on(february(7), SETTINGS)


@pytest.mark.parametrize(("day", "reminded"), [
    (20, False), (21, False), (22, False), (23, True), (24, False), (25, False), (26, True),
])  # fmt: skip
def test_a_teacher_is_reminded_every_third_day_after_the_request(day: int, reminded: bool) -> None:
    assert CERTIFY.reminded_on(dt.date(2025, 1, day), SETTINGS) is reminded


def test_a_request_of_the_evening_in_greenwich_is_of_the_next_day_in_taiwan() -> None:
    late = Outstanding(
        Action.CERTIFY, STUDENT, TEACHER, "113-1", "o1", None,
        since=dt.datetime(2025, 1, 20, 16, tzinfo=dt.UTC),
    )  # fmt: skip
    assert late.reminded_on(dt.date(2025, 1, 24), SETTINGS)
    assert not late.reminded_on(dt.date(2025, 1, 23), SETTINGS)


def test_a_teacher_is_also_reminded_of_the_end() -> None:
    assert CERTIFY.reminded_on(february(14), SchoolSettings(reminder_days=(0,)))


def test_who_waits_for_a_teacher_is_not_reminded_in_the_teachers_place() -> None:
    disputed = Outstanding(
        Action.RESOLVE, STUDENT, None, "113", None, None, since=CERTIFY.since,
    )  # fmt: skip
    assert not disputed.reminded_on(dt.date(2025, 1, 23), SETTINGS)


@pytest.mark.parametrize("each", [UPLOAD, CERTIFY])
def test_a_school_that_sets_no_days_reminds_nobody(each: Outstanding) -> None:
    days = (dt.date(2025, 1, 1) + dt.timedelta(days=number) for number in range(60))
    assert not any(each.reminded_on(day, SchoolSettings()) for day in days)


# At the school.


def test_what_waits_for_a_teacher_says_since_when_and_is_told_on_its_days() -> None:
    world = World()
    world.open(1)
    world.draft(pupil(1), "o1")
    asked = world.context(owner(pupil(1)), UPLOADING)
    world.school.request_certification(pupil(1).ref, "o1", asked)
    clerk = world.context(CLERK, UPLOADING)
    (waiting,) = world.school.who_has_not(Action.CERTIFY, "113-1", clerk)
    assert (waiting.item, waiting.since) == ("o1", UPLOADING)
    often = attrs.evolve(world.school.settings, teacher_reminder_days=5)
    school = attrs.evolve(world.school, settings=often)
    for days, reminded in ((0, 0), (4, 0), (5, 1), (6, 0), (10, 1)):
        later = world.context(CLERK, UPLOADING + dt.timedelta(days=days))
        assert len(list(school.reminders(Action.CERTIFY, "113-1", later))) == reminded, days


def test_looking_is_asked_of_actions_of_looking_only() -> None:
    world = World()
    world.open(1)
    context = world.context(CLERK, UPLOADING)
    with pytest.raises(CallerError, match=r"outcome\.certify is more than looking"):
        world.school.may_view(Action.CERTIFY, pupil(1).ref, context, "o1")
