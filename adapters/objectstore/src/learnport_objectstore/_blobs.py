"""A BlobStore in an object store."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import obstore

from learnport.errors import BlobMismatch, NotFound, PluginError, SettingsError
from learnport.plugins import BlobReceipt, DirectoryBlobs, hookimpl, prove, verified_chunks
from learnport_objectstore._ranges import open_object
from learnport_objectstore._stores import blamed, folder_of, store_of

if TYPE_CHECKING:
    from obstore.store import ObjectStore

__all__ = ["ObjectBlobs"]

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SHELF: Final = re.compile(r"[0-9a-f]{2}")
_PART: Final = 8 * 1_048_576
"""Bytes up to which a file goes up in one request, and of the parts of a larger one."""
_MOST_PARTS: Final = 9_000
"""S3 takes 10,000."""
_AT_ONCE: Final = 4
"""Parts on their way at the same time."""
_LARGEST_COPY: Final = 5 * 1_073_741_824
"""Bytes of the largest object that S3 copies in one request."""


class ObjectBlobs:
    """A BlobStore in S3, Google Cloud Storage, Azure, a local folder or memory (物件儲存).

    Bytes are uploaded as `incoming/…`, hashed on the way, read back and proved; then the store
    copies them to `ab/abcdef…`, and they are proved again. So a name never stands for bytes
    that were not proved, and what is held and sound is never written again.

    A local folder is written by DirectoryBlobs, because obstore does not sync.

    Whatever the store fails with is a PluginError; nothing acknowledged before is touched.

    Args:
        place: URL such as `s3://bucket/school`, `gs://…`, `az://…`, `file:///…`, `memory:///`,
            or a store of obstore's.
        options: for the store at a URL, as obstore's `from_url` takes them.

    Raises:
        SettingsError: blobs cannot be kept there.
    """

    plugin_name: Final = "object-blobs"

    def __init__(self, place: ObjectStore | str, **options: Any) -> None:
        self._store = store_of(place, options)
        folder = folder_of(self._store)
        self._directory = DirectoryBlobs(folder) if folder else None

    @hookimpl
    def learnport_blobs(self) -> ObjectBlobs:
        try:
            self._shelves()
        except PluginError as error:
            detail = f"{error.detail}; check the bucket, its region and the credentials"
            raise SettingsError(detail=detail) from error
        return self

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        if self._directory:
            return self._directory.put(stream, sha256, size)
        if not _DIGEST.fullmatch(sha256):
            raise BlobMismatch(sha256=sha256, detail="a digest is 64 lower-case hex digits")
        promised = BlobReceipt(sha256, size)
        if self._holds(promised):
            return prove(stream, sha256, size)
        place = _place(sha256)
        if size > _LARGEST_COPY:
            self._upload(stream, promised, place)
        else:
            self._land(stream, promised, place)
        return self._prove(place, promised)

    def open(self, sha256: str) -> BinaryIO:
        place = _place(sha256)
        if (size := self._size(place)) is None:
            raise NotFound(what="blob", key=sha256)
        return open_object(self._store, place, size, self.plugin_name)

    def stat(self, sha256: str) -> BlobReceipt | None:
        try:
            size = self._size(_place(sha256))
        except NotFound:
            return None
        return None if size is None else BlobReceipt(sha256, size)

    def digests(self) -> Iterator[str]:
        for shelf in self._shelves():  # one at a time, because not every store lists in order
            with blamed(self.plugin_name):
                pages = obstore.list(self._store, shelf, chunk_size=1000)
                names = [each["path"].rpartition("/")[2] for page in pages for each in page]
            yield from sorted(
                name for name in names if _DIGEST.fullmatch(name) and name.startswith(shelf)
            )

    def delete(self, sha256: str) -> None:
        if self._directory:
            self._directory.delete(sha256)
        elif _DIGEST.fullmatch(sha256):
            with blamed(self.plugin_name), contextlib.suppress(FileNotFoundError):
                obstore.delete(self._store, _place(sha256))

    def _shelves(self) -> list[str]:
        with blamed(self.plugin_name):
            found = obstore.list_with_delimiter(self._store)["common_prefixes"]
        return sorted(shelf for shelf in found if _SHELF.fullmatch(shelf))

    def _size(self, path: str) -> int | None:
        with blamed(self.plugin_name):
            try:
                return obstore.head(self._store, path)["size"]
            except FileNotFoundError:
                return None

    def _holds(self, promised: BlobReceipt) -> bool:
        place = _place(promised.sha256)
        try:
            return self._size(place) == promised.size and bool(self._prove(place, promised))
        except BlobMismatch:
            return False

    def _prove(self, path: str, promised: BlobReceipt) -> BlobReceipt:
        """Read an object back, whatever the store has said about it."""
        if (size := self._size(path)) is None:
            detail = "the store has acknowledged it and does not hold it"
            raise BlobMismatch(sha256=promised.sha256, detail=detail)
        with open_object(self._store, path, size, self.plugin_name) as held:
            return prove(held, promised.sha256, promised.size)

    def _land(self, stream: BinaryIO, promised: BlobReceipt, place: str) -> None:
        """Give bytes their name after they were proved under another."""
        incoming = f"incoming/{promised.sha256}.{secrets.token_hex(8)}"
        try:
            self._upload(stream, promised, incoming)
            self._prove(incoming, promised)
            with blamed(self.plugin_name):
                obstore.copy(self._store, incoming, place)
        finally:
            # What cannot be removed now is left to the bucket's lifecycle rule.
            with contextlib.suppress(PluginError), blamed(self.plugin_name):
                obstore.delete(self._store, incoming)

    def _upload(self, stream: BinaryIO, promised: BlobReceipt, path: str) -> None:
        """Upload a stream; the object appears only when all of it has come and is right."""
        broken: list[Exception] = []

        def chunks() -> Iterator[bytes]:
            try:
                yield from verified_chunks(stream, promised.sha256, promised.size)
            except Exception as error:
                broken.append(error)
                raise

        try:
            with blamed(self.plugin_name):
                obstore.put(
                    self._store,
                    path,
                    chunks(),
                    use_multipart=promised.size > _PART,
                    chunk_size=max(_PART, -(-promised.size // _MOST_PARTS)),
                    max_concurrency=_AT_ONCE,
                )
        except PluginError:
            if broken:  # the sender's line, not the store
                raise broken[0] from None
            raise


def _place(sha256: str) -> str:
    """Where the bytes lie or would lie; what is no digest cannot name a place."""
    if not _DIGEST.fullmatch(sha256):
        raise NotFound(what="blob", key=sha256)
    return f"{sha256[:2]}/{sha256}"
