"""The sample school's own font, and how Chinese text is broken into lines."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from importlib import resources
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont

from learnport.errors import CallerError

__all__ = ["break_lines", "font", "font_file", "require_glyphs"]

_NEVER_FIRST: Final = frozenset("，。、；：？！）」』》〉％…,.;:?!)%")
_NEVER_LAST: Final = "（「『《〈("
_TOKEN: Final = re.compile(r"[!-~]+|.", re.DOTALL)
_UNITS: Final = 500


def font_file() -> AbstractContextManager[Path]:
    """The font as a file; it holds only the characters of the sample vocabulary."""
    return resources.as_file(
        resources.files("learnport.sample") / "data" / "learnport-sample-tc.ttf"
    )


@functools.cache
def font(pixels: int) -> ImageFont.FreeTypeFont:
    """The font in one size; basic layout, so that every machine draws the same."""
    with font_file() as path:
        return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise `CallerError` when the font lacks a character of the texts: no empty boxes."""
    absent = sorted(set().union(*texts) - _glyphs())
    if absent:
        codes = ", ".join(f"U+{ord(character):04X}" for character in absent)
        raise CallerError(detail=f"the sample font has no glyph for {codes}")


def break_lines(text: str, ems: float) -> list[str]:
    """Break `text` into lines about `ems` full-width characters wide.

    Chinese may break anywhere, save that closing punctuation never begins a line (it hangs
    over the end instead) and opening brackets never end one. Latin words stay whole.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for token in _TOKEN.findall(text):
        wide = _ems(token)
        if line and used + wide > ems and token[0] not in _NEVER_FIRST:
            kept = line.rstrip(_NEVER_LAST)
            lines.append(kept)
            line = line[len(kept) :]
            used = float(len(line))
        line += token
        used += wide
    return [*lines, line]


@functools.cache
def _ems(token: str) -> float:
    return font(_UNITS).getlength(token) / _UNITS


@functools.cache
def _glyphs() -> frozenset[str]:
    with font_file() as path, TTFont(path) as face:
        return frozenset(map(chr, face.getBestCmap()))
