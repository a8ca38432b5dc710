"""Anybody asks anything of the real systems at any time, and the law still holds.

What the law is stands in `auditor`; here stand only the people, the clock and the accidents.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from learnport.model import (
    Actor,
    BatchKey,
    BatchState,
    DepositState,
    Extension,
    ItemKind,
    PersonRef,
    Portfolio,
    Unlock,
    WindowKind,
)
from learnport.workflow import (
    Action,
    AdvisingStep,
    EditOutcome,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PortfolioCommand,
    Reattach,
    RecordAdvising,
    UnlockItem,
)
from tests.stateful import cast, law
from tests.stateful import commands as c
from tests.stateful import world as w
from tests.stateful.desk import Desk
from tests.stateful.pasts import PASTS, Chapter, told
from tests.stateful.ring import Ring, responsible, sensible

REASONS = ("查證後處理。", "查證後處理。", "", "  ")
OPENED_BY = {
    "upload_outcomes": Action.UPLOAD_OUTCOME,
    "certify": Action.REQUEST,
    "upload_performances": Action.UPLOAD_PERFORMANCE,
    "select": Action.SELECT,
    "confirm_receipt": Action.ACKNOWLEDGE,
}
MICROSECOND = dt.timedelta(microseconds=1)


class AnybodyAtAnyTime(RuleBasedStateMachine):
    """The school, the centre, and everybody around them."""

    done: ClassVar[set[str]] = set()
    refusals: ClassVar[set[str]] = set()
    states: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.directory = TemporaryDirectory()
        self.world = w.World(Path(self.directory.name))
        self.desk = Desk(self.world)

    def teardown(self) -> None:
        self.directory.cleanup()
        auditor = self.desk.auditor
        auditor.look_back()
        self.done.update(auditor.done)
        self.refusals.update(self.desk.refusals)
        self.states.update(
            f"{key.kind}.{state.state}"
            for key, state in auditor.states.items()
            if not isinstance(state, Portfolio)
        )

    @invariant()
    def the_auditor_finds_nothing_wrong(self) -> None:
        self.desk.auditor.look()

    @initialize(past=st.sampled_from((*PASTS, ())))
    def a_school_begins(self, past: tuple[Chapter, ...]) -> None:
        if past:
            self.desk.remember(told(past))

    # Anybody.

    def known(self, who: PersonRef) -> c.Known:
        """Every identifier there is, the student's own first."""
        people = sorted(cast.STUDENTS, key=lambda each: each != who)
        portfolios = [each for each in map(self.desk.portfolio, people) if each]
        return c.Known(
            tuple(item.id for each in portfolios for item in each.outcomes),
            tuple(item.id for each in portfolios for item in each.performances),
        )

    def moment(self, data: st.DataObject, who: PersonRef, command: Any) -> dt.datetime:
        """Some instant in the window of the command or at one of its edges, a turn, or now."""
        if data.draw(st.integers(0, 3)) == 0:
            return data.draw(st.sampled_from(cast.TURNS), "at")
        portfolio, kind = self.desk.portfolio(who), law.OPEN_FOR.get(str(command.action))
        if kind is None or portfolio is None:
            return self.world.now
        try:
            opens, closes = cast.WINDOWS[kind, law.term(command, portfolio)]
        except (KeyError, AttributeError):
            return self.world.now
        middle = opens + (closes - opens) / 2
        edges = (middle, opens, closes - MICROSECOND, opens - MICROSECOND, closes)
        return data.draw(st.sampled_from((middle, middle, *edges)), "at")

    @rule(at=st.sampled_from(cast.INSTANTS), utc=st.booleans())
    def time_passes(self, at: dt.datetime, utc: bool) -> None:
        self.world.now = at.astimezone(dt.UTC) if utc else at

    @rule(data=st.data(), who=c.people, count=st.integers(1, 3))
    def anybody_asks_for_anything(self, data: st.DataObject, who: PersonRef, count: int) -> None:
        for _ in range(count):
            command = data.draw(c.commands(c.BUILDS, who, self.known(who)), "command")
            self.somebody_asks(data, who, command)

    @rule(data=st.data(), who=st.sampled_from(cast.STUDENTS), count=st.integers(2, 6))
    def somebody_asks_for_what_makes_sense(
        self, data: st.DataObject, who: PersonRef, count: int
    ) -> None:
        for _ in range(count if self.desk.portfolio(who) else 0):
            action, item = sensible(self.world.school.portfolio(who), data.draw)
            command = data.draw(c.commands_for(who, action, item), "command")
            self.somebody_asks(data, who, command)

    def somebody_asks(self, data: st.DataObject, who: PersonRef, command: PortfolioCommand) -> None:
        right = responsible(who, command, self.desk.portfolio(who))
        actor = data.draw(st.just(right) | st.sampled_from(cast.EVERYBODY), "actor")
        reason = data.draw(st.sampled_from(REASONS), "reason")
        self.desk.ask(who, command, actor, reason, self.moment(data, who, command))

    @rule(
        data=st.data(),
        who=st.sampled_from(cast.STUDENTS),
        actor=st.sampled_from((*cast.TEACHERS, cast.ADVISOR)),
        at=st.sampled_from(cast.TURNS),
    )
    def teachers_come_and_go(
        self, data: st.DataObject, who: PersonRef, actor: Actor, at: dt.datetime
    ) -> None:
        """Who stands in or advises does so from a day on, or up to one: in Taiwan's days."""
        talk = cast.talk_with(who)
        self.desk.ask(who, RecordAdvising(talk), actor, at=at)
        if data.draw(st.booleans(), "struck"):
            strike = AdvisingStep(Action.STRIKE_ADVISING, talk.id)
            self.desk.ask(who, strike, actor, "登錄錯誤。", at)
        if mine := self.known(who).outcomes:
            item = data.draw(st.sampled_from(mine), "item")
            for action in (Action.CERTIFY, Action.REVOKE):
                self.desk.ask(who, OutcomeStep(action, item), actor, "查證後處理。", at)

    @rule(
        data=st.data(),
        who=st.sampled_from(cast.STUDENTS),
        window=c.extensible.filter(lambda window: window in cast.WINDOWS),
        longer=st.timedeltas(MICROSECOND, dt.timedelta(days=30)),
    )
    def staff_give_somebody_more_time(
        self, data: st.DataObject, who: PersonRef, window: Any, longer: dt.timedelta
    ) -> None:
        """Up to its last microsecond it is open for this student, then for nobody."""
        closes = cast.WINDOWS[window][1]
        until, key = closes + longer, data.draw(c.extension_ids, "extension")
        extend = ExtendWindow(Extension(key, WindowKind(window[0]), window[1], until))
        self.desk.ask(who, extend, cast.STAFF, "設備故障。", closes - MICROSECOND)
        action = OPENED_BY[window[0]]
        for student in cast.STUDENTS:
            if portfolio := self.desk.portfolio(student):
                command = data.draw(c.commands_in(student, action, window[1], portfolio))
                actor = responsible(student, command, portfolio)
                for at in (until - MICROSECOND, until):
                    self.desk.ask(student, command, actor, "", at)
        if data.draw(st.booleans(), "taken back"):
            revoke = ExtensionStep(Action.REVOKE_EXTENSION, key)
            self.desk.ask(who, revoke, cast.STAFF, "設備已修復。", until)

    @rule(data=st.data(), who=st.sampled_from(cast.STUDENTS), until=c.moments)
    def staff_unlock_what_was_confirmed(
        self, data: st.DataObject, who: PersonRef, until: dt.datetime
    ) -> None:
        portfolio = self.desk.portfolio(who)
        items = portfolio.selection(cast.YEAR).outcomes if portfolio else ()
        if not items:
            return
        item, key = data.draw(st.sampled_from(items), "item"), data.draw(c.extension_ids, "unlock")
        unlock = UnlockItem(Unlock(key, item, until))
        self.desk.ask(who, unlock, cast.STAFF, "檔案放錯。", until - dt.timedelta(days=1))
        description, files = data.draw(c.good_texts, "text"), data.draw(c.good_files, "files")
        for other in items:
            again = EditOutcome(other, description, files)
            for at in (until - MICROSECOND, until):
                self.desk.ask(who, again, cast.PUPILS[who], "", at)

    @rule(data=st.data(), who=st.sampled_from(cast.STUDENTS), actor=st.sampled_from(cast.EVERYBODY))
    def nobody_submits_by_hand(self, data: st.DataObject, who: PersonRef, actor: Actor) -> None:
        command = data.draw(c.commands(c.ONLY_INSIDE, who, self.known(who)), "command")
        assert self.desk.ask(who, command, actor, "因為我想要。") is None

    @rule(kind=st.sampled_from(ItemKind), content=st.sampled_from((b"", b"%PDF-1.7 <html>", b"MZ")))
    def nobody_attaches_rubbish(self, kind: ItemKind, content: bytes) -> None:
        before = self.world.image()
        context = self.world.context(cast.PUPILS[cast.S1])
        attached = self.world.school.attach(kind, "作業.pdf", io.BytesIO(content), context)
        assert attached.attachment is None
        assert self.world.image() == before

    # The ring.

    @rule(data=st.data(), count=st.integers(1, 3))
    def the_ring_goes_on(self, data: st.DataObject, count: int) -> None:
        """Files that were lost come back first: without them a student is left out."""
        for digest in sorted(self.world.lost):
            self.world.give_back(digest)
        for _ in range(count):
            if not (steps := Ring(self.desk, data.draw).steps()):
                return  # the year is over
            name, step = steps[data.draw(st.integers(0, len(steps) - 1), "step")]
            note(name)
            step()
            self.desk.auditor.look()

    @rule(
        data=st.data(),
        key=c.strange_keys,
        package=st.none() | c.batch_keys,
        actor=st.sampled_from((cast.STAFF, cast.STAFF, *cast.EVERYBODY)),
    )
    def anybody_submits_anything(
        self, data: st.DataObject, key: BatchKey, package: BatchKey | None, actor: Actor
    ) -> None:
        step = data.draw(st.sampled_from(("precheck", "seal", "send", "collect")), "step")
        if step == "send":
            self.desk.send(key, actor, package)
        else:
            getattr(self.desk, step)(key, actor)

    @rule(data=st.data(), turn=st.sampled_from(("ordinary", "ordinary", "first")))
    def the_ring_stumbles(self, data: st.DataObject, turn: str) -> None:
        Ring(self.desk, data.draw).stumble(turn)

    @rule(data=st.data(), key=c.strange_keys, actor=st.sampled_from((cast.CENTRE, *cast.EVERYBODY)))
    def somebody_brings_the_centre_anything(
        self, data: st.DataObject, key: BatchKey, actor: Actor
    ) -> None:
        """Any package under any name, past the school."""
        packages = [path.read_bytes() for path in sorted(self.world.folder.glob("*.zip"))]
        content = data.draw(st.sampled_from([b"rubbish", *packages]), "content")
        sealed = [batch.digest or "" for batch in self.desk.auditor.batches() if batch.digest]
        digest = data.draw(st.sampled_from(["a" * 64, *sealed]), "digest")
        self.desk.deposit(key, digest, content, actor)
        if data.draw(st.booleans(), "at once"):
            self.desk.judge(key, digest, actor)

    # Accidents.

    @rule(prompt=st.booleans())
    def the_centre_works_at_its_own_pace(self, prompt: bool) -> None:
        self.world.line.prompt = prompt

    @rule(without=st.sampled_from(("", "", "01", "02")), centre=st.booleans(), late=st.booleans())
    def a_plan_is_amended(self, without: str, centre: bool, late: bool) -> None:
        plans = self.world.central_plans if centre else self.world.plans
        plans.sync(cast.plan(111 if late else 113, without))

    @rule(digest=st.sampled_from([each.sha256 for each in cast.FILES]))
    def a_file_is_lost(self, digest: str) -> None:
        self.world.lose(digest)

    @rule(data=st.data(), who=st.sampled_from(cast.STUDENTS))
    def a_performance_is_edited_and_completed_again(
        self, data: st.DataObject, who: PersonRef
    ) -> None:
        known = self.known(who).performances
        if not known:
            return
        item = data.draw(st.sampled_from(known), "item")
        opens, closes = cast.WINDOWS["upload_performances", "113"]
        middle = opens + (closes - opens) / 2
        for action in (Action.EDIT_PERFORMANCE, Action.COMPLETE, Action.REATTACH_PERFORMANCE):
            command = data.draw(c.commands_for(who, action, item), "command")
            self.desk.ask(who, command, cast.PUPILS[who], "", middle)

    @precondition(lambda self: self.world.lost)
    @rule(who=st.sampled_from(cast.STUDENTS))
    def lost_files_are_given_back(self, who: PersonRef) -> None:
        for digest in sorted(self.world.lost):
            self.world.give_back(digest)
        portfolio = self.desk.portfolio(who)
        for outcome in portfolio.outcomes if portfolio else ():
            for attachment in outcome.attachments:
                again = Reattach(outcome.id, attachment)
                self.desk.ask(who, again, cast.PUPILS[who])
                assert self.world.school.portfolio(who).outcome(outcome.id) == outcome


