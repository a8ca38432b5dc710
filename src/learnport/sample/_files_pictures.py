"""Pictures of the sample school: landscapes with a camera's grain, certificates, posters."""

from __future__ import annotations

import functools
import io
import math
from random import Random
from typing import Final

import attrs
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, PngImagePlugin

from learnport.sample._files_charts import CHARTS, PAPER, Colour, palette, write
from learnport.sample._files_text import require_glyphs
from learnport.sample._words import Figure, Writing, notice, school_name

__all__ = ["VARIANTS", "picture", "picture_jpeg", "sheet_jpeg", "sheet_png"]

VARIANTS: Final = 4
"""So many different drawings there are of one figure; drawing more costs time, not truth."""

_SKIES: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((86, 140, 196), (226, 236, 240)),
    ((240, 150, 90), (252, 226, 180)),
    ((110, 160, 180), (246, 240, 220)),
)
_SKETCH: Final = (1200, 750)
_NIGHT: Final[tuple[Colour, Colour]] = ((10, 18, 46), (60, 70, 110))


def picture(figure: Figure, variant: int, width: int) -> Image.Image:
    """Draw a figure in one of its `VARIANTS`."""
    height = width * (3 if figure.kind == "steps" else 5) // 8
    if figure.kind in CHARTS:
        image = Image.new("RGB", (width, height), PAPER)
        CHARTS[figure.kind](ImageDraw.Draw(image), figure, variant, width, height)
        return image
    if figure.kind in ("certificate", "award"):
        return _certificate(figure, variant, width, height)
    seen = _landscape(figure.labels[0], variant)
    if figure.kind == "scene":
        seen = _printed(seen)
    large = seen.resize((width, height), Image.Resampling.BICUBIC)
    return _grained(large, variant) if figure.kind == "photo" else large


def picture_jpeg(figure: Figure, variant: int, width: int) -> bytes:
    """The figure as a JPEG file; kept, because landscapes are dear to draw."""
    return _kept_jpeg(attrs.evolve(figure, caption=""), variant, width)


@functools.lru_cache(maxsize=256)
def _kept_jpeg(figure: Figure, variant: int, width: int) -> bytes:
    buffer = io.BytesIO()
    picture(figure, variant, width).save(buffer, "JPEG", quality=86)
    return buffer.getvalue()


def sheet_jpeg(seed: int, writing: Writing, width: int) -> bytes:
    """Title, picture and description on one sheet, as a JPEG file."""
    buffer = io.BytesIO()
    _sheet(seed, writing, width).save(
        buffer, "JPEG", quality=88, comment=f"learnport sample {seed}"
    )
    return buffer.getvalue()


def sheet_png(seed: int, writing: Writing, width: int) -> bytes:
    """Title, picture and description on one sheet, as a PNG file of 128 colours."""
    buffer, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_itxt("Title", writing.title, "zh-Hant", "Title")
    notes.add_text("Comment", f"learnport sample {seed}")
    flat = _sheet(seed, writing, width).quantize(128, Image.Quantize.FASTOCTREE)
    flat.save(buffer, "PNG", pnginfo=notes)
    return buffer.getvalue()


