"""School years, semesters and windows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import TAIPEI, SchoolYear, Semester, Window

DAYS = st.dates(dt.date(2014, 8, 1), dt.date(2911, 7, 31))
YEARS = st.builds(SchoolYear, st.integers(103, 999))
SEMESTERS = st.builds(Semester, st.integers(103, 999), st.integers(1, 2))

MICROSECOND = dt.timedelta(microseconds=1)
NEW_YORK = ZoneInfo("America/New_York")


# School years.


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2014-08-01", 103),
        ("2023-08-01", 112),
        ("2024-07-31", 112),
        ("2024-08-01", 113),
        ("2024-12-31", 113),
        ("2025-01-01", 113),
        ("2025-07-31", 113),
        ("2025-08-01", 114),
        ("2911-07-31", 999),
    ],
)
def test_a_school_year_runs_from_1_august_to_31_july(day: str, year: int) -> None:
    assert SchoolYear.of(dt.date.fromisoformat(day)).year == year


def test_year_113_opens_and_closes() -> None:
    assert SchoolYear(113).opens == dt.date(2024, 8, 1)
    assert SchoolYear(113).closes == dt.date(2025, 7, 31)
    assert SchoolYear(113).semesters == (Semester(113, 1), Semester(113, 2))
    assert str(SchoolYear(113)) == "113"


@given(DAYS)
def test_every_day_lies_in_its_school_year_and_its_semester(day: dt.date) -> None:
    year, semester = SchoolYear.of(day), Semester.of(day)
    assert year.opens <= day <= year.closes
    assert semester.opens <= day <= semester.closes
    assert semester.school_year == year
    assert semester in year.semesters


@given(YEARS)
def test_the_semesters_cover_the_school_year_without_gap_or_overlap(year: SchoolYear) -> None:
    first, second = year.semesters
    assert first.opens == year.opens
    assert second.opens - first.closes == dt.timedelta(days=1)
    assert second.closes == year.closes


@given(YEARS)
def test_a_school_year_reads_back_what_it_writes(year: SchoolYear) -> None:
    assert SchoolYear.parse(str(year)) == year


@given(YEARS, YEARS)
def test_school_years_sort_by_time(one: SchoolYear, other: SchoolYear) -> None:
    assert (one < other) == (one.opens < other.opens)


@pytest.mark.parametrize("year", [103, 999])
def test_the_first_and_the_last_year_of_the_field_are_accepted(year: int) -> None:
    assert SchoolYear(year).year == year
    assert Semester(year, 2).year == year


@pytest.mark.parametrize("year", [-113, 0, 102, 1000, 2024])
def test_a_year_outside_the_field_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="year: expected 103 to 999"):
        SchoolYear(year)
    with pytest.raises(ValueError, match="year: expected 103 to 999"):
        Semester(year, 1)


@pytest.mark.parametrize("year", ["113", 113.0, None, True])
def test_a_year_that_is_no_whole_number_is_refused(year: object) -> None:
    with pytest.raises(TypeError, match="year: expected int"):
        SchoolYear(year)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="year: expected int"):
        Semester(year, 1)  # type: ignore[arg-type]


BAD_YEARS = [
    "", "99", "0113", "11３", "１１３", "113 ", " 113", "113\n", "+113", "1_3", "abc", "113-1",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_YEARS)
def test_a_text_that_is_no_school_year_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="expected three digits such as 113"):
        SchoolYear.parse(text)


def test_a_year_too_early_to_exist_is_refused_from_text_and_from_a_day() -> None:
    with pytest.raises(ValueError, match="103"):
        SchoolYear.parse("102")
    with pytest.raises(ValueError, match="103"):
        SchoolYear.of(dt.date(2014, 7, 31))


# Semesters.


@pytest.mark.parametrize(
    ("day", "semester"),
    [
        ("2024-07-31", "112-2"),
        ("2024-08-01", "113-1"),
        ("2024-12-31", "113-1"),
        ("2025-01-01", "113-1"),
        ("2025-01-31", "113-1"),
        ("2025-02-01", "113-2"),
        ("2024-02-29", "112-2"),
        ("2025-07-31", "113-2"),
        ("2025-08-01", "114-1"),
    ],
)
def test_the_first_semester_ends_on_31_january_and_the_second_on_31_july(
    day: str, semester: str
) -> None:
    assert str(Semester.of(dt.date.fromisoformat(day))) == semester


def test_both_semesters_of_year_113_have_their_days() -> None:
    first, second = Semester(113, 1), Semester(113, 2)
    assert (first.opens, first.closes) == (dt.date(2024, 8, 1), dt.date(2025, 1, 31))
    assert (second.opens, second.closes) == (dt.date(2025, 2, 1), dt.date(2025, 7, 31))


@given(SEMESTERS)
def test_a_semester_reads_back_what_it_writes(semester: Semester) -> None:
    assert Semester.parse(str(semester)) == semester


@given(SEMESTERS, SEMESTERS)
def test_semesters_sort_by_time(one: Semester, other: Semester) -> None:
    assert (one < other) == (one.opens < other.opens)


@pytest.mark.parametrize("half", [0, 3, -1])
def test_there_is_no_third_semester(half: int) -> None:
    with pytest.raises(ValueError, match="half: expected 1 to 2"):
        Semester(113, half)


@pytest.mark.parametrize("half", [True, 1.0, "1", None])
def test_a_half_that_only_looks_like_a_number_is_refused(half: object) -> None:
    with pytest.raises(TypeError, match="half: expected int"):
        Semester(113, half)  # type: ignore[arg-type]


BAD_SEMESTERS = [
    "", "113", "1131", "113-0", "113-3", "113-01", "113_1", "113-1 ", "113-1\n", "１１３-1",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_SEMESTERS)
def test_a_text_that_is_no_semester_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="expected a semester such as 113-1"):
        Semester.parse(text)


@pytest.mark.parametrize("ask", [SchoolYear.of, Semester.of])
def test_an_instant_is_no_day_because_its_day_depends_on_the_time_zone(ask: object) -> None:
    assert callable(ask)
    late_in_london = dt.datetime(2024, 7, 31, 20, tzinfo=dt.UTC)  # 1 August in Taiwan
    with pytest.raises(TypeError, match="time zone"):
        ask(late_in_london)


# Windows.


def taipei(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=TAIPEI)  # type: ignore[arg-type,misc]


OPENS, CLOSES = taipei(2024, 11, 1, 8), taipei(2024, 11, 8, 17)
WINDOW = Window(OPENS, CLOSES)


@pytest.mark.parametrize(
    ("instant", "inside"),
    [
        (OPENS - MICROSECOND, False),
        (OPENS, True),
        (OPENS + MICROSECOND, True),
        (CLOSES - MICROSECOND, True),
        (CLOSES, False),
        (CLOSES + MICROSECOND, False),
    ],
)
def test_a_window_is_open_from_its_first_instant_until_just_before_its_last(
    instant: dt.datetime, inside: bool
) -> None:
    assert (instant in WINDOW) is inside
    assert (instant.astimezone(dt.UTC) in WINDOW) is inside
    assert (instant.astimezone(NEW_YORK) in WINDOW) is inside


@given(st.integers(1730300000, 1731200000), st.timezones())
def test_the_time_zone_in_which_an_instant_is_told_makes_no_difference(
    second: int, zone: dt.tzinfo
) -> None:
    instant = dt.datetime.fromtimestamp(second, zone)
    assert (instant in WINDOW) is (1730419200 <= second < 1731056400)


def test_a_window_told_in_another_time_zone_is_the_same_stretch_of_time() -> None:
    told = Window(dt.datetime(2024, 11, 1, 0, tzinfo=dt.UTC), CLOSES.astimezone(NEW_YORK))
    assert told == WINDOW
    assert OPENS in told
    assert CLOSES not in told


def test_whole_days_are_taiwanese_days_and_both_count() -> None:
    window = Window.of_days(dt.date(2024, 11, 5), dt.date(2024, 11, 6))
    assert window == Window(taipei(2024, 11, 5), taipei(2024, 11, 7))
    assert dt.datetime(2024, 11, 4, 16, tzinfo=dt.UTC) in window
    assert dt.datetime(2024, 11, 4, 15, 59, 59, 999_999, tzinfo=dt.UTC) not in window
    assert dt.datetime(2024, 11, 6, 15, 59, 59, 999_999, tzinfo=dt.UTC) in window
    assert dt.datetime(2024, 11, 6, 16, tzinfo=dt.UTC) not in window


def test_a_window_of_one_day_is_open_for_24_hours() -> None:
    window = Window.of_days(dt.date(2024, 2, 29), dt.date(2024, 2, 29))
    assert window.closes - window.opens == dt.timedelta(hours=24)


@pytest.mark.parametrize("late", [OPENS, OPENS - MICROSECOND, OPENS - dt.timedelta(days=9)])
def test_a_window_that_closes_no_later_than_it_opens_is_refused(late: dt.datetime) -> None:
    with pytest.raises(ValueError, match="a window closes after it opens"):
        Window(OPENS, late)


def test_the_shortest_window_is_one_microsecond() -> None:
    assert OPENS in Window(OPENS, OPENS + MICROSECOND)


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="a window closes after it opens"):
        Window.of_days(dt.date(2024, 11, 6), dt.date(2024, 11, 5))


class Nowhere(dt.tzinfo):
    """A time zone that does not know its distance from UTC."""

    def utcoffset(self, _: dt.datetime | None) -> None:
        return None

    def dst(self, _: dt.datetime | None) -> None:
        return None

    def tzname(self, _: dt.datetime | None) -> None:
        return None


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_window_without_a_time_zone_is_refused(zone: dt.tzinfo | None) -> None:
    naive = dt.datetime(2024, 11, 1, tzinfo=zone)
    with pytest.raises(ValueError, match="opens: expected an instant with a time zone"):
        Window(naive, CLOSES)
    with pytest.raises(ValueError, match="closes: expected an instant with a time zone"):
        Window(OPENS, naive)


@pytest.mark.parametrize("day", [dt.date(2024, 11, 1), "2024-11-01", None])
def test_a_window_of_anything_but_instants_is_refused(day: object) -> None:
    with pytest.raises(TypeError, match="opens: expected datetime"):
        Window(day, CLOSES)  # type: ignore[arg-type]


@pytest.mark.parametrize("edge", ["first", "last"])
def test_a_window_of_days_takes_days_only(edge: str) -> None:
    days = {"first": dt.date(2024, 11, 1), "last": dt.date(2024, 11, 2)} | {edge: OPENS}
    with pytest.raises(TypeError, match="expected a date"):
        Window.of_days(**days)


def test_an_instant_without_a_time_zone_is_neither_inside_nor_outside() -> None:
    with pytest.raises(TypeError):
        _ = dt.datetime(2024, 11, 5) in WINDOW  # noqa: DTZ001 - that is the point
