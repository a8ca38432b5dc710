"""Papers of the sample school as PDF: a cover, then one page a section with its figure."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from random import Random
from typing import Final, cast

from fpdf import FPDF
from fpdf.enums import TextMode, XPos, YPos
from fpdf.fonts import TTFFont

from learnport.sample._files_charts import INK, PAPER, Colour, chart_values, palette
from learnport.sample._files_pictures import VARIANTS, picture_jpeg
from learnport.sample._files_text import break_lines, font_file, require_glyphs
from learnport.sample._words import Figure, Section, Writing, notice

__all__ = ["render_pdf"]

_FAMILY: Final = "sample"
_MARGIN: Final = 22.0
_MADE: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Written into every file instead of the true instant: equal input gives equal bytes."""
_GREY: Final[Colour] = (120, 126, 136)


def render_pdf(seed: int, writing: Writing, byline: Sequence[str], photo_width: int) -> bytes:
    """Set the paper and return the file."""
    require_glyphs([writing.title, writing.topic, *byline])
    require_glyphs(text for section in writing.sections for text in section.paragraphs)
    with font_file() as font:
        sheet = _Sheet(writing, seed)
        sheet.add_font(_FAMILY, "", font)
        # A subset's glyphs keep their boxes; computing them again takes half of all the time.
        cast("TTFFont", sheet.fonts[_FAMILY]).ttfont.recalcBBoxes = False
        sheet.cover(byline)
        for number, section in enumerate(writing.sections, start=1):
            sheet.section(number, section, photo_width)
        return bytes(sheet.output())


class _Sheet(FPDF):
    """The paper being set; lengths are millimetres on A4."""

    def __init__(self, writing: Writing, seed: int) -> None:
        super().__init__(format="A4")
        self.writing = writing
        self.rng = Random(f"{seed}:pdf")
        self.variant = self.rng.randrange(VARIANTS)
        self.colours = palette(self.variant)
        self.set_creation_date(_MADE)
        self.set_title(writing.title)
        self.set_subject(writing.topic)
        self.set_keywords(f"learnport sample {seed}")
        self.set_lang("zh-Hant-TW")
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN)

    def header(self) -> None:
        """Title on every page but the cover."""
        if self.page_no() > 1:
            self.set_y(12)
            self._line(self.writing.title, 9, ink=_GREY)
            self.set_draw_color(*_GREY)
            self.line(_MARGIN, 17.5, self.w - _MARGIN, 17.5)
            self.set_y(_MARGIN + 4)

    def footer(self) -> None:
        """Page number on every page but the cover."""
        if self.page_no() > 1:
            self.set_y(-15)
            self._line(f"- {self.page_no() - 1} -", 9, ink=_GREY, align="C")

    def cover(self, byline: Sequence[str]) -> None:
        """Title, byline, contents, and the notice that all is made up."""
        self.add_page()
        self._fill(self.colours[0], 0, 0, self.w, 118)
        self._fill(self.colours[1], 0, 118, self.w, 3)
        self.set_y(40)
        if self.writing.topic != self.writing.title:
            self._line(self.writing.topic, 14, ink=PAPER)
        self.ln(8)
        self._text(self.writing.title, 27, ink=PAPER, bold=True)
        self.set_y(132)
        for line in byline:
            self._line(line, 13)
        self.set_y(172)
        self._line("目錄", 14, ink=self.colours[0], bold=True)
        for number, section in enumerate(self.writing.sections, start=1):
            y = self.y
            self._line(f"{number}. {section.heading}", 12)
            self.set_xy(_MARGIN, y)
            self._line(str(number), 12, align="R")
        self.set_y(-34)
        self._line(notice(), 9, ink=_GREY)

    def section(self, number: int, section: Section, photo_width: int) -> None:
        """Heading, paragraphs and figure on a page of their own."""
        self.add_page()
        self._fill(self.colours[1], _MARGIN, self.y, 2.5, 10)
        self.set_x(_MARGIN + 6)
        self._line(f"{number}. {section.heading}", 18, ink=self.colours[0], bold=True)
        self.ln(3)
        for paragraph in section.paragraphs:
            self._text("　　" + paragraph, 12.5)
            self.ln(3)
        self._figure(number, section.figure, photo_width)

    def _figure(self, number: int, figure: Figure, photo_width: int) -> None:
        variant = self.rng.randrange(VARIANTS)
        width = photo_width if figure.kind in ("photo", "scene") else 1000
        self.ln(2)
        self.image(io.BytesIO(picture_jpeg(figure, variant, width)), x=_MARGIN + 5, w=self.epw - 10)
        self.ln(2)
        self._line(f"圖 {number}　{figure.caption}", 10.5, ink=_GREY, align="C")
        if figure.kind in ("bar", "line"):
            self.ln(2)
            self._table(figure, chart_values(figure, variant))

    def _table(self, figure: Figure, values: Sequence[int]) -> None:
        width = self.epw / (len(values) + 1)
        self.set_draw_color(*_GREY)
        for first, row in (
            ("項目", figure.labels),
            (figure.unit, [str(value) for value in values]),
        ):
            self.set_x(_MARGIN)
            for cell in (first, *row):
                self._style(10.5)
                self.cell(width, 8, cell, border=1, align="C")
            self.ln(8)

    def _fill(self, colour: Colour, x: float, y: float, wide: float, high: float) -> None:
        self.set_fill_color(*colour)
        self.rect(x, y, wide, high, style="F")

    def _style(self, points: float, *, ink: Colour = INK, bold: bool = False) -> None:
        self.set_font(_FAMILY, size=points)
        self.set_text_color(*ink)
        self.set_draw_color(*ink)
        self.set_line_width(points / 90 if bold else 0.2)
        self.text_mode = TextMode.FILL_STROKE if bold else TextMode.FILL

    def _line(self, text: str, points: float, *, ink: Colour = INK, bold: bool = False,
              align: str = "L") -> None:  # fmt: skip
        self._style(points, ink=ink, bold=bold)
        self.cell(0, points * 0.62, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.text_mode = TextMode.FILL

    def _text(self, text: str, points: float, *, ink: Colour = INK, bold: bool = False) -> None:
        for line in break_lines(text, self.epw * self.k / points):
            self._line(line, points, ink=ink, bold=bold)
