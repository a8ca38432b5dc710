"""One cell: what stands in it for a value, or why nothing can.

Cells are text or numbers, nothing else: no formula, no address, no spreadsheet date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from learnport.errors import CourseCodeError
from learnport.formats._roster_layout import CellType, CodeTable, Column
from learnport.model import CourseCode, Scalar, Text
from learnport.rules import Rule
from learnport.rules import roster_codes as codes

__all__ = ["CellFault", "Content", "Filler", "filler"]

Content = str | int | Decimal
Filler = Callable[[object], Content | None]

_MAX_TEXT: Final = 32_767  # UTF-16 code units
_MAX_DIGITS: Final = 15
_ILLEGAL: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHOOL_CODE: Final = re.compile(r"[0-9A-Z]{6}")
_NATIONAL_ID: Final = re.compile(r"[0-9A-Z]{10}")
_SHORT_CODE: Final = re.compile(r"[0-9A-Za-z]{1,6}")
# Segments joined by single slashes; none begins with a dot or holds a part of an address.
_LINK: Final = re.compile(r"(?!\.)[^\x00-\x1f/\\:]+(?:/(?!\.)[^\x00-\x1f/\\:]+)*")
_LINK_EXAMPLE: Final = "files/3f2a….pdf"

_EXPECTED: Final[Mapping[CellType, Text]] = {
    CellType.TEXT: Text("文字", "text"),
    CellType.INTEGER: Text("整數", "a whole number"),
    CellType.DECIMAL: Text("數字", "a number"),
    CellType.ROC_DATE: Text("日期", "a date"),
    CellType.SCHOOL_YEAR: Text(
        "民國學年度，例如 113", "a school year in ROC numbering such as 113"
    ),
    CellType.SEMESTER_HALF: Text("學期 1 或 2", "semester 1 or 2"),
    CellType.COURSE_CODE: Text("課程代碼（23 碼）", "a course code of 23 characters"),
    CellType.SCHOOL_CODE: Text("學校代碼（6 碼）", "a school code of 6 characters"),
    CellType.NATIONAL_ID: Text(
        "身分證號或居留證號（10 碼）", "an identity or residence number of 10 characters"
    ),
    CellType.CODE: Text("代碼（文字）", "a code, as text"),
    CellType.FILE_LINK: Text("提交檔內的檔名", "the name of a file in the package"),
}


class CellFault(Exception):
    """A value that does not fit its column.

    Attributes:
        notice: what is wrong.
        fields: what fills its templates, apart from what the column itself provides.
        content: what may stand in the cell nonetheless; None when nothing may.
    """

    def __init__(
        self, notice: Rule[Any], content: Content | None = None, **fields: Scalar | Text
    ) -> None:
        super().__init__(notice.code)
        self.notice = notice
        self.fields = fields
        self.content = content


def filler(column: Column) -> Filler:
    """The function that turns a value of the column into what stands in the cell.

    It answers None for an empty cell and raises `CellFault` for a value that does not fit.
    """
    fill = _FILL[column.type]
    required = column.required

    def filled(value: object) -> Content | None:
        if value is None or value == "" or value == ():
            if required:
                raise _empty(column)
            return None
        content = fill(column, value)
        if required and type(content) is str and content.isspace():
            raise _empty(column)
        return content

    return filled


def _empty(column: Column) -> CellFault:
    return CellFault(codes.EMPTY, type=column.type.value, expected=_EXPECTED[column.type])


def _unfit(column: Column, value: object) -> CellFault:
    return CellFault(
        codes.WRONG_TYPE,
        type=column.type.value,
        expected=_EXPECTED[column.type],
        found=_described(column, value),
    )


def _described(column: Column, value: object) -> Text:
    """What a value is, without giving away what may be a person's: rows do get shifted."""
    if column.personal:
        return Text("其他內容", "something else")
    match value:
        case bool():
            return Text("是非值", "a truth value")
        case str() if _SHORT_CODE.fullmatch(value):
            return Text(f"文字「{value}」", f"the text “{value}”")
        case str():
            return Text(f"{len(value)} 個字元的文字", f"a text of {len(value)} characters")
        case int() if abs(value) < 1000:
            return Text(f"數字 {value}", f"the number {value}")
        case int() | float() | Decimal():
            return Text("不合規定的數字", "a number that does not fit")
        case dt.date():
            return Text("日期或時間", "a date or time")
        case _:
            return Text("其他型態的資料", "data of another kind")


def _text(column: Column, value: object) -> str:
    """Line ends become a single line feed, the only one a cell knows."""
    if not isinstance(value, str):
        raise _unfit(column, value)
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if (illegal := _ILLEGAL.search(text)) is not None:
        character = f"U+{ord(illegal.group()):04X}"
        raise CellFault(codes.ILLEGAL_CHARACTER, position=illegal.start() + 1, character=character)
    if len(text) > _MAX_TEXT // 2 and (length := len(text.encode("utf-16-le")) // 2) > _MAX_TEXT:
        raise CellFault(codes.TEXT_TOO_LONG, found=length, limit=_MAX_TEXT)
    return text


