"""Structural readers against bytes that only begin well."""

from __future__ import annotations

import io
import zlib

import pytest

from learnport.inspection import inspect
from learnport.model import FileFacts
from tests.unit.test_inspection_samples import (
    bare_mp3,
    branded_film,
    brief,
    film,
    jpeg,
    mp3,
    png,
    progressive_jpeg,
)

LIMIT = 20_000_000
BREAKS_OFF = "it breaks off"
TOO_MANY = "it has more than 100000 parts"


def look(data: bytes, name: str) -> FileFacts:
    return inspect(io.BytesIO(data), name, LIMIT)


def assert_flaw(data: bytes, name: str, media_type: str, flaw: str) -> None:
    facts = look(data, name)
    assert (facts.media_type, facts.trailing) == (None, None)
    assert facts.undecided[0].en == f"It begins like {media_type} but {flaw}."
    assert facts.opens is (None if flaw in (TOO_MANY, "its brand is none of MP4") else False)


# JPEG

SOF = b"\xff\xc0\0\x02"
SOS = b"\xff\xda\0\x02"
EOI = b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"\xff\xd8\xff", BREAKS_OFF),
        (b"\xff\xd8" + EOI, "it holds no picture"),
        (b"\xff\xd8" + SOF + EOI, "it holds no picture"),
        (b"\xff\xd8" + SOS + EOI, "it holds no picture"),
        (b"\xff\xd8\xff\xc4\0\x02\xff\xc8\0\x02\xff\xcc\0\x02" + SOS + EOI, "it holds no picture"),
        (b"\xff\xd8" + SOF + SOS, BREAKS_OFF),
        (b"\xff\xd8" + SOF + SOS + b"\xff", BREAKS_OFF),
        (b"\xff\xd8\xff\xc0\0\x01" + EOI, "a segment has no length"),
        (b"\xff\xd8\xff\xc0\0\x05\0\0", BREAKS_OFF),
        (b"\xff\xd8\xff\xd8" + EOI, "a marker stands where none may"),
        (b"\xff\xd8\xff\x00" + EOI, "a marker stands where none may"),
        (b"\xff\xd8" + SOF + b"GIF89a", "a marker is missing"),
        (b"\xff\xd8" + (b"\xff\xfe\0\x02" * 100_001), TOO_MANY),
        (b"\xff\xd8" + b"\xff" * 100_002, TOO_MANY),
    ],
    ids=brief,
)
def test_a_jpeg_is_refused_when(data: bytes, flaw: str) -> None:
    assert_flaw(data, "a.jpg", "image/jpeg", flaw)


@pytest.mark.parametrize(
    "scan",
    [
        b"",
        b"\x12\xff\x00\x34",
        b"\xff\xd0\x12\xff\xd7",
        b"\x12\xff",
        b"\0" * 8191,
        b"\0" * 8190 + b"\xff\x00",
        b"\0" * 8191 + b"\xff",
        b"\0" * 8192 + SOS + b"\xff\x00" * 8192,
    ],
    ids=brief,
)
def test_a_scan_ends_at_the_first_true_marker_wherever_it_lies(scan: bytes) -> None:
    tables = b"\xff\xc4\0\x03\xd9\xff\x01\xff\xff\xfe\0\x02"
    facts = look(b"\xff\xd8" + tables + SOF + SOS + scan + EOI + b"more", "a.jpg")
    assert (facts.opens, facts.trailing) == (True, 4)


@pytest.mark.parametrize(
    ("picture", "trailing"),
    [(jpeg(), 4), (progressive_jpeg(), 4), (jpeg() * 2, 4 + len(jpeg()))],
    ids=["plain", "progressive", "two in one"],
)
def test_bytes_after_the_first_picture_of_a_jpeg_are_counted(picture: bytes, trailing: int) -> None:
    assert look(picture + b"tail", "a.jpg").trailing == trailing


def test_a_jpeg_of_very_many_stuffed_bytes_is_read_to_its_end() -> None:
    facts = look(b"\xff\xd8" + SOF + SOS + b"\xff\x00" * 500_000 + EOI, "a.jpg")
    assert (facts.opens, facts.trailing) == (True, 0)


# PNG

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes = b"", crc: int | None = None) -> bytes:
    checksum = zlib.crc32(kind + data) if crc is None else crc
    return len(data).to_bytes(4) + kind + data + checksum.to_bytes(4)


