"""Writing packages: what is in them, what is refused, what it costs."""

from __future__ import annotations

import hashlib
import io
import logging
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnport.errors import BlobMismatch, CallerError
from learnport.formats import _package_write
from learnport.formats._package_paths import clashes, unportable, unsafe
from learnport.formats._package_read import PackageReader, verify_package
from learnport.formats._package_write import PackageReceipt, PayloadFile, write_package

GOLDEN = Path(__file__).parents[1] / "golden" / "package"
FILES = {"名冊/課程學習成果.xlsx": b"x" * 1000, "files/ab.pdf": b"%PDF-", "files/cd.txt": b""}
INFO = {"Source-Organization": "範例高中", "External-Identifier": "113-1"}


# bagit 1.9 calls `re.sub` in a way that Python 3.13 no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:'count' is passed as positional:DeprecationWarning")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def pack(
    target: Path,
    files: Mapping[str, bytes] = FILES,
    info: Mapping[str, str] = INFO,
    name: str = "113-1",
    algorithm: str = "sha256",
) -> PackageReceipt:
    payload = [
        PayloadFile(path, partial(io.BytesIO, data), len(data)) for path, data in files.items()
    ]
    return write_package(target, payload, info, name, algorithm)


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    (base,) = folder.iterdir()
    return base


def test_a_package_holds_these_files_in_this_order(tmp_path: Path) -> None:
    pack(tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert archive.namelist() == [
            "113-1/bagit.txt",
            "113-1/data/files/ab.pdf",
            "113-1/data/files/cd.txt",
            "113-1/data/名冊/課程學習成果.xlsx",
            "113-1/bag-info.txt",
            "113-1/manifest-sha256.txt",
            "113-1/tagmanifest-sha256.txt",
        ]
        assert archive.read("113-1/bagit.txt") == (
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        )
        assert archive.read("113-1/bag-info.txt").decode() == (
            "External-Identifier: 113-1\nPayload-Oxum: 1005.3\nSource-Organization: 範例高中\n"
        )
        assert archive.read("113-1/manifest-sha256.txt").decode() == (
            f"{hashlib.sha256(b'%PDF-').hexdigest()}  data/files/ab.pdf\n"
            f"{hashlib.sha256(b'').hexdigest()}  data/files/cd.txt\n"
            f"{hashlib.sha256(b'x' * 1000).hexdigest()}  data/名冊/課程學習成果.xlsx\n"
        )
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_receipt_says_what_was_written(tmp_path: Path) -> None:
    receipt = pack(tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        seal = hashlib.sha256(archive.read("113-1/tagmanifest-sha256.txt")).hexdigest()
    assert receipt == PackageReceipt(
        path=tmp_path / "p.zip",
        size=(tmp_path / "p.zip").stat().st_size,
        digest=seal,
        algorithm="sha256",
        files=3,
        payload_bytes=1005,
    )


def test_the_bytes_of_a_package_never_change(tmp_path: Path) -> None:
    receipt = pack(tmp_path / "p.zip")
    assert (tmp_path / "p.zip").read_bytes() == (GOLDEN / "small.zip").read_bytes()
    assert receipt.digest == "ed6d38b284ed456a6198328c5160d26c30f1a5839536f25ce0af1cbcd78db056"


def test_a_package_of_an_older_release_is_still_valid() -> None:
    assert verify_package(GOLDEN / "small.zip") == ()


def test_the_order_in_which_things_are_given_does_not_matter(tmp_path: Path) -> None:
    pack(tmp_path / "p.zip")
    pack(tmp_path / "q.zip", dict(reversed(FILES.items())), dict(reversed(INFO.items())))
    assert (tmp_path / "p.zip").read_bytes() == (tmp_path / "q.zip").read_bytes()


def test_a_promise_makes_no_difference_to_the_bytes(tmp_path: Path) -> None:
    pack(tmp_path / "p.zip", {"a": b"1"})
    write_package(tmp_path / "q.zip", [PayloadFile("a", partial(io.BytesIO, b"1"))], INFO, "113-1")
    assert (tmp_path / "p.zip").read_bytes() == (tmp_path / "q.zip").read_bytes()


@pytest.mark.parametrize(
    "other",
    [
        {"files": {**FILES, "files/cd.txt": b"!"}},
        {"files": {**FILES, "files/ce.txt": b""}},
        {"info": {**INFO, "External-Identifier": "113-2"}},
        {"algorithm": "sha512"},
    ],
)
def test_any_other_content_has_another_digest(tmp_path: Path, other: dict[str, object]) -> None:
    digest = pack(tmp_path / "p.zip").digest
    assert pack(tmp_path / "q.zip", **other).digest != digest  # type: ignore[arg-type]


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
@pytest.mark.parametrize("files", [FILES, {}], ids=["files", "empty"])
def test_an_independent_validator_accepts_the_package(
    tmp_path: Path, algorithm: str, files: dict[str, bytes]
) -> None:
    pack(tmp_path / "p.zip", files, algorithm=algorithm)
    base = unpacked(tmp_path / "p.zip", tmp_path / "out")
    assert bagit.Bag(str(base)).validate()
    assert (base / f"manifest-{algorithm}.txt").exists()


def test_the_independent_validator_would_have_noticed(tmp_path: Path) -> None:
    pack(tmp_path / "p.zip")
    base = unpacked(tmp_path / "p.zip", tmp_path / "out")
    (base / "data" / "files" / "cd.txt").write_bytes(b"!")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(base)).validate()


NAMES = st.text(
    st.sampled_from("aZ09 .-_%~()課程é️😀") | st.characters(exclude_categories=["C"]),
    min_size=1,
    max_size=8,
)
PATHS = (
    st.lists(NAMES, min_size=1, max_size=3)
    .map("/".join)
    .filter(lambda path: not (unsafe(f"data/{path}") or unportable(path)))
)
TREES = st.dictionaries(PATHS, st.binary(max_size=40), max_size=5).filter(
    lambda tree: not list(clashes(tree))
)


@settings(deadline=None)
@given(TREES, st.sampled_from(["sha256", "sha512"]))
def test_whatever_was_packed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], algorithm: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    receipt = pack(folder / "p.zip", files, algorithm=algorithm)
    with PackageReader(folder / "p.zip") as package:
        assert package.verify() == ()
        assert package.digest == receipt.digest
        assert {packed.path for packed in package.payload()} == set(files)
        for path, data in files.items():
            with package.open(path) as stream:
                assert stream.read() == data
    if not any("%" in path for path in files):  # bagit 1.9 does not undo %25
        assert bagit.Bag(str(unpacked(folder / "p.zip", folder / "out"))).validate()


