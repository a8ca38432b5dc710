"""Reading packages: ours, and those of other tools."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import bagit
import pytest

from learnport.errors import NotFound, PackageError
from learnport.formats._package_read import PackageReader, PackedFile, verify_package
from learnport.formats._package_write import PayloadFile, write_package
from learnport.formats._package_zip import PackageLimits
from tests.unit.package_bags import PAYLOAD, bag, manifest, patched, saved, zipped

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


# bagit 1.9 calls `re.sub` in a way that Python 3.13 no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:'count' is passed as positional:DeprecationWarning")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return saved(tmp_path, zipped(bag()))


def test_the_payload_is_listed_with_sizes_and_digests(package: Path) -> None:
    with PackageReader(package) as reader:
        assert reader.name == "b"
        assert reader.info == (("Payload-Oxum", "7.2"),)
        assert reader.payload() == (
            PackedFile("a.txt", 5, (("sha256", HELLO),)),
            PackedFile(
                "sub/課程.bin",
                2,
                (("sha256", hashlib.sha256(b"\x00\x01").hexdigest()),),
            ),
        )


def test_a_file_is_streamed_in_any_steps(package: Path) -> None:
    reader = PackageReader(package)
    with reader.open("a.txt") as stream:
        assert stream.readable()
        assert [stream.read(2), stream.read(2), stream.read(2), stream.read(2)] == [
            b"he",
            b"ll",
            b"o",
            b"",
        ]


def test_a_large_deflated_file_is_streamed(tmp_path: Path) -> None:
    data = os.urandom(300_000) + bytes(700_000) + os.urandom(300_000)
    content = bag({"data/a": data}, info=b"A: b\n")
    package = saved(tmp_path, zipped(content, compression=zipfile.ZIP_DEFLATED))
    assert verify_package(package) == ()
    with PackageReader(package).open("a") as stream:
        assert stream.read() == data


@pytest.mark.parametrize("path", ["b.txt", "", "../bagit.txt", "sub", "a.txt/"])
def test_what_is_not_in_the_payload_is_not_found(package: Path, path: str) -> None:
    with pytest.raises(NotFound):
        PackageReader(package).open(path)


def test_what_must_not_be_read_is_neither_listed_nor_opened(tmp_path: Path) -> None:
    encrypted = patched(zipped(bag()), "b/data/a.txt", 8, "<H", 1, local=6)
    reader = PackageReader(saved(tmp_path, encrypted))
    assert [packed.path for packed in reader.payload()] == ["sub/課程.bin"]
    with pytest.raises(NotFound):
        reader.open("a.txt")


def test_a_stream_that_lies_stops_with_an_error(tmp_path: Path) -> None:
    lying = patched(zipped(bag()), "b/data/a.txt", 16, "<I", 0)
    with (
        PackageReader(saved(tmp_path, lying)).open("a.txt") as stream,
        pytest.raises(PackageError, match="contradicts the directory"),
    ):
        stream.read()


def test_the_digest_is_the_same_however_the_bag_is_packed(tmp_path: Path) -> None:
    receipt = write_package(
        tmp_path / "p.zip",
        [PayloadFile(path[5:], partial(io.BytesIO, data)) for path, data in PAYLOAD.items()],
        {"A": "b"},
        "x",
    )
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        files = {name.removeprefix("x/"): archive.read(name) for name in archive.namelist()}
    again = saved(tmp_path, zipped(files, "other/", zipfile.ZIP_DEFLATED))
    assert verify_package(again) == ()
    assert PackageReader(again).digest == PackageReader(tmp_path / "p.zip").digest == receipt.digest


def test_of_several_tag_manifests_the_longest_digests_identify(tmp_path: Path) -> None:
    files = {"bagit.txt": bag()["bagit.txt"], "manifest-md5.txt": manifest(PAYLOAD, "md5")}
    files["manifest-sha512.txt"] = manifest(PAYLOAD, "sha512")
    seals = {f"tagmanifest-{name}.txt": manifest(files, name) for name in ("md5", "sha512")}
    package = saved(tmp_path, zipped({**files, **seals, **PAYLOAD}))
    assert verify_package(package) == ()
    expected = hashlib.sha256(seals["tagmanifest-sha512.txt"]).hexdigest()
    assert PackageReader(package).digest == expected


def test_without_a_tag_manifest_there_is_no_digest(tmp_path: Path) -> None:
    files = bag()
    del files["tagmanifest-sha256.txt"]
    assert PackageReader(saved(tmp_path, zipped(files))).digest is None


@pytest.mark.parametrize("base", ["", "b/", "課程 包/"])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("algorithm", ["sha224", "sha256", "sha384", "sha512", "sha3_256"])
def test_bags_of_other_tools_are_accepted(
    tmp_path: Path, base: str, compression: int, algorithm: str
) -> None:
    package = saved(tmp_path, zipped(bag(algorithm=algorithm), base, compression))
    assert verify_package(package) == ()
    assert PackageReader(package).name == base.rstrip("/")


@pytest.mark.parametrize("checksum", ["sha256", "sha512"])
def test_a_bag_made_by_bagit_is_accepted(tmp_path: Path, checksum: str) -> None:
    folder = tmp_path / "bag"
    (folder / "名冊").mkdir(parents=True)
    (folder / "名冊" / "課程 1.txt").write_text("1", encoding="utf-8")
    (folder / "100%.txt").write_text("2", encoding="utf-8")
    (folder / "line\nend").write_text("3", encoding="utf-8")
    bagit.make_bag(str(folder), {"Contact-Name": ["A", "B"]}, checksums=[checksum])
    package = shutil.make_archive(str(tmp_path / "p"), "zip", tmp_path, "bag")
    findings = verify_package(Path(package))
    assert [(each.code, each.at) for each in findings] == [
        ("LP3222", "bag/data/line\\u000aend")  # cannot be unpacked on Windows
    ]
    info = PackageReader(Path(package)).info
    assert [value for label, value in info if label == "Contact-Name"] == ["A", "B"]


OLD = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: %s\n"


def test_tag_files_in_another_encoding_are_read(tmp_path: Path) -> None:
    files = bag(
        bagit=OLD % b"UTF-16",
        bag_info="名稱: 值\r\n".encode("utf-16"),
        manifest_sha256=manifest(PAYLOAD).decode().encode("utf-16"),
    )
    seal = files["tagmanifest-sha256.txt"]
    files["tagmanifest-sha256.txt"] = seal.decode().encode("utf-16")
    package = saved(tmp_path, zipped(files))
    assert verify_package(package) == ()
    assert PackageReader(package).info == (("名稱", "值"),)


def test_before_version_1_a_percent_sign_means_what_is_there(tmp_path: Path) -> None:
    payload = {"data/100%.txt": b"1", "data/50%25": b"2", "data/a\nb": b"3"}
    lines = manifest(payload).replace(b"a\nb", b"a%0Ab")
    for name in (b"UTF-8", b"US-ASCII"):
        files = bag(payload, info=b"Payload-Oxum: 3.3\n", bagit=OLD % name, manifest_sha256=lines)
        codes = {each.code for each in verify_package(saved(tmp_path, zipped(files)))}
        assert codes == {"LP3222"}


def test_before_version_1_files_may_be_spread_over_manifests(tmp_path: Path) -> None:
    one, two = ({path: data} for path, data in PAYLOAD.items())
    files = bag(bagit=OLD % b"UTF-8", manifest_sha256=manifest(one))
    files["manifest-sha512.txt"] = manifest(two, "sha512")
    del files["tagmanifest-sha256.txt"]
    files["tagmanifest-sha256.txt"] = manifest(
        {path: data for path, data in files.items() if not path.startswith("data/")}
    )
    assert verify_package(saved(tmp_path, zipped(files))) == ()


def test_before_version_1_a_line_may_be_repeated_but_not_contradicted(tmp_path: Path) -> None:
    lines = manifest(PAYLOAD)
    files = bag(bagit=OLD % b"UTF-8", manifest_sha256=lines + lines)
    assert verify_package(saved(tmp_path, zipped(files))) == ()
    files = bag(bagit=OLD % b"UTF-8", manifest_sha256=lines + b"0" * 64 + b" data/a.txt\n")
    assert [each.code for each in verify_package(saved(tmp_path, zipped(files)))] == ["LP3233"]


def test_folders_of_their_own_are_welcome(tmp_path: Path) -> None:
    target = tmp_path / "p.zip"
    target.write_bytes(zipped(bag()))
    with zipfile.ZipFile(target, "a") as archive:
        for folder in ("b", "b/data", "b/data/sub", "b/data/empty", "b/tags"):
            archive.mkdir(folder)
    assert verify_package(target) == ()


def test_sizes_that_follow_the_data_are_understood(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_args: object) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in bag().items():
            archive.writestr("b/" + path, data)
    assert verify_package(saved(tmp_path, pipe.getvalue())) == ()


def test_several_workers_find_the_same(tmp_path: Path) -> None:
    payload = {f"data/{number:02}": bytes([number]) * 1000 for number in range(40)}
    files = bag(payload, info=b"A: b\n")
    files["data/07"] = b"changed"
    files["data/33"] = b"changed"
    package = saved(tmp_path, zipped(files))
    alone = verify_package(package)
    assert [each.at for each in alone] == ["b/data/07", "b/data/33"]
    with ThreadPoolExecutor(3) as threads:
        assert verify_package(package, threads) == alone
    with ProcessPoolExecutor(2) as processes:
        assert verify_package(package, processes) == alone


def test_a_package_replaced_while_it_is_read_is_noticed(package: Path) -> None:
    reader = PackageReader(package)
    other = package.with_name("other")
    other.write_bytes(package.read_bytes())
    other.replace(package)
    for read in (reader.verify, lambda: reader.open("a.txt")):
        with pytest.raises(PackageError, match="changed while it was read"):
            read()


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"%PDF-1.7\n", b"\0" * 22, b"PK" * 5000])
def test_what_is_no_zip_cannot_be_opened(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PackageError, match="not a readable zip archive"):
        PackageReader(saved(tmp_path, data))


def test_a_directory_too_large_for_memory_is_not_read(tmp_path: Path) -> None:
    package = saved(tmp_path, zipped(bag()))
    assert verify_package(package, limits=PackageLimits(directory_bytes=500)) == ()
    with pytest.raises(PackageError):
        PackageReader(package, PackageLimits(directory_bytes=300))


def test_a_file_that_is_not_there_is_the_operating_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify_package(tmp_path / "nothing.zip")