EVERY_ACTION = {str(each) for each in Action if not each.startswith(("view.", "application."))}
"""All that leaves a trace at the school or the centre; applications have no system here yet."""
EVERY_STATE = {
    *(f"batch.{each}" for each in BatchState if each != "planned"),
    *(f"deposit.{each}" for each in DepositState),
}
"""A batch is planned and pre-checked in one go."""

GROUNDS = {"LP1113", "LP1401", "LP1405", "LP1502", "LP1503", "LP1601", "LP1605", "LP1701", "LP1702"}
"""The grounds on which most is refused; all others are a matter of luck."""


@pytest.mark.timeout(900)  # a failure takes its time to become a short story
def test_whatever_anybody_does_at_any_time_the_law_holds() -> None:
    for seen in (AnybodyAtAnyTime.done, AnybodyAtAnyTime.refusals, AnybodyAtAnyTime.states):
        seen.clear()
    run_state_machine_as_test(AnybodyAtAnyTime, settings=settings(stateful_step_count=40))
    # How far it gets is left to chance; one that stays near its start would prove nothing.
    assert AnybodyAtAnyTime.states <= EVERY_STATE
    assert len(EVERY_STATE - AnybodyAtAnyTime.states) <= 5, "the machine hardly got anywhere"
    assert len(EVERY_ACTION - AnybodyAtAnyTime.done) <= 5, "the machine did next to nothing"
    assert {"extension.extend", "extension.unlock"} & AnybodyAtAnyTime.done, "no time was given"
    assert len(GROUNDS - AnybodyAtAnyTime.refusals) <= 4, "the machine hardly met the law"


def test_the_auditor_knows_of_every_action_who_may_take_it() -> None:
    assert {action for actions in law.MAY.values() for action in actions.split()} == EVERY_ACTION
    assert set(law.OPEN_FOR) < EVERY_ACTION
    assert set(law.NEEDS_A_REASON.split()) < EVERY_ACTION


@pytest.mark.parametrize("past", PASTS, ids=lambda past: past[-1].__name__)
def test_the_year_can_be_told_so_far(past: tuple[Chapter, ...], tmp_path: Path) -> None:
    """Each chapter insists that what it tells was done; the auditor reads along."""
    desk = Desk(w.World(tmp_path))
    desk.remember(told(past))
    desk.auditor.look()
    desk.auditor.look_back()
