"""Files put before the rules, whether on their way in or already attached."""

from __future__ import annotations

from typing import ClassVar, Final, Protocol

import attrs

from learnport.model import Attachment, FileFacts, ItemKind

__all__ = ["EXTENSION", "AnyFile", "AttachmentCase", "FileCase"]

EXTENSION: Final = "extension"
"""The witness that looks at the name only."""


class AnyFile(Protocol):
    """A file by size and kind, whether on its way in or already attached.

    Attributes:
        kind: the kind of item it belongs to.
        size: bytes; when not exact, it has more than these.
        exact: whether `size` is the size of the whole file.
        content: media type of its content; None when that is not certain.
    """

    @property
    def kind(self) -> ItemKind: ...

    @property
    def size(self) -> int: ...

    @property
    def exact(self) -> bool: ...

    @property
    def content(self) -> str | None: ...


@attrs.frozen
class FileCase:
    """A file on its way in: what inspection found, and what it shall belong to; an `AnyFile`."""

    facts: FileFacts
    kind: ItemKind

    @property
    def size(self) -> int:
        return self.facts.size if self.facts.total_size is None else self.facts.total_size

    @property
    def exact(self) -> bool:
        return not self.facts.oversize or self.facts.total_size is not None

    @property
    def content(self) -> str | None:
        """The one kind all who look at the content see; None when they differ or none can tell."""
        return self.seen[0] if len(self.seen) == 1 else None

    @property
    def seen(self) -> tuple[str, ...]:
        """What the witnesses that look at the content say, each answer once."""
        said = (each.media_type for each in self.facts.opinions if each.witness != EXTENSION)
        return tuple(dict.fromkeys(answer for answer in said if answer))

    @property
    def promised(self) -> str | None:
        """What the extension says; None when it is no known one."""
        said = (each.media_type for each in self.facts.opinions if each.witness == EXTENSION)
        return next(said, None)


@attrs.frozen
class AttachmentCase:
    """A file already attached, as its item describes it; an `AnyFile`."""

    attachment: Attachment
    kind: ItemKind
    exact: ClassVar = True

    @property
    def size(self) -> int:
        return self.attachment.size

    @property
    def content(self) -> str:
        return self.attachment.media_type
