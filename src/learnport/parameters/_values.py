"""One parameter of the law: its values by date, each with the place where it is written."""

from __future__ import annotations

import enum
import itertools
from datetime import date
from typing import Final

import attrs
from attrs import validators as v

from learnport.errors import NotInForce
from learnport.model import Text

__all__ = ["Content", "Parameter", "Source", "Status", "Unit", "Value", "a_day"]

Content = int | str | tuple[str, ...]


class Status(enum.StrEnum):
    """How well a value is proved (查證狀態)."""

    CONFIRMED = "confirmed"
    """The source was seen and says so."""
    UNVERIFIED = "unverified"
    """Believed, not seen; the note says what evidence is missing."""


class Unit(enum.StrEnum):
    """What a value counts, and with it which form it takes (單位)."""

    BYTES = "bytes"
    CHARACTERS = "characters"
    COUNT = "count"
    DAYS = "days"
    LIST = "list"
    """A closed list: different texts, in the order of the source; empty means none at all."""
    TEXT = "text"

    @property
    def form(self) -> str:
        """The form in words, for messages."""
        return _FORMS.get(self, f"a whole number of {self}, 0 or more")

    def fits(self, content: object) -> bool:
        """Tell whether a content has the form of this unit; `True` is not 1, 2.0 is not 2."""
        match self:
            case Unit.LIST:
                return (
                    type(content) is tuple
                    and all(_is_text(member) for member in content)
                    and len(set(content)) == len(content)
                )
            case Unit.TEXT:
                return _is_text(content)
            case _:
                return type(content) is int and content >= 0


_FORMS: Final = {Unit.LIST: "a list of different texts", Unit.TEXT: "a text that is not empty"}


def _is_text(content: object) -> bool:
    return type(content) is str and bool(content.strip())


def a_day(_: object, field: attrs.Attribute[date], day: object) -> None:
    """Validate that a field is a calendar day; an instant has no place in the law."""
    if type(day) is not date:
        raise TypeError(f"{field.name} is a {type(day).__name__}; the law knows plain dates only")


@attrs.frozen
class Source:
    """Where a value is written (出處).

    Attributes:
        title: title of the law, announcement, slides or page.
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
        note: what a reader has to know; empty when nothing.
    """

    name: str
    value: Content = attrs.field()
    unit: Unit
    status: Status
    source: Source
    since: date = attrs.field(validator=a_day)
    note: str = ""

    @value.validator
    def _fits_the_unit(self, _: object, value: object) -> None:
        if not self.unit.fits(value):
            raise TypeError(f"{self.name}: the value is not {self.unit.form}")

    @property
    def number(self) -> int:
        """The value of a parameter that counts something; TypeError for texts and lists."""
        if isinstance(self.value, int):
            return self.value
        raise TypeError(f"{self.name} is no number but {self.unit.form}")

    @property
    def members(self) -> tuple[str, ...]:
        """The value of a closed list; TypeError for numbers and texts."""
        if isinstance(self.value, tuple):
            return self.value
        raise TypeError(f"{self.name} is no list but {self.unit.form}")


@attrs.frozen
class Parameter:
    """One number or closed list of the law through the years (參數).

    Attributes:
        name: dotted name, such as `outcome.document.max_bytes`.
        unit: what all values count.
        title: what it limits, in both languages.
        values: every value, ascending by first day in force; at least one.
        note: what holds for all values; empty when nothing.
    """

    name: str = attrs.field(validator=v.min_len(1))
    unit: Unit
    title: Text
    values: tuple[Value, ...] = attrs.field(validator=v.min_len(1))
    note: str = ""

    @values.validator
    def _one_history(self, _: object, values: tuple[Value, ...]) -> None:
        if any((value.name, value.unit) != (self.name, self.unit) for value in values):
            raise ValueError(f"{self.name}: every value bears the name and unit of its parameter")
        if any(late.since <= early.since for early, late in itertools.pairwise(values)):
            raise ValueError(f"{self.name}: the values are not in ascending order of since")

    def on(self, day: date) -> Value:
        """Return the newest value that is in force on a day.

        Raises:
            NotInForce: the day is before the first value.
        """
        for value in reversed(self.values):
            if value.since <= day:
                return value
        raise NotInForce(name=self.name, on=day.isoformat(), first=self.values[0].since.isoformat())
