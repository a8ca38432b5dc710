"""Structure of PDF (ISO 32000), by pypdf in strict mode under tight limits."""

from __future__ import annotations

import functools
import io
import logging
import pkgutil
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import pypdf
from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError

from learnport.inspection._cursor import CHUNK, Cursor, Damaged, Reading, Undecided

__all__ = ["read_pdf"]

LIMITS: Final = Configuration(
    maximum_declared_stream_length=64_000_000,
    array_based_stream_maximum_output_length=16_000_000,
    jbig2_maximum_output_length=16_000_000,
    lzw_maximum_output_length=16_000_000,
    run_length_maximum_output_length=16_000_000,
    zlib_maximum_output_length=16_000_000,
    zlib_maximum_recovery_input_length=16_384,
    brotli_maximum_output_length=16_000_000,
    image_maximum_buffer_size=16_000_000,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=32_000_000,
    page_tree_maximum_entries=20_000,
    page_tree_maximum_depth=50,
    page_tree_maximum_page_entries=200_000,
    jbig2dec_binary=None,
)
"""Only the cross-reference, the catalog and the page tree are read, and those are small."""

_MAX_XREF_ENTRIES: Final = 500_000
_MAX_SEARCHES: Final = 64
"""How many references a file may have that lead nowhere; each costs a search of the whole."""
_END: Final = b"%%EOF"
_LINE_END: Final = re.compile(rb"\r\n?|\n")

_silent: ContextVar[bool] = ContextVar("learnport_inspection_silent", default=False)


class _Undeciphered(PdfReader):
    """A reader that never runs a cipher: whoever encrypts is told so, not helped."""

    @property
    def is_encrypted(self) -> bool:
        return False


class _Document(io.BytesIO):
    """The bytes up to the end mark, counting how often all of them are searched."""

    searches = 0

    def getbuffer(self) -> memoryview:
        """Hand out the whole buffer; pypdf asks for it once per reference it has to repair."""
        self.searches += 1
        if self.searches > _MAX_SEARCHES:
            raise LimitReachedError
        return super().getbuffer()


def read_pdf(cursor: Cursor) -> Reading:
    """Read cross-reference, catalog and page tree; say whether the file is encrypted.

    Encryption is seen in the trailer, so a file that opens with an empty password
    counts as encrypted too; its pages are not counted. What follows the last end
    mark is measured but not read.

    Raises:
        Damaged: there is no end mark, or pypdf refuses the file.
        Undecided: a limit of size, depth or recursion was reached.
    """
    end = _end_of_document(cursor)
    cursor.jump(0)
    document = _Document(cursor.take(end))
    try:
        with _silence(), apply_configuration(LIMITS):
            encrypted, pages = _open(document)
    except LimitReachedError:
        raise Undecided("超過 PDF 讀取的安全上限", "it exceeds a limit of the PDF reader") from None
    except PyPdfError as error:
        raise Damaged(
            f"PDF 讀取程式拒絕開啟（{type(error).__name__}）",
            f"the PDF reader refuses it ({type(error).__name__})",
        ) from None
    except Exception as error:
        # pypdf says itself that broken files may raise anything, RecursionError included.
        raise Undecided(
            f"PDF 讀取程式無法處理（{type(error).__name__}）",
            f"the PDF reader fails on it ({type(error).__name__})",
        ) from None
    return Reading(encrypted=encrypted, pages=pages, trailing=cursor.left)


def _open(document: io.BytesIO) -> tuple[bool, int | None]:
    reader = _Undeciphered(document, strict=True, xref_stream_maximum_entries=_MAX_XREF_ENTRIES)
    if "/Encrypt" in reader.trailer:
        return True, None
    return False, len(reader.pages)


def _end_of_document(cursor: Cursor) -> int:
    """Offset after the last end mark and its line end.

    pypdf looks for the mark line by line from the back, which takes a minute for a
    few megabytes of short lines; and without the mark a file is cut off.
    """
    stop = cursor.size
    while stop > 0:
        start = max(0, stop - CHUNK)
        cursor.jump(start)
        # A mark may lie across the border of two windows.
        window = cursor.stream.read(min(stop + len(_END) - 1, cursor.size) - start)
        if (found := window.rfind(_END)) >= 0:
            return _after_line_end(cursor, start + found + len(_END))
        stop = start
    raise Damaged("沒有檔尾標記", "it has no end mark")


def _after_line_end(cursor: Cursor, offset: int) -> int:
    cursor.jump(offset)
    line_end = _LINE_END.match(cursor.stream.read(2))
    return offset + (line_end.end() if line_end else 0)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pypdf's log, which quotes the file, quiet in this context and in no other."""
    _attach_filter()
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


@functools.cache
def _attach_filter() -> None:
    # A logger's filter does not see the records of its children, so each module's logger
    # needs it; some modules are imported only when a file makes pypdf want them.
    modules = pkgutil.walk_packages(pypdf.__path__, "pypdf.")
    for name in ("pypdf", *(module.name for module in modules)):
        logging.getLogger(name).addFilter(_audible)


def _audible(_record: logging.LogRecord) -> bool:
    return not _silent.get()
