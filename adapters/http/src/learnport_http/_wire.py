"""What both sides must agree on: addresses, headers, problem details.

Sources: RFC 9530 (Content-Digest), RFC 9457 (problem details).
"""

from __future__ import annotations

import base64
import binascii
import re
from http import HTTPStatus
from typing import Final

import attrs

from learnport.formats import canonical_bytes
from learnport.model import BatchKey

__all__ = ["JSON", "PACKAGE", "PROBLEM", "Address", "content_digest", "problem", "sha256_of"]

JSON: Final = "application/json"
PACKAGE: Final = "application/zip"
PROBLEM: Final = "application/problem+json"

_ROOT: Final = "deposits"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SHA256: Final = re.compile(r"sha-256=:([A-Za-z0-9+/]+={0,2}):")


@attrs.frozen
class Address:
    """Where one package lies: `/deposits/{batch}/{root digest}`.

    The root digest makes the request idempotent: another package has another address.
    """

    batch: BatchKey
    digest: str

    @classmethod
    def parse(cls, path: str) -> Address | None:
        """Read a path; None when it is no address of this protocol."""
        parts = path.split("/")
        if len(parts) != 4 or parts[:2] != ["", _ROOT] or not _DIGEST.fullmatch(parts[3]):
            return None
        try:
            return cls(BatchKey.parse(parts[2]), parts[3])
        except (TypeError, ValueError):
            return None

    def __str__(self) -> str:
        return f"/{_ROOT}/{self.batch}/{self.digest}"


def content_digest(sha256: bytes) -> str:
    """The header that lets the receiver see damage.

    >>> content_digest(bytes(32))
    'sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:'
    """
    return f"sha-256=:{base64.b64encode(sha256).decode('ascii')}:"


def sha256_of(header: str) -> bytes | None:
    """The SHA-256 among the digests of a header; None when it names none that can be one."""
    for member in header.split(","):
        if match := _SHA256.fullmatch(member.strip()):
            try:
                digest = base64.b64decode(match[1], validate=True)
            except binascii.Error:
                return None
            return digest if len(digest) == 32 else None
    return None


def problem(status: HTTPStatus, title: str, detail: str) -> bytes:
    """A refusal as problem details: what is wrong, and what to do about it."""
    told = {"type": "about:blank", "status": status.value, "title": title, "detail": detail}
    return canonical_bytes(told)