def _integer(column: Column, value: object) -> int:
    if type(value) is not int:
        raise _unfit(column, value)
    if abs(value) >= 10**_MAX_DIGITS:
        raise CellFault(codes.TOO_MANY_DIGITS, limit=_MAX_DIGITS)
    return value


def _decimal(column: Column, value: object) -> int | Decimal:
    if not isinstance(value, Decimal):
        return _integer(column, value)
    if not value.is_finite():
        raise _unfit(column, value)
    if not value:
        return 0
    if not -_MAX_DIGITS <= value.adjusted() < _MAX_DIGITS:
        raise CellFault(codes.TOO_MANY_DIGITS, limit=_MAX_DIGITS)
    whole, _, fraction = f"{abs(value):f}".partition(".")
    places = len(fraction.rstrip("0"))
    if len(whole.lstrip("0")) + places > _MAX_DIGITS:
        raise CellFault(codes.TOO_MANY_DIGITS, limit=_MAX_DIGITS)
    if column.places is not None and places > column.places:
        raise CellFault(codes.TOO_PRECISE, value=str(value), found=places, limit=column.places)
    return value


def _roc_date(column: Column, value: object) -> str:
    if type(value) is not dt.date:
        raise _unfit(column, value)
    if not 1 <= (year := value.year - 1911) <= 999:
        raise CellFault(codes.BEFORE_ROC)
    return f"{year:03}{value.month:02}{value.day:02}"


def _school_year(column: Column, value: object) -> int:
    if type(value) is not int or not 1 <= value <= 999:
        raise _unfit(column, value)
    return value


def _semester_half(column: Column, value: object) -> int:
    if type(value) is not int or value not in (1, 2):
        raise _unfit(column, value)
    return value


def _course_code_fault_named(position: int) -> Text:
    if not position:
        return Text("長度不是 23 碼", "it is longer or shorter")
    return Text(f"第 {position} 碼有誤", f"position {position} is wrong")


def _course_code(column: Column, value: object) -> str:
    if isinstance(value, CourseCode):
        return str(value)
    if not isinstance(value, str):
        raise _unfit(column, value)
    if (position := _course_code_fault(value)) is not None:
        raise CellFault(
            codes.NOT_A_COURSE_CODE, position=position, fault=_course_code_fault_named(position)
        )
    return value


@functools.lru_cache(maxsize=4096)
def _course_code_fault(text: str) -> int | None:
    """First offending position; a school teaches few courses to many students."""
    try:
        CourseCode.parse(text)
    except CourseCodeError as error:
        return error.position
    return None


def _matching(pattern: re.Pattern[str]) -> Callable[[Column, object], str]:
    def fill(column: Column, value: object) -> str:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise _unfit(column, value)
        return value

    return fill


def _code(column: Column, value: object) -> str:
    table = column.table
    if not isinstance(value, str) or table is None:
        raise _unfit(column, value)
    if value in table.codes:
        return value
    text = _text(column, value)
    raise CellFault(
        codes.NOT_IN_TABLE if table.complete else codes.NOT_IN_KNOWN_PART,
        content=None if table.complete else text,
        codes=", ".join(entry.code for entry in table.entries),
        table=Text(table.zh, table.en),
        found=_described(column, value),
        entries=_listed(table),
    )


def _listed(table: CodeTable) -> Text:
    return Text(
        "、".join(f"{entry.code} {entry.zh}" for entry in table.entries),
        ", ".join(f"{entry.code} {entry.en}" for entry in table.entries),
    )


def _file_link(column: Column, value: object) -> str:
    if isinstance(value, tuple):
        if len(value) > 1:
            raise CellFault(codes.SEVERAL_FILES, found=len(value))
        (value,) = value
    text = _text(column, value)
    if _LINK.fullmatch(text) is None:
        raise CellFault(codes.NOT_A_LINK, example=_LINK_EXAMPLE)
    return text


_FILL: Final[Mapping[CellType, Callable[[Column, object], Content]]] = {
    CellType.TEXT: _text,
    CellType.INTEGER: _integer,
    CellType.DECIMAL: _decimal,
    CellType.ROC_DATE: _roc_date,
    CellType.SCHOOL_YEAR: _school_year,
    CellType.SEMESTER_HALF: _semester_half,
    CellType.COURSE_CODE: _course_code,
    CellType.SCHOOL_CODE: _matching(_SCHOOL_CODE),
    CellType.NATIONAL_ID: _matching(_NATIONAL_ID),
    CellType.CODE: _code,
    CellType.FILE_LINK: _file_link,
}
