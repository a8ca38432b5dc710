"""Wicked files: what a school must refuse, and beside each limit the file that must pass.

Every wicked file is made from a good one by one change, so that it is refused for one reason.
"""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from typing import Final

import attrs
from pypdf import PdfReader, PdfWriter

from learnport.model import ItemKind, Text
from learnport.sample._files import (
    make_jpeg,
    make_mp3,
    make_mp4,
    make_pdf,
    make_png,
)
from learnport.sample._files_padding import padded
from learnport.sample._words import outcome_writing

__all__ = ["WickedFile", "wicked_files"]

_PASSWORD: Final = "sample"
_SECOND_ID: Final = re.compile(rb"(/ID \[ <(\w{32})> )<\w{32}>")
_HTML: Final = (
    b"%PDF-1.7\n<!DOCTYPE html><html><head><title>report</title></head>"
    b"<body><script>alert(1)</script></body></html>\n"
)
_DOCX: Final = {
    "[Content_Types].xml": """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-\
officedocument.wordprocessingml.document.main+xml"/></Types>""",
    "_rels/.rels": """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/\
relationships/officeDocument" Target="word/document.xml"/></Relationships>""",
    "word/document.xml": """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\
<w:body><w:p><w:r><w:t>{title}</w:t></w:r></w:p></w:body></w:document>""",
}


@attrs.frozen
class WickedFile:
    """A file that breaks one rule, or its neighbour that just keeps it (不合格檔案).

    Attributes:
        key: short name of the case, for programs; unique.
        name: file name as a student would give it.
        content: its bytes.
        item_kind: the kind of item it is offered for.
        why: what is wrong with it, or what is just right.
        passes: whether it must be accepted.
    """

    key: str
    name: str
    content: bytes = attrs.field(repr=False)
    item_kind: ItemKind
    why: Text
    passes: bool = False


def wicked_files(seed: int, *, document_max: int, media_max: int) -> tuple[WickedFile, ...]:
    """All cases, made from good files of this seed.

    Args:
        seed: equal seeds give equal bytes.
        document_max: largest document the law allows, in bytes; at least 300,000.
        media_max: largest audio or video file the law allows, in bytes; at least 300,000.

    Raises:
        MissingExtra: the `demo` extra is not installed.
        CallerError: a limit is smaller than the good file.
    """
    writing = outcome_writing(Random(f"{seed}:wicked"), "化學")
    pdf = make_pdf(seed, attrs.evolve(writing, sections=writing.sections[:1]))
    jpeg, png = make_jpeg(seed, writing), make_png(seed, writing)
    mp3, mp4 = make_mp3(seed, writing), make_mp4(seed, writing)
    gif, docx = _gif(png), _docx(writing.title)
    outcome, advising = ItemKind.OUTCOME, ItemKind.ADVISING
    rows = (
        ("png-named-pdf", "report.pdf", png, outcome,
         "圖檔（PNG）改名為 .pdf", "a PNG named .pdf"),
        ("docx-named-pdf", "report.pdf", docx, outcome,
         "Word 檔改名為 .pdf", "a Word file named .pdf"),
        ("pdf-named-jpg", "photo.jpg", pdf, outcome,
         "PDF 改名為 .jpg", "a PDF named .jpg"),
        ("mp4-named-mp3", "song.mp3", mp4, outcome,
         "影片（MP4）改名為 .mp3", "an MP4 named .mp3"),
        ("docx", "report.docx", docx, outcome,
         "不接受的格式：.docx", "a kind of file that is not accepted: .docx"),
        ("gif", "drawing.gif", gif, outcome,
         "不接受的格式：.gif", "a kind of file that is not accepted: .gif"),
        ("no-extension", "report", pdf, outcome,
         "檔名沒有副檔名", "a name without an extension"),
        ("encrypted-pdf", "report.pdf", _encrypted(pdf, _PASSWORD), outcome,
         "PDF 設有開啟密碼", "a PDF that needs a password to open"),
        ("encrypted-pdf-empty-password", "report.pdf", _encrypted(pdf, ""), outcome,
         "PDF 已加密，但開啟時不需密碼", "an encrypted PDF that opens without a password"),
        ("html-after-pdf-header", "report.pdf", _HTML, outcome,
         "檔頭是 %PDF-，內容卻是網頁", "a web page behind the first bytes of a PDF"),
        ("empty", "report.pdf", b"", outcome,
         "空白檔案（0 位元組）", "an empty file"),
        ("truncated-pdf", "report.pdf", pdf[: len(pdf) // 2], outcome,
         "PDF 只有前半", "the first half of a PDF"),
        ("truncated-jpg", "photo.jpg", jpeg[: len(jpeg) // 2], outcome,
         "JPEG 只有前半", "the first half of a JPEG"),
        ("truncated-mp4", "film.mp4", mp4[: len(mp4) // 2], outcome,
         "MP4 只有前半", "the first half of an MP4"),
        ("pdf-one-byte-over", "report.pdf", padded("pdf", pdf, document_max + 1), outcome,
         "PDF 超過上限 1 位元組", "a PDF one byte over the limit"),
        ("jpg-one-byte-over", "photo.jpg", padded("jpg", jpeg, document_max + 1), outcome,
         "JPEG 超過上限 1 位元組", "a JPEG one byte over the limit"),
        ("mp4-one-byte-over", "film.mp4", padded("mp4", mp4, media_max + 1), outcome,
         "MP4 超過上限 1 位元組", "an MP4 one byte over the limit"),
        ("media-for-advising", "talk.mp3", mp3, advising,
         "課程諮詢紀錄不收影音檔", "a recording offered for an advising record"),
    )  # fmt: skip
    neighbours = (
        ("pdf-at-limit", "report.pdf", padded("pdf", pdf, document_max), outcome,
         "PDF 剛好等於上限", "a PDF exactly at the limit"),
        ("jpg-at-limit", "photo.jpg", padded("jpg", jpeg, document_max), outcome,
         "JPEG 剛好等於上限", "a JPEG exactly at the limit"),
        ("png-at-limit", "drawing.png", padded("png", png, document_max), outcome,
         "PNG 剛好等於上限", "a PNG exactly at the limit"),
        ("mp3-at-limit", "song.mp3", padded("mp3", mp3, media_max), outcome,
         "MP3 剛好等於上限", "an MP3 exactly at the limit"),
        ("mp4-at-limit", "film.mp4", padded("mp4", mp4, media_max), outcome,
         "MP4 剛好等於上限", "an MP4 exactly at the limit"),
        ("upper-case-extension", "REPORT.PDF", pdf, outcome,
         "副檔名為大寫", "an extension in upper case"),
    )  # fmt: skip
    return tuple(
        WickedFile(key, name, content, item_kind, Text(zh, en), passes)
        for passes, cases in ((False, rows), (True, neighbours))
        for key, name, content, item_kind, zh, en in cases
    )


def _encrypted(pdf: bytes, password: str) -> bytes:
    """Encrypt with RC4: the only cipher that needs no further library and no random salt."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, owner_password="sample-owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    # pypdf does roll them for the second file identifier, which no cipher uses.
    return _SECOND_ID.sub(rb"\1<\2>", buffer.getvalue())


def _docx(title: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _DOCX.items():
            archive.writestr(zipfile.ZipInfo(name), text.replace("{title}", title))
    return buffer.getvalue()


def _gif(png: bytes) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("P").save(buffer, "GIF")
    return buffer.getvalue()
