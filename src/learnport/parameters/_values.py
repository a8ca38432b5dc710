"""One parameter of the law: its values by date, each with the place where it is written."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, cast

import attrs
from attrs import validators as v

from learnport.errors import NotInForce
from learnport.model import Text
from learnport.parameters._units import Code, Content, Status, Tighter, Unit, code_texts

__all__ = ["Parameter", "Source", "Value", "a_day"]


def a_day(_: object, field: attrs.Attribute[date], day: object) -> None:
    """Validate that a field is a calendar day; an instant has no place in the law."""
    if type(day) is not date:
        raise TypeError(f"{field.name} is a {type(day).__name__}; the law knows plain dates only")


@attrs.frozen
class Source:
    """Where a value is written (出處).

    Attributes:
        title: title of the law, announcement, slides or page, in its own language.
        article: article, slide or paragraph in it.
        seen: day on which somebody looked; None when nobody of the project has.
        where: address at which it was found; empty when there is none.
    """

    title: str = attrs.field(validator=v.min_len(1))
    article: str = attrs.field(validator=v.min_len(1))
    seen: date | None = attrs.field(default=None, validator=v.optional(a_day))
    where: str = ""

    def __str__(self) -> str:
        return f"{self.title}，{self.article}"


@attrs.frozen
class Value:
    """What the law says from one day on (參數值).

    Attributes:
        name: name of the parameter.
        value: a whole number, a text, or a closed list, as the unit demands.
        unit: what is counted.
        status: how well the value is proved.
        source: where it is written.
        since: first day in force, in Taiwan.
        note: what a reader has to know; None when nothing.
        complete: False for a closed list of which only a part was seen: a code that is
            missing from it may be right all the same.
        tighter: in which direction a school may go beyond it; None when not at all.
    """

    name: str
    value: Content = attrs.field()
    unit: Unit
    status: Status
    source: Source
    since: date = attrs.field(validator=a_day)
    note: Text | None = None
    complete: bool = True
    tighter: Tighter | None = attrs.field(default=None)
    _members: tuple[str, ...] | None = attrs.field(init=False, repr=False, eq=False)

    @value.validator
    def _fits_the_unit(self, _: object, value: object) -> None:
        if not self.unit.fits(value):
            raise TypeError(f"{self.name}: the value is not {self.unit.form}")

    @tighter.validator
    def _has_this_direction(self, _: object, tighter: Tighter | None) -> None:
        if tighter is not None and not self.unit.takes(tighter):
            raise ValueError(f"{self.name}: {self.unit.form} cannot get tighter by {tighter}")

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_members", code_texts(self.value))

    @property
    def number(self) -> int:
        """The value of a parameter that counts something; TypeError for texts and lists."""
        if isinstance(self.value, int):
            return self.value
        raise TypeError(f"{self.name} is no number but {self.unit.form}")

    @property
    def members(self) -> tuple[str, ...]:
        """The texts or codes of a closed list; TypeError for numbers and texts."""
        if self._members is not None:
            return self._members
        raise TypeError(f"{self.name} is no list but {self.unit.form}")

    @property
    def text(self) -> str:
        """The value of a parameter that is a text; TypeError for numbers and lists."""
        if isinstance(self.value, str):
            return self.value
        raise TypeError(f"{self.name} is no text but {self.unit.form}")

    @property
    def codes(self) -> tuple[Code, ...]:
        """The members of a closed list with their labels; TypeError for numbers and texts."""
        if self.unit is Unit.CODES:
            return cast("tuple[Code, ...]", self.value)
        return tuple(Code(each, Text(each, each)) for each in self.members)

    def label(self, code: str) -> Text:
        """What a member stands for; the code itself where the law has no words for it.

        Raises:
            TypeError: the value is no closed list.
        """
        labels = (each.label for each in self.codes if each.code == code)
        return next(labels, Text(code, code))

    def tightens(self, content: object) -> bool | None:
        """Tell whether a school that sets this instead stays within the law.

        A table of codes may also be given as the codes alone.

        Returns:
            True when it is as strict or stricter; False when it is looser; None when a school
            may not set this parameter, when the content has not the form of its unit, or when
            it is 0 or empty where the law has something.
        """
        offered = self._in_form(content)
        if self.tighter is None or offered is None:
            return None
        if not offered and offered != self.value:
            return None  # nothing at all is no stricter limit, it does away with the thing
        return _AS_STRICT[self.tighter](_comparable(offered), _comparable(self.value))

    def tightened(self, content: object, source: Source) -> Value:
        """The stricter of this value and what a school sets, with the source of the stricter."""
        offered = self._in_form(content)
        if offered is None or not self.tightens(content):
            return self
        if _comparable(offered) == _comparable(self.value):
            return self
        return attrs.evolve(
            self, value=offered, source=source, status=Status.CONFIRMED, note=None, complete=True
        )

    def _in_form(self, content: object) -> Content | None:
        """The content as this unit has it; None where it has another form."""
        if self.unit is Unit.CODES and Unit.LIST.fits(content):
            return tuple(Code(each, self.label(each)) for each in cast("tuple[str, ...]", content))
        return cast("Content", content) if self.unit.fits(content) else None


_AS_STRICT: Final[Mapping[Tighter, Callable[[Any, Any], bool]]] = MappingProxyType({
    Tighter.LESS: operator.le,
    Tighter.MORE: operator.ge,
    Tighter.FEWER: operator.le,
})  # fmt: skip


def _comparable(content: Content) -> Content | frozenset[str]:
    """Lists compare as sets: their order is the source's, not the law's."""
    members = code_texts(content)
    return content if members is None else frozenset(members)


@attrs.frozen
class Parameter:
    """One number or closed list of the law through the years (參數).

    Attributes:
        name: dotted name, such as `outcome.document.max_bytes`.
        unit: what all values count.
        title: what it limits, in both languages.
        values: every value, ascending by first day in force; at least one.
        note: what holds for all values; None when nothing.
        tighter: in which direction a school may go beyond it; None when not at all.
        origin: who brought it: `learnport`, or the name of a plugin; empty when nobody said.
        replaces: the parameter of the same name over which it was laid; None when it is new.
    """

    name: str = attrs.field(validator=v.min_len(1))
    unit: Unit
    title: Text
    values: tuple[Value, ...] = attrs.field(validator=v.min_len(1))
    note: Text | None = None
    tighter: Tighter | None = None
    origin: str = ""
    replaces: Parameter | None = attrs.field(default=None, eq=False, repr=False)

    @values.validator
    def _one_history(self, _: object, values: tuple[Value, ...]) -> None:
        if any((value.name, value.unit) != (self.name, self.unit) for value in values):
            raise ValueError(f"{self.name}: every value bears the name and unit of its parameter")
        if any(late.since <= early.since for early, late in itertools.pairwise(values)):
            raise ValueError(f"{self.name}: the values are not in ascending order of since")

    def __attrs_post_init__(self) -> None:
        if any(value.tighter is not self.tighter for value in self.values):
            raise ValueError(f"{self.name}: a value gets tighter in another direction")

    def replacing(self, former: Parameter | None) -> Parameter:
        """This one in place of another, whose word on tightening stands where this has none."""
        if former is None or self.tighter is not None or former.tighter is None:
            return attrs.evolve(self, replaces=former)
        values = tuple(attrs.evolve(each, tighter=former.tighter) for each in self.values)
        return attrs.evolve(self, values=values, tighter=former.tighter, replaces=former)

    def on(self, day: date) -> Value:
        """Return the newest value that is in force on a day.

        Raises:
            NotInForce: the day is before the first value.
        """
        for value in reversed(self.values):
            if value.since <= day:
                return value
        raise NotInForce(name=self.name, on=day.isoformat(), first=self.values[0].since.isoformat())
