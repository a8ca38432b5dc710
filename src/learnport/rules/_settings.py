"""LP220x: a school's own settings before the law they may only tighten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from learnport.model import (
    TAIPEI,
    Deadline,
    Semester,
    Severity,
    SubmissionRound,
    Text,
    Window,
    WindowKind,
)
from learnport.parameters import Law, Source, Unit, Value
from learnport.rules import _sources as src
from learnport.rules._cases import (
    SettingsCase,
)
from learnport.rules._rule import Breach, rule
from learnport.rules._words import (
    Field,
    Named,
    Size,
    as_code,
    closing,
    media_named,
    spell,
    term_named,
    words_in,
)

__all__ = ["SETTINGS_RULES"]

_EVERY_GRADE: Final = (1, 2, 3)


def _titled(name: str, law: Law) -> Named:
    """A parameter with its words; its bare name where the law has none of it."""
    parameter = law.parameters.get(name)
    if parameter is None:
        return Named(name, Text(name, name))
    title = parameter.title
    return Named(name, Text(f"{title.zh}（{name}）", f"{title.en} ({name})"))


def _shown(content: object, value: Value) -> Field:
    """A limit as people read it: a size in MB, kinds of file and reasons by their names."""
    if isinstance(content, tuple):
        return tuple(_member(str(each), value) for each in content)
    if value.unit is Unit.BYTES and isinstance(content, int):
        return Size(content)
    return str(content)


def _member(code: str, value: Value) -> Named:
    if "/" in code:
        return media_named(code)
    label = value.label(code)
    if label.zh == code:
        return Named(code, label)
    return Named(code, Text(f"{label.zh}（{code}）", f"{label.en} ({code})"))


@rule(
    "LP2201",
    says="學校只能自訂法規容許從嚴的項目。",
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
            yield Breach(f"/limits/{name}", parameter=_titled(name, law))


@rule(
    "LP2202",
    says="學校的規定只能比法規嚴格。",
    zh="學校設定的「{parameter}」為 {own}；法規為 {limit}，較嚴，故學校設定不生效。",
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
                parameter=_titled(name, law),
                own=_shown(own, value),
                limit=_shown(limit, value),
                source=value.source,
            )


@rule(
    "LP2203",
    says="課程學習成果的上傳期程至少開放到學期結束後法規所定的天數。",
    zh="{term}上傳課程學習成果的期程於 {own} 截止；學期於 {closing}結束，至少應開放至 {limit}"
    "（結束後 {days} 天）。",
    en="Uploading course outcomes of {term} closes at {own}; the semester ends on {closing}, so it"
    " must stay open until {limit} ({days} days after).",
    remedy_zh="請將截止時間延後到 {limit} 以後；學校休業式較早者，請設定休業式日期。",
    remedy_en="Let the window close at {limit} or later; where the school's term ends earlier, set"
    " its closing day.",
    source=src.SCHOOL_CALENDAR,
)
def upload_open_long_enough(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """The upload window stays open long enough after the semester."""
    for index, each in enumerate(case.settings.deadlines):
        if each.kind is not WindowKind.UPLOAD_OUTCOMES:
            continue
        semester = Semester.parse(each.term)
        last = case.settings.closing_day(semester)
        least = _least("upload.window.min_days_after_term", case, law, last)
        if least is None:
            continue
        exempt = _law(case, law, last)["upload.window.exempt_terms"].members
        if all(f"{grade}-{semester.half}" in exempt for grade in _grades(case, each)):
            continue
        limit = _midnight(last + dt.timedelta(days=least.number + 1))
        if each.window.closes < limit:
            yield Breach(
                f"/deadlines/{index}",
                term=term_named(each.term),
                own=closing(each.window.closes),
                closing=_last_day(semester, case),
                limit=closing(limit),
                days=least.number,
                source=least.source,
            )


def _law(case: SettingsCase, law: Law, day: dt.date) -> Law:
    """The law of a window's own day: a window of an old year is held against that year."""
    return case.law_on(day) if case.law_on else law


def _least(name: str, case: SettingsCase, law: Law, day: dt.date) -> Value | None:
    """A minimum of the law of a day, or the school's where stricter; None where none is known."""
    value = _law(case, law, day).get(name)
    if value is None or not value.number:
        return None
    return value.tightened(case.settings.limits.get(name), Source("學校設定", name))


def _last_day(semester: Semester, case: SettingsCase) -> Named:
    """The semester's last day, with a word where the school has not set its own."""
    day = spell(case.settings.closing_day(semester))
    if str(semester) in case.settings.closing_days:
        return Named(str(day.value), Text(f"{day.zh}", day.en))
    return Named(
        str(day.value),
        Text(f"{day.zh}（學校未設定休業式，以學期末日計）", f"{day.en} (no closing day was set)"),
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
    for index, each in enumerate(case.settings.deadlines):
        if each.kind is not WindowKind.CONFIRM_RECEIPT:
            continue
        opens = each.window.opens.astimezone(TAIPEI).date()
        least = _least("receipt.confirmation.min_days", case, law, opens)
        if least is None:
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
        grades = _grades_submitting(case, each)
        found = (case.settings.window(WindowKind.SELECT, each.term, grade) for grade in grades)
        latest = max((window.closes for window in found if window), default=None)
        if latest is not None and each.window.opens < latest:
            yield Breach(
                f"/deadlines/{index}",
                term=term_named(each.term),
                own=each.window.opens,
                limit=closing(latest),
            )


def _grades_submitting(case: SettingsCase, deadline: Deadline) -> frozenset[int]:
    """The grades of a submission window: of its round, or of all that have none of their own."""
    if deadline.round is not None:
        return deadline.round.grades
    same = (each for each in case.settings.deadlines if each.kind is deadline.kind)
    own = {each.round for each in same if each.term == deadline.term}
    left = (each for each in SubmissionRound if each not in own)
    return frozenset[int]().union(*(each.grades for each in left))


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
    if not case.settings.return_wording:
        return
    reasons = law["certification.return.reasons"]
    for code in case.settings.return_wording:
        if code not in reasons.members:
            yield Breach(
                f"/return_wording/{code}",
                reason=as_code(code),
                limit=_shown(reasons.members, reasons),
                source=reasons.source,
            )


@rule(
    "LP2208",
    says="退回原因的用語不涉及成績及格、成果品質或特定作業、單元。",
    severity=Severity.ALERT,
    zh="學校為退回原因「{reason}」訂的用語提到「{words}」；認證不得以成績或成果品質為條件。",
    en='The school\'s words for the reason "{reason}" mention {words}; certifying must not depend'
    " on grades or quality.",
    remedy_zh="請改寫用語，只說明是否為本人成果、是否為本課程產出，或檔案的問題；若與成績、品質無關，"
    "可不必更改。",
    remedy_en="Say only whether it is the student's own, from this course, or what is wrong with"
    " the file; if it has nothing to do with grades or quality, leave it.",
    source=src.CERTIFICATION,
)
def wording_without_grades(case: SettingsCase, law: Law) -> Iterator[Breach]:
    """A school's words for a return speak of no grades and no quality."""
    if not case.settings.return_wording:
        return
    forbidden = law["certification.return.forbidden_words"]
    for code, text in case.settings.return_wording.items():
        if found := words_in(f"{text.zh}\n{text.en}", forbidden.members):
            yield Breach(
                f"/return_wording/{code}",
                reason=_member(code, law["certification.return.reasons"]),
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
