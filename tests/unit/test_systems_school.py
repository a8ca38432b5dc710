"""The school platform: what is done is in the log, what is refused leaves no trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from learnport.errors import NotFound
from learnport.model import (
    Actor,
    OutcomeState,
    Performance,
    SelectionState,
    Work,
)
from learnport.systems import SchoolPlatform
from learnport.workflow import (
    Action,
    EditOutcome,
    Reattach,
    RecordStudent,
    SelectionStep,
    UploadOutcome,
)
from tests.unit.systems_stages import (
    FILE,
    S1,
    awaiting,
    certified,
    confirmed,
    fork,
    opened,
)
from tests.unit.systems_world import (
    CLERK,
    FALL,
    PUPIL,
    SCHOOL,
    SELECTING,
    STAND_IN,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    at,
    codes,
    course_outcome,
    document,
    pupil,
)

WORK = Work("詩集", dt.date(2024, 10, 1))


# Certification.


def test_an_edit_voids_the_certification() -> None:
    world = fork(certified)
    before = world.portfolio().outcome("o1")
    assert before is not None
    assert (before.state, before.certifier) == (OutcomeState.CERTIFIED, TEACHER.person)
    assert before.certified_at == UPLOADING
    world.do(S1, EditOutcome("o1", "改過", before.attachments), PUPIL)
    after = world.portfolio().outcome("o1")
    assert after == attrs.evolve(
        before, description="改過", state=OutcomeState.DRAFT, certifier=None, certified_at=None
    )


def test_an_edit_that_changes_nothing_voids_it_too() -> None:
    world = fork(certified)
    before = world.portfolio().outcome("o1")
    assert before is not None
    world.do(S1, EditOutcome("o1", before.description, before.attachments), PUPIL)
    after = world.portfolio().outcome("o1")
    assert after is not None
    assert (after.state, after.certifier) == (OutcomeState.DRAFT, None)


def test_giving_back_the_identical_bytes_keeps_the_certification() -> None:
    world = fork(certified)
    before = world.portfolio().outcome("o1")
    world.do(S1, Reattach("o1", document(FILE, name="還原的檔案.pdf")), PUPIL)
    assert world.portfolio().outcome("o1") == before


def test_giving_back_other_bytes_is_refused_and_keeps_it_as_well() -> None:
    world = fork(certified)
    before = world.portfolio().outcome("o1")
    other = world.file(FILE + b" ")
    context = world.context(PUPIL, UPLOADING)
    decision = world.school.perform(S1.ref, Reattach("o1", other), context)
    assert [(each.code, each.at) for each in decision.findings] == [("LP1607", "/attachment")]
    assert world.portfolio().outcome("o1") == before


def test_a_confirmed_selection_holds_its_items_until_staff_reopen_it_with_a_reason() -> None:
    world = fork(confirmed)
    edit = EditOutcome("o1", "改過", (document(FILE),))
    mine, staff = world.context(PUPIL, UPLOADING), world.context(CLERK, SELECTING)
    reopen = SelectionStep(Action.REOPEN, YEAR)
    refused = world.school.perform(S1.ref, edit, mine)
    assert codes(refused) == ["LP1606"]
    assert dict(refused.findings[0].values)["item"] == "o1"
    assert codes(world.school.perform(S1.ref, reopen, mine)) == ["LP1701"]
    assert codes(world.school.perform(S1.ref, reopen, staff)) == ["LP1605"]
    world.do(S1, reopen, CLERK, SELECTING, "學生漏選一件")
    assert world.portfolio().selection(YEAR).state is SelectionState.OPEN
    world.do(S1, edit, PUPIL)


def test_what_is_not_in_the_confirmed_selection_can_still_be_edited() -> None:
    world = fork(confirmed)
    world.draft(S1, "o2")
    world.do(S1, EditOutcome("o2", "改過", (document(b"s1 o2"),)), PUPIL)


# The vocabulary of the field.


def test_words_are_brought_into_one_form_before_they_are_kept() -> None:
    world = fork(opened)
    context = world.context(PUPIL, UPLOADING)
    outcome = world.school.upload_outcome(
        S1.ref, "k-s1", FALL, "  cafe\u0301\r\n報告 ", [world.file(FILE)], context
    )
    shown = world.school.upload_performance(
        S1.ref, YEAR, WORK, "\t詩\r", [], context, link="https://example.org/v"
    )
    portfolio = world.portfolio()
    assert portfolio.outcomes == (
        course_outcome(S1, outcome.item, document(FILE), description="café\n報告"),
    )
    assert portfolio.performances == (
        Performance(
            shown.item, S1.ref, YEAR, UPLOADING, WORK, "詩", (), "https://example.org/v"
        ),
    )  # fmt: skip
    assert (outcome.item, shown.item) == ("i1", "i2")


def test_a_year_at_school_in_the_words_of_the_field() -> None:
    world = fork(opened)
    school, mine = world.school, world.context(PUPIL, UPLOADING)
    teacher, autumn = world.context(TEACHER, UPLOADING), world.context(PUPIL, SELECTING)
    file = world.file(FILE)
    item = school.upload_outcome(S1.ref, "k-s1", FALL, "報告", [file], mine).item
    states = [OutcomeState.DRAFT]

    def then(done: bool) -> None:
        assert done
        outcome = world.portfolio().outcome(item)
        assert outcome is not None
        states.append(outcome.state)

    then(school.request_certification(S1.ref, item, mine).done)
    then(school.return_outcome(S1.ref, item, "other", teacher, "缺封面").done)
    then(school.perform(S1.ref, EditOutcome(item, "報告二", (file,)), mine).done)
    then(school.request_certification(S1.ref, item, mine).done)
    then(school.certify(S1.ref, item, teacher).done)
    assert states == ["draft", "awaiting", "returned", "draft", "awaiting", "certified"]
    shown = school.upload_performance(S1.ref, YEAR, WORK, "詩", [], mine).item
    assert school.complete(S1.ref, shown, mine).item == shown
    assert school.select(S1.ref, YEAR, [item], [shown], autumn).done
    assert school.confirm_selection(S1.ref, YEAR, autumn).done
    selection = world.portfolio().selection(YEAR)
    assert (selection.outcomes, selection.performances) == ((item,), (shown,))
    assert selection.state is SelectionState.CONFIRMED


def test_a_return_keeps_its_reason_and_who_gave_it() -> None:
    world = fork(awaiting)
    context = world.context(STAND_IN, UPLOADING)
    assert world.school.return_outcome(S1.ref, "o1", "unreadable", context).done
    outcome = world.portfolio().outcome("o1")
    assert outcome is not None
    assert (outcome.return_reason, outcome.certifier) == ("unreadable", STAND_IN.person)
    assert (outcome.state, outcome.certified_at) == (OutcomeState.RETURNED, None)


# Looking.


def test_the_portfolio_of_nobody_is_not_found() -> None:
    with pytest.raises(NotFound, match=r"portfolio ZZ0001:s9 does not exist"):
        fork(opened).school.portfolio(pupil(9).ref)


def test_a_command_on_nobodys_portfolio_is_refused() -> None:
    world = fork(opened)
    command = UploadOutcome(course_outcome(pupil(9), "o1"))
    mine = world.context(Actor(pupil(9).ref, PUPIL.roles), UPLOADING)
    assert codes(world.school.perform(pupil(9).ref, command, mine)) == ["LP1608"]


def test_a_platform_knows_the_students_of_its_own_school_only() -> None:
    """Also where several schools share one store."""
    world = fork(opened)
    other = attrs.evolve(SCHOOL, code="ZZ0002")
    elsewhere = SchoolPlatform(world.school.host, other, world.settings)
    assert list(elsewhere.portfolios()) == []
    clerk = world.context(CLERK, UPLOADING)
    asks: list[Callable[[], object]] = [
        lambda: elsewhere.portfolio(S1.ref),
        lambda: elsewhere.perform(S1.ref, RecordStudent(S1), clerk),
        lambda: elsewhere.explain(S1.ref, RecordStudent(S1), clerk),
    ]
    for ask in asks:
        with pytest.raises(NotFound, match=r"portfolio ZZ0001:s1"):
            ask()


def test_the_portfolios_come_in_the_order_of_their_keys() -> None:
    world = World()
    for number in (3, 1, 2):
        world.open(number)
    assert [each.student.ref.key for each in world.school.portfolios()] == ["s1", "s2", "s3"]


def test_the_law_is_that_of_the_day_in_taiwan() -> None:
    world = World()
    limit = "outcome.document.max_bytes"
    before = world.context(PUPIL, at("2020-07-31T23:59:59.999999"))
    on = world.context(PUPIL, dt.datetime(2020, 7, 31, 16, tzinfo=dt.UTC))
    assert world.school.law(before)[limit].number == 2_097_152
    assert world.school.law(on)[limit].number == 4_194_304