class Source(io.BytesIO):
    """Counts how often it is read to its end."""

    ends = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.ends += not data
        return data


def test_every_source_is_opened_and_read_once_and_closed(tmp_path: Path) -> None:
    sources: list[Source] = []

    def opened() -> BinaryIO:
        sources.append(Source(b"x" * 3_000_000))
        return sources[-1]

    digest = hashlib.sha256(b"x" * 3_000_000).hexdigest()
    write_package(
        tmp_path / "p.zip", [PayloadFile("a", opened, 3_000_000, digest)], {}, "b", "sha512"
    )
    assert [(source.ends, source.closed) for source in sources] == [(1, True)]
    assert verify_package(tmp_path / "p.zip") == ()


@pytest.mark.parametrize(
    ("size", "sha256", "detail"),
    [
        (4, None, "4 bytes were promised, more were read"),
        (6, None, "6 bytes were promised, 5 were read"),
        (0, None, "0 bytes were promised, more were read"),
        (5, "0" * 64, "the bytes read have another digest"),
        (None, "0" * 64, "the bytes read have another digest"),
        (None, hashlib.sha256(b"hellO").hexdigest(), "the bytes read have another digest"),
    ],
)
@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_a_file_that_is_not_as_promised_leaves_no_package(
    tmp_path: Path, size: int | None, sha256: str | None, detail: str, algorithm: str
) -> None:
    (tmp_path / "p.zip").write_bytes(b"last year's")
    files = [
        PayloadFile("a", partial(io.BytesIO, b"fine")),
        PayloadFile("b", partial(io.BytesIO, b"hello"), size, sha256),
    ]
    with pytest.raises(BlobMismatch) as caught:
        write_package(tmp_path / "p.zip", files, {}, "b", algorithm)
    assert caught.value.detail == detail
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]
    assert (tmp_path / "p.zip").read_bytes() == b"last year's"


