"""Bring a good file to an exact size by the means its own format has for that.

Every reader must skip what is put in: a comment between the objects of a PDF (ISO 32000-1,
7.2.4), COM segments of a JPEG, a `tEXt` chunk of a PNG, padding of an ID3v2 tag, a `free` box
of an MP4.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from learnport.errors import CallerError

__all__ = ["padded"]

_LONGEST_COM: Final = 65_537
_COMMENT: Final = b"%".ljust(99, b".") + b"\n"
_PDF_END: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


def padded(extension: str, content: bytes, size: int) -> bytes:
    """The same file, exactly `size` bytes long, and as good as before.

    Raises:
        CallerError: the file is larger already, or the format cannot fill so small a gap.
    """
    gap = size - len(content)
    if gap == 0:
        return content
    least = _LEAST[extension]
    if gap < least:
        detail = f"a .{extension} of {len(content)} bytes cannot be padded to {size} bytes"
        raise CallerError(detail=f"{detail}: at least {len(content) + least} are needed")
    return _PADDERS[extension](content, gap)


def _pad_pdf(content: bytes, gap: int) -> bytes:
    found = _PDF_END.search(content)
    if found is None:
        raise CallerError(detail="only a PDF that ends with its cross-reference offset can grow")
    table = int(found[1])
    # The table moves, so its offset may take a digit more; the comment is shorter by that.
    digits = len(str(table + gap))
    length = gap - (digits - len(found[1]))
    lines, rest = divmod(length, len(_COMMENT))
    comment = _COMMENT * lines + (_COMMENT[: rest - 1] + b"\n" if rest else b"")
    offset = str(table + length).zfill(digits).encode()
    tail = content[found.end(1) :]
    return content[:table] + comment + content[table : found.start(1)] + offset + tail


def _pad_jpeg(content: bytes, gap: int) -> bytes:
    after_first = 4 + int.from_bytes(content[4:6], "big")
    segments = []
    while gap:
        take = min(gap, _LONGEST_COM)
        if 0 < gap - take < _LEAST["jpg"]:
            take -= _LEAST["jpg"]
        segments.append(b"\xff\xfe" + (take - 2).to_bytes(2, "big") + b"." * (take - 4))
        gap -= take
    return content[:after_first] + b"".join(segments) + content[after_first:]


def _pad_png(content: bytes, gap: int) -> bytes:
    body = b"tEXtComment\0".ljust(gap - 8, b".")
    chunk = (gap - 12).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    end = content.rindex(b"IEND") - 4
    return content[:end] + chunk + content[end:]


def _pad_mp3(content: bytes, gap: int) -> bytes:
    size = 0
    for digit in content[6:10]:
        size = size << 7 | digit
    longer = size + gap
    digits = bytes(longer >> shift & 0x7F for shift in (21, 14, 7, 0))
    end = 10 + size
    return content[:6] + digits + content[10:end] + bytes(gap) + content[end:]


def _pad_mp4(content: bytes, gap: int) -> bytes:
    return content + gap.to_bytes(4, "big") + b"free" + bytes(gap - 8)


_PADDERS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = MappingProxyType({
    "pdf": _pad_pdf,
    "jpg": _pad_jpeg,
    "png": _pad_png,
    "mp3": _pad_mp3,
    "mp4": _pad_mp4,
})  # fmt: skip
_LEAST: Final[Mapping[str, int]] = MappingProxyType({
    "pdf": 1,
    "jpg": 4,
    "png": 20,
    "mp3": 1,
    "mp4": 8,
})  # fmt: skip
