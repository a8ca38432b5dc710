"""LP222x: more time, and items unlocked, for single students."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Extension, OutcomeState, PerformanceState, Unlock, Window
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import ExtensionCase, TimingCase
from learnport.rules._rule import Breach, rule
from learnport.rules._words import closing, term_named

__all__ = ["EXTENSION_RULES"]

_CLOSED: Final = frozenset({
    OutcomeState.SUBMITTED, OutcomeState.DISCARDED,
    PerformanceState.SUBMITTED, PerformanceState.DISCARDED,
})  # fmt: skip


@rule(
    "LP2221",
    says="延長或解鎖的期限在核准之後。",
    zh="延長或解鎖的期限（{own}）已過；現在是 {now}。",
    en="The extension ends at {own}, which is not after now ({now}).",
    remedy_zh="請填寫晚於現在的期限。",
    remedy_en="Choose an end that is still to come.",
    source=src.SCHOOL_CALENDAR,
)
def extension_ends_later(case: ExtensionCase, _: Law) -> Iterator[Breach]:
    """An extension ends after it is granted."""
    if case.extension.until <= case.at:
        yield Breach("/until", own=closing(case.extension.until), now=case.at)


def _extended_window(case: ExtensionCase) -> Window | None:
    """The school's own window, without this or any earlier extension."""
    extension = case.extension
    if not isinstance(extension, Extension):
        return None
    return TimingCase.of_student(
        extension.kind, extension.term, case.at, case.settings, case.portfolio
    ).own


@rule(
    "LP2222",
    says="只延長學校已設定的期程。",
    zh="學校沒有設定 {term}「{kind}」的期程，無從延長。",
    en="The school has set no window for {kind} in {term}, so there is nothing to extend.",
    remedy_zh="請先設定期程。",
    remedy_en="Set the window first.",
    source=src.SCHOOL_CALENDAR,
)
def extension_of_a_window(case: ExtensionCase, _: Law) -> Iterator[Breach]:
    """Only a window that was set is extended."""
    extension = case.extension
    if isinstance(extension, Extension) and _extended_window(case) is None:
        yield Breach("/term", term=term_named(extension.term), kind=extension.kind)


@rule(
    "LP2223",
    says="延長後的期限晚於原來的截止時間。",
    zh="延長的期限（{own}）沒有晚於原來的截止時間 {limit}。",
    en="The extension ends at {own}, not after the window itself closes ({limit}).",
    remedy_zh="請填寫晚於 {limit} 的期限；如需縮短期程，請修改學校期程。",
    remedy_en="Choose an end after {limit}; to shorten a window, change the school's calendar.",
    source=src.SCHOOL_CALENDAR,
)
def extension_gives_time(case: ExtensionCase, _: Law) -> Iterator[Breach]:
    """An extension gives more time, never less."""
    window = _extended_window(case)
    if window is not None and case.extension.until <= window.closes:
        yield Breach("/until", own=closing(case.extension.until), limit=closing(window.closes))


@rule(
    "LP2224",
    says="已提交或已刪除的資料不解鎖。",
    zh="這件資料（{item}）的狀態是「{state}」，不能解鎖。",
    en="The item {item} is {state} and cannot be unlocked.",
    remedy_zh="已提交的資料只能以更正批次更正；已刪除的資料請重新上傳。",
    remedy_en="What was submitted is changed in a correction batch only; what was discarded is"
    " uploaded anew.",
    source=src.LIFE_CYCLES,
)
def unlocked_item_open(case: ExtensionCase, _: Law) -> Iterator[Breach]:
    """Only an item that is neither submitted nor discarded is unlocked."""
    if not isinstance(case.extension, Unlock):
        return
    key = case.extension.item
    item = case.portfolio.outcome(key) or case.portfolio.performance(key)
    if item is not None and item.state in _CLOSED:
        yield Breach("/item", item=key, state=item.state)


EXTENSION_RULES: Final = (
    extension_ends_later, extension_of_a_window, extension_gives_time, unlocked_item_open,
)  # fmt: skip
"""What an extension or unlock must satisfy; for an `ExtensionCase`."""
