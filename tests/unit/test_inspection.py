"""The one pass over the bytes, its limit, and what the witnesses agree on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnport.errors import CallerError
from learnport.inspection import inspect, inspect_path, receive
from learnport.model import FileFacts
from tests.unit.test_inspection_samples import GOOD, jpeg, pdf, png

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
CHUNK = 65_536


class Slow:
    """A stream that answers each read with as much as it likes, and counts what it gave."""

    def __init__(self, data: bytes, pace: Iterator[int]) -> None:
        self.stream = io.BytesIO(data)
        self.pace = pace
        self.given = 0

    def read(self, size: int, /) -> bytes:
        data = self.stream.read(min(size, next(self.pace)))
        self.given += len(data)
        return data


def steadily(step: int) -> Iterator[int]:
    while True:
        yield step


class Endless:
    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int, /) -> bytes:
        self.given += size
        return b"x" * size


class Answering:
    """A stream that answers every read with the same thing."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer

    def read(self, _size: int, /) -> bytes | None:
        return self.answer


class Failing:
    def read(self, _size: int, /) -> bytes:
        raise OSError("the line broke")


def told(facts: FileFacts) -> dict[str, str | None]:
    return {opinion.witness: opinion.media_type for opinion in facts.opinions}


# The limit


def test_a_file_exactly_at_the_limit_is_inspected_whole() -> None:
    facts = inspect(io.BytesIO(png()), "a.png", len(png()))
    assert (facts.oversize, facts.media_type, facts.opens) == (False, "image/png", True)
    assert facts.size == facts.total_size == facts.max_bytes == len(png())


def test_a_file_one_byte_too_large_is_oversize_and_its_size_is_told_exactly() -> None:
    facts = inspect(io.BytesIO(png()), "a.png", len(png()) - 1)
    assert (facts.oversize, facts.media_type, facts.opens) == (True, None, None)
    assert facts.size == facts.total_size == len(png())
    assert tuple(why.en for why in facts.undecided) == (
        f"Not read to its end: it is larger than {len(png()) - 1} bytes.",
    )
    assert told(facts)["structure"] is None
    assert told(facts)["filetype"] == "image/png"


@pytest.mark.parametrize(
    ("beyond", "total"),
    [(1, 101), (2, 102), (CHUNK, 100 + CHUNK), (CHUNK + 1, None), (CHUNK + 2, None)],
)
def test_the_whole_size_is_told_when_the_stream_ends_within_one_more_chunk(
    beyond: int, total: int | None
) -> None:
    facts = inspect(io.BytesIO(bytes(100 + beyond)), "a.pdf", 100)
    assert (facts.oversize, facts.size, facts.total_size) == (True, 101, total)


def test_an_endless_stream_is_left_one_chunk_after_the_limit() -> None:
    stream = Endless()
    facts = inspect(stream, "a.pdf", 1_000)
    assert stream.given == 1_001 + CHUNK
    assert (facts.oversize, facts.size, facts.total_size) == (True, 1_001, None)


def test_with_a_limit_of_nothing_one_byte_is_too_much() -> None:
    assert inspect(io.BytesIO(b"x"), "a.pdf", 0).oversize
    assert not inspect(io.BytesIO(b""), "a.pdf", 0).oversize


def test_an_oversize_digest_is_of_the_bytes_up_to_the_limit_and_one() -> None:
    assert inspect(io.BytesIO(b"abcdef"), "a.pdf", 2).sha256 == ABC


# The pass


@pytest.mark.parametrize(("data", "digest"), [(b"", EMPTY), (b"abc", ABC)])
def test_the_digest_is_the_sha256_of_the_bytes(data: bytes, digest: str) -> None:
    facts = inspect(io.BytesIO(data), "a.pdf", 100)
    assert (facts.sha256, facts.size) == (digest, len(data))


def test_an_empty_file_is_said_to_be_empty() -> None:
    facts = inspect(io.BytesIO(b""), "a.pdf", 100)
    assert tuple(why.en for why in facts.undecided) == ("The file is empty.",)
    assert (facts.media_type, facts.opens) == (None, None)


@pytest.mark.parametrize("name", ["report.pdf", "photo.jpg", "song.mp3"])
def test_a_stream_of_single_bytes_gives_the_same_facts(name: str) -> None:
    data = GOOD[name][0]()
    slow = Slow(data, steadily(1))
    assert inspect(slow, name, 1_000_000) == inspect(io.BytesIO(data), name, 1_000_000)


@settings(max_examples=30, deadline=None)
@given(steps=st.lists(st.integers(1, 3_000), min_size=1), limit=st.integers(0, 6_000))
def test_short_reads_change_nothing_at_any_limit(steps: list[int], limit: int) -> None:
    data = pdf(20)[:5_000]

    def pace() -> Iterator[int]:
        while True:
            yield from steps

    slow = Slow(data, pace())
    assert inspect(slow, "a.pdf", limit) == inspect(io.BytesIO(data), "a.pdf", limit)
    assert slow.given <= limit + 1 + CHUNK


def test_a_stream_is_read_from_where_it_stands() -> None:
    stream = io.BytesIO(b"xyzabc")
    stream.seek(3)
    assert inspect(stream, "a.pdf", 100).sha256 == ABC


def test_the_spool_holds_the_bytes_afterwards_and_stands_at_its_start() -> None:
    spool = io.BytesIO()
    facts = receive(io.BytesIO(jpeg()), "a.jpg", 1_000_000, spool)
    assert facts == inspect(io.BytesIO(jpeg()), "a.jpg", 1_000_000)
    assert spool.tell() == 0
    assert spool.read() == jpeg()


