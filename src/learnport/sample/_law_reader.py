"""Files of law cases: strict TOML in, cases or all faults of the file out."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.errors import DataError
from learnport.model import Semester, Text
from learnport.rules import CATALOGUE
from learnport.sample._law_actions import WAYS
from learnport.sample._law_cases import LawCase, built
from learnport.sample._law_words import LAW_ACTORS, toml

__all__ = ["law_examples", "read_law_cases"]

_CODES: Final = frozenset(each.code for each in CATALOGUE)
_CODE: Final = re.compile(r"[A-Z]{2}[0-9]{4}")


class _Unfit(Exception):
    """A raw value has not the form it should have; the argument names that form."""


def _text(raw: object) -> str:
    if type(raw) is str and raw.strip():
        return raw
    raise _Unfit("a text that is not empty")


def _instant(raw: object) -> dt.datetime:
    if type(raw) is dt.datetime and raw.tzinfo is not None:
        return raw
    raise _Unfit("an instant with its time zone, such as 2024-10-15T12:00:00+08:00")


def _code(raw: object) -> str:
    if type(raw) is str and (raw in _CODES or (_CODE.fullmatch(raw) and raw[:2] != "LP")):
        return raw
    raise _Unfit("a code of the catalogue, such as LP1003, or of a plugin")


def _codes(raw: object) -> tuple[str, ...]:
    if isinstance(raw, list) and len(set(map(str, raw))) == len(raw):
        return tuple(map(_code, raw))
    raise _Unfit("a list of codes, each once; [] where nothing is found")


def _one_of(words: Mapping[str, object]) -> Callable[[object], str]:
    def read(raw: object) -> str:
        if type(raw) is str and raw in words:
            return raw
        raise _Unfit(f"one of {', '.join(words)}")

    return read


def _semester(raw: object) -> Semester:
    try:
        return Semester.parse(raw)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise _Unfit("a semester such as 113-1") from None


def _table(raw: object) -> Mapping[str, Any]:
    if isinstance(raw, dict):
        return MappingProxyType(raw)
    raise _Unfit("a table")


@attrs.frozen
class _Key:
    read: Callable[[object], Any]
    name: str
    required: bool = True


_KEYS: Final = {
    "zh": _Key(_text, "zh"),
    "en": _Key(_text, "en"),
    "about": _Key(_code, "about"),
    "on": _Key(_instant, "on"),
    "semester": _Key(_semester, "semester", required=False),
    "actor": _Key(_one_of(LAW_ACTORS), "actor"),
    "action": _Key(_one_of(WAYS), "action"),
    "reason": _Key(_text, "reason", required=False),
    "given": _Key(_table, "given", required=False),
    "with": _Key(_table, "handed_in", required=False),
    "expect": _Key(_codes, "expect"),
}


def read_law_cases(text: str, file: str) -> tuple[LawCase, ...]:
    """Read one file of law cases.

    A file holds `[[cases]]` tables with `zh`, `en`, `about`, `on`, `actor`, `action` and
    `expect`; where need be `semester`, `reason`, `given` and `with`. Every name stands once.

    Args:
        text: the TOML text.
        file: its name, for messages.

    Raises:
        DataError: the text breaks the strict form, or a case does not fit together. `detail`
            begins with the file's name and lists every fault, separated by `; `, each behind
            its place as a JSON pointer; `problems` holds the same as pairs.
    """
    try:
        raw = toml(text)
    except (ValueError, RecursionError) as error:
        raise _refused(file, [("", f"not TOML: {error}")]) from None
    faults = [(f"/{key}", "unknown key") for key in raw if key != "cases"]
    tables = raw.get("cases")
    if not isinstance(tables, list) or not tables:
        raise _refused(file, [*faults, ("/cases", "expected at least one [[cases]] table")])
    cases = [_case(table, f"/cases/{index}", faults) for index, table in enumerate(tables)]
    named: dict[str, int] = {}
    for index, case in enumerate(cases):
        if case and named.setdefault(case.title.zh, index) != index:
            faults.append((f"/cases/{index}/zh", f"is case {named[case.title.zh]} already"))
    if faults:
        raise _refused(file, faults)
    return tuple(filter(None, cases))


def _refused(file: str, faults: list[tuple[str, str]]) -> DataError:
    detail = "; ".join(f"{at or '/'}: {sentence}" for at, sentence in faults)
    return DataError(detail=f"{file}: {detail}", problems=tuple(faults))


def _case(table: object, at: str, faults: list[tuple[str, str]]) -> LawCase | None:
    """One case, or None after its faults are noted."""
    if not isinstance(table, dict):
        faults.append((at, "expected a table"))
        return None
    before = len(faults)
    faults += [(f"{at}/{key}", "unknown key") for key in table if key not in _KEYS]
    taken: dict[str, Any] = {}
    for key, each in _KEYS.items():
        if key in table:
            try:
                taken[each.name] = each.read(table[key])
            except _Unfit as form:
                faults.append((f"{at}/{key}", f"expected {form}"))
        elif each.required:
            faults.append((f"{at}/{key}", "missing"))
    if len(faults) > before:
        return None
    case = LawCase(title=Text(taken.pop("zh"), taken.pop("en")), **taken)
    try:
        built(case)
    except DataError as error:
        faults += [(at + place, sentence) for place, sentence in vars(error)["problems"]]
        return None
    return case


@functools.cache
def _shipped(subject: str) -> tuple[LawCase, ...]:
    """The cases of one subject, such as `LP10`; they stand in files that begin with it."""
    folder = files("learnport.sample") / "data" / "law"
    named = sorted((file.name, file) for file in folder.iterdir())
    return tuple(
        case
        for name, file in named
        if name.startswith(f"{subject.lower()}_")
        for case in read_law_cases(file.read_text("utf-8"), name)
    )


def law_examples(code: str) -> tuple[LawCase, ...]:
    """The cases shipped with learnport about a code, in the order of their file."""
    return tuple(case for case in _shipped(code[:4]) if case.about == code)
