"""What is handed in with a law case, where it is no value of the model itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import attrs

from learnport.formats import Cover, digest
from learnport.model import (
    Application,
    BatchKey,
    CourseRecord,
    Enrolment,
    FileFacts,
    ItemKind,
    Opinion,
    OwnFile,
    OwnFiles,
    PersonRef,
    ProgramKey,
    SchoolYear,
    Semester,
    Statement,
    Synthesis,
    Ticked,
    TickedItem,
)
from learnport.sample._law_words import ME

__all__ = [
    "Arriving",
    "Chosen",
    "Compared",
    "Copied",
    "Graded",
    "HandedIn",
    "Held",
    "Item",
    "Lined",
    "Nothing",
    "OfYear",
    "Roster",
    "Rows",
]


@attrs.frozen
class Item:
    """Something that is named only."""

    item: str


@attrs.frozen
class Nothing:
    """Nothing is handed in."""


@attrs.frozen
class OfYear:
    """The selection of a year is named only."""

    year: SchoolYear


@attrs.frozen
class Arriving:
    """A file on its way in, by what inspection finds.

    Attributes:
        kind: what it shall belong to.
        extension: of its name.
        detected: what its content looks like, each answer once; empty where nobody can tell.
        size: bytes.
        read: bytes after which reading stopped; None when all was read.
    """

    kind: ItemKind
    extension: str
    detected: tuple[str, ...]
    size: int
    opens: bool | None
    encrypted: bool | None
    pages: int | None
    trailing: int | None
    read: int | None = None

    def facts(self) -> FileFacts:
        content = self.detected or (None,)
        witnesses = ("filetype", "libmagic", "structure")
        seen = [*content, *(content[-1:] * len(witnesses))][: len(witnesses)]
        return FileFacts(
            name=f"作業.{self.extension}",
            extension=self.extension,
            size=self.size if self.read is None else self.read,
            max_bytes=self.size if self.read is None else self.read,
            oversize=self.read is not None,
            sha256=digest(self.extension),
            opinions=(
                Opinion("extension", _PROMISED.get(self.extension)),
                *map(Opinion, witnesses, seen),
            ),
            media_type=self.detected[0] if len(self.detected) == 1 else None,
            opens=self.opens,
            encrypted=self.encrypted,
            pages=self.pages,
            total_size=self.size,
            trailing=self.trailing,
        )


_PROMISED: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}


@attrs.frozen
class HandedIn:
    """The whole portfolio as a student's submission in a batch."""

    batch: BatchKey
    year: SchoolYear


@attrs.frozen
class Held:
    """An item of a receipt, by whatever its content is called."""

    item: str
    content: str


@attrs.frozen
class Compared:
    """What was sent, and what the centre holds."""

    sent: tuple[Held, ...]
    held: tuple[Held, ...]


@attrs.frozen
class Graded:
    """Grades beside the student's row of the roster."""

    record: CourseRecord
    enrolment: Enrolment


@attrs.frozen
class Rows:
    """Rows of a student roster."""

    rows: tuple[Enrolment, ...]


@attrs.frozen
class Lined:
    """One row of a roster by the keys of its columns."""

    sheet: str
    row: Mapping[str, Any]

    def cells(self) -> dict[str, object]:
        """The row as a roster takes it; its `type` only said what is usual in it."""
        return {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in self.row.items()
            if key != "type"
        }


@attrs.frozen
class Roster:
    """A roster about to be written."""

    layout: str
    cover: Cover
    rows: tuple[Lined, ...]


@attrs.frozen
class Chosen:
    """What an applicant chooses for a program; files take the place of ticks."""

    id: str
    student: PersonRef
    program: ProgramKey
    consented_at: dt.datetime | None
    semesters: frozenset[Semester]
    outcomes: tuple[TickedItem, ...]
    performances: tuple[TickedItem, ...]
    files: tuple[OwnFile, ...]
    statements: tuple[Statement, ...]
    synthesis: tuple[Synthesis, ...]

    def application(self) -> Application:
        ticked = Ticked(self.outcomes, self.performances, self.semesters)
        return Application(
            self.id,
            self.student,
            self.program,
            materials=OwnFiles(self.files) if self.files else ticked,
            statements=self.statements,
            synthesis=next(iter(self.synthesis), None),
            consented_at=self.consented_at,
        )


@attrs.frozen
class Copied:
    """What an applicant chose for another program, to be copied for this one."""

    to: ProgramKey
    outcomes: tuple[TickedItem, ...]

    def application(self) -> Application:
        return Application("application-1", ME, self.to, materials=Ticked(self.outcomes))
