"""LP18xx: the officer posts that a school records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Severity
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import OfficerPostCase
from learnport.rules._columns import (
    CONTROL_CHARACTER,
    NOT_IN_KNOWN_PART,
    NOT_IN_TABLE,
    PLACEHOLDER,
    Coded,
    column,
    entrance,
    placeholders,
    unlisted,
    with_control_characters,
)
from learnport.rules._rule import Breach, rule

__all__ = ["OFFICER_POST_RULES"]

_TEXTS: Final = (column("unit", "單位名稱", "unit"), column("position", "擔任職務", "position"))
_LEVEL: Final = column("level", "幹部等級", "level")
_CODES: Final = (Coded(_LEVEL, "performance.officer.levels"),)


@rule(
    "LP1801",
    says="幹部經歷須填寫單位名稱、擔任職務及幹部等級。",
    zh="幹部經歷的「{field}」沒有填寫。",
    en="Officer post, {field}: not filled in.",
    remedy_zh="請填寫「{field}」。",
    remedy_en="Fill in: {field}.",
    source=src.OFFICER_ROSTER,
)
def post_filled_in(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post names unit, position and level."""
    for each in (*_TEXTS, _LEVEL):
        if not getattr(case.post, each.code).strip():
            yield Breach(f"/{each.code}", field=each)


@rule(
    "LP1802",
    says="幹部經歷的結束日期不得早於開始日期。",
    zh="幹部經歷的結束日期（{ends}）早於開始日期（{begins}）。",
    en="The last day of the officer post ({ends}) is before the first ({begins}).",
    remedy_zh="請更正開始日期或結束日期。",
    remedy_en="Correct the first or the last day.",
    source=src.OFFICER_ROSTER,
)
def post_dates_in_order(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post does not end before it begins."""
    if case.post.ends < case.post.begins:
        yield Breach("/ends", ends=case.post.ends, begins=case.post.begins)


@rule("LP1805", **NOT_IN_TABLE, source=src.OFFICER_ROSTER)
def post_level_in_table(case: OfficerPostCase, law: Law) -> Iterator[Breach]:
    """The level of an officer post stands in its table."""
    return unlisted(case.post, _CODES, law, complete=True)


@rule("LP1806", severity=Severity.ALERT, **NOT_IN_KNOWN_PART, source=src.OFFICER_ROSTER)
def post_level_known(case: OfficerPostCase, law: Law) -> Iterator[Breach]:
    """The level of an officer post is one seen before, where the table is not known whole."""
    return unlisted(case.post, _CODES, law, complete=False)


@rule(
    "LP1807",
    says="校內幹部經歷限就學期間。",
    zh="幹部經歷於 {ends} 結束，早於入學學年度開始日（{limit}）。",
    en="The officer post ended on {ends}, before the first day of the entry year ({limit}).",
    remedy_zh="請確認日期與學生；入學前的幹部經歷不列入校內幹部經歷名冊。",
    remedy_en="Check the dates and the student; earlier posts do not belong in the roster.",
    source=src.RECORDS,
)
def post_after_entry(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post is held during senior high school."""
    if case.entry_year is not None and case.post.ends < (limit := entrance(case.entry_year)):
        yield Breach("/ends", ends=case.post.ends, limit=limit)


@rule(
    "LP1808",
    severity=Severity.ALERT,
    says="校內幹部經歷宜於入學後才開始。",
    zh="幹部經歷於 {begins} 開始，早於入學學年度開始日（{limit}）。",
    en="The officer post began on {begins}, before the first day of the entry year ({limit}).",
    remedy_zh="請確認開始日期；若確實如此，可不必更改。",
    remedy_en="Check the first day; if it is right, leave it.",
    source=src.RECORDS,
)
def post_begun_after_entry(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post begins after entry; an alert, since it lasted into the time."""
    post = case.post
    if case.entry_year is None:
        return
    limit = entrance(case.entry_year)
    if post.begins < limit <= post.ends:
        yield Breach("/begins", begins=post.begins, limit=limit)


@rule(
    "LP1809",
    severity=Severity.ALERT,
    says="幹部經歷宜於就任後登錄。",
    zh="幹部經歷的開始日期（{begins}）尚未到來（檢核日為 {limit}）。",
    en="The officer post begins on {begins}, which has not come yet (judged on {limit}).",
    remedy_zh="請確認開始日期；若為預先登錄下學期幹部，可不必更改。",
    remedy_en="Check the first day; if the post is recorded in advance, leave it.",
    source=src.OFFICER_ROSTER,
)
def post_begun(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post has begun; an alert, since a school may record those elected for later."""
    if case.on is not None and case.post.begins > case.on:
        yield Breach("/begins", begins=case.post.begins, limit=case.on)


@rule("LP1810", **CONTROL_CHARACTER, source=src.TEXTS)
def post_texts_readable(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """The texts of an officer post have no control characters."""
    return with_control_characters(case.post, _TEXTS)


@rule("LP1811", severity=Severity.ALERT, **PLACEHOLDER, source=src.DIRTY_DATA)
def post_texts_meant(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """The texts of an officer post are no placeholders; an alert: something may be called X."""
    return placeholders(case.post, _TEXTS)


OFFICER_POST_RULES: Final = (
    post_filled_in,
    post_dates_in_order,
    post_level_in_table,
    post_level_known,
    post_after_entry,
    post_begun_after_entry,
    post_begun,
    post_texts_readable,
    post_texts_meant,
)
"""What an officer post must satisfy; for an `OfficerPostCase`."""
