"""Paths inside a package: what is safe, what every system can unpack, how they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["clashes", "decode_path", "encode_path", "nfc", "place", "unportable", "unsafe"]

_LONGEST_PATH: Final = 4096
_LONGEST_NAME: Final = 255
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.I)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def unsafe(path: str) -> str | None:
    """Why a path must not be followed, in English; None when it may be."""
    if not path or path.startswith("/"):
        return "is empty or absolute"
    if re.match(r"[A-Za-z]:", path):
        return "names a drive"
    if "\\" in path or "\0" in path:
        return "has a backslash or NUL"
    if path.startswith("~"):
        return "names a home folder"
    if not {"", ".", ".."}.isdisjoint(path.split("/")):
        return "has an empty, . or .. part"
    if len(path) > _LONGEST_PATH:
        return "is too long"
    return None


def unportable(path: str) -> str | None:
    """Why some system cannot unpack a safe path as it stands, in English; None when all can."""
    if path != nfc(path):
        return "is not in Unicode form NFC"
    if _FORBIDDEN.search(path):
        return "has a character that Windows or line-oriented tools do not accept"
    for name in path.split("/"):
        if _RESERVED.match(name):
            return "has a name reserved by Windows"
        if name != name.strip() or name.endswith("."):
            return "has a name that begins or ends with white space or ends with a dot"
        if len(name.encode()) > _LONGEST_NAME:
            return "has a name longer than 255 bytes"
    return None


def clashes(files: Iterable[str], folders: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """What cannot stand side by side on every system, each with a reason.

    Reasons: `duplicate`, `alike` (differs only in case or Unicode form) or `folder` (the name
    of a file is also the name of a folder).
    """
    seen: set[str] = set()
    spelled: dict[str, str] = {}
    holding: set[str] = set()
    plain: dict[str, str] = {}
    for folder in folders:
        for parent in (*_parents(folder), folder):
            spelled.setdefault(_folded(parent), parent)
            holding.add(_folded(parent))
    for path in files:
        if path in seen:
            yield path, "duplicate"
            continue
        seen.add(path)
        parents = _parents(path)
        holding.update(_folded(parent) for parent in parents)
        plain[_folded(path)] = path
        if any(spelled.setdefault(_folded(part), part) != part for part in (*parents, path)):
            yield path, "alike"
    yield from ((path, "folder") for folded, path in plain.items() if folded in holding)


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _folded(path: str) -> str:
    return path if path.isascii() and path.islower() else nfc(nfc(path).casefold())


def encode_path(path: str) -> str:
    """A path as a manifest writes it: LF, CR and % are percent-encoded (RFC 8493 §2.1.3)."""
    return re.sub("[%\r\n]", lambda match: _ESCAPES[match[0]], path)


def decode_path(text: str) -> str:
    """A path as it is meant by a manifest; other percent signs stay as they are."""
    return re.sub("%(0[AaDd]|25)", lambda match: chr(int(match[1], 16)), text)


def place(path: str) -> str:
    """A path from a package as it can be shown: printable and not longer than 200 characters."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in path[:200])
    return shown[:200]
