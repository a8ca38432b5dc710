"""What a student hands in, as rows: nothing lost, nothing in the wrong place."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import attrs
import openpyxl
import pytest

from learnport.errors import NotFound
from learnport.formats._roster_check import Cover, check_rows
from learnport.formats._roster_rows import submission_rows
from learnport.formats._roster_toml import load_layouts
from learnport.formats._roster_write import write_roster
from learnport.model import (
    PERFORMANCE_DETAILS,
    Attachment,
    Certificate,
    Competition,
    CourseCode,
    CourseOutcome,
    FileGroup,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    Performance,
    PerformanceDetails,
    PersonRef,
    PreparatoryCourse,
    SchoolYear,
    Semester,
    ServiceLearning,
    Student,
    StudentSubmission,
    SubmittedOutcome,
    Taking,
    TakingKind,
    Work,
    WorkplaceLearning,
)

LAYOUTS = load_layouts()
NOW = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
STUDENT = Student(
    ref=PersonRef("ZZ0001", "s-1"),
    national_id="ZZ00000001",
    birth_date=dt.date(2008, 2, 29),
    name="虛構生",
    entry_year=112,
    grade=2,
    class_name="二年一班",
    seat=7,
)
ORIGINAL = Semester(112, 1)
CODE = "112ZZ0001H11101A1010101"
PERSON = ["ZZ00000001", "0970229"]


def attachment(digit: str, group: FileGroup, media_type: str) -> Attachment:
    return Attachment("作品", 10, media_type, digit * 64, group)


PDF = attachment("a", FileGroup.DOCUMENT, "application/pdf")
PNG = attachment("b", FileGroup.DOCUMENT, "image/png")
MP3 = attachment("c", FileGroup.MEDIA, "audio/mpeg")


def file_name(attachment: Attachment) -> str:
    return f"files/{attachment.sha256[:4]}.{attachment.media_type[-3:]}"


def submitted(
    kind: TakingKind,
    *attachments: Attachment,
    continuing: bool = False,
    units: str = "4",
    original: Semester | None = ORIGINAL,
) -> SubmittedOutcome:
    taking = Taking(
        id="t-1",
        student=STUDENT.ref,
        kind=kind,
        semester=Semester(113, 2),
        code=CourseCode.parse(CODE),
        subject="國語文",
        grade=1,
        credits=units,
        teacher=None,
        continuing=continuing,
        original=original,
        mode="3",
        other_school="ZZ0002",
    )
    outcome = CourseOutcome(
        id="o-1",
        student=STUDENT.ref,
        taking="t-1",
        semester=Semester(113, 2),
        uploaded_at=NOW,
        description="一首詩",
        attachments=attachments,
    )
    return SubmittedOutcome(outcome, taking)


def performance(details: PerformanceDetails, *attachments: Attachment) -> Performance:
    return Performance(
        id="p-1",
        student=STUDENT.ref,
        year=SchoolYear(113),
        uploaded_at=NOW,
        details=details,
        description="簡述",
        attachments=attachments,
        link="https://example.org/v",
    )


FIRST, LAST = dt.date(2024, 9, 1), dt.date(2025, 1, 20)
DETAILS: list[tuple[PerformanceDetails, str, list[object]]] = [
    (
        OfficerDeed("班聯會", FIRST, LAST, "會長", "1"),
        "幹部經歷暨事蹟紀錄",
        ["班聯會", "1130901", "1140120", "會長", "簡述", "1"],
    ),
    (
        Competition("科展", "物理", "3", "佳作", FIRST, "2"),
        "競賽參與紀錄",
        ["科展", "物理", "3", "佳作", "1130901", "簡述", "2"],
    ),
    (
        Certificate("4230", FIRST, "註", Decimal("88.5"), "聽85", "0012", "甲"),
        "檢定證照紀錄",
        ["4230", "註", 88.5, "聽85", "1130901", "0012", "甲", "簡述"],
    ),
    (
        ServiceLearning("淨灘", "里辦公處", FIRST, LAST, Decimal("3.500")),
        "服務學習紀錄",
        ["淨灘", "里辦公處", "1130901", "1140120", 3.5, "簡述"],
    ),
    (
        FlexibleLearning("1", "自主閱讀", "教務處", Semester(113, 1), 2, 18),
        "彈性學習時間紀錄",
        ["1", "自主閱讀", "教務處", 113, 1, 2, 18, "簡述"],
    ),
    (
        GroupActivity("2", "熱音社", "成果發表", Semester(113, 2), 20),
        "團體活動時間紀錄",
        ["2", "熱音社", "成果發表", 113, 2, 20, "簡述"],
    ),
    (
        WorkplaceLearning("1", "書店", "店員", FIRST, LAST, Decimal(40)),
        "職場學習紀錄",
        ["1", "書店", "店員", "1130901", "1140120", 40, "簡述"],
    ),
    (Work("詩集", FIRST), "作品成果紀錄", ["詩集", "1130901", "簡述"]),
    (
        PreparatoryCourse("計畫", "大學", "微積分", FIRST, LAST, Decimal("2"), Decimal("36")),
        "大學及技專校院先修課程紀錄",
        ["計畫", "大學", "微積分", "1130901", "1140120", 2, 36, "簡述"],
    ),
    (
        OtherPerformance("志工", "", FIRST, LAST, Decimal(0)),
        "其他多元表現紀錄",
        ["志工", None, "1130901", "1140120", 0, "簡述"],
    ),
]


def lines(layout: str, roster_code: str, submission: StudentSubmission) -> dict[str, list[object]]:
    """The data line of every sheet that has one, as openpyxl reads it."""
    target = io.BytesIO()
    findings = write_roster(
        LAYOUTS[layout],
        Cover(school_code="ZZ0001", year=113, roster_code=roster_code),
        submission_rows(LAYOUTS[layout], submission, file_name),
        target,
        created=NOW,
    )
    assert findings == ()
    book = openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    return {
        sheet.title: [*line]
        for sheet in book.worksheets[1:]
        for line in sheet.iter_rows(min_row=2, values_only=True)
    }


def handed_in(*items: SubmittedOutcome | Performance) -> StudentSubmission:
    return StudentSubmission(
        STUDENT,
        SchoolYear(113),
        tuple(item for item in items if isinstance(item, SubmittedOutcome)),
        tuple(item for item in items if isinstance(item, Performance)),
    )


def test_all_ten_categories_are_tried_here() -> None:
    assert [type(details) for details, _, _ in DETAILS] == [*PERFORMANCE_DETAILS]


@pytest.mark.parametrize(("details", "sheet", "expected"), DETAILS)
def test_a_performance_fills_its_line(
    details: PerformanceDetails, sheet: str, expected: list[object]
) -> None:
    submission = handed_in(performance(details, MP3))
    link = [None, "files/cccc.peg", "https://example.org/v"]
    assert lines("performances_108", "25", submission) == {sheet: [*PERSON, *expected, *link]}


COURSE = [CODE, "國語文", 1, 4]


@pytest.mark.parametrize(
    ("kind", "sheet", "expected"),
    [
        (TakingKind.REGULAR, "學期課程學習成果", [2, *COURSE, "一首詩"]),
        (TakingKind.MAKEUP, "補修課程學習成果", [112, 1, 2, *COURSE, "3", "一首詩"]),
        (TakingKind.RETAKE, "重修課程學習成果", [112, 1, 2, *COURSE, "3", "一首詩"]),
        (TakingKind.REPEAT, "重讀課程學習成果", [2, *COURSE, "一首詩"]),
        (TakingKind.TRANSFER, "轉學轉科課程學習成果", ["ZZ0002", 112, 1, *COURSE, "一首詩"]),
        (TakingKind.VISITING, "借讀課程學習成果", ["ZZ0002", 113, 2, *COURSE, "一首詩"]),
    ],
)
def test_an_outcome_fills_a_line_of_its_takings_sheet(
    kind: TakingKind, sheet: str, expected: list[object]
) -> None:
    submission = handed_in(submitted(kind, PDF, MP3))
    assert lines("course_outcomes_108", "26", submission) == {
        sheet: [*PERSON, *expected, "files/aaaa.pdf", "files/cccc.peg"]
    }


def test_no_kind_of_taking_is_without_a_sheet() -> None:
    submission = handed_in(*(submitted(kind) for kind in TakingKind))
    assert len(lines("course_outcomes_108", "26", submission)) == 6


@pytest.mark.parametrize("kind", [TakingKind.REGULAR, TakingKind.TRANSFER, TakingKind.VISITING])
def test_outcomes_of_continuing_education_go_to_their_own_workbook(kind: TakingKind) -> None:
    submission = handed_in(submitted(kind, continuing=True))
    assert lines("course_outcomes_108", "26", submission) == {}
    (line,) = lines("course_outcomes_continuing_108", "28", submission).values()
    assert line[-3:] == ["一首詩", None, None]


def test_a_taking_its_workbook_has_no_sheet_for_is_a_finding_and_not_lost() -> None:
    layout = LAYOUTS["course_outcomes_continuing_108"]
    submission = handed_in(submitted(TakingKind.RETAKE, continuing=True))
    (finding,) = check_rows(layout, submission_rows(layout, submission, file_name))
    assert finding.code == "LP3101"


def test_rows_come_in_the_students_order() -> None:
    submission = handed_in(
        performance(Work("乙", FIRST)),
        performance(OfficerDeed("社", FIRST, LAST, "長", "3")),
        performance(Work("甲", FIRST)),
    )
    rows = [*submission_rows(LAYOUTS["performances_108"], submission, file_name)]
    assert [(sheet, row.get("name")) for sheet, row in rows] == [
        ("works", "乙"),
        ("officer_deeds", None),
        ("works", "甲"),
    ]


def codes(layout: str, submission: StudentSubmission) -> list[tuple[str, str]]:
    rows = submission_rows(LAYOUTS[layout], submission, file_name)
    return [(each.code, each.at) for each in check_rows(LAYOUTS[layout], rows)]


def test_two_documents_are_a_finding_and_neither_is_dropped_in_silence() -> None:
    assert codes("course_outcomes_108", handed_in(submitted(TakingKind.REGULAR, PDF, PNG))) == [
        ("LP3114", "學期課程學習成果!I2")
    ]


@pytest.mark.parametrize("units", ["T", "A", "", "４"])
def test_credits_that_are_no_number_are_a_finding(units: str) -> None:
    found = codes("course_outcomes_108", handed_in(submitted(TakingKind.REGULAR, units=units)))
    assert found == [("LP3104" if units else "LP3103", "學期課程學習成果!G2")]


def test_a_makeup_without_its_original_semester_is_a_finding() -> None:
    submission = handed_in(submitted(TakingKind.MAKEUP, original=None))
    assert codes("course_outcomes_108", submission) == [
        ("LP3103", "補修課程學習成果!C2"),
        ("LP3103", "補修課程學習成果!D2"),
    ]


def test_a_roster_that_holds_nothing_of_a_submission_is_misuse() -> None:
    layout = attrs.evolve(LAYOUTS["performances_108"], roster="grades")
    with pytest.raises(NotFound, match="grades"):
        submission_rows(layout, handed_in(), file_name)
