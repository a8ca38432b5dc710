"""LP15xx: windows. A window is open from its first instant to just before its closing one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Window
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import TimingCase
from learnport.rules._rule import Breach, rule
from learnport.rules._words import closing, term_named

__all__ = ["TIMING_RULES", "TOO_EARLY"]


@rule(
    "LP1501",
    says="須有期程的作業，學校設定期程後才能進行。",
    zh="學校尚未設定 {term}「{kind}」的期程。",
    en="The school has set no window for {kind} in {term}.",
    remedy_zh="請洽學校承辦人員設定期程。",
    remedy_en="Ask the school's staff to set the window.",
    source=src.SCHOOL_CALENDAR,
)
def window_set(case: TimingCase, _: Law) -> Iterator[Breach]:
    """What has a window is done only where the school has set one."""
    if case.window is None:
        yield Breach(term=term_named(case.term), kind=case.kind)


@rule(
    "LP1502",
    says="期程開放後才能作業。",
    zh="{term}「{kind}」自 {opens} 起開放，至 {closes} 止；現在是 {now}，尚未開放。",
    en="The window for {kind} in {term} opens at {opens} and closes at {closes}; at {now} it is"
    " not open yet.",
    remedy_zh="請於 {opens} 以後辦理。",
    remedy_en="Come back at {opens}.",
    source=src.SCHOOL_CALENDAR,
)
def not_too_early(case: TimingCase, _: Law) -> Iterator[Breach]:
    """Nothing is done before its window opens."""
    window = case.window
    if window is not None and case.at < window.opens:
        yield _breach(case, window)


@rule(
    "LP1503",
    says="期程截止後不再作業。",
    zh="{term}「{kind}」自 {opens} 起開放，已於 {closes} 截止；現在是 {now}。",
    en="The window for {kind} in {term} opened at {opens} and closed at {closes}; now it is {now}.",
    remedy_zh="請洽學校承辦人員；學校得敘明原因，為個別學生延長期程。",
    remedy_en="Ask the school's staff: with a reason they may extend the window for one student.",
    source=src.SCHOOL_CALENDAR,
)
def not_too_late(case: TimingCase, _: Law) -> Iterator[Breach]:
    """Nothing is done once its window has closed."""
    window = case.window
    if window is not None and case.at >= window.closes:
        yield _breach(case, window)


def _breach(case: TimingCase, window: Window) -> Breach:
    return Breach(
        term=term_named(case.term),
        kind=case.kind,
        opens=window.opens,
        closes=closing(window.closes),
        now=case.at,
    )


TOO_EARLY: Final = not_too_early
"""The same entry for rooms that tell people when to come back."""

TIMING_RULES: Final = (window_set, not_too_early, not_too_late)
"""Whether something is done in time; for a `TimingCase`."""
