"""Rules that a plugin adds: put to every case of their kind, after the law's own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import attrs

from learnport.model import ItemKind
from learnport.parameters import Law
from learnport.plugins import hookimpl
from learnport.rules import Breach, FileCase, OutcomeCase, Rule, SelectionCase, rule
from learnport.workflow import Select, UploadOutcome
from tests.unit.systems_scenes import S1, certified, fork, opened
from tests.unit.systems_world import (
    PUPIL,
    SELECTING,
    UPLOADING,
    YEAR,
    World,
    codes,
    course_outcome,
)

WORDS: dict[str, Any] = {
    "zh": "本校另有規定。",
    "en": "This school has a rule of its own.",
    "remedy_zh": "請洽教務處。",
    "remedy_en": "Ask the academic affairs office.",
    "source": "學校規定",
}


@rule("LP9101", **WORDS)
def two_files(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """An outcome has at least two files."""
    if len(case.outcome.attachments) < 2:
        yield Breach("/attachments")


@rule("LP9102", **WORDS)
def something_chosen(case: SelectionCase, _: Law) -> Iterator[Breach]:
    """Something is chosen."""
    if not case.outcome_ids:
        yield Breach("/outcomes")


@rule("LP9103", **WORDS)
def no_small_files(case: FileCase, _: Law) -> Iterator[Breach]:
    """A file has at least a kilobyte."""
    if case.size < 1024:
        yield Breach()


@attrs.frozen
class OwnRules:
    """A school's own rules."""

    rules: tuple[Rule[Any], ...]

    @hookimpl
    def learnport_rules(self) -> tuple[Rule[Any], ...]:
        return self.rules


OWN = OwnRules((two_files, something_chosen, no_small_files))


def test_a_rule_about_outcomes_is_put_to_outcomes_and_after_the_laws_own() -> None:
    world = fork(opened, more=(OWN,))
    context = world.context(PUPIL, UPLOADING)
    long = course_outcome(S1, "o1", world.file(b"one"), description="字" * 101)
    decision = world.school.perform(S1.ref, UploadOutcome(long), context)
    assert codes(decision) == ["LP1003", "LP9101"]
    assert decision.findings[1].message.zh == "本校另有規定。"
    assert world.portfolio().outcomes == ()
    both = course_outcome(S1, "o1", world.file(b"one"), world.file(b"two"))
    assert world.school.explain(S1.ref, UploadOutcome(both), context) == ()


def test_a_rule_about_selections_is_put_to_selections() -> None:
    world = fork(certified, more=(OWN,))
    context = world.context(PUPIL, SELECTING)
    assert codes(world.school.explain(S1.ref, Select(YEAR, (), ("p1",)), context)) == ["LP9102"]
    assert codes(world.school.explain(S1.ref, Select(YEAR, ("o1",), ()), context)) == []


def test_a_rule_about_files_keeps_a_file_out_of_the_store() -> None:
    world = World(more=(OWN,))
    context = world.context(PUPIL, UPLOADING)
    attached = world.school.attach(ItemKind.OUTCOME, "a.pdf", io.BytesIO(b""), context)
    assert codes(attached.findings) == ["LP1101"]
    gif = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
    attached = world.school.attach(ItemKind.OUTCOME, "a.gif", io.BytesIO(gif), context)
    assert codes(attached.findings) == ["LP1104", "LP9103"]
    assert list(world.blobs.digests()) == []


def test_without_the_plugin_nothing_is_added() -> None:
    world = fork(certified)
    context = world.context(PUPIL, SELECTING)
    assert world.school.explain(S1.ref, Select(YEAR, (), ("p1",)), context) == ()
