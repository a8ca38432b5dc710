"""Bilingual text, and the one way to count characters."""

from __future__ import annotations

import unicodedata

import attrs

__all__ = ["Text", "count_characters", "normalise"]


@attrs.frozen
class Text:
    """The same words in both languages of the field.

    Attributes:
        zh: Traditional Chinese (zh-Hant), shown first.
        en: English.
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


def normalise(text: str) -> str:
    """Bring free text into the one form in which it is stored and counted.

    NFC, line ends as a single line feed, white space trimmed at both ends.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()


def count_characters(text: str) -> int:
    r"""Length of a free text in characters: code points of its normalised form.

    >>> count_characters(" 我的\r\n作品 ")
    5
    """
    return len(normalise(text))
