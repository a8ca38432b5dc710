"""Packages of law cases: a good bag made of text, and what somebody did to it."""

from __future__ import annotations

import enum
import hashlib
import io
import stat
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from learnport.formats import verify_package
from learnport.model import Finding

__all__ = ["Package"]

_LINK: Final = (stat.S_IFLNK | 0o777) << 16
_WORDS: Final = ("manifest", "digest", "sha512", "declared", "oxum")


class Method(enum.StrEnum):
    """How the archive stores files."""

    STORED = "stored"
    LZMA = "lzma"


class Algorithm(enum.StrEnum):
    """What the manifests are made with."""

    SHA256 = "sha256"
    MD5 = "md5"


_METHODS: Final = {Method.STORED: zipfile.ZIP_STORED, Method.LZMA: zipfile.ZIP_LZMA}


@attrs.frozen
class Package:
    """A package as text by path; what is None is left out.

    In the texts stand `{manifest}` for the lines of the manifest, `{digest}` and `{sha512}` for
    the digests of the first file, `{declared}` for that of bagit.txt, `{oxum}` for what
    Payload-Oxum should say.

    Attributes:
        algorithm: of the manifests.
        method: how the archive stores files.
        cut: bytes missing at the end of the archive.
        payload: the files it is all about, by their path in the bag.
        tags: tag files; the tag manifest is made after them, so that it fits.
        later: what stands in the archive in the end, by its full path, fitting or not.
        links: symbolic links in the archive, by their full path.
    """

    algorithm: Algorithm
    method: Method
    cut: int
    payload: Mapping[str, str | None]
    tags: Mapping[str, str | None]
    later: Mapping[str, str | None]
    links: tuple[str, ...]

    def verify(self) -> tuple[Finding, ...]:
        """Everything that is wrong with it."""
        with tempfile.TemporaryDirectory(prefix="learnport-") as folder:
            path = Path(folder, "package.zip")
            path.write_bytes(self._archive())
            return verify_package(path)

    def _archive(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", _METHODS[self.method]) as archive:
            for path, text in self._files().items():
                archive.writestr(path, text)
            for path in self.links:
                link = zipfile.ZipInfo(path)
                link.external_attr = _LINK
                archive.writestr(link, "elsewhere")
        data = target.getvalue()
        return data[: len(data) - self.cut]

    def _files(self) -> dict[str, str]:
        payload = {path: text for path, text in self.payload.items() if text is not None}
        words = self._words(payload)
        made = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "Payload-Oxum: {oxum}\n",
            f"manifest-{self.algorithm}.txt": "{manifest}",
        }
        tags = {path: _filled(text, words) for path, text in {**made, **self.tags}.items()}
        held = {path: text for path, text in tags.items() if text is not None}
        held[f"tagmanifest-{self.algorithm}.txt"] = _manifest(held, self.algorithm)
        files = {f"b/{path}": text for path, text in {**held, **payload}.items()}
        changed = {**files, **{path: _filled(text, words) for path, text in self.later.items()}}
        return {path: text for path, text in changed.items() if text is not None}

    def _words(self, payload: Mapping[str, str]) -> dict[str, str]:
        first = next(iter(payload.values()), "")
        size = sum(len(text.encode()) for text in payload.values())
        values = (
            _manifest(payload, self.algorithm),
            _digest(first, "sha256"),
            _digest(first, "sha512"),
            _digest(_DECLARATION, "sha256"),
            f"{size}.{len(payload)}",
        )
        return dict(zip(_WORDS, values, strict=True))


_DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def _filled(text: str | None, words: Mapping[str, str]) -> str | None:
    for word, value in words.items():
        text = text and text.replace(f"{{{word}}}", value)
    return text


def _digest(text: str, algorithm: str) -> str:
    return hashlib.new(algorithm, text.encode()).hexdigest()


def _manifest(files: Mapping[str, str], algorithm: str) -> str:
    return "".join(f"{_digest(text, algorithm)}  {path}\n" for path, text in files.items())
