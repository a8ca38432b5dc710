"""`learnport law`: the parameters on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from learnport.cli._print import Answer, Page, Words, both, unknown
from learnport.model import TAIPEI
from learnport.parameters import Parameter, Source, Status, Unit, Value, law_on

__all__ = ["run"]

_UNITS: Final[Mapping[Unit, Words]] = {
    Unit.BYTES: Words("位元組", "bytes"),
    Unit.CHARACTERS: Words("字", "characters"),
    Unit.COUNT: Words("個數", "count"),
    Unit.DAYS: Words("日", "days"),
    Unit.LIST: Words("清單", "list"),
    Unit.TEXT: Words("文字", "text"),
}
_STATUS: Final[Mapping[Status, Words]] = {
    Status.CONFIRMED: Words("已查證", "confirmed"),
    Status.UNVERIFIED: Words("未查證", "unverified"),
}


def run(name: str | None, day: dt.date | None) -> Answer:
    """Look up one parameter or all of them.

    Raises:
        CallerError: no parameter bears this name.
        NotInForce: the one asked for starts on a later day.
    """
    day = day or dt.datetime.now(TAIPEI).date()
    law = law_on(day)
    if name is not None and name not in law.parameters:
        raise unknown(Words("參數", "parameter"), name, law.parameters)
    names = law.names() if name is None else (name,)
    shown = [(law.parameters[each], law[each]) for each in names]
    later = sorted(law.parameters.keys() - set(law)) if name is None else []
    document = {
        "on": day.isoformat(),
        "parameters": [_object(parameter, value) for parameter, value in shown],
        "not_in_force": later,
    }

    def tell(page: Page) -> None:
        if name is None:
            _tell_all(page, shown, later, day)
        else:
            _tell_history(page, *shown[0], day)

    return Answer(document, tell)


def _object(parameter: Parameter, value: Value) -> dict[str, object]:
    return {
        "name": parameter.name,
        "title": both(parameter.title),
        "unit": str(parameter.unit),
        "note": parameter.note,
        "in_force": _value_object(value),
        "history": [_value_object(each) for each in parameter.values],
    }


def _value_object(value: Value) -> dict[str, object]:
    source = value.source
    return {
        "since": value.since.isoformat(),
        "value": list(value.value) if isinstance(value.value, tuple) else value.value,
        "status": str(value.status),
        "note": value.note,
        "source": {
            "title": source.title,
            "article": source.article,
            "seen": source.seen.isoformat() if source.seen else None,
            "where": source.where,
        },
    }


def _tell_all(
    page: Page, shown: list[tuple[Parameter, Value]], later: list[str], day: dt.date
) -> None:
    page.say(Words(f"{_roc(day)}有效的法規參數", f"The law on {day}"), "bold")
    for parameter, value in shown:
        page.gap()
        content = _content(page, value)
        page.row(parameter.name, content, "bold", label_style="bold cyan", width=52)
        page.say(parameter.title, indent=2)
        page.say(page.inline(_standing(value)), indent=2)
        page.say(str(value.source), "dim", indent=2)
    page.gap()
    if later:
        page.say(Words("這一天尚未施行：", "Not yet in force on that day:"))
        for each in later:
            page.say(each, "cyan", indent=2)
        page.gap()
    page.say(
        Words("沿革與備註：learnport law 參數名稱", "History and notes: learnport law NAME"), "dim"
    )


def _tell_history(page: Page, parameter: Parameter, now: Value, day: dt.date) -> None:
    page.say(parameter.name, "bold cyan")
    page.say(parameter.title, "bold")
    page.row(Words("單位", "unit"), page.inline(_UNITS[parameter.unit]))
    page.row(Words("備註", "note"), parameter.note)
    for value in reversed(parameter.values):
        page.gap()
        page.say(page.inline(_since(value)), "bold green" if value is now else "bold")
        if value is now:
            page.say(Words(f"{_roc(day)}有效", f"In force on {day}"), "green", indent=2)
        page.row(Words("數值", "value"), _content(page, value), "bold", indent=2)
        page.row(Words("查證", "status"), page.inline(_STATUS[value.status]), indent=2)
        page.row(Words("備註", "note"), value.note, indent=2)
        page.row(Words("出處", "source"), str(value.source), indent=2)
        page.row(Words("查閱", "seen"), _seen(value.source), "dim", indent=2)


def _since(value: Value) -> Words:
    return Words(f"{_roc(value.since)}起", f"from {value.since}")


def _standing(value: Value) -> Words:
    since, status = _since(value), _STATUS[value.status]
    return Words(f"{since.zh}，{status.zh}", f"{since.en}, {status.en}")


def _seen(source: Source) -> str:
    return f"{source.seen or ''} {source.where}".strip()


def _content(page: Page, value: Value) -> str:
    if value.unit is Unit.COUNT:
        return f"{value.number:,}"
    if isinstance(value.value, int):
        return f"{value.number:,} {page.inline(_UNITS[value.unit])}"
    if isinstance(value.value, tuple):
        return ", ".join(value.value) or page.inline(Words("（無）", "(none)"))
    return value.value


def _roc(day: dt.date) -> str:
    return f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日"