HEADER = SIGNATURE + chunk(b"IHDR", bytes(13))
IDAT, IEND = chunk(b"IDAT", b"x"), chunk(b"IEND")


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (SIGNATURE, BREAKS_OFF),
        (SIGNATURE + IDAT + IEND, "it does not begin with IHDR"),
        (HEADER + IEND, "it holds no picture"),
        (HEADER + IDAT, BREAKS_OFF),
        (HEADER + chunk(b"IDAT", b"x", crc=0) + IEND, "a chunk fails its checksum"),
        (HEADER + IDAT + chunk(b"IEND", crc=1), "a chunk fails its checksum"),
        (HEADER + IDAT + b"\xff\xff\xff\xffIEND", "a chunk breaks off"),
        (HEADER + IDAT + b"\0\0\0\x05IENDabcd", "a chunk breaks off"),
        (HEADER + IDAT + b"\0\0\0\x04IENDabcd", BREAKS_OFF),
        (HEADER + IDAT + chunk(b"IE\0D"), "a chunk breaks off"),
        (HEADER + IDAT * 100_000, TOO_MANY),
    ],
    ids=brief,
)
def test_a_png_is_refused_when(data: bytes, flaw: str) -> None:
    assert_flaw(data, "a.png", "image/png", flaw)


def test_every_byte_of_a_png_is_under_a_checksum() -> None:
    good = png()
    for at in range(8, len(good), len(good) // 60):
        bad = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        assert look(bad, "a.png").opens is False


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537])
def test_a_chunk_is_checked_whole_across_the_reading_size(length: int) -> None:
    good = HEADER + chunk(b"IDAT", b"\x07" * length) + IEND
    assert look(good, "a.png").opens is True
    bad = HEADER + chunk(b"IDAT", b"\x07" * length, crc=zlib.crc32(b"IDAT")) + IEND
    assert look(bad, "a.png").opens is False


def test_bytes_after_a_png_are_counted() -> None:
    assert look(png() + b"tail", "a.png").trailing == 4


# MP3

NO_FRAME = "a frame does not begin where it should"
# 128 kbit/s at 44.1 kHz: 144 * 128000 // 44100 = 417 bytes, one more when padded.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
PADDED = b"\xff\xfb\x92\x00" + bytes(414)


@pytest.mark.parametrize(
    "data",
    [
        FRAME * 2,
        PADDED + FRAME,
        FRAME + PADDED,
        b"\xff\xfa" + FRAME[2:] + b"\xff\xfa" + FRAME[2:],
        FRAME + FRAME[:4],
        b"\xff\xfb\xe4\x00" + bytes(956) + b"\xff\xfb\x14\x00",
        b"\xff\xf3\x80\x00" + bytes(204) + b"\xff\xf3\x80\x00",
        b"\xff\xe3\x88\x00" + bytes(572) + b"\xff\xe3\x88\x00",
        b"ID3\x04\0\0\0\0\0\0" + FRAME * 2,
        b"ID3\x04\0\x10\0\0\0\x02xx3DI\x04\0\x10\0\0\0\x02" + FRAME * 2,
        b"ID3\x04\0\0\0\0\x01\x00" + bytes(128) + b"ID3\x03\0\0\0\0\0\x03abc" + FRAME * 2,
        b"ID3\x04\0\0\0\0\0\0" + bytes(5_000) + FRAME * 2,
    ],
    ids=brief,
)
def test_two_frames_in_a_row_make_an_mp3(data: bytes) -> None:
    facts = look(data, "a.mp3")
    assert (facts.opens, facts.trailing) == (True, None)
    assert facts.opinions[-1].media_type == "audio/mpeg"


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"ID3", BREAKS_OFF),
        (b"\xff\xfb\x90\x00", BREAKS_OFF),
        (FRAME, BREAKS_OFF),
        (FRAME + FRAME[:3], BREAKS_OFF),
        (FRAME[:-1] + FRAME * 2, NO_FRAME),
        (FRAME + b"\0" + FRAME, NO_FRAME),
        (PADDED[:-1] + FRAME, NO_FRAME),
        (FRAME + b"\xff\xfb\x94\x00" + bytes(500), "its first two frames differ in kind"),
        (FRAME + b"\xff\xf3\x90\x00" + bytes(500), "its first two frames differ in kind"),
        (FRAME + b"\xff\xfb\xf0\x00" + bytes(500), NO_FRAME),
        (b"\xff\xfb\xf0\x00" + bytes(500), NO_FRAME),
        (b"\xff\xfb\x00\x00" + bytes(500), NO_FRAME),
        (b"\xff\xfb\x9c\x00" + bytes(500), NO_FRAME),
        (b"ID3\x04\0\0\0\0\0\0" + b"\xff\xeb\x90\x00" + bytes(500), NO_FRAME),
        (b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfd\x90\x00" + bytes(500), NO_FRAME),
        (b"ID3\x04\0\0\0\0\0\0" + b"<html>" + FRAME * 2, NO_FRAME),
        (b"ID3\x04\0\0\0\0\0\x80" + FRAME * 2, "its ID3 tag has no valid length"),
        (b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + FRAME * 2, BREAKS_OFF),
        (b"ID3\x04\0\0\0\0\0\0" * 100_001, TOO_MANY),
    ],
    ids=brief,
)
def test_an_mp3_is_refused_when(data: bytes, flaw: str) -> None:
    assert_flaw(data, "a.mp3", "audio/mpeg", flaw)


