"""Programs, what applicants choose for them, and what cannot even be written down."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    TAIPEI,
    Application,
    ApplicationState,
    Attachment,
    Channel,
    DailyHours,
    FileGroup,
    HeldItem,
    ItemKind,
    OwnFile,
    OwnFiles,
    PersonRef,
    Program,
    ProgramKey,
    SchoolYear,
    Semester,
    Statement,
    Synthesis,
    Ticked,
    TickedItem,
    Window,
)

ME: Final = PersonRef("ZZ0001", "student-1")
KEY: Final = ProgramKey(SchoolYear(115), Channel.UNIVERSITY, "ZZ0012")
PDF: Final = Attachment("自述.pdf", 1000, "application/pdf", "a" * 64, FileGroup.DOCUMENT)
PROGRAM: Final = Program(KEY, "虛構大學", "資訊工程學系", frozenset({"B", "F"}))
APPLICATION: Final = Application("application-1", ME, KEY)
HELD: Final = HeldItem("item-1", ME, ItemKind.OUTCOME, SchoolYear(113))
MORNING: Final = dt.time(9)
EVENING: Final = dt.time(21)
NAIVE: Final = dt.datetime.combine(dt.date(2026, 5, 1), MORNING)


@given(st.integers(103, 999), st.sampled_from(Channel), st.from_regex(r"\A[0-9A-Za-z_-]{1,32}\Z"))
def test_a_program_key_is_read_back_from_its_text(year: int, channel: Channel, code: str) -> None:
    key = ProgramKey(SchoolYear(year), channel, code)
    assert ProgramKey.parse(str(key)) == key


def test_the_text_of_a_program_key_names_year_channel_and_code() -> None:
    assert str(KEY) == "115.university.ZZ0012"
    assert ProgramKey.parse("113.technological.1-2_a").channel is Channel.TECHNOLOGICAL


@pytest.mark.parametrize(
    "text",
    ["", "115.university", "115.university.", "115.evening.ZZ0012", "15.university.ZZ0012",
     "115.university.ZZ 012", "115.university.ZZ0012 ", "115.university.ZZ.0012",
     "１１５.university.ZZ0012", f"115.university.{'Z' * 33}"],
)  # fmt: skip
def test_any_other_text_is_no_program_key(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        ProgramKey.parse(text)


@pytest.mark.parametrize(
    ("clock", "inside"),
    [("08:59:59.999999", False), ("09:00", True), ("20:59:59.999999", True), ("21:00", False)],
)
def test_daily_hours_include_the_first_moment_and_not_the_last(clock: str, inside: bool) -> None:
    hours = DailyHours.parse("09:00-21:00")
    at = dt.datetime.combine(dt.date(2026, 5, 5), dt.time.fromisoformat(clock), TAIPEI)
    assert (at in hours) is inside
    assert (at.astimezone(dt.UTC) in hours) is inside


def test_daily_hours_are_read_back_from_their_text() -> None:
    assert DailyHours.parse("09:00-21:00") == DailyHours(MORNING, EVENING)
    assert str(DailyHours(dt.time(8, 30), dt.time(23, 59))) == "08:30-23:59"


@pytest.mark.parametrize(
    "text", ["", "9:00-21:00", "09:00–21:00", "09:00-24:00", "09:60-21:00", "09:00-21:00 "]
)
def test_other_texts_are_no_daily_hours(text: str) -> None:
    with pytest.raises(ValueError, match="expected daily hours such as 09:00-21:00"):
        DailyHours.parse(text)


def test_daily_hours_close_after_they_open() -> None:
    with pytest.raises(ValueError, match="close after they open"):
        DailyHours(MORNING, MORNING)
    assert DailyHours(MORNING, dt.time(9, 0, 0, 1)).opens == MORNING


@pytest.mark.parametrize("wrong", ["opens", "closes"])
def test_daily_hours_are_taiwans_without_saying_so(wrong: str) -> None:
    times = {"opens": MORNING, "closes": EVENING}
    times[wrong] = times[wrong].replace(tzinfo=dt.UTC)
    with pytest.raises(ValueError, match="no time zone"):
        DailyHours(**times)


def test_who_wants_all_written_reports_wants_b_1_and_not_the_other_way_round() -> None:
    assert PROGRAM.wants("B")
    assert PROGRAM.wants("B-1")
    assert not PROGRAM.wants("C")
    only = attrs.evolve(PROGRAM, wanted=frozenset({"B-1"}))
    assert only.wants("B-1")
    assert not only.wants("B-2")
    assert not only.wants("B")


def test_a_programs_own_limits_are_given_as_a_mapping_and_kept_in_order() -> None:
    program = attrs.evolve(PROGRAM, limits={"b.limit": 2, "a.limit": 0})
    assert program.limits == (("a.limit", 0), ("b.limit", 2))
    assert program.limit("b.limit") == 2
    assert program.limit("a.limit") == 0
    assert program.limit("c.limit") is None
    assert attrs.evolve(program, name="別的學系").limits == program.limits


@pytest.mark.parametrize(
    ("limits", "error"),
    [({"a.limit": -1}, ValueError), ({"a.limit": True}, TypeError), ({"a.limit": "2"}, TypeError),
     ({3: 2}, TypeError), ([("a.limit", 2)], TypeError)],
)  # fmt: skip
def test_a_limit_is_a_name_and_a_whole_number(limits: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="limits: expected"):
        attrs.evolve(PROGRAM, limits=limits)


@pytest.mark.parametrize("code", ["", "b", "BB", "B-0", "B-", "B-1 ", "B1", "Ｂ", "B-100"])
def test_an_item_code_is_a_capital_letter_perhaps_with_a_number(code: str) -> None:
    for build in (
        lambda: TickedItem("item-1", code),
        lambda: OwnFile(code, PDF),
        lambda: Statement(frozenset({code}), PDF),
        lambda: Synthesis(PDF, 0, 0, code),
        lambda: attrs.evolve(PROGRAM, wanted=frozenset({"A", code})),
    ):
        with pytest.raises(ValueError, match="expected an item code such as F or B-1"):
            build()


def test_advising_records_are_never_held_by_the_centre() -> None:
    with pytest.raises(ValueError, match="advising records are never submitted"):
        attrs.evolve(HELD, kind=ItemKind.ADVISING)


@pytest.mark.parametrize(
    ("value", "changes", "error", "message"),
    [
        (PROGRAM, {"institution": ""}, ValueError, "institution"),
        (PROGRAM, {"name": ""}, ValueError, "name"),
        (PROGRAM, {"key": "115.university.ZZ0012"}, TypeError, "key: expected ProgramKey"),
        (PROGRAM, {"wanted": {"B"}}, TypeError, "wanted: expected frozenset, got set"),
        (PROGRAM, {"windows": []}, TypeError, "windows: expected tuple"),
        (PROGRAM, {"hours": "09:00-21:00"}, TypeError, "hours: expected DailyHours"),
        (KEY, {"year": 115}, TypeError, "year: expected SchoolYear"),
        (KEY, {"channel": "university"}, TypeError, "channel: expected Channel"),
        (HELD, {"id": ""}, ValueError, "id"),
        (HELD, {"student": "student-1"}, TypeError, "student: expected PersonRef"),
        (HELD, {"kind": "outcome"}, TypeError, "kind: expected ItemKind"),
        (HELD, {"year": 113}, TypeError, "year: expected SchoolYear"),
        (Ticked(), {"outcomes": []}, TypeError, "outcomes: expected tuple"),
        (Ticked(), {"performances": []}, TypeError, "performances: expected tuple"),
        (Ticked(), {"semesters": frozenset({"113-1"})}, TypeError, "semesters: expected Semester"),
        (Ticked(), {"semesters": ()}, TypeError, "semesters: expected frozenset"),
        (OwnFiles(), {"files": []}, TypeError, "files: expected tuple"),
        (OwnFile("F", PDF), {"file": "a.pdf"}, TypeError, "file: expected Attachment"),
        (Statement(frozenset({"O"}), PDF), {"codes": frozenset()}, ValueError, "codes"),
        (Statement(frozenset({"O"}), PDF), {"file": None}, TypeError, "file: expected Attachment"),
        (Synthesis(PDF, 0, 0), {"characters": -1}, ValueError, "characters: expected 0 or more"),
        (Synthesis(PDF, 0, 0), {"pictures": -1}, ValueError, "pictures: expected 0 or more"),
        (Synthesis(PDF, 0, 0), {"file": None}, TypeError, "file: expected Attachment"),
        (APPLICATION, {"id": ""}, ValueError, "id"),
        (APPLICATION, {"student": None}, TypeError, "student: expected PersonRef"),
        (APPLICATION, {"program": "x"}, TypeError, "program: expected ProgramKey"),
        (APPLICATION, {"state": "draft"}, TypeError, "state: expected ApplicationState"),
        (APPLICATION, {"statements": []}, TypeError, "statements: expected tuple"),
        (APPLICATION, {"synthesis": PDF}, TypeError, "synthesis: expected Synthesis"),
        (APPLICATION, {"consented_at": NAIVE}, ValueError, "consented_at"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_refused_by_its_name(
    value: Any, changes: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        attrs.evolve(value, **changes)


def test_materials_are_ticked_or_own_files_and_nothing_else() -> None:
    assert APPLICATION.materials == Ticked()
    both: Any = (Ticked(), OwnFiles())
    with pytest.raises(TypeError, match="expected Ticked or OwnFiles, got tuple"):
        attrs.evolve(APPLICATION, materials=both)


def test_where_own_files_take_the_place_nothing_is_ticked() -> None:
    ticked = Ticked((TickedItem("item-1", "B"),), (), frozenset({Semester(113, 1)}))
    assert attrs.evolve(APPLICATION, materials=ticked).ticked == ticked
    own = attrs.evolve(APPLICATION, materials=OwnFiles((OwnFile("F", PDF),)))
    assert own.ticked == Ticked()


def test_the_uploads_are_all_files_with_their_places_and_codes() -> None:
    film = attrs.evolve(PDF, sha256="b" * 64)
    statement = Statement(frozenset({"O", "P"}), film)
    synthesis = Synthesis(PDF, 800, 3)
    ticked = attrs.evolve(
        APPLICATION,
        materials=Ticked((TickedItem("item-1", "B"),)),
        statements=(statement,),
        synthesis=synthesis,
    )
    both = [
        ("/statements/0", frozenset({"O", "P"}), film),
        ("/synthesis", frozenset({"N"}), PDF),
    ]
    assert list(ticked.uploads()) == both
    own = attrs.evolve(ticked, materials=OwnFiles((OwnFile("F", PDF), OwnFile("G", film))))
    assert list(own.uploads()) == [
        ("/materials/files/0", frozenset({"F"}), PDF),
        ("/materials/files/1", frozenset({"G"}), film),
        *both,
    ]
    assert list(APPLICATION.uploads()) == []


def test_an_application_begins_with_consent_and_ends_with_the_release() -> None:
    assert APPLICATION.state is ApplicationState.CONSENTED
    assert [state.value for state in ApplicationState] == [
        "consented", "draft", "confirmed", "released",
    ]  # fmt: skip
    assert APPLICATION.consented_at is None


def test_a_program_without_windows_is_written_down_as_such() -> None:
    assert PROGRAM.windows == ()
    open_may = Window.of_days(dt.date(2026, 5, 1), dt.date(2026, 5, 10))
    assert attrs.evolve(PROGRAM, windows=(open_may,)).windows == (open_may,)
