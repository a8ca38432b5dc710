"""Asking and explaining: whatever is asked, by whomever, at any time, both say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    Actor,
    Extension,
    Unlock,
    WindowKind,
    Work,
)
from learnport.workflow import (
    Action,
    AdvisingStep,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
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
    StreamKey,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
    evolve,
)
from tests.unit.systems_stages import (
    FILE,
    S1,
    S2,
    advised,
    awaiting,
    certified,
    chosen,
    confirmed,
    disputed,
    drafted,
    fork,
    granted,
    opened,
    received,
    resolved,
)
from tests.unit.systems_world import (
    ADVISOR,
    ANSWERING,
    CLERK,
    COLLEAGUE,
    PUPIL,
    SELECTING,
    STAND_IN,
    STRANGERS,
    TEACHER,
    UPLOADING,
    WINDOWS,
    YEAR,
    World,
    advising,
    at,
    course_outcome,
    document,
    grades,
    officer_post,
    performance,
    taking,
)

TICK = dt.timedelta(microseconds=1)

# What somebody asks for, whatever it is.

ITEMS = st.sampled_from(["o1", "o2", "p1", "v-s1", "nothing"])
GRANTS = st.sampled_from(["e1", "u1", "e2"])
EDGES = [at(edge) for window in WINDOWS.values() for edge in window]
INSTANTS = st.sampled_from(
    [UPLOADING, SELECTING, ANSWERING, *(edge + tick * TICK for edge in EDGES for tick in (-1, 0))]
)
PICKS = st.lists(ITEMS, max_size=3).map(tuple)
TEXTS = st.sampled_from(["", " ", "課堂報告", "字" * 100, "字" * 101])
FILES = st.lists(st.sampled_from([document(FILE), document(b"nowhere")]), max_size=2).map(tuple)
STUDENTS = st.sampled_from([S1, S2])
WORK = Work("詩集", dt.date(2024, 8, 1))
COMMANDS: st.SearchStrategy[PortfolioCommand] = st.one_of(
    st.builds(RecordStudent, STUDENTS),
    st.builds(RecordTaking, STUDENTS.map(taking)),
    st.builds(RecordCourse, STUDENTS.map(grades)),
    st.builds(RecordOfficerPost, STUDENTS.map(officer_post)),
    st.builds(RecordAdvising, STUDENTS.map(advising)),
    st.builds(
        lambda student, key, text, files: UploadOutcome(
            course_outcome(student, key, *files, description=text)
        ),
        STUDENTS, ITEMS, TEXTS, FILES,
    ),
    st.builds(
        lambda student, key, text, files: UploadPerformance(
            performance(student, key, *files, description=text)
        ),
        STUDENTS, ITEMS, TEXTS, FILES,
    ),
    st.builds(EditOutcome, ITEMS, TEXTS, FILES),
    st.builds(EditPerformance, ITEMS, st.just(WORK), TEXTS, FILES),
    st.builds(Reattach, ITEMS, st.sampled_from([document(FILE), document(b"nowhere")])),
    st.builds(ReturnOutcome, ITEMS, st.sampled_from(["wrong_file", "other", "", "bad"]), TEXTS),
    st.builds(
        OutcomeStep,
        st.sampled_from([
            Action.REQUEST, Action.WITHDRAW, Action.CERTIFY, Action.REVOKE,
            Action.DISCARD_OUTCOME,
        ]),
        ITEMS,
    ),
    st.builds(
        PerformanceStep,
        st.sampled_from([Action.COMPLETE, Action.DISCARD_PERFORMANCE]),
        ITEMS,
    ),
    st.builds(AdvisingStep, st.just(Action.STRIKE_ADVISING), ITEMS),
    st.builds(
        ReattachPerformance, ITEMS, st.sampled_from([document(b"s1 p1"), document(b"nowhere")])
    ),
    st.builds(
        lambda key, window, until: ExtendWindow(Extension(key, window[0], window[1], until)),
        GRANTS,
        st.sampled_from([
            (WindowKind.UPLOAD_OUTCOMES, "113-1"), (WindowKind.SELECT, "113"),
            (WindowKind.CONFIRM_RECEIPT, "113"), (WindowKind.SELECT, "114"),
        ]),
        INSTANTS,
    ),
    st.builds(lambda key, item, until: UnlockItem(Unlock(key, item, until)),
              GRANTS, ITEMS, INSTANTS),
    st.builds(ExtensionStep, st.just(Action.REVOKE_EXTENSION), GRANTS),
    st.builds(Select, st.just(YEAR), PICKS, PICKS),
    st.builds(CorrectSelection, st.just(YEAR), PICKS, PICKS),
    st.builds(DisputeReceipt, st.just(YEAR), TEXTS),
    st.builds(
        SelectionStep,
        st.sampled_from([Action.CONFIRM, Action.REOPEN, Action.ACKNOWLEDGE, Action.RESOLVE]),
        st.just(YEAR),
    ),
)  # fmt: skip
PEOPLE = st.sampled_from([
    PUPIL, PUPIL, PUPIL, TEACHER, TEACHER, CLERK, CLERK, ADVISOR, COLLEAGUE, STAND_IN,
    *STRANGERS.values(),
])  # fmt: skip
WORLDS: st.SearchStrategy[Callable[[], World]] = st.sampled_from([
    opened, drafted, awaiting, certified, advised, chosen, confirmed, granted, received,
    disputed, resolved,
])  # fmt: skip


@given(WORLDS, COMMANDS, PEOPLE, INSTANTS, st.sampled_from(["", "查證屬實"]))
def test_explain_says_beforehand_exactly_what_perform_does(
    world: Callable[[], World],
    command: PortfolioCommand,
    by: Actor,
    when: dt.datetime,
    reason: str,
) -> None:
    """And a refused command changes nothing, an accepted one adds exactly itself."""
    here, key = fork(world), StreamKey.portfolio(S1.ref)
    context = here.context(by, when, reason)
    before, log = here.portfolio(), here.log(key)
    others = {each: events for each, events in here.logs().items() if each != key}

    explained = here.school.explain(S1.ref, command, context)
    assert here.log(key) == log
    decision = here.school.perform(S1.ref, command, context)

    assert decision.findings == explained
    if any(each.severity.refuses for each in explained):
        assert (decision.done, decision.events, decision.state) == (False, (), before)
        assert here.log(key) == log
    else:
        (event,) = decision.events
        assert (event.command, event.actor, event.at) == (command, by, when)
        assert (event.reason, event.sequence) == (reason, len(log) + 1)
        assert here.log(key) == (*log, event)
        assert decision.state == here.portfolio() == evolve(before, event)
    assert {each: events for each, events in here.logs().items() if each != key} == others
