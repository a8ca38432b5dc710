"""Rules that a plugin adds: put to every case of their kind, after the law's own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import attrs

from learnport.model import ItemKind, SchoolSettings
from learnport.parameters import Law
from learnport.plugins import hookimpl
from learnport.rules import (
    Breach,
    ExtensionCase,
    FileCase,
    OutcomeCase,
    Rule,
    SelectionCase,
    SettingsCase,
    rule,
)
from learnport.workflow import ExtendWindow, Select, UnlockItem, UploadOutcome
from tests.unit.systems_stages import (
    MORE_TIME,
    S1,
    UNLOCKED,
    certified,
    fork,
    opened,
)
from tests.unit.systems_world import (
    CALENDAR,
    CLERK,
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


@rule("LP9104", **WORDS)
def a_week_at_most(case: ExtensionCase, _: Law) -> Iterator[Breach]:
    """Nothing is extended or unlocked for more than a week."""
    if case.extension.until - case.at > dt.timedelta(days=7):
        yield Breach("/until")


@rule("LP9105", **WORDS)
def for_all_grades(case: SettingsCase, _: Law) -> Iterator[Breach]:
    """All grades have the same windows."""
    for index, each in enumerate(case.settings.deadlines):
        if each.grade is not None:
            yield Breach(f"/deadlines/{index}")


@attrs.frozen
class OwnRules:
    """A school's own rules."""

    rules: tuple[Rule[Any], ...]

    @hookimpl
    def learnport_rules(self) -> tuple[Rule[Any], ...]:
        return self.rules


OWN = OwnRules((two_files, something_chosen, no_small_files, a_week_at_most, for_all_grades))


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


def test_a_rule_about_extensions_is_put_to_extensions_and_unlocks() -> None:
    world = fork(certified, more=(OWN,))
    week = dt.timedelta(days=7)
    for command, until in (
        (ExtendWindow(MORE_TIME), MORE_TIME.until),
        (UnlockItem(UNLOCKED), UNLOCKED.until),
    ):
        soon = world.context(CLERK, until - week, "住院")
        assert codes(world.school.explain(S1.ref, command, soon)) == []
        early = world.context(CLERK, until - week - dt.timedelta(microseconds=1), "住院")
        assert codes(world.school.explain(S1.ref, command, early)) == ["LP9104"]
    late = ExtendWindow(attrs.evolve(MORE_TIME, term="113-2"))
    context = world.context(CLERK, UPLOADING, "住院")
    assert codes(world.school.explain(S1.ref, late, context)) == ["LP2222", "LP9104"]


def test_a_rule_about_settings_is_put_to_settings() -> None:
    own = attrs.evolve(CALENDAR[0], grade=3)
    odd = SchoolSettings((*CALENDAR, own), limits={"no.such": 1})
    world = World(more=(OWN,), settings=odd)
    found = world.school.check_settings(world.context(CLERK, UPLOADING))
    assert [(each.code, each.at) for each in found] == [
        ("LP2201", "/limits/no.such"), ("LP9105", "/deadlines/7"),
    ]  # fmt: skip


def test_without_the_plugin_nothing_is_added() -> None:
    world = fork(certified)
    context = world.context(PUPIL, SELECTING)
    assert world.school.explain(S1.ref, Select(YEAR, (), ("p1",)), context) == ()
