"""Make the sample school's font: only the characters its vocabulary uses.

    python tools/subset_font.py NotoSansTC-Regular.ttf    writes the font
    python tools/subset_font.py --check                   fails when a character is missing

Needs fontTools. How to get the source font: src/learnport/sample/data/README.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.scaleUpem import scale_upem  # type: ignore[import-untyped]

DATA = Path(__file__).resolve().parent.parent / "src" / "learnport" / "sample" / "data"
FONT = DATA / "learnport-sample-tc.ttf"
NAME = "Learnport Sample TC"
UNITS_PER_EM = 500  # coarser than the source: smaller numbers, a smaller file, the same look
ASCII = {chr(code) for code in range(0x20, 0x7F)}
PUNCTUATION = set(
    "　、。〇〈〉《》「」『』【】〔〕・…—～！％（）＋，－．／：；＜＝＞？×÷±°→●○■□▲△★☆√²³"
)
DROPPED_NAMES = frozenset({7, 8, 9, 10, 11, 25})


def wanted() -> set[str]:
    """Characters of the vocabulary, printable ASCII, and Chinese punctuation."""
    words = set((DATA / "words.toml").read_text(encoding="utf-8")) - {"\n"}
    return words | ASCII | PUNCTUATION


def missing(font: TTFont) -> set[str]:
    """Wanted characters the font has no glyph for."""
    return {character for character in wanted() if ord(character) not in font.getBestCmap()}


def make(source: Path) -> TTFont:
    """Subset `source` and give it a name of its own, as its licence's spirit asks."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx", "gasp", "prep"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in wanted()])
    subsetter.subset(font)
    scale_upem(font, UNITS_PER_EM)
    names = font["name"]
    names.names = [
        record
        for record in names.names
        if record.nameID < 256 and record.nameID not in DROPPED_NAMES
    ]
    postscript = NAME.replace(" ", "")
    for name_id, text in {
        1: NAME,
        3: f"{postscript}-Regular",
        4: NAME,
        6: f"{postscript}-Regular",
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
    return font


def main(arguments: list[str]) -> int:
    """Write or check the font; 0 when every wanted character is in it."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    if arguments != ["--check"]:
        make(Path(arguments[0])).save(FONT)
    absent = missing(TTFont(FONT))
    print(f"{FONT.name}: {FONT.stat().st_size:,} bytes; missing: {''.join(sorted(absent)) or '-'}")
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
