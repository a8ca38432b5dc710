"""Windows: open from the first instant to just before the closing one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.rules import TIMING_RULES, check
from tests.unit.test_rules_samples import CLOSES, LAW, OPENS, timing_case

MS = dt.timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        (OPENS - MS, ["LP1502"]),
        (OPENS, []),
        (OPENS + MS, []),
        (CLOSES - MS, []),
        (CLOSES, ["LP1503"]),
        (CLOSES + MS, ["LP1503"]),
    ],
)
def test_the_last_millisecond_is_in_time_and_the_closing_instant_is_not(
    at: dt.datetime, codes: list[str]
) -> None:
    assert [finding.code for finding in check(TIMING_RULES, timing_case(at), LAW)] == codes
    abroad = at.astimezone(dt.UTC)
    assert [finding.code for finding in check(TIMING_RULES, timing_case(abroad), LAW)] == codes


def test_too_early_says_when_to_come_back_in_both_calendars() -> None:
    early = dt.datetime(2025, 1, 31, 15, 59, 59, tzinfo=dt.UTC)
    (finding,) = check(TIMING_RULES, timing_case(early), LAW)
    assert finding.message.zh == (
        "113 學年度第 1 學期「上傳課程學習成果」自 114 年 2 月 1 日 08:00 起開放，"
        "至 114 年 2 月 14 日 24:00 止；現在是 114 年 1 月 31 日 23:59:59，尚未開放。"
    )
    assert finding.message.en == (
        "The window for uploading course outcomes in semester 113-1 opens at"
        " 2025-02-01 08:00 (Taipei) and closes at 2025-02-15 00:00 (Taipei);"
        " at 2025-01-31 23:59:59 (Taipei) it is not open yet."
    )


def test_too_late_says_when_it_closed() -> None:
    (finding,) = check(TIMING_RULES, timing_case(CLOSES), LAW)
    assert "已於 114 年 2 月 14 日 24:00 截止" in finding.message.zh
    assert "closed at 2025-02-15 00:00 (Taipei)" in finding.message.en


def test_without_a_window_nothing_is_open_and_nothing_else_is_said() -> None:
    (finding,) = check(TIMING_RULES, timing_case(OPENS, "114"), LAW)
    assert finding.message.zh == "學校尚未設定 114 學年度「上傳課程學習成果」的期程。"
    assert finding.severity.refuses


@given(seconds=st.integers(-100, 14 * 86_400), ms=st.integers(-1, 1))
def test_an_instant_is_either_in_time_or_has_exactly_one_finding(seconds: int, ms: int) -> None:
    instant = OPENS + dt.timedelta(seconds=seconds) + ms * MS
    findings = check(TIMING_RULES, timing_case(instant), LAW)
    assert len(findings) == (not OPENS <= instant < CLOSES)
