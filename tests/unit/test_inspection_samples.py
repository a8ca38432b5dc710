"""Good files made by real libraries, and that nothing good is refused."""

from __future__ import annotations

import functools
import io
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from learnport.inspection import available_witnesses, inspect

Maker = Callable[[], bytes]


@functools.cache
def pdf(pages: int = 3) -> bytes:
    document = FPDF()
    document.set_creation_date(datetime(2024, 9, 1, tzinfo=UTC))
    document.set_font("Helvetica")
    for number in range(pages):
        document.add_page()
        document.cell(text=f"page {number}")
    return bytes(document.output())


@functools.cache
def packed_pdf() -> bytes:
    """A PDF 1.5 whose cross-reference and page tree lie in compressed streams."""
    written = io.BytesIO()
    with Image.new("RGB", (8, 8)) as picture:
        picture.save(written, "PDF")
    writer = PdfWriter(clone_from=PdfReader(written))
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


@functools.cache
def encrypted_pdf(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(password, "the owner's", algorithm=algorithm)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _picture(form: str, **options: object) -> bytes:
    written = io.BytesIO()
    noise = random.Random(1).randbytes(120 * 90 * 3)
    with Image.frombytes("RGB", (120, 90), noise) as picture:
        picture.save(written, form, **options)
    return written.getvalue()


@functools.cache
def jpeg() -> bytes:
    return _picture("JPEG")


@functools.cache
def progressive_jpeg() -> bytes:
    return _picture("JPEG", progressive=True, restart_marker_rows=1)


@functools.cache
def jpeg_with_thumbnail() -> bytes:
    exif = b"Exif\0\0" + jpeg()[:30_000]
    return _picture("JPEG", exif=exif)


@functools.cache
def png() -> bytes:
    return _picture("PNG")


@functools.cache
def animated_png() -> bytes:
    with Image.new("RGB", (120, 90)) as second:
        return _picture("PNG", save_all=True, append_images=[second])


@functools.cache
def mp3(rate: int = 44_100) -> bytes:
    written = io.BytesIO()
    with av.open(written, "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=rate)
        stream.layout = "mono"
        for number in range(20):
            frame = av.AudioFrame(format="s16p", layout="mono", samples=1152)
            frame.sample_rate, frame.pts = rate, number * 1152
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written.getvalue()


@functools.cache
def film(form: str = "mp4", movflags: str = "") -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "film")
        options = {"movflags": movflags} if movflags else {}
        with av.open(str(path), "w", format=form, options=options) as container:
            stream = container.add_stream("mpeg4", rate=10)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            for _ in range(10):
                frame = av.VideoFrame(64, 48, "yuv420p")
                for plane in frame.planes:
                    plane.update(bytes(plane.buffer_size))
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path.read_bytes()


def branded_film(*brands: bytes) -> bytes:
    """The same film under another major brand and other compatible brands."""
    old = int.from_bytes(film()[:4])
    ftyp = brands[0] + bytes(4) + b"".join(brands[1:])
    return (len(ftyp) + 8).to_bytes(4) + b"ftyp" + ftyp + film()[old:]


def bare_mp3() -> bytes:
    """Without the ID3 tag in front."""
    return mp3()[mp3().index(b"\xff\xfb") :]


def tagged_mp3(tag_bytes: int) -> bytes:
    """Behind an ID3 tag of that many bytes, such as one with a cover picture."""
    length = bytes(tag_bytes >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\0\0" + length + b"\x01" * tag_bytes + bare_mp3()


def brief(value: object) -> str | None:
    """A test's name for a case that is a long string of bytes."""
    return f"{value[:12]!r}, {len(value)} bytes" if isinstance(value, bytes) else None


GOOD: dict[str, tuple[Maker, str]] = {
    "report.pdf": (pdf, "application/pdf"),
    "scan.PDF": (packed_pdf, "application/pdf"),
    "photo.jpg": (jpeg, "image/jpeg"),
    "photo.JPEG": (progressive_jpeg, "image/jpeg"),
    "phone.jpg": (jpeg_with_thumbnail, "image/jpeg"),
    "drawing.png": (png, "image/png"),
    "moving.png": (animated_png, "image/png"),
    "song.mp3": (mp3, "audio/mpeg"),
    "low.mp3": (functools.partial(mp3, 22_050), "audio/mpeg"),
    "lowest.mp3": (functools.partial(mp3, 8_000), "audio/mpeg"),
    "bare.mp3": (bare_mp3, "audio/mpeg"),
    "cover.mp3": (functools.partial(tagged_mp3, 70_000), "audio/mpeg"),
    "film.mp4": (film, "video/mp4"),
    "stream.mp4": (functools.partial(film, "mp4", "faststart"), "video/mp4"),
    "pieces.mp4": (functools.partial(film, "mp4", "frag_keyframe+empty_moov"), "video/mp4"),
    "android.mp4": (functools.partial(branded_film, b"mp42", b"isom"), "video/mp4"),
    "itunes.mp4": (functools.partial(branded_film, b"M4V ", b"mp42"), "video/mp4"),
    "dash.mp4": (functools.partial(branded_film, b"dash", b"iso6"), "video/mp4"),
    "sound.mp4": (functools.partial(branded_film, b"M4A ", b"isom"), "video/mp4"),
}


@pytest.fixture(params=["as installed", "without libmagic"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """This machine, and the same one without the system's libmagic."""
    if request.param == "without libmagic":
        monkeypatch.setattr("learnport.inspection._inspect.libmagic", lambda: None)
        monkeypatch.setattr("learnport.inspection._witnesses.libmagic", lambda: None)
    return str(request.param)


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_known_and_opens_with_and_without_libmagic(name: str) -> None:
    make, media_type = GOOD[name]
    facts = inspect(io.BytesIO(make()), name, 1_000_000)
    assert (facts.media_type, facts.opens, facts.undecided) == (media_type, True, ())
    assert not facts.oversize
    assert facts.size == facts.total_size == len(make())
    assert facts.trailing == (None if media_type == "audio/mpeg" else 0)


@pytest.mark.usefixtures("machine")
def test_the_opinions_are_those_of_the_available_witnesses_in_their_order() -> None:
    facts = inspect(io.BytesIO(pdf()), "report.pdf", 1_000_000)
    assert tuple(opinion.witness for opinion in facts.opinions) == available_witnesses()
    assert {opinion.media_type for opinion in facts.opinions} == {"application/pdf"}


def test_without_libmagic_three_witnesses_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnport.inspection._witnesses.libmagic", lambda: None)
    assert available_witnesses() == ("extension", "filetype", "structure")


def test_with_libmagic_four_witnesses_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnport.inspection._witnesses.libmagic", lambda: lambda _head: None)
    assert available_witnesses() == ("extension", "filetype", "libmagic", "structure")


@pytest.mark.parametrize("pages", [1, 2, 17])
def test_the_pages_of_a_pdf_are_counted(pages: int) -> None:
    facts = inspect(io.BytesIO(pdf(pages)), "report.pdf", 1_000_000)
    assert (facts.pages, facts.encrypted) == (pages, False)


@pytest.mark.parametrize("name", ["photo.jpg", "drawing.png", "song.mp3", "film.mp4"])
def test_pages_and_encryption_are_stated_for_pdf_only(name: str) -> None:
    facts = inspect(io.BytesIO(GOOD[name][0]()), name, 1_000_000)
    assert (facts.pages, facts.encrypted) == (None, None)
