"""What the witnesses say, what they agree on, and how libmagic is heard or missed."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from learnport.inspection import _witnesses as witnesses
from learnport.inspection import inspect
from learnport.model import FileFacts, Opinion
from tests.unit.test_inspection_samples import mp3, pdf, png


def told(facts: FileFacts) -> dict[str, str | None]:
    return {opinion.witness: opinion.media_type for opinion in facts.opinions}


# The agreement


def test_a_wrong_extension_is_a_difference_that_names_every_opinion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnport.inspection._inspect.libmagic", lambda: lambda _head: "image/png")
    facts = inspect(io.BytesIO(png()), "a.pdf", 1_000_000)
    assert facts.media_type is None
    assert facts.opens is True
    assert facts.opinions == (
        Opinion("extension", "application/pdf"),
        Opinion("filetype", "image/png"),
        Opinion("libmagic", "image/png"),
        Opinion("structure", "image/png"),
    )
    assert tuple(why.en for why in facts.undecided) == (
        "The witnesses differ: extension application/pdf, filetype image/png, "
        "libmagic image/png, structure image/png.",
    )


def test_one_detector_that_differs_is_enough_to_leave_the_matter_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnport.inspection._inspect.libmagic", lambda: lambda _head: "text/html")
    facts = inspect(io.BytesIO(pdf()), "a.pdf", 1_000_000)
    assert facts.media_type is None
    assert "libmagic text/html" in facts.undecided[0].en


def test_a_detector_that_cannot_tell_is_no_objection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnport.inspection._inspect.libmagic", lambda: lambda _head: None)
    monkeypatch.setattr("learnport.inspection._inspect.by_filetype", lambda _head: None)
    facts = inspect(io.BytesIO(pdf()), "a.pdf", 1_000_000)
    assert (facts.media_type, facts.undecided) == ("application/pdf", ())


@pytest.mark.parametrize("name", ["report", "report.exe", "report.docx", ".pdf", ""])
def test_without_a_known_extension_the_matter_is_undecided(name: str) -> None:
    facts = inspect(io.BytesIO(pdf()), name, 1_000_000)
    assert (facts.media_type, facts.opens) == (None, True)
    assert tuple(why.en for why in facts.undecided) == (
        "The name has no extension of a kind we know.",
    )


@pytest.mark.parametrize(
    "data",
    [b"<!DOCTYPE html><html></html>", b"PK\x03\x04" + bytes(60), b"hello", b"\n" + pdf()],
    ids=["html", "zip", "text", "pdf after a line feed"],
)
def test_bytes_of_no_known_form_are_not_what_the_name_says(data: bytes) -> None:
    facts = inspect(io.BytesIO(data), "a.pdf", 1_000_000)
    assert (facts.media_type, facts.opens) == (None, None)
    assert facts.undecided[0].en == "The bytes do not begin like a PDF, JPEG, PNG, MP3 or MP4 file."


# libmagic and its moods


@pytest.fixture
def fresh_libmagic() -> Iterator[Callable[[object], object]]:
    """Import libmagic anew with that module in place of python-magic."""
    with pytest.MonkeyPatch.context() as patch:

        def load(module: object) -> object:
            patch.setitem(sys.modules, "magic", module)
            witnesses.libmagic.cache_clear()
            return witnesses.libmagic()

        yield load
    witnesses.libmagic.cache_clear()


def _refuse(*_args: object, **_options: object) -> object:
    raise OSError("no magic database")


@pytest.mark.parametrize(
    "module",
    [None, SimpleNamespace(), SimpleNamespace(Magic=_refuse)],
    ids=["the library is missing", "a namesake is installed", "its database is missing"],
)
def test_libmagic_that_cannot_be_had_is_simply_not_heard(
    module: object, fresh_libmagic: Callable[[object], object]
) -> None:
    assert fresh_libmagic(module) is None
    facts = inspect(io.BytesIO(pdf()), "a.pdf", 1_000_000)
    assert told(facts).keys() == {"extension", "filetype", "structure"}
    assert facts.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ("application/pdf", "application/pdf"),
        ("audio/mp3", "audio/mpeg"),
        ("audio/mpegapplication/octet-stream", "audio/mpeg"),
        ("video/x-m4v", "video/mp4"),
        ("audio/x-m4a", "video/mp4"),
        ("image/apng", "image/png"),
        ("text/html", "text/html"),
        ("application/octet-stream", None),
        ("application/x-empty", None),
        ("inode/x-empty", None),
        ("", None),
        (None, None),
    ],
)
def test_an_answer_of_libmagic_is_heard_as(
    answer: str | None, heard: str | None, fresh_libmagic: Callable[[object], object]
) -> None:
    detector = SimpleNamespace(from_buffer=lambda _head: answer)
    fresh_libmagic(SimpleNamespace(Magic=lambda mime: detector if mime else None))
    assert told(inspect(io.BytesIO(b"x"), "a.pdf", 10))["libmagic"] == heard


def test_a_detector_that_fails_cannot_tell(fresh_libmagic: Callable[[object], object]) -> None:
    fresh_libmagic(SimpleNamespace(Magic=lambda **_: SimpleNamespace(from_buffer=_refuse)))
    facts = inspect(io.BytesIO(mp3()), "a.mp3", 1_000_000)
    assert told(facts)["libmagic"] is None
    assert facts.media_type == "audio/mpeg"
