"""Bytes first: nothing counts as stored before the store has proved what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from learnport.errors import PluginError
from learnport.model import Attachment, Finding
from learnport.plugins import BlobReceipt, BlobStore
from learnport.rules import FILE_NOT_HELD

__all__ = ["not_held", "store"]


def not_held(blobs: BlobStore, attachment: Attachment, at: str) -> Iterator[Finding]:
    """Say so when the store does not hold a file as it was attached."""
    if blobs.stat(attachment.sha256) != BlobReceipt(attachment.sha256, attachment.size):
        yield FILE_NOT_HELD.finding(at, sha256=attachment.sha256)


def store(blobs: BlobStore, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
    """Have bytes stored, and believe only a receipt for these very bytes.

    Raises:
        BlobMismatch: the stream is not of this digest and size.
        PluginError: the store acknowledged something else.
    """
    receipt = blobs.put(stream, sha256, size)
    if receipt != BlobReceipt(sha256, size):
        detail = f"acknowledged other bytes than {sha256} of {size} bytes"
        raise PluginError(plugin=type(blobs).__name__, detail=detail)
    return receipt
