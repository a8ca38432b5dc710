"""The law of a day: look-up, boundaries, overlays, processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context

import attrs
import pytest

from learnport.errors import NotInForce, ParameterFileError, UnknownParameter
from learnport.model import Text
from learnport.parameters import (
    Law,
    Parameter,
    Source,
    Status,
    Unit,
    Value,
    law_on,
    load_parameters,
)

DOCUMENT = "outcome.document.max_bytes"


def corrected(
    name: str, value: int, unit: Unit = Unit.BYTES, since: date = date(2019, 8, 1)
) -> Parameter:
    source = Source("範例更正", "第 1 點")
    history = (Value(name, value, unit, Status.CONFIRMED, source, since),)
    return Parameter(name, unit, Text("更正", "Corrected"), history)


SCHOOL = Source("範例高中 113 學年度設定", "第 2 點")


def document_limit(law: Law) -> int:
    return law[DOCUMENT].number


@pytest.mark.parametrize(
    ("day", "megabytes"),
    [
        (date(2019, 8, 1), 2),
        (date(2020, 7, 31), 2),
        (date(2020, 8, 1), 4),
        (date(2020, 12, 23), 4),
        (date(2026, 7, 31), 4),
    ],
)
def test_the_day_decides_how_large_a_document_may_be(day: date, megabytes: int) -> None:
    assert law_on(day)[DOCUMENT].number == megabytes * 1_048_576


def test_old_and_new_law_live_side_by_side_in_one_process() -> None:
    old, new = law_on(date(2020, 7, 31)), law_on(date(2020, 8, 1))
    assert (document_limit(old), document_limit(new), document_limit(old)) == (
        2_097_152,
        4_194_304,
        2_097_152,
    )
    assert (old.on, new.on) == (date(2020, 7, 31), date(2020, 8, 1))
    assert old != new


def test_before_the_curriculum_only_the_calendar_and_old_code_tables_are_in_force() -> None:
    law = law_on(date(2019, 7, 31))
    assert law.names() == (
        "absence.kinds",
        "calendar.roc.offset",
        "calendar.semester1.first_day",
        "calendar.semester2.first_day",
        "calendar.time_zone",
        "calendar.year.first_day",
        "course.historic.counted",
        "course.historic.kinds",
        "course.historic.requirements",
        "school.kinds",
        "student.class_types",
        "student.divisions",
        "student.groups",
        "student.groups_departments",
    )
    assert law_on(date(2014, 7, 31)).names() == ()
    with pytest.raises(NotInForce) as refusal:
        law[DOCUMENT]
    assert refusal.value.on == "2019-07-31"
    assert refusal.value.first == "2019-08-01"


def test_a_name_nobody_knows_is_refused_and_not_taken_for_a_limit() -> None:
    with pytest.raises(UnknownParameter) as refusal:
        law_on(date(2024, 8, 1))["outcome.document.max_byte"]
    assert refusal.value.name == "outcome.document.max_byte"


def test_the_names_are_those_in_force_in_alphabetical_order() -> None:
    law = law_on(date(2021, 1, 1))
    assert list(law.names()) == sorted(law.names()) == list(law)
    assert DOCUMENT in law
    assert "admission.university.outcomes.max_count" not in law
    assert law.get("admission.university.outcomes.max_count") is None
    assert law.get("outcome.no_such_thing") is None
    assert (
        law.get("outcome.description.max_characters") is (law["outcome.description.max_characters"])
    )
    assert "admission.university.outcomes.max_count" in law_on(date(2022, 2, 1))


def test_a_later_parameter_of_the_same_name_wins_with_its_whole_history() -> None:
    extra = [corrected(DOCUMENT, 1), corrected(DOCUMENT, 8, since=date(2020, 1, 1))]
    assert document_limit(law_on(date(2024, 8, 1), extra)) == 8
    with pytest.raises(NotInForce):
        law_on(date(2019, 12, 31), extra)[DOCUMENT]


def test_a_replacement_that_says_nothing_of_tightening_keeps_what_a_school_may_do() -> None:
    law = law_on(date(2024, 8, 1), [corrected(DOCUMENT, 8)]).tightened({DOCUMENT: 7}, SCHOOL)
    assert document_limit(law) == 7


def test_an_additional_parameter_stands_beside_the_packaged_ones() -> None:
    law = law_on(date(2024, 8, 1), [corrected("county.pages.max_count", 20, Unit.COUNT)])
    assert law["county.pages.max_count"].number == 20
    assert document_limit(law) == 4_194_304


def test_an_overlay_never_leaks_into_the_packaged_parameters() -> None:
    before = dict(load_parameters())
    load_parameters([corrected(DOCUMENT, 8), corrected("county.pages.max_count", 20)])
    assert dict(load_parameters()) == before
    with pytest.raises(TypeError):
        load_parameters()[DOCUMENT] = corrected(DOCUMENT, 8)  # type: ignore[index]


def test_a_replacement_that_counts_something_else_is_refused() -> None:
    with pytest.raises(ParameterFileError) as refusal:
        load_parameters([corrected(DOCUMENT, 4, Unit.COUNT)])
    assert str(refusal.value) == (
        "outcome.document.max_bytes.toml: /unit: count cannot replace bytes"
    )


def test_a_law_keeps_its_own_copy_of_the_parameters() -> None:
    mine = {DOCUMENT: corrected(DOCUMENT, 8)}
    law = Law(mine, date(2024, 8, 1))
    mine.clear()
    assert document_limit(law) == 8
    assert tuple(law.parameters) == (DOCUMENT,)


@pytest.mark.parametrize("day", [datetime(2024, 8, 1), "2024-08-01"])  # noqa: DTZ001
def test_a_law_is_of_a_day_and_not_of_an_instant_or_a_text(day: date) -> None:
    with pytest.raises(TypeError):
        law_on(day)
    with pytest.raises(TypeError, match="plain dates"):
        Law({}, day)


def test_equal_laws_are_one_key() -> None:
    first, second = law_on(date(2024, 8, 1)), law_on(date(2024, 8, 1))
    assert first is not second
    assert {first: "bound rules"}[second] == "bound rules"
    assert first != law_on(date(2024, 8, 1), [corrected(DOCUMENT, 8)])


def test_a_law_survives_pickling() -> None:
    law = law_on(date(2020, 7, 31), [corrected("county.pages.max_count", 20, Unit.COUNT)])
    twin = pickle.loads(pickle.dumps(law))
    assert twin == law
    assert twin.names() == law.names()
    assert twin["county.pages.max_count"] == law["county.pages.max_count"]


def test_a_law_works_in_another_process() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(document_limit, law_on(date(2020, 7, 31))).result() == 2_097_152


@pytest.mark.parametrize(
    ("name", "offered", "in_force", "carried"),
    [
        (DOCUMENT, 4_194_304 - 1, 4_194_304 - 1, True),
        (DOCUMENT, 4_194_304, 4_194_304, False),
        (DOCUMENT, 4_194_304 + 1, 4_194_304, False),
        ("selection.outcomes.max_count", 0, 6, False),
        ("selection.outcomes.max_count", 7, 6, False),
        ("upload.window.min_days_after_term", 13, 14, False),
        ("upload.window.min_days_after_term", 14, 14, False),
        ("upload.window.min_days_after_term", 15, 15, True),
        ("receipt.confirmation.min_days", 4, 4, True),
        ("receipt.investigation.max_days", 4, 3, False),
        ("receipt.investigation.max_days", 2, 2, True),
    ],
)
def test_a_school_may_be_stricter_and_never_looser(
    name: str, offered: int, in_force: int, carried: bool
) -> None:
    law = law_on(date(2024, 8, 1)).tightened({name: offered}, SCHOOL)
    assert law[name].number == in_force
    assert (law[name].source == SCHOOL) is carried
    assert law.on == date(2024, 8, 1)


def test_a_school_may_take_fewer_kinds_of_file_and_no_other_ones() -> None:
    law = law_on(date(2024, 8, 1))
    name = "outcome.document.media_types"
    assert law.tightened({name: ("application/pdf",)}, SCHOOL)[name].members == ("application/pdf",)
    for looser in [("application/pdf", "image/gif"), ("image/gif",)]:
        assert law.tightened({name: looser}, SCHOOL)[name] == law[name]
    same = ("image/png", "application/pdf", "image/jpeg")
    assert law.tightened({name: same}, SCHOOL)[name] == law[name]


def test_a_school_names_the_codes_it_keeps_and_they_keep_their_labels() -> None:
    name = "certification.return.reasons"
    kept = law_on(date(2024, 8, 1)).tightened({name: ("wrong_file", "other")}, SCHOOL)[name]
    assert kept.members == ("wrong_file", "other")
    assert kept.label("wrong_file") == Text("檔案放錯", "wrong file")
    assert kept.source == SCHOOL
    assert kept.status is Status.CONFIRMED


def test_what_a_school_may_not_set_takes_no_effect() -> None:
    law = law_on(date(2021, 8, 1))
    untouched: list[dict[str, object]] = [
        {"admission.own_file.max_bytes": 1},
        {"no.such.parameter": 1},
        {"admission.university.outcomes.max_count": 1},  # starts in 2022
        {DOCUMENT: "1"},
        {DOCUMENT: True},
        {DOCUMENT: (1,)},
        {"outcome.document.media_types": ["application/pdf"]},
        {"course.no_credit.required_attribute": "C"},
        {},
    ]
    for limits in untouched:
        assert law.tightened(limits, SCHOOL) == law


def test_a_tightened_law_is_a_law_like_any_other() -> None:
    law = law_on(date(2024, 8, 1))
    tight = law.tightened({DOCUMENT: 1000, "selection.outcomes.max_count": 4}, SCHOOL)
    assert tight != law
    assert hash(tight) == hash(law.tightened({DOCUMENT: 1000}, SCHOOL))
    assert pickle.loads(pickle.dumps(tight)) == tight
    assert tight.tightened({DOCUMENT: 2000}, SCHOOL) == tight
    assert document_limit(law) == 4_194_304
    assert tight.parameters[DOCUMENT].values[0].number == 2_097_152


def test_the_packaged_parameters_come_from_learnport_and_replace_nothing() -> None:
    assert {each.origin for each in load_parameters().values()} == {"learnport"}
    assert {each.replaces for each in load_parameters().values()} == {None}


def test_a_parameter_remembers_who_brought_it_and_what_it_replaced() -> None:
    extra = [
        attrs.evolve(corrected(DOCUMENT, 8), origin="county"),
        attrs.evolve(corrected(DOCUMENT, 9), origin="vendor"),
    ]
    top = load_parameters(extra)[DOCUMENT]
    assert (top.origin, top.values[0].number) == ("vendor", 9)
    county = top.replaces
    assert county is not None
    assert (county.origin, county.values[0].number) == ("county", 8)
    assert county.replaces is not None
    assert county.replaces.origin == "learnport"
    assert county.replaces.values[0].number == 2_097_152
    assert pickle.loads(pickle.dumps(top)).replaces == county


def test_what_was_replaced_does_not_make_another_law() -> None:
    direct = load_parameters([corrected(DOCUMENT, 9)])
    detour = load_parameters([corrected(DOCUMENT, 8), corrected(DOCUMENT, 9)])
    assert direct == detour
