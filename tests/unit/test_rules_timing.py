"""Windows: open from the first instant to just before the closing one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    Deadline,
    Extension,
    ExtensionState,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    SubmissionRound,
    Unlock,
    Window,
    WindowKind,
    YearlySelection,
)
from learnport.rules import TIMING_RULES, TimingCase, check
from tests.unit.test_rules_samples import (
    CLOSES,
    LAW,
    NOON,
    OPENS,
    PORTFOLIO,
    SETTINGS,
    STUDENT,
    timing_case,
)

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


# A window is the grade's or the round's own, and longer for whom it was extended.

UPLOAD = WindowKind.UPLOAD_OUTCOMES
LONGER, LONGEST = CLOSES + dt.timedelta(days=1), CLOSES + dt.timedelta(days=2)


def _closing(
    settings: SchoolSettings, portfolio: Portfolio, item: str | None = None
) -> dt.datetime:
    case = TimingCase.of_student(UPLOAD, "113-1", NOON, settings, portfolio, item)
    assert case.window is not None
    assert case.window.opens == OPENS
    assert case.own == Window(OPENS, CLOSES)
    return case.window.closes


def _with(*extensions: Extension | Unlock) -> Portfolio:
    return attrs.evolve(PORTFOLIO, extensions=extensions)


def _extension(until: dt.datetime, key: str = "e1", **changes: Any) -> Extension:
    return attrs.evolve(Extension(key, UPLOAD, "113-1", until), **changes)


@pytest.mark.parametrize(
    ("portfolio", "item", "closes"),
    [
        (PORTFOLIO, None, CLOSES),
        (_with(_extension(LONGER)), None, LONGER),
        (_with(_extension(LONGER)), "outcome-1", LONGER),
        (_with(_extension(LONGER), _extension(LONGEST, "e2")), None, LONGEST),
        (_with(_extension(LONGEST), _extension(LONGER, "e2")), None, LONGEST),
        (_with(_extension(CLOSES - MS)), None, CLOSES),
        (_with(_extension(LONGER, state=ExtensionState.REVOKED)), None, CLOSES),
        (_with(_extension(LONGER, kind=WindowKind.CERTIFY)), None, CLOSES),
        (_with(_extension(LONGER, term="113-2")), None, CLOSES),
        (_with(Unlock("u1", "outcome-1", LONGER)), None, CLOSES),
        (_with(Unlock("u1", "outcome-1", LONGER)), "outcome-1", LONGER),
        (_with(Unlock("u1", "outcome-1", LONGER)), "outcome-2", CLOSES),
        (_with(Unlock("u1", "outcome-1", LONGER, ExtensionState.REVOKED)), "outcome-1", CLOSES),
        (_with(Unlock("u1", "outcome-1", LONGER), _extension(LONGEST)), "outcome-1", LONGEST),
        (_with(Unlock("u1", "outcome-1", LONGEST), _extension(LONGER)), "outcome-1", LONGEST),
    ],
)
def test_the_latest_of_window_extension_and_unlock_closes_it(
    portfolio: Portfolio, item: str | None, closes: dt.datetime
) -> None:
    assert _closing(SETTINGS, portfolio, item) == closes


def test_an_extension_opens_no_window_that_was_never_set() -> None:
    case = TimingCase.of_student(
        WindowKind.CERTIFY, "113-1", OPENS, SETTINGS,
        _with(_extension(LONGER, kind=WindowKind.CERTIFY)),
    )  # fmt: skip
    assert (case.own, case.window) == (None, None)
    assert [finding.code for finding in check(TIMING_RULES, case, LAW)] == ["LP1501"]


def _at_grade(grade: int) -> Portfolio:
    return attrs.evolve(PORTFOLIO, student=attrs.evolve(STUDENT, grade=grade))


def test_a_grade_has_its_own_window_before_the_one_for_all() -> None:
    own = Window(OPENS, CLOSES - dt.timedelta(days=5))
    settings = attrs.evolve(
        SETTINGS, deadlines=(*SETTINGS.deadlines, Deadline(UPLOAD, "113-1", own, grade=3))
    )
    found = {
        grade: TimingCase.of_student(UPLOAD, "113-1", NOON, settings, _at_grade(grade)).window
        for grade in (1, 2, 3)
    }
    assert found == {1: Window(OPENS, CLOSES), 2: Window(OPENS, CLOSES), 3: own}


RECEIPT = WindowKind.CONFIRM_RECEIPT


@pytest.mark.parametrize(
    ("batch", "closes"),
    [
        (None, CLOSES),
        ("ZZ0001.yearly.113.ordinary.1", CLOSES),
        ("ZZ0001.yearly.113.first.1", LONGER),
        ("ZZ0001.yearly.113.second.2", LONGEST),
    ],
)
def test_the_receipt_is_confirmed_in_the_window_of_the_round_that_carried_it(
    batch: str | None, closes: dt.datetime
) -> None:
    windows = (
        Deadline(RECEIPT, "113", Window(OPENS, CLOSES)),
        Deadline(RECEIPT, "113", Window(OPENS, LONGER), round=SubmissionRound.FIRST),
        Deadline(RECEIPT, "113", Window(OPENS, LONGEST), round=SubmissionRound.SECOND),
    )
    mine = YearlySelection(SchoolYear(113), batch=batch)
    portfolio = attrs.evolve(PORTFOLIO, selections=(mine,))
    case = TimingCase.of_student(RECEIPT, "113", NOON, SchoolSettings(windows), portfolio)
    assert case.window == Window(OPENS, closes)


def test_an_extended_window_is_named_as_it_is_for_this_student() -> None:
    case = TimingCase.of_student(UPLOAD, "113-1", LONGER, SETTINGS, _with(_extension(LONGER)))
    (finding,) = check(TIMING_RULES, case, LAW)
    assert finding.code == "LP1503"
    assert "已於 114 年 2 月 15 日 24:00 截止" in finding.message.zh
