"""Anybody does anything to a small portfolio in any order, and the law still holds.

No permission and no rule is asked: what is shown here, the tables alone guarantee.
"""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from learnport.errors import NotFound, TransitionRefused
from learnport.model import (
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseOutcome,
    CourseRecord,
    FileGroup,
    OfficerPost,
    OutcomeState,
    Performance,
    PerformanceState,
    PersonRef,
    Portfolio,
    Role,
    SchoolYear,
    SelectionState,
    Semester,
    Work,
    YearlySelection,
)
from learnport.workflow import (
    FIRST,
    OUTCOME,
    PERFORMANCE,
    SELECTION,
    Action,
    Command,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    Event,
    OutcomeStep,
    PerformanceStep,
    Reattach,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    Select,
    SelectionStep,
    StreamKey,
    SubmitSelection,
    UploadOutcome,
    UploadPerformance,
    evolve,
    replay,
)
from tests.unit.model_values import DAY, NOON, PUPIL, STUDENT, TAKING

OUTCOMES, PERFORMANCES = ("o1", "o2"), ("p1", "p2")
YEARS = (SchoolYear(113), SchoolYear(114))
RECORDS = ("r1", "r2")

people = st.sampled_from([PersonRef("ZZ0001", key) for key in ("s1", "s2", "t1", "t2", "c1")])
roles = st.frozensets(st.sampled_from(Role), max_size=2)
words = st.sampled_from(["", "甲", "乙"])
batches = st.integers(1, 3).map(lambda number: BatchKey.parse(f"ZZ0001.yearly.113.first.{number}"))
files = st.sampled_from("ab").map(
    lambda sign: Attachment(f"{sign}.pdf", 1, "application/pdf", sign * 64, FileGroup.DOCUMENT)
)
attached = st.lists(files, max_size=2, unique=True).map(tuple)
works = st.builds(Work, words, st.just(DAY))
picks = (
    st.lists(st.sampled_from(OUTCOMES), unique=True).map(tuple),
    st.lists(st.sampled_from(PERFORMANCES), unique=True).map(tuple),
)


def claimed_outcomes(key: str) -> st.SearchStrategy[CourseOutcome]:
    """Outcomes as uploaded, also by somebody who says that they are certified already."""
    return st.builds(
        CourseOutcome,
        st.just(key), people, st.just("r1"), st.just(Semester(113, 1)), st.just(NOON), words,
        attached, st.sampled_from(OutcomeState), st.none() | people, st.none() | st.just(NOON),
        st.none() | words,
    )  # fmt: skip


def claimed_performances(key: str) -> st.SearchStrategy[Performance]:
    return st.builds(
        Performance,
        st.just(key), people, st.sampled_from(YEARS), st.just(NOON), works, words, attached, words,
        st.sampled_from(PerformanceState),
    )  # fmt: skip


def posts(key: str) -> OfficerPost:
    return OfficerPost(key, PUPIL, "班級", DAY, DAY, "班長", "3")


def advice(key: str, advisor: PersonRef) -> AdvisingRecord:
    form = AdvisingForm.INDIVIDUAL
    return AdvisingRecord(key, PUPIL, advisor, Semester(113, 1), form, DAY, "選修")


Giving = Callable[[Any], st.SearchStrategy[Any]]

GIVING: Final[Mapping[Action, Giving]] = {
    Action.RECORD_STUDENT: lambda _: st.integers(1, 3).map(
        lambda grade: RecordStudent(attrs.evolve(STUDENT, grade=grade))
    ),
    Action.RECORD_TAKING: lambda key: people.map(
        lambda teacher: RecordTaking(attrs.evolve(TAKING, id=key, teacher=teacher))
    ),
    Action.RECORD_COURSE: lambda key: st.booleans().map(
        lambda passed: RecordCourse(CourseRecord(key, passed=passed))
    ),
    Action.RECORD_OFFICER_POST: lambda key: st.just(RecordOfficerPost(posts(key))),
    Action.RECORD_ADVISING: lambda key: people.map(
        lambda advisor: RecordAdvising(advice(key, advisor))
    ),
    Action.UPLOAD_OUTCOME: lambda key: st.builds(UploadOutcome, claimed_outcomes(key)),
    Action.EDIT_OUTCOME: lambda key: st.builds(EditOutcome, st.just(key), words, attached),
    Action.REATTACH: lambda key: st.builds(Reattach, st.just(key), files),
    Action.RETURN: lambda key: st.builds(ReturnOutcome, st.just(key), words),
    Action.UPLOAD_PERFORMANCE: lambda key: st.builds(
        UploadPerformance, claimed_performances(key)
    ),
    Action.EDIT_PERFORMANCE: lambda key: st.builds(
        EditPerformance, st.just(key), works, words, attached, words
    ),
    Action.SELECT: lambda year: st.builds(Select, st.just(year), *picks),
    Action.CORRECT: lambda year: st.builds(CorrectSelection, st.just(year), *picks),
    Action.SUBMIT: lambda year: st.builds(SubmitSelection, st.just(year), batches),
    Action.DISPUTE: lambda year: st.builds(DisputeReceipt, st.just(year), words),
}  # fmt: skip
"""What carries an action on what a key names; the others are bare steps."""

