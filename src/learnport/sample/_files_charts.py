"""Charts and diagrams of the sample school's papers, drawn with Pillow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

import attrs
from PIL import ImageDraw

from learnport.sample._files_text import break_lines, font
from learnport.sample._words import Figure

__all__ = ["CHARTS", "INK", "PAPER", "Colour", "chart_values", "palette", "write"]

Colour = tuple[int, int, int]

INK: Final[Colour] = (45, 52, 64)
PAPER: Final[Colour] = (255, 255, 255)
_GRID: Final[Colour] = (222, 226, 232)
_PALETTES: Final[tuple[tuple[Colour, ...], ...]] = (
    ((38, 84, 124), (239, 131, 84), (90, 158, 111), (242, 193, 78), (140, 110, 160)),
    ((0, 109, 119), (226, 149, 120), (131, 197, 190), (155, 93, 56), (61, 90, 128)),
    ((120, 60, 90), (217, 120, 100), (80, 130, 160), (190, 170, 90), (90, 120, 80)),
    ((52, 78, 65), (188, 108, 37), (88, 129, 87), (221, 161, 94), (96, 108, 118)),
)


def palette(variant: int) -> tuple[Colour, ...]:
    """Five colours that go together."""
    return _PALETTES[variant % len(_PALETTES)]


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    pixels: int,
    *,
    width: float = math.inf,
    anchor: str = "lt",
    ink: Colour = INK,
    bold: bool = False,
) -> float:
    """Write lines of text and return the height they took."""
    face = font(pixels)
    lines = break_lines(text, width / pixels)
    for index, line in enumerate(lines):
        place = (at[0], at[1] + index * pixels * 1.6)
        draw.text(place, line, ink, face, anchor, stroke_width=pixels // 40 if bold else 0)
    return len(lines) * pixels * 1.6


def chart_values(figure: Figure, variant: int) -> tuple[int, ...]:
    """The made-up numbers behind a bar, line or pie chart, one for each label."""
    rng = Random(f"{variant}:{figure.kind}:{figure.labels}")
    if figure.kind == "line":
        steps = [rng.randint(-4, 16) for _ in figure.labels]
        return tuple(20 + sum(steps[: index + 1]) for index in range(len(steps)))
    return tuple(rng.randint(12, 96) for _ in figure.labels)


def _axes(draw: ImageDraw.ImageDraw, figure: Figure, width: int, height: int, top: int) -> _Plot:
    """Draw grid and scale from 0 to at least `top`, and say where the plot lies."""
    unit = height // 24
    plot = _Plot(unit * 3, unit * 2, width - unit, height - unit * 3, (top // 20 + 1) * 20)
    for value in range(0, plot.top_value + 1, plot.top_value // 4 or 1):
        y = plot.y(value)
        draw.line((plot.left, y, plot.right, y), _GRID, 2)
        write(draw, (plot.left - unit / 2, y), str(value), unit, anchor="rm")
    draw.line((plot.left, plot.top, plot.left, plot.bottom), INK, 3)
    draw.line((plot.left, plot.bottom, plot.right, plot.bottom), INK, 3)
    write(draw, (plot.left, unit / 2), figure.unit, unit)
    return plot


@attrs.frozen
class _Plot:
    """Where a chart's plot area lies, in pixels, and how values map to it."""

    left: int
    top: int
    right: int
    bottom: int
    top_value: int

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.top_value

    def x(self, index: float, count: int) -> float:
        return self.left + (self.right - self.left) * (index + 0.5) / count


def _bars(draw: ImageDraw.ImageDraw, figure: Figure, variant: int, width: int, height: int) -> None:
    values = chart_values(figure, variant)
    plot = _axes(draw, figure, width, height, max(values))
    unit, colours = height // 24, palette(variant)
    half = (plot.right - plot.left) / len(values) / 3.4
    for index, (label, value) in enumerate(zip(figure.labels, values, strict=True)):
        x = plot.x(index, len(values))
        draw.rectangle(
            (x - half, plot.y(value), x + half, plot.bottom - 2), colours[index % len(colours)]
        )
        write(draw, (x, plot.y(value) - unit / 4), str(value), unit, anchor="mb")
        write(draw, (x, plot.bottom + unit), label, unit, anchor="mt")


