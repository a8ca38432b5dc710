"""Commands on a small portfolio, sensible or not, by anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from learnport.model import (
    AdvisingForm,
    AdvisingRecord,
    AdvisingState,
    Attachment,
    BatchKey,
    CourseOutcome,
    CourseRecord,
    Extension,
    ExtensionState,
    FileGroup,
    OfficerPost,
    OutcomeState,
    Performance,
    PerformanceState,
    PersonRef,
    Portfolio,
    Role,
    SchoolYear,
    Semester,
    Unlock,
    WindowKind,
    Work,
)
from learnport.workflow import (
    ADVISING,
    EXTENSION,
    OUTCOME,
    PERFORMANCE,
    SELECTION,
    Action,
    AdvisingStep,
    Command,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    Reattach,
    ReattachPerformance,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    Select,
    SelectionStep,
    SubmitSelection,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)
from tests.unit.model_values import DAY, NOON, PUPIL, STUDENT, TAKING

OUTCOMES, PERFORMANCES = ("o1", "o2"), ("p1", "p2")
YEARS = (SchoolYear(113), SchoolYear(114))
RECORDS, EXTENSIONS = ("r1", "r2"), ("x1", "x2")
WINDOWS = ((WindowKind.CERTIFY, "113-1"), (WindowKind.SELECT, "113"))

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
        st.none() | words, words, st.none() | st.just(NOON),
    )  # fmt: skip


def claimed_performances(key: str) -> st.SearchStrategy[Performance]:
    return st.builds(
        Performance,
        st.just(key), people, st.sampled_from(YEARS), st.just(NOON), works, words, attached, words,
        st.sampled_from(PerformanceState),
    )  # fmt: skip


def posts(key: str) -> OfficerPost:
    return OfficerPost(key, PUPIL, "班級", DAY, DAY, "班長", "3")


def claimed_advice(key: str) -> st.SearchStrategy[AdvisingRecord]:
    return st.builds(
        AdvisingRecord,
        st.just(key), st.just(PUPIL), people, st.just(Semester(113, 1)),
        st.just(AdvisingForm.INDIVIDUAL), st.just(DAY), words, st.just(()),
        st.sampled_from(AdvisingState),
    )  # fmt: skip


instants = st.integers(0, 99).map(lambda minute: NOON + dt.timedelta(minutes=minute))
standings = st.sampled_from(ExtensionState)


def claimed_extensions(key: str) -> st.SearchStrategy[Extension]:
    return st.builds(
        lambda window, until, state: Extension(key, window[0], window[1], until, state),
        st.sampled_from(WINDOWS), instants, standings,
    )  # fmt: skip


def claimed_unlocks(key: str) -> st.SearchStrategy[Unlock]:
    items = st.sampled_from((*OUTCOMES, *PERFORMANCES))
    return st.builds(Unlock, st.just(key), items, instants, standings)


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
    Action.RECORD_ADVISING: lambda key: st.builds(RecordAdvising, claimed_advice(key)),
    Action.UPLOAD_OUTCOME: lambda key: st.builds(UploadOutcome, claimed_outcomes(key)),
    Action.EDIT_OUTCOME: lambda key: st.builds(EditOutcome, st.just(key), words, attached),
    Action.REATTACH: lambda key: st.builds(Reattach, st.just(key), files),
    Action.RETURN: lambda key: st.builds(ReturnOutcome, st.just(key), words, words),
    Action.UPLOAD_PERFORMANCE: lambda key: st.builds(
        UploadPerformance, claimed_performances(key)
    ),
    Action.EDIT_PERFORMANCE: lambda key: st.builds(
        EditPerformance, st.just(key), works, words, attached, words
    ),
    Action.REATTACH_PERFORMANCE: lambda key: st.builds(ReattachPerformance, st.just(key), files),
    Action.EXTEND: lambda key: st.builds(ExtendWindow, claimed_extensions(key)),
    Action.UNLOCK: lambda key: st.builds(UnlockItem, claimed_unlocks(key)),
    Action.SELECT: lambda year: st.builds(Select, st.just(year), *picks),
    Action.CORRECT: lambda year: st.builds(CorrectSelection, st.just(year), *picks),
    Action.SUBMIT: lambda year: st.builds(SubmitSelection, st.just(year), batches),
    Action.DISPUTE: lambda year: st.builds(DisputeReceipt, st.just(year), words),
}  # fmt: skip
"""What carries an action on what a key names; the others are bare steps."""

KINDS: Final[Mapping[str, tuple[tuple[Any, ...], Any]]] = {
    "record": (RECORDS, None),
    "advising": (RECORDS, AdvisingStep),
    "extension": (EXTENSIONS, ExtensionStep),
    "outcome": (OUTCOMES, OutcomeStep),
    "performance": (PERFORMANCES, PerformanceStep),
    "selection": (YEARS, SelectionStep),
}
"""What there is to act on, and its bare step."""

EVERYTHING: Final = [
    (action, key) for action in Action for key in KINDS.get(action.partition(".")[0], ((), None))[0]
]


SUBJECTS: Final = (*OUTCOMES, *PERFORMANCES, *YEARS, *RECORDS, *EXTENSIONS)
"""Whatever has a life cycle."""


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
    if subject in RECORDS:
        record = portfolio.advising_record(subject)
        return ADVISING.allowed(record.state) if record else (Action.RECORD_ADVISING,)
    if subject in EXTENSIONS:
        more = portfolio.extension(subject)
        return EXTENSION.allowed(more.state) if more else (Action.EXTEND, Action.UNLOCK)
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
        **{each.id: each for each in portfolio.advising},
        **{each.id: each for each in portfolio.extensions},
    }
