"""Write a package: a BagIt 1.0 bag in one zip, streamed, always the same bytes (封裝)."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from learnport.errors import BlobMismatch, CallerError
from learnport.formats._package_disk import appearing
from learnport.formats._package_paths import clashes, encode_path, unportable, unsafe

__all__ = ["PackageReceipt", "PayloadFile", "write_package"]

_CHUNK: Final = 1 << 18
"""Bytes read at once: few calls, and still in the CPU's cache when they are written."""
_LARGE: Final = (1 << 31) - 1
"""Above this many bytes an entry is written as zip64; its size must be known beforehand."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ALGORITHMS: Final = ("sha256", "sha512")


@attrs.frozen
class PayloadFile:
    """One file to be packed, with what is promised about it.

    Attributes:
        path: where it goes, relative to `data/`, parts separated by `/`.
        open: gives its bytes; called once.
        size: promised bytes; may be left out below 2 GiB.
        sha256: promised digest, 64 lower-case hex digits.
    """

    path: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    sha256: str | None = None


@attrs.frozen
class PackageReceipt:
    """What was written (提交檔).

    Attributes:
        path: the package.
        size: bytes of the package.
        digest: SHA-256 of its tag manifest, 64 hex digits. The tag manifest holds the digests
            of the declaration, the bag-info and the manifest, and the manifest those of all
            files: one byte changed anywhere gives another digest. It identifies the package
            without reading it a second time, and stays the same when the bag is packed anew.
        algorithm: algorithm of the manifests.
        files: number of payload files.
        payload_bytes: their bytes.
    """

    path: Path
    size: int
    digest: str
    algorithm: str
    files: int
    payload_bytes: int


def write_package(
    target: Path,
    payload: Iterable[PayloadFile],
    info: Mapping[str, str],
    name: str,
    algorithm: str = "sha256",
) -> PackageReceipt:
    """Pack files into one zip that appears under its name whole, or not at all.

    Equal names, contents and info give equal bytes. Every source is read once; memory does not
    grow with its size. What stood at the target before is replaced in one step.

    Args:
        target: the package to write; its folder exists.
        payload: the files, in any order.
        info: labels and values of bag-info.txt; Payload-Oxum is added here.
        name: the one folder in the zip that holds everything.
        algorithm: `sha256` or `sha512`.

    Raises:
        CallerError: a path, a label, a value, the name or the algorithm cannot be used.
        BlobMismatch: a file is not what was promised.
    """
    if algorithm not in _ALGORITHMS:
        raise CallerError(detail=f"the algorithm is one of {', '.join(_ALGORITHMS)}")
    _check_path("the name of the package", name, single=True)
    files = _ordered(payload)
    lines = _info_lines(info)
    with appearing(target) as file:
        with zipfile.ZipFile(file, "w") as archive:
            bag = _Bag(archive, name, algorithm)
            bag.add_tag("bagit.txt", _DECLARATION)
            if not files:
                archive.writestr(_entry(f"{name}/data/", stat.S_IFDIR | 0o755), b"")
            for each in files:
                bag.add_payload(each)
            lines["Payload-Oxum"] = f"{bag.payload_bytes}.{len(files)}"
            bag.add_tag("bag-info.txt", _text(f"{key}: {lines[key]}" for key in sorted(lines)))
            bag.add_tag(f"manifest-{algorithm}.txt", _manifest(bag.payload))
            seal = _manifest(bag.tags)
            bag.add_tag(f"tagmanifest-{algorithm}.txt", seal)
        size = file.tell()
    return PackageReceipt(
        path=target,
        size=size,
        digest=hashlib.sha256(seal).hexdigest(),
        algorithm=algorithm,
        files=len(files),
        payload_bytes=bag.payload_bytes,
    )


class _Bag:
    """A bag being written: the zip, and the digests so far by path."""

    def __init__(self, archive: zipfile.ZipFile, name: str, algorithm: str) -> None:
        self._archive = archive
        self._name = name
        self._algorithm = algorithm
        self.payload: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.payload_bytes = 0

    def add_tag(self, path: str, content: bytes) -> None:
        self.tags[path], _ = self._add(PayloadFile(path, lambda: BytesIO(content)))

    def add_payload(self, file: PayloadFile) -> None:
        inside = attrs.evolve(file, path=f"data/{file.path}")
        self.payload[inside.path], size = self._add(inside)
        self.payload_bytes += size

    def _add(self, file: PayloadFile) -> tuple[str, int]:
        """Copy and hash in one pass; the digest and the bytes read."""
        hashes = [hashlib.new(self._algorithm)]
        if file.sha256 is not None and self._algorithm != "sha256":
            hashes.append(hashlib.sha256())
        entry = _entry(f"{self._name}/{file.path}", stat.S_IFREG | 0o644)
        large = file.size is not None and file.size > _LARGE
        size = 0
        with (
            file.open() as source,
            self._archive.open(entry, "w", force_zip64=large) as sink,
        ):
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > (_LARGE if file.size is None else file.size):
                    raise _too_long(file)
                for each in hashes:
                    each.update(chunk)
                sink.write(chunk)
        if file.size is not None and size != file.size:
            raise _mismatch(file, f"{file.size} bytes were promised, {size} were read")
        if file.sha256 is not None and hashes[-1].hexdigest() != file.sha256:
            raise _mismatch(file, "the bytes read have another digest")
        return hashes[0].hexdigest(), size


def _too_long(file: PayloadFile) -> Exception:
    if file.size is None:
        return CallerError(detail="a file above 2 GiB must promise its size")
    return _mismatch(file, f"{file.size} bytes were promised, more were read")


def _mismatch(file: PayloadFile, detail: str) -> BlobMismatch:
    return BlobMismatch(sha256=file.sha256 or "without a promised digest", detail=detail)


def _entry(path: str, mode: int) -> zipfile.ZipInfo:
    """An entry that says nothing about where and when it was written."""
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.create_system = 3  # Unix, wherever this runs
    entry.external_attr = mode << 16
    return entry


def _ordered(payload: Iterable[PayloadFile]) -> list[PayloadFile]:
    """The files in the order of their paths, none of which gets anyone into trouble."""
    files = sorted(payload, key=lambda file: file.path)
    for number, file in enumerate(files, start=1):
        _check_path(f"path {number} in sorted order", f"data/{file.path}")
    for path, reason in clashes(file.path for file in files):
        number = [file.path for file in files].index(path) + 1
        raise CallerError(detail=f"path {number} in sorted order clashes: {reason}")
    return files


def _check_path(what: str, path: str, single: bool = False) -> None:
    reason = unsafe(path) or unportable(path)
    if single and "/" in path:
        reason = "has more than one part"
    if reason:  # the path itself may be personal data
        raise CallerError(detail=f"{what} {reason}")


def _info_lines(info: Mapping[str, str]) -> dict[str, str]:
    for label, value in info.items():
        if ":" in label or label.lower() == "payload-oxum" or not _is_line(label):
            raise CallerError(detail="a label of the info cannot be used")
        if not _is_line(value):
            raise CallerError(detail=f"the value of {label} is not one line of text")
    return dict(info)


def _is_line(text: str) -> bool:
    return text.splitlines() == [text.strip()]


def _manifest(digests: Mapping[str, str]) -> bytes:
    return _text(f"{digests[path]}  {encode_path(path)}" for path in sorted(digests))


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
