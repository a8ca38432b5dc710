"""Bags and zips for the tests, made by hand and not by the code under test."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

__all__ = ["DECLARATION", "PAYLOAD", "bag", "manifest", "patched", "saved", "zipped"]

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = {"data/a.txt": b"hello", "data/sub/\u8ab2\u7a0b.bin": b"\x00\x01"}


def manifest(files: Mapping[str, bytes], algorithm: str = "sha256") -> bytes:
    """A manifest as `sha256sum` writes it."""
    lines = (
        f"{hashlib.new(algorithm, data).hexdigest()}  {path}\n" for path, data in files.items()
    )
    return "".join(lines).encode()


def bag(
    payload: Mapping[str, bytes] = PAYLOAD,
    algorithm: str = "sha256",
    info: bytes = b"Payload-Oxum: 7.2\n",
    **tags: bytes | None,
) -> dict[str, bytes]:
    """A valid bag as files by path; `tags` replace or remove tag files by their stem.

    The tag manifest is made last, so that it fits whatever the others say.
    """
    files = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": info,
        f"manifest-{algorithm}.txt": manifest(payload, algorithm),
    }
    for stem, data in tags.items():
        files.pop(name := f"{stem.replace('_', '-')}.txt", None)
        if data is not None:
            files[name] = data
    return {**files, f"tagmanifest-{algorithm}.txt": manifest(files, algorithm), **payload}


def zipped(
    files: Mapping[str, bytes], base: str = "b/", compression: int = zipfile.ZIP_STORED
) -> bytes:
    """The files in a zip, under a base folder."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(base + path), data, compression)
    return target.getvalue()


def patched(
    data: bytes, path: str, at: int | None, form: str, value: int, local: int | None = None
) -> bytes:
    """A zip with a field of an entry replaced in the directory, in the local header, or both.

    Args:
        data: the zip.
        path: the entry.
        at: offset of the field in the directory's record; None leaves that alone.
        form: `struct` format of the field.
        value: what to write.
        local: offset of the field in the local header; None leaves that alone.
    """
    changed = bytearray(data)
    name = path.encode()
    record = changed.rindex(b"PK\x01\x02", 0, changed.rindex(name))
    if at is not None:
        struct.pack_into(form, changed, record + at, value)
    if local is not None:
        header = changed.rindex(b"PK\x03\x04", 0, changed.index(name))
        struct.pack_into(form, changed, header + local, value)
    return bytes(changed)


def saved(folder: Path, data: bytes) -> Path:
    """The bytes as a file."""
    path = folder / "package.zip"
    path.write_bytes(data)
    return path
