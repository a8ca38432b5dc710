"""Structure of JPEG (ITU-T T.81, Annex B) and PNG (ISO/IEC 15948, clause 5)."""

from __future__ import annotations

import re
import zlib
from typing import Final

from learnport.inspection._cursor import CHUNK, Cursor, Damaged, Reading

__all__ = ["read_jpeg", "read_png"]

_EOI, _SOS = 0xD9, 0xDA
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a segment: TEM and the restart markers."""
_NEVER: Final = frozenset({0x00, 0xD8})
_MARKER_IN_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_WINDOW: Final = 8192
"""Bytes searched at a time; small, for a hostile file holds thousands of empty scans."""

_PNG_SIGNATURE: Final = 8
_MAX_PNG_CHUNK: Final = 2**31 - 1


def read_jpeg(cursor: Cursor) -> Reading:
    """Walk the markers from SOI to the EOI of the first picture.

    Raises:
        Damaged: a segment breaks off, or there is no frame, scan or EOI.
        Undecided: more segments than the bound.
    """
    cursor.skip(2)
    seen: set[int] = set()
    while (marker := _next_marker(cursor)) != _EOI:
        if marker in _NEVER:
            raise Damaged("標記出現在不該有的位置", "a marker stands where none may")
        if marker in _ALONE:
            continue
        seen.add(marker)
        length = int.from_bytes(cursor.take(2))
        if length < 2:
            raise Damaged("有區段沒有長度", "a segment has no length")
        cursor.skip(length - 2)
        if marker == _SOS:
            _pass_scan(cursor)
    if not (seen & _FRAMES and _SOS in seen):
        raise Damaged("沒有影像內容", "it holds no picture")
    return Reading(trailing=cursor.left)


def _next_marker(cursor: Cursor) -> int:
    cursor.step()
    if cursor.take(1) != b"\xff":
        raise Damaged("缺少標記", "a marker is missing")
    while (code := cursor.take(1)[0]) == 0xFF:
        cursor.step()
    return code


def _pass_scan(cursor: Cursor) -> None:
    """Move to the first marker after entropy-coded data."""
    carried = b""
    while chunk := cursor.stream.read(_WINDOW):
        window = carried + chunk
        if found := _MARKER_IN_SCAN.search(window):
            cursor.jump(cursor.at - len(carried) + found.start())
            return
        cursor.at += len(chunk)
        carried = b"\xff" if window.endswith(b"\xff") else b""
    raise Damaged("內容不完整", "it breaks off")


def read_png(cursor: Cursor) -> Reading:
    """Walk the chunks from IHDR to IEND, checking every CRC.

    Raises:
        Damaged: a chunk breaks off, fails its CRC, or one of IHDR, IDAT, IEND is missing.
        Undecided: more chunks than the bound.
    """
    cursor.skip(_PNG_SIGNATURE)
    seen: set[bytes] = set()
    while b"IEND" not in seen:
        kind = _pass_chunk(cursor)
        if not seen and kind != b"IHDR":
            raise Damaged("不是以 IHDR 開頭", "it does not begin with IHDR")
        seen.add(kind)
    if b"IDAT" not in seen:
        raise Damaged("沒有影像內容", "it holds no picture")
    return Reading(trailing=cursor.left)


def _pass_chunk(cursor: Cursor) -> bytes:
    cursor.step()
    length = int.from_bytes(cursor.take(4))
    kind = cursor.take(4)
    if not kind.isalpha() or length > min(_MAX_PNG_CHUNK, cursor.left):
        raise Damaged("有區塊不完整", "a chunk breaks off")
    crc = zlib.crc32(kind)
    while length:
        data = cursor.take(min(CHUNK, length))
        crc = zlib.crc32(data, crc)
        length -= len(data)
    if int.from_bytes(cursor.take(4)) != crc:
        raise Damaged("有區塊的檢查碼不符", "a chunk fails its checksum")
    return kind
