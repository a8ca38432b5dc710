"""Rows and covers against a layout: what stands where, and what cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from learnport.formats._roster_cells import CellFault, Content, Filler, filler
from learnport.formats._roster_layout import Column, Layout, Sheet
from learnport.model import Finding, Scalar, Text
from learnport.rules import Rule
from learnport.rules import roster_codes as codes

__all__ = ["Cover", "Line", "Row", "SheetRow", "check_cover", "check_lines", "check_rows"]

Row = Mapping[str, object]
"""One row by column key; None, an empty text or a missing key is an empty cell."""

SheetRow = tuple[str, Row]
"""The key of a sheet and one of its rows."""

_Fields = Mapping[str, Scalar | Text]

_MAX_LINES: Final = 1_048_576


@attrs.frozen(kw_only=True)
class Cover:
    """What the first sheet of a workbook says (封面).

    Attributes:
        school_code: 學校代碼.
        year: 學年度, ROC.
        half: 學期; 0 for workbooks of a whole year.
        roster_code: 名冊別.
    """

    school_code: str
    year: int
    half: int = 0
    roster_code: str


@attrs.frozen
class Line:
    """One line of a sheet, checked.

    Attributes:
        sheet: key of the sheet; None when the layout has no such sheet.
        number: line in the sheet; line 1 holds the headers.
        contents: what stands in the cells from left to right; None leaves a cell empty.
        findings: what is wrong with it.
    """

    sheet: str | None
    number: int
    contents: tuple[Content | None, ...]
    findings: tuple[Finding, ...]


def check_rows(layout: Layout, rows: Iterable[SheetRow]) -> Iterator[Finding]:
    """Check rows without writing them.

    Args:
        layout: the workbook they are for.
        rows: in any order of sheets; read once, none is kept.

    Yields:
        Every finding, with the place the cell would have in the workbook.
    """
    for line in check_lines(layout, rows):
        yield from line.findings


def check_lines(layout: Layout, rows: Iterable[SheetRow]) -> Iterator[Line]:
    """Give each row its line in its sheet, in the order in which the rows arrive."""
    sheets = {sheet.key: _Lines(layout, sheet) for sheet in layout.sheets}
    for key, row in rows:
        if key in sheets:
            yield sheets[key].next(row)
        else:
            yield Line(None, 0, (), (_unknown_sheet(layout, key),))


def check_cover(layout: Layout, cover: Cover) -> Line:
    """The one line of the cover: its cells, and whether it belongs to this layout."""
    lines = _Lines(layout, layout.cover)
    keys = [column.key for column in layout.cover.columns]
    line = lines.next({key: getattr(cover, key) for key in keys})
    if line.findings:
        return line
    findings = (
        _finding(notice, lines.place(keys.index(key)), layout, layout.evidence, **fields)
        for key, notice, fields in _misfits(layout, cover)
        if key in keys
    )
    return attrs.evolve(line, findings=tuple(findings))


def _misfits(layout: Layout, cover: Cover) -> Iterator[tuple[str, Rule[Any], _Fields]]:
    allowed = [code for _, code in layout.codes]
    if cover.roster_code not in allowed:
        yield (
            "roster_code",
            codes.WRONG_ROSTER_CODE,
            {"workbook": layout.workbook, "found": cover.roster_code, "codes": _either(allowed)},
        )
    if cover.half not in layout.period.halves:
        halves = _either(map(str, layout.period.halves))
        yield "half", codes.WRONG_HALF, {"found": cover.half, "halves": halves}
    if cover.year < layout.since:
        yield "year", codes.BEFORE_LAYOUT, {"found": cover.year, "since": layout.since}


def _either(words: Iterable[str]) -> Text:
    listed = tuple(words)
    return Text("、".join(listed), " or ".join(listed))


def _unknown_sheet(layout: Layout, key: str) -> Finding:
    return _finding(
        codes.UNKNOWN_SHEET,
        layout.workbook.zh,
        layout,
        layout.evidence,
        workbook=layout.workbook,
        sheet=key,
        sheets=", ".join(sheet.key for sheet in layout.sheets),
    )


def _finding(
    notice: Rule[Any], at: str, layout: Layout, evidence: str, /, **fields: Scalar | Text
) -> Finding:
    """What is wrong at a place of a layout, with the evidence that it should be otherwise."""
    grounds = Text(evidence, evidence)
    return notice.finding(at, source=None, layout=layout.name, evidence=grounds, **fields)


class _Lines:
    """Checks the rows of one sheet one after the other and numbers their lines."""

    def __init__(self, layout: Layout, sheet: Sheet) -> None:
        self._layout = layout
        self._sheet = sheet
        self._fillers: tuple[tuple[Column, Filler], ...] = tuple(
            (column, filler(column)) for column in sheet.columns
        )
        self._number = 1

    def place(self, column: int) -> str:
        return f"{self._sheet.name}!{column_letters(column)}{self._number}"

    def next(self, row: Row) -> Line:
        self._number += 1
        contents: list[Content | None] = []
        findings: list[Finding] = []
        for column, fill in self._fillers:
            try:
                contents.append(fill(row.get(column.key)))
            except CellFault as fault:
                findings.append(self._of_cell(len(contents), column, fault))
                contents.append(fault.content)
        if not row.keys() <= self._sheet.keys or self._number > _MAX_LINES:
            findings.extend(self._of_row(row))
        return Line(self._sheet.key, self._number, tuple(contents), tuple(findings))

    def _of_cell(self, index: int, column: Column, fault: CellFault) -> Finding:
        return _finding(
            fault.notice,
            self.place(index),
            self._layout,
            column.evidence,
            header=column.header,
            **fault.fields,
        )

    def _of_row(self, row: Row) -> Iterator[Finding]:
        at = f"{self._sheet.name}!{self._number}:{self._number}"
        layout, evidence = self._layout, self._sheet.evidence
        for key in sorted(row.keys() - self._sheet.keys):
            columns = ", ".join(column.key for column in self._sheet.columns)
            yield _finding(codes.UNKNOWN_COLUMN, at, layout, evidence, key=key, columns=columns)
        if self._number == _MAX_LINES + 1:
            yield _finding(codes.TOO_MANY_ROWS, at, layout, evidence, limit=_MAX_LINES)


def column_letters(index: int) -> str:
    """Name of a column as spreadsheets write it.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
