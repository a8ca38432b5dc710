"""Columns of records held against tables of the law, and against what no text should hold.

The rules of every kind of record share these checks and their words.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import Final, TypedDict

import attrs

from learnport.model import SchoolYear, Text
from learnport.parameters import Law, Value
from learnport.rules._rule import Breach
from learnport.rules._words import Field, Named

__all__ = [
    "CONTROL_CHARACTER",
    "NOT_IN_KNOWN_PART",
    "NOT_IN_TABLE",
    "PLACEHOLDER",
    "TEST_SCHOOL",
    "Coded",
    "Wording",
    "column",
    "entrance",
    "placeholders",
    "shown",
    "unlisted",
    "with_control_characters",
]

# What a spreadsheet or JSON cannot carry, or no reader can see; line ends and tabs are text.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PLACEHOLDER: Final = re.compile(r"\s*(?:[XxＸｘ]+|[?？]+|-1)\s*")
_SHORT_CODE: Final = re.compile(r"[0-9A-Za-z]{1,4}")
_UNRECOGNISED: Final = Named("", Text("（內容不顯示）", "(not shown)"))


class Wording(TypedDict):
    """The words of a rule that several kinds of record have."""

    says: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


NOT_IN_TABLE: Final[Wording] = {
    "says": "代碼須在代碼表中。",
    "zh": "「{field}」的代碼 {found} 不在代碼表中。",
    "en": "{field}: the code {found} is not in its table.",
    "remedy_zh": "請改用代碼表中的代碼：{limit}。",
    "remedy_en": "Use a code of the table: {limit}.",
}
NOT_IN_KNOWN_PART: Final[Wording] = {
    "says": "代碼宜為代碼表已知部分所列者。",
    "zh": "「{field}」的代碼 {found} 不在代碼表已知的部分。",
    "en": "{field}: the code {found} is not in the part of its table that is known.",
    "remedy_zh": "請確認代碼；已知的代碼表並不完整，確認無誤即可不必更改。",
    "remedy_en": "Check the code; the table is not known completely, so if it is right, leave it.",
}
CONTROL_CHARACTER: Final[Wording] = {
    "says": "文字不得含有控制字元。",
    "zh": "「{field}」含有看不見的控制字元。",
    "en": "{field}: there are invisible control characters in the text.",
    "remedy_zh": "請重新輸入「{field}」，不要直接貼上原本的內容。",
    "remedy_en": "Type the text anew ({field}) instead of pasting it.",
}
PLACEHOLDER: Final[Wording] = {
    "says": "文字欄位應填寫實際內容，不以符號代替。",
    "zh": "「{field}」填的是「{found}」，看起來不是實際內容。",
    "en": '{field}: "{found}" looks like a placeholder.',
    "remedy_zh": "請填寫實際內容；若確實如此，可不必更改。",
    "remedy_en": "Fill in what it really is; if this is what it is, leave it.",
}


TEST_SCHOOL: Final[Wording] = {
    "says": "正式資料不得含有測試學校。",
    "zh": "學校代碼 {school} 是測試用的，不能列入正式資料。",
    "en": "The school code {school} is one for tests and has no place among real data.",
    "remedy_zh": "請移除測試資料，或更正學校代碼。",
    "remedy_en": "Remove the test data, or correct the school code.",
}


@attrs.frozen
class Coded:
    """A column that holds a code, and the parameter with the table of its codes.

    What a personal column holds is shown in no finding.
    """

    column: Named
    table: str
    personal: bool = False


def column(name: str, zh: str, en: str) -> Named:
    """A field of a record by its name in code and on the sheet."""
    return Named(name, Text(zh, en))


def unlisted(
    record: object, columns: tuple[Coded, ...], law: Law, *, complete: bool, at: str = ""
) -> Iterator[Breach]:
    """The codes of a record that their tables do not have; what is blank is not judged here.

    Args:
        record: has an attribute for every column.
        columns: those to look at.
        law: with the tables.
        complete: whether to judge by the tables that are known whole, where a missing code is
            wrong, or by those of which only a part was seen, where it may be right.
        at: place of the record.
    """
    for each in columns:
        code = getattr(record, each.column.code)
        table = law[each.table]
        if code is None or table.complete is not complete or (text := str(code)) in table.members:
            continue
        if text.strip():
            limit = _listed(table) if complete else {}
            yield Breach(
                f"{at}/{each.column.code}",
                source=table.source,
                field=each.column,
                found=_UNRECOGNISED if each.personal else shown(text),
                **limit,
            )


def _listed(table: Value) -> dict[str, Field]:
    return {
        "limit": tuple(
            Named(each.code, Text(f"{each.code} {each.label.zh}", f"{each.code} {each.label.en}"))
            for each in table.codes
        )
    }


def shown(text: str) -> Field:
    """A code; masked where it has not the form of one and may be personal."""
    return text if not text or _SHORT_CODE.fullmatch(text) else _UNRECOGNISED


def with_control_characters(
    record: object, columns: tuple[Named, ...], at: str = ""
) -> Iterator[Breach]:
    """The texts of a record with characters in them that nobody can see."""
    for each in columns:
        text: str = getattr(record, each.code)
        # Most texts are printable throughout, which is told much faster.
        if not text.isprintable() and _CONTROL.search(text):
            yield Breach(f"{at}/{each.code}", field=each)


def placeholders(record: object, columns: tuple[Named, ...], at: str = "") -> Iterator[Breach]:
    """The texts of a record that stand for nothing, as systems write for what they do not know."""
    for each in columns:
        text: str = getattr(record, each.code)
        if _PLACEHOLDER.fullmatch(text):
            yield Breach(f"{at}/{each.code}", field=each, found=text.strip())


@functools.cache
def entrance(entry_year: int) -> dt.date:
    """The day on which those of an entry year become senior high school students."""
    return SchoolYear(entry_year).opens
