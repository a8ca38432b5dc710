"""Anybody does anything to a small portfolio in any order, and the law still holds.

No permission and no rule is asked: what is shown here, the tables alone guarantee.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from learnport.errors import NotFound, TransitionRefused
from learnport.model import (
    TAIPEI,
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseCode,
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
    Student,
    Taking,
    TakingKind,
    Work,
    YearlySelection,
)
from learnport.workflow import (
    FIRST,
    LIFECYCLES,
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
    Lifecycle,
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

BEGIN = dt.datetime(2024, 11, 5, 8, tzinfo=TAIPEI)
DAY = BEGIN.date()
PEOPLE = [PersonRef("ZZ0001", key) for key in ("s1", "s2", "t1", "t2", "c1", "g1")]
PUPIL = PEOPLE[0]
CODE = CourseCode.parse("108041305H11101A1010101")
BATCH = BatchKey.parse("ZZ0001.yearly.113.ordinary.1")

OUTCOMES, PERFORMANCES, YEARS = ("o1", "o2"), ("p1", "p2"), (SchoolYear(113), SchoolYear(114))

people = st.sampled_from(PEOPLE)
words = st.sampled_from(["", "甲", "乙"])
files = st.sampled_from("ab").map(
    lambda sign: Attachment(f"{sign}.pdf", 1, "application/pdf", sign * 64, FileGroup.DOCUMENT)
)
attachments = st.lists(files, max_size=2, unique=True).map(tuple)
outcome_ids = st.sampled_from(OUTCOMES)
performance_ids = st.sampled_from(PERFORMANCES)
years = st.sampled_from(YEARS)
instants = st.just(BEGIN)
works = words.map(lambda name: Work(name, DAY))
picks = {
    "year": years,
    "outcomes": st.lists(outcome_ids, unique=True).map(tuple),
    "performances": st.lists(performance_ids, unique=True).map(tuple),
}

claimed = st.builds(
    CourseOutcome,
    outcome_ids, people, st.just("k1"), st.just(Semester(113, 1)), instants, words, attachments,
    st.sampled_from(OutcomeState), st.none() | people, st.none() | instants,
    st.sampled_from([None, "other"]),
)  # fmt: skip
claimed_performances = st.builds(
    Performance,
    performance_ids, people, years, instants, works, words, attachments, words,
    st.sampled_from(PerformanceState),
)  # fmt: skip
students = st.builds(
    Student,
    st.just(PUPIL), st.just("XX00000000"), st.just(dt.date(2008, 12, 31)), st.just("虛構生"),
    st.just(113), st.integers(1, 3), words, st.integers(1, 2),
)  # fmt: skip

records = st.one_of(
    st.builds(RecordStudent, students),
    st.builds(
        lambda key, teacher: RecordTaking(
            Taking(
                key, PUPIL, TakingKind.REGULAR, Semester(113, 1), CODE, "國語文", 1, "4", teacher
            )
        ),
        st.sampled_from(["k1", "k2"]),
        people,
    ),
    st.builds(lambda key, ok: RecordCourse(CourseRecord(key, passed=ok)), words, st.booleans()),
    st.builds(
        lambda key: RecordOfficerPost(OfficerPost(key, PUPIL, "班級", DAY, DAY, "班長", "3")),
        words,
    ),
    st.builds(
        lambda key, who: RecordAdvising(
            AdvisingRecord(key, PUPIL, who, Semester(113, 1), AdvisingForm.GROUP, DAY, "選修")
        ),
        words,
        people,
    ),
)


def steps(kind: Any, item: st.SearchStrategy[Any], actions: str) -> st.SearchStrategy[Any]:
    return st.builds(kind, st.sampled_from([Action(each) for each in actions.split()]), item)


on_outcomes = st.one_of(
    st.builds(UploadOutcome, claimed),
    st.builds(EditOutcome, outcome_ids, words, attachments),
    st.builds(Reattach, outcome_ids, files),
    st.builds(ReturnOutcome, outcome_ids, st.sampled_from(["wrong_file", "other"])),
    steps(
        OutcomeStep,
        outcome_ids,
        "outcome.request outcome.withdraw outcome.certify outcome.revoke outcome.submit "
        "outcome.discard",
    ),
)
on_performances = st.one_of(
    st.builds(UploadPerformance, claimed_performances),
    st.builds(EditPerformance, performance_ids, works, words, attachments),
    steps(
        PerformanceStep,
        performance_ids,
        "performance.complete performance.submit performance.discard",
    ),
)
on_selections = st.one_of(
    st.builds(Select, **picks),
    st.builds(CorrectSelection, **picks),
    st.builds(SubmitSelection, years, st.just(BATCH)),
    st.builds(DisputeReceipt, years, words),
    steps(
        SelectionStep,
        years,
        "selection.confirm selection.reopen selection.receive selection.reject "
        "selection.acknowledge selection.resolve",
    ),
)
commands = records | on_outcomes | on_performances | on_selections


def by_key(portfolio: Portfolio | None) -> dict[Any, Any]:
    """Everything with a life cycle, by what names it."""
    if portfolio is None:
        return {}
    items = {each.id: each for each in (*portfolio.outcomes, *portfolio.performances)}
    return items | {each.year: each for each in portfolio.selections}


TERMINAL = {
    CourseOutcome: {OutcomeState.SUBMITTED, OutcomeState.DISCARDED},
    Performance: {PerformanceState.SUBMITTED, PerformanceState.DISCARDED},
    YearlySelection: {SelectionState.ACKNOWLEDGED},
}
"""What nothing changes any more; a submitted outcome takes back its own bytes, no more."""


class AnythingByAnybody(RuleBasedStateMachine):
    seen: ClassVar[set[tuple[str, str]]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.state: Portfolio | None = None
        self.log: list[Event] = []
        self.shown: dict[str, tuple[Any, ...]] = {}

    def give(self, command: Command, who: PersonRef, roles: Iterable[Role]) -> None:
        """Give a command and watch what it changes."""
        before, untouched = self.state, attrs.evolve(self.state) if self.state else None
        at = BEGIN + dt.timedelta(minutes=len(self.log))
        actor = Actor(who, frozenset(roles))
        number = len(self.log) + 1
        event = Event(StreamKey.portfolio(PUPIL), number, at, actor, command, "", FIRST)
        try:
            after = evolve(before, event)
        except (TransitionRefused, NotFound):
            assert self.state is before
            assert self.state == untouched
            assert replay(self.log) == self.state
            return
        assert isinstance(after, Portfolio)
        self.log.append(event)
        self.state = after
        self.watch(by_key(before), by_key(after), event)

    def watch(self, before: dict[Any, Any], after: dict[Any, Any], event: Event) -> None:
        assert before.keys() <= after.keys(), "nothing ever vanishes"
        changed = [key for key in after if after[key] != before.get(key)]
        assert len(changed) <= 1, "a command touches one record"
        for key, item in after.items():
            was = before.get(key)
            self.seen.add((type(item).__name__, str(item.state)))
            if was is None:
                assert item.state in (OutcomeState.DRAFT, *SELECTION.table[SelectionState.OPEN].values())
            elif was.state in TERMINAL[type(item)]:
                assert item == was, "nothing leaves a terminal state"
            if isinstance(item, CourseOutcome) and item != was:
                self.watch_outcome(was, item, event)

    def watch_outcome(self, was: CourseOutcome | None, now: CourseOutcome, event: Event) -> None:
        if now.state is OutcomeState.CERTIFIED:
            assert was is not None
            assert was.state is OutcomeState.AWAITING
            assert (now.certifier, now.certified_at) == (event.actor.person, event.at)
            self.shown[now.id] = (now.description, now.attachments, now.certifier, event.at)
        if now.state is OutcomeState.SUBMITTED:
            assert was is not None
            assert was.state is OutcomeState.CERTIFIED, "nothing submitted was uncertified"
            submitted = (now.description, now.attachments, now.certifier, now.certified_at)
            assert submitted == self.shown[now.id], "what is submitted is what was certified"

    @rule(command=commands, who=people, roles=st.frozensets(st.sampled_from(Role), max_size=2))
    def anybody_does_anything(
        self, command: Command, who: PersonRef, roles: frozenset[Role]
    ) -> None:
        self.give(command, who, roles)

    @rule(data=st.data(), who=people)
    def somebody_does_what_makes_sense(self, data: st.DataObject, who: PersonRef) -> None:
        """Without this, a year would rarely get as far as its end."""
        sensible = sensible_actions(self.state)
        action, key = data.draw(st.sampled_from(sensible))
        self.give(data.draw(command_for(action, key)), who, ())

    @invariant()
    def the_log_tells_the_whole_story(self) -> None:
        assert replay(self.log) == self.state
        assert [event.sequence for event in self.log] == list(range(1, len(self.log) + 1))

    @invariant()
    def an_outcome_bears_a_certificate_exactly_while_it_is_certified(self) -> None:
        for outcome in self.state.outcomes if self.state else ():
            certified = outcome.state in (OutcomeState.CERTIFIED, OutcomeState.SUBMITTED)
            returned = outcome.state is OutcomeState.RETURNED
            assert (outcome.certified_at is not None) is certified
            assert (outcome.certifier is not None) is (certified or returned)
            assert (outcome.return_reason is not None) is returned

    @invariant()
    def identities_are_unique(self) -> None:
        if self.state is not None:
            for part in (self.state.outcomes, self.state.performances, self.state.takings):
                assert len({each.id for each in part}) == len(part)
            assert len({each.year for each in self.state.selections}) == len(self.state.selections)

    @invariant()
    def only_a_submitted_selection_names_a_batch(self) -> None:
        for selection in self.state.selections if self.state else ():
            never_sent = selection.state in (SelectionState.OPEN, SelectionState.CONFIRMED)
            assert (selection.batch is None) is never_sent


def sensible_actions(portfolio: Portfolio | None) -> Sequence[tuple[Action, Any]]:
    """What the tables accept next: actions with what they act on."""
    if portfolio is None:
        return [(Action.RECORD_STUDENT, None)]
    wanted: list[tuple[Lifecycle[Any], Any, Any]] = [
        *((OUTCOME, key, portfolio.outcome(key)) for key in OUTCOMES),
        *((PERFORMANCE, key, portfolio.performance(key)) for key in PERFORMANCES),
        *((SELECTION, year, portfolio.selection(year)) for year in YEARS),
    ]
    return [
        (action, key)
        for lifecycle, key, item in wanted
        for action in (lifecycle.allowed(item.state) if item else (lifecycle.birth,))
    ]


def command_for(action: Action, key: Any) -> st.SearchStrategy[Command]:
    """A command that takes this action on what the key names."""
    named = (None, key)
    return commands.filter(
        lambda each: each.action is action and subject_of(each) in named
    )


def subject_of(command: Any) -> Any:
    return getattr(command, "item", getattr(command, "year", None))


def test_whatever_anybody_does_the_law_holds() -> None:
    AnythingByAnybody.seen.clear()
    run_state_machine_as_test(AnythingByAnybody, settings=settings(stateful_step_count=40))
    everywhere = {
        (kind.__name__, str(state))
        for kind, lifecycle in zip(
            (CourseOutcome, Performance, YearlySelection), LIFECYCLES[:3], strict=True
        )
        for state in lifecycle.table
    }
    assert AnythingByAnybody.seen == everywhere, "the machine did not get everywhere"
