"""What a roster workbook looks like, as frozen values; the layout files hold the data."""

from __future__ import annotations

import enum
from functools import cached_property

import attrs

from learnport.errors import NotFound
from learnport.model import SubmissionRound, Text

__all__ = [
    "CellType",
    "CodeEntry",
    "CodeTable",
    "Column",
    "Layout",
    "Period",
    "Sheet",
    "Standing",
]


class CellType(enum.StrEnum):
    """What a cell of a column holds (欄位型態)."""

    TEXT = "text"
    """Any text; never read as a formula, a number or an address."""
    INTEGER = "integer"
    """A whole number."""
    DECIMAL = "decimal"
    """A number, to so many decimal places when the column says so."""
    ROC_DATE = "roc_date"
    """民國年月日 in seven digits, as text: 2011-01-01 is `1000101`."""
    SCHOOL_YEAR = "school_year"
    """學年度 in ROC numbering, a number."""
    SEMESTER_HALF = "semester_half"
    """學期, the number 1 or 2."""
    COURSE_CODE = "course_code"
    """課程代碼, 23 characters."""
    SCHOOL_CODE = "school_code"
    """學校代碼, 6 characters."""
    NATIONAL_ID = "national_id"
    """身分證號 or 居留證號, 10 characters; never repeated in a finding."""
    CODE = "code"
    """A code of the column's code table, as text."""
    FILE_LINK = "file_link"
    """Name of a file, relative to the package."""


class Standing(enum.StrEnum):
    """How well a sheet or a column is known (依據)."""

    SEEN = "seen"
    """Seen in real files or in programs that read or write them."""
    INFERRED = "inferred"
    """Nobody states it: a conclusion, whose grounds the evidence names."""


class Period(enum.StrEnum):
    """What a workbook covers (期別)."""

    SEMESTER = "semester"
    """學期: the cover says 1 or 2."""
    YEAR = "year"
    """學年: the cover says 0."""

    @property
    def halves(self) -> tuple[int, ...]:
        """What 學期 on the cover may be."""
        return (0,) if self is Period.YEAR else (1, 2)


@attrs.frozen
class CodeEntry:
    """One code and what it means."""

    code: str
    zh: str
    en: str


@attrs.frozen
class CodeTable:
    """The codes a column may hold (代碼表).

    Attributes:
        name: what the layout files call it.
        zh: its Chinese name.
        en: its English name.
        complete: whether no other code exists; codes outside an incomplete table only alert.
        evidence: where the codes were seen.
        entries: in the order of the table.
    """

    name: str
    zh: str
    en: str
    complete: bool
    evidence: str
    entries: tuple[CodeEntry, ...]

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(entry.code for entry in self.entries)


@attrs.frozen
class Column:
    """One column of a sheet (欄位).

    Attributes:
        key: its name in code, the same in every layout.
        header: what row 1 says.
        type: what its cells hold.
        required: whether a row without it means nothing.
        standing: seen or inferred, header and position together.
        evidence: where it was seen, or what it was inferred from.
        personal: whether its values must never appear in a finding.
        table: the codes of a `code` column.
        places: most decimal places of a `decimal` column; None for any.
    """

    key: str
    header: str
    type: CellType
    required: bool = False
    standing: Standing = Standing.SEEN
    evidence: str = ""
    personal: bool = False
    table: CodeTable | None = None
    places: int | None = None


@attrs.frozen
class Sheet:
    """One sheet of a workbook; its first row holds the headers (工作表).

    Attributes:
        key: its name in code.
        name: what the tab says.
        standing: seen or inferred.
        evidence: where it was seen.
        columns: from left to right.
    """

    key: str
    name: str
    standing: Standing
    evidence: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns)


@attrs.frozen
class Layout:
    """How a roster workbook looks from some school year on (名冊格式).

    Attributes:
        name: name of the layout, as its file is called.
        roster: which roster it lays out; layouts of several years share it.
        workbook: 名冊名稱, both languages.
        since: first school year it is for, ROC.
        period: whether the workbook covers a semester or a year.
        codes: 名冊別 for each submission round.
        evidence: where the workbook as a whole was seen.
        cover: the first sheet (封面); its one row says whose the workbook is.
        sheets: the data sheets in order.
    """

    name: str
    roster: str
    workbook: Text
    since: int
    period: Period
    codes: tuple[tuple[SubmissionRound, str], ...]
    evidence: str
    cover: Sheet
    sheets: tuple[Sheet, ...]

    def roster_code(self, turn: SubmissionRound) -> str:
        """名冊別 of the workbook in a submission round.

        Raises:
            NotFound: the workbook is not submitted in that round.
        """
        for each, code in self.codes:
            if each is turn:
                return code
        raise NotFound(what=f"a roster code of {self.name} for the round", key=turn.value)
