"""The witness that reads: which form a file begins with, and whether it keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Final

import attrs

from learnport.inspection._cursor import Cursor, Damaged, Flaw, Reading, Undecided
from learnport.inspection._images import read_jpeg, read_png
from learnport.inspection._media import read_mp3, read_mp4
from learnport.model import Text

__all__ = ["Structure", "read_structure"]

Reader = Callable[[Cursor], Reading]


def _read_pdf(cursor: Cursor) -> Reading:
    """Import pypdf with the first PDF: it takes as long as all else that learnport imports."""
    from learnport.inspection._pdf import read_pdf

    return read_pdf(cursor)


FORMS: Final[tuple[tuple[re.Pattern[bytes], str, Reader], ...]] = (
    (re.compile(rb"%PDF-"), "application/pdf", _read_pdf),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", read_jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", read_png),
    (re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"), "audio/mpeg", read_mp3),
    (re.compile(rb".{4}ftyp", re.DOTALL), "video/mp4", read_mp4),
)


_UNKNOWN: Final = Text(
    "開頭不像 PDF、JPEG、PNG、MP3 或 MP4 檔案。",
    "The bytes do not begin like a PDF, JPEG, PNG, MP3 or MP4 file.",
)


@attrs.frozen
class Structure:
    """What reading the whole structure of a file gave.

    Attributes:
        media_type: the form the file keeps; None when it keeps none or that is undecided.
        opens: True when it was read to its end, False when it is damaged, None when it
            was not tried, could not be decided, or needs a password.
        reason: why `media_type` is None, one sentence.
        reading: what else was learnt.
    """

    media_type: str | None = None
    opens: bool | None = None
    reason: Text | None = None
    reading: Reading = attrs.field(factory=Reading)


def read_structure(stream: IO[bytes], size: int, head: bytes) -> Structure:
    """Read a file of `size` bytes that begins with `head`; never fails on its content."""
    if not size:
        return Structure(reason=Text("檔案是空的。", "The file is empty."))
    for signature, media_type, read in FORMS:
        if signature.match(head):
            return _try(read, media_type, Cursor(stream, size))
    return Structure(reason=_UNKNOWN)


def _try(read: Reader, media_type: str, cursor: Cursor) -> Structure:
    cursor.jump(0)
    try:
        reading = read(cursor)
    except Damaged as flaw:
        return Structure(opens=False, reason=_but(media_type, flaw))
    except Undecided as flaw:
        return Structure(reason=_but(media_type, flaw))
    return Structure(media_type, None if reading.encrypted else True, None, reading)


def _but(media_type: str, flaw: Flaw) -> Text:
    return Text(
        f"開頭像 {media_type}，但{flaw.text.zh}。",
        f"It begins like {media_type} but {flaw.text.en}.",
    )
