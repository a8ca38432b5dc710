"""Files, portfolios, selections and what the school records and decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from learnport.model import (
    PERFORMANCE_DETAILS,
    AdvisingForm,
    Attachment,
    CourseRecord,
    Deadline,
    FileGroup,
    ItemKind,
    OutcomeState,
    PerformanceState,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    SelectionState,
    Semester,
    Window,
    WindowKind,
    YearlySelection,
)
from tests.unit.model_values import (
    DAY,
    DIGEST_A,
    DOCUMENT,
    NOON,
    OUTCOME,
    PERFORMANCE,
    STUDENT,
    TAKING,
)

NAIVE = dt.datetime(2024, 11, 5, 12)  # noqa: DTZ001 - refused below


# Files.


@pytest.mark.parametrize("size", [0, 1, 2_097_152, 10**12])
def test_an_attachment_may_have_any_size_from_nothing(size: int) -> None:
    assert attrs.evolve(DOCUMENT, size=size).size == size


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", -1),
        ("name", ""),
        ("name", "."),
        ("name", ".."),
        ("name", "a/b.pdf"),
        ("name", "C:\\a.pdf"),
        ("name", "a\nb.pdf"),
        ("name", "a.pdf\x00"),
        ("name", "a\x7f.pdf"),
        ("sha256", "a" * 63),
        ("sha256", "a" * 65),
        ("sha256", "A" * 64),
        ("sha256", "g" * 64),
        ("sha256", "１" * 64),
        ("sha256", "a" * 63 + "\n"),
    ],
)
def test_an_attachment_that_cannot_be_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{name}: expected ") as caught:
        attrs.evolve(DOCUMENT, **{name: value})
    assert caught.value.args == (str(caught.value),)


@pytest.mark.parametrize(
    ("name", "value"),
    [("size", True), ("size", "3"), ("size", 1.0), ("name", None), ("sha256", b"a" * 64)],
)
def test_an_attachment_of_the_wrong_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"^{name}: expected "):
        attrs.evolve(DOCUMENT, **{name: value})


@pytest.mark.parametrize("name", ["a", "報告 (1).pdf", ".bashrc", "...pdf", "a..b", "作品🎉.mp4"])
def test_a_file_may_be_called_almost_anything(name: str) -> None:
    made = Attachment(name, 1, "application/pdf", DIGEST_A, FileGroup.DOCUMENT)
    assert made.name == name


def test_the_groups_of_files_and_kinds_of_items_are_those_of_the_law() -> None:
    assert [group.value for group in FileGroup] == ["document", "media"]
    assert [kind.value for kind in ItemKind] == ["advising", "outcome", "performance"]


# Items.


@pytest.mark.parametrize("item", [OUTCOME, PERFORMANCE])
def test_an_item_is_born_a_draft(item: Any) -> None:
    assert item.state == "draft"


@pytest.mark.parametrize("item", [OUTCOME, PERFORMANCE])
def test_the_instant_of_upload_needs_a_time_zone(item: Any) -> None:
    with pytest.raises(ValueError, match="uploaded_at: expected an instant with a time zone"):
        attrs.evolve(item, uploaded_at=NAIVE)
    with pytest.raises(TypeError, match="uploaded_at: expected datetime"):
        attrs.evolve(item, uploaded_at=DAY)


def test_the_instant_of_certification_is_none_or_has_a_time_zone() -> None:
    assert OUTCOME.certified_at is None
    assert attrs.evolve(OUTCOME, certified_at=NOON).certified_at == NOON
    with pytest.raises(ValueError, match="certified_at"):
        attrs.evolve(OUTCOME, certified_at=NAIVE)


def test_the_states_are_those_of_the_life_cycles() -> None:
    assert " ".join(OutcomeState) == "draft awaiting certified returned submitted discarded"
    assert " ".join(PerformanceState) == "draft complete submitted discarded"
    assert " ".join(SelectionState) == (
        "open confirmed submitted rejected received acknowledged disputed resolved corrected"
    )


def test_the_ten_categories_stand_in_the_order_of_the_roster() -> None:
    assert [kind.__name__ for kind in PERFORMANCE_DETAILS] == [
        "OfficerDeed",
        "Competition",
        "Certificate",
        "ServiceLearning",
        "FlexibleLearning",
        "GroupActivity",
        "WorkplaceLearning",
        "Work",
        "PreparatoryCourse",
        "OtherPerformance",
    ]


@pytest.mark.parametrize(
    ("index", "fields"),
    list(enumerate([
        "unit begins ends position level",
        "name item level award announced participation",
        "code obtained note score partial_results number group",
        "name unit begins ends hours",
        "category name unit semester periods_per_week weeks",
        "category unit name semester periods",
        "category unit title begins ends hours",
        "name made_on",
        "project unit name begins ends credits hours",
        "name organiser begins ends hours",
    ])),
)  # fmt: skip
def test_each_category_has_the_fields_of_its_sheet(index: int, fields: str) -> None:
    kind = PERFORMANCE_DETAILS[index]
    assert " ".join(field.name for field in attrs.fields(kind)) == fields


# Records.


def test_a_course_record_may_say_nothing_yet() -> None:
    record = CourseRecord("k1")
    assert attrs.astuple(record) == ("k1", None, None, None, None, None, "")


def test_advising_is_individual_or_in_a_group() -> None:
    assert [form.value for form in AdvisingForm] == ["individual", "group"]


# Portfolios.


FULL = Portfolio(
    STUDENT,
    takings=(TAKING, attrs.evolve(TAKING, id="k2", subject="數學")),
    outcomes=(OUTCOME, attrs.evolve(OUTCOME, id="o2", description="第二件")),
    performances=(PERFORMANCE, attrs.evolve(PERFORMANCE, id="p2", description="第二項")),
    selections=(YearlySelection(SchoolYear(113), ("o1",)), YearlySelection(SchoolYear(114))),
)


def test_a_portfolio_finds_its_parts_by_id() -> None:
    second = FULL.taking("k2"), FULL.outcome("o2"), FULL.performance("p2")
    assert second == (FULL.takings[1], FULL.outcomes[1], FULL.performances[1])
    assert FULL.outcome("o1") is OUTCOME


@pytest.mark.parametrize("key", ["", "o3", "O1", " o1", "k1", "p1"])
def test_an_outcome_that_is_not_there_is_not_found(key: str) -> None:
    assert FULL.outcome(key) is None


def test_ids_of_one_kind_do_not_find_things_of_another() -> None:
    assert FULL.taking("o1") is None
    assert FULL.performance("o1") is None
    assert Portfolio(STUDENT).taking("k1") is None


def test_a_portfolio_finds_the_selection_of_a_year() -> None:
    assert FULL.selection(SchoolYear(113)).outcomes == ("o1",)
    assert FULL.selection(SchoolYear(114)) is FULL.selections[1]


def test_a_year_the_student_has_not_begun_has_an_open_empty_selection() -> None:
    selection = FULL.selection(SchoolYear(115))
    assert selection == YearlySelection(
        SchoolYear(115), outcomes=(), performances=(), state=SelectionState.OPEN, batch=None,
        dispute="",
    )  # fmt: skip


def test_asking_for_a_selection_does_not_begin_it() -> None:
    FULL.selection(SchoolYear(115))
    assert len(FULL.selections) == 2


# Settings.


def deadline(kind: WindowKind, term: str, day: int = 5) -> Deadline:
    return Deadline(kind, term, Window.of_days(dt.date(2024, 11, day), dt.date(2024, 11, day)))


CALENDAR = SchoolSettings((
    deadline(WindowKind.CERTIFY, "113-1", 5),
    deadline(WindowKind.CERTIFY, "113-2", 6),
    deadline(WindowKind.SELECT, "113", 7),
    deadline(WindowKind.SUBMIT, "113", 8),
))  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "term", "day"),
    [
        (WindowKind.CERTIFY, "113-1", 5),
        (WindowKind.CERTIFY, "113-2", 6),
        (WindowKind.SELECT, "113", 7),
        (WindowKind.SUBMIT, "113", 8),
    ],
)
def test_a_calendar_gives_the_window_of_a_kind_and_term(
    kind: WindowKind, term: str, day: int
) -> None:
    window = CALENDAR.window(kind, term)
    assert window is not None
    assert window.opens.day == day


@pytest.mark.parametrize(
    ("kind", "term"),
    [
        (WindowKind.CERTIFY, "112-1"),
        (WindowKind.CERTIFY, "113"),
        (WindowKind.UPLOAD_OUTCOMES, "113-1"),
        (WindowKind.SELECT, "114"),
        (WindowKind.SELECT, "113-1"),
        (WindowKind.CONFIRM_RECEIPT, "113"),
    ],
)
def test_what_the_calendar_does_not_name_is_not_open(kind: WindowKind, term: str) -> None:
    assert CALENDAR.window(kind, term) is None
    assert SchoolSettings().window(kind, term) is None


BY_SEMESTER = ["upload_outcomes", "certify"]
BY_YEAR = ["upload_performances", "select", "submit", "correct", "confirm_receipt"]


def test_every_window_is_by_semester_or_by_school_year() -> None:
    assert [kind.value for kind in WindowKind] == BY_SEMESTER + BY_YEAR


@pytest.mark.parametrize("kind", BY_SEMESTER)
@pytest.mark.parametrize("term", ["113", "", "113-3", "1131"])
def test_a_semester_window_for_anything_but_a_semester_is_refused(kind: str, term: str) -> None:
    assert deadline(WindowKind(kind), str(Semester(113, 2))).term == "113-2"
    with pytest.raises(ValueError, match="expected a semester such as 113-1"):
        deadline(WindowKind(kind), term)


@pytest.mark.parametrize("kind", BY_YEAR)
@pytest.mark.parametrize("term", ["113-1", "", "99", "all"])
def test_a_yearly_window_for_anything_but_a_school_year_is_refused(kind: str, term: str) -> None:
    assert deadline(WindowKind(kind), "113").term == "113"
    with pytest.raises(ValueError, match="expected three digits such as 113"):
        deadline(WindowKind(kind), term)


@pytest.mark.parametrize(("name", "value"), [("kind", "select"), ("window", None), ("term", 113)])
def test_a_deadline_of_the_wrong_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(TypeError):
        attrs.evolve(CALENDAR.deadlines[2], **{name: value})


def test_two_windows_of_one_kind_for_one_term_are_refused() -> None:
    twice = (deadline(WindowKind.SELECT, "113", 5), deadline(WindowKind.SELECT, "113", 6))
    with pytest.raises(ValueError, match="one window for each kind and term"):
        SchoolSettings(twice)


@pytest.mark.parametrize("quota", [1, 6, None])
def test_a_school_may_limit_outcomes_per_taking_or_not(quota: int | None) -> None:
    assert SchoolSettings(outcomes_per_taking=quota).outcomes_per_taking == quota


@pytest.mark.parametrize("quota", [0, -1])
def test_a_school_cannot_forbid_outcomes_altogether(quota: int) -> None:
    with pytest.raises(ValueError, match="outcomes_per_taking: expected 1 or more"):
        SchoolSettings(outcomes_per_taking=quota)
