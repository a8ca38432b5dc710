"""What a school decides for itself."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.formats import dumps
from learnport.model import (
    TAIPEI,
    Deadline,
    SchoolSettings,
    Semester,
    SubmissionRound,
    Text,
    Window,
    WindowKind,
)
from tests.unit.model_values import SETTINGS


def with_only(name: str, content: Any) -> SchoolSettings:
    """Settings that say this and nothing else."""
    field: dict[str, Any] = {name: content}
    return SchoolSettings(**field)


# Windows.


def deadline(kind: str, term: str, day: int = 5, **scope: Any) -> Deadline:
    november = dt.date(2024, 11, day)
    return Deadline(WindowKind(kind), term, Window.of_days(november, november), **scope)


CALENDAR = SchoolSettings((
    deadline("certify", "113-1", 5),
    deadline("certify", "113-2", 6),
    deadline("select", "113", 7),
    deadline("select", "113", 8, grade=3),
    deadline("confirm_receipt", "113", 9, round=SubmissionRound.SECOND),
    deadline("confirm_receipt", "113", 10),
    deadline("upload_performances", "113", 11, grade=1),
    deadline("submit", "113", 12, round=SubmissionRound.FIRST),
))  # fmt: skip


def day_of(window: Window | None) -> int | None:
    return window.opens.day if window else None


@pytest.mark.parametrize(
    ("kind", "term", "day"),
    [
        ("certify", "113-1", 5),
        ("certify", "113-2", 6),
        ("certify", "112-1", None),
        ("certify", "113", None),
        ("upload_outcomes", "113-1", None),
        ("select", "113", 7),
        ("select", "114", None),
        ("select", "113-1", None),
        ("confirm_receipt", "113", 10),
        ("upload_performances", "113", None),
        ("submit", "113", None),
        ("correct", "113", None),
    ],
)
def test_a_calendar_gives_the_window_of_a_kind_and_term_and_nothing_else_is_open(
    kind: str, term: str, day: int | None
) -> None:
    assert day_of(CALENDAR.window(WindowKind(kind), term)) == day
    assert SchoolSettings().window(WindowKind(kind), term) is None


@pytest.mark.parametrize(
    ("kind", "grades"),
    [
        ("select", {1: 7, 2: 7, 3: 8}),
        ("upload_performances", {1: 11, 2: None, 3: None}),
    ],
)
def test_a_grades_own_window_goes_before_the_one_for_all(
    kind: str, grades: dict[int, int | None]
) -> None:
    for grade, day in grades.items():
        assert day_of(CALENDAR.window(WindowKind(kind), "113", grade)) == day


@pytest.mark.parametrize(
    ("kind", "rounds"),
    [
        ("confirm_receipt", {"ordinary": 10, "first": 10, "second": 9}),
        ("submit", {"ordinary": None, "first": 12, "second": None}),
    ],
)
def test_a_rounds_own_window_goes_before_the_one_for_all(
    kind: str, rounds: dict[str, int | None]
) -> None:
    for turn, day in rounds.items():
        found = CALENDAR.window(WindowKind(kind), "113", round=SubmissionRound(turn))
        assert day_of(found) == day


def test_whoever_asks_may_name_grade_and_round_and_the_one_that_matters_counts() -> None:
    first, second = SubmissionRound.FIRST, SubmissionRound.SECOND
    assert day_of(CALENDAR.window(WindowKind.SELECT, "113", 3, first)) == 8
    assert day_of(CALENDAR.window(WindowKind.CONFIRM_RECEIPT, "113", 3, first)) == 10
    assert day_of(CALENDAR.window(WindowKind.CONFIRM_RECEIPT, "113", 1, second)) == 9


BY_GRADE = ["upload_outcomes", "certify", "upload_performances", "select"]


@given(st.data())
def test_for_every_kind_the_own_window_else_the_one_for_all_else_none(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([kind.value for kind in WindowKind]))
    by_grade = kind in BY_GRADE
    scopes: list[Any] = [None, 1, 2, 3] if by_grade else [None, *SubmissionRound]
    name = "grade" if by_grade else "round"
    days = data.draw(st.dictionaries(st.sampled_from(scopes), st.integers(1, 30)))
    term = "113-1" if kind in ("upload_outcomes", "certify") else "113"
    settings = SchoolSettings(
        tuple(deadline(kind, term, day, **{name: scope}) for scope, day in days.items())
    )
    for scope in scopes:
        found = settings.window(WindowKind(kind), term, **{name: scope})
        assert day_of(found) == days.get(scope, days.get(None))


@pytest.mark.parametrize(
    "twice",
    [
        (deadline("select", "113", 5), deadline("select", "113", 6)),
        (deadline("select", "113", 5, grade=3), deadline("select", "113", 6, grade=3)),
        (
            deadline("submit", "113", 5, round=SubmissionRound.FIRST),
            deadline("submit", "113", 6, round=SubmissionRound.FIRST),
        ),
    ],
)
def test_two_windows_of_one_kind_for_one_term_and_scope_are_refused(
    twice: tuple[Deadline, ...],
) -> None:
    with pytest.raises(ValueError, match="one window for each kind, term, grade and round"):
        SchoolSettings(twice)


@pytest.mark.parametrize("wrong", [(None,), ("select",), (Window.of_days,)])
def test_a_calendar_holds_deadlines_only(wrong: Any) -> None:
    with pytest.raises(TypeError, match="deadlines: expected Deadline"):
        SchoolSettings(wrong)


# Quotas.


QUOTAS = [
    "outcomes_per_taking",
    "outcomes_per_semester",
    "performances_per_year",
    "files_per_item",
    "teacher_reminder_days",
]


@pytest.mark.parametrize("name", QUOTAS)
def test_a_school_may_set_a_quota_of_one_or_more_or_none_at_all(name: str) -> None:
    assert getattr(SchoolSettings(), name) is None
    for quota in (None, 1, 6):
        assert getattr(with_only(name, quota), name) == quota


@pytest.mark.parametrize("name", QUOTAS)
def test_a_quota_that_would_forbid_everything_is_refused(name: str) -> None:
    for quota in (0, -1):
        with pytest.raises(ValueError, match=f"{name}: expected 1 or more"):
            with_only(name, quota)
    for wrong in (True, 1.0, "1"):
        with pytest.raises(TypeError, match=f"{name}: expected int"):
            with_only(name, wrong)


def test_reminders_go_out_whole_days_before_a_window_closes() -> None:
    assert SchoolSettings(reminder_days=(7, 1, 0)).reminder_days == (7, 1, 0)
    with pytest.raises(ValueError, match="reminder_days: expected 0 or more"):
        SchoolSettings(reminder_days=(7, -1))
    for wrong in ((True,), ("7",), (0.5,)):
        with pytest.raises(TypeError, match="reminder_days: expected int"):
            with_only("reminder_days", wrong)


# Limits stricter than the law's.


@pytest.mark.parametrize("content", [0, 2_097_152, "pdf", "", (), ("application/pdf", "image/png")])
def test_a_limit_is_a_number_a_text_or_a_list_of_texts(content: Any) -> None:
    assert SchoolSettings(limits={"some.limit": content}).limits == {"some.limit": content}


@pytest.mark.parametrize("content", [True, 1.5, None, ["pdf"], (1,), ("pdf", None), {}, b"pdf"])
def test_a_limit_of_any_other_form_is_refused(content: Any) -> None:
    with pytest.raises(TypeError, match="limits: expected a whole number, a text or a tuple"):
        SchoolSettings(limits={"some.limit": content})


@pytest.mark.parametrize("name", ["limits", "return_wording"])
def test_what_a_limit_or_a_wording_is_for_is_named_by_a_text(name: str) -> None:
    content = 1 if name == "limits" else Text("其他", "other")
    with pytest.raises(TypeError, match=f"{name}: expected str, got int"):
        with_only(name, {1: content})


def test_the_schools_words_for_a_reason_are_in_both_languages() -> None:
    words = Text("檔案放錯了", "the wrong file")
    assert (
        SchoolSettings(return_wording={"wrong_file": words}).return_wording["wrong_file"] is words
    )
    with pytest.raises(TypeError, match="return_wording: expected Text, got str"):
        with_only("return_wording", {"wrong_file": "檔案放錯了"})


# Closing days.


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [("113-1", "2024-08-01", "2025-01-31"), ("113-2", "2025-02-01", "2025-07-31")],
)
def test_a_closing_day_lies_inside_its_semester(term: str, first: str, last: str) -> None:
    one_day = dt.timedelta(days=1)
    inside = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    for day in inside:
        settings = SchoolSettings(closing_days={term: day})
        assert settings.closing_day(Semester.parse(term)) == day
    for day in (inside[0] - one_day, inside[1] + one_day, dt.date(1990, 1, 1)):
        with pytest.raises(ValueError, match="closing_days: expected days inside their semesters"):
            SchoolSettings(closing_days={term: day})


def test_a_semester_without_a_closing_day_closes_with_the_calendar() -> None:
    settings = SchoolSettings(closing_days={"113-1": dt.date(2025, 1, 20)})
    assert settings.closing_day(Semester(113, 1)) == dt.date(2025, 1, 20)
    assert settings.closing_day(Semester(113, 2)) == dt.date(2025, 7, 31)
    assert settings.closing_day(Semester(114, 1)) == dt.date(2026, 1, 31)


@pytest.mark.parametrize("term", ["113", "113-3", ""])
def test_a_closing_day_of_anything_but_a_semester_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="expected a semester such as 113-1"):
        SchoolSettings(closing_days={term: dt.date(2025, 1, 20)})


@pytest.mark.parametrize("day", ["2025-01-20", None, dt.datetime(2025, 1, 20, tzinfo=TAIPEI)])
def test_a_closing_day_that_is_no_day_is_refused(day: Any) -> None:
    with pytest.raises(TypeError, match="closing_days: expected date"):
        SchoolSettings(closing_days={"113-1": day})


# A value like any other.


MAPPINGS: list[tuple[str, dict[str, Any], Any]] = [
    ("limits", {"some.limit": 1}, 2),
    ("closing_days", {"113-1": dt.date(2025, 1, 20)}, dt.date(2025, 1, 21)),
    ("return_wording", {"other": Text("其他", "other")}, Text("別的", "else")),
]


@pytest.mark.parametrize(("name", "content", "other"), MAPPINGS)
def test_changing_later_what_the_settings_were_made_of_changes_nothing(
    name: str, content: dict[str, Any], other: Any
) -> None:
    argument = dict(content)
    settings = with_only(name, argument)
    argument.update(dict.fromkeys(argument, other), more=other)
    assert getattr(settings, name) == content


@pytest.mark.parametrize(("name", "content", "other"), MAPPINGS)
def test_what_the_settings_hold_cannot_be_written_to(
    name: str, content: dict[str, Any], other: Any
) -> None:
    held = getattr(with_only(name, content), name)
    with pytest.raises(TypeError):
        held[next(iter(content))] = other
    with pytest.raises(AttributeError):
        held.clear()


@pytest.mark.parametrize(("name", "content", "other"), MAPPINGS)
def test_settings_are_equal_when_all_they_say_is(
    name: str, content: dict[str, Any], other: Any
) -> None:
    one, same = with_only(name, content), with_only(name, dict(content))
    assert one == same
    assert hash(one) == hash(same)
    assert one != with_only(name, dict.fromkeys(content, other))
    assert one != SchoolSettings()


def test_full_settings_survive_pickling_and_copying_sealed() -> None:
    for again in (
        pickle.loads(pickle.dumps(SETTINGS)),
        copy.copy(SETTINGS),
        copy.deepcopy(SETTINGS),
    ):
        assert again == SETTINGS
        assert hash(again) == hash(SETTINGS)
        with pytest.raises(TypeError):
            again.limits["outcome.document.max_bytes"] = 9  # type: ignore[index]


def test_settings_have_one_canonical_text_whatever_order_they_were_written_in() -> None:
    one = SchoolSettings(limits={"a": 1, "b": ("x", "y"), "c": "z"})
    other = SchoolSettings(limits={"c": "z", "b": ("x", "y"), "a": 1})
    assert dumps(one) == dumps(other)
    assert b'"limits":{"a":1,"b":["x","y"],"c":"z"}' in dumps(one)
