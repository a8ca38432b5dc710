"""Words of the sample school: made-up names, titles, descriptions and whole papers.

The vocabulary is data (`data/words.toml`); the functions here only choose from it, with the
dice the caller brings. Nothing names a real person, school or company.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from random import Random
from types import MappingProxyType
from typing import Any

import attrs

from learnport.errors import NotFound
from learnport.model import PerformanceDetails

__all__ = [
    "Figure",
    "Section",
    "Writing",
    "description_of_length",
    "notice",
    "outcome_writing",
    "performance_writing",
    "school_name",
    "student_name",
    "subjects",
    "teacher_name",
]

_SLOT = re.compile(r"\{(\w+)\}")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@attrs.frozen
class Figure:
    """A picture to be drawn (圖).

    Attributes:
        kind: bar, line, pie, scatter, steps, photo, scene, certificate or award.
        caption: the line below it.
        labels: words in the picture; what they mean depends on the kind.
        unit: what the vertical axis of a chart counts; else empty.
    """

    kind: str
    caption: str
    labels: tuple[str, ...]
    unit: str


@attrs.frozen
class Section:
    """One section of a paper (段落); it fills a page together with its figure."""

    heading: str
    paragraphs: tuple[str, ...]
    figure: Figure


@attrs.frozen
class Writing:
    """What a made-up student hands in, in words (作品內容).

    Attributes:
        title: at most 30 characters.
        description: 成果簡述 or 內容簡述, at most 100 characters.
        topic: the subject's name (科目名稱), or for a performance its title again.
        sections: the paper's text, one page each.
        picture: the one picture that stands for the whole.
        fields: words for the fields of the category's own roster sheet, by the model's names.
    """

    title: str
    description: str
    topic: str
    sections: tuple[Section, ...]
    picture: Figure
    fields: Mapping[str, str] = MappingProxyType({})


def school_name() -> str:
    """The sample school's name (學校名稱)."""
    return str(_words()["school"])


def notice() -> str:
    """The sentence that says that all of it is made up; printed on every cover."""
    return str(_words()["notice"])


def subjects() -> tuple[str, ...]:
    """Names of the subjects (科目名稱) there are topics for."""
    return tuple(_words()["subjects"])


def student_name(number: int) -> str:
    """Name of the student with this number; nobody is called so (學生姓名).

    >>> student_name(105)
    '樣本一〇五'
    """
    return "樣本" + str(number).translate(_DIGITS)


def teacher_name(number: int) -> str:
    """Name of the teacher with this number; nobody is called so (教師姓名).

    >>> teacher_name(12)
    '虛構一二'
    """
    return "虛構" + str(number).translate(_DIGITS)


def outcome_writing(rng: Random, subject: str) -> Writing:
    """A course outcome of this subject in words (課程學習成果).

    Raises:
        NotFound: no topics are known for the subject.
    """
    words = _words()
    try:
        entry = words["subjects"][subject]
    except KeyError:
        raise NotFound(what="sample subject", key=subject) from None
    family = entry["family"]
    slots = _slots(rng, rng.choice(entry["titles"]))
    return _writing(
        rng,
        title=slots["theme"],
        description=_description(rng, words["descriptions"][family], slots),
        topic=subject,
        family=words["families"][family],
        figures=words["families"][family]["figures"],
        slots=slots,
        fields={},
    )


def performance_writing(rng: Random, category: type[PerformanceDetails]) -> Writing:
    """A performance of this category in words (多元表現).

    Raises:
        NotFound: the class is none of the ten categories.
    """
    words = _words()
    try:
        entry = words["performances"][category.__name__]
    except KeyError:
        raise NotFound(what="performance category", key=category.__name__) from None
    fields = {name: rng.choice(some) for name, some in rng.choice(entry["fields"]).items()}
    title = _fill(rng, rng.choice(entry["titles"]), fields)
    slots = _slots(rng, title) | fields
    return _writing(
        rng,
        title=title,
        description=_description(rng, entry["descriptions"], slots),
        topic=title,
        family=words["families"]["activity"],
        figures=entry["figures"],
        slots=slots,
        fields=fields,
    )


def description_of_length(rng: Random, length: int) -> str:
    """A description of exactly `length` characters, for tests of the limit."""
    words = _words()
    sentences = [*words["opening"]["sentences"], *words["closing"]["sentences"]]
    slots = _slots(rng, words["notice"])
    text = ""
    while len(text) < length:
        text += _fill(rng, rng.choice(sentences), slots)
    return text[: length - 1] + "。" if length else ""


@functools.cache
def _words() -> Mapping[str, Any]:
    file = resources.files("learnport.sample") / "data" / "words.toml"
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")))


def _slots(rng: Random, theme: str) -> dict[str, str]:
    chosen = {name: rng.choice(some) for name, some in _words()["slots"].items()}
    return chosen | {"theme": theme}


def _fill(rng: Random, template: str, slots: Mapping[str, str]) -> str:
    fresh = _words()["fresh"]
    return _SLOT.sub(
        lambda found: slots.get(found[1]) or str(rng.choice(fresh[found[1]])),
        template,
    )


def _description(rng: Random, templates: list[str], slots: Mapping[str, str]) -> str:
    tail: str = rng.choice(_words()["tails"]["sentences"])
    return _fill(rng, rng.choice(templates), slots) + tail


def _writing(
    rng: Random,
    *,
    title: str,
    description: str,
    topic: str,
    family: Mapping[str, Any],
    figures: list[str],
    slots: Mapping[str, str],
    fields: Mapping[str, str],
) -> Writing:
    words = _words()
    plans = [words["opening"], *family["sections"], words["closing"]]
    return Writing(
        title=title,
        description=description,
        topic=topic,
        sections=tuple(_section(rng, plan, slots) for plan in plans),
        picture=_figure(rng, rng.choice(figures)),
        fields=MappingProxyType(dict(fields)),
    )


def _section(rng: Random, plan: Mapping[str, Any], slots: Mapping[str, str]) -> Section:
    sentences = plan["sentences"]
    chosen = sorted(rng.sample(range(len(sentences)), 6))
    said = [_fill(rng, sentences[index], slots) for index in chosen]
    return Section(
        heading=plan["heading"],
        paragraphs=tuple("".join(said[start : start + 2]) for start in range(0, 6, 2)),
        figure=_figure(rng, rng.choice(plan["figures"])),
    )


def _figure(rng: Random, kind: str) -> Figure:
    entry = _words()["figures"][kind]
    return Figure(
        kind=kind,
        caption=rng.choice(entry["captions"]),
        labels=tuple(rng.choice(entry["labels"])),
        unit=rng.choice(entry["unit"]),
    )
