"""Padding reaches any size to the byte, and the file stays as good as it was."""

from __future__ import annotations

import io
import zlib
from random import Random

import av
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from learnport.errors import CallerError
from learnport.sample._files import FileKind, make_file
from learnport.sample._files_padding import padded
from learnport.sample._words import outcome_writing

WRITING = outcome_writing(Random(3), "物理")
GOOD = {kind: make_file(kind, 3, WRITING).content for kind in FileKind}
LEAST = {"pdf": 1, "jpg": 4, "png": 20, "mp3": 1, "mp4": 8}


def looks(kind: str, content: bytes) -> object:
    """What a reader sees of the file; for a PDF two readers must agree that it opens."""
    if kind == "pdf":
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        document.close()
        strict = pypdf.PdfReader(io.BytesIO(content), strict=True)
        assert len(strict.pages) == pages
        return [page.extract_text() for page in strict.pages]
    if kind in ("jpg", "png"):
        with Image.open(io.BytesIO(content)) as image:
            return image.convert("RGB").tobytes()
    with av.open(io.BytesIO(content), "r") as container:
        return [bytes(packet) for packet in container.demux() if packet.size]


SEEN = {kind: looks(kind, content) for kind, content in GOOD.items()}


@pytest.mark.parametrize("kind", FileKind)
@given(more=st.integers(min_value=20, max_value=200_000))
@example(more=20)
@example(more=65_537)
@example(more=65_538)
@example(more=65_541)
@example(more=131_074)
def test_a_padded_file_has_the_size_and_reads_as_before(kind: FileKind, more: int) -> None:
    wanted = len(GOOD[kind]) + more
    content = padded(kind, GOOD[kind], wanted)
    assert len(content) == wanted
    assert looks(kind, content) == SEEN[kind]


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_the_smallest_gap_of_each_format_is_filled_and_a_smaller_one_refused(
    kind: str, least: int
) -> None:
    good = GOOD[FileKind(kind)]
    for gap in range(least, least + 4):
        content = padded(kind, good, len(good) + gap)
        assert len(content) == len(good) + gap
        assert looks(kind, content) == SEEN[FileKind(kind)]
    with pytest.raises(CallerError, match=f"at least {len(good) + least} are needed"):
        padded(kind, good, len(good) + least - 1 if least > 1 else len(good) - 1)


def test_every_chunk_of_a_padded_png_carries_its_checksum() -> None:
    good = GOOD[FileKind.PNG]
    content, start, names = padded("png", good, len(good) + 777), 8, []
    while start < len(content):
        end = start + 8 + int.from_bytes(content[start : start + 4], "big")
        names.append(content[start + 4 : start + 8])
        assert content[end : end + 4] == zlib.crc32(content[start + 4 : end]).to_bytes(4, "big")
        start = end + 4
    assert names[-2:] == [b"tEXt", b"IEND"]


@pytest.mark.parametrize("kind", FileKind)
def test_nothing_is_added_to_a_file_that_has_the_size_already(kind: FileKind) -> None:
    assert padded(kind, GOOD[kind], len(GOOD[kind])) == GOOD[kind]


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_is_never_shortened(kind: FileKind) -> None:
    with pytest.raises(CallerError, match="cannot be padded to 1000 bytes"):
        padded(kind, GOOD[kind], 1000)


@pytest.mark.parametrize("more", range(1, 12))
def test_the_offset_of_a_pdfs_table_may_gain_a_digit(more: int) -> None:
    base = GOOD[FileKind.PDF]
    table = int(base[base.rindex(b"startxref") :].split()[1])
    power = 10 ** len(str(table))
    near = padded("pdf", base, len(base) + power - table - 6)
    content = padded("pdf", near, len(near) + more)
    assert len(content) == len(near) + more
    assert looks("pdf", content) == SEEN[FileKind.PDF]


def test_a_pdf_without_an_end_cannot_be_padded() -> None:
    with pytest.raises(CallerError, match="ends with its cross-reference offset"):
        padded("pdf", GOOD[FileKind.PDF][:-20], 500_000)
