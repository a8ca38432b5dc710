"""Independent readers open what the sample school hands in."""

from __future__ import annotations

import io
import sys
from itertools import combinations
from random import Random

import av
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from PIL import Image

from learnport.errors import CallerError, MissingExtra
from learnport.model import PERFORMANCE_DETAILS, FileGroup
from learnport.sample._files import (
    FileKind,
    FileSize,
    SampleFile,
    make_file,
    make_jpeg,
    make_mp3,
    make_mp4,
    make_pdf,
    make_png,
)
from learnport.sample._words import Writing, outcome_writing, performance_writing, subjects

CHEMISTRY = outcome_writing(Random(7), "化學")
BYLINE = ("113 學年度第 1 學期", "樣本一〇五")
DRAWN = ("bar", "line", "pie", "scatter", "steps", "photo", "scene", "certificate", "award")


def pages_of(content: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
    return [page.extract_text() for page in reader.pages]


def test_a_paper_has_a_cover_and_one_page_a_section() -> None:
    for seed, subject in enumerate(subjects()):
        content = make_pdf(seed, outcome_writing(Random(seed), subject), byline=BYLINE)
        assert len(pages_of(content)) == 5


def test_the_words_of_a_paper_can_be_extracted() -> None:
    cover, *pages = pages_of(make_pdf(1, CHEMISTRY, byline=BYLINE))
    assert CHEMISTRY.title in cover
    assert "化學" in cover
    assert "樣本一〇五" in cover
    assert "本文件由範例程式產生" in cover
    for number, (page, section) in enumerate(zip(pages, CHEMISTRY.sections, strict=True), start=1):
        said = page.replace("\n", "")
        assert f"{number}. {section.heading}" in said
        assert all(paragraph in said for paragraph in section.paragraphs)
        assert f"圖 {number}" in said


def test_a_paper_carries_its_font_and_pictures_within_itself() -> None:
    reader = pypdf.PdfReader(io.BytesIO(make_pdf(1, CHEMISTRY)))
    embedded = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            embedded.add("/FontFile2" in descendant["/FontDescriptor"].get_object())
    assert embedded == {True}
    assert [len(page.images) for page in reader.pages] == [0, 1, 1, 1, 1]
    assert reader.metadata is not None
    assert reader.metadata.title == CHEMISTRY.title
    assert str(reader.metadata["/Keywords"]) == "learnport sample 1"


def test_a_rendered_page_shows_ink_of_many_tones() -> None:
    document = pypdfium2.PdfDocument(make_pdf(1, CHEMISTRY))
    page = document[1].render(scale=1).to_pil().convert("L")
    dark = sum(page.histogram()[:128]) / (page.width * page.height)
    assert 0.01 < dark < 0.8
    document.close()


def test_a_performance_has_a_paper_whose_cover_does_not_say_the_title_twice() -> None:
    for seed, category in enumerate(PERFORMANCE_DETAILS):
        writing = performance_writing(Random(seed), category)
        cover, *pages = pages_of(make_pdf(seed, writing))
        assert cover.count(writing.title) == 1
        assert len(pages) == 4


@pytest.mark.parametrize(("make", "kind"), [(make_jpeg, "JPEG"), (make_png, "PNG")])
def test_a_sheet_can_be_decoded_whatever_is_drawn_on_it(make: object, kind: str) -> None:
    seen = set()
    for seed in range(120):
        category = PERFORMANCE_DETAILS[seed % len(PERFORMANCE_DETAILS)]
        writing = performance_writing(Random(seed), category)
        if writing.picture.kind in seen:
            continue
        seen.add(writing.picture.kind)
        content = make_jpeg(seed, writing) if make is make_jpeg else make_png(seed, writing)
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert image.format == kind
            assert image.width == 1000
            assert len(image.convert("L").getcolors() or []) > 20
    assert seen == set(DRAWN) - {"scatter"}


def test_a_melody_plays_for_a_quarter_of_a_minute_under_its_title() -> None:
    with av.open(io.BytesIO(make_mp3(1, CHEMISTRY)), "r") as container:
        (stream,) = container.streams
        assert stream.codec_context.name.startswith("mp3")
        assert container.metadata["title"] == CHEMISTRY.title
        assert isinstance(stream, AudioStream)
        seconds = sum(frame.samples for frame in container.decode(audio=0)) / stream.rate
    assert 15.5 < seconds < 17


def test_a_film_shows_moving_pictures_with_sound_and_its_index_comes_first() -> None:
    content = make_mp4(1, CHEMISTRY)
    with av.open(io.BytesIO(content), "r") as container:
        video, sound = container.streams
        assert isinstance(video, VideoStream)
        assert isinstance(sound, AudioStream)
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert container.metadata["title"] == CHEMISTRY.title
        assert container.duration == 8_000_000
        images = [bytes(frame.planes[0]) for frame in container.decode(video=0)]
    assert len(images) == 96
    assert images[0] != images[24] != images[47]
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("kind", FileKind)
def test_one_seed_gives_one_file_even_after_everything_kept_was_forgotten(kind: FileKind) -> None:
    one = make_file(kind, 5, CHEMISTRY)
    for module in [name for name in sys.modules if name.startswith("learnport.sample._files_")]:
        for value in vars(sys.modules[module]).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    assert make_file(kind, 5, CHEMISTRY) == one


@pytest.mark.parametrize("kind", FileKind)
def test_no_two_seeds_give_the_same_bytes(kind: FileKind) -> None:
    contents = [make_file(kind, seed, CHEMISTRY).content for seed in range(13)]
    assert all(one != other for one, other in combinations(contents, 2))


RANGES = {
    FileSize.SMALL: (20_000, 500_000),
    FileSize.MEDIUM: (30_000, 1_000_000),
    FileSize.LARGE: (60_000, 2_000_000),
}


@pytest.mark.parametrize("kind", FileKind)
def test_sizes_grow_and_stay_below_two_million_bytes(kind: FileKind) -> None:
    for seed in range(3):
        writing = outcome_writing(Random(seed), "地球科學")
        sizes = [len(make_file(kind, seed, writing, size).content) for size in FileSize]
        assert sizes == sorted(sizes)
        for count, (least, most) in zip(sizes, RANGES.values(), strict=True):
            assert least <= count <= most


def test_a_file_is_named_after_the_title_and_knows_its_group() -> None:
    file = make_file(FileKind.MP3, 1, CHEMISTRY)
    assert isinstance(file, SampleFile)
    assert file.name == f"{CHEMISTRY.title}.mp3"
    assert {kind: kind.group for kind in FileKind} == {
        "pdf": FileGroup.DOCUMENT,
        "jpg": FileGroup.DOCUMENT,
        "png": FileGroup.DOCUMENT,
        "mp3": FileGroup.MEDIA,
        "mp4": FileGroup.MEDIA,
    }
    assert repr(file.content) not in repr(file)


def test_a_title_the_font_cannot_write_is_refused() -> None:
    odd = Writing("龘的研究", "…", "化學", CHEMISTRY.sections, CHEMISTRY.picture)
    for kind in (FileKind.PDF, FileKind.JPEG, FileKind.PNG):
        with pytest.raises(CallerError, match=r"U\+9F98"):
            make_file(kind, 1, odd)


@pytest.mark.parametrize(
    ("kind", "library", "module"),
    [
        (FileKind.PDF, "fpdf", "_files_pdf"),
        (FileKind.JPEG, "PIL", "_files_pictures"),
        (FileKind.PNG, "PIL", "_files_pictures"),
        (FileKind.MP3, "av", "_files_media"),
        (FileKind.MP4, "av", "_files_media"),
    ],
)
def test_without_the_demo_libraries_the_error_says_what_to_install(
    kind: FileKind, library: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"learnport.sample.{module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=r"python -m pip install 'learnport\[demo\]'"):
        make_file(kind, 1, CHEMISTRY)