def test_padding_without_a_tag_in_front_is_no_mp3() -> None:
    assert look(bytes(100) + bare_mp3(), "a.mp3").opens is None


def test_an_mp3_may_end_in_the_old_tag() -> None:
    assert look(mp3() + b"TAG" + bytes(125), "a.mp3").media_type == "audio/mpeg"


# MP4


def box(kind: bytes, data: bytes = b"") -> bytes:
    return (len(data) + 8).to_bytes(4) + kind + data


FTYP = box(b"ftyp", b"isom\0\0\0\0mp42")
MOOV = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak"))


@pytest.mark.parametrize(
    "data",
    [
        FTYP + MOOV,
        FTYP + box(b"free") + box(b"mdat", bytes(1_000)) + MOOV,
        FTYP + MOOV + b"\0\0\0\x01mdat" + (1_016).to_bytes(8) + bytes(1_000),
        FTYP + MOOV + b"\0\0\0\x00mdat" + bytes(1_000),
        FTYP + MOOV + box(b"\xa9xyz"),
        box(b"ftyp", b"qt  \0\0\0\0iso9") + MOOV,
        box(b"ftyp", b"iso2\0\0\0\0") + MOOV,
    ],
    ids=brief,
)
def test_a_brand_and_a_film_make_an_mp4(data: bytes) -> None:
    facts = look(data, "a.mp4")
    assert (facts.opens, facts.trailing) == (True, 0)
    assert facts.opinions[-1].media_type == "video/mp4"


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "it holds no film"),
        (FTYP + box(b"mdat", bytes(1_000)), "it holds no film"),
        (FTYP + box(b"moov"), "it holds no film"),
        (FTYP + box(b"moov", box(b"trak")), "it holds no film"),
        (FTYP + box(b"moov", box(b"mvhd")), "it holds no film"),
        (FTYP + box(b"mvhd") + box(b"trak"), "it holds no film"),
        (FTYP + MOOV[:-1], "a box breaks off"),
        (FTYP + MOOV + b"\0\0\0\x09mdat", "a box breaks off"),
        (FTYP + MOOV + b"\0\0\0\x07mdat", "a box breaks off"),
        (FTYP + MOOV + b"\0\0\0\x01mdat" + b"\xff" * 8, "a box breaks off"),
        (FTYP + MOOV + b"\0\0\0\x01mdat" + (15).to_bytes(8), "a box breaks off"),
        (FTYP + MOOV + b"\0\0\0\x01mdat" + bytes(3), BREAKS_OFF),
        (FTYP + box(b"moov", box(b"mvhd") + b"\0\0\xff\xfftrak"), "a box breaks off"),
        (b"\0\0\0\x01ftyp", BREAKS_OFF),
        (FTYP + MOOV + b"PK\x03\x04zip!" + bytes(100), "a box breaks off"),
        (FTYP + box(b"free") * 100_000, TOO_MANY),
        (box(b"ftyp", b"qt  \0\0\0\0") + MOOV, "its brand is none of MP4"),
        (box(b"ftyp", b"heic\0\0\0\0mif1heic") + MOOV, "its brand is none of MP4"),
        (box(b"ftyp", b"none" + b"isom") + MOOV, "its brand is none of MP4"),
        (box(b"ftyp") + MOOV, "its brand is none of MP4"),
    ],
    ids=brief,
)
def test_an_mp4_is_refused_when(data: bytes, flaw: str) -> None:
    assert_flaw(data, "a.mp4", "video/mp4", flaw)


@pytest.mark.parametrize(
    "tail", [b"\0", bytes(7), bytes(8), bytes(100), b"\0\0\0\x08\xff\xfe\0\0"], ids=brief
)
def test_what_is_no_box_after_a_film_is_counted(tail: bytes) -> None:
    facts = look(film() + tail, "a.mp4")
    assert (facts.opens, facts.trailing) == (True, len(tail))


def test_a_film_may_have_a_hundred_thousand_boxes_and_not_one_more() -> None:
    # ftyp, moov and the two inside it are four.
    most = FTYP + MOOV + box(b"free") * 99_996
    assert look(most, "a.mp4").opens is True
    assert_flaw(most + box(b"free"), "a.mp4", "video/mp4", TOO_MANY)


def test_a_quicktime_film_under_the_name_of_an_mp4_is_undecided() -> None:
    facts = look(branded_film(b"qt  "), "a.mp4")
    assert (facts.media_type, facts.opens) == (None, None)
