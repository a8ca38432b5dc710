"""`learnport law`: the parameters on a day, what changed, and what still needs evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from learnport.cli import _law_print
from learnport.cli._law_print import Change
from learnport.cli._print import Answer, Page, Words, both, unknown
from learnport.errors import CallerError
from learnport.model import TAIPEI, Text
from learnport.parameters import (
    Law,
    Parameter,
    Status,
    Unit,
    Value,
    load_parameters,
    read_parameter,
)

__all__ = ["run"]

Days = tuple[dt.date, dt.date]

_NOTHING = Text("", "")


def run(
    name: str | None,
    day: dt.date | None,
    *,
    changed: Days | None = None,
    unverified: bool = False,
    files: Sequence[Path] = (),
    extra: Iterable[Parameter] = (),
) -> Answer:
    """Look up one parameter or all of them.

    Args:
        name: the one asked for; None for all.
        day: the day asked about; None for today, or for all days of what is unverified.
        changed: first and last day; asks for the values that came into force between them.
        unverified: asks for the values that still need evidence.
        files: parameter files laid over everything else, in their order.
        extra: parameters of plugins, laid over the packaged ones.

    Raises:
        CallerError: no parameter bears this name, or two questions are asked at once.
        DataError: a parameter file is broken or contradicts the law.
        OSError: a parameter file cannot be read.
    """
    if changed is not None and (unverified or day is not None):
        words = "--changed 須單獨使用 goes with neither --on nor --unverified"
        raise CallerError(detail=words)
    parameters = load_parameters([*extra, *map(_read, files)])
    if name is not None and name not in parameters:
        raise unknown(Words("參數", "parameter"), name, parameters)
    chosen = [parameters[each] for each in (sorted(parameters) if name is None else [name])]
    if changed is not None:
        return _changed(chosen, changed)
    if unverified:
        return _unverified(chosen, day)
    return _in_force(chosen, day or dt.datetime.now(TAIPEI).date(), alone=name is not None)


def _read(file: Path) -> Parameter:
    return attrs.evolve(read_parameter(file.read_text("utf-8"), file.name), origin=str(file))


def _in_force(chosen: list[Parameter], day: dt.date, *, alone: bool) -> Answer:
    law = Law({each.name: each for each in chosen}, day)
    shown = [each for each in chosen if each.name in law]
    later = [each for each in chosen if each.name not in law]
    document = {
        "on": day.isoformat(),
        "parameters": [
            {
                **_object(each),
                "in_force": _value(law[each.name]) if each in shown else None,
                "history": [_value(value) for value in each.values],
            }
            for each in (chosen if alone else shown)
        ],
        "not_in_force": [each.name for each in later],
    }

    def tell(page: Page) -> None:
        if alone:
            _law_print.one(page, chosen[0], day)
        else:
            _law_print.everything(page, [(each, law[each.name]) for each in shown], later, day)

    return Answer(document, tell, fine=bool(shown))


def _changed(chosen: list[Parameter], days: Days) -> Answer:
    first, last = days
    changes = [
        Change(parameter, before, value)
        for parameter in chosen
        for before, value in zip((None, *parameter.values), parameter.values, strict=False)
        if first <= value.since <= last
    ]
    changes.sort(key=lambda each: each.order)
    document = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "changes": [
            {
                **_object(change.parameter),
                "kind": change.kind,
                "before": _value(change.before) if change.before else None,
                "after": _value(change.after),
            }
            for change in changes
        ],
    }
    return Answer(document, lambda page: _law_print.changes(page, changes, first, last))


def _unverified(chosen: list[Parameter], day: dt.date | None) -> Answer:
    wanting = [
        (parameter, value)
        for parameter in chosen
        for value in _asked(parameter, day)
        if value.status is Status.UNVERIFIED
    ]
    document = {
        "on": day.isoformat() if day else None,
        "unverified": [
            {**_object(parameter), "needs_evidence": _value(value)} for parameter, value in wanting
        ],
    }
    return Answer(document, lambda page: _law_print.unverified(page, wanting, day))


def _asked(parameter: Parameter, day: dt.date | None) -> Iterator[Value]:
    if day is None:
        yield from parameter.values
    elif parameter.values[0].since <= day:
        yield parameter.on(day)


def _object(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "title": both(parameter.title),
        "unit": str(parameter.unit),
        "note": both(parameter.note or _NOTHING),
        "tighter": str(parameter.tighter or ""),
        "origin": parameter.origin,
        "replaces": [each.origin for each in _law_print.replaced(parameter)],
    }


def _value(value: Value) -> dict[str, object]:
    source = value.source
    return {
        "since": value.since.isoformat(),
        "value": _content(value),
        "complete": value.complete,
        "status": str(value.status),
        "note": both(value.note or _NOTHING),
        "source": {
            "title": source.title,
            "article": source.article,
            "seen": source.seen.isoformat() if source.seen else None,
            "where": source.where,
        },
    }


def _content(value: Value) -> object:
    """A table of codes is a list of objects, so that its order is plain."""
    if value.unit is Unit.CODES:
        return [{"code": each.code, **both(each.label)} for each in value.codes]
    return list(value.members) if value.unit.is_closed_list else value.value
