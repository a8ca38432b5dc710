"""More time for one student: later than now, later than the window, for what is still open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from learnport.model import (
    Deadline,
    Extension,
    OutcomeState,
    PerformanceState,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    SubmissionRound,
    Unlock,
    Window,
    WindowKind,
    YearlySelection,
)
from learnport.rules import EXTENSION_RULES, ExtensionCase, check
from tests.unit.test_rules_samples import (
    CLOSES,
    LAW,
    OPENS,
    PORTFOLIO,
    SETTINGS,
    STUDENT,
    outcome,
    performance,
)

TICK = dt.timedelta(microseconds=1)
NOW = CLOSES - dt.timedelta(days=1)
UPLOAD = WindowKind.UPLOAD_OUTCOMES


def judge(
    extension: Extension | Unlock,
    now: dt.datetime = NOW,
    portfolio: Portfolio = PORTFOLIO,
    settings: SchoolSettings = SETTINGS,
) -> list[str]:
    case = ExtensionCase(extension, now, portfolio, settings)
    return [f"{each.code}{each.at}" for each in check(EXTENSION_RULES, case, LAW)]


def longer(until: dt.datetime = CLOSES + TICK, **changes: Any) -> Extension:
    return attrs.evolve(Extension("e1", UPLOAD, "113-1", until), **changes)


def unlock(until: dt.datetime = CLOSES, item: str = "outcome-1") -> Unlock:
    return Unlock("u1", item, until)


DRAFTS = attrs.evolve(
    PORTFOLIO,
    outcomes=(outcome(state=OutcomeState.DRAFT),),
    performances=(performance(state=PerformanceState.DRAFT),),
)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(CLOSES + TICK, []), (CLOSES, ["LP2223/until"]), (CLOSES - TICK, ["LP2223/until"])],
)
def test_an_extension_ends_after_the_window_itself(until: dt.datetime, expected: list[str]) -> None:
    assert judge(longer(until)) == expected


@pytest.mark.parametrize(
    ("ahead", "expected"), [(TICK, []), (0 * TICK, ["LP2221/until"]), (-TICK, ["LP2221/until"])]
)
def test_an_extension_or_unlock_ends_after_now(ahead: dt.timedelta, expected: list[str]) -> None:
    late = CLOSES + dt.timedelta(days=9)
    assert judge(longer(late + ahead), late) == expected
    assert judge(unlock(late + ahead), late, DRAFTS) == expected


def test_what_is_too_early_for_both_is_said_of_both() -> None:
    assert judge(longer(NOW)) == ["LP2221/until", "LP2223/until"]


@pytest.mark.parametrize(
    "changes", [{"term": "113-2"}, {"kind": WindowKind.CERTIFY}], ids=["term", "kind"]
)
def test_only_a_window_that_was_set_is_extended(changes: dict[str, Any]) -> None:
    assert judge(longer(**changes)) == ["LP2222/term"]


def test_an_earlier_extension_is_no_window_and_no_hindrance() -> None:
    """Until when it was extended before does not count: the window itself does."""
    before = attrs.evolve(PORTFOLIO, extensions=(longer(CLOSES + 9 * TICK, id="e0"),))
    assert judge(longer(CLOSES + TICK), portfolio=before) == []
    assert judge(longer(CLOSES), portfolio=before) == ["LP2223/until"]
    certify = longer(CLOSES + 9 * TICK, id="e0", kind=WindowKind.CERTIFY)
    alone = attrs.evolve(PORTFOLIO, extensions=(certify,))
    assert judge(longer(kind=WindowKind.CERTIFY), portfolio=alone) == ["LP2222/term"]


def test_the_window_is_the_one_of_the_students_grade() -> None:
    early = CLOSES - dt.timedelta(days=5)
    own = Deadline(UPLOAD, "113-1", Window(OPENS, early), grade=3)
    settings = attrs.evolve(SETTINGS, deadlines=(*SETTINGS.deadlines, own))
    third = attrs.evolve(PORTFOLIO, student=attrs.evolve(STUDENT, grade=3))
    assert judge(longer(early + TICK), OPENS, third, settings) == []
    assert judge(longer(early), OPENS, third, settings) == ["LP2223/until"]
    assert judge(longer(early + TICK), OPENS, PORTFOLIO, settings) == ["LP2223/until"]


def test_the_window_is_the_one_of_the_round_that_carried_the_student() -> None:
    kind = WindowKind.CONFIRM_RECEIPT
    alone = Deadline(kind, "113", Window(OPENS, CLOSES), round=SubmissionRound.FIRST)
    settings = SchoolSettings((alone,))
    carried = YearlySelection(SchoolYear(113), batch="ZZ0001.yearly.113.first.1")
    mine = attrs.evolve(PORTFOLIO, selections=(carried,))
    more = longer(kind=kind, term="113")
    assert judge(more, portfolio=mine, settings=settings) == []
    assert judge(longer(CLOSES, kind=kind, term="113"), portfolio=mine, settings=settings) == [
        "LP2223/until"
    ]
    assert judge(more, settings=settings) == ["LP2222/term"]


@pytest.mark.parametrize("state", OutcomeState)
def test_an_outcome_is_unlocked_unless_it_is_submitted_or_discarded(state: OutcomeState) -> None:
    closed = state in ("submitted", "discarded")
    portfolio = attrs.evolve(PORTFOLIO, outcomes=(outcome(state=state),))
    assert judge(unlock(), portfolio=portfolio) == ["LP2224/item"] * closed


@pytest.mark.parametrize("state", PerformanceState)
def test_a_performance_is_unlocked_unless_it_is_submitted_or_discarded(
    state: PerformanceState,
) -> None:
    closed = state in ("submitted", "discarded")
    portfolio = attrs.evolve(PORTFOLIO, performances=(performance(state=state),))
    assert judge(unlock(item="performance-1"), portfolio=portfolio) == ["LP2224/item"] * closed


def test_an_unlock_needs_no_window_and_no_later_end_than_one() -> None:
    assert judge(unlock(NOW + TICK), portfolio=DRAFTS, settings=SchoolSettings()) == []


def test_an_item_that_is_not_there_is_for_the_life_cycle_to_refuse() -> None:
    assert judge(unlock(item="nothing")) == []


def test_the_words_name_both_ends() -> None:
    case = ExtensionCase(longer(CLOSES), NOW, PORTFOLIO, SETTINGS)
    (finding,) = check(EXTENSION_RULES, case, LAW)
    assert finding.message.zh == (
        "延長的期限（114 年 2 月 14 日 24:00）沒有晚於原來的截止時間 114 年 2 月 14 日 24:00。"
    )
    assert dict(finding.values) == {
        "own": "2025-02-15T00:00:00+08:00", "limit": "2025-02-15T00:00:00+08:00",
    }  # fmt: skip
    late = ExtensionCase(unlock(CLOSES), CLOSES, DRAFTS, SETTINGS)
    (finding,) = check(EXTENSION_RULES, late, LAW)
    assert finding.message.en == (
        "The extension ends at 2025-02-15 00:00 (Taipei), which is not after now"
        " (2025-02-15 00:00 (Taipei))."
    )


def test_a_window_nobody_set_is_named() -> None:
    case = ExtensionCase(longer(term="113-2"), NOW, PORTFOLIO, SETTINGS)
    (finding,) = check(EXTENSION_RULES, case, LAW)
    assert finding.message.zh == (
        "學校沒有設定 113 學年度第 2 學期「上傳課程學習成果」的期程，無從延長。"
    )
    assert dict(finding.values) == {"term": "113-2", "kind": "upload_outcomes"}


def test_a_closed_item_is_named_with_its_state() -> None:
    portfolio = attrs.evolve(PORTFOLIO, outcomes=(outcome(state=OutcomeState.SUBMITTED),))
    case = ExtensionCase(unlock(), NOW, portfolio, SETTINGS)
    (finding,) = check(EXTENSION_RULES, case, LAW)
    assert finding.message.zh == "這件資料（outcome-1）的狀態是「已提交」，不能解鎖。"
    assert dict(finding.values) == {"item": "outcome-1", "state": "submitted"}
