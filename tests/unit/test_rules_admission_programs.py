"""Programs: what they may set for themselves, and when they are open."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    TAIPEI,
    Channel,
    DailyHours,
    Program,
    ProgramKey,
    SchoolYear,
    Severity,
    Window,
)
from learnport.parameters import law_on
from learnport.rules import (
    PROGRAM_RULES,
    PROGRAM_TIMING_RULES,
    Finding,
    ProgramCase,
    ProgramTimingCase,
    check,
)

LAW_113: Final = law_on(dt.date(2024, 5, 1))
LAW_115: Final = law_on(dt.date(2026, 5, 1))
TICK: Final = dt.timedelta(microseconds=1)
OPENS: Final = dt.datetime(2026, 5, 4, 9, tzinfo=TAIPEI)
CLOSES: Final = dt.datetime(2026, 5, 10, 21, tzinfo=TAIPEI)
AGAIN: Final = dt.datetime(2026, 6, 1, tzinfo=TAIPEI)
FIRST: Final = Window(OPENS, CLOSES)
SECOND: Final = Window(AGAIN, dt.datetime(2026, 6, 3, tzinfo=TAIPEI))
NO_HOURS: Final = LAW_113
"""A law that does not say when the site is open."""


def program(channel: Channel = Channel.UNIVERSITY, **changes: Any) -> Program:
    key = ProgramKey(SchoolYear(115), channel, "ZZ0012")
    built = Program(key, "虛構大學", "資訊工程學系", frozenset("ABF"), windows=(FIRST,))
    return attrs.evolve(built, **changes)


def _judge(judged: Program, law: Any = LAW_115) -> tuple[Finding, ...]:
    return check(PROGRAM_RULES, ProgramCase(judged), law)


def _timed(at: dt.datetime, law: Any = NO_HOURS, **changes: Any) -> list[str]:
    case = ProgramTimingCase(program(**changes), at)
    return [each.code for each in check(PROGRAM_TIMING_RULES, case, law)]


LIMITS: Final = [
    (Channel.UNIVERSITY, "admission.university.outcomes.max_count", 3),
    (Channel.UNIVERSITY, "admission.university.performances.max_count", 10),
    (Channel.TECHNOLOGICAL, "admission.technological.outcomes.max_count", 9),
    (Channel.TECHNOLOGICAL, "admission.technological.performances.max_count", 10),
    (Channel.TECHNOLOGICAL, "admission.technological.b1.max_count", 3),
    (Channel.UNIVERSITY, "admission.synthesis.max_characters", 800),
    (Channel.TECHNOLOGICAL, "admission.synthesis.max_pictures", 3),
    (Channel.UNIVERSITY, "admission.own_file.max_bytes", 5_242_880),
]


@pytest.mark.parametrize(("channel", "name", "limit"), LIMITS)
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_program_may_only_tighten_a_limit(
    channel: Channel, name: str, limit: int, off: int
) -> None:
    findings = _judge(program(channel, limits={name: limit + off}))
    assert [each.code for each in findings] == ["LP2321"] * (off > 0)
    for finding in findings:
        assert finding.at == f"/limits/{name}"
        values = dict(finding.values)
        assert (values["parameter"], values["own"], values["limit"]) == (name, limit + off, limit)


def test_a_loosened_limit_is_told_with_both_values() -> None:
    name = "admission.technological.b1.max_count"
    (finding,) = _judge(program(Channel.TECHNOLOGICAL, limits={name: 6}))
    assert finding.message.zh == (
        "虛構大學資訊工程學系自訂的上限 6（admission.technological.b1.max_count）比規定的 3 寬鬆。"
    )
    assert "由 6 件下修為 3 件" in finding.source


def test_what_the_law_of_the_day_does_not_limit_yet_a_program_may_limit() -> None:
    limits = {"admission.synthesis.max_characters": 5000}
    assert _judge(program(limits=limits), LAW_113) == ()


@pytest.mark.parametrize(
    "name",
    [
        "admission.technological.outcomes.max_count",
        "admission.university.b1.max_count",
        "outcome.document.max_bytes",
        "admission.item_codes",
    ],
)
def test_a_program_sets_only_what_holds_in_its_channel(name: str) -> None:
    (finding,) = _judge(program(limits={name: 0}))
    assert (finding.code, finding.at) == ("LP2322", f"/limits/{name}")
    assert dict(finding.values)["limit"] == (
        "admission.university.outcomes.max_count, admission.university.performances.max_count,"
        " admission.synthesis.max_characters, admission.synthesis.max_pictures,"
        " admission.own_file.max_bytes"
    )


def test_a_code_outside_the_list_is_shown_and_passes() -> None:
    findings = _judge(program(wanted=frozenset({"A", "B-1", "T", "U", "Z-2"})))
    assert [dict(each.values)["code"] for each in findings] == ["U", "Z-2"]
    assert {(each.code, each.at, each.severity) for each in findings} == {
        ("LP2323", "/wanted", Severity.ALERT)
    }
    assert _judge(program(wanted=frozenset({"U"})), LAW_113) == ()


@pytest.mark.parametrize(
    ("hours", "within"),
    [("09:00-21:00", True), ("10:00-20:00", True), ("08:59-21:00", False),
     ("09:00-21:01", False), ("00:00-23:59", False)],
)  # fmt: skip
def test_a_programs_daily_hours_lie_within_those_of_the_site(hours: str, within: bool) -> None:
    findings = _judge(program(hours=DailyHours.parse(hours)))
    assert [each.code for each in findings] == ["LP2324"] * (not within)
    for finding in findings:
        values = dict(finding.values)
        assert (finding.at, values["hours"], values["limit"]) == ("/hours", hours, "09:00-21:00")
    assert _judge(program(hours=DailyHours.parse(hours)), LAW_113) == ()


def test_a_program_that_sets_nothing_has_nothing_to_answer_for() -> None:
    assert _judge(program(windows=())) == ()


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        (OPENS - TICK, ["LP2326"]),
        (OPENS, []),
        (CLOSES - TICK, []),
        (CLOSES, ["LP2327"]),
        (CLOSES + TICK, ["LP2327"]),
    ],
)
def test_a_program_is_open_from_the_first_instant_to_just_before_the_last(
    at: dt.datetime, codes: list[str]
) -> None:
    assert _timed(at) == codes
    assert _timed(at.astimezone(dt.UTC)) == codes


def test_between_two_windows_the_next_one_is_named() -> None:
    case = ProgramTimingCase(program(windows=(SECOND, FIRST)), CLOSES)
    (finding,) = check(PROGRAM_TIMING_RULES, case, NO_HOURS)
    assert finding.message.zh == (
        "虛構大學資訊工程學系自 115 年 6 月 1 日 00:00 起開放，至 115 年 6 月 2 日 24:00 止；"
        "現在是 115 年 5 月 10 日 21:00，尚未開放。"
    )
    assert _timed(OPENS - TICK, windows=(SECOND, FIRST)) == ["LP2326"]
    assert _timed(AGAIN, windows=(SECOND, FIRST)) == []
    assert _timed(SECOND.closes, windows=(SECOND, FIRST)) == ["LP2327"]


def test_before_two_windows_the_first_one_is_named() -> None:
    case = ProgramTimingCase(program(windows=(SECOND, FIRST)), OPENS - TICK)
    (finding,) = check(PROGRAM_TIMING_RULES, case, NO_HOURS)
    assert dict(finding.values)["opens"] == "2026-05-04T09:00:00+08:00"


def test_of_two_coming_windows_that_overlap_the_one_that_opens_first_is_named() -> None:
    short = Window(OPENS + dt.timedelta(hours=1), OPENS + dt.timedelta(hours=2))
    case = ProgramTimingCase(program(windows=(short, FIRST)), OPENS - TICK)
    (finding,) = check(PROGRAM_TIMING_RULES, case, NO_HOURS)
    assert dict(finding.values)["closes"] == "2026-05-10T21:00:00+08:00"


def test_after_the_last_window_its_end_is_named() -> None:
    case = ProgramTimingCase(program(windows=(SECOND, FIRST)), SECOND.closes)
    (finding,) = check(PROGRAM_TIMING_RULES, case, NO_HOURS)
    assert "已於 115 年 6 月 2 日 24:00 截止" in finding.message.zh


def test_without_a_window_a_program_is_not_open() -> None:
    assert _timed(OPENS, windows=()) == ["LP2325"]
    assert _timed(OPENS, LAW_115, windows=()) == ["LP2325"]


@pytest.mark.parametrize(
    ("clock", "site", "own", "both"),
    [
        ("08:59", True, True, True),
        ("09:00", False, True, True),
        ("09:59", False, True, True),
        ("10:00", False, False, False),
        ("20:59", False, False, False),
        ("21:00", True, False, True),
        ("21:59", True, False, True),
        ("22:00", True, True, True),
    ],
)
def test_within_a_window_the_hours_of_site_and_program_hold_together(
    clock: str, site: bool, own: bool, both: bool
) -> None:
    at = dt.datetime.combine(dt.date(2026, 5, 6), dt.time.fromisoformat(clock), TAIPEI)
    late = DailyHours.parse("10:00-22:00")
    assert _timed(at, LAW_115) == ["LP2328"] * site
    assert _timed(at, NO_HOURS, hours=late) == ["LP2328"] * own
    assert _timed(at, LAW_115, hours=late) == ["LP2328"] * both
    assert _timed(at, NO_HOURS) == []


@pytest.mark.parametrize(
    ("hours", "limit", "source"),
    [
        (None, "09:00-21:00", "上傳網站開放 09:00–21:00"),
        (DailyHours.parse("10:00-22:00"), "10:00-21:00", "各校系招生簡章之期程"),
    ],
)
def test_out_of_hours_says_when_to_come_back(
    hours: DailyHours | None, limit: str, source: str
) -> None:
    night = dt.datetime(2026, 5, 6, 23, 0, tzinfo=TAIPEI)
    (finding,) = check(
        PROGRAM_TIMING_RULES, ProgramTimingCase(program(hours=hours), night), LAW_115
    )
    assert dict(finding.values)["limit"] == limit
    assert finding.message.zh == f"每日開放時間為 {limit}；現在是 115 年 5 月 6 日 23:00。"
    assert finding.at == "/hours"
    assert finding.source.endswith(source)


def test_out_of_the_windows_the_hours_are_not_asked() -> None:
    night = dt.datetime(2026, 5, 20, 23, 0, tzinfo=TAIPEI)
    assert _timed(night, LAW_115) == ["LP2327"]


@given(seconds=st.integers(-86_400, 40 * 86_400))
def test_an_instant_is_in_time_or_has_exactly_one_finding(seconds: int) -> None:
    at = OPENS + dt.timedelta(seconds=seconds)
    in_a_window = OPENS <= at < CLOSES or AGAIN <= at < SECOND.closes
    in_hours = 9 <= at.astimezone(TAIPEI).hour < 21
    found = _timed(at, LAW_115, windows=(FIRST, SECOND))
    assert len(found) == (not (in_a_window and in_hours))
