"""Files: what a student attaches, and what inspection found out about it."""

from __future__ import annotations

import enum

import attrs

from learnport.model._text import Text
from learnport.model._validators import is_digest, is_tuple, is_whole, matches

__all__ = ["Attachment", "FileFacts", "FileGroup", "ItemKind", "Opinion"]


class FileGroup(enum.StrEnum):
    """The two groups of files the law sets limits for."""

    DOCUMENT = "document"
    """文件: pdf, jpg, png."""
    MEDIA = "media"
    """影音檔案: mp3, mp4."""


class ItemKind(enum.StrEnum):
    """The three kinds of item a file can belong to."""

    ADVISING = "advising"
    """課程諮詢紀錄."""
    OUTCOME = "outcome"
    """課程學習成果."""
    PERFORMANCE = "performance"
    """多元表現."""


@attrs.frozen
class Attachment:
    """A file of an item, after the store has proved that it holds it (附件).

    Attributes:
        name: file name as the student knows it; normalised, no path.
        size: bytes.
        media_type: for example `application/pdf`.
        sha256: digest of the content, 64 lower-case hex digits; also its key in the store.
        group: document or media.
    """

    name: str = attrs.field(
        validator=matches(r"(?!\.\.?$)[^/\\\x00-\x1f\x7f]+", "a file name without a path")
    )
    size: int = attrs.field(validator=is_whole(0))
    media_type: str
    sha256: str = attrs.field(validator=is_digest)
    group: FileGroup


@attrs.frozen
class Opinion:
    """What one witness says a file is.

    Attributes:
        witness: `extension`, `filetype`, `libmagic` or `structure`.
        media_type: its answer; None when it cannot tell.
    """

    witness: str
    media_type: str | None


@attrs.frozen
class FileFacts:
    """What inspection found out about one file; facts only, rules judge them.

    Attributes:
        name: claimed name, normalised, path parts dropped.
        extension: lower case without the dot; empty when there is none.
        size: bytes read; more than `max_bytes` when `oversize`.
        max_bytes: the limit at which reading stopped.
        oversize: the stream went on beyond `max_bytes`; the digest is then of what was read.
        sha256: digest of the bytes read.
        opinions: every witness that was heard, in a fixed order.
        media_type: what all witnesses agree on; None when they differ or none can tell.
        opens: whether the structure could be read; None when it was not tried.
        encrypted: whether the file needs a password or carries encryption; None when unknown.
        pages: pages of a PDF; None for other files or when unknown.
        undecided: what could not be decided and why, one short sentence each.
        total_size: bytes of the whole file, also where reading stopped before its end;
            None when it is only known to be more than `max_bytes`.
        trailing: bytes after the end of the structure; None when that is not known.
    """

    name: str
    extension: str
    size: int
    max_bytes: int
    oversize: bool
    sha256: str
    opinions: tuple[Opinion, ...] = attrs.field(validator=is_tuple)
    media_type: str | None
    opens: bool | None = None
    encrypted: bool | None = None
    pages: int | None = None
    undecided: tuple[Text, ...] = attrs.field(default=(), validator=is_tuple)
    total_size: int | None = None
    trailing: int | None = None
