"""How `learnport law` looks for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from learnport.cli._print import Page, Words
from learnport.parameters import PACKAGED, Parameter, Source, Unit, Value

__all__ = ["Change", "changes", "everything", "one", "replaced", "unverified"]

_NAME: Final = 52
"""Width of the column of names."""
_CODE: Final = 13
"""Width of a column of codes, unless one is longer."""
_SHOWN: Final = 12
"""Where many parameters are listed, longer lists are cut."""
_KINDS: Final[Mapping[str, Words]] = {
    "changed": Words("數值變更", "changed"),
    "restated": Words("數值不變，查證或出處不同", "same value, other evidence"),
    "new": Words("首次規定", "new"),
}


class Change(NamedTuple):
    """A value that came into force, and the one before it.

    Attributes:
        parameter: whose.
        before: what was in force; None when nothing was.
        after: what is.
    """

    parameter: Parameter
    before: Value | None
    after: Value

    @property
    def kind(self) -> str:
        """`changed`, `restated` or `new`."""
        if self.before is None:
            return "new"
        return "restated" if self.before.value == self.after.value else "changed"

    @property
    def order(self) -> tuple[int, dt.date, str]:
        """What really changed comes first."""
        return list(_KINDS).index(self.kind), self.after.since, self.parameter.name


def replaced(parameter: Parameter) -> Iterator[Parameter]:
    """The parameters below this one, the nearest first."""
    below = parameter.replaces
    while below is not None:
        yield below
        below = below.replaces


def everything(
    page: Page, shown: Sequence[tuple[Parameter, Value]], later: Sequence[Parameter], day: dt.date
) -> None:
    """All parameters of a day, and the names of those to come."""
    page.say(Words(f"{_roc(day)}有效的法規參數", f"The law on {day}"), "bold")
    if not shown:
        page.say(Words("這一天尚無任何規定。", "Nothing is in force on that day."))
    for parameter, value in shown:
        page.gap()
        _head(page, parameter, value)
        page.say(page.inline(_standing(value)), indent=2)
        page.say(str(value.source), "dim", indent=2)
        _tell_origin(page, parameter, indent=2)
    page.gap()
    if later:
        page.say(Words("這一天尚未施行：", "Not yet in force on that day:"))
        for each in later:
            page.say(each.name, "cyan", indent=2)
        page.gap()
    page.say(
        Words("沿革與備註：learnport law 參數名稱", "History and notes: learnport law NAME"), "dim"
    )


def one(page: Page, parameter: Parameter, day: dt.date) -> None:
    """One parameter through all years, the newest value first."""
    page.say(parameter.name, "bold cyan")
    page.say(parameter.title, "bold")
    page.row(Words("單位", "unit"), page.inline(parameter.unit.words))
    page.row(Words("備註", "note"), parameter.note or "")
    if parameter.tighter:
        page.row(Words("學校從嚴", "stricter"), page.inline(parameter.tighter.words))
    _tell_origin(page, parameter)
    first = parameter.values[0].since
    if day < first:
        page.gap()
        message = Words(
            f"{_roc(day)}尚未施行，自{_roc(first)}起施行。",
            f"Not in force on {day}; the first value starts on {first}.",
        )
        page.say(message, "bold yellow")
    now = parameter.on(day) if first <= day else None
    for value in reversed(parameter.values):
        page.gap()
        page.say(page.inline(_since(value)), "bold green" if value is now else "bold")
        if value is now:
            page.say(Words(f"{_roc(day)}有效", f"In force on {day}"), "green", indent=2)
        _tell_value(page, value)


def changes(page: Page, found: Sequence[Change], first: dt.date, last: dt.date) -> None:
    """What came into force in a stretch of days, and where it is written."""
    if first == last:
        page.say(Words(f"{_roc(first)}起的變更", f"What changed on {first}"), "bold")
    else:
        zh, en = f"{_roc(first)}至{_roc(last)}的變更", f"What changed from {first} to {last}"
        page.say(Words(zh, en), "bold")
    if not found:
        page.say(Words("沒有任何數值自此起施行。", "No value came into force."))
    for change in found:
        page.gap()
        page.say(change.parameter.name, "bold cyan")
        page.say(change.parameter.title, indent=2)
        page.row(Words("變更", "change"), page.inline(_KINDS[change.kind]), indent=2)
        if change.kind == "changed" and change.before is not None:
            page.row(Words("原值", "before"), _content(page, change.before), indent=2)
        _tell_value(page, change.after, cut=True)
        page.row(Words("施行", "in force"), page.inline(_since(change.after)), indent=2)
        _tell_origin(page, change.parameter, indent=2)


def unverified(page: Page, wanting: Sequence[tuple[Parameter, Value]], day: dt.date | None) -> None:
    """What still needs evidence, and which."""
    if day is None:
        page.say(Words("尚待查證的數值", "What still needs evidence"), "bold")
    else:
        zh, en = f"{_roc(day)}有效而尚待查證的數值", f"What still needs evidence on {day}"
        page.say(Words(zh, en), "bold")
    if not wanting:
        page.say(Words("沒有。", "Nothing."))
    for parameter, value in wanting:
        page.gap()
        _head(page, parameter, value)
        page.say(page.inline(_since(value)), indent=2)
        page.row(Words("待補", "missing"), value.note or "", indent=2)
        page.row(Words("現有出處", "so far"), str(value.source), "dim", indent=2)
        _tell_origin(page, parameter, indent=2)


def _head(page: Page, parameter: Parameter, value: Value) -> None:
    content = _content(page, value)
    page.row(parameter.name, content, "bold", label_style="bold cyan", width=_NAME)
    page.say(parameter.title, indent=2)


def _tell_value(page: Page, value: Value, *, cut: bool = False) -> None:
    if value.unit is Unit.CODES and value.members and not cut:
        page.row(Words("數值", "value"), page.inline(_number_of(value)), "bold", indent=2)
        width = max(_CODE, *(len(code) + 2 for code in value.members))
        for code in value.codes:
            label = page.inline(code.label)
            page.row(code.code, label, label_style="bold", indent=4, width=width)
    else:
        page.row(Words("數值", "value"), _content(page, value, cut=cut), "bold", indent=2)
    if not value.complete:
        page.row(Words("清單", "list"), page.inline(Words("不完整", "incomplete")), indent=2)
    page.row(Words("查證", "status"), page.inline(value.status.words), indent=2)
    page.row(Words("備註", "note"), value.note or "", indent=2)
    page.row(Words("出處", "source"), str(value.source), indent=2)
    page.row(Words("查閱", "seen"), _seen(value.source), "dim", indent=2)


def _tell_origin(page: Page, parameter: Parameter, *, indent: int = 0) -> None:
    """Who brought a parameter, where it is not learnport itself, and what it took the place of."""
    if parameter.origin == PACKAGED:
        return
    unknown = page.inline(Words("（未載明）", "(not said)"))
    page.row(Words("提供者", "brought by"), parameter.origin or unknown, indent=indent)
    for below in replaced(parameter):
        newest = below.values[-1]
        words = f"{below.origin or unknown}: {_content(page, newest)}, {newest.since}"
        page.row(Words("取代", "replaces"), words, indent=indent)


def _since(value: Value) -> Words:
    return Words(f"{_roc(value.since)}起", f"from {value.since}")


def _standing(value: Value) -> Words:
    since, status = _since(value), value.status.words
    return Words(f"{since.zh}，{status.zh}", f"{since.en}, {status.en}")


def _number_of(value: Value) -> Words:
    number = len(value.members)
    return Words(f"{number} 項", f"{number} in all")


def _seen(source: Source) -> str:
    return f"{source.seen or ''} {source.where}".strip()


def _content(page: Page, value: Value, *, cut: bool = True) -> str:
    if isinstance(value.value, str):
        return value.value
    if not value.unit.is_closed_list:
        unit = "" if value.unit is Unit.COUNT else page.inline(value.unit.words)
        return f"{value.number:,} {unit}".strip()
    if not value.members:
        return page.inline(Words("（無）", "(none)"))
    if cut and len(value.members) > _SHOWN:
        start = page.listed(value.members[:_SHOWN])
        return f"{start} … {page.inline(_number_of(value))}"
    return page.listed(value.members)


def _roc(day: dt.date) -> str:
    """A day as Chinese texts write it; years before the Republic stay Gregorian."""
    year = f"民國 {day.year - 1911}" if day.year > 1911 else f"西元 {day.year}"
    return f"{year} 年 {day.month} 月 {day.day} 日"
