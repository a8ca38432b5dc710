"""Anybody does anything to a small portfolio in any order, and the law still holds.

No permission and no rule is asked: what is shown here, the tables alone guarantee.
"""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any, ClassVar, Final

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from learnport.errors import IdentifierTaken, NotFound, TransitionRefused
from learnport.model import (
    Actor,
    AdvisingRecord,
    CourseOutcome,
    Extension,
    OfficerPost,
    OutcomeState,
    Performance,
    PersonRef,
    Portfolio,
    Role,
    SelectionState,
    Taking,
    Unlock,
    YearlySelection,
)
from learnport.workflow import (
    FIRST,
    Command,
    Event,
    ExtendWindow,
    ExtensionStep,
    RecordStudent,
    StreamKey,
    UnlockItem,
    evolve,
    replay,
)
from tests.stateful.anything import (
    EVERYTHING,
    OUTCOMES,
    PERFORMANCES,
    SUBJECTS,
    WINDOWS,
    giving,
    living,
    people,
    roles,
    sensible,
)
from tests.unit.model_values import NOON, PUPIL, STUDENT

TERMINAL: Final = {
    CourseOutcome: ("submitted", "discarded"),
    Performance: ("submitted", "discarded"),
    YearlySelection: ("acknowledged",),
    AdvisingRecord: ("struck",),
    Extension: ("revoked",),
    Unlock: ("revoked",),
}
"""What nothing changes any more; a submitted item takes back its own bytes, no more."""

NEWBORN: Final = ("draft", "open", "confirmed", "recorded", "granted")
"""What something may be at once; a student may confirm that nothing is selected."""

EVERYWHERE: Final = {
    CourseOutcome: "draft awaiting certified returned submitted discarded",
    Performance: "draft complete submitted discarded",
    YearlySelection: (
        "open confirmed submitted rejected received acknowledged disputed resolved corrected"
    ),
    AdvisingRecord: "recorded struck",
    Extension: "granted revoked",
    Unlock: "granted revoked",
}


_KINDS: Final = ("taking", "post", "record", "outcome", "performance", "extension", "unlock")


def borrowed(portfolio: Portfolio | None, command: Command) -> bool:
    """Whether something new bears the identifier of something of another kind."""
    if portfolio is None:
        return False
    news: list[Any] = [getattr(command, kind, None) for kind in _KINDS]
    homes: dict[Any, Any] = {
        Taking: portfolio.takings, OfficerPost: portfolio.officer_posts,
        AdvisingRecord: portfolio.advising, CourseOutcome: portfolio.outcomes,
        Performance: portfolio.performances, Extension: portfolio.extensions,
        Unlock: portfolio.extensions,
    }  # fmt: skip
    for new in news:
        home = homes.get(type(new))
        if home is not None:
            elsewhere = [each for part in homes.values() if part is not home for each in part]
            return any(each.id == new.id for each in elsewhere)
    return False


