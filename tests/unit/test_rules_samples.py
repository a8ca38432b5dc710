"""One blameless student, for the tests of the rules to break in one place at a time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs

from learnport.model import (
    TAIPEI,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseCode,
    CourseOutcome,
    CoursePlan,
    CourseRecord,
    Deadline,
    FileFacts,
    FileGroup,
    ItemKind,
    OfficerPost,
    Opinion,
    OtherPerformance,
    OutcomeState,
    Performance,
    PerformanceState,
    PersonRef,
    PlanEntry,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    Semester,
    ServiceLearning,
    Student,
    StudentSubmission,
    SubmittedOutcome,
    Taking,
    TakingKind,
    Window,
    WindowKind,
    YearlySelection,
)
from learnport.parameters import Law, law_on
from learnport.rules import (
    FILE_RULES,
    QUOTA_RULES,
    SELECTION_RULES,
    TIMING_RULES,
    FileCase,
    OutcomeCase,
    PerformanceCase,
    QuotaCase,
    SelectionCase,
    SubmissionCase,
    TimingCase,
    check,
    check_submission,
)

LAW: Final[Law] = law_on(dt.date(2024, 9, 1))
SCHOOL: Final = "ZZ0001"
BATCH: Final = BatchKey.parse("ZZ0001.yearly.113.ordinary.1")
ME: Final = PersonRef(SCHOOL, "student-1")
STRANGER: Final = PersonRef(SCHOOL, "student-2")
TEACHER: Final = PersonRef(SCHOOL, "teacher-1")
NOON: Final = dt.datetime(2024, 10, 1, 12, tzinfo=TAIPEI)

CHINESE: Final = CourseCode.parse("113ZZ0001H11101A1010101")
NEXT_YEARS_CHINESE: Final = CourseCode.parse("114ZZ0001H11101A1010101")
UNPLANNED: Final = CourseCode.parse("113ZZ0001H11101A1010199")
OTHER_SCHOOLS: Final = CourseCode.parse("113ZZ0002H11101A1010101")
OTHER_YEARS: Final = CourseCode.parse("112ZZ0001H11101A1010101")
CLUB: Final = CourseCode.parse("113ZZ0001H11101A80E0000")
SELF_DIRECTED: Final = CourseCode.parse("113ZZ0001H11101A90A0000")
WITH_CREDIT: Final = CourseCode.parse("113ZZ0001H11101A90D0000")


def _entry(code: CourseCode, name: str) -> PlanEntry:
    return PlanEntry(code, name, "440000", "00----")


PLAN: Final = CoursePlan(
    SCHOOL,
    113,
    (
        _entry(CHINESE, "國語文"),
        _entry(CLUB, "社團活動"),
        _entry(SELF_DIRECTED, "自主學習"),
        _entry(WITH_CREDIT, "充實國文"),
    ),
)
NEXT_PLAN: Final = CoursePlan(SCHOOL, 114, (_entry(NEXT_YEARS_CHINESE, "國語文"),))
PLANS: Final = {113: PLAN, 114: NEXT_PLAN}

STUDENT: Final = Student(
    ref=ME,
    national_id="ZZ00000001",
    birth_date=dt.date(2009, 1, 1),
    name="測試生",
    entry_year=113,
    grade=1,
    class_name="一年一班",
    seat=1,
)
TAKING: Final = Taking(
    id="taking-1",
    student=ME,
    kind=TakingKind.REGULAR,
    semester=Semester(113, 1),
    code=CHINESE,
    subject="國語文",
    grade=1,
    credits="4",
    teacher=TEACHER,
)
PDF: Final = Attachment("報告.pdf", 4_194_304, "application/pdf", "a" * 64, FileGroup.DOCUMENT)
MP4: Final = Attachment("影片.mp4", 10_485_760, "video/mp4", "b" * 64, FileGroup.MEDIA)
OUTCOME: Final = CourseOutcome(
    id="outcome-1",
    student=ME,
    taking="taking-1",
    semester=Semester(113, 1),
    uploaded_at=NOON,
    description="我在課堂上完成的小論文",
    attachments=(PDF, MP4),
    state=OutcomeState.CERTIFIED,
    certifier=TEACHER,
)
SERVICE: Final = ServiceLearning(
    "淨灘", "海岸協會", dt.date(2024, 9, 1), dt.date(2024, 9, 1), Decimal("3.5")
)
OTHER: Final = OtherPerformance(
    "寫作營", "文學館", dt.date(2024, 9, 1), dt.date(2024, 9, 2), Decimal(12)
)
PERFORMANCE: Final = Performance(
    id="performance-1",
    student=ME,
    year=SchoolYear(113),
    uploaded_at=NOON,
    details=SERVICE,
    description="淨灘心得",
    attachments=(PDF,),
    state=PerformanceState.COMPLETE,
)
POST: Final = OfficerPost(
    "post-1", ME, "一年一班", dt.date(2024, 9, 1), dt.date(2024, 9, 1), "班長", "2"
)
GRADES: Final = CourseRecord("taking-1", score=Decimal(80))
ADVISING: Final = AdvisingRecord(
    "advising-1", ME, TEACHER, Semester(113, 1), AdvisingForm.GROUP, dt.date(2024, 9, 1), "選課"
)
SELECTION: Final = YearlySelection(SchoolYear(113), ("outcome-1",), ("performance-1",))
PORTFOLIO: Final = Portfolio(
    STUDENT,
    takings=(TAKING,),
    outcomes=(OUTCOME,),
    performances=(PERFORMANCE,),
    selections=(SELECTION,),
)
SUBMISSION: Final = StudentSubmission(
    STUDENT, SchoolYear(113), (SubmittedOutcome(OUTCOME, TAKING),), (PERFORMANCE,)
)
OPENS: Final = dt.datetime(2025, 2, 1, 8, tzinfo=TAIPEI)
CLOSES: Final = dt.datetime(2025, 2, 15, tzinfo=TAIPEI)
SETTINGS: Final = SchoolSettings(
    deadlines=(Deadline(WindowKind.UPLOAD_OUTCOMES, "113-1", Window(OPENS, CLOSES)),),
    outcomes_per_taking=1,
)


def outcome(**changes: Any) -> CourseOutcome:
    return attrs.evolve(OUTCOME, **changes)


def performance(**changes: Any) -> Performance:
    return attrs.evolve(PERFORMANCE, **changes)


def taking(**changes: Any) -> Taking:
    return attrs.evolve(TAKING, **changes)


def outcome_case(taken: Taking | None = TAKING, **changes: Any) -> OutcomeCase:
    """The blameless outcome with changes, belonging to this taking."""
    return OutcomeCase(outcome(**changes), taken, PLAN)


def performance_case(**changes: Any) -> PerformanceCase:
    return PerformanceCase(performance(**changes))


def selection_case(portfolio: Portfolio = PORTFOLIO, **changes: Any) -> SelectionCase:
    return SelectionCase(attrs.evolve(SELECTION, **changes), portfolio)


def submission_case(**changes: Any) -> SubmissionCase:
    return SubmissionCase(attrs.evolve(SUBMISSION, **changes), PLANS.get, BATCH)


def timing_case(at: dt.datetime, term: str = "113-1") -> TimingCase:
    return TimingCase(WindowKind.UPLOAD_OUTCOMES, term, at, SETTINGS)


def opinions(
    extension: str | None, filetype: str | None, libmagic: str | None, structure: str | None
) -> tuple[Opinion, ...]:
    return (
        Opinion("extension", extension),
        Opinion("filetype", filetype),
        Opinion("libmagic", libmagic),
        Opinion("structure", structure),
    )


P: Final = "application/pdf"


def file_case(kind: ItemKind = ItemKind.OUTCOME, **changes: Any) -> FileCase:
    """A sound PDF of two pages, with changes."""
    facts = FileFacts(
        name="報告.pdf",
        extension="pdf",
        size=1000,
        max_bytes=10_485_760,
        oversize=False,
        sha256="a" * 64,
        opinions=opinions(P, P, P, P),
        media_type=P,
        opens=True,
        encrypted=False,
        pages=2,
        total_size=1000,
        trailing=0,
    )
    return FileCase(attrs.evolve(facts, **changes), kind)


def test_the_blameless_student_is_without_any_finding() -> None:
    assert check(FILE_RULES, file_case(), LAW) == ()
    assert check(SELECTION_RULES, selection_case(), LAW) == ()
    assert check(TIMING_RULES, timing_case(OPENS), LAW) == ()
    assert check(QUOTA_RULES, QuotaCase(OUTCOME, PORTFOLIO, SETTINGS), LAW) == ()
    assert check_submission(SUBMISSION, PLANS.get, LAW, batch=BATCH) == ()
