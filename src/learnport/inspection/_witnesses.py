"""Who says what a file is: its extension, two detectors, and the aliases they use."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final

import filetype

__all__ = ["available_witnesses", "by_extension", "by_filetype", "libmagic"]

Detector = Callable[[bytes], str | None]

_EXTENSIONS: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}

_ALIASES: Final[dict[str, str | None]] = {
    "application/x-pdf": "application/pdf",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/apng": "image/png",
    "image/vnd.mozilla.apng": "image/png",
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/mp4": "video/mp4",
    "audio/x-m4a": "video/mp4",
    "application/mp4": "video/mp4",
    "video/x-m4v": "video/mp4",
    "application/octet-stream": None,
    "application/x-empty": None,
    "inode/x-empty": None,
}
"""Other names of the kinds above; None where a detector only says that it cannot tell.

APNG is a PNG to every reader, and sound alone in an MP4 is still that container.
"""

_SHRUG: Final = "application/octet-stream"


def available_witnesses() -> tuple[str, ...]:
    """Names of the witnesses this machine can hear, in the order of `FileFacts.opinions`."""
    names = ("extension", "filetype", "libmagic", "structure")
    return tuple(name for name in names if name != "libmagic" or libmagic() is not None)


def by_extension(extension: str) -> str | None:
    """Media type an extension (lower case, no dot) promises; None when it is none of ours."""
    return _EXTENSIONS.get(extension)


def by_filetype(head: bytes) -> str | None:
    """Media type `filetype` reads from the first bytes."""
    return _ask(filetype.guess_mime, head)


@functools.cache
def libmagic() -> Detector | None:
    """The detector of the system's libmagic, or None where the library is missing."""
    try:
        # python-magic raises ImportError without the library; its namesakes lack `Magic`.
        from magic import Magic

        detect = Magic(mime=True).from_buffer
    except Exception:
        return None
    return functools.partial(_ask, detect)


def _ask(detect: Detector, head: bytes) -> str | None:
    """One detector's answer under its common name; None when it cannot tell or fails."""
    try:
        answer = detect(head) or _SHRUG
    except Exception:
        return None
    # Some versions of libmagic append their shrug to the answer.
    answer = answer.removesuffix(_SHRUG) or _SHRUG
    return _ALIASES.get(answer, answer)
