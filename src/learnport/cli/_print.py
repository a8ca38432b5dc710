"""How answers look: one JSON document for programs, lines in both languages for people."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line

if TYPE_CHECKING:  # not imported: `doctor` has to print where the model cannot be
    from learnport.model import Finding, Text

__all__ = ["Answer", "Page", "answer", "both", "finding_object", "lenient", "wrap"]

_WIDEST: Final = 100
"""Lines longer than this are hard to read, however wide the window."""

_CHINESE: Final = "\u2e80-\u9fff\uff00-\uffef"
_PIECE: Final = re.compile(
    rf"\s+|[「『（《〈“]*(?:[{_CHINESE}]|[^\s{_CHINESE}]+)[」』）》〉”，。；：、？！]*"
)
"""What a line must not break: white space, a Chinese character or a word with its punctuation."""

_COLOURS: Final = {"stop": "red", "reject": "red", "alert": "yellow", "advice": "cyan"}
_LABEL: Final = 14


class Answer(NamedTuple):
    """What a command has to say.

    Attributes:
        document: for programs.
        tell: for people.
        fine: decides between exit code 0 and 1.
    """

    document: dict[str, object]
    tell: Callable[[Page], None]
    fine: bool = True


def answer(given: Answer, lang: str | None, as_json: bool) -> None:
    """Print an answer, and exit with 1 when it is not fine."""
    if as_json:
        click.echo(json.dumps(given.document, indent=2, ensure_ascii=not _unicode(sys.stdout)))
    else:
        given.tell(Page(lang))
    if not given.fine:
        raise click.exceptions.Exit(1)


def lenient(*streams: TextIO) -> None:
    """Make a stream that cannot spell a character print a question mark instead of failing."""
    for stream in streams:
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="replace")


def _unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().startswith("utf")


def both(text: Text) -> dict[str, str]:
    """Bilingual text for programs."""
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


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` cells, unless one word is longer: paths are never broken.

    >>> list(wrap("簡述有 101 字，超過上限。", 10))
    ['簡述有', '101 字，超', '過上限。']
    """
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line.rstrip()


class Page:
    """Standard output for people: Chinese first, English dimmed below it.

    Attributes:
        lang: `zh` or `en` to print that one alone; None for both.
    """

    def __init__(self, lang: str | None = None) -> None:
        self.lang = lang
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._width = min(self._console.width, _WIDEST)

    def gap(self) -> None:
        self._console.print()

    def line(self, text: str, style: str = "", *, indent: int = 0) -> None:
        """One paragraph in no particular language."""
        for part in wrap(text, self._width - indent):
            self._print(" " * indent, Line(part, style))

    def say(self, text: Text, style: str = "", *, indent: int = 0) -> None:
        """A paragraph in each language."""
        for part, own in self._spoken(text, style):
            self.line(part, own, indent=indent)

    def row(self, label: Text, value: str | Text, style: str = "", *, indent: int = 0) -> None:
        """A label and what belongs to it; what has no words is left out."""
        head = " " * indent + self.inline(label)
        left = indent + _LABEL
        spoken = [(value, style)] if isinstance(value, str) else self._spoken(value, style)
        for text, own in spoken:
            for part in wrap(text, self._width - left):
                self._print(Line(head + " " * max(1, left - cell_len(head)), "dim"), Line(part, own))
                head = " " * left

    def head(self, *parts: tuple[str, str]) -> None:
        """One line of parts, each with its style."""
        self._print(Line("  ").join(Line(*part) for part in parts))

    def inline(self, text: Text) -> str:
        """Bilingual words on one line."""
        return {"zh": text.zh, "en": text.en}.get(self.lang or "", f"{text.zh} {text.en}".strip())

    def finding(self, finding: Finding, labels: dict[str, Text], *, indent: int = 0) -> None:
        """A finding with everything a reader needs to act on it."""
        self.line(f"{finding.code} {finding.severity}", _COLOURS[finding.severity], indent=indent)
        self.say(finding.message, indent=indent)
        for key, value in (
            ("at", finding.at),
            ("limit", _limit(finding)),
            ("remedy", finding.remedy),
            ("source", finding.source),
        ):
            self.row(labels[key], value, indent=indent)

    def _spoken(self, text: Text, style: str) -> Iterable[tuple[str, str]]:
        if self.lang == "zh":
            return [(text.zh, style)]
        if self.lang == "en":
            return [(text.en, style)]
        return [(text.zh, style), (text.en, "dim")]

    def _print(self, *parts: str | Line) -> None:
        self._console.print(Line.assemble(*parts), soft_wrap=True)


def _limit(finding: Finding) -> str:
    limit = dict(finding.values).get("limit")
    return f"{limit:,}" if type(limit) is int else str(limit or "")