class AnythingByAnybody(RuleBasedStateMachine):
    """A portfolio, its log, and what the teacher saw when certifying."""

    seen: ClassVar[set[tuple[type, str]]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.state: Portfolio | None = None
        self.log: list[Event] = []
        self.certified: dict[str, CourseOutcome] = {}
        self.granted: dict[str, Extension | Unlock] = {}

    @rule(data=st.data(), who=people, roles=roles)
    def anybody_does_anything(
        self, data: st.DataObject, who: PersonRef, roles: frozenset[Role]
    ) -> None:
        action, key = data.draw(st.sampled_from(EVERYTHING))
        self.give(data.draw(giving(action, key)), Actor(who, roles))

    @rule(data=st.data(), who=people, roles=roles)
    def somebody_brings_one_thing_further(
        self, data: st.DataObject, who: PersonRef, roles: frozenset[Role]
    ) -> None:
        """Without this rule a year would rarely get as far as its end."""
        if self.state is None:
            self.give(RecordStudent(STUDENT), Actor(who, roles))
        subject = data.draw(st.sampled_from(SUBJECTS))
        for _ in range(data.draw(st.integers(1, 8))):
            actions = sensible(self.state, subject)
            if not actions:
                break
            actions += 2 * tuple(each for each in actions if not each.endswith(".discard"))
            command = data.draw(giving(data.draw(st.sampled_from(actions)), subject))
            nothing_there = isinstance(command, UnlockItem) and command.item not in living(
                self.state
            )
            taken = borrowed(self.state, command)
            accepted = self.give(command, Actor(who, roles))
            assert accepted is not (nothing_there or taken), "what the table accepts is accepted"

    def give(self, command: Command, actor: Actor) -> bool:
        """Whether the command was accepted."""
        before, picture = self.state, pickle.dumps(self.state)
        number = len(self.log) + 1
        at = NOON + dt.timedelta(minutes=number)
        event = Event(StreamKey.portfolio(PUPIL), number, at, actor, command, "", FIRST)
        try:
            after = evolve(before, event)
        except (TransitionRefused, NotFound, IdentifierTaken):
            assert pickle.dumps(self.state) == picture, "a refusal changes nothing"
            return False
        assert pickle.dumps(before) == picture, "the old state is never written to"
        assert isinstance(after, Portfolio)
        self.log.append(event)
        self.state = after
        self.compare(living(before), living(after), event)
        self.remember(command)
        return True

    def compare(self, before: dict[Any, Any], after: dict[Any, Any], event: Event) -> None:
        assert before.keys() <= after.keys(), "nothing ever vanishes"
        changed = [key for key, item in after.items() if item != before.get(key)]
        assert len(changed) <= 1, "a command touches one thing"
        for key, item in after.items():
            was = before.get(key)
            self.seen.add((type(item), str(item.state)))
            if was is None:
                assert item.state in NEWBORN
            elif was.state in TERMINAL[type(item)]:
                assert item == was, "nothing leaves a terminal state"
            elif item.state in ("struck", "revoked"):
                assert item == attrs.evolve(was, state=item.state), (
                    "what was written stays readable"
                )
            if isinstance(item, CourseOutcome) and item != was:
                self.inspect(was, item, event)

    def remember(self, command: Command) -> None:
        """What staff granted and did not take back, by the log alone."""
        if isinstance(command, ExtendWindow):
            self.granted[command.extension.id] = command.extension
        elif isinstance(command, UnlockItem):
            self.granted[command.unlock.id] = command.unlock
        elif isinstance(command, ExtensionStep):
            del self.granted[command.extension]

    def inspect(self, was: CourseOutcome | None, now: CourseOutcome, event: Event) -> None:
        if now.state is OutcomeState.CERTIFIED:
            assert was is not None
            assert was.state is OutcomeState.AWAITING
            assert (now.certifier, now.certified_at) == (event.actor.person, event.at)
            self.certified[now.id] = now
        if now.state is OutcomeState.SUBMITTED:
            assert was is not None
            assert was.state is OutcomeState.CERTIFIED, "nothing submitted was ever uncertified"
            shown = attrs.evolve(self.certified[now.id], state=OutcomeState.SUBMITTED)
            assert now == shown, "what is submitted is what the teacher saw"

    @invariant()
    def the_log_tells_the_whole_story(self) -> None:
        assert replay(self.log) == self.state

    @invariant()
    def an_outcome_bears_a_certificate_exactly_while_it_is_certified(self) -> None:
        for outcome in self.state.outcomes if self.state else ():
            certified = outcome.state in ("certified", "submitted")
            returned = outcome.state == "returned"
            assert (outcome.certified_at is not None) is certified
            assert (outcome.certifier is not None) is (certified or returned)
            assert (outcome.return_reason is not None) is returned
            assert returned or not outcome.return_note

    @invariant()
    def a_student_has_exactly_the_time_staff_granted_and_did_not_take_back(self) -> None:
        if self.state is None:
            return
        for kind, term in WINDOWS:
            instants = [
                each.until
                for each in self.granted.values()
                if isinstance(each, Extension) and (each.kind, each.term) == (kind, term)
            ]
            assert self.state.extended(kind, term) == max(instants, default=None)
        for item in (*OUTCOMES, *PERFORMANCES):
            instants = [
                each.until
                for each in self.granted.values()
                if isinstance(each, Unlock) and each.item == item
            ]
            assert self.state.unlocked(item) == max(instants, default=None)

    @invariant()
    def no_identity_stands_twice(self) -> None:
        if self.state is not None:
            keys = [
                [each.id for each in self.state.takings],
                [each.id for each in self.state.outcomes],
                [each.id for each in self.state.performances],
                [each.id for each in self.state.officer_posts],
                [each.id for each in self.state.advising],
                [each.id for each in self.state.extensions],
                [each.taking for each in self.state.course_records],
                [str(each.year) for each in self.state.selections],
            ]
            assert all(len(set(each)) == len(each) for each in keys)

    @invariant()
    def a_selection_names_a_batch_once_it_was_submitted_and_a_dispute_once_it_is_disputed(
        self,
    ) -> None:
        for selection in self.state.selections if self.state else ():
            never = selection.state in (SelectionState.OPEN, SelectionState.CONFIRMED)
            assert (selection.batch is None) is never
            if selection.state in ("disputed", "resolved"):
                assert selection.disputed_at is not None
            elif selection.state not in ("acknowledged", "corrected"):
                assert (selection.dispute, selection.disputed_at) == ("", None)


def test_whatever_anybody_does_the_law_holds() -> None:
    AnythingByAnybody.seen.clear()
    thorough = settings(stateful_step_count=40, report_multiple_bugs=False)
    run_state_machine_as_test(AnythingByAnybody, settings=thorough)
    expected = {(kind, state) for kind, states in EVERYWHERE.items() for state in states.split()}
    assert AnythingByAnybody.seen <= expected
    # Chance decides how far it gets; one that stays near its start would prove nothing.
    assert len(AnythingByAnybody.seen) >= 0.7 * len(expected)
