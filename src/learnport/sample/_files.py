"""Real files for the sample school: real libraries make them, the same seed the same bytes.

The libraries are the `demo` extra; they are imported when the first file is made. What is dear
(landscapes, melodies, films) is drawn or encoded in a few variants and kept; every file is
nevertheless its own, because its words, and the seed in its metadata, are.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

import attrs

from learnport.errors import MissingExtra
from learnport.model import FileGroup
from learnport.sample._words import Writing

__all__ = [
    "FileKind",
    "FileSize",
    "SampleFile",
    "make_file",
    "make_jpeg",
    "make_mp3",
    "make_mp4",
    "make_pdf",
    "make_png",
    "needs_demo",
]


class FileKind(enum.StrEnum):
    """The kinds of files there are samples of; the value is the extension (檔案格式)."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    MP3 = "mp3"
    MP4 = "mp4"

    @property
    def group(self) -> FileGroup:
        """Document or media."""
        return FileGroup.MEDIA if self in (FileKind.MP3, FileKind.MP4) else FileGroup.DOCUMENT


class FileSize(enum.StrEnum):
    """How large a file comes out; every size is below 2,000,000 bytes (檔案大小)."""

    SMALL = "small"
    """20,000 to 500,000 bytes."""
    MEDIUM = "medium"
    """30,000 to 1,000,000 bytes."""
    LARGE = "large"
    """60,000 to 2,000,000 bytes."""


@attrs.frozen
class SampleFile:
    """A made-up student's file (檔案).

    Attributes:
        name: title and extension; never a person's name.
        kind: what it is.
        content: its bytes.
    """

    name: str
    kind: FileKind
    content: bytes = attrs.field(repr=False)


_PHOTO_WIDTH: Final = MappingProxyType(
    {FileSize.SMALL: 700, FileSize.MEDIUM: 1200, FileSize.LARGE: 2000}
)
_SHEET_WIDTH: Final = MappingProxyType(
    {FileSize.SMALL: 1000, FileSize.MEDIUM: 1500, FileSize.LARGE: 2400}
)
_TUNE_REPEATS: Final = MappingProxyType(
    {FileSize.SMALL: 4, FileSize.MEDIUM: 12, FileSize.LARGE: 40}
)
_FILM_REPEATS: Final = MappingProxyType({FileSize.SMALL: 2, FileSize.MEDIUM: 5, FileSize.LARGE: 14})


def make_file(
    kind: FileKind,
    seed: int,
    writing: Writing,
    size: FileSize = FileSize.SMALL,
    byline: Sequence[str] = (),
) -> SampleFile:
    """Make a file of the given kind about `writing`.

    Args:
        kind: what to make.
        seed: two files of one seed, writing, size and byline are equal; of two seeds never.
        writing: the words.
        size: how large.
        byline: lines for the cover of a PDF (semester, school, author); elsewhere unused.

    Raises:
        MissingExtra: the `demo` extra is not installed.
        CallerError: a character is not in the sample font.
    """
    if kind is FileKind.PDF:
        content = make_pdf(seed, writing, size, byline)
    else:
        content = _MAKERS[kind](seed, writing, size)
    return SampleFile(name=f"{writing.title}.{kind}", kind=kind, content=content)


def make_pdf(
    seed: int, writing: Writing, size: FileSize = FileSize.SMALL, byline: Sequence[str] = ()
) -> bytes:
    """A paper of one cover and one page a section, with drawn figures and embedded font."""
    with needs_demo():
        from learnport.sample._files_pdf import render_pdf
    return render_pdf(seed, writing, byline, _PHOTO_WIDTH[size])


def make_jpeg(seed: int, writing: Writing, size: FileSize = FileSize.SMALL) -> bytes:
    """A sheet with title, picture and description, as if photographed."""
    with needs_demo():
        from learnport.sample._files_pictures import sheet_jpeg
    return sheet_jpeg(seed, writing, _SHEET_WIDTH[size])


def make_png(seed: int, writing: Writing, size: FileSize = FileSize.SMALL) -> bytes:
    """The same sheet, as if exported by a drawing program."""
    with needs_demo():
        from learnport.sample._files_pictures import sheet_png
    return sheet_png(seed, writing, _SHEET_WIDTH[size])


def make_mp3(seed: int, writing: Writing, size: FileSize = FileSize.SMALL) -> bytes:
    """A melody under the writing's title."""
    with needs_demo():
        from learnport.sample._files_media import melody
    return melody(seed, writing.title, _TUNE_REPEATS[size])


def make_mp4(seed: int, writing: Writing, size: FileSize = FileSize.SMALL) -> bytes:
    """A short film with sound under the writing's title."""
    with needs_demo():
        from learnport.sample._files_media import film
    return film(seed, writing.title, _FILM_REPEATS[size])


@contextmanager
def needs_demo() -> Iterator[None]:
    """Turn a failed import of the demo's libraries into advice what to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(extra="demo", needed_for="making the sample school's files") from error


_MAKERS: Final[Mapping[FileKind, Callable[[int, Writing, FileSize], bytes]]] = MappingProxyType({
    FileKind.JPEG: make_jpeg,
    FileKind.PNG: make_png,
    FileKind.MP3: make_mp3,
    FileKind.MP4: make_mp4,
})  # fmt: skip
