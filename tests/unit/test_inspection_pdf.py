"""PDF: opened strictly, never deciphered, never obeyed, and never heard of again."""

from __future__ import annotations

import io
import logging
import re
import zlib

import pypdf
import pytest

from learnport.inspection import inspect
from learnport.model import FileFacts
from tests.unit.test_inspection_samples import brief, encrypted_pdf, pdf

LIMIT = 20_000_000
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def pages(*kids: int) -> bytes:
    return b"<</Type/Pages/Count 1/Kids[%b]>>" % b"".join(b"%d 0 R " % kid for kid in kids)


def document(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first of them the catalog."""
    out = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, body in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, trailer, len(out),
    )  # fmt: skip


def look(data: bytes) -> FileFacts:
    return inspect(io.BytesIO(data), "a.pdf", LIMIT)


def test_the_smallest_pdf_opens() -> None:
    facts = look(document(CATALOG, pages(3), PAGE))
    assert (facts.media_type, facts.opens, facts.pages) == ("application/pdf", True, 1)


def test_a_pdf_without_pages_opens_and_has_none() -> None:
    facts = look(document(CATALOG, pages()))
    assert (facts.opens, facts.pages) == (True, 0)


def _shifted(by: int) -> bytes:
    """A PDF whose pointer to its table is that many bytes off."""
    start, _, rest = document(CATALOG, pages(3), PAGE).rpartition(b"startxref\n")
    at = int(rest.split()[0])
    return start + b"startxref\n%d\n%%%%EOF\n" % (at + by)


def test_a_pdf_that_a_lenient_reader_repairs_is_refused() -> None:
    assert len(pypdf.PdfReader(io.BytesIO(_shifted(1)), strict=False).pages) == 1
    assert look(_shifted(0)).opens is True
    assert look(_shifted(1)).opens is False


# Encryption


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_pdf_is_known_as_such_even_with_an_empty_password(
    password: str, algorithm: str
) -> None:
    facts = look(encrypted_pdf(password, algorithm))
    assert (facts.media_type, facts.encrypted) == ("application/pdf", True)
    assert (facts.opens, facts.pages, facts.undecided) == (None, None, ())


def test_no_cipher_runs_on_hostile_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_options: object) -> None:
        raise AssertionError("a cipher ran")

    monkeypatch.setattr("pypdf._reader.PdfReader._handle_encryption", forbidden)
    assert look(encrypted_pdf("secret", "RC4-128")).encrypted is True


def test_a_nonsensical_encryption_is_encryption() -> None:
    facts = look(document(CATALOG, pages(3), PAGE, trailer=b"/Encrypt 99 0 R"))
    assert (facts.encrypted, facts.opens) == (True, None)


# What pypdf refuses, and what it gives up on

REFUSED = "the PDF reader refuses it (PdfReadError)"
LIMITED = "it exceeds a limit of the PDF reader"
NO_END = "it has no end mark"


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"%PDF-", NO_END),
        (b"%PDF-<!DOCTYPE html><html><script>alert(1)</script></html>", NO_END),
        (b"%PDF-<html></html>%%EOF", REFUSED),
        (b"%PDF-1.4\n%%EOF", REFUSED),
        (pdf()[: len(pdf()) // 2], NO_END),
        (pdf()[: len(pdf()) // 2] + b"\n%%EOF\n", REFUSED),
        (document(CATALOG), REFUSED),
        (document(CATALOG, b"<</Type/Pages/Kids 7>>"), REFUSED),
        (document(CATALOG, pages(2)), REFUSED),
        (document(CATALOG, b"<</Type/Pages/X " + b"[" * 50_000 + b">>"), REFUSED),
        (b"%PDF-1.4\n" + b"9" * 9_999 + b"\nstartxref\n" + b"9" * 9_999 + b"\n%%EOF", REFUSED),
    ],
    ids=brief,
)
def test_a_broken_pdf_is_damaged(data: bytes, flaw: str) -> None:
    facts = look(data)
    assert (facts.media_type, facts.opens, facts.pages) == (None, False, None)
    assert tuple(why.en for why in facts.undecided) == (
        f"It begins like application/pdf but {flaw}.",
    )


def _chain(depth: int) -> bytes:
    """A page tree of that many nodes, one below the other."""
    nodes = (pages(number + 1) for number in range(2, depth + 2))
    return document(CATALOG, *nodes, PAGE)


def _misplaced(references: int) -> bytes:
    """A PDF all of whose references lead to a place where nothing is."""
    kids = range(3, 3 + references)
    whole = document(CATALOG, pages(*kids), *(PAGE for _ in kids))
    table = whole.rindex(b"xref\n0 ")
    return whole[:table] + re.sub(rb"\d{10} 00000 n", b"0000000003 00000 n", whole[table:])


@pytest.mark.parametrize(
    "data",
    [
        document(CATALOG, pages(*[3] * 20_001), PAGE),
        _chain(52),
        _misplaced(80),
        document(b"<</Type/Catalog/Pages 2 0 R/X %b>>" % (b"9" * 100_000), pages(3), PAGE),
    ],
    ids=["very many pages", "a deep page tree", "references that lead nowhere", "a huge number"],
)
def test_a_pdf_beyond_a_limit_is_undecided(data: bytes) -> None:
    facts = look(data)
    assert (facts.media_type, facts.opens) == (None, None)
    assert tuple(why.en for why in facts.undecided) == (
        f"It begins like application/pdf but {LIMITED}.",
    )


@pytest.mark.parametrize("data", [_chain(40), _misplaced(20)], ids=brief)
def test_a_pdf_within_the_limits_opens(data: bytes) -> None:
    assert look(data).opens is True


def test_a_decompression_bomb_never_unfolds() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    facts = look(
        b"%%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 9/W[1 1 1]/Root 2 0 R/Filter/FlateDecode"
        b"/Length %d>>stream\n%b\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % (len(bomb), bomb)
    )
    assert facts.media_type is None
    assert facts.opens is not True


@pytest.mark.parametrize("error", [RecursionError, MemoryError, OverflowError, KeyError])
def test_any_other_failure_of_pypdf_is_undecided_and_named(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise error("personal data")

    monkeypatch.setattr("pypdf._reader.PdfReader.read", fail)
    facts = look(pdf())
    assert facts.opens is None
    assert tuple(why.en for why in facts.undecided) == (
        f"It begins like application/pdf but the PDF reader fails on it ({error.__name__}).",
    )


def test_an_offset_no_machine_can_hold_is_undecided() -> None:
    assert look(document(CATALOG, pages(3), PAGE, trailer=b"/Prev " + b"9" * 20)).opens is None


# What follows the end


@pytest.mark.parametrize(
    ("tail", "trailing"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"PK\x03\x04", 4),
        (bytes(65_535), 65_535),
        (bytes(65_536), 65_536),
        (b"a\n" * 1_000_000, 2_000_000),
    ],
    ids=brief,
)
def test_bytes_after_the_end_mark_are_counted_and_not_read(tail: bytes, trailing: int) -> None:
    facts = look(document(CATALOG, pages(3), PAGE) + tail)
    assert (facts.opens, facts.trailing) == (True, trailing)


@pytest.mark.parametrize("line_end", [b"", b"\n", b"\r", b"\r\n"])
def test_the_line_end_of_the_end_mark_belongs_to_the_document(line_end: bytes) -> None:
    assert look(document(CATALOG, pages(3), PAGE)[:-1] + line_end).trailing == 0


@pytest.mark.parametrize("distance", range(65_525, 65_545))
def test_the_end_mark_is_found_across_the_border_of_two_readings(distance: int) -> None:
    facts = look(document(CATALOG, pages(3), PAGE)[:-1] + b"\n" + b"x" * distance)
    assert (facts.opens, facts.trailing) == (True, distance)


def test_megabytes_of_short_lines_without_an_end_are_judged_at_once() -> None:
    # pypdf alone needs more than half a minute for these ten megabytes.
    assert look(b"%PDF-1.4\n" + b"a\n" * 5_000_000).opens is False


# Silence

# Its second page is not where the table says: pypdf repairs it, and says so in its log.
TALKATIVE = _misplaced(1)


def test_the_log_of_pypdf_stays_silent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert look(TALKATIVE).opens is True
    assert look(_bad_stream()).opens is False
    assert caplog.records == []


def _bad_stream() -> bytes:
    data = b"x\x9c\xff" * 3_000
    return (
        b"%%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 9/W[1 1 1]/Root 2 0 R/Filter/FlateDecode"
        b"/Length %d>>stream\n%b\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % (len(data), data)
    )


def test_the_host_still_hears_pypdf_when_it_uses_it_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    look(TALKATIVE)
    assert len(pypdf.PdfReader(io.BytesIO(TALKATIVE)).pages) == 1
    assert caplog.records


def test_the_host_keeps_its_own_configuration_of_pypdf() -> None:
    before = pypdf.get_configuration()
    look(pdf())
    look(b"%PDF-%%EOF")
    assert pypdf.get_configuration() is before
