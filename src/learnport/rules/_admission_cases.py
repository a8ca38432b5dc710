"""What is put before the rules of admission."""

from __future__ import annotations

import datetime as dt

import attrs

from learnport.model import Application, HeldItem, Program, Semester

__all__ = ["ApplicationCase", "ApplicationCopyCase", "ProgramCase", "ProgramTimingCase"]


@attrs.frozen
class ApplicationCase:
    """What an applicant chooses for a program, before what the centre holds.

    Attributes:
        application: the choice.
        program: the program it is for.
        held: what the central database holds, the applicant's items at least.
        semesters: semesters whose course records of the applicant the centre holds.
    """

    application: Application
    program: Program
    held: tuple[HeldItem, ...] = ()
    semesters: frozenset[Semester] = frozenset()
    _by_id: dict[str, HeldItem] = attrs.field(init=False, repr=False, eq=False)

    @_by_id.default
    def _index(self) -> dict[str, HeldItem]:
        return {each.id: each for each in self.held}

    def find(self, item: str) -> HeldItem | None:
        """The held item of an id; None when the centre holds none."""
        return self._by_id.get(item)


@attrs.frozen
class ApplicationCopyCase:
    """A choice made for one program, about to be copied for another.

    Attributes:
        original: the choice to copy from.
        program: the program to copy for.
    """

    original: Application
    program: Program


@attrs.frozen
class ProgramCase:
    """A program as it was imported."""

    program: Program


@attrs.frozen
class ProgramTimingCase:
    """Something done for a program at an instant.

    Attributes:
        program: with its windows and daily hours.
        at: instant at which the server began to receive it.
    """

    program: Program
    at: dt.datetime
