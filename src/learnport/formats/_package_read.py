"""Read a package, and say everything that is wrong with it (提交檔檢核)."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import attrs

from learnport.errors import NotFound, PackageError
from learnport.formats._package_bag import Bag
from learnport.formats._package_paths import place
from learnport.formats._package_zip import Archive, PackageLimits
from learnport.model import Finding
from learnport.rules import package_codes

__all__ = ["PackageReader", "PackedFile", "verify_package"]

_DATA: Final = "data/"


@attrs.frozen
class PackedFile:
    """One payload file of a package.

    Attributes:
        path: relative to `data/`.
        size: bytes, as the zip declares.
        digests: hex digests by algorithm, as the manifests state; empty when none lists it.
    """

    path: str
    size: int
    digests: tuple[tuple[str, str], ...]


class PackageReader:
    """A package in a zip, opened without unpacking; ours or another tool's, BagIt 0.97 or 1.0.

    Reading trusts nothing: whether the package is whole is only known after `verify`.

    Attributes:
        info: labels and values of bag-info.txt in their order.
        digest: SHA-256 of the tag manifest, see `PackageReceipt`; of several tag manifests the
            one with the longest digests; None when there is none. It identifies the content
            only once `verify` has found nothing.
    """

    def __init__(self, path: Path, limits: PackageLimits | None = None) -> None:
        """Open a package.

        Raises:
            PackageError: it is not a zip archive.
            OSError: it cannot be read at all.
        """
        limits = limits or PackageLimits()
        self._archive = Archive(path, limits)
        self._bag = Bag(self._archive, limits)
        self.info = self._bag.info
        self.digest = self._bag.digest

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Nothing of the package is kept open between calls."""

    @property
    def name(self) -> str:
        """The folder of the bag in the zip; empty when it stands at the top."""
        return self._bag.base.removesuffix("/")

    def payload(self) -> tuple[PackedFile, ...]:
        """The payload files that can be opened, in the order of their paths."""
        return tuple(
            PackedFile(
                path=path.removeprefix(_DATA),
                size=self._archive.files[self._bag.base + path].size,
                digests=tuple(
                    (manifest.algorithm, manifest.digests[path])
                    for manifest in self._bag.payload
                    if path in manifest.digests
                ),
            )
            for path in sorted(self._bag.files)
            if path.startswith(_DATA) and self._bag.base + path not in self._archive.unsound
        )

    def open(self, path: str) -> BinaryIO:
        """Stream one payload file; never more bytes than are declared.

        Args:
            path: relative to `data/`.

        Raises:
            NotFound: the package has no such file, or one that must not be opened.
            PackageError: while reading, when the file is not what the zip claims it to be.
        """
        inside = f"{self._bag.base}{_DATA}{path}"
        if inside not in self._archive.files or inside in self._archive.unsound:
            raise NotFound(what="payload file", key=place(path))
        return self._archive.open(inside)

    def verify(self, executor: Executor | None = None) -> tuple[Finding, ...]:
        """Everything that is wrong with the package; empty when it is valid.

        Every file is read once, in constant memory.

        Args:
            executor: reads several files at once; threads do well, since hashing frees them.

        Raises:
            PackageError: the package was changed since it was opened.
            OSError: the disk fails.
        """
        return (
            *self._archive.findings,
            *self._bag.findings,
            *self._bag.verify(executor),
        )


def verify_package(
    path: Path, executor: Executor | None = None, limits: PackageLimits | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with a file that should be a package; see `PackageReader`."""
    try:
        reader = PackageReader(path, limits)
    except PackageError:
        return (package_codes.NOT_A_ZIP.finding(),)
    return reader.verify(executor)
