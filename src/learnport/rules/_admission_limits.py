"""What the rules of admission share: names, limits, and what a program does not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from learnport.model import Application, Channel, ItemKind, Program, Text, TickedItem
from learnport.parameters import Law, Source, Value
from learnport.rules._rule import Breach
from learnport.rules._words import Named

__all__ = [
    "PROGRAM_SEES",
    "THIRD_PARTY",
    "Limit",
    "beyond",
    "channel_named",
    "program_named",
    "ticked_items",
    "tightenable",
    "tighter",
    "unwanted",
]

PROGRAM_SEES: Final = (
    "高級中等教育階段學生學習歷程檔案（十二年國民基本教育108課綱推動配套措施簡報），"
    "第一部分，第 10 頁「學生學習歷程檔案如何提供備審資料給大專校院?」"
)
THIRD_PARTY: Final = "115 學年度申請端規則模組（第三方程式，題名未留存；待與招生簡章核對）"

_COURSE_RECORDS: Final = "A"
"""Item code of 修課紀錄."""

_CHANNELS: Final = {
    Channel.UNIVERSITY: Text("大學申請入學", "university application"),
    Channel.TECHNOLOGICAL: Text("四技二專甄選入學", "technological selection"),
}


def channel_named(channel: Channel) -> Named:
    """A channel in words."""
    return Named(channel.value, _CHANNELS[channel])


def program_named(program: Program) -> Named:
    """A program with the names people know it by."""
    words = f"{program.institution}{program.name}"
    return Named(str(program.key), Text(words, words))


def tightenable(channel: Channel, law: Law) -> tuple[str, ...]:
    """The parameters for which a program of a channel may set a limit of its own."""
    names = (
        f"admission.{channel}.outcomes.max_count",
        f"admission.{channel}.performances.max_count",
        f"admission.{channel}.b1.max_count",
        "admission.synthesis.max_characters",
        "admission.synthesis.max_pictures",
        "admission.own_file.max_bytes",
    )
    return tuple(name for name in names if name in law.parameters)


@attrs.frozen
class Limit:
    """A number not to go beyond, and who says so."""

    number: int
    source: Source


def tighter(program: Program, name: str, ruling: Value | None) -> Limit | None:
    """The tighter of what the law and the program say; None when neither says anything.

    Args:
        program: its own limit counts where it is the tighter one.
        name: name of the parameter.
        ruling: what the law says; None where it says nothing.
    """
    own = program.limit(name)
    if own is not None and (ruling is None or own < ruling.number):
        return Limit(own, Source("招生校系自訂條件", program_named(program).text.zh))
    return Limit(ruling.number, ruling.source) if ruling is not None else None


def beyond(at: str, count: int, limit: Limit | None, **fields: Named) -> Iterator[Breach]:
    """The breach of a count that goes beyond its limit."""
    if limit is not None and count > limit.number:
        excess = count - limit.number
        yield Breach(
            at, source=limit.source, count=count, limit=limit.number, excess=excess, **fields
        )


def ticked_items(application: Application) -> Iterator[tuple[str, ItemKind, TickedItem]]:
    """Every ticked item with its place and the kind it is ticked as."""
    ticked = application.ticked
    for place, kind, items in (
        ("outcomes", ItemKind.OUTCOME, ticked.outcomes),
        ("performances", ItemKind.PERFORMANCE, ticked.performances),
    ):
        for index, each in enumerate(items):
            yield f"/materials/{place}/{index}", kind, each


def unwanted(application: Application, program: Program) -> Iterator[tuple[str, str]]:
    """Place and item code of everything chosen that a program does not read."""
    chosen = [(at, each.code) for at, _, each in ticked_items(application)]
    if application.ticked.semesters:
        chosen.append(("/materials/semesters", _COURSE_RECORDS))
    chosen += [(at, code) for at, codes, _ in application.uploads() for code in sorted(codes)]
    return (each for each in chosen if not program.wants(each[1]))
