"""Admission choices: the limits of each channel and year, and whose and what is ticked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import NotInForce
from learnport.model import (
    TAIPEI,
    Application,
    Attachment,
    Channel,
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
    Text,
    Ticked,
    TickedItem,
)
from learnport.parameters import Parameter, Source, Status, Unit, Value, law_on
from learnport.rules import (
    ADMISSION_RULES,
    APPLICATION_COPY_RULES,
    APPLICATION_FINAL,
    ApplicationCase,
    ApplicationCopyCase,
    Finding,
    check,
)

ME: Final = PersonRef("ZZ0001", "student-1")
STRANGER: Final = PersonRef("ZZ0001", "student-2")
NAMESAKE: Final = PersonRef("ZZ0002", "student-1")
CONSENT: Final = dt.datetime(2026, 5, 1, 12, tzinfo=TAIPEI)
TERM: Final = Semester(113, 1)
PDF: Final = Attachment("檔案.pdf", 5_242_880, "application/pdf", "a" * 64, FileGroup.DOCUMENT)
UNIVERSITY, TECHNOLOGICAL = Channel.UNIVERSITY, Channel.TECHNOLOGICAL


def _listed(name: str, since: dt.date, *codes: str) -> Parameter:
    source = Source("測試簡章", "項目代碼")
    value = Value(name, codes, Unit.LIST, Status.CONFIRMED, source, since)
    return Parameter(name, Unit.LIST, Text("項目代碼", "item codes"), (value,))


MAY_2026: Final = dt.date(2026, 5, 1)
CODES: Final = (
    _listed("admission.university.outcomes.codes", MAY_2026, "B", "C", "D", "E"),
    _listed("admission.university.performances.codes", MAY_2026, *"FGHIJKLM"),
)
LAW_112: Final = law_on(dt.date(2023, 5, 1))
LAW_113: Final = law_on(dt.date(2024, 5, 1))
LAW_115: Final = law_on(MAY_2026, CODES)


def program(channel: Channel = UNIVERSITY, **changes: Any) -> Program:
    key = ProgramKey(SchoolYear(115), channel, "ZZ0012")
    wanted = frozenset("ABCDEFGHIJKLMNOPQ")
    return attrs.evolve(Program(key, "虛構大學", "資訊工程學系", wanted), **changes)


def outcomes(count: int, code: str = "C") -> tuple[TickedItem, ...]:
    return tuple(TickedItem(f"outcome-{code}-{number}", code) for number in range(count))


def performances(count: int, code: str = "F") -> tuple[TickedItem, ...]:
    return tuple(TickedItem(f"performance-{code}-{number}", code) for number in range(count))


def centre(ticked: Ticked, student: PersonRef = ME) -> tuple[HeldItem, ...]:
    """Everything ticked, held by the centre just as it is ticked."""
    return tuple(
        HeldItem(each.item, student, kind, SchoolYear(113), "1" if each.code == "B-1" else "2")
        for kind, items in (
            (ItemKind.OUTCOME, ticked.outcomes),
            (ItemKind.PERFORMANCE, ticked.performances),
        )
        for each in items
    )


def case(
    outcomes: Iterable[TickedItem] = (),
    performances: Iterable[TickedItem] = (),
    to: Program | None = None,
    held: tuple[HeldItem, ...] | None = None,
    **changes: Any,
) -> ApplicationCase:
    to = program() if to is None else to
    ticked = Ticked(tuple(outcomes), tuple(performances))
    choice = Application("application-1", ME, to.key, materials=ticked, consented_at=CONSENT)
    choice = attrs.evolve(choice, **changes)
    return ApplicationCase(choice, to, centre(ticked) if held is None else held)


def _codes(findings: Iterable[Finding]) -> list[str]:
    return [f"{each.code}{each.at}" for each in findings]


def judge(given: ApplicationCase, law: Any = LAW_115) -> list[str]:
    return _codes(check(ADMISSION_RULES, given, law))


@pytest.mark.parametrize(
    ("channel", "limit"), [(UNIVERSITY, 3), (TECHNOLOGICAL, 9)], ids=lambda each: str(each)
)
@pytest.mark.parametrize("law", [LAW_112, LAW_113, LAW_115], ids=lambda law: str(law.on))
@pytest.mark.parametrize("off", [-1, 0, 1, 2])
def test_a_program_sees_three_outcomes_at_a_university_and_nine_at_a_technological_one(
    channel: Channel, limit: int, law: Any, off: int
) -> None:
    given = case(outcomes(limit + off), to=program(channel))
    findings = check(ADMISSION_RULES, given, law)
    assert _codes(findings) == ["LP2303/materials/outcomes"] * (off > 0)
    for finding in findings:
        values = dict(finding.values)
        assert (values["count"], values["limit"], values["excess"]) == (limit + off, limit, off)
        assert values["channel"] == channel.value


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("law", [LAW_112, LAW_115], ids=lambda law: str(law.on))
@pytest.mark.parametrize("count", [9, 10, 11, 12])
def test_a_program_sees_ten_performances(channel: Channel, law: Any, count: int) -> None:
    found = judge(case((), performances(count), program(channel)), law)
    assert found == ["LP2304/materials/performances"] * (count > 10)


@pytest.mark.parametrize(
    ("law", "limit"), [(LAW_112, 6), (LAW_113, 3), (LAW_115, 3)], ids=lambda each: str(each)
)
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_b_1_items_went_from_six_to_three_with_the_admission_to_113(
    law: Any, limit: int, off: int
) -> None:
    given = case(outcomes(limit + off, "B-1"), to=program(TECHNOLOGICAL))
    findings = check(ADMISSION_RULES, given, law)
    assert _codes(findings) == ["LP2305/materials/outcomes"] * (off > 0)
    for finding in findings:
        assert dict(finding.values)["limit"] == limit
        assert "6 件下修為 3 件" in finding.source


@pytest.mark.parametrize(
    ("day", "limit"), [(dt.date(2024, 1, 31), 6), (dt.date(2024, 2, 1), 3)], ids=str
)
def test_the_new_b_1_limit_begins_with_the_semester_of_that_admission(
    day: dt.date, limit: int
) -> None:
    assert judge(case(outcomes(limit, "B-1"), to=program(TECHNOLOGICAL)), law_on(day)) == []
    assert judge(case(outcomes(limit + 1, "B-1"), to=program(TECHNOLOGICAL)), law_on(day)) == [
        "LP2305/materials/outcomes"
    ]


def test_b_1_items_count_among_the_outcomes_and_no_university_limits_them() -> None:
    mixed = (*outcomes(3, "B-1"), *outcomes(6))
    assert judge(case(mixed, to=program(TECHNOLOGICAL))) == []
    assert judge(case((*mixed, *outcomes(1, "D")), to=program(TECHNOLOGICAL))) == [
        "LP2303/materials/outcomes"
    ]
    three_at_most = outcomes(3, "B-1")
    assert judge(case(three_at_most)) == []
    generous = {"admission.university.b1.max_count": 2}
    assert judge(case(three_at_most, to=program(limits=generous))) == ["LP2305/materials/outcomes"]


def test_the_synthesis_does_not_count_towards_the_ten() -> None:
    synthesis = Synthesis(PDF, 800, 3)
    assert judge(case((), performances(10), synthesis=synthesis)) == []
    assert judge(case((), performances(11), synthesis=synthesis)) == [
        "LP2304/materials/performances"
    ]


def test_what_is_ticked_under_an_uncounted_code_is_not_counted_and_before_2026_it_is() -> None:
    ticked = (*performances(10), *performances(1, "N"))
    given = case((), ticked, program(TECHNOLOGICAL))
    assert judge(given, LAW_115) == []
    assert judge(given, LAW_113) == ["LP2304/materials/performances"]


@pytest.mark.parametrize("characters", [799, 800, 801])
def test_a_synthesis_has_eight_hundred_characters_at_most(characters: int) -> None:
    given = case(synthesis=Synthesis(PDF, characters, 0))
    assert judge(given) == ["LP2314/synthesis/characters"] * (characters > 800)
    assert judge(given, LAW_113) == []


@pytest.mark.parametrize("pictures", [2, 3, 4])
def test_a_synthesis_has_three_pictures_at_most(pictures: int) -> None:
    given = case(synthesis=Synthesis(PDF, 0, pictures))
    assert judge(given) == ["LP2315/synthesis/pictures"] * (pictures > 3)
    assert judge(given, LAW_113) == []


def test_nothing_is_said_of_any_item_before_the_applicant_has_consented() -> None:
    given = case(outcomes(9), consented_at=None, held=())
    (finding,) = check(ADMISSION_RULES, given, LAW_115)
    assert (finding.code, finding.at) == ("LP2301", "/consented_at")
    assert finding.message.zh == "申請生尚未同意釋出學習歷程資料，不能顯示或勾選任何項目。"
    assert finding.severity.value == "stop"


@pytest.mark.parametrize(
    "key",
    [
        ProgramKey(SchoolYear(114), UNIVERSITY, "ZZ0012"),
        ProgramKey(SchoolYear(115), TECHNOLOGICAL, "ZZ0012"),
        ProgramKey(SchoolYear(115), UNIVERSITY, "ZZ0013"),
    ],
    ids=str,
)
def test_a_choice_made_for_one_program_is_of_no_use_for_another(key: ProgramKey) -> None:
    given = attrs.evolve(case(outcomes(9)), program=program(key=key))
    (finding,) = check(ADMISSION_RULES, given, LAW_115)
    assert finding.code == "LP2302"
    assert dict(finding.values) == {"program": "115.university.ZZ0012", "limit": str(key)}


def test_what_the_centre_does_not_hold_cannot_be_ticked() -> None:
    given = case(outcomes(2), performances(1), held=centre(Ticked(outcomes(1))))
    assert judge(given) == ["LP2306/materials/outcomes/1", "LP2306/materials/performances/0"]


@pytest.mark.parametrize("owner", [STRANGER, NAMESAKE])
def test_another_students_item_cannot_be_ticked(owner: PersonRef) -> None:
    theirs = centre(Ticked((), performances(1)), owner)
    given = case(outcomes(1), performances(1), held=(*centre(Ticked(outcomes(1))), *theirs))
    (finding,) = check(ADMISSION_RULES, given, LAW_115)
    assert (finding.code, finding.at) == ("LP2307", "/materials/performances/0")
    assert dict(finding.values) == {"item": "performance-F-0"}


def test_an_item_ticked_twice_is_found_at_its_second_place() -> None:
    (one,) = outcomes(1)
    again = attrs.evolve(one, code="D")
    held = centre(Ticked((one,)))
    assert judge(case((one, again), held=held)) == ["LP2308/materials/outcomes/1"]
    assert judge(case((one,), (attrs.evolve(one, code="F"),), held=held)) == [
        "LP2308/materials/performances/0", "LP2309/materials/performances/0",
    ]  # fmt: skip


def test_a_performance_is_not_ticked_as_an_outcome() -> None:
    (one,) = performances(1, "C")
    held = centre(Ticked((), (one,)))
    (finding,) = check(ADMISSION_RULES, case((one,), held=held), LAW_115)
    assert (finding.code, finding.at) == ("LP2309", "/materials/outcomes/0")
    assert (
        finding.message.zh == "資料（performance-C-0）是「多元表現」，不能勾選為「課程學習成果」。"
    )


@pytest.mark.parametrize("code", "ABCDEFGHIJKLMNOPQRST")
def test_a_code_of_outcomes_is_not_one_of_performances(code: str) -> None:
    to = program(wanted=frozenset("ABCDEFGHIJKLMNOPQRST"))
    as_outcome = judge(case(outcomes(1, code), to=to))
    as_performance = judge(case((), performances(1, code), to))
    assert as_outcome == ["LP2310/materials/outcomes/0/code"] * (code not in "BCDE")
    assert as_performance == ["LP2310/materials/performances/0/code"] * (code not in "FGHIJKLM")
    assert judge(case(outcomes(1, code), to=to), LAW_113) == []


def test_the_codes_of_technological_selection_were_not_seen_and_are_not_judged() -> None:
    to = program(TECHNOLOGICAL, wanted=frozenset({"C"}))
    assert judge(case((), performances(1, "C-1"), to)) == []


def test_b_1_belongs_to_b() -> None:
    assert judge(case(outcomes(1, "B-1"))) == []
    assert judge(case((), performances(1, "B-1"))) == ["LP2310/materials/performances/0/code"]


@pytest.mark.parametrize(("category", "fits"), [("1", True), ("2", False), ("", True)])
def test_only_projects_and_practical_subjects_are_b_1(category: str, fits: bool) -> None:
    (held,) = centre(Ticked(outcomes(1, "B-1")))
    given = case(outcomes(1, "B-1"), held=(attrs.evolve(held, category=category),))
    assert judge(given) == ["LP2311/materials/outcomes/0/code"] * (not fits)


def test_a_project_may_be_ticked_under_another_code() -> None:
    (held,) = centre(Ticked(outcomes(1, "B")))
    assert judge(case(outcomes(1, "B"), held=(attrs.evolve(held, category="1"),))) == []


def test_what_the_program_does_not_read_is_not_chosen_for_it() -> None:
    to = program(wanted=frozenset({"F", "C", "O"}))
    given = case(
        (*outcomes(1, "C"), *outcomes(1, "D")),
        (*performances(1, "G"), *performances(1, "F")),
        to,
        statements=(Statement(frozenset("OPQ"), PDF),),
        synthesis=Synthesis(PDF, 1, 1),
    )
    findings = check(ADMISSION_RULES, given, LAW_115)
    assert [(each.at, dict(each.values)["code"]) for each in findings] == [
        ("/materials/outcomes/1", "D"),
        ("/materials/performances/0", "G"),
        ("/statements/0", "P"),
        ("/statements/0", "Q"),
        ("/synthesis", "N"),
    ]
    assert {each.code for each in findings} == {"LP2312"}
    assert findings[0].message.zh == "虛構大學資訊工程學系不採計代碼 D 的項目；採計項目：C、F、O。"


def _with_semesters(*semesters: Semester, **changes: Any) -> ApplicationCase:
    given = case(materials=Ticked(semesters=frozenset(semesters)), **changes)
    return attrs.evolve(given, semesters=frozenset({TERM}))


def test_course_records_are_shown_only_of_semesters_the_centre_holds() -> None:
    assert judge(_with_semesters(TERM)) == []
    given = _with_semesters(Semester(114, 1), TERM, Semester(113, 2))
    findings = check(ADMISSION_RULES, given, LAW_115)
    assert [dict(each.values)["semester"] for each in findings] == ["113-2", "114-1"]
    assert _codes(findings) == ["LP2313/materials/semesters"] * 2


def test_course_records_are_shown_only_to_a_program_that_reads_them() -> None:
    without = program(wanted=frozenset({"F"}))
    assert judge(_with_semesters(TERM, to=without)) == ["LP2312/materials/semesters"]
    assert judge(case(to=without)) == []


def _own(*files: OwnFile, **changes: Any) -> ApplicationCase:
    return case(materials=OwnFiles(files), **changes)


@pytest.mark.parametrize("size", [5_242_879, 5_242_880, 5_242_881])
@pytest.mark.parametrize("law", [LAW_112, LAW_115], ids=lambda law: str(law.on))
def test_every_uploaded_file_has_five_mebibytes_at_most(size: int, law: Any) -> None:
    file = attrs.evolve(PDF, size=size)
    too_large = size > 5_242_880
    assert (
        judge(_own(OwnFile("F", file)), law) == ["LP2318/materials/files/0/file/size"] * too_large
    )
    given = case(statements=(Statement(frozenset("O"), file),), synthesis=Synthesis(file, 1, 1))
    assert judge(given, law) == [
        "LP2318/statements/0/file/size", "LP2318/synthesis/file/size",
    ] * too_large  # fmt: skip


def test_a_file_one_byte_too_large_is_told_so_to_the_byte() -> None:
    (finding,) = check(
        ADMISSION_RULES, _own(OwnFile("F", attrs.evolve(PDF, size=5_242_881))), LAW_115
    )
    assert finding.message.zh == (
        "自行上傳的檔案大小為 5.00 MB（5,242,881 位元組），超過上限 5.00 MB（5,242,880 位元組），"
        "超出 1 位元組。"
    )
    assert dict(finding.values) == {"size": 5_242_881, "limit": 5_242_880, "excess": 1}


def test_every_uploaded_file_is_a_pdf() -> None:
    png = attrs.evolve(PDF, media_type="image/png")
    assert judge(_own(OwnFile("F", PDF), OwnFile("G", png))) == [
        "LP2317/materials/files/1/file/media_type"
    ]
    given = case(statements=(Statement(frozenset("O"), png),), synthesis=Synthesis(png, 1, 1))
    findings = check(ADMISSION_RULES, given, LAW_115)
    assert _codes(findings) == [
        "LP2317/statements/0/file/media_type", "LP2317/synthesis/file/media_type",
    ]  # fmt: skip
    assert findings[0].message.en == "The uploaded file is PNG; accepted is only PDF."


def test_reflection_motivation_and_plan_are_one_pdf() -> None:
    apart = (Statement(frozenset("O"), PDF), Statement(frozenset("PQ"), PDF))
    (finding,) = check(ADMISSION_RULES, case(statements=apart), LAW_115)
    assert (finding.code, finding.at) == ("LP2316", "/statements/1")
    assert finding.message.zh == "O、P、Q 分成 2 個檔案；這些項目須合併為一個 PDF 檔。"
    assert judge(case(statements=(Statement(frozenset("OPQ"), PDF),))) == []
    assert judge(case(statements=apart), LAW_113) == []


def test_own_files_of_the_learning_statement_are_merged_too_and_others_are_not() -> None:
    parts = (OwnFile("F", PDF), OwnFile("O", PDF), OwnFile("G", PDF), OwnFile("Q", PDF))
    assert judge(_own(*parts)) == ["LP2316/materials/files/3"]
    statement = Statement(frozenset("P"), PDF)
    assert judge(_own(OwnFile("O", PDF), statements=(statement,))) == ["LP2316/statements/0"]


def test_own_files_are_not_counted_as_ticked() -> None:
    assert judge(_own(*(OwnFile(code, PDF) for code in "BCDEFGHIJKLM"))) == []


TIGHT: Final = {
    "admission.university.outcomes.max_count": 2,
    "admission.university.performances.max_count": 4,
    "admission.synthesis.max_characters": 500,
    "admission.synthesis.max_pictures": 0,
    "admission.own_file.max_bytes": 1000,
}


def _full(outcome_count: int, performance_count: int, text: int, pictures: int, size: int) -> Any:
    file = attrs.evolve(PDF, size=size)
    return case(
        outcomes(outcome_count),
        performances(performance_count),
        program(limits=TIGHT),
        synthesis=Synthesis(file, text, pictures),
    )


@pytest.mark.parametrize("law", [LAW_113, LAW_115], ids=lambda law: str(law.on))
def test_a_programs_own_limits_hold_where_they_are_tighter(law: Any) -> None:
    assert judge(_full(2, 4, 500, 0, 1000), law) == []
    findings = check(ADMISSION_RULES, _full(3, 5, 501, 1, 1001), law)
    assert [each.code for each in findings] == ["LP2303", "LP2304", "LP2314", "LP2315", "LP2318"]
    assert [dict(each.values)["limit"] for each in findings] == [2, 4, 500, 0, 1000]
    assert {each.source for each in findings} == {"招生校系自訂條件，虛構大學資訊工程學系"}


@pytest.mark.parametrize("own", [3, 4, 100])
def test_a_looser_limit_of_a_program_has_no_effect(own: int) -> None:
    to = program(limits={"admission.university.outcomes.max_count": own})
    (finding,) = check(ADMISSION_RULES, case(outcomes(4), to=to), LAW_115)
    assert dict(finding.values)["limit"] == 3
    assert "第 10 頁" in finding.source


def test_too_many_outcomes_are_told_with_channel_program_and_figures() -> None:
    (finding,) = check(ADMISSION_RULES, case(outcomes(5)), LAW_115)
    assert finding.message.zh == (
        "為虛構大學資訊工程學系勾選了 5 件課程學習成果，超過大學申請入學的上限 3 件，多出 2 件。"
    )
    assert finding.message.en == (
        "5 course outcomes are ticked for 虛構大學資訊工程學系; the limit is 3 (university"
        " application). That is 2 too many."
    )
    assert finding.remedy.zh == "請取消勾選 2 件課程學習成果。"


def test_choosing_nothing_is_fine() -> None:
    assert judge(case()) == []
    assert judge(_own()) == []


def test_there_is_no_law_of_admission_before_the_first_that_read_portfolios() -> None:
    assert judge(case(), law_on(dt.date(2022, 2, 1))) == []
    with pytest.raises(NotInForce, match=r"admission\.university\.outcomes\.max_count"):
        judge(case(), law_on(dt.date(2022, 1, 31)))


def test_a_copy_leaves_behind_what_the_other_program_does_not_read() -> None:
    original = case(
        (*outcomes(1, "B-1"), *outcomes(1, "C")),
        performances(1, "F"),
        synthesis=Synthesis(PDF, 1, 1),
    ).application
    other = program(key=ProgramKey(SchoolYear(115), UNIVERSITY, "ZZ0013"), wanted=frozenset("BF"))
    findings = check(APPLICATION_COPY_RULES, ApplicationCopyCase(original, other), LAW_115)
    assert _codes(findings) == ["LP2320/materials/outcomes/1", "LP2320/synthesis"]
    assert not any(each.severity.refuses for each in findings)
    assert findings[0].message.zh == (
        "代碼 C 的項目不會複製：虛構大學資訊工程學系不採計；採計項目：B、F。"
    )
    all_of_it = attrs.evolve(other, wanted=frozenset("BCFN"))
    assert check(APPLICATION_COPY_RULES, ApplicationCopyCase(original, all_of_it), LAW_115) == ()


def test_a_confirmed_choice_says_that_it_is_final() -> None:
    finding = APPLICATION_FINAL.finding(program="115.university.ZZ0012")
    assert finding.code == "LP2319"
    assert finding.severity.refuses
    assert finding.message.zh == "115.university.ZZ0012的勾選已經確認，不能再變更。"


@attrs.frozen
class _Counts:
    """As many of everything as a program may see, or fewer."""

    outcomes: int
    performances: int
    characters: int
    pictures: int
    size: int

    def case(self, channel: Channel) -> ApplicationCase:
        file = attrs.evolve(PDF, size=self.size)
        return case(
            outcomes(self.outcomes),
            performances(self.performances),
            program(channel),
            synthesis=Synthesis(file, self.characters, self.pictures),
        )


MOST: Final = {
    UNIVERSITY: _Counts(3, 10, 800, 3, 5_242_880),
    TECHNOLOGICAL: _Counts(9, 10, 800, 3, 5_242_880),
}
BEYOND: Final = {
    "outcomes": "LP2303", "performances": "LP2304", "characters": "LP2314", "pictures": "LP2315",
    "size": "LP2318",
}  # fmt: skip


@given(st.data(), st.sampled_from(Channel))
def test_a_choice_within_all_limits_passes_and_one_more_of_anything_is_named(
    data: st.DataObject, channel: Channel
) -> None:
    most = MOST[channel]
    counts = _Counts(**{
        name: data.draw(st.integers(0, limit) | st.just(limit), label=name)
        for name, limit in attrs.asdict(most).items()
    })  # fmt: skip
    assert judge(counts.case(channel)) == []
    name = data.draw(st.sampled_from(sorted(BEYOND)))
    above = attrs.evolve(counts, **{name: getattr(most, name) + 1})
    findings = check(ADMISSION_RULES, above.case(channel), LAW_115)
    assert [each.code for each in findings] == [BEYOND[name]]
