"""Parameter files: strict TOML in, a parameter or all faults of the file out."""

from __future__ import annotations

import enum
import itertools
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePath
from typing import Any, Final

import attrs

from learnport.errors import ParameterFileError
from learnport.model import Text
from learnport.parameters._units import Code, Status, Tighter, Unit
from learnport.parameters._values import Parameter, Source, Value

__all__ = ["read_parameter"]

Table = Mapping[str, Any]


class _Unfit(Exception):
    """A raw value has not the form it should have; the argument names that form."""


def _is_text(raw: object) -> bool:
    return type(raw) is str and bool(raw.strip())


def _text(raw: object) -> str:
    if isinstance(raw, str) and _is_text(raw):
        return raw
    raise _Unfit("a text that is not empty")


def _name(raw: object) -> str:
    if type(raw) is str and re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", raw):
        return raw
    raise _Unfit("lower-case words joined by dots, such as outcome.document.max_bytes")


def _day(raw: object) -> date:
    if type(raw) is date:
        return raw
    raise _Unfit("a date without time, such as 2019-08-01")


def _table(raw: object) -> Table:
    if isinstance(raw, dict):
        return raw
    raise _Unfit("a table")


def _tables(raw: object) -> list[Table]:
    if isinstance(raw, list) and raw and all(isinstance(each, dict) for each in raw):
        return raw
    raise _Unfit("at least one [[values]] table")


def _words(raw: object) -> Text:
    if isinstance(raw, dict) and raw.keys() == {"zh", "en"} and all(map(_is_text, raw.values())):
        return Text(**raw)
    raise _Unfit("zh and en, each a text that is not empty")


def _flag(raw: object) -> bool:
    if type(raw) is bool:
        return raw
    raise _Unfit("true or false")


def _content(raw: object) -> object:
    """A raw value as contents are; a table of codes that has another form stays as it is."""
    if isinstance(raw, dict):
        try:
            return tuple(Code(code, _words(label)) for code, label in raw.items())
        except (_Unfit, TypeError):
            return raw
    return tuple(raw) if isinstance(raw, list) else raw


def _one_of(kind: type[enum.StrEnum]) -> Callable[[object], enum.StrEnum]:
    def read(raw: object) -> enum.StrEnum:
        if type(raw) is str and raw in set(kind):
            return kind(raw)
        raise _Unfit(f"one of {', '.join(kind)}")

    return read


@attrs.frozen
class _Key:
    read: Callable[[object], Any]
    required: bool = True


_OPTIONAL_TEXT: Final = _Key(_text, required=False)
_NOTE: Final = _Key(_words, required=False)

_FILE: Final = {
    "name": _Key(_name),
    "unit": _Key(_one_of(Unit)),
    "zh": _Key(_text),
    "en": _Key(_text),
    "tighter": _Key(_one_of(Tighter), required=False),
    "note": _NOTE,
    "values": _Key(_tables),
}
_VALUE: Final = {
    "since": _Key(_day),
    "value": _Key(_content),
    "complete": _Key(_flag, required=False),
    "status": _Key(_one_of(Status)),
    "source": _Key(_table),
    "note": _NOTE,
}
_SOURCE: Final = {
    "title": _Key(_text),
    "article": _Key(_text),
    "seen": _Key(_day, required=False),
    "where": _OPTIONAL_TEXT,
}


def read_parameter(text: str, file: str) -> Parameter:
    """Read one parameter file.

    A file holds `name`, `unit`, `zh` and `en`; if need be `note` (with `zh` and `en`) and
    `tighter` (`less`, `more` or `fewer`: what a school may set stricter); and one `[[values]]`
    table per value, oldest first, with `since`, `value`, `status`, `source` (`title`,
    `article`, `seen`, `where`), if need be `note`, and `complete = false` for a list of which
    only a part is known. Codes are written `value.CODE = { zh = "…", en = "…" }`.

    Args:
        text: the TOML text.
        file: name of the file; without folder and `.toml` it is the parameter's name.

    Raises:
        ParameterFileError: the text breaks the strict form. `detail` lists every fault,
            separated by `; `, each behind its place as a JSON pointer.
    """
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also what tomllib lets through: huge, deep
        raise ParameterFileError(file=file, detail=f"not TOML: {error}") from None

    faults: list[str] = []
    head = _take(raw, _FILE, "", faults)
    values = [
        _take_value(table, f"/values/{index}", head.get("unit"), faults)
        for index, table in enumerate(head.pop("values", ()))
    ]
    _check_name(head.get("name"), file, faults)
    _check_order(values, faults)
    _check_direction(head, faults)
    if faults:
        raise ParameterFileError(file=file, detail="; ".join(faults))

    title = Text(zh=head.pop("zh"), en=head.pop("en"))
    shared = {key: head[key] for key in ("name", "unit", "tighter") if key in head}
    history = tuple(
        Value(**{**value, "source": Source(**value["source"])}, **shared) for value in values
    )
    return Parameter(**head, title=title, values=history)


def _take(table: Table, shape: Mapping[str, _Key], at: str, faults: list[str]) -> dict[str, Any]:
    """Read the keys of a table; what is unknown, missing or unfit becomes a fault."""
    faults += [f"{at}/{key}: unknown key" for key in table if key not in shape]
    taken = {}
    for name, key in shape.items():
        if name in table:
            try:
                taken[name] = key.read(table[name])
            except _Unfit as form:
                faults.append(f"{at}/{name}: expected {form}")
        elif key.required:
            faults.append(f"{at}/{name}: missing")
    return taken


def _take_value(table: Table, at: str, unit: Unit | None, faults: list[str]) -> dict[str, Any]:
    value = _take(table, _VALUE, at, faults)
    if "source" in value:
        value["source"] = _take(value["source"], _SOURCE, f"{at}/source", faults)
    if unit is not None and "value" in value and not unit.fits(value["value"]):
        faults.append(f"{at}/value: expected {unit.form}")
    if "complete" in value and unit is not None and not unit.is_closed_list:
        faults.append(f"{at}/complete: only a closed list can be incomplete")
    if value.get("status") is Status.UNVERIFIED and "note" not in table:
        faults.append(f"{at}/note: missing, but an unverified value says what evidence it lacks")
    return value


def _check_name(name: str | None, file: str, faults: list[str]) -> None:
    expected = PurePath(file).name.removesuffix(".toml")
    if name is not None and name != expected:
        faults.append(f"/name: differs from the file's name {expected}")


def _check_order(values: list[dict[str, Any]], faults: list[str]) -> None:
    for index, (early, late) in enumerate(itertools.pairwise(values), start=1):
        if "since" not in early or "since" not in late:
            continue
        if late["since"] == early["since"]:
            faults.append(f"/values/{index}/since: {late['since']} is there twice")
        elif late["since"] < early["since"]:
            faults.append(f"/values/{index}/since: {late['since']} is before {early['since']}")


def _check_direction(head: dict[str, Any], faults: list[str]) -> None:
    if "tighter" in head and "unit" in head and not head["unit"].takes(head["tighter"]):
        faults.append(f"/tighter: {head['unit'].form} cannot get tighter by {head['tighter']}")
