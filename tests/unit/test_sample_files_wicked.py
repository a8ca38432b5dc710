"""The wicked files are really wicked, each for its one reason, and their neighbours are good."""

from __future__ import annotations

import io
import zipfile

import attrs
import av
import filetype
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from pypdf.errors import PyPdfError

from learnport.errors import CallerError
from learnport.model import ItemKind
from learnport.sample._files_wicked import WickedFile, wicked_files

CASES = wicked_files(1, document_max=400_000, media_max=700_000)
BY_KEY = {case.key: case for case in CASES}


def content(key: str) -> bytes:
    return BY_KEY[key].content


def test_the_cases_are_these_and_no_other() -> None:
    refused = [case.key for case in CASES if not case.passes]
    accepted = [case.key for case in CASES if case.passes]
    assert refused == [
        "png-named-pdf",
        "docx-named-pdf",
        "pdf-named-jpg",
        "mp4-named-mp3",
        "docx",
        "gif",
        "no-extension",
        "encrypted-pdf",
        "encrypted-pdf-empty-password",
        "html-after-pdf-header",
        "empty",
        "truncated-pdf",
        "truncated-jpg",
        "truncated-mp4",
        "pdf-one-byte-over",
        "jpg-one-byte-over",
        "mp4-one-byte-over",
        "media-for-advising",
    ]
    assert accepted == [
        "pdf-at-limit",
        "jpg-at-limit",
        "png-at-limit",
        "mp3-at-limit",
        "mp4-at-limit",
        "upper-case-extension",
    ]


def test_every_case_says_in_both_languages_why() -> None:
    for case in CASES:
        assert any("\u4e00" <= character <= "\u9fff" for character in case.why.zh)
        assert case.why.en.isascii()
        assert len(case.why.en) > 10
    assert len({case.why for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("key", "name", "truth"),
    [
        ("png-named-pdf", "report.pdf", "image/png"),
        ("docx-named-pdf", "report.pdf", "application/zip"),
        ("pdf-named-jpg", "photo.jpg", "application/pdf"),
        ("mp4-named-mp3", "song.mp3", "video/mp4"),
        ("gif", "drawing.gif", "image/gif"),
        ("no-extension", "report", "application/pdf"),
    ],
)
def test_the_name_says_one_thing_and_the_bytes_another(key: str, name: str, truth: str) -> None:
    assert BY_KEY[key].name == name
    guess = filetype.guess_mime(content(key))
    if truth == "application/zip":
        assert zipfile.is_zipfile(io.BytesIO(content(key)))
    else:
        assert guess == truth


def test_the_word_file_is_a_real_package_with_a_paragraph() -> None:
    assert BY_KEY["docx"].name == "report.docx"
    with zipfile.ZipFile(io.BytesIO(content("docx"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert "<w:t>" in archive.read("word/document.xml").decode()


def test_the_gif_is_a_real_picture() -> None:
    with Image.open(io.BytesIO(content("gif"))) as image:
        image.load()
        assert image.format == "GIF"


def test_the_encrypted_pdf_opens_with_its_password_only() -> None:
    reader = pypdf.PdfReader(io.BytesIO(content("encrypted-pdf")))
    assert reader.is_encrypted
    assert reader.decrypt("") == pypdf.PasswordType.NOT_DECRYPTED
    assert reader.decrypt("sample") == pypdf.PasswordType.USER_PASSWORD
    assert len(reader.pages) == 2
    with pytest.raises(pypdfium2.PdfiumError, match=r"[Pp]assword"):
        pypdfium2.PdfDocument(content("encrypted-pdf"))


def test_the_other_encrypted_pdf_opens_without_a_password_and_is_encrypted_all_the_same() -> None:
    reader = pypdf.PdfReader(io.BytesIO(content("encrypted-pdf-empty-password")))
    assert reader.is_encrypted
    assert reader.decrypt("") == pypdf.PasswordType.USER_PASSWORD
    document = pypdfium2.PdfDocument(content("encrypted-pdf-empty-password"))
    assert len(document) == 2
    document.close()


def test_the_web_page_begins_like_a_pdf_and_holds_none() -> None:
    assert content("html-after-pdf-header").startswith(b"%PDF-1.7\n<!DOCTYPE html>")
    with pytest.raises(PyPdfError):
        pypdf.PdfReader(io.BytesIO(content("html-after-pdf-header")), strict=True)


def test_the_empty_file_is_empty() -> None:
    assert content("empty") == b""


def test_readers_fail_on_the_truncated_files() -> None:
    with pytest.raises(PyPdfError):
        pypdf.PdfReader(io.BytesIO(content("truncated-pdf")), strict=True)
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(content("truncated-jpg"))).load()
    film = content("truncated-mp4")
    start, sizes = 0, []
    while start + 8 <= len(film):
        sizes.append(int.from_bytes(film[start : start + 4], "big"))
        start += sizes[-1]
    assert start > len(film)


@pytest.mark.parametrize(
    ("over", "at", "limit"),
    [
        ("pdf-one-byte-over", "pdf-at-limit", 400_000),
        ("jpg-one-byte-over", "jpg-at-limit", 400_000),
        ("mp4-one-byte-over", "mp4-at-limit", 700_000),
    ],
)
def test_the_limit_is_seen_from_both_sides(over: str, at: str, limit: int) -> None:
    assert len(content(over)) == limit + 1
    assert len(content(at)) == limit
    assert BY_KEY[over].name == BY_KEY[at].name
    assert BY_KEY[at].passes
    assert not BY_KEY[over].passes


@pytest.mark.parametrize("key", ["pdf-one-byte-over", "pdf-at-limit", "upper-case-extension"])
def test_the_pdfs_at_and_over_the_limit_are_sound(key: str) -> None:
    assert len(pypdf.PdfReader(io.BytesIO(content(key)), strict=True).pages) == 2


@pytest.mark.parametrize("key", ["jpg-one-byte-over", "jpg-at-limit", "png-at-limit"])
def test_the_pictures_at_and_over_the_limit_are_sound(key: str) -> None:
    with Image.open(io.BytesIO(content(key))) as image:
        image.load()
        assert image.width == 1000


@pytest.mark.parametrize(
    "key", ["mp4-one-byte-over", "mp4-at-limit", "mp3-at-limit", "media-for-advising"]
)
def test_the_recordings_at_and_over_the_limit_are_sound(key: str) -> None:
    with av.open(io.BytesIO(content(key)), "r") as container:
        assert sum(1 for _ in container.decode(audio=0)) > 200


def test_only_the_recording_is_offered_for_an_advising_record() -> None:
    advising = [case.key for case in CASES if case.item_kind is ItemKind.ADVISING]
    assert advising == ["media-for-advising"]
    assert BY_KEY["media-for-advising"].name == "talk.mp3"


def test_the_same_seed_gives_the_same_cases_and_another_does_not() -> None:
    assert wicked_files(1, document_max=400_000, media_max=700_000) == CASES
    other = wicked_files(2, document_max=400_000, media_max=700_000)
    same = [one.key for one, two in zip(CASES, other, strict=True) if one.content == two.content]
    assert same == ["html-after-pdf-header", "empty"]


def test_a_limit_below_the_good_file_is_refused() -> None:
    with pytest.raises(CallerError, match="cannot be padded to 5001 bytes"):
        wicked_files(1, document_max=5000, media_max=700_000)


def test_a_case_does_not_print_its_bytes() -> None:
    case = attrs.evolve(BY_KEY["docx"])
    assert isinstance(case, WickedFile)
    assert "PK" not in repr(case)
