"""What goes wrong is said in words, and no name ever stands for bytes that were not proved."""

from __future__ import annotations

import hashlib
import io
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import obstore
import pytest
from obstore.exceptions import GenericError
from obstore.store import MemoryStore

from conftest import Bucket
from learnport.errors import BlobMismatch, PluginError, SettingsError
from learnport_objectstore import ObjectBlobs

WORK = "我的作品".encode() * 100
SHA256 = hashlib.sha256(WORK).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256}"


def put(blobs: ObjectBlobs) -> None:
    blobs.put(io.BytesIO(WORK), SHA256, len(WORK))


def names(store: MemoryStore) -> list[str]:
    return [each["path"] for page in obstore.list(store) for each in page]


GARBLED: dict[str, Callable[[bytes], bytes | None]] = {
    "nothing": lambda _: None,
    "no bytes": lambda _: b"",
    "one byte less": lambda content: content[:-1],
    "one byte more": lambda content: content + b"\0",
    "one byte changed": lambda content: content[:-1] + b"\0",
}


@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_an_upload_that_was_acknowledged_and_garbled_gets_no_name(
    garble: Callable[[bytes], bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    blobs = ObjectBlobs(store)
    original = obstore.put

    def lie(store: MemoryStore, path: str, chunks: Any, **_: Any) -> None:
        if (content := garble(b"".join(chunks))) is not None:
            original(store, path, content)

    with monkeypatch.context() as patched:
        patched.setattr(obstore, "put", lie)
        with pytest.raises(BlobMismatch):
            put(blobs)
    assert blobs.stat(SHA256) is None
    assert names(store) == []
    put(blobs)
    assert names(store) == [NAME]


@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_a_copy_that_was_acknowledged_and_garbled_is_not_acknowledged_by_us(
    garble: Callable[[bytes], bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    blobs = ObjectBlobs(store)

    def lie(store: MemoryStore, _source: str, target: str) -> None:
        if (content := garble(WORK)) is not None:
            obstore.put(store, target, content)

    with monkeypatch.context() as patched:
        patched.setattr(obstore, "copy", lie)
        with pytest.raises(BlobMismatch):
            put(blobs)
    put(blobs)
    with blobs.open(SHA256) as held:
        assert held.read() == WORK


def test_what_cannot_be_cleaned_up_does_not_spoil_a_good_upload(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore()
    blobs = ObjectBlobs(store)

    def fail(*_: object) -> None:
        raise GenericError

    monkeypatch.setattr(obstore, "delete", fail)
    put(blobs)
    assert list(blobs.digests()) == [SHA256]
    assert len(names(store)) == 2


@pytest.mark.parametrize("error", [FileNotFoundError(), TimeoutError(), OSError(5, "I/O error")])
def test_an_error_of_the_sender_is_not_taken_for_one_of_the_store(error: OSError) -> None:
    class Sender(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise error

    with pytest.raises(type(error)) as caught:
        ObjectBlobs("memory:///").put(Sender(), SHA256, len(WORK))
    assert caught.value is error


CALLS: dict[str, Callable[[ObjectBlobs], object]] = {
    "put": put,
    "open": lambda blobs: blobs.open(SHA256),
    "stat": lambda blobs: blobs.stat(SHA256),
    "digests": lambda blobs: list(blobs.digests()),
    "delete": lambda blobs: blobs.delete(SHA256),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_server_that_is_gone_is_said_to_have_failed(
    bucket: Bucket, call: Callable[[ObjectBlobs], object]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    gone = attrs.evolve(bucket, endpoint=f"http://127.0.0.1:{port}")
    blobs = ObjectBlobs(f"s3://{gone.name}", **gone.options(retries=0))
    with pytest.raises(PluginError, match="the object store failed: GenericError") as caught:
        call(blobs)
    assert caught.value.plugin == "object-blobs"


def test_a_store_that_minds_deleting_nothing_is_humoured(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(obstore, "delete", fail)
    ObjectBlobs("memory:///").delete(SHA256)


def test_a_bucket_that_is_not_there_stops_the_start(bucket: Bucket) -> None:
    blobs = ObjectBlobs(attrs.evolve(bucket, name="nowhere").store())
    with pytest.raises(SettingsError, match="check the bucket, its region and the credentials"):
        blobs.learnport_blobs()
    with pytest.raises(PluginError, match="the object store failed"):
        put(blobs)


def test_an_object_that_goes_while_it_is_read_is_said_to_be_gone() -> None:
    blobs = ObjectBlobs("memory:///")
    put(blobs)
    with blobs.open(SHA256) as stream:
        blobs.delete(SHA256)
        with pytest.raises(PluginError, match="the object store failed: FileNotFoundError"):
            stream.read()


SENDER = """
import hashlib, sys, time
from learnport_objectstore import ObjectBlobs
from learnport.testing.faults import ShortStream

size = int(sys.argv[3])
content = b"\\x07" * size

class Slow(ShortStream):
    def readinto(self, buffer):
        if self._rest.nbytes <= size // 5:
            print("nearly there", flush=True)
            time.sleep(60)
        return super().readinto(buffer)

options = dict(
    region="us-east-1", access_key_id="nobody", secret_access_key="nothing", endpoint=sys.argv[2],
    virtual_hosted_style_request=False, client_options={"allow_http": True},
)
ObjectBlobs(sys.argv[1], **options).put(
    Slow(content, step=262_144), hashlib.sha256(content).hexdigest(), size
)
"""


@pytest.mark.parametrize("size", [1_000_000, 30_000_000])
def test_a_process_killed_while_it_uploads_leaves_no_name(
    bucket: Bucket, size: int, tmp_path: Path
) -> None:
    script = tmp_path / "sender.py"
    script.write_text(SENDER)
    command = [sys.executable, str(script), f"s3://{bucket.name}", bucket.endpoint, str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "nearly there\n"
        sender.kill()
    blobs = ObjectBlobs(bucket.store())
    assert list(blobs.digests()) == []
    assert bucket.names() == []
    content = b"\x07" * size
    sha256 = hashlib.sha256(content).hexdigest()
    blobs.put(io.BytesIO(content), sha256, size)
    assert list(blobs.digests()) == [sha256]
