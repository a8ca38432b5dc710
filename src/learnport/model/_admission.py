"""Admission: the programs of a year, and what an applicant chooses for each of them."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import validators as v

from learnport.model._calendar import TAIPEI, SchoolYear, Semester, Window
from learnport.model._files import Attachment, ItemKind
from learnport.model._people import PersonRef
from learnport.model._validators import is_a, is_instant, is_tuple, is_whole, matches

__all__ = [
    "Application",
    "ApplicationState",
    "Channel",
    "DailyHours",
    "HeldItem",
    "OwnFile",
    "OwnFiles",
    "Program",
    "ProgramKey",
    "Statement",
    "Synthesis",
    "Ticked",
    "TickedItem",
]

_IS_CODE = matches(r"[A-Z](-[1-9][0-9]?)?", "an item code such as F or B-1")
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_IS_ID = v.and_(is_a(str), v.min_len(1))


class Channel(enum.StrEnum):
    """The two ways of admission that read portfolios (招生管道)."""

    UNIVERSITY = "university"
    """大學申請入學."""
    TECHNOLOGICAL = "technological"
    """四技二專甄選入學."""


class ApplicationState(enum.StrEnum):
    """Where an application to one program stands (報名及備審資料勾選狀態)."""

    CONSENTED = "consented"
    """已同意釋出: the applicant has consented; nothing is chosen yet."""
    DRAFT = "draft"
    """勾選中."""
    CONFIRMED = "confirmed"
    """已確認 by the applicant; nothing changes any more."""
    RELEASED = "released"
    """已釋出 to the program."""


@attrs.frozen(order=True)
class ProgramKey:
    """What tells one program of one year's admission from all others (招生校系識別).

    Attributes:
        year: 招生學年度, the school year the applicant is to enter in.
        channel: 招生管道.
        code: 校系代碼 within year and channel.
    """

    year: SchoolYear = attrs.field(validator=is_a(SchoolYear))
    channel: Channel = attrs.field(validator=is_a(Channel))
    code: str = attrs.field(
        validator=matches(r"[0-9A-Za-z_-]{1,32}", "letters, digits, dashes or underscores")
    )

    @classmethod
    def parse(cls, text: str) -> ProgramKey:
        """Read the text form.

        >>> ProgramKey.parse("115.university.ZZ0012").channel.value
        'university'
        """
        match = re.fullmatch(r"(\d{3})\.([a-z]+)\.([0-9A-Za-z_-]+)", text, re.ASCII)
        if match is None or match[2] not in set(Channel):
            raise ValueError("expected a program key such as 115.university.ZZ0012")
        return cls(SchoolYear(int(match[1])), Channel(match[2]), match[3])

    def __str__(self) -> str:
        return f"{self.year}.{self.channel}.{self.code}"


@attrs.frozen
class DailyHours:
    """The hours of every day in which a site is open, half-open, in Taiwan (每日開放時間).

    Attributes:
        opens: first moment inside; without a time zone.
        closes: first moment outside again; without a time zone.
    """

    opens: dt.time = attrs.field(validator=is_a(dt.time))
    closes: dt.time = attrs.field(validator=is_a(dt.time))

    @closes.validator
    def _ordered(self, _: object, value: dt.time) -> None:
        if self.opens.tzinfo or value.tzinfo:
            raise ValueError("daily hours carry no time zone: they are Taiwan's")
        if value <= self.opens:
            raise ValueError("daily hours close after they open")

    @classmethod
    def parse(cls, text: str) -> DailyHours:
        """Read the text form.

        >>> DailyHours.parse("09:00-21:00").closes
        datetime.time(21, 0)
        """
        match = re.fullmatch(f"({_CLOCK})-({_CLOCK})", text, re.ASCII)
        if match is None:
            raise ValueError("expected daily hours such as 09:00-21:00")
        return cls(dt.time.fromisoformat(match[1]), dt.time.fromisoformat(match[2]))

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def __contains__(self, instant: dt.datetime) -> bool:
        return self.opens <= instant.astimezone(TAIPEI).time() < self.closes


def _pairs(limits: Any) -> Any:
    return tuple(sorted(limits.items())) if isinstance(limits, Mapping) else limits


def _number_by_name(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    is_tuple(_, attribute, value)
    if len(dict(value)) < len(value):  # type: ignore[call-overload, arg-type]
        raise ValueError(f"{attribute.name}: expected one limit for each parameter")
    for name, number in dict(value).items():  # type: ignore[call-overload]
        is_a(str)(_, attribute, name)
        is_whole(0)(_, attribute, number)


def _is_codes(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    is_a(frozenset)(_, attribute, value)
    for code in value:
        _IS_CODE(_, attribute, code)


@attrs.frozen
class Program:
    """A department that admits students, in one year and channel (招生校系).

    Attributes:
        key: year, channel and code.
        institution: name of the university or technological institution.
        name: name of the department or program there.
        wanted: codes of the items it reads (採計項目), such as B, B-1 or F.
        limits: limits of its own by the name of the parameter they tighten; given as a mapping.
        windows: when applicants may choose and upload; none means that it is not open.
        hours: the hours of each day within the windows; None for the site's.
    """

    key: ProgramKey = attrs.field(validator=is_a(ProgramKey))
    institution: str = attrs.field(validator=v.min_len(1))
    name: str = attrs.field(validator=v.min_len(1))
    wanted: frozenset[str] = attrs.field(validator=_is_codes)
    limits: tuple[tuple[str, int], ...] = attrs.field(
        default=(), converter=_pairs, validator=_number_by_name
    )
    windows: tuple[Window, ...] = attrs.field(default=(), validator=is_tuple)
    hours: DailyHours | None = attrs.field(default=None, validator=v.optional(is_a(DailyHours)))

    def wants(self, code: str) -> bool:
        """Whether it reads items of a code; who wants B reads B-1 too."""
        return not self.wanted.isdisjoint((code, code.partition("-")[0]))

    def limit(self, parameter: str) -> int | None:
        """Its own limit in place of a parameter of the law; None when it has none."""
        return dict(self.limits).get(parameter)


@attrs.frozen
class HeldItem:
    """An item the central database holds, as far as ticking needs to know it (中央資料庫所存資料).

    Attributes:
        id: identifier of the item at the centre.
        student: whose it is.
        kind: course outcome or performance; advising records never leave the school.
        year: the school year it was submitted for.
        category: 成果類別代碼 of an outcome, category of a performance; empty when not known.
    """

    id: str = attrs.field(validator=_IS_ID)
    student: PersonRef = attrs.field(validator=is_a(PersonRef))
    kind: ItemKind = attrs.field(validator=is_a(ItemKind))
    year: SchoolYear = attrs.field(validator=is_a(SchoolYear))
    category: str = ""

    @kind.validator
    def _never_advising(self, _: object, value: ItemKind) -> None:
        if value is ItemKind.ADVISING:
            raise ValueError("kind: advising records are never submitted, so none is held")


@attrs.frozen
class TickedItem:
    """A centrally held item the applicant ticked for a program (勾選項目).

    Attributes:
        item: id of the held item.
        code: the item code it is ticked under.
    """

    item: str = attrs.field(validator=_IS_ID)
    code: str = attrs.field(validator=_IS_CODE)


@attrs.frozen
class Ticked:
    """Materials taken from the central database (勾選中央資料庫資料).

    Attributes:
        outcomes: ticked course outcomes, in the applicant's order.
        performances: ticked performances, in the applicant's order.
        semesters: semesters whose course records are shown.
    """

    outcomes: tuple[TickedItem, ...] = attrs.field(default=(), validator=is_tuple)
    performances: tuple[TickedItem, ...] = attrs.field(default=(), validator=is_tuple)
    semesters: frozenset[Semester] = attrs.field(
        default=frozenset(), validator=v.deep_iterable(is_a(Semester), is_a(frozenset))
    )


@attrs.frozen
class OwnFile:
    """A file the applicant uploads under one item code (自行上傳檔案).

    Attributes:
        code: item code.
        file: what the store holds.
    """

    code: str = attrs.field(validator=_IS_CODE)
    file: Attachment = attrs.field(validator=is_a(Attachment))


@attrs.frozen
class OwnFiles:
    """Materials uploaded by the applicant in place of ticking (自行上傳備審資料).

    Attributes:
        files: one or more for an item code, in the applicant's order.
    """

    files: tuple[OwnFile, ...] = attrs.field(default=(), validator=is_tuple)


@attrs.frozen
class Statement:
    """A learning statement in one file: reflection, motivation, plan (學習歷程自述).

    Attributes:
        codes: item codes the file answers, such as O, P and Q; at least one.
        file: what the store holds.
    """

    codes: frozenset[str] = attrs.field(validator=[_is_codes, v.min_len(1)])
    file: Attachment = attrs.field(validator=is_a(Attachment))


@attrs.frozen
class Synthesis:
    """A text that brings the performances together (多元表現綜整心得).

    Attributes:
        file: what the store holds.
        characters: 字數, white space not counted.
        pictures: 圖片張數.
        code: item code.
    """

    file: Attachment = attrs.field(validator=is_a(Attachment))
    characters: int = attrs.field(validator=is_whole(0))
    pictures: int = attrs.field(validator=is_whole(0))
    code: str = attrs.field(default="N", validator=_IS_CODE)


@attrs.frozen
class Application:
    """What one applicant chooses for one program (報名校系之備審資料).

    Attributes:
        id: opaque identifier.
        student: the applicant.
        program: 報名校系.
        state: place in the application's life cycle.
        materials: either ticked central items or own files; both cannot be written down.
        statements: learning statements; the law wants one file for its merged codes.
        synthesis: performance synthesis; None when there is none.
        consented_at: instant at which the applicant agreed to the release; None before.
    """

    id: str = attrs.field(validator=_IS_ID)
    student: PersonRef = attrs.field(validator=is_a(PersonRef))
    program: ProgramKey = attrs.field(validator=is_a(ProgramKey))
    state: ApplicationState = attrs.field(
        default=ApplicationState.CONSENTED, validator=is_a(ApplicationState)
    )
    materials: Ticked | OwnFiles = attrs.field(default=Ticked())
    statements: tuple[Statement, ...] = attrs.field(default=(), validator=is_tuple)
    synthesis: Synthesis | None = attrs.field(default=None, validator=v.optional(is_a(Synthesis)))
    consented_at: dt.datetime | None = attrs.field(default=None, validator=v.optional(is_instant))

    @materials.validator
    def _one_or_the_other(self, _: object, value: object) -> None:
        if not isinstance(value, Ticked | OwnFiles):
            found = type(value).__name__
            raise TypeError(f"materials: expected Ticked or OwnFiles, got {found}")

    @property
    def ticked(self) -> Ticked:
        """What is ticked; nothing where own files take its place."""
        return self.materials if isinstance(self.materials, Ticked) else Ticked()

    def uploads(self) -> Iterator[tuple[str, frozenset[str], Attachment]]:
        """Every file the applicant uploaded: JSON pointer, item codes, file."""
        if isinstance(self.materials, OwnFiles):
            for index, own in enumerate(self.materials.files):
                yield f"/materials/files/{index}", frozenset({own.code}), own.file
        for index, statement in enumerate(self.statements):
            yield f"/statements/{index}", statement.codes, statement.file
        if self.synthesis is not None:
            yield "/synthesis", frozenset({self.synthesis.code}), self.synthesis.file
