"""Law cases: what the rules say in a situation, written down for people to read and to add.

A registrar reads them, the catalogue shows them as examples, and the tests run them.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.errors import DataError
from learnport.formats import structure
from learnport.model import Finding, Semester, Text
from learnport.sample._law_actions import WAYS, Asked
from learnport.sample._law_situation import Situation, platform
from learnport.sample._law_words import LAW_ACTORS, laid_over, marks_of, reader, spelt, usual
from learnport.workflow import Context

__all__ = ["LawCase", "built", "judge_law_case"]

_USUAL: Final = Semester(113, 1)
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@attrs.frozen
class LawCase:
    """One situation and what the rules say about it (法規案例).

    Attributes:
        title: what the case says, one sentence.
        about: the code it illustrates.
        on: instant at which somebody acts.
        actor: who acts, as a word of `learnport.sample.LAW_ACTORS`.
        action: what they do.
        given: what differs from the usual situation.
        handed_in: what differs from what is usually handed in.
        expect: exactly the codes of the findings, each once; empty when there are none.
        semester: in which the situation lies.
        reason: the actor's words, where an action needs a reason.
    """

    title: Text
    about: str
    on: dt.datetime
    actor: str
    action: str
    given: Mapping[str, Any] = attrs.field(default=_NOTHING, hash=False)
    handed_in: Mapping[str, Any] = attrs.field(default=_NOTHING, hash=False)
    expect: tuple[str, ...] = ()
    semester: Semester = _USUAL
    reason: str = ""

    @property
    def keeps(self) -> bool:
        """Whether it shows its rule kept rather than broken."""
        return self.about not in self.expect


def built(case: LawCase) -> tuple[Situation, Any]:
    """The situation of a case, and what is handed in.

    Raises:
        DataError: `problems` names every place that does not fit, below `/given` and `/with`.
    """
    marks = marks_of(case.semester)
    parts = (
        ("given", usual()["given"], case.given, Situation),
        ("with", usual()["with"][case.action], case.handed_in, WAYS[case.action].reads),
    )
    made: list[Any] = []
    problems: list[tuple[str, str]] = []
    for name, usually, changes, kind in parts:
        try:
            made.append(structure(spelt(laid_over(usually, changes), marks), kind, reader()))
        except DataError as error:
            problems += [(f"/{name}{at}", sentence) for at, sentence in _problems(error)]
    if problems:
        detail = "; ".join(f"{at}: {sentence}" for at, sentence in problems)
        raise DataError(detail=detail, problems=tuple(problems))
    situation, handed_in = made
    return situation, handed_in


def _problems(error: DataError) -> tuple[tuple[str, str], ...]:
    problems: tuple[tuple[str, str], ...] = vars(error)["problems"]
    return problems


def judge_law_case(case: LawCase, *plugins: object) -> tuple[Finding, ...]:
    """Everything the rules say about a case; a case holds when the codes are those expected.

    Args:
        case: what is judged.
        plugins: further plugins of the host, with their parameters and rules.

    Raises:
        DataError: the case does not fit together; `read_law_cases` lets no such case through.
    """
    situation, handed_in = built(case)
    ids = (f"new-{number}" for number in itertools.count(1))
    context = Context(LAW_ACTORS[case.actor], case.on, lambda: next(ids), case.reason)
    asked = Asked(situation, platform(situation, handed_in, plugins), context)
    return WAYS[case.action].judge(asked, handed_in)