def _lines(
    draw: ImageDraw.ImageDraw, figure: Figure, variant: int, width: int, height: int
) -> None:
    values = chart_values(figure, variant)
    plot = _axes(draw, figure, width, height, max(values))
    unit, colours = height // 24, palette(variant)
    points = [(plot.x(index, len(values)), plot.y(value)) for index, value in enumerate(values)]
    draw.line(points, colours[0], unit // 4, joint="curve")
    for (x, y), label, value in zip(points, figure.labels, values, strict=True):
        draw.circle((x, y), unit / 2.4, colours[1], PAPER, 3)
        write(draw, (x, y - unit), str(value), unit, anchor="mb")
        write(draw, (x, plot.bottom + unit), label, unit, anchor="mt")


def _scatter(
    draw: ImageDraw.ImageDraw, figure: Figure, variant: int, width: int, height: int
) -> None:
    rng = Random(f"{variant}:scatter")
    plot = _axes(draw, figure, width, height, 99)
    unit, colours = height // 24, palette(variant)
    start, slope = rng.randint(8, 30), rng.uniform(0.35, 0.6)
    for _ in range(40):
        x = rng.uniform(2, 98)
        value = min(99, max(1, start + slope * x + rng.gauss(0, 7)))
        draw.circle((plot.x(x - 0.5, 100), plot.y(value)), unit / 3, colours[0])
    ends = [(plot.x(x - 0.5, 100), plot.y(start + slope * x)) for x in (0, 100)]
    draw.line(ends, colours[1], unit // 4)
    write(draw, ((plot.left + plot.right) / 2, plot.bottom + unit), figure.labels[0], unit,
          anchor="mt")  # fmt: skip


def _pie(draw: ImageDraw.ImageDraw, figure: Figure, variant: int, width: int, height: int) -> None:
    values, colours = chart_values(figure, variant), palette(variant)
    unit, radius = height // 20, height * 0.4
    x, y, turn = width * 0.36, height / 2, -90.0
    for index, (label, value) in enumerate(zip(figure.labels, values, strict=True)):
        share = value / sum(values)
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.pieslice(box, turn, turn + 360 * share, colours[index], PAPER, 4)
        turn += 360 * share
        row = height / 2 + (index - len(values) / 2) * unit * 2.2
        draw.rectangle((width * 0.66, row, width * 0.66 + unit, row + unit), colours[index])
        write(draw, (width * 0.66 + unit * 1.6, row), f"{label}　{share:.1%}", unit)
    draw.circle((x, y), radius * 0.45, PAPER)


def _steps(
    draw: ImageDraw.ImageDraw, figure: Figure, variant: int, width: int, height: int
) -> None:
    unit, colours = width // 32, palette(variant)
    cell, high = width / len(figure.labels), height * 0.42
    centres = [
        (cell * (index + 0.5), height * (0.27 if index % 2 == 0 else 0.73))
        for index in range(len(figure.labels))
    ]
    draw.line(centres, _GRID, unit // 2)
    for index, ((x, y), label) in enumerate(zip(centres, figure.labels, strict=True)):
        box = (x - cell * 0.42, y - high / 2, x + cell * 0.42, y + high / 2)
        draw.rounded_rectangle(box, unit, colours[index % len(colours)])
        write(draw, (x, y - unit), str(index + 1), unit, anchor="mm", ink=PAPER, bold=True)
        write(draw, (x, y + unit * 0.8), label, unit, anchor="mm", ink=PAPER)


CHARTS: Final[
    Mapping[str, Callable[[ImageDraw.ImageDraw, Figure, int, int, int], None]]
] = MappingProxyType({
    "bar": _bars,
    "line": _lines,
    "pie": _pie,
    "scatter": _scatter,
    "steps": _steps,
})  # fmt: skip
"""How each kind of chart is drawn: (draw, figure, variant, width, height)."""
