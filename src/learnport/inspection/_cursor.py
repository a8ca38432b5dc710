"""Reading hostile bytes with a bound on the work, and the two ways to stop."""

from __future__ import annotations

from typing import IO, Final

import attrs

from learnport.model import Text

__all__ = ["CHUNK", "Cursor", "Damaged", "Flaw", "Reading", "Undecided"]

CHUNK: Final = 65_536
"""Bytes read at a time."""

MAX_STEPS: Final = 100_000
"""Pieces (segments, chunks, boxes, tags) one file may have; real ones have a few thousand."""


class Flaw(Exception):
    """Why reading stopped, in words that say where and never what the bytes hold."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class Damaged(Flaw):
    """The bytes break the form they began with."""


class Undecided(Flaw):
    """A limit was reached before the form could be judged."""


@attrs.frozen
class Reading:
    """What a structural reader learnt of a file that keeps its form.

    Attributes:
        encrypted: the file carries encryption; None when the reader does not look for it.
        pages: pages of a PDF.
        trailing: bytes after the end of the structure; None when not known.
    """

    encrypted: bool | None = None
    pages: int | None = None
    trailing: int | None = None


@attrs.define
class Cursor:
    """A place in a seekable stream of known size that can only move forward.

    Attributes:
        stream: the bytes; its position is kept in step with `at`.
        size: bytes of the whole stream.
        at: offset of the next byte.
        steps: pieces read so far.
    """

    stream: IO[bytes]
    size: int
    at: int = 0
    steps: int = 0

    @property
    def left(self) -> int:
        """Bytes between here and the end."""
        return self.size - self.at

    def step(self) -> None:
        """Count one more piece of the file.

        Raises:
            Undecided: the file has more pieces than any honest one.
        """
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Undecided(f"分段超過 {MAX_STEPS} 個", f"it has more than {MAX_STEPS} parts")

    def take(self, count: int) -> bytes:
        """Read exactly `count` bytes.

        Raises:
            Damaged: the stream ends before.
        """
        data = self.stream.read(count)
        self.at += len(data)
        if len(data) < count:
            raise Damaged("內容不完整", "it breaks off")
        return data

    def skip(self, count: int) -> None:
        """Move `count` bytes on.

        Raises:
            Damaged: the stream ends before.
        """
        if count > self.left:
            raise Damaged("內容不完整", "it breaks off")
        self.jump(self.at + count)

    def jump(self, offset: int) -> None:
        """Go to an offset inside the stream."""
        self.stream.seek(offset)
        self.at = offset
