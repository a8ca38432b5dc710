from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from learnport.model import (
    TAIPEI,
    Attachment,
    CourseCode,
    FileGroup,
    PersonRef,
    SchoolYear,
    Semester,
    Window,
    count_characters,
)
from learnport.testing import strategies as own

NIGHT = Window.of_days(dt.date(2025, 3, 3), dt.date(2025, 3, 3))
MOMENT = Window(NIGHT.opens, NIGHT.opens + dt.timedelta(microseconds=1))


def reaches(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> bool:
    try:
        find(strategy, wanted, settings=settings(max_examples=1000, database=None))
    except NoSuchExample:
        return False
    return True


@pytest.mark.parametrize(
    ("limit", "numbers"), [(100, {98, 99, 100, 101, 102}), (1, {0, 1, 2, 3}), (0, {0, 1, 2})]
)
def test_numbers_crowd_around_a_limit(limit: int, numbers: set[int]) -> None:
    seen: set[int] = set()

    @settings(database=None)
    @given(own.around(limit))
    def collect(number: int) -> None:
        seen.add(number)

    collect()
    assert seen == numbers


def test_numbers_may_keep_close_to_the_limit() -> None:
    assert not reaches(own.around(100, spread=1), lambda number: abs(number - 100) > 1)


@given(own.texts_around(100))
def test_texts_have_about_the_limit_of_characters(text: str) -> None:
    assert 98 <= count_characters(text) <= 102


@pytest.mark.parametrize("length", [99, 100, 101])
def test_texts_reach_the_limit_and_both_sides_of_it(length: int) -> None:
    assert reaches(own.texts_around(100), lambda text: count_characters(text) == length)


@given(own.course_codes())
def test_course_codes_can_be_written_and_read(code: CourseCode) -> None:
    assert len(str(code)) == 23
    assert CourseCode.parse(str(code)) == code


@given(own.semesters(), own.school_years())
def test_years_and_semesters_are_of_the_model(semester: Semester, year: SchoolYear) -> None:
    assert Semester.parse(str(semester)) == semester
    assert SchoolYear.parse(str(year)) == year


@given(own.days())
def test_days_lie_in_the_school_years_103_to_130(day: dt.date) -> None:
    assert 103 <= SchoolYear.of(day).year <= 130


@pytest.mark.parametrize(("month", "number"), [(8, 1), (7, 31), (2, 1), (1, 31)])
def test_days_reach_the_turn_of_years_and_semesters(month: int, number: int) -> None:
    assert reaches(own.days(), lambda day: (day.month, day.day) == (month, number))


@given(own.instants())
def test_instants_are_in_taiwan(instant: dt.datetime) -> None:
    assert instant.tzinfo is TAIPEI


def test_instants_reach_midnight_and_the_moment_before() -> None:
    assert reaches(own.instants(), lambda at: at.time() == dt.time(0))
    assert reaches(own.instants(), lambda at: at.time() == dt.time(23, 59, 59, 999_999))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    own.windows().flatmap(lambda window: st.tuples(st.just(window), own.instants_around(window)))
)
def test_instants_around_a_window_are_at_most_one_tick_outside(
    both: tuple[Window, dt.datetime],
) -> None:
    window, instant = both
    tick = dt.timedelta(microseconds=1)
    assert window.opens - tick <= instant <= window.closes + tick


@pytest.mark.parametrize("window", [NIGHT, MOMENT])
@pytest.mark.parametrize(
    ("edge", "tick"), [("opens", -1), ("opens", 0), ("closes", -1), ("closes", 0)]
)
def test_instants_around_a_window_reach_its_edges(window: Window, edge: str, tick: int) -> None:
    wanted = getattr(window, edge) + tick * dt.timedelta(microseconds=1)
    assert reaches(own.instants_around(window), lambda at: at == wanted)


def test_windows_may_be_a_single_moment() -> None:
    tick = dt.timedelta(microseconds=1)
    assert reaches(own.windows(), lambda window: window.closes - window.opens == tick)


@given(own.person_refs())
def test_people_belong_to_schools_that_do_not_exist(person: PersonRef) -> None:
    assert person.school.startswith("ZZ")


@given(own.digests())
def test_digests_are_64_hex_digits(digest: str) -> None:
    assert len(bytes.fromhex(digest)) == 32
    assert digest == digest.lower()


@given(own.attachments())
def test_attachments_crowd_around_the_limit(attachment: Attachment) -> None:
    assert 2_097_150 <= attachment.size <= 2_097_154


@given(own.attachments(FileGroup.MEDIA, limit=10))
def test_attachments_may_be_of_one_group_and_another_limit(attachment: Attachment) -> None:
    assert attachment.group is FileGroup.MEDIA
    assert (attachment.name.rpartition(".")[2], attachment.media_type) in (
        ("mp3", "audio/mpeg"),
        ("mp4", "video/mp4"),
    )
    assert 8 <= attachment.size <= 12
