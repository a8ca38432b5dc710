"""Hypothesis strategies for values of the model; they crowd the boundaries.

Only this module needs hypothesis.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from learnport.model import (
    TAIPEI,
    Attachment,
    CourseCode,
    FileGroup,
    PersonRef,
    SchoolYear,
    Semester,
    Window,
)

__all__ = [
    "around",
    "attachments",
    "course_codes",
    "days",
    "digests",
    "instants",
    "instants_around",
    "person_refs",
    "school_codes",
    "school_years",
    "semesters",
    "texts_around",
    "windows",
]

_CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MEDIA_TYPES = {
    FileGroup.DOCUMENT: ("application/pdf", "image/jpeg", "image/png"),
    FileGroup.MEDIA: ("audio/mpeg", "video/mp4"),
}
_TICK = dt.timedelta(microseconds=1)
_YEARS = st.integers(103, 120) | st.sampled_from([103, 108, 109, 999])


def around(limit: int, spread: int = 2) -> st.SearchStrategy[int]:
    """Numbers from `limit - spread` to `limit + spread`, none below zero; the limit first."""
    near = [limit, *(limit + sign * step for step in range(1, spread + 1) for sign in (1, -1))]
    return st.sampled_from([number for number in near if number >= 0])


def texts_around(limit: int, spread: int = 2) -> st.SearchStrategy[str]:
    """Texts of about so many characters as the law counts them, Chinese and others mixed."""
    letters = st.sampled_from("學習歷程a1。𠮷é")
    return around(limit, spread).flatmap(
        lambda size: st.text(letters, min_size=size, max_size=size)
    )


def days() -> st.SearchStrategy[dt.date]:
    """Days of the school years 103 to 130, the days on which years and semesters turn first."""
    turning = [(8, 1), (7, 31), (2, 1), (1, 31), (2, 28)]
    turns = st.builds(
        lambda year, month_and_day: dt.date(year, *month_and_day),
        st.integers(2015, 2041),
        st.sampled_from(turning),
    )
    return turns | st.dates(dt.date(2014, 8, 1), dt.date(2042, 7, 31))


def instants() -> st.SearchStrategy[dt.datetime]:
    """Instants in Taiwan; often midnight and the moments beside it."""
    midnights = days().map(lambda day: dt.datetime.combine(day, dt.time(), TAIPEI))
    near = st.builds(lambda at, ticks: at + ticks * _TICK, midnights, st.integers(-1, 1))
    anywhere = st.builds(
        lambda day, time: dt.datetime.combine(day, time, TAIPEI), days(), st.times()
    )
    return near | anywhere


def school_years() -> st.SearchStrategy[SchoolYear]:
    """School years, the first one the records reach back to among them."""
    return st.builds(SchoolYear, _YEARS)


def semesters() -> st.SearchStrategy[Semester]:
    """Semesters of such years."""
    return st.builds(Semester, _YEARS, st.sampled_from([1, 2]))


def windows() -> st.SearchStrategy[Window]:
    """Windows from a single moment to months long."""
    lengths = st.just(_TICK) | st.timedeltas(_TICK, dt.timedelta(days=200))
    return st.builds(lambda opens, length: Window(opens, opens + length), instants(), lengths)


def instants_around(window: Window) -> st.SearchStrategy[dt.datetime]:
    """Moments at both ends of a window, one tick either side, and any between."""
    edges = [edge + tick * _TICK for edge in (window.opens, window.closes) for tick in (-1, 0, 1)]
    inside = (window.closes - window.opens) // _TICK - 1
    between = st.integers(0, inside).map(lambda ticks: window.opens + ticks * _TICK)
    return st.sampled_from(edges) | between


def school_codes() -> st.SearchStrategy[str]:
    """School codes; those that begin with ZZ belong to nobody."""
    return st.text(_CAPITALS, min_size=4, max_size=4).map(lambda rest: f"ZZ{rest}")


def person_refs() -> st.SearchStrategy[PersonRef]:
    """People; few keys, so that schools share some."""
    return st.builds(PersonRef, school_codes(), st.sampled_from(["s-1", "s-2", "t-1", "A.b_c"]))


def course_codes() -> st.SearchStrategy[CourseCode]:
    """Course codes with anything at every position that may stand there."""

    def field(length: int, letters: str = _CAPITALS) -> st.SearchStrategy[str]:
        return st.text(letters, min_size=length, max_size=length)

    return st.builds(
        CourseCode,
        entry_year=field(3, "0123456789"),
        school=field(6),
        programme=field(1),
        group=field(2),
        department=field(3),
        class_group=field(1),
        category=field(1),
        opening=field(1, _CAPITALS + "-"),
        attribute=field(1),
        domain=field(2),
        subject=field(2),
    )


def digests() -> st.SearchStrategy[str]:
    """SHA-256 digests of nothing in particular."""
    return st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def attachments(
    draw: st.DrawFn, group: FileGroup | None = None, limit: int = 2_097_152
) -> Attachment:
    """Attachments of one group or either, with sizes around a limit."""
    kind = group or draw(st.sampled_from(FileGroup))
    media_type = draw(st.sampled_from(_MEDIA_TYPES[kind]))
    extension = media_type.rpartition("/")[2].replace("mpeg", "mp3").replace("jpeg", "jpg")
    stem = draw(st.text("作品abc 1", min_size=1, max_size=10))
    return Attachment(f"{stem}.{extension}", draw(around(limit)), media_type, draw(digests()), kind)
