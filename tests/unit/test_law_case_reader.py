"""Files of law cases: read strictly, with all faults of a file at once, and judged as written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import DataError
from learnport.model import Semester, Text
from learnport.parameters import Parameter, Source, Status, Unit, Value
from learnport.plugins import hookimpl
from learnport.sample import (
    LAW_ACTORS,
    LawCase,
    judge_law_case,
    law_examples,
    read_law_cases,
)
from learnport.sample._law_actions import WAYS
from learnport.sample._law_cases import built
from learnport.sample._law_words import laid_over, marks_of, spelt

ONE = """
[[cases]]
zh = "簡述太長"
en = "The description is too long"
about = "LP1003"
on = 2024-10-15T12:00:00+08:00
actor = "student"
action = "outcome.edit"
with = { description = "字 × 101" }
expect = ["LP1003"]
"""
NOON = dt.datetime(2024, 10, 15, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MARKS = {**marks_of(Semester(113, 1))}


def faults(text: str) -> list[tuple[str, str]]:
    """Places and sentences of what is wrong with a file."""
    with pytest.raises(DataError) as caught:
        read_law_cases(text, "cases.toml")
    assert str(caught.value).startswith("cases.toml: ")
    return list(vars(caught.value)["problems"])


def codes(case: LawCase, *plugins: object) -> list[str]:
    return [each.code for each in judge_law_case(case, *plugins)]


def test_a_case_is_read_as_it_is_written() -> None:
    (case,) = read_law_cases(ONE, "cases.toml")
    assert case == LawCase(
        Text("簡述太長", "The description is too long"), "LP1003", NOON, "student",
        "outcome.edit", handed_in={"description": "字 × 101"}, expect=("LP1003",),
    )  # fmt: skip
    assert case.semester == Semester(113, 1)
    assert not case.keeps
    assert codes(case) == ["LP1003"]


def test_a_case_that_expects_another_code_keeps_its_rule() -> None:
    (case,) = read_law_cases(ONE.replace('expect = ["LP1003"]', "expect = []"), "cases.toml")
    assert case.keeps
    assert codes(case) == ["LP1003"], "what is expected changes nothing about what is found"


def test_every_fault_of_a_file_is_named_at_once() -> None:
    text = f"""
    title = "too much"
    {ONE}
    [[cases]]
    zh = " "
    en = 7
    about = "LP9999"
    on = 2024-10-15
    semester = "113-3"
    actor = "headmaster"
    action = "outcome.paint"
    given = "nothing"
    reason = ""
    expect = ["LP1003", "LP1003"]
    colour = "red"

    [[cases]]
    zh = "缺了很多"
    {ONE}
    """
    found = dict(faults(text))
    assert found.pop("/cases/1/actor").startswith("expected one of student, classmate, teacher")
    assert found.pop("/cases/1/action").startswith("expected one of record.student")
    assert found == {
        "/title": "unknown key",
        "/cases/1/colour": "unknown key",
        "/cases/1/zh": "expected a text that is not empty",
        "/cases/1/en": "expected a text that is not empty",
        "/cases/1/about": "expected a code of the catalogue, such as LP1003, or of a plugin",
        "/cases/1/on": "expected an instant with its time zone, such as 2024-10-15T12:00:00+08:00",
        "/cases/1/semester": "expected a semester such as 113-1",
        "/cases/1/given": "expected a table",
        "/cases/1/reason": "expected a text that is not empty",
        "/cases/1/expect": "expected a list of codes, each once; [] where nothing is found",
        "/cases/2/en": "missing",
        "/cases/2/about": "missing",
        "/cases/2/on": "missing",
        "/cases/2/actor": "missing",
        "/cases/2/action": "missing",
        "/cases/2/expect": "missing",
        "/cases/3/zh": "is case 0 already",
    }


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("[[cases]", "", "not TOML: "),
        ("", "/cases", "expected at least one [[cases]] table"),
        ("cases = []", "/cases", "expected at least one [[cases]] table"),
        ("cases = [1]", "/cases/0", "expected a table"),
        (ONE.replace("+08:00", ""), "/cases/0/on", "expected an instant with its time zone"),
        (ONE.replace('["LP1003"]', '["no code"]'), "/cases/0/expect", "expected a code of the"),
        (ONE.replace('["LP1003"]', '"LP1003"'), "/cases/0/expect", "expected a list of codes"),
    ],
)
def test_a_file_in_another_form_is_refused(text: str, place: str, sentence: str) -> None:
    ((at, said),) = faults(text)
    assert at == place
    assert said.startswith(sentence)


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ('given.weather = "rain"', "/given/weather", "unknown key"),
        ('given.outcome.state = "lost"', "/given/outcome/0/state", "expected one of draft, "),
        ("given.outcome.count = -1", "/given/outcome", "expected an array"),
        ("given.outcome.count = 1001", "/given/outcome", "expected an array"),
        ("given.outcome.count = true", "/given/outcome", "expected an array"),
        ('given.outcome = "one"', "/given/outcome", "expected an array"),
        ('given.taking.semester = "113-3"', "/given/taking/0/semester", "expected text such as"),
        ("given.taking.semester = 113", "/given/taking/0/semester", "expected text such as 113-1"),
        ('given.taking.code = "short"', "/given/taking/0/code", "expected text such as 113ZZ"),
        ('given.taking.teacher = "s1"', "/given/taking/0/teacher", "expected one of student, "),
        ('given.store = "half"', "/given/store", "expected one of complete, empty"),
        ("given.stand_in.first = 1", "/given/stand_in/first", "expected a date such as"),
        ('given.unlock.until = "soon"', "/given/unlock/0/until", "expected an instant such as"),
        ("given.unlock.until = 2024-10-15T12:00:00", "/given/unlock/0/until",
         "expected an instant such as 2024-10-15T12:00:00+08:00"),
        ("given.settings.limits.x = 1.5", "/given/settings/limits/x", "expected a number, a text"),
        ("given.program.limits.x = 1.5", "/given/program/limits", "expected a table of numbers"),
        ('given.performance.details = { type = "sleep" }', "/given/performance/0/details/type",
         "expected one of officer_deed, "),
        ('given.performance.details.hours = "3"', "/given/performance/0/details/hours",
         "expected a number"),
        ('with.attachments.size = "4MB"', "/with/attachments/0/size", "expected an integer"),
        ('with.colour = "red"', "/with/colour", "unknown key"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named_with_its_place(
    changes: str, place: str, sentence: str
) -> None:
    text = ONE.replace('with = { description = "字 × 101" }', changes)
    ((at, said),) = faults(text)
    assert at == f"/cases/0{place}"
    assert said.startswith(sentence)


def test_what_fits_no_situation_is_refused_when_it_is_judged() -> None:
    (case,) = read_law_cases(ONE, "cases.toml")
    nowhere = attrs.evolve(
        case, action="submission.check", handed_in={}, given={"outcome": {"taking": "taking-9"}}
    )
    with pytest.raises(DataError, match="belongs to a taking of the situation"):
        judge_law_case(nowhere)
    unknown = attrs.evolve(case, action="roster.write", handed_in={"layout": "unheard_of"})
    with pytest.raises(DataError, match="one of the layouts course_outcomes_108, "):
        judge_law_case(unknown)


WORDS = st.sampled_from([
    "count", "type", "details", "attachments", "size", "state", "opens", "closes", "limits",
    "student", "taking", "plan", "entries", "outcome", "performance", "selection", "windows",
    "settings", "program", "description", "{n}", "(無)", "4 MB", "字 × 3", "work", "113-1",
])  # fmt: skip
SCALARS = (
    WORDS | st.booleans() | st.integers() | st.dates() | st.text(max_size=5)
    | st.datetimes(timezones=st.none() | st.just(dt.UTC)) | st.decimals(allow_nan=False, places=2)
)  # fmt: skip
TREES = st.recursive(
    SCALARS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(WORDS, each, max_size=3),
    max_leaves=8,
)
TABLES = st.dictionaries(WORDS, TREES, max_size=3)


@given(stands=TABLES, handed_in=TABLES, action=st.sampled_from(sorted(WAYS)))
def test_whatever_is_written_fits_or_is_refused_with_places(
    stands: dict[str, object], handed_in: dict[str, object], action: str
) -> None:
    (case,) = read_law_cases(ONE, "cases.toml")
    odd = attrs.evolve(case, given=stands, handed_in=handed_in, action=action)
    try:
        built(odd)
    except DataError as error:
        problems = vars(error)["problems"]
        assert problems
        assert all(at.startswith(("/given", "/with")) for at, _ in problems)


def test_two_windows_for_one_thing_are_named() -> None:
    twice = 'given.windows.again = { kind = "select", term = "113", opens = %s, closes = %s }'
    window = twice % ("2025-08-20T08:00:00+08:00", "2025-08-27T17:00:00+08:00")
    text = ONE.replace('with = { description = "字 × 101" }', window)
    assert faults(text) == [("/cases/0/given", "not allowed here")]


def test_all_that_does_not_fit_in_one_case_is_named_at_once() -> None:
    changes = 'given = { store = "half", outcome.state = "lost" }\nwith.colour = "red"'
    text = ONE.replace('with = { description = "字 × 101" }', changes)
    assert [at for at, _ in faults(text)] == [
        "/cases/0/given/outcome/0/state",
        "/cases/0/given/store",
        "/cases/0/with/colour",
    ]


@pytest.mark.parametrize(
    ("raw", "means"),
    [
        ("字 × 3", "字字字"),
        ("很好 × 2", "很好很好"),
        ("字 x 3", "字 x 3"),
        ("2 MB", 2_097_152),
        ("4 MB + 1", 4_194_305),
        ("4 MB - 1", 4_194_303),
        ("(無)", None),
        ("{semester} {opens} {closes}", "113-1 2024-08-01 2025-01-31"),
        ("{uploads_close} {certify_close}", "2025-02-15 2025-02-22"),
        ("{year} {next_year} {next} {year_opens}", "113 114 2025 2024-08-01"),
        ("{roc}", 113),
        ("{unknown}", "{unknown}"),
        ("摘要 a", "ce5c1d879ebc7c09ca2b73ed769fa700516356e7c5cb2b40b7d279b223d1dbcd"),
        (7, 7),
        (["a{n}", "b{n}"], ["a1", "b2"]),
        ({"count": 2, "id": "x{n}"}, [{"id": "x1"}, {"id": "x2"}]),
        ({"count": 0, "id": "x"}, []),
        ({"count": 2, "inner": {"count": 1, "id": "y{n}"}},
         [{"inner": [{"id": "y1"}]}, {"inner": [{"id": "y1"}]}]),
    ],
)  # fmt: skip
def test_words_of_a_case_are_spelt_out(raw: object, means: object) -> None:
    assert spelt(raw, MARKS) == means


@pytest.mark.parametrize(
    ("usually", "changes", "together"),
    [
        ({"a": 1, "b": 2}, {"b": 3}, {"a": 1, "b": 3}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
        ({"count": 1, "a": 1}, {"a": 2}, {"count": 1, "a": 2}),
        ({"count": 0, "a": 1}, {"a": 2}, {"count": 1, "a": 2}),
        ({"count": 12, "a": 1}, {"a": 2}, {"count": 12, "a": 2}),
        ({"count": 0, "a": 1}, {"count": 3}, {"count": 3, "a": 1}),
        ({"count": 5, "a": 1}, [{}, {"a": 2}], [{"a": 1}, {"a": 2}]),
        ({"a": 1}, [1], [1]),
        ({"a": 1}, "(無)", "(無)"),
        ([1, 2], [3], [3]),
        (None, {"a": 1}, {"a": 1}),
        ({"type": "work", "name": "甲", "made_on": 1}, {"name": "乙"},
         {"type": "work", "name": "乙", "made_on": 1}),
        ({"type": "service_learning", "unit": "甲"}, {"type": "work", "name": "乙"},
         {"type": "work", "name": "乙", "made_on": "{opens}"}),
        ({"type": "service_learning", "unit": "甲"}, {"type": "sleep"}, {"type": "sleep"}),
    ],
)  # fmt: skip
def test_what_is_given_lies_over_what_is_usual(
    usually: object, changes: object, together: object
) -> None:
    assert laid_over(usually, changes) == together


def test_the_usual_situation_of_a_semester_is_without_findings_on_its_first_day() -> None:
    (case,) = read_law_cases(ONE, "cases.toml")
    for semester, day in (("108-2", dt.date(2020, 2, 1)), ("114-1", dt.date(2025, 8, 1))):
        first = dt.datetime.combine(day, dt.time(), NOON.tzinfo)
        usual = attrs.evolve(case, handed_in={}, semester=Semester.parse(semester), on=first)
        assert codes(usual) == []


def test_a_vendors_plugin_is_judged_too() -> None:
    source = Source("本校規定", "第 1 條")
    name, since = "outcome.description.max_characters", dt.date(2019, 8, 1)
    ten = Value(name, 10, Unit.CHARACTERS, Status.CONFIRMED, source, since)
    shorter = Parameter(name, Unit.CHARACTERS, Text("簡述", "description"), (ten,))

    class Shorter:
        @hookimpl
        def learnport_parameters(self) -> list[Parameter]:
            return [shorter]

    (case,) = read_law_cases(ONE, "cases.toml")
    eleven = attrs.evolve(case, handed_in={"description": "字 × 11"})
    assert codes(eleven) == []
    assert codes(eleven, Shorter()) == ["LP1003"]


def test_a_code_of_a_plugin_may_be_expected() -> None:
    (case,) = read_law_cases(ONE.replace("LP1003", "ZZ0001"), "cases.toml")
    assert case.expect == ("ZZ0001",)


def test_everybody_in_a_case_is_somebody_else_and_only_two_schools_away() -> None:
    people = [actor.person for actor in LAW_ACTORS.values()]
    assert len(set(people)) == len(people)
    assert {person.school for person in people} == {"ZZ0001", "ZZ0002", "000000"}


def test_numbers_with_a_fraction_stay_exact() -> None:
    text = ONE.replace('"outcome.edit"', '"record.course"').replace(
        'with = { description = "字 × 101" }', "with.score = 100.01"
    )
    (case,) = read_law_cases(text.replace('"student"', '"staff"'), "cases.toml")
    (finding,) = judge_law_case(case)
    assert finding.code == "LP1812"
    assert dict(finding.values)["score"] == str(Decimal("100.01"))


def test_a_shipped_example_is_found_by_its_code() -> None:
    titles = [case.title.zh for case in law_examples("LP1003")]
    assert titles == ["簡述一百字可以上傳", "簡述一百零一字不能上傳"]
    assert law_examples("LP0000") == ()
