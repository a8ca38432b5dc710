"""A roster workbook, written row by row.

Nothing whose size grows with the school is held in memory: each sheet streams into a temporary
file of its own, so rows may come in any order of sheets.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from learnport.errors import CallerError, MissingExtra
from learnport.formats._roster_check import Cover, Line, SheetRow, check_cover, check_lines
from learnport.formats._roster_layout import CellType, Column, Layout, Sheet
from learnport.model import Finding

__all__ = ["write_roster"]

_NUMBERS: Final = frozenset(
    {CellType.INTEGER, CellType.DECIMAL, CellType.SCHOOL_YEAR, CellType.SEMESTER_HALF}
)
_NARROWEST: Final = 10  # characters


def write_roster(
    layout: Layout,
    cover: Cover,
    rows: Iterable[SheetRow],
    target: BinaryIO,
    *,
    created: dt.datetime,
) -> tuple[Finding, ...]:
    """Write a roster workbook (.xlsx).

    Every sheet of the layout is written, also without rows. An empty cell stays empty in its
    own column. Text is always text: leading zeros stay, and what begins with `=`, `+`, `-` or
    `@` is no formula. Equal arguments give equal bytes.

    Nothing is half done: when any finding refuses, `target` is left untouched, and the rows are
    read to the end so that all findings come at once.

    Args:
        layout: what the workbook looks like.
        cover: whose it is.
        rows: sheet key and row, in any order of sheets; read once, none is kept.
        target: where the bytes go; only written to, from where it stands.
        created: instant the workbook says it was made at; time-zone aware.

    Returns:
        Every finding, those that refuse and those that do not.

    Raises:
        MissingExtra: XlsxWriter is not installed.
        CallerError: `created` has no time zone.
    """
    if created.utcoffset() is None:
        raise CallerError(detail="created needs a time zone")
    open_workbook = _plain_workbook()

    with tempfile.TemporaryDirectory(prefix="learnport-") as folder:
        path = Path(folder, "roster.xlsx")
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "tmpdir": folder,
            "use_zip64": True,
        }
        with open_workbook(path, options) as workbook:
            made = created.astimezone(dt.UTC).replace(tzinfo=None)
            workbook.set_properties({"created": made, "title": layout.workbook.zh})
            findings = tuple(_fill(workbook, layout, cover, rows))
        if not any(finding.severity.refuses for finding in findings):
            with path.open("rb") as source:
                shutil.copyfileobj(source, target)
    return findings


def _plain_workbook() -> Any:
    try:
        from learnport.formats._roster_sheet import PlainWorkbook
    except ImportError:
        raise MissingExtra(extra="xlsx", needed_for="writing a roster workbook") from None
    return PlainWorkbook


def _fill(
    workbook: Any, layout: Layout, cover: Cover, rows: Iterable[SheetRow]
) -> Iterator[Finding]:
    """Write every line, right or wrong: whether the workbook is kept is decided at the end."""
    first = check_cover(layout, cover)
    _write_line(_tab(workbook, layout.cover), first)
    yield from first.findings
    tabs = {sheet.key: _tab(workbook, sheet) for sheet in layout.sheets}
    for line in check_lines(layout, rows):
        yield from line.findings
        if line.sheet is not None:
            _write_line(tabs[line.sheet], line)


def _tab(workbook: Any, sheet: Sheet) -> Any:
    """A new tab with its headers; its columns stay text when a person edits them."""
    tab = workbook.add_worksheet(sheet.name)
    tab.freeze_panes(1, 0)
    for index, column in enumerate(sheet.columns):
        shown = _number_format(column)
        width = max(_NARROWEST, 2 * len(column.header) + 2)
        tab.set_column(index, index, width, shown and workbook.add_format({"num_format": shown}))
    for index, header in enumerate(sheet.headers):
        tab.write_string(0, index, header)
    return tab


def _number_format(column: Column) -> str | None:
    if column.type in _NUMBERS:
        return f"0.{'0' * column.places}" if column.places else None
    return "@"


def _write_line(tab: Any, line: Line) -> None:
    row = line.number - 1
    for index, content in enumerate(line.contents):
        if isinstance(content, str):
            tab.write_string(row, index, content)
        elif content is not None:
            tab.write_number(row, index, content)
