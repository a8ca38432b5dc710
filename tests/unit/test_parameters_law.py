"""The law of a day: look-up, boundaries, overlays, processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context

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


def test_before_the_curriculum_nothing_is_in_force() -> None:
    law = law_on(date(2019, 7, 31))
    assert law.names() == ()
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
    assert "admission.university.outcomes.max_count" in law_on(date(2022, 2, 1))


def test_a_later_parameter_of_the_same_name_wins_with_its_whole_history() -> None:
    extra = [corrected(DOCUMENT, 1), corrected(DOCUMENT, 8, since=date(2020, 1, 1))]
    assert document_limit(law_on(date(2024, 8, 1), extra)) == 8
    with pytest.raises(NotInForce):
        law_on(date(2019, 12, 31), extra)[DOCUMENT]


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
