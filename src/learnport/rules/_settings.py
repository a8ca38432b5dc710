"""LP22xx: a school's own settings, and more time for single students."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from learnport.model import (
    TAIPEI,
    Deadline,
    Extension,
    OutcomeState,
    PerformanceState,
    Semester,
    Severity,
    Text,
    Unlock,
    Window,
    WindowKind,
)
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import (
    ExtensionCase,
    SettingsCase,
    TimingCase,
)
from learnport.rules._rule import Breach, rule
from learnport.rules._words import Named, as_code, closing, term_named

__all__ = ["EXTENSION_RULES", "SETTINGS", "SETTINGS_RULES"]

_EVERY_GRADE: Final = (1, 2, 3)
_CLOSED: Final = frozenset({
    OutcomeState.SUBMITTED, OutcomeState.DISCARDED,
    PerformanceState.SUBMITTED, PerformanceState.DISCARDED,
})  # fmt: skip


def _shown(content: object) -> Named:
    text = "、".join(map(str, content)) if isinstance(content, tuple) else str(content)
    english = ", ".join(map(str, content)) if isinstance(content, tuple) else str(content)
    return Named(english, Text(text or "（無）", english or "(none)"))


@rule(
    "LP2201",
    says="學校只能自訂法規開放學校訂得更嚴的項目。",
    zh="學校設定的「{parameter}」不是學校可以自訂的項目，或數值形式不符，不生效。",
    en='The setting "{parameter}" is not one a school may make, or its value does not have the'
    " right form; it has no effect.",
    remedy_zh="請移除這項設定，或改用 learnport law 列出之學校可自訂項目。",
    remedy_en="Remove it, or choose one that `learnport law` shows a school may tighten.",
    source=src.SCHOOL_SETTINGS,
)
def limit_known(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """A school sets only what the law lets it tighten."""
    for name, own in case.settings.limits.items():
        if name not in law or law[name].tightens(own) is None:
            yield Breach(f"/limits/{name}", parameter=name)


@rule(
    "LP2202",
    says="學校的規定只能比法規嚴格。",
    zh="學校設定的「{parameter}」為 {own}，比法規的 {limit} 寬鬆，不生效。",
    en="The school sets {parameter} to {own}; the law says {limit}, which is stricter and stands.",
    remedy_zh="請改為不寬於 {limit} 的數值。",
    remedy_en="Choose a value that is no looser than {limit}.",
    source=src.SCHOOL_SETTINGS,
)
def limit_not_loosened(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """A school's limit is no looser than the law's."""
    for name, own in case.settings.limits.items():
        if name in law and law[name].tightens(own) is False:
            value = law[name]
            limit = value.members if isinstance(value.value, tuple) else value.value
            yield Breach(
                f"/limits/{name}",
                parameter=name,
                own=_shown(own),
                limit=_shown(limit),
                source=value.source,
            )


@rule(
    "LP2203",
    says="課程學習成果的上傳期程至少開放到學期結束後法規所定的天數。",
    zh="{term}上傳課程學習成果的期程於 {own} 截止；學期於 {closing}結束，至少應開放至 {limit}"
    "（結束後 {days} 天）。",
    en="Uploading course outcomes of {term} closes at {own}; the semester ends on {closing}, so it"
    " must stay open until {limit} ({days} days after).",
    remedy_zh="請將截止時間延後到 {limit} 以後。",
    remedy_en="Let the window close at {limit} or later.",
    source=src.SCHOOL_CALENDAR,
)
def upload_open_long_enough(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """The upload window stays open long enough after the semester."""
    least = law["upload.window.min_days_after_term"]
    if not least.number:
        return  # no minimum is known of that year
    exempt = law["upload.window.exempt_terms"].members
    for index, each in enumerate(case.settings.deadlines):
        if each.kind is not WindowKind.UPLOAD_OUTCOMES:
            continue
        semester = Semester.parse(each.term)
        if all(f"{9 + grade}-{semester.half}" in exempt for grade in _grades(case, each)):
            continue
        last = case.settings.closing_day(semester)
        limit = _midnight(last + dt.timedelta(days=least.number + 1))
        if each.window.closes < limit:
            yield Breach(
                f"/deadlines/{index}",
                term=term_named(each.term),
                own=closing(each.window.closes),
                closing=last,
                limit=closing(limit),
                days=least.number,
                source=least.source,
            )


def _grades(case: SettingsCase, deadline: Deadline) -> tuple[int, ...]:
    """The grades a window is for: its own, or all that have none of their own."""
    if deadline.grade is not None:
        return (deadline.grade,)
    own = {
        each.grade
        for each in case.settings.deadlines
        if (each.kind, each.term) == (deadline.kind, deadline.term)
    }
    return tuple(grade for grade in _EVERY_GRADE if grade not in own)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), TAIPEI)


@rule(
    "LP2204",
    says="收訖明細的確認期間不少於法規所定的天數。",
    zh="{term}確認收訖明細的期程（{opens} 起，{own} 止）不足 {days} 天。",
    en="Confirming the receipt of {term} is open from {opens} to {own}: less than {days} days.",
    remedy_zh="請將截止時間延後到 {limit} 以後。",
    remedy_en="Let the window close at {limit} or later.",
    source=src.RECEIPT,
)
def receipt_open_long_enough(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """Students have long enough to confirm the receipt."""
    least = law["receipt.confirmation.min_days"]
    for index, each in enumerate(case.settings.deadlines):
        if each.kind is not WindowKind.CONFIRM_RECEIPT:
            continue
        limit = each.window.opens + dt.timedelta(days=least.number)
        if each.window.closes < limit:
            yield Breach(
                f"/deadlines/{index}",
                term=term_named(each.term),
                opens=each.window.opens,
                own=closing(each.window.closes),
                limit=closing(limit),
                days=least.number,
                source=least.source,
            )


@rule(
    "LP2205",
    says="認證期程不早於上傳期程截止。",
    severity=Severity.ALERT,
    zh="{term}的認證期程於 {own} 截止，早於上傳期程的 {limit}；最後上傳的課程學習成果將"
    "來不及認證。",
    en="Certifying in {term} closes at {own}, before uploading does at {limit}: what is uploaded"
    " last can no longer be certified.",
    remedy_zh="建議將認證期程的截止時間延後到 {limit} 以後。",
    remedy_en="Let certifying close at {limit} or later.",
    source=src.SCHOOL_CALENDAR,
)
def certified_after_uploading(case: SettingsCase, _: Law) -> Iterator[Breach]:
    """Certifying does not close before uploading."""
    for index, each in enumerate(case.settings.deadlines):
        if each.kind is not WindowKind.CERTIFY:
            continue
        for uploading in _windows(case, WindowKind.UPLOAD_OUTCOMES, each):
            if each.window.closes < uploading.closes:
                yield Breach(
                    f"/deadlines/{index}",
                    term=term_named(each.term),
                    own=closing(each.window.closes),
                    limit=closing(uploading.closes),
                )
                break


def _windows(case: SettingsCase, kind: WindowKind, beside: Deadline) -> Iterator[Window]:
    """The windows of another kind for the same term and the same grades."""
    for grade in _grades(case, beside):
        window = case.settings.window(kind, beside.term, grade)
        if window is not None:
            yield window


@rule(
    "LP2206",
    says="提交期程不早於勾選期程截止。",
    severity=Severity.ALERT,
    zh="{term}的提交期程於 {own} 開始，早於勾選期程截止的 {limit}。",
    en="Submitting in {term} opens at {own}, before selecting closes at {limit}.",
    remedy_zh="建議在勾選期程截止後才開始提交，以免遺漏最後確認的學生。",
    remedy_en="Open it after selecting has closed, so that nobody who confirms last is left out.",
    source=src.SCHOOL_CALENDAR,
)
def submitted_after_selecting(case: SettingsCase, _: Law) -> Iterator[Breach]:
    """Submitting does not open before selecting closes."""
    for index, each in enumerate(case.settings.deadlines):
        if each.kind is not WindowKind.SUBMIT:
            continue
        grades = each.round.grades if each.round else _EVERY_GRADE
        found = (case.settings.window(WindowKind.SELECT, each.term, grade) for grade in grades)
        latest = max((window.closes for window in found if window), default=None)
        if latest is not None and each.window.opens < latest:
            yield Breach(
                f"/deadlines/{index}",
                term=term_named(each.term),
                own=each.window.opens,
                limit=closing(latest),
            )


@rule(
    "LP2207",
    says="學校只為法規所列的退回原因自訂用語。",
    zh="學校為退回原因「{reason}」自訂了用語，但法規所列的退回原因沒有這一項。",
    en='The school has words for the reason "{reason}", which is none of the closed list.',
    remedy_zh="請移除這項用語；可用的原因：{limit}。",
    remedy_en="Remove it; the reasons are: {limit}.",
    source=src.CERTIFICATION,
)
def wording_of_listed_reasons(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """A school puts only the listed reasons for a return in its own words."""
    reasons = law["certification.return.reasons"]
    for code in case.settings.return_wording:
        if code not in reasons.members:
            yield Breach(
                f"/return_wording/{code}",
                reason=as_code(code),
                limit=_shown(reasons.members),
                source=reasons.source,
            )


@rule(
    "LP2208",
    says="退回原因的用語不涉及成績及格、成果品質或特定作業、單元。",
    zh="學校為退回原因「{reason}」訂的用語提到「{words}」；認證不得以成績或成果品質為條件。",
    en='The school\'s words for the reason "{reason}" mention {words}; certifying must not depend'
    " on grades or quality.",
    remedy_zh="請改寫用語，只說明是否為本人成果、是否為本課程產出，或檔案的問題。",
    remedy_en="Say only whether it is the student's own, from this course, or what is wrong with"
    " the file.",
    source=src.CERTIFICATION,
)
def wording_without_grades(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """A school's words for a return speak of no grades and no quality."""
    forbidden = law["certification.return.forbidden_words"]
    for code, text in case.settings.return_wording.items():
        said = f"{text.zh}\n{text.en}".lower()
        if found := tuple(word for word in forbidden.members if word in said):
            yield Breach(
                f"/return_wording/{code}",
                reason=as_code(code),
                words=found,
                source=forbidden.source,
            )


SETTINGS_RULES: Final = (
    limit_known,
    limit_not_loosened,
    upload_open_long_enough,
    receipt_open_long_enough,
    certified_after_uploading,
    submitted_after_selecting,
    wording_of_listed_reasons,
    wording_without_grades,
)
"""What a school's settings must satisfy; for a `SettingsCase`."""


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

SETTINGS: Final = (*SETTINGS_RULES, *EXTENSION_RULES)
"""The chapter LP22 of the catalogue."""