KINDS: Final[Mapping[str, tuple[tuple[Any, ...], Any]]] = {
    "record": (RECORDS, None),
    "outcome": (OUTCOMES, OutcomeStep),
    "performance": (PERFORMANCES, PerformanceStep),
    "selection": (YEARS, SelectionStep),
}
"""What there is to act on, and its bare step."""

EVERYTHING: Final = [
    (action, key) for action in Action for key in KINDS.get(action.partition(".")[0], ((), None))[0]
]


def giving(action: Action, key: Any) -> st.SearchStrategy[Command]:
    """Commands that take this action on what the key names."""
    if action in GIVING:
        return GIVING[action](key)
    _, step = KINDS[action.partition(".")[0]]
    return st.just(step(action, key))


def sensible(portfolio: Portfolio | None, subject: Any) -> tuple[Action, ...]:
    """What the tables accept next of one thing."""
    assert portfolio is not None
    if isinstance(subject, SchoolYear):
        return SELECTION.allowed(portfolio.selection(subject).state)
    if subject in OUTCOMES:
        outcome = portfolio.outcome(subject)
        return OUTCOME.allowed(outcome.state) if outcome else (Action.UPLOAD_OUTCOME,)
    performance = portfolio.performance(subject)
    return PERFORMANCE.allowed(performance.state) if performance else (Action.UPLOAD_PERFORMANCE,)


def living(portfolio: Portfolio | None) -> dict[Any, Any]:
    """Everything with a life cycle, by what names it."""
    if portfolio is None:
        return {}
    return {
        **{each.id: each for each in portfolio.outcomes},
        **{each.id: each for each in portfolio.performances},
        **{each.year: each for each in portfolio.selections},
    }


TERMINAL: Final = {
    CourseOutcome: ("submitted", "discarded"),
    Performance: ("submitted", "discarded"),
    YearlySelection: ("acknowledged",),
}
"""What nothing changes any more; a submitted outcome takes back its own bytes, no more."""

NEWBORN: Final = ("draft", "open", "confirmed")
"""What something may be at once; a student may confirm that nothing is selected."""

EVERYWHERE: Final = {
    CourseOutcome: "draft awaiting certified returned submitted discarded",
    Performance: "draft complete submitted discarded",
    YearlySelection: (
        "open confirmed submitted rejected received acknowledged disputed resolved corrected"
    ),
}


class AnythingByAnybody(RuleBasedStateMachine):
    """A portfolio, its log, and what the teacher saw when certifying."""

    seen: ClassVar[set[tuple[type, str]]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.state: Portfolio | None = None
        self.log: list[Event] = []
        self.certified: dict[str, CourseOutcome] = {}

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
        subject = data.draw(st.sampled_from((*OUTCOMES, *PERFORMANCES, *YEARS)))
        for _ in range(data.draw(st.integers(1, 8))):
            actions = sensible(self.state, subject)
            if not actions:
                break
            actions += 2 * tuple(each for each in actions if not each.endswith(".discard"))
            command = data.draw(giving(data.draw(st.sampled_from(actions)), subject))
            assert self.give(command, Actor(who, roles)), "what the table accepts is accepted"

    def give(self, command: Command, actor: Actor) -> bool:
        """Whether the command was accepted."""
        before, picture = self.state, pickle.dumps(self.state)
        number = len(self.log) + 1
        at = NOON + dt.timedelta(minutes=number)
        event = Event(StreamKey.portfolio(PUPIL), number, at, actor, command, "", FIRST)
        try:
            after = evolve(before, event)
        except (TransitionRefused, NotFound):
            assert pickle.dumps(self.state) == picture, "a refusal changes nothing"
            return False
        assert pickle.dumps(before) == picture, "the old state is never written to"
        assert isinstance(after, Portfolio)
        self.log.append(event)
        self.state = after
        self.compare(living(before), living(after), event)
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
            if isinstance(item, CourseOutcome) and item != was:
                self.inspect(was, item, event)

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

    @invariant()
    def no_identity_stands_twice(self) -> None:
        if self.state is not None:
            keys = [
                [each.id for each in self.state.takings],
                [each.id for each in self.state.outcomes],
                [each.id for each in self.state.performances],
                [each.id for each in self.state.officer_posts],
                [each.id for each in self.state.advising],
                [each.taking for each in self.state.course_records],
                [str(each.year) for each in self.state.selections],
            ]
            assert all(len(set(each)) == len(each) for each in keys)

    @invariant()
    def a_selection_names_a_batch_once_it_was_submitted(self) -> None:
        for selection in self.state.selections if self.state else ():
            never = selection.state in (SelectionState.OPEN, SelectionState.CONFIRMED)
            assert (selection.batch is None) is never


def test_whatever_anybody_does_the_law_holds() -> None:
    AnythingByAnybody.seen.clear()
    thorough = settings(stateful_step_count=40, report_multiple_bugs=False)
    run_state_machine_as_test(AnythingByAnybody, settings=thorough)
    expected = {(kind, state) for kind, states in EVERYWHERE.items() for state in states.split()}
    assert AnythingByAnybody.seen <= expected
    # Chance decides how far it gets; one that stays near its start would prove nothing.
    assert len(AnythingByAnybody.seen) >= 0.7 * len(expected)
