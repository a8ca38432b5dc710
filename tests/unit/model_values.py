"""A student who does not exist, and one of everything around her."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

from learnport.model import (
    TAIPEI,
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Application,
    Attachment,
    BatchKey,
    Certificate,
    Channel,
    Competition,
    CourseCode,
    CourseOutcome,
    CoursePlan,
    CourseRecord,
    DailyHours,
    Deadline,
    Deposit,
    Difference,
    DifferenceKind,
    Enrolment,
    Extension,
    FileFacts,
    FileGroup,
    Finding,
    FlexibleLearning,
    GroupActivity,
    HeldItem,
    ItemKind,
    OfficerDeed,
    OfficerPost,
    Opinion,
    OtherPerformance,
    OwnFile,
    OwnFiles,
    Performance,
    PersonRef,
    PlanEntry,
    Portfolio,
    PreparatoryCourse,
    Program,
    ProgramKey,
    Receipt,
    ReceiptRecord,
    Role,
    School,
    SchoolSettings,
    SchoolYear,
    Semester,
    ServiceLearning,
    Severity,
    Statement,
    Student,
    StudentSubmission,
    SubmissionBatch,
    SubmissionRound,
    SubmittedOutcome,
    Synthesis,
    Taking,
    TakingKind,
    Text,
    Ticked,
    TickedItem,
    Unlock,
    Verdict,
    Visit,
    Window,
    WindowKind,
    Work,
    WorkplaceLearning,
    YearGrade,
    YearlySelection,
)

SCHOOL = "ZZ0001"
PUPIL = PersonRef(SCHOOL, "s1")
TEACHER = PersonRef(SCHOOL, "t1")
STAND_IN = PersonRef(SCHOOL, "t2")
CLERK = PersonRef(SCHOOL, "c1")
ADVISOR = PersonRef(SCHOOL, "a1")

NOON = dt.datetime(2024, 11, 5, 12, 0, tzinfo=TAIPEI)
LATER = dt.datetime(2024, 11, 6, 9, 30, tzinfo=TAIPEI)
DAY = dt.date(2024, 11, 5)

NATIONAL_ID = "XX00000000"
BIRTH_DATE = dt.date(2008, 12, 31)
NAME = "虛構生"
SECRETS = (NATIONAL_ID, NAME, "2008", "12, 31", "12-31")

CODE = CourseCode.parse("108041305H11101A1010101")
BATCH = BatchKey.parse("ZZ0001.yearly.113.ordinary.1")
CORRECTION = BatchKey.parse("ZZ0001.yearly.113.ordinary.2")
DIGEST_A = "a" * 64
DIGEST_B = "b" * 64

STUDENT = Student(PUPIL, NATIONAL_ID, BIRTH_DATE, NAME, 113, 1, "一年甲班", 7)
DOCUMENT = Attachment("報告.pdf", 2_097_152, "application/pdf", DIGEST_A, FileGroup.DOCUMENT)
FILM = Attachment("影片.mp4", 5_242_880, "video/mp4", DIGEST_B, FileGroup.MEDIA)
TAKING = Taking(
    "k1", PUPIL, TakingKind.REGULAR, Semester(113, 1), CODE, "國語文", 1, "4", TEACHER
)  # fmt: skip
OUTCOME = CourseOutcome("o1", PUPIL, "k1", Semester(113, 1), NOON, "實驗報告", (DOCUMENT,))
WORK = Work("詩集", DAY)
PERFORMANCE = Performance("p1", PUPIL, SchoolYear(113), NOON, WORK, "我的詩", (DOCUMENT,))
FINDING = Finding(
    "LP1003", Severity.REJECT, "/description", Text("過長", "too long"),
    Text("縮短", "shorten it"), "規定", (("length", 101), ("limit", 100)),
)  # fmt: skip
PORTFOLIO = Portfolio(STUDENT)
EXTENSION = Extension("x1", WindowKind.CERTIFY, "113-1", LATER)
UNLOCK = Unlock("x2", "o1", LATER)
SETTINGS = SchoolSettings(
    (
        Deadline(WindowKind.SELECT, "113", Window.of_days(DAY, DAY), grade=3),
        Deadline(WindowKind.SUBMIT, "113", Window.of_days(DAY, DAY), round=SubmissionRound.SECOND),
    ),
    outcomes_per_taking=3,
    limits={
        "outcome.document.max_bytes": 1_048_576,
        "outcome.document.media_types": ("application/pdf",),
    },
    closing_days={"113-1": dt.date(2025, 1, 20)},
    reminder_days=(7, 1),
    return_wording={"wrong_file": Text("檔案放錯了", "the wrong file")},
)
PROGRAM = ProgramKey(SchoolYear(115), Channel.UNIVERSITY, "ZZ0012")
STATEMENT = Statement(frozenset({"O", "P"}), DOCUMENT)
SYNTHESIS = Synthesis(DOCUMENT, 800, 3)
TICKED = Ticked((TickedItem("h1", "B"),), semesters=frozenset({Semester(113, 1)}))
OWN = OwnFiles((OwnFile("B", DOCUMENT),))


def receipt(verdict: Verdict = Verdict.ACCEPTED, **changes: Any) -> Receipt:
    record = ReceiptRecord(PUPIL, "o1", DIGEST_B, verdict)
    return attrs.evolve(Receipt(BATCH, DIGEST_A, NOON, "1.0", verdict, (), (record,)), **changes)


SAMPLES: tuple[Any, ...] = (
    School(SCHOOL, "虛構高級中學"),
    PUPIL,
    Actor(TEACHER, frozenset({Role.SUBJECT_TEACHER})),
    STUDENT,
    SchoolYear(113),
    Semester(113, 2),
    Window.of_days(DAY, DAY),
    CODE,
    PlanEntry(CODE, "國語文", "44nn00", "11--A0"),
    CoursePlan("041305", 108, (PlanEntry(CODE, "國語文", "440000", "00----"),)),
    TAKING,
    DOCUMENT,
    Opinion("filetype", "application/pdf"),
    FileFacts("報告.pdf", "pdf", 3, 9, False, DIGEST_A, (Opinion("structure", None),), None),
    FINDING,
    OfficerDeed("班級", DAY, DAY, "班長", "3"),
    Competition("數學競賽", "個人", "1", "第一名", DAY, "1"),
    Certificate("4230", DAY, score=Decimal("88.5")),
    ServiceLearning("淨灘", "社團", DAY, DAY, Decimal("2.5")),
    FlexibleLearning("1", "自主學習", "教務處", Semester(113, 1), 2, 18),
    GroupActivity("2", "學務處", "班會", Semester(113, 1), 18),
    WorkplaceLearning("1", "工廠", "實習生", DAY, DAY, Decimal(16)),
    WORK,
    PreparatoryCourse("計畫", "大學", "微積分", DAY, DAY, Decimal(3), Decimal(54)),
    OtherPerformance("營隊", "大學", DAY, DAY, Decimal(30)),
    OUTCOME,
    PERFORMANCE,
    YearlySelection(SchoolYear(113), ("o1",), ("p1",)),
    YearGrade(SchoolYear(113), 2),
    PORTFOLIO,
    CourseRecord("k1", Decimal("59.5"), False, Decimal(60), True, 1),
    OfficerPost("b1", PUPIL, "班級", DAY, DAY, "班長", "3"),
    AdvisingRecord("v1", PUPIL, ADVISOR, Semester(113, 1), AdvisingForm.GROUP, DAY, "選修建議"),
    Deadline(WindowKind.SELECT, "113", Window.of_days(DAY, DAY)),
    SETTINGS,
    EXTENSION,
    UNLOCK,
    Enrolment(PUPIL, Semester(113, 1), NATIONAL_ID, BIRTH_DATE, special_statuses=("9",)),
    Visit(PUPIL, "ZZ0002", DAY, DAY),
    PROGRAM,
    DailyHours(dt.time(9), dt.time(21)),
    Program(PROGRAM, "虛構大學", "資訊工程學系", frozenset({"B"}), {"a": 1}),
    HeldItem("h1", PUPIL, ItemKind.OUTCOME, SchoolYear(113)),
    TICKED.outcomes[0],
    TICKED,
    OWN.files[0],
    OWN,
    STATEMENT,
    SYNTHESIS,
    Application("n1", PUPIL, PROGRAM, materials=TICKED, statements=(STATEMENT,)),
    BATCH,
    SubmissionBatch(BATCH, students=("s1",)),
    SubmittedOutcome(OUTCOME, TAKING),
    StudentSubmission(STUDENT, SchoolYear(113), (SubmittedOutcome(OUTCOME, TAKING),)),
    ReceiptRecord(PUPIL, "o1", DIGEST_B, Verdict.REJECTED, (FINDING,)),
    receipt(),
    Deposit(BATCH, DIGEST_A, DIGEST_B, NOON),
    Difference(DifferenceKind.MISSING, PUPIL, "o1"),
    Text("學期", "semester"),
)
"""One value of every class of the model."""