def _sheet(seed: int, writing: Writing, width: int) -> Image.Image:
    require_glyphs([writing.title, writing.description, writing.picture.caption])
    variant = Random(f"{seed}:sheet").randrange(VARIANTS)
    unit = width // 40
    shown = _shown(writing.picture, variant, width - unit * 4)
    sheet = Image.new("RGB", (width, shown.height + unit * 17), PAPER)
    draw = ImageDraw.Draw(sheet)
    colour = palette(variant)[0]
    draw.rectangle((0, 0, width, unit * 6), colour)
    write(draw, (unit * 2, unit * 2), writing.title, unit * 2, ink=PAPER, bold=True)
    sheet.paste(shown, (unit * 2, unit * 7))
    y = shown.height + unit * 8
    write(draw, (width / 2, y), writing.picture.caption, unit, anchor="mt")
    write(draw, (unit * 2, y + unit * 2), writing.description, unit, width=width - unit * 4)
    write(draw, (unit * 2, sheet.height - unit * 1.6), notice(), unit * 2 // 3, ink=colour)
    return sheet


def _shown(figure: Figure, variant: int, width: int) -> Image.Image:
    if figure.kind in CHARTS:
        return picture(figure, variant, width)
    return Image.open(io.BytesIO(picture_jpeg(figure, variant, width)))


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    return ImageOps.colorize(Image.linear_gradient("L").resize(size), top, bottom)


def _ridge(rng: Random, width: int, level: float, rough: float) -> list[tuple[float, float]]:
    waves = [
        (rng.uniform(1.2, 2.4) * 2**octave, rng.uniform(0, math.tau), rough / 1.7**octave)
        for octave in range(5)
    ]
    return [
        (x, level + sum(high * math.sin(often * x / width * 3 + at) for often, at, high in waves))
        for x in range(0, width + 8, 8)
    ]


def _hills(draw: ImageDraw.ImageDraw, rng: Random, width: int, height: int, tint: Colour) -> None:
    for layer in range(5):
        near = (layer + 1) / 5
        ridge = _ridge(rng, width, height * (0.48 + 0.11 * layer), height * 0.07)
        shade = tuple(int(part * (1 - near) + base * near) for part, base in
                      zip((176, 196, 206), tint, strict=True))  # fmt: skip
        draw.polygon([(0, height), *ridge, (width, height)], shade)


def _sea(draw: ImageDraw.ImageDraw, rng: Random, width: int, height: int) -> None:
    horizon = int(height * 0.52)
    for row in range(horizon, height, 3):
        deep = (row - horizon) / (height - horizon)
        draw.rectangle((0, row, width, row + 3), (int(60 + 40 * deep), int(120 + 40 * deep), 165))
    for _ in range(420):
        y = rng.uniform(horizon, height * 0.88)
        x, long = rng.uniform(0, width), (y - horizon) * rng.uniform(0.1, 0.5) + 4
        draw.line((x, y, x + long, y), (200, 222, 230), 2)
    shore = _ridge(rng, width, height * 0.9, height * 0.015)
    draw.polygon([(0, height), *shore, (width, height)], (214, 190, 150))


def _school(draw: ImageDraw.ImageDraw, rng: Random, width: int, height: int) -> None:
    _hills(draw, rng, width, height, (120, 150, 120))
    ground, wall = height * 0.82, rng.choice([(196, 150, 120), (214, 208, 190), (170, 178, 186)])
    left, right, roof = width * 0.12, width * 0.84, height * 0.4
    draw.rectangle((left, roof, right, ground), wall)
    draw.rectangle((left - 12, roof - height * 0.03, right + 12, roof), (120, 84, 74))
    for floor in range(3):
        for column in range(11):
            x = left + (right - left) * (column + 0.25) / 11
            y = roof + (ground - roof) * (floor + 0.25) / 3
            glass = rng.choice([(96, 128, 150), (120, 150, 168), (70, 96, 118)])
            draw.rectangle((x, y, x + (right - left) / 22, y + (ground - roof) / 6.5), glass)
    draw.rectangle((0, ground, width, height), (110, 146, 84))
    draw.ellipse((width * 0.1, height * 0.87, width * 0.95, height * 1.1), (178, 96, 74))
    for x in (0.05, 0.9, 0.96):
        draw.rectangle((width * x - 6, height * 0.62, width * x + 6, ground), (92, 70, 56))
        draw.circle((width * x, height * 0.56), height * 0.1, (70, 112, 70))


def _landscape(scene: str, variant: int) -> Image.Image:
    rng, (width, height) = Random(f"{variant}:{scene}"), _SKETCH
    night = scene == "夜空"
    image = _gradient((width, height), *(_NIGHT if night else rng.choice(_SKIES)))
    draw = ImageDraw.Draw(image)
    sun = (width * rng.uniform(0.15, 0.85), height * rng.uniform(0.12, 0.3))
    if night:
        for _ in range(500):
            at = (rng.uniform(0, width), rng.uniform(0, height * 0.75))
            draw.circle(at, rng.choice([0.5, 0.5, 1, 1.6]) * width / 1000, (235, 235, 250))
    draw.circle(sun, height * 0.05, (250, 244, 220))
    if scene == "海邊":
        _sea(draw, rng, width, height)
    elif scene == "校園":
        _school(draw, rng, width, height)
    else:
        _hills(draw, rng, width, height, (16, 22, 40) if night else (44, 82, 58))
    return image


def _grained(image: Image.Image, variant: int) -> Image.Image:
    """Light and shade in patches, then a sensor's grain: what makes real photos large."""
    rng = Random(f"{variant}:grain")
    width, height = image.size
    patches = Image.frombytes("L", (24, 15), rng.randbytes(24 * 15))
    shade = patches.resize((width, height), Image.Resampling.BICUBIC).convert("RGB")
    lit = Image.blend(image, ImageChops.soft_light(image, shade), 0.3)
    small = (width // 2, height // 2)
    noise = Image.frombytes("L", small, rng.randbytes(small[0] * small[1]))
    grain = noise.resize((width, height), Image.Resampling.BILINEAR).convert("RGB")
    return Image.blend(lit, ImageChops.overlay(lit, grain), 0.22)


def _printed(image: Image.Image) -> Image.Image:
    """The landscape as a print: few flat tones."""
    return ImageOps.posterize(image.filter(ImageFilter.BoxBlur(3)), 3)


def _certificate(figure: Figure, variant: int, width: int, height: int) -> Image.Image:
    heading, text = figure.labels
    gold = palette(variant + 1)[3]
    image = Image.new("RGB", (width, height), (253, 250, 240))
    draw, unit = ImageDraw.Draw(image), height // 20
    for inset in (unit, unit + unit // 2):
        box = (inset, inset, width - inset, height - inset)
        draw.rectangle(box, outline=gold, width=unit // 6)
    write(draw, (width / 2, unit * 4), heading, unit * 3, anchor="mm", bold=True)
    write(draw, (unit * 5, unit * 8), text, unit * 5 // 4, width=width - unit * 10)
    write(draw, (unit * 5, unit * 15), school_name(), unit * 5 // 4)
    seal = (width - unit * 9, unit * 13, width - unit * 5, unit * 17)
    draw.rectangle(seal, outline=(196, 40, 36), width=unit // 4)
    write(draw, (width - unit * 7, unit * 15), "範例", unit * 3 // 2, anchor="mm",
          ink=(196, 40, 36), bold=True)  # fmt: skip
    return image
