"""What the store promises beyond the contract."""

from __future__ import annotations

import hashlib
import io
import stat
import sys
import zipfile
from pathlib import Path

import obstore
import pytest
from obstore.store import AzureStore, GCSStore, HTTPStore, LocalStore, MemoryStore

from conftest import Bucket
from learnport.errors import BlobMismatch, SettingsError
from learnport.plugins import Host, MemoryCoursePlans, MemoryIdentity, MemoryRecords
from learnport.testing.faults import FailingStream
from learnport_objectstore import ObjectBlobs

WORK = "我的作品".encode() * 100
SHA256 = hashlib.sha256(WORK).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256}"
MEBIBYTE = 1_048_576


def put(blobs: ObjectBlobs, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    blobs.put(io.BytesIO(content), sha256, len(content))
    return sha256


def test_a_host_takes_it_as_its_store(bucket: Bucket) -> None:
    blobs = ObjectBlobs(bucket.store())
    host = Host([MemoryRecords(), blobs, MemoryIdentity({}), MemoryCoursePlans()])
    assert host.blobs is blobs


def test_a_file_lies_under_its_digest_and_nothing_else_is_left(bucket: Bucket) -> None:
    put(ObjectBlobs(bucket.store()), WORK)
    assert bucket.names() == [NAME]
    assert bucket.content(NAME) == WORK


def test_schools_may_share_a_bucket(bucket: Bucket) -> None:
    one, other = (ObjectBlobs(bucket.store(prefix=school)) for school in ("ZZ0001", "ZZ0002"))
    put(one, WORK)
    assert list(other.digests()) == []
    assert bucket.names() == [f"ZZ0001/{NAME}"]


def test_another_start_finds_everything(bucket: Bucket) -> None:
    put(ObjectBlobs(bucket.store()), WORK)
    assert list(ObjectBlobs(bucket.store()).digests()) == [SHA256]


@pytest.mark.parametrize("size", [8 * MEBIBYTE - 1, 8 * MEBIBYTE, 8 * MEBIBYTE + 1, 20 * MEBIBYTE])
def test_a_large_file_goes_up_in_parts(
    bucket: Bucket, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnport_objectstore._blobs._LARGEST_COPY", 0)  # a copy has one part
    content = bytes(size - 1) + b"\x01"
    sha256 = put(ObjectBlobs(bucket.store()), content)
    name = f"{sha256[:2]}/{sha256}"
    assert bucket.content(name) == content
    tag = bucket.client.head_object(Bucket=bucket.name, Key=name)["ETag"].strip('"')
    _, _, parts = tag.partition("-")
    assert parts == ("" if size <= 8 * MEBIBYTE else str(-(-size // (8 * MEBIBYTE))))


def test_a_very_large_file_goes_up_in_larger_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnport_objectstore._blobs._MOST_PARTS", 2)
    asked = []
    original = obstore.put

    def note(*arguments: object, **options: object) -> object:
        asked.append(options["chunk_size"])
        return original(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(obstore, "put", note)
    put(ObjectBlobs("memory:///"), bytes(20 * MEBIBYTE + 1))
    assert asked == [10 * MEBIBYTE + 1]


def test_a_large_file_that_breaks_off_leaves_nothing_at_all(bucket: Bucket) -> None:
    blobs = ObjectBlobs(bucket.store())
    content = bytes(20 * MEBIBYTE)
    sha256 = hashlib.sha256(content).hexdigest()
    with pytest.raises(ConnectionResetError, match="the line went dead"):
        blobs.put(FailingStream(content, after=17 * MEBIBYTE), sha256, len(content))
    with pytest.raises(BlobMismatch, match="the digest of the bytes is another"):
        blobs.put(io.BytesIO(content[:-1] + b"\x01"), sha256, len(content))
    assert bucket.names() == []
    assert bucket.unfinished() == []


def test_what_is_held_and_sound_is_not_written_again(bucket: Bucket) -> None:
    keep_all = {"Status": "Enabled"}
    bucket.client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration=keep_all)
    blobs = ObjectBlobs(bucket.store())
    put(blobs, WORK)
    put(blobs, WORK)
    versions = bucket.client.list_object_versions(Bucket=bucket.name, Prefix=NAME)["Versions"]
    assert len(versions) == 1


@pytest.mark.parametrize("damaged", [b"", WORK[:-1], WORK[:-1] + b"\0", WORK + b"\0"])
def test_what_was_damaged_is_replaced_when_it_is_put_again(damaged: bytes) -> None:
    store = MemoryStore()
    blobs = ObjectBlobs(store)
    put(blobs, WORK)
    obstore.put(store, NAME, damaged)
    put(blobs, WORK)
    assert bytes(obstore.get(store, NAME).bytes()) == WORK


def test_what_others_keep_in_the_bucket_is_not_listed() -> None:
    store = MemoryStore()
    blobs = ObjectBlobs(store)
    put(blobs, WORK)
    other = "00" + SHA256[2:]
    for name in (
        "notes.txt",
        "ab/notes.txt",
        f"zz/{SHA256}",
        f"ab/{other}",
        f"incoming/{SHA256}.1",
    ):
        obstore.put(store, name, b"theirs")
    assert list(blobs.digests()) == [SHA256]
    assert blobs.stat(other) is None


def test_a_stream_can_seek(bucket: Bucket) -> None:
    blobs = ObjectBlobs(bucket.store())
    content = bytes(range(256)) * 20_000  # more than one request
    with blobs.open(put(blobs, content)) as stream:
        assert (stream.readable(), stream.seekable(), stream.writable()) == (True, True, False)
        assert stream.read(3) == b"\x00\x01\x02"
        assert stream.tell() == 3
        assert stream.seek(-2, io.SEEK_END) == len(content) - 2
        assert stream.read() == b"\xfe\xff"
        assert stream.read() == b""
        assert stream.seek(5) == 5
        assert stream.seek(4_999_990, io.SEEK_CUR) == 4_999_995
        assert stream.read(10) == content[4_999_995:5_000_005]
        assert stream.seek(len(content) + 1) == len(content) + 1
        assert stream.read(1) == b""
        with pytest.raises(ValueError, match="before the first byte"):
            stream.seek(-len(content) - 1, io.SEEK_END)


def test_reading_it_all_takes_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = ObjectBlobs("memory:///")
    sha256 = put(blobs, bytes(10 * MEBIBYTE))
    requests = []
    original = obstore.get_range

    def note(*arguments: object, **options: object) -> object:
        requests.append(options)
        return original(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(obstore, "get_range", note)
    with blobs.open(sha256) as stream:
        assert len(stream.read()) == 10 * MEBIBYTE
    assert requests == [{"start": 0, "length": 10 * MEBIBYTE}]


def test_a_package_can_be_read_where_it_lies(bucket: Bucket) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("bagit.txt", "BagIt-Version: 1.0\n")
    blobs = ObjectBlobs(bucket.store())
    with blobs.open(put(blobs, made.getvalue())) as held, zipfile.ZipFile(held) as package:
        assert package.read("bagit.txt") == b"BagIt-Version: 1.0\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_a_new_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(ObjectBlobs(folder.as_uri()), WORK)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / NAME).read_bytes() == WORK


@pytest.mark.parametrize(
    "store",
    [GCSStore("school", skip_signature=True), AzureStore("school", account_name="nobody",
     skip_signature=True)],
)  # fmt: skip
def test_the_other_clouds_are_taken_too(store: GCSStore | AzureStore) -> None:
    assert ObjectBlobs(store).plugin_name == "object-blobs"


@pytest.mark.parametrize(
    ("place", "options"),
    [
        ("", {}),
        ("no url", {}),
        ("nosuch://secret", {}),
        ("az://container", {}),
        ("s3://bucket", {"nosuch": "secret"}),
        ("memory:///", {"region": "secret"}),
        ("file:///files", {"region": "secret"}),
        ("file:///dev/null/secret", {}),
        ("https://example.org/secret", {}),
    ],
)
def test_what_is_no_place_for_blobs_is_refused_without_repeating_it(
    place: str, options: dict[str, str]
) -> None:
    with pytest.raises(SettingsError, match=r"no object store is at|cannot be kept in") as caught:
        ObjectBlobs(place, **options)
    assert "secret" not in str(caught.value)


def test_stores_that_cannot_list_and_the_whole_machine_are_refused() -> None:
    with pytest.raises(SettingsError, match="blobs cannot be kept in a HTTPStore"):
        ObjectBlobs(HTTPStore("https://example.org"))
    with pytest.raises(SettingsError, match="needs a folder of its own"):
        ObjectBlobs(LocalStore())
