"""Layout files: strict TOML in, a layout or all faults of the file out."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs
import cattrs
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.v import transform_error

from learnport.errors import LayoutError, NotFound, NotInForce
from learnport.formats._roster_layout import (
    CellType,
    CodeTable,
    Column,
    Layout,
    Period,
    Sheet,
    Standing,
)
from learnport.model import SubmissionRound, Text

__all__ = ["find_layout", "load_layouts", "read_layout"]

Tables = Mapping[str, CodeTable]

_T = TypeVar("_T")

_TABLES_FILE: Final = "tables.toml"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
# What a spreadsheet program accepts as the name of a tab.
_TAB: Final = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
_COVER_KEYS: Final = frozenset({"school_code", "year", "half", "roster_code"})


@attrs.frozen(kw_only=True)
class _File:
    """A layout file as it is written: `first` and `last` belong to every sheet."""

    name: str
    roster: str
    zh: str
    en: str
    since: int
    period: Period
    codes: dict[SubmissionRound, str]
    evidence: str
    cover: Sheet
    sheets: tuple[Sheet, ...]
    first: tuple[Column, ...] = ()
    last: tuple[Column, ...] = ()


@attrs.frozen
class _TablesFile:
    tables: tuple[CodeTable, ...]


def read_layout(text: str, file: str) -> Layout:
    """Read one layout file.

    Besides the built-in code tables a column may use those which the file itself brings.

    Args:
        text: the TOML text.
        file: name of the file; without folder and `.toml` it is the layout's name.

    Raises:
        LayoutError: the text breaks the strict form. `detail` lists every fault, separated by
            `; `, each behind its place as a JSON pointer.
    """
    raw = _parse(text, file)
    tables = dict(_built_in_tables())
    if "tables" in raw:
        tables |= _named({"tables": raw.pop("tables")}, file)
    read = _structure(raw, _File, tables, file)

    layout = Layout(
        name=read.name,
        roster=read.roster,
        workbook=Text(zh=read.zh, en=read.en),
        since=read.since,
        period=read.period,
        codes=tuple(read.codes.items()),
        evidence=read.evidence,
        cover=_finished(read.cover),
        sheets=tuple(_finished(sheet, read.first, read.last) for sheet in read.sheets),
    )
    _refuse(file, _layout_faults(layout, file))
    return layout


def load_layouts(extra: Iterable[Layout] = ()) -> Mapping[str, Layout]:
    """All layouts by name: the built-in ones and those of vendors.

    An extra layout replaces the built-in one of the same name, so that a correction is a file
    and not a release.

    Raises:
        LayoutError: two extra layouts share a name, or two layouts lay out the same roster
            from the same school year.
    """
    added = tuple(extra)
    for name, number in Counter(layout.name for layout in added).items():
        if number > 1:
            raise LayoutError(file=name, detail="two layouts bear this name")
    layouts = {layout.name: layout for layout in (*_built_in_layouts(), *added)}
    starts: dict[tuple[str, int], str] = {}
    for layout in layouts.values():
        other = starts.setdefault((layout.roster, layout.since), layout.name)
        if other != layout.name:
            detail = f"{other} lays out {layout.roster} from school year {layout.since} as well"
            raise LayoutError(file=layout.name, detail=detail)
    return MappingProxyType(layouts)


def find_layout(layouts: Mapping[str, Layout], roster: str, year: int) -> Layout:
    """The layout of a roster in a school year: the latest that has begun.

    Raises:
        NotFound: no layout lays out such a roster.
        NotInForce: the school year lies before the first layout.
    """
    known = sorted(
        (layout for layout in layouts.values() if layout.roster == roster),
        key=lambda layout: layout.since,
    )
    if not known:
        raise NotFound(what="a layout of the roster", key=roster)
    begun = [layout for layout in known if layout.since <= year]
    if not begun:
        raise NotInForce(name=roster, on=str(year), first=str(known[0].since))
    return begun[-1]


@functools.cache
def _built_in_tables() -> Tables:
    text = _folder().joinpath(_TABLES_FILE).read_text("utf-8")
    return _named(_parse(text, _TABLES_FILE), _TABLES_FILE)


@functools.cache
def _built_in_layouts() -> tuple[Layout, ...]:
    names = sorted(each.name for each in _folder().iterdir() if each.name != _TABLES_FILE)
    return tuple(read_layout(_folder().joinpath(name).read_text("utf-8"), name) for name in names)


def _folder() -> Any:
    return resources.files("learnport.formats").joinpath("layouts")


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(file=file, detail=f"not TOML: {error}") from None


def _named(raw: Mapping[str, Any], file: str) -> Tables:
    tables = _structure(raw, _TablesFile, {}, file).tables
    _refuse(file, _table_faults(tables))
    return {table.name: table for table in tables}


def _finished(sheet: Sheet, first: tuple[Column, ...] = (), last: tuple[Column, ...] = ()) -> Sheet:
    columns = (_grounded(column, sheet) for column in (*first, *sheet.columns, *last))
    return attrs.evolve(sheet, columns=tuple(columns))


def _grounded(column: Column, sheet: Sheet) -> Column:
    """The column with its evidence; without a standing of its own it has that of the sheet."""
    if column.evidence or column.standing is Standing.INFERRED:
        return column
    return attrs.evolve(column, standing=sheet.standing, evidence=sheet.evidence)


# Form: every scalar is exactly of its type, nothing unknown, nothing missing.


def _structure(raw: Mapping[str, Any], shape: type[_T], tables: Tables, file: str) -> _T:
    try:
        return _converter(tables).structure(raw, shape)
    except cattrs.BaseValidationError as error:
        faults = (
            _pointed(fault) for fault in transform_error(error, path="", format_exception=_fault)
        )
        raise LayoutError(file=file, detail="; ".join(faults)) from None


def _converter(tables: Tables) -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)

    def table(raw: object, _: object) -> CodeTable:
        if isinstance(raw, str) and raw in tables:
            return tables[raw]
        raise ValueError(f"expected one of {', '.join(sorted(tables))}")

    for scalar in (str, int, bool):
        converter.register_structure_hook(scalar, _exactly)
    for words in (CellType, Standing, Period, SubmissionRound):
        converter.register_structure_hook(words, _member)
    if tables:
        converter.register_structure_hook(CodeTable, table)
    return converter


def _exactly(raw: Any, kind: type[Any]) -> Any:
    if type(raw) is kind and raw != "":
        return raw
    raise ValueError(f"expected {kind.__name__}, not empty")


def _member(raw: Any, kind: Any) -> Any:
    if type(raw) is str and raw in set(kind):
        return kind(raw)
    raise ValueError(f"expected one of {', '.join(kind)}")


def _fault(error: BaseException, _: object) -> str:
    match error:
        case KeyError():
            return "missing"
        case ForbiddenExtraKeysError():
            return f"unknown key {', '.join(sorted(error.extra_fields))}"
        case ValueError():
            return str(error)
        case _:
            return "expected a table or an array of tables"


def _pointed(fault: str) -> str:
    """Turn `missing @ .sheets[0].name` into `/sheets/0/name: missing`."""
    words, _, path = fault.rpartition(" @ ")
    return f"{re.sub(r'[.[]', '/', path.replace(']', '')) or '/'}: {words}"


# Sense: what no single field can tell.


def _refuse(file: str, faults: Iterable[str]) -> None:
    detail = "; ".join(faults)
    if detail:
        raise LayoutError(file=file, detail=detail)


def _repeated(what: str, values: Iterable[str]) -> Iterator[str]:
    for value, number in Counter(values).items():
        if number > 1:
            yield f"{what} {value} stands {number} times"


def _table_faults(tables: tuple[CodeTable, ...]) -> Iterator[str]:
    yield from _repeated("/tables: name", (table.name for table in tables))
    for index, table in enumerate(tables):
        yield from _repeated(f"/tables/{index}: code", (each.code for each in table.entries))
        if not table.entries:
            yield f"/tables/{index}/entries: at least one"


def _layout_faults(layout: Layout, file: str) -> Iterator[str]:
    if layout.name != PurePath(file).stem:
        yield f"/name: expected {PurePath(file).stem}, as the file is called"
    if not 103 <= layout.since <= 999:
        yield "/since: expected a school year in ROC numbering"
    if not layout.codes:
        yield "/codes: at least one round"
    if not layout.sheets:
        yield "/sheets: at least one"
    yield from _repeated("/codes: code", (code for _, code in layout.codes))
    if not layout.cover.keys <= _COVER_KEYS:
        yield f"/cover/columns: keys may be {', '.join(sorted(_COVER_KEYS))}"
    every = (layout.cover, *layout.sheets)
    yield from _repeated("/sheets: key", (sheet.key for sheet in every))
    yield from _repeated("/sheets: name", (sheet.name.casefold() for sheet in every))
    yield from _sheet_faults("/cover", layout.cover)
    for index, sheet in enumerate(layout.sheets):
        yield from _sheet_faults(f"/sheets/{index}", sheet)


def _sheet_faults(at: str, sheet: Sheet) -> Iterator[str]:
    if not _TAB.fullmatch(sheet.name):
        yield f"{at}/name: no name for a tab"
    if not _NAME.fullmatch(sheet.key):
        yield f"{at}/key: expected a lower-case identifier"
    if not sheet.columns:
        yield f"{at}/columns: at least one"
    yield from _repeated(f"{at}/columns: key", (column.key for column in sheet.columns))
    yield from _repeated(f"{at}/columns: header", sheet.headers)
    for column in sheet.columns:
        yield from _column_faults(f"{at}/columns/{column.key}", column)


def _column_faults(at: str, column: Column) -> Iterator[str]:
    if not _NAME.fullmatch(column.key):
        yield f"{at}/key: expected a lower-case identifier"
    if not column.evidence:
        yield f"{at}/evidence: an inferred column says what it was inferred from"
    if (column.type is CellType.CODE) is (column.table is None):
        yield f"{at}/table: a code column names one, no other does"
    if column.places is not None and (column.type is not CellType.DECIMAL or column.places < 0):
        yield f"{at}/places: only a decimal column has decimal places, 0 or more"
