"""Structure of MP3 (ISO/IEC 11172-3 and 13818-3, layer III; ID3v2) and MP4 (ISO/IEC 14496-12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from learnport.inspection._cursor import CHUNK, Cursor, Damaged, Reading, Undecided

__all__ = ["read_mp3", "read_mp4"]

_KBITS_1: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2: Final = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_VERSIONS: Final = {
    # header bits: (kbit/s, samples/s, bytes of frame = factor * bit rate / sample rate)
    0b11: (_KBITS_1, (44_100, 48_000, 32_000), 144),
    0b10: (_KBITS_2, (22_050, 24_000, 16_000), 72),
    0b00: (_KBITS_2, (11_025, 12_000, 8_000), 72),
}
_SYNC_OF_LAYER_3: Final = 0xFFE2_0000
_SYNC_MASK: Final = 0xFFE6_0000
_SAME_STREAM: Final = 0xFFFE_0C00
"""Version, layer and sample rate, which may not change from frame to frame."""

_BRANDS: Final = frozenset(
    {b"isom", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", *(b"iso%d" % n for n in range(2, 10))}
)
"""Brands of ISO base media files that are MP4."""
_MAX_FTYP: Final = 1024
_BOX_HEADER: Final = 8
_SIZE_FOLLOWS: Final = 1
_KIND: Final = re.compile(rb"[\x20-\x7e\xa9][\x20-\x7e]{3}")


def read_mp3(cursor: Cursor) -> Reading:
    """Skip ID3v2 tags and padding, then demand two frames that follow each other.

    Raises:
        Damaged: there are no two such frames.
        Undecided: more tags than the bound.
    """
    start = _pass_tags(cursor)
    first = _frame(cursor, start)
    second = _frame(cursor, start + _frame_length(first))
    _frame_length(second)
    if (first ^ second) & _SAME_STREAM:
        raise Damaged("前兩個音框的規格不一致", "its first two frames differ in kind")
    return Reading()


def _pass_tags(cursor: Cursor) -> int:
    """Return the offset of the first byte that is neither tag nor padding."""
    while (head := cursor.take(10)).startswith(b"ID3"):
        cursor.step()
        if max(head[6:]) > 0x7F:
            raise Damaged("ID3 標籤的長度無效", "its ID3 tag has no valid length")
        size = sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        footer = 10 if head[5] & 0x10 else 0
        cursor.skip(size + footer)
    start = cursor.at - len(head)
    cursor.jump(start)
    window = cursor.stream.read(CHUNK)
    return start + len(window) - len(window.lstrip(b"\0"))


def _frame(cursor: Cursor, offset: int) -> int:
    cursor.jump(offset)
    return int.from_bytes(cursor.take(4))


def _frame_length(header: int) -> int:
    """Bytes from this frame header to the next."""
    version, rate_index, speed_index = header >> 19 & 3, header >> 12 & 15, header >> 10 & 3
    layer_3 = header & _SYNC_MASK == _SYNC_OF_LAYER_3
    if not layer_3 or version not in _VERSIONS or rate_index in (0, 15) or speed_index == 3:
        raise Damaged("音框不在應有的位置", "a frame does not begin where it should")
    kbits, speeds, factor = _VERSIONS[version]
    padding = header >> 9 & 1
    return factor * kbits[rate_index - 1] * 1000 // speeds[speed_index] + padding


def read_mp4(cursor: Cursor) -> Reading:
    """Walk the boxes: ftyp of an MP4 brand first, and a moov that holds mvhd and trak.

    Raises:
        Damaged: a box breaks off, or one of those is missing.
        Undecided: the brand is another's, or there are more boxes than the bound.
    """
    seen: set[bytes] = set()
    for kind, end in _boxes(cursor, cursor.size):
        if not seen:
            _demand_brand(cursor.take(min(end - cursor.at, _MAX_FTYP)))
        if kind == b"moov":
            seen |= {inner for inner, _ in _boxes(cursor, end)}
        seen.add(kind)
    if not seen >= {b"moov", b"mvhd", b"trak"}:
        raise Damaged("沒有影片內容", "it holds no film")
    return Reading(trailing=cursor.left)


def _demand_brand(ftyp: bytes) -> None:
    major, compatible = ftyp[:4], ftyp[8:]
    brands = {major, *(compatible[at : at + 4] for at in range(0, len(compatible), 4))}
    if not brands & _BRANDS:
        raise Undecided("格式標示不屬於 MP4", "its brand is none of MP4")


def _boxes(cursor: Cursor, limit: int) -> Iterator[tuple[bytes, int]]:
    """Yield kind and end of each box up to `limit`; stop before what is no box."""
    while limit - cursor.at >= _BOX_HEADER:
        cursor.step()
        start = cursor.at
        size, kind = int.from_bytes(cursor.take(4)), cursor.take(4)
        if not _KIND.fullmatch(kind):
            cursor.jump(start)
            return
        if size == _SIZE_FOLLOWS:
            size = int.from_bytes(cursor.take(8))
        end = start + size if size else limit
        if not cursor.at <= end <= limit:
            raise Damaged("有資料區塊不完整", "a box breaks off")
        yield kind, end
        cursor.jump(end)
