"""File names: from what a browser claims to what is safe to show, store and compare."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["clean_name", "extension_of"]

MAX_BYTES: Final = 255
"""Longest name the common file systems take, in bytes of UTF-8."""

_MAX_EXTENSION: Final = 16
"""A longer "extension" is part of the title, not a kind of file; bytes with the dot."""

_UNNAMED: Final = "unnamed"
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories dropped: controls, formats (bidi among them), surrogates, line ends."""

_BLANKS: Final = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""Every blank of Unicode that is not a control: category Zs."""


def clean_name(claimed: str) -> str:
    r"""Bring a claimed file name into the one safe form.

    Path parts of either kind of slash are dropped, controls and bidi marks
    removed, blanks at both ends and dots at the end trimmed, the rest is NFC
    and at most 255 bytes of UTF-8, the extension kept. Never empty; cleaning
    twice changes nothing.

    >>> clean_name("C:\\作業\\..\\報告\u202efdp.PDF")
    '報告fdp.PDF'
    """
    last = re.split(r"[/\\]", claimed)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE)
    name = _trim(unicodedata.normalize("NFC", visible))
    return _shorten(name) or _UNNAMED


def extension_of(name: str) -> str:
    """Lower-case extension of a clean name, without the dot; empty when there is none."""
    stem, _, extension = name.rpartition(".")
    return extension.lower() if stem else ""


def _trim(name: str) -> str:
    return name.lstrip(_BLANKS).rstrip(_BLANKS + ".")


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    tail = (dot + extension).encode()
    if not stem or len(tail) > _MAX_EXTENSION:
        stem, tail = name, b""
    kept = stem.encode()[: MAX_BYTES - len(tail)].decode(errors="ignore")
    return _trim(kept + tail.decode())
