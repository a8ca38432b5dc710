"""What the law counts in: units, the forms their contents take, and the words for them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs
from attrs import validators as v

from learnport.model import Text

__all__ = ["Code", "Content", "Status", "Tighter", "Unit", "code_texts"]


@attrs.frozen
class Code:
    """One code of a closed list, and what it stands for (代碼).

    Attributes:
        code: the code as it stands in records and rosters.
        label: its meaning in both languages.
    """

    code: str = attrs.field()
    label: Text = attrs.field(validator=v.instance_of(Text))

    @code.validator
    def _is_a_text(self, _: object, code: object) -> None:
        if not _is_text(code):
            raise TypeError(f"a code is {_FORMS[Unit.TEXT]}, not {code!r}")


Content = int | str | tuple[str, ...] | tuple[Code, ...]


class Status(enum.StrEnum):
    """How well a value is proved (查證狀態)."""

    CONFIRMED = "confirmed"
    """The source was seen and says so."""
    UNVERIFIED = "unverified"
    """Believed, not seen; the note says what evidence is missing."""

    @property
    def words(self) -> Text:
        """The word for it in both languages."""
        return _STATUS_WORDS[self]


class Tighter(enum.StrEnum):
    """In which direction a school may go beyond the law (學校得從嚴之方向)."""

    LESS = "less"
    """A smaller number is the stricter one, as for sizes and lengths."""
    MORE = "more"
    """A larger number is the stricter one, as for the days a window stays open."""
    FEWER = "fewer"
    """A part of the list is the stricter one, as for the accepted kinds of file."""

    @property
    def words(self) -> Text:
        """The words for it in both languages."""
        return _TIGHTER_WORDS[self]


class Unit(enum.StrEnum):
    """What a value counts, and with it which form it takes (單位)."""

    BYTES = "bytes"
    CHARACTERS = "characters"
    COUNT = "count"
    DAYS = "days"
    POINTS = "points"
    WEEKS = "weeks"
    CODES = "codes"
    """A closed list whose members are codes, each with a label in both languages."""
    LIST = "list"
    """A closed list: different texts, in the order of the source; empty means none at all."""
    TEXT = "text"

    @property
    def form(self) -> str:
        """The form in words, for messages."""
        return _FORMS.get(self, f"a whole number of {self}, 0 or more")

    @property
    def words(self) -> Text:
        """The word for it in both languages."""
        return _UNIT_WORDS[self]

    @property
    def is_closed_list(self) -> bool:
        """Whether its contents have members."""
        return self in (Unit.CODES, Unit.LIST)

    def fits(self, content: object) -> bool:
        """Tell whether a content has the form of this unit; `True` is not 1, 2.0 is not 2."""
        match self:
            case Unit.CODES:
                return (
                    type(content) is tuple
                    and all(type(member) is Code for member in content)
                    and _are_different(member.code for member in content)
                )
            case Unit.LIST:
                return (
                    type(content) is tuple
                    and all(_is_text(member) for member in content)
                    and _are_different(content)
                )
            case Unit.TEXT:
                return _is_text(content)
            case _:
                return type(content) is int and content >= 0

    def takes(self, tighter: Tighter) -> bool:
        """Tell whether contents of this unit can be stricter in this direction."""
        if self is Unit.TEXT:
            return False
        return self.is_closed_list is (tighter is Tighter.FEWER)


def code_texts(content: Content) -> tuple[str, ...] | None:
    """The members of a closed list as plain texts; None for what is none."""
    if not isinstance(content, tuple):
        return None
    return tuple(each.code if isinstance(each, Code) else each for each in content)


def _is_text(content: object) -> bool:
    return type(content) is str and bool(content.strip())


def _are_different(texts: Iterable[str]) -> bool:
    listed = list(texts)
    return len(set(listed)) == len(listed)


_FORMS: Final[Mapping[Unit, str]] = MappingProxyType({
    Unit.CODES: "a table of different codes, each with zh and en",
    Unit.LIST: "a list of different texts",
    Unit.TEXT: "a text that is not empty",
})  # fmt: skip
_UNIT_WORDS: Final[Mapping[Unit, Text]] = MappingProxyType({
    Unit.BYTES: Text("位元組", "bytes"),
    Unit.CHARACTERS: Text("字", "characters"),
    Unit.COUNT: Text("個數", "count"),
    Unit.DAYS: Text("日", "days"),
    Unit.POINTS: Text("分", "points"),
    Unit.WEEKS: Text("週", "weeks"),
    Unit.CODES: Text("代碼表", "codes"),
    Unit.LIST: Text("清單", "list"),
    Unit.TEXT: Text("文字", "text"),
})  # fmt: skip
_STATUS_WORDS: Final[Mapping[Status, Text]] = MappingProxyType({
    Status.CONFIRMED: Text("已查證", "confirmed"),
    Status.UNVERIFIED: Text("未查證", "unverified"),
})  # fmt: skip
_TIGHTER_WORDS: Final[Mapping[Tighter, Text]] = MappingProxyType({
    Tighter.LESS: Text("可調低", "a smaller number"),
    Tighter.MORE: Text("可調高", "a larger number"),
    Tighter.FEWER: Text("可減列項目", "fewer members"),
})  # fmt: skip