def test_the_spool_of_an_oversize_stream_holds_what_the_digest_is_of() -> None:
    spool = io.BytesIO()
    assert receive(io.BytesIO(b"abcdef"), "a.jpg", 2, spool).sha256 == ABC
    assert spool.read() == b"abc"


def test_a_spool_that_is_not_empty_is_refused_and_kept() -> None:
    spool = io.BytesIO(b"precious")
    with pytest.raises(CallerError, match="must be empty"):
        receive(io.BytesIO(b"abc"), "a.pdf", 100, spool)
    assert spool.getvalue() == b"precious"


def test_a_negative_limit_is_misuse() -> None:
    with pytest.raises(CallerError, match="must not be negative"):
        inspect(io.BytesIO(b"abc"), "a.pdf", -1)


@pytest.mark.parametrize("answer", [None, bytes(CHUNK + 1)], ids=["None", "too much"])
def test_a_stream_that_does_not_block_or_gives_too_much_is_misuse(answer: bytes | None) -> None:
    with pytest.raises(CallerError, match=r"read\(size\) must block"):
        inspect(Answering(answer), "a.pdf", 1_000_000)


def test_the_failure_of_a_stream_reaches_the_caller() -> None:
    with pytest.raises(OSError, match="the line broke"):
        inspect(Failing(), "a.pdf", 100)


@pytest.mark.parametrize("name", GOOD)
def test_a_file_on_disk_gives_the_same_facts_as_its_stream(name: str, tmp_path: Path) -> None:
    data = GOOD[name][0]()
    path = tmp_path / "upload"
    path.write_bytes(data)
    assert inspect_path(path, name, 1_000_000) == inspect(io.BytesIO(data), name, 1_000_000)


@pytest.mark.parametrize("beyond", [1, CHUNK, CHUNK + 1, 5 * CHUNK])
def test_on_disk_the_whole_size_is_always_told(beyond: int, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(bytes(100 + beyond))
    facts = inspect_path(path, "a.pdf", 100)
    assert (facts.oversize, facts.size, facts.total_size) == (True, 101, 100 + beyond)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect_path(tmp_path / "nothing", "a.pdf", 100)


# Any bytes

BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"ID3\x04\0\0\0\0\0\x01",
    b"\xff\xfb\x90\0",
    b"\0\0\0\x10ftypisom\0\0\0\0",
    b"PK\x03\x04",
    b"<html>",
]


def assert_consistent(facts: FileFacts, data: bytes) -> None:
    assert facts.size == min(len(data), facts.max_bytes + 1)
    assert facts.oversize == (len(data) > facts.max_bytes)
    assert facts.total_size == len(data)
    assert (facts.media_type is None) == bool(facts.undecided)
    if facts.media_type is not None:
        assert {o.media_type for o in facts.opinions} <= {facts.media_type, None}
        assert facts.opens or facts.encrypted
    if facts.oversize:
        assert (facts.media_type, facts.opens) == (None, None)


@settings(max_examples=200, deadline=None)
@given(
    start=st.sampled_from(BEGINNINGS),
    rest=st.binary(max_size=2_000),
    name=st.sampled_from(["a.pdf", "a.jpg", "a.png", "a.mp3", "a.mp4", "a"]),
    limit=st.sampled_from([0, 1, 100, 1_000_000]),
)
def test_any_bytes_under_any_name_give_consistent_facts(
    start: bytes, rest: bytes, name: str, limit: int
) -> None:
    data = start + rest
    assert_consistent(inspect(io.BytesIO(data), name, limit), data)


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(sorted(GOOD)),
    changes=st.lists(st.tuples(st.integers(0), st.binary(min_size=1, max_size=8)), max_size=5),
)
def test_a_good_file_with_any_bytes_changed_gives_consistent_facts(
    name: str, changes: list[tuple[int, bytes]]
) -> None:
    data = bytearray(GOOD[name][0]())
    for where, new in changes:
        at = where % len(data)
        data[at : at + len(new)] = new
    assert_consistent(inspect(io.BytesIO(data), name, 1_000_000), bytes(data))


# Forms that end with something that must be there: no part of such a file is a whole one.
ENDING = ["report.pdf", "scan.PDF", "photo.jpg", "photo.JPEG", "drawing.png", "film.mp4"]


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(ENDING), where=st.integers(0))
def test_no_part_of_a_file_that_breaks_off_passes_for_the_whole(name: str, where: int) -> None:
    whole = GOOD[name][0]().rstrip(b"\r\n")
    data = whole[: where % len(whole)]
    facts = inspect(io.BytesIO(data), name, 1_000_000)
    assert facts.media_type is None
    assert facts.opens is not True


@pytest.mark.parametrize("name", ENDING)
def test_a_file_that_lacks_its_last_byte_is_damaged(name: str) -> None:
    whole = GOOD[name][0]().rstrip(b"\r\n")
    facts = inspect(io.BytesIO(whole[:-1]), name, 1_000_000)
    assert (facts.media_type, facts.opens) == (None, False)


def test_facts_are_values() -> None:
    facts = inspect(io.BytesIO(pdf()), "a.pdf", 1_000_000)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        facts.size = 0  # type: ignore[misc]


def test_a_reason_is_given_in_chinese_and_english() -> None:
    facts = inspect(io.BytesIO(b"%PDF-1.7 cut off"), "report.pdf", 1_000)

    assert [(why.zh, why.en) for why in facts.undecided] == [
        (
            "開頭像 application/pdf，但沒有檔尾標記。",
            "It begins like application/pdf but it has no end mark.",
        )
    ]
