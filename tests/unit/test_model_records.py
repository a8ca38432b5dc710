"""Files, portfolios, selections and what the school records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from learnport.formats._canonical_values import dumps, loads
from learnport.model import (
    PERFORMANCE_DETAILS,
    AdvisingForm,
    Attachment,
    Certificate,
    CourseRecord,
    Enrolment,
    FileGroup,
    ItemKind,
    OfficerPost,
    OutcomeState,
    PerformanceState,
    Portfolio,
    SchoolYear,
    SelectionState,
    Semester,
    ServiceLearning,
    Visit,
    YearlySelection,
)
from tests.unit.model_values import (
    DAY,
    DIGEST_A,
    DOCUMENT,
    NOON,
    OUTCOME,
    PERFORMANCE,
    SAMPLES,
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
    assert attrs.astuple(record) == ("k1", *[None] * 5, "", *[None] * 9)


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


# Values of performances and records.

DETAILS: Any = [each for each in SAMPLES if type(each) in PERFORMANCE_DETAILS]
WRONG: dict[str, list[Any]] = {
    "str": [1, None, b"x"],
    "dt.date": [NOON, "2024-11-05", None],
    "Decimal": [1, 1.5, "1", None],
    "int": [True, "1", 1.5, None],
    "Semester": ["113-1", SchoolYear(113), None],
    "Decimal | None": [1, 1.5, "1"],
}


def test_each_field_of_a_performance_takes_only_what_belongs_there() -> None:
    assert {type(each) for each in DETAILS} == set(PERFORMANCE_DETAILS)
    for details in DETAILS:
        for field in attrs.fields(type(details)):
            for wrong in WRONG[type(details).__annotations__[field.name]]:
                with pytest.raises(TypeError, match=f"^{field.name}: expected "):
                    attrs.evolve(details, **{field.name: wrong})


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_hours_and_scores_are_finite(wrong: str) -> None:
    (service,) = (each for each in DETAILS if isinstance(each, ServiceLearning))
    (certificate,) = (each for each in DETAILS if isinstance(each, Certificate))
    with pytest.raises(ValueError, match=r"^hours: expected a finite decimal number$"):
        attrs.evolve(service, hours=Decimal(wrong))
    with pytest.raises(ValueError, match=r"^score: expected a finite decimal number$"):
        attrs.evolve(certificate, score=Decimal(wrong))
    with pytest.raises(ValueError, match=r"^annual_score: expected a finite decimal number$"):
        CourseRecord("k1", annual_score=Decimal(wrong))


SCORES = ["score", "makeup_score", "annual_score", "second_makeup_score", "again_score"]
MARKS = ["passed", "makeup_passed", "annual_passed", "second_makeup_passed", "again_passed"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("taking", 1), ("taking", None), ("remark", None), ("counted", True), ("counted", "1"),
        ("credits", 4), ("repeat_note", 1), ("transfer_status", 1),
        *((name, wrong) for name in SCORES for wrong in (80, 80.5, "80", True)),
        *((name, wrong) for name in MARKS for wrong in (1, 0, "1", -1)),
    ],
)  # fmt: skip
def test_grades_take_only_what_belongs_there(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"^{name}: expected "):
        attrs.evolve(CourseRecord("k1"), **{name: wrong})


def test_grades_may_say_all_there_is_to_say() -> None:
    everything: dict[str, Any] = {
        **dict.fromkeys(SCORES, Decimal("59.5")), **dict.fromkeys(MARKS, False),
        "counted": 3, "remark": "努力", "credits": "T", "repeat_note": "2", "transfer_status": "7",
    }  # fmt: skip
    full = CourseRecord("k1", **everything)
    assert {name: getattr(full, name) for name in everything} == everything
    assert len(attrs.fields(CourseRecord)) == len(everything) + 1


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("unit", None), ("position", 1), ("level", 3), ("begins", NOON), ("ends", "2024-11-05")],
)
def test_a_post_takes_only_what_belongs_there(name: str, wrong: Any) -> None:
    post = OfficerPost("b1", STUDENT.ref, "班級", DAY, DAY, "班長", "3")
    with pytest.raises(TypeError, match=f"^{name}: expected "):
        attrs.evolve(post, **{name: wrong})


# Enrolments and visits.

ROW = Enrolment(STUDENT.ref, Semester(113, 1), "XX00000000", dt.date(2008, 12, 31))
VISIT = Visit(STUDENT.ref, "ZZ0002", DAY, DAY)


def test_a_row_of_the_student_roster_may_be_empty_but_for_the_person() -> None:
    texts = [each for each in attrs.astuple(ROW, recurse=False) if isinstance(each, str)]
    assert texts == ["XX00000000", *[""] * 12]
    assert (ROW.grade, ROW.seat, ROW.language_year, ROW.changed_on) == (None, None, None, None)
    assert (ROW.special_statuses, ROW.language_valid_until) == ((), None)


def test_a_row_holds_what_the_roster_says_even_where_no_table_has_it() -> None:
    row = attrs.evolve(ROW, grade=6, language_year=0, special_statuses=("", "1"), group="X")
    assert (row.grade, row.language_year, row.special_statuses) == (6, 0, ("", "1"))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("birth_date", NOON), ("gender", 1), ("group", None), ("grade", "1"), ("grade", True),
        ("seat", "1"), ("special_statuses", "1,4"), ("special_statuses", ["1"]),
        ("language_year", "0"), ("language_valid_until", "103"), ("changed_on", NOON),
        ("state", None), ("national_id", 1),
    ],
)  # fmt: skip
def test_a_row_takes_only_what_belongs_there(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"^{name}: expected "):
        attrs.evolve(ROW, **{name: wrong})


@pytest.mark.parametrize("wrong", ["", "XX0000000", "XX000000000", "xx00000000", "XX0000000０"])
def test_an_identity_number_has_ten_signs_and_a_refusal_does_not_repeat_it(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^national_id: expected ten") as caught:
        attrs.evolve(ROW, national_id=wrong)
    assert not wrong or wrong not in str(caught.value)


@pytest.mark.parametrize(
    "personal",
    [
        {"gender": "7777"}, {"special_statuses": ("7777",)}, {"tribe": "7777"},
        {"indigenous_status": "7777"}, {"language_dialect": "7777"}, {"language_year": 7777},
        {"admission_way": "7777"}, {},
    ],
)  # fmt: skip
def test_no_log_shows_what_is_personal_in_a_row(personal: dict[str, Any]) -> None:
    shown = repr(attrs.evolve(ROW, **personal))
    assert not any(secret in shown for secret in ("7777", "XX00000000", "2008"))


@pytest.mark.parametrize(
    ("name", "wrong", "error"),
    [
        ("host", "ZZ2", ValueError), ("host", None, TypeError), ("begins", NOON, TypeError),
        ("ends", None, TypeError), ("group", 1, TypeError), ("code", None, TypeError),
    ],
)  # fmt: skip
def test_a_visit_takes_only_what_belongs_there(
    name: str, wrong: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=f"^{name}: expected "):
        attrs.evolve(VISIT, **{name: wrong})


@pytest.mark.parametrize("value", [ROW, VISIT, CourseRecord("k1", counted=2, credits="T")])
def test_such_values_survive_the_canonical_form(value: Any) -> None:
    assert loads(dumps(value), type(value)) == value
