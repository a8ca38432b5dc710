"""A bag: what its tag files say, beside what is there (RFC 8493 §2 and §3)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.formats._package_entry import EntryFault
from learnport.formats._package_paths import decode_path, nfc, place, unsafe
from learnport.formats._package_tags import (
    Declaration,
    Line,
    TagFault,
    decode_text,
    read_declaration,
    read_info,
    read_manifest,
)
from learnport.formats._package_zip import Archive, PackageLimits
from learnport.model import Finding, Severity
from learnport.rules import Rule
from learnport.rules import package_codes as codes

__all__ = ["Bag", "Manifest"]

_MANIFEST: Final = re.compile(r"(tag)?manifest-([a-z0-9_]+)\.txt")
_DECLARATION: Final = "bagit.txt"
_PLACE: Final = re.compile(r"([^/]+/)?bagit\.txt")
_INFO: Final = "bag-info.txt"
_DATA: Final = "data/"
_ALGORITHMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{name: name for name in ("sha512", "sha384", "sha256", "sha224", "sha1", "md5")},
        **{f"sha3{bits}": f"sha3_{bits}" for bits in (224, 256, 384, 512)},
        **{f"sha3_{bits}": f"sha3_{bits}" for bits in (224, 256, 384, 512)},
    }
)
"""Names in manifest file names and what `hashlib` calls them."""
_WEAK: Final = frozenset({"md5", "sha1"})


@attrs.frozen
class Manifest:
    """One manifest of a bag.

    Attributes:
        file: its file name.
        algorithm: as `hashlib` names it.
        digests: hex digests by path in the bag.
        seal: SHA-256 of the manifest itself.
    """

    file: str
    algorithm: str
    digests: Mapping[str, str]
    seal: str


class Bag:
    """What a zip says as a bag.

    Attributes:
        findings: everything wrong that needs no reading of the payload.
        base: the folder of the bag in the zip, ending in a slash; empty when there is none.
        files: paths in the bag, without the base.
        info: elements of bag-info.txt in their order.
        payload: the payload manifests.
        tags: the tag manifests.
    """

    def __init__(self, archive: Archive, limits: PackageLimits) -> None:
        self._archive = archive
        self._limits = limits
        self._tag_bytes = 0
        self.findings: list[Finding] = []
        self.base = ""
        self.files: frozenset[str] = frozenset()
        self.info: tuple[tuple[str, str], ...] = ()
        self.payload: tuple[Manifest, ...] = ()
        self.tags: tuple[Manifest, ...] = ()
        self._by_nfc: dict[str, str] = {}
        if self._find_base() and (declaration := self._declared()):
            self._read(declaration)

    def _say(
        self, notice: Rule[Any], path: str = "", line: int = 0, /, **values: str | int
    ) -> None:
        at = place(self.base + path) if path else ""
        at = f"{at}:{line}" if line else at
        self.findings.append(notice.finding(at, source=None, **values))

    @property
    def digest(self) -> str | None:
        """SHA-256 of the tag manifest; of several the one with the longest digests."""
        seals = sorted(
            (hashlib.new(tag.algorithm, usedforsecurity=False).digest_size, tag.file, tag.seal)
            for tag in self.tags
        )
        return seals[-1][2] if seals else None

    def _find_base(self) -> bool:
        """The bag stands at the top of the zip or in the one folder at its top."""
        paths = self._archive.files
        found = [m[1] or "" for path in paths if (m := _PLACE.fullmatch(path))]
        bases = [""] if "" in found else found
        if len(bases) > 1:
            self._say(codes.SEVERAL_BAGS, count=len(bases))
        elif not bases and not any(
            each.severity is Severity.STOP for each in self._archive.findings
        ):
            self._say(codes.NO_BAG)
        if len(bases) != 1:
            return False
        self.base = bases[0]
        self.files = frozenset(
            path.removeprefix(self.base) for path in paths if path.startswith(self.base)
        )
        for path in sorted(paths):
            if not path.startswith(self.base):
                self.findings.append(codes.OUTSIDE_THE_BAG.finding(place(path)))
        self._by_nfc = {nfc(path): path for path in self.files}
        return True

    def _declared(self) -> Declaration | None:
        data = self._content(_DECLARATION)
        try:
            return None if data is None else read_declaration(data)
        except TagFault as fault:
            self._say(fault.notice, _DECLARATION, **fault.values)
            return None

    def _content(self, path: str) -> bytes | None:
        """A tag file, when it may and can be read."""
        inside = self.base + path
        if inside in self._archive.unsound:
            return None
        size = self._archive.files[inside].size
        self._tag_bytes += size
        if self._tag_bytes > self._limits.tag_bytes:
            self._say(codes.TAG_FILES_TOO_LARGE, path, limit=self._limits.tag_bytes)
            return None
        try:
            return self._archive.read(inside)
        except EntryFault as fault:
            self._archive.unsound.add(inside)
            self._say(fault.notice, path)
            return None

    def _text(self, path: str, data: bytes | None, declaration: Declaration) -> str | None:
        try:
            return None if data is None else decode_text(data, declaration.encoding)
        except TagFault as fault:
            self._say(fault.notice, path)
            return None

    def _read(self, declaration: Declaration) -> None:
        if "fetch.txt" in self.files:
            self._say(codes.FETCH_FILE, "fetch.txt")
        if not any(path.startswith(_DATA) for path in self.files):
            folders = self._archive.folders
            if not any((folder + "/").startswith(self.base + _DATA) for folder in folders):
                self._say(codes.NO_PAYLOAD)
        manifests = sorted(path for path in self.files if _MANIFEST.fullmatch(path))
        payload = [path for path in manifests if path.startswith("manifest")]
        tags = [path for path in manifests if path.startswith("tag")]
        if not payload:
            self._say(codes.NO_MANIFEST)
        self.payload = tuple(filter(None, (self._manifest(p, declaration) for p in payload)))
        self.tags = tuple(filter(None, (self._manifest(p, declaration) for p in tags)))
        self._compare_payload(declaration)
        self._compare_tags(payload if declaration.strict else [], tags)
        if _INFO in self.files:
            self._read_info(declaration)

    def _manifest(self, file: str, declaration: Declaration) -> Manifest | None:
        match = _MANIFEST.fullmatch(file)
        algorithm = _ALGORITHMS.get(match[2]) if match else None
        if algorithm is None:
            self._say(codes.UNKNOWN_ALGORITHM, file)
            return None
        data = self._content(file)
        text = self._text(file, data, declaration)
        if data is None or text is None:
            return None
        digits = 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size
        digests: dict[str, str] = {}
        for line in read_manifest(text, digits, declaration.strict):
            if line.fault:
                self._say(line.fault, file, line.number)
            if line.path:
                self._list(file, line, digests, declaration.strict)
        return Manifest(file, algorithm, digests, hashlib.sha256(data).hexdigest())

    def _list(self, file: str, line: Line, digests: dict[str, str], strict: bool) -> None:
        """Take one good line into a manifest."""
        decoded = decode_path(line.path)
        # Before 1.0 nothing said how a percent sign is written: what is there decides.
        spellings = [decoded] if strict else [line.path, decoded]
        path = next((found for each in spellings if (found := self._find(each))), decoded)
        if unsafe(path):
            self._say(codes.UNSAFE_LISTED_PATH, file, line.number)
        elif path.startswith(_DATA) == file.startswith("tag") or path.startswith("tagmanifest-"):
            self._say(codes.IN_THE_WRONG_MANIFEST, file, line.number)
        elif path in digests and (strict or digests[path] != line.digest):
            self._say(codes.LISTED_TWICE, file, line.number)
        else:
            digests[path] = line.digest
            if path in self.files and path not in spellings:
                self._say(codes.OTHER_UNICODE_FORM, path)

    def _find(self, path: str) -> str | None:
        """The file of this path, if need be in another Unicode form."""
        return path if path in self.files else self._by_nfc.get(nfc(path))

    def _compare_payload(self, declaration: Declaration) -> None:
        if not self.payload:
            return
        listed = Counter(path for manifest in self.payload for path in manifest.digests)
        for path in sorted(listed.keys() - self.files):
            self._say(codes.MISSING_FILE, path)
        for path in sorted(path for path in self.files if path.startswith(_DATA)):
            if path not in listed:
                self._say(codes.EXTRA_FILE, path)
            elif declaration.strict and listed[path] < len(self.payload):
                self._say(codes.PARTLY_LISTED, path)
        if all(manifest.algorithm in _WEAK for manifest in self.payload):
            self._say(codes.WEAK_ALGORITHM)

    def _compare_tags(self, payload: list[str], tags: list[str]) -> None:
        listed = {path for manifest in self.tags for path in manifest.digests}
        for path in sorted(listed - self.files):
            self._say(codes.MISSING_TAG_FILE, path)
        for manifest in self.tags:
            for path in payload:
                if path not in manifest.digests:
                    self._say(codes.UNLISTED_MANIFEST, path)
        if not tags:
            self._say(codes.NO_TAG_MANIFEST)
            return
        for path in sorted(self.files - listed - {*tags, *payload}):
            if not path.startswith(_DATA):
                self._say(codes.UNLISTED_TAG_FILE, path)

    def _read_info(self, declaration: Declaration) -> None:
        text = self._text(_INFO, self._content(_INFO), declaration)
        if text is None:
            return
        elements = list(read_info(text, declaration.strict))
        for number, label, _ in elements:
            if not label:
                self._say(codes.BAD_INFO_LINE, _INFO, number)
        self.info = tuple((label, value) for _, label, value in elements if label)
        stated = [value for label, value in self.info if label.lower() == "payload-oxum"]
        sizes = [
            self._archive.files[self.base + path].size
            for path in self.files
            if path.startswith(_DATA)
        ]
        found = f"{sum(sizes)}.{len(sizes)}"
        if len(stated) > 1 or any(not re.fullmatch(r"\d{1,20}\.\d{1,10}", s) for s in stated):
            self._say(codes.BAD_OXUM, _INFO)
        elif stated and stated[0] != found:
            self._say(codes.OTHER_OXUM, _INFO, stated=stated[0], found=found)

    def verify(self, executor: Executor | None) -> Iterator[Finding]:
        """Read every file to its end and compare; the findings of that alone."""
        expected: dict[str, dict[str, str]] = {path: {} for path in self.files}
        for manifest in (*self.payload, *self.tags):
            for path, digest in manifest.digests.items():
                if path in expected:
                    expected[path][manifest.algorithm] = digest
        wanted = [
            (self.base + path, tuple(expected[path]))
            for path in sorted(expected)
            if self.base + path not in self._archive.unsound
        ]
        for measured in self._archive.measure(wanted, executor):
            path = measured.path.removeprefix(self.base)
            if measured.fault:
                yield measured.fault.finding(place(measured.path))
            for algorithm, digest in measured.digests.items():
                if digest != expected[path][algorithm]:
                    is_payload = path.startswith(_DATA)
                    notice = codes.ALTERED_FILE if is_payload else codes.ALTERED_TAG_FILE
                    yield notice.finding(place(measured.path), algorithm=algorithm)
