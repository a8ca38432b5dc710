"""How answers look: one JSON document for programs, lines in both languages for people."""

from __future__ import annotations

import difflib
import functools
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TextIO

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line

from learnport.errors import CallerError

if TYPE_CHECKING:  # not imported: `doctor` has to print where the model cannot be
    from learnport.model import Finding

__all__ = [
    "CODE_WIDTH",
    "SEVERITY_STYLES",
    "Answer",
    "Bilingual",
    "Page",
    "Words",
    "both",
    "finding_object",
    "give",
    "unknown",
]

SEVERITY_STYLES: Final[Mapping[str, str]] = {
    "stop": "bold red",
    "reject": "bold red",
    "alert": "bold yellow",
    "advice": "bold cyan",
}
"""The style in which each severity is shown."""

_WIDEST: Final = 100
"""Longer lines are hard to read, however wide the window."""
_LABEL: Final = 17
CODE_WIDTH: Final = 21
"""Room for a code and its severity in both languages."""
_CHINESE: Final = "\u2e80-\u9fff\uff00-\uffef"
_PIECE: Final = re.compile(
    rf"\s+|[「『（《〈“]*(?:[{_CHINESE}]|[^\s{_CHINESE}]+)[」』）》〉”，。；：、？！]*"
)
"""What a line must not break: white space; a Chinese character or a word with its punctuation."""


class Bilingual(Protocol):
    """The same words in both languages, such as `learnport.model.Text`."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Words(NamedTuple):
    """What the command line itself says."""

    zh: str
    en: str


class Answer(NamedTuple):
    """What a command has to say.

    Attributes:
        document: for programs.
        tell: for people.
        fine: whether the exit code is 0 or 1.
    """

    document: Mapping[str, object]
    tell: Callable[[Page], None]
    fine: bool = True


def give(answer: Answer, lang: str | None, as_json: bool) -> None:
    """Print an answer, and exit with 1 when it is not fine."""
    if as_json:
        ascii_only = not _is_unicode(sys.stdout)
        click.echo(json.dumps(answer.document, indent=2, ensure_ascii=ascii_only))
    else:
        answer.tell(Page(lang))
    if not answer.fine:
        raise click.exceptions.Exit(1)


def _is_unicode(stream: TextIO) -> bool:
    return stream.encoding.lower().startswith("utf")


def both(text: Bilingual) -> dict[str, str]:
    """Words for programs."""
    return {"zh": text.zh, "en": text.en}


def finding_object(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "at": finding.at,
        "message": both(finding.message),
        "remedy": both(finding.remedy),
        "source": finding.source,
        "values": dict(finding.values),
    }


def unknown(what: Words, name: str, known: Iterable[str]) -> CallerError:
    """The error for a name that nothing bears, with what may have been meant."""
    names = list(known)
    alike = [
        *(each for each in names if each.startswith(name)),
        *difflib.get_close_matches(name, names),
        *(each for each in names if name in each),
    ]
    meant = ", ".join(list(dict.fromkeys(alike))[:5]) if name else ""
    hint = f"；您是否要找 did you mean {meant}?" if meant else ""
    return CallerError(detail=f"查無{what.zh} no {what.en} is named {name!r}{hint}")


class Page:
    """Standard output for people: Chinese, and English dimmed below it."""

    def __init__(self, lang: str | None = None) -> None:
        """Open a page.

        Args:
            lang: `zh` or `en` to print that one alone; None for both.
        """
        self._lang = lang
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._width = min(self._console.width, _WIDEST)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def say(self, text: Bilingual | str, style: str = "", *, indent: int = 0) -> None:
        """A paragraph."""
        self._hang("", "", text, style, indent)

    def row(
        self,
        label: Bilingual | str,
        value: Bilingual | str,
        style: str = "",
        *,
        label_style: str = "dim",
        indent: int = 0,
        width: int = _LABEL,
    ) -> None:
        """A label, and beside it its value; nothing at all where the value is empty."""
        self._hang(" " * indent + self.inline(label), label_style, value, style, indent + width)

    def finding(self, finding: Finding, *, indent: int = 0) -> None:
        """A finding with everything a reader needs to act on it."""
        from learnport.rules import words

        head = f"{finding.code} {self.inline(words(finding.severity))}"
        style = SEVERITY_STYLES[finding.severity]
        row = functools.partial(self.row, indent=indent, width=CODE_WIDTH)
        row(head, finding.message, label_style=style)
        row(Words("位置", "place"), finding.at)
        row(Words("補救", "remedy"), finding.remedy)
        row(Words("出處", "source"), finding.source, "dim")

    def inline(self, text: Bilingual | str) -> str:
        """Words on one line."""
        return " ".join(spoken for spoken, _ in self._spoken(text, ""))

    def listed(self, members: Iterable[str]) -> str:
        """Codes in a row, as the language of the page sets them apart."""
        return (", " if self._lang == "en" else "、").join(members)

    def _spoken(self, text: Bilingual | str, style: str) -> list[tuple[str, str]]:
        if isinstance(text, str):
            return [(text, style)]
        if self._lang is None:
            return [(text.zh, style), (text.en, "dim")]
        return [(getattr(text, self._lang), style)]

    def _hang(
        self, head: str, head_style: str, text: Bilingual | str, style: str, left: int
    ) -> None:
        """Print words from the column `left` on; the first line begins with `head`."""
        for spoken, spoken_style in self._spoken(text, style):
            for part in _wrap(spoken, self._width - left):
                padding = " " * max(left - cell_len(head), 1 if head else 0)
                line = Line.assemble((head, head_style), padding, (part, spoken_style))
                self._console.print(line, soft_wrap=True)
                head = ""


def _wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` cells unless one word is longer: paths are never broken.

    >>> list(_wrap("簡述有 101 字，超過上限。", 10))
    ['簡述有 101', '字，超過上', '限。']
    """
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line.rstrip()