def test_a_kept_promise_is_accepted(tmp_path: Path) -> None:
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    for algorithm in ("sha256", "sha512"):
        file = PayloadFile("b", partial(io.BytesIO, b"hello"), 5, digest)
        assert write_package(tmp_path / "p.zip", [file], {}, "b", algorithm).payload_bytes == 5


def test_a_source_that_fails_leaves_no_package(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError("the store is gone")

    with pytest.raises(OSError, match="the store is gone"):
        write_package(tmp_path / "p.zip", [PayloadFile("a", lambda: Broken(b""))], {}, "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("paths", "detail"),
    [
        (["/a"], "path 1 in sorted order has an empty, . or .. part"),
        ([""], "path 1 in sorted order has an empty, . or .. part"),
        (["a", "../b"], "path 1 in sorted order has an empty, . or .. part"),
        (["a\\b"], "path 1 in sorted order has a backslash or NUL"),
        (["a\0"], "path 1 in sorted order has a backslash or NUL"),
        (["a\nb"], "path 1 in sorted order has a character that Windows"),
        (["a", "con.txt"], "path 2 in sorted order has a name reserved by Windows"),
        (["e\u0301"], "path 1 in sorted order is not in Unicode form NFC"),
        (["a", "a"], "path 1 in sorted order clashes: duplicate"),
        (["a", "A"], "path 2 in sorted order clashes: alike"),
        (["b", "b/c"], "path 1 in sorted order clashes: folder"),
    ],
)
def test_a_path_that_would_trouble_the_receiver_is_refused(
    tmp_path: Path, paths: list[str], detail: str
) -> None:
    with pytest.raises(CallerError) as caught:
        write_package(
            tmp_path / "p", [PayloadFile(p, partial(io.BytesIO, b"")) for p in paths], {}, "b"
        )
    assert str(caught.value).startswith(detail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "a/b", "..", "~", "a:b", "nul", "data "])
def test_a_name_that_is_no_single_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CallerError, match="the name of the package"):
        pack(tmp_path / "p", name=name)


@pytest.mark.parametrize(
    "info",
    [
        {"": "x"},
        {" A": "x"},
        {"A:B": "x"},
        {"A\nB": "x"},
        {"payload-OXUM": "1.1"},
        {"A": ""},
        {"A": " x"},
        {"A": "x\r\nB: y"},
        {"A": "x\u2028y"},
    ],
)
def test_info_that_would_break_its_line_is_refused(tmp_path: Path, info: dict[str, str]) -> None:
    with pytest.raises(CallerError, match=r"^(a label|the value) of "):
        pack(tmp_path / "p", info=info)


def test_an_unknown_algorithm_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallerError, match="one of sha256, sha512"):
        pack(tmp_path / "p", algorithm="md5")


def test_large_files_are_written_as_zip64_and_must_promise_their_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    monkeypatch.setattr(_package_write, "_LARGE", 1000)
    pack(tmp_path / "p.zip", {"small": b"1" * 1000, "large": b"2" * 1001})
    data = (tmp_path / "p.zip").read_bytes()
    assert b"PK\x06\x06" in data  # the zip64 end record
    assert data.count(b"\x01\x00\x10\x00") == 2  # of one file: in its header, in the directory
    with pytest.raises(CallerError, match="above 2 GiB must promise"):
        write_package(tmp_path / "q", [PayloadFile("a", partial(io.BytesIO, b"2" * 1001))], {}, "b")
    monkeypatch.undo()
    assert verify_package(tmp_path / "p.zip") == ()
    assert bagit.Bag(str(unpacked(tmp_path / "p.zip", tmp_path / "out"))).validate()


class Endless(io.RawIOBase):
    """Many bytes that are held nowhere."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size
        self._block = bytes(range(256)) * 4096

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        count = min(len(buffer), len(self._block), self._left)
        buffer[:count] = self._block[:count]
        self._left -= count
        return count


def test_memory_does_not_grow_with_the_size_of_a_file(tmp_path: Path) -> None:
    def peak(size: int) -> int:
        file = PayloadFile("a", lambda: io.BufferedReader(Endless(size), 1 << 16), size)
        tracemalloc.start()
        write_package(tmp_path / "p.zip", [file], {}, "b")
        assert verify_package(tmp_path / "p.zip") == ()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1 << 20)
    small, large = peak(4 << 20), peak(64 << 20)
    assert large < small + (1 << 20)
    assert large < 8 << 20
