"""The law in cases that a registrar can read: those shipped as examples, and many more here.

To add one, put a `[[cases]]` table into a file beside this one; nothing else has to change.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

import attrs
import pytest

from learnport.model import Severity
from learnport.rules import CATALOGUE, lookup
from learnport.sample import LAW_ACTORS, LawCase, judge_law_case, law_examples, read_law_cases
from learnport.sample._law_actions import WAYS
from learnport.sample._law_situation import Situation
from learnport.workflow import Action
from tests.repository import ROOT

HERE: Final = Path(__file__).parent
SHIPPED: Final = files("learnport.sample") / "data" / "law"


def _cases(name: str, text: str) -> Iterator[tuple[str, LawCase]]:
    for case in read_law_cases(text, name):
        yield f"{name.removesuffix('.toml')}: {case.title.zh}", case


EXAMPLES: Final = dict(
    itertools.chain.from_iterable(
        _cases(file.name, file.read_text("utf-8"))
        for file in sorted(SHIPPED.iterdir(), key=lambda file: file.name)
    )
)
FURTHER: Final = dict(
    itertools.chain.from_iterable(
        _cases(file.name, file.read_text("utf-8")) for file in sorted(HERE.glob("*.toml"))
    )
)
ALL: Final = {**EXAMPLES, **FURTHER}

# Codes without a shipped example, and why.
BETWEEN_MACHINES: Final = (
    "what two machines say of a batch; no situation a student or teacher is in"
)
WHOLE_TABLES: Final = "every table of this kind is known whole today; a table in part breaks it"
SINGLE_BYTES: Final = "single bytes of an archive; broken one by one in the tests of packages"
WITHOUT_EXAMPLE: Final = {
    "LP1307": WHOLE_TABLES,
    "LP1806": WHOLE_TABLES,
    **dict.fromkeys(
        ("LP2003", "LP2004", "LP2005", "LP2006", "LP2007", "LP2008", "LP2009", "LP2010",
         "LP2011", "LP2012"),
        BETWEEN_MACHINES,
    ),
    "LP2319": "an application's life cycle refuses it; no platform for applicants reports it yet",
    "LP3115": "a sheet of more than a million rows",
    **dict.fromkeys(("LP3212", "LP3215", "LP3217", "LP3218", "LP3219", "LP3220"), SINGLE_BYTES),
    "LP3223": "a package of more than two hundred thousand entries",
    "LP3224": "tag files of more than 32 MB",
}  # fmt: skip


PERSONAL: Final = (
    "FAKE000001", "FAKE000002", "虛構生", "2000-01-01", "作業1.pdf", "證明1.pdf",
)  # fmt: skip


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_a_law_case_holds_and_no_finding_names_a_person(case: LawCase) -> None:
    findings = judge_law_case(case)
    assert {each.code for each in findings} == set(case.expect)
    said = repr(findings)
    assert [word for word in PERSONAL if word in said] == []


@pytest.mark.parametrize("code", [entry.code for entry in CATALOGUE])
def test_every_code_has_an_example_that_keeps_it_and_one_that_breaks_it(code: str) -> None:
    shown = {case.keeps for case in law_examples(code)}
    if code in WITHOUT_EXAMPLE:
        assert shown != {True, False}, "it has both now: take it off the list"
    else:
        assert shown == {True, False}


def test_an_example_that_keeps_a_rule_passes_unless_the_case_says_what_else_is_seen() -> None:
    refused = {
        name
        for name, case in EXAMPLES.items()
        if case.keeps and any(lookup(code).severity.refuses for code in case.expect)
    }
    assert refused == set()


def test_there_are_hundreds_of_cases_and_no_name_stands_twice() -> None:
    names = [case.title for case in ALL.values()]
    assert len(ALL) >= 150
    assert len({name.zh for name in names}) == len(names)


def test_every_example_stands_in_the_file_of_its_subject() -> None:
    assert {(name[:4].upper(), case.about[:4]) for name, case in EXAMPLES.items()} == {
        (entry.code[:4], entry.code[:4]) for entry in CATALOGUE
    }
    assert [case for case in EXAMPLES.values() if case not in law_examples(case.about)] == []


def test_every_action_of_a_portfolio_is_in_some_case() -> None:
    inside_a_submission = {
        "outcome.submit", "performance.submit", "selection.submit", "selection.receive",
        "selection.reject",
    }  # fmt: skip
    records = ("record", "advising", "outcome", "performance", "selection", "extension", "view")
    actions = {str(each) for each in Action if each.partition(".")[0] in records}
    assert actions - {case.action for case in ALL.values()} == inside_a_submission


def test_every_word_of_a_case_is_explained_to_whoever_adds_one() -> None:
    page = (ROOT / "docs" / "how-to" / "add-a-law-case.md").read_text("utf-8")
    given = {"student", "taking", "plan", "outcome", "performance", "selection", "advising",
             "extension", "unlock", "stand_in", "windows", "settings", "store", "program",
             "held_outcomes", "held_performances", "held_semesters"}  # fmt: skip
    assert given == {field.name for field in attrs.fields(Situation) if field.init}
    words = {*LAW_ACTORS, *WAYS, *given}
    assert {word for word in words if f"`{word}`" not in page} == set()


def test_every_severity_is_in_some_case() -> None:
    seen = {lookup(code).severity for case in ALL.values() for code in case.expect}
    assert seen == set(Severity)
