"""The tag files of a bag, from bytes to what they say (RFC 8493 §2)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from learnport.errors import PackageError
from learnport.rules import Rule
from learnport.rules import package_codes as codes

__all__ = [
    "Declaration",
    "Line",
    "TagFault",
    "decode_text",
    "read_declaration",
    "read_info",
    "read_manifest",
]

_MOST_FAULTS: Final = 100
"""A file with more bad lines than this is not what it claims to be; the rest is not read."""
_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n)|([^\r\n]+)\Z")
_DECLARATION: Final = re.compile(
    r"BagIt-Version: (\d{1,4})\.(\d{1,4})(?:\r\n|\r|\n)"
    r"Tag-File-Character-Encoding: ([!-~]{1,40})(?:\r\n|\r|\n)?",
    re.ASCII,
)
_ENTRY: Final = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?(?:\./)?)(.+)", re.DOTALL)
_BARE_PERCENT: Final = re.compile("%(?!0[AaDd]|25)")
_LABEL: Final = re.compile(r"([^:\s](?:[^:]*[^:\s])?):[ \t](.*)", re.DOTALL)
_OLD_LABEL: Final = re.compile(r"([^:\s](?:[^:]*[^:\s])?)[ \t]*:[ \t]*(.*)", re.DOTALL)
_ENCODINGS: Final = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
        *("ascii", "big5", "big5hkscs", "cp950", "gb2312", "gbk", "gb18030"),
        *("shift_jis", "euc_jp", "euc_kr", "koi8-r", "cp1252"),
        *(f"iso8859-{part}" for part in (*range(1, 12), *range(13, 17))),
    )
)


class TagFault(PackageError):
    """A tag file cannot be read; the notice says why."""

    notice: Rule[Any]
    values: dict[str, str]


@attrs.frozen
class Declaration:
    """What bagit.txt declares.

    Attributes:
        version: major and minor number of BagIt.
        encoding: Python's name of the encoding of all other tag files.
    """

    version: tuple[int, int]
    encoding: str

    @property
    def strict(self) -> bool:
        """Whether RFC 8493 holds, and not the looser drafts before it."""
        return self.version >= (1, 0)


@attrs.frozen
class Line:
    """One line of a manifest.

    Attributes:
        number: from 1.
        digest: hex digits in lower case.
        path: as written, percent signs and all.
        fault: what is odd about the line; None when nothing is.
    """

    number: int
    digest: str = ""
    path: str = ""
    fault: Rule[Any] | None = None


def read_declaration(data: bytes) -> Declaration:
    """Read bagit.txt: exactly two lines, no byte-order mark.

    Raises:
        TagFault: it is none, or of a version or in an encoding that is not supported.
    """
    match = _DECLARATION.fullmatch(data.decode("utf-8", "replace"))
    if match is None:
        raise _fault(codes.BAD_DECLARATION)
    version = (int(match[1]), int(match[2]))
    if version not in ((0, 97), (1, 0)):
        raise _fault(codes.UNKNOWN_VERSION, version=f"{match[1]}.{match[2]}")
    try:
        encoding = codecs.lookup(match[3]).name
    except LookupError:
        raise _fault(codes.UNKNOWN_ENCODING) from None
    if encoding not in _ENCODINGS:
        raise _fault(codes.UNKNOWN_ENCODING)
    return Declaration(version, encoding)


def decode_text(data: bytes, encoding: str) -> str:
    """The text of a tag file.

    Raises:
        TagFault: it cannot be read in this encoding.
    """
    try:
        text = data.decode(encoding)
    except UnicodeError:
        raise _fault(codes.UNREADABLE_TAG_FILE) from None
    if encoding == "utf-8" and text.startswith("\ufeff"):
        raise _fault(codes.UNREADABLE_TAG_FILE)
    return text


def read_manifest(text: str, digits: int, strict: bool) -> Iterator[Line]:
    """The lines of a manifest; a fault says what is odd about one.

    Args:
        text: the file.
        digits: hex digits of a digest.
        strict: every percent sign belongs to an escape, as since BagIt 1.0.
    """
    faults = 0
    for number, line in _lines(text):
        match = _ENTRY.fullmatch(line)
        if not match or len(match[1]) != digits or (strict and _BARE_PERCENT.search(match[3])):
            yield Line(number, fault=codes.BAD_MANIFEST_LINE)
            faults += 1
            if faults == _MOST_FAULTS:
                return
        else:
            yield Line(
                number, match[1].lower(), match[3], codes.LOOSE_MANIFEST_LINE if match[2] else None
            )


def read_info(text: str, strict: bool) -> Iterator[tuple[int, str, str]]:
    """Number of the line, label and value of the elements of bag-info.txt.

    A bad line has an empty label. Folded values are joined with their line ends.
    """
    faults = 0
    number, label, value = 0, "", ""
    for next_number, line in _lines(text):
        if not strict and not line.strip():
            continue
        if label and line[:1] in (" ", "\t"):
            value += "\n" + line.strip(" \t")
            continue
        if label:
            yield number, label, value
            label = ""
        match = (_LABEL if strict else _OLD_LABEL).fullmatch(line)
        if match:
            number, label, value = next_number, match[1], match[2]
            continue
        yield next_number, "", ""
        faults += 1
        if faults == _MOST_FAULTS:
            return
    if label:
        yield number, label, value


def _fault(notice: Rule[Any], **values: str) -> TagFault:
    return TagFault(notice=notice, values=values, detail=notice.code)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines and their numbers; only CR, LF and CRLF end a line."""
    for number, match in enumerate(_LINE.finditer(text), start=1):
        yield number, match[1] if match[1] is not None else match[2]
