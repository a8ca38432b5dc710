"""A workbook that takes every text for plain text. Importing this needs XlsxWriter."""

from __future__ import annotations

import re
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

__all__ = ["PlainWorkbook"]

# `_x0041_` stands for a character by its number, so an underscore that would begin one is
# escaped itself; where two overlap, both are. Source: ECMA-376 part 1, 22.9.2.19.
_BEGINS_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class _PlainWorksheet(Worksheet):  # type: ignore[misc]
    """Closes two gaps of the library: overlapping escapes, and text taken for its own markup."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return _BEGINS_ESCAPE.sub("_x005F_", data)

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, Any]]) -> None:
        """Text between `<r>` and `</r>`; no roster holds formatted text."""
        self._xml_inline_string(string, False, attributes)


class PlainWorkbook(Workbook):  # type: ignore[misc]
    """An xlsx workbook whose cells hold text as it is."""

    worksheet_class = _PlainWorksheet
