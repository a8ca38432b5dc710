"""What findings say beside their code: place and values, and the words of notices.

That every rule is kept and broken by some example is shown by the law cases in `tests/law`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest

from learnport.model import (
    BatchKey,
    CoursePlan,
    FileGroup,
    ItemKind,
    OutcomeState,
    PerformanceState,
    Scalar,
    SchoolYear,
    SelectionState,
    Semester,
    TakingKind,
    Text,
    YearlySelection,
)
from learnport.rules import (
    CATALOGUE,
    AdvisingCase,
    AttachmentCase,
    CourseRecordCase,
    Named,
    OfficerPostCase,
    QuotaCase,
    ReturnCase,
    SubmissionCase,
    check,
    lookup,
)
from tests.unit.test_rules_samples import (
    ADVISING,
    BATCH,
    CLOSES,
    CLUB,
    GRADES,
    LAW,
    ME,
    OPENS,
    OTHER,
    OTHER_SCHOOLS,
    OTHER_YEARS,
    OUTCOME,
    PDF,
    PLANS,
    PORTFOLIO,
    POST,
    SERVICE,
    SETTINGS,
    STRANGER,
    STUDENT,
    SUBMISSION,
    TAKING,
    UNPLANNED,
    WITH_CREDIT,
    P,
    file_case,
    opinions,
    outcome,
    outcome_case,
    performance,
    performance_case,
    selection_case,
    submission_case,
    taking,
    timing_case,
)

JPEG: Final = "image/jpeg"
WORD: Final = "application/msword"
LAST_YEAR: Final = SchoolYear(112)
NO_PLANS: Final[dict[int, CoursePlan]] = {}
A_SECOND: Final = dt.timedelta(seconds=1)

TWO_OF_ONE_TAKING: Final = attrs.evolve(PORTFOLIO, outcomes=(OUTCOME, outcome(id="outcome-2")))
SUBMITTED_LAST_YEAR: Final = attrs.evolve(
    PORTFOLIO,
    selections=(YearlySelection(LAST_YEAR, ("outcome-1",), (), SelectionState.RECEIVED),),
)


def _with_outcome(**changes: Any) -> Any:
    return attrs.evolve(PORTFOLIO, outcomes=(outcome(**changes),))


def _with_performance(**changes: Any) -> Any:
    return attrs.evolve(PORTFOLIO, performances=(performance(**changes),))


def _attached(**changes: Any) -> AttachmentCase:
    return AttachmentCase(attrs.evolve(PDF, **changes), ItemKind.OUTCOME)


def _named(*keys: str) -> tuple[str, ...]:
    return tuple(f"item-{key}" for key in keys)


# Code, a case that keeps the rule, a case that breaks it, where, and what the finding holds.
EXAMPLES: Final[list[tuple[str, Any, Any, str, dict[str, Scalar]]]] = [
    ("LP1001", outcome_case(), outcome_case(attachments=()), "/attachments", {}),
    ("LP1002", outcome_case(description="有"), outcome_case(description=" \n"), "/description", {}),
    ("LP1003", outcome_case(description="字" * 100), outcome_case(description="字" * 101),
     "/description", {"length": 101, "limit": 100, "excess": 1}),
    ("LP1004", outcome_case(description="統計檢定的報告"),
     outcome_case(description="我的 Competition 證照"), "/description",
     {"words": "證照, competition"}),
    ("LP1005", QuotaCase(OUTCOME, PORTFOLIO, SETTINGS),
     QuotaCase(OUTCOME, TWO_OF_ONE_TAKING, SETTINGS), "/taking",
     {"semester": "113-1", "count": 2, "limit": 1}),

    ("LP1101", file_case(size=1), file_case(size=0, total_size=0), "", {}),
    ("LP1102", file_case(total_size=4_194_304), file_case(total_size=4_194_305), "",
     {"size": 4_194_305, "limit": 4_194_304, "excess": 1}),
    ("LP1102", _attached(), _attached(size=4_194_305), "",
     {"size": 4_194_305, "limit": 4_194_304, "excess": 1}),
    ("LP1103", file_case(), file_case(oversize=True), "", {"limit": 10_485_760}),
    ("LP1104", file_case(), file_case(opinions=opinions(None, WORD, WORD, None), media_type=None),
     "", {"kind": "outcome", "media_type": WORD,
          "limit": "application/pdf, image/jpeg, image/png, audio/mpeg, video/mp4"}),
    ("LP1104", _attached(media_type="image/png"), _attached(media_type="image/gif"), "",
     {"kind": "outcome", "media_type": "image/gif",
      "limit": "application/pdf, image/jpeg, image/png, audio/mpeg, video/mp4"}),
    ("LP1105", file_case(),
     file_case(extension="jpg", opinions=opinions(JPEG, P, P, P), media_type=None), "",
     {"extension": "jpg", "media_type": P}),
    ("LP1106", file_case(), file_case(opinions=opinions(P, P, JPEG, None), media_type=None), "",
     {"opinions": f"extension={P}, filetype={P}, libmagic={JPEG}, structure="}),
    ("LP1107", file_case(),
     file_case(opinions=opinions(P, None, None, None), media_type=None, opens=None,
               undecided=(Text("無從判斷。", "Nobody can tell."),)), "",
     {"reasons": "Nobody can tell.",
      "limit": "application/pdf, image/jpeg, image/png, audio/mpeg, video/mp4"}),
    ("LP1108", file_case(), file_case(encrypted=True, opens=None, pages=None), "", {}),
    ("LP1109", file_case(),
     file_case(opens=False, undecided=(Text("內容不完整。", "It breaks off."),)), "",
     {"reasons": "It breaks off."}),
    ("LP1110", file_case(pages=1), file_case(pages=0), "", {}),
    ("LP1111", _attached(), _attached(group=FileGroup.MEDIA), "/group",
     {"group": "media", "media_type": P, "limit": "document"}),
    ("LP1112", file_case(trailing=None), file_case(trailing=1), "", {"trailing": 1}),

    ("LP1201", outcome_case(), outcome_case(None), "/taking", {"taking": "taking-1"}),
    ("LP1202", outcome_case(), outcome_case(taking(student=STRANGER)), "/taking",
     {"taking": "taking-1"}),
    ("LP1203", outcome_case(), outcome_case(semester=Semester(113, 2)), "/semester",
     {"semester": "113-2", "limit": "113-1"}),
    ("LP1204", outcome_case(), outcome_case(taking(code=UNPLANNED)), "/taking/code",
     {"code": "113ZZ0001H11101A1010199", "subject": "國語文", "limit": "113"}),
    ("LP1205", outcome_case(), outcome_case(taking(code=OTHER_SCHOOLS)), "/taking/code",
     {"code": "113ZZ0002H11101A1010101", "school": "ZZ0002", "limit": "ZZ0001"}),
    ("LP1206", outcome_case(), outcome_case(taking(code=OTHER_YEARS)), "/taking/code",
     {"code": "112ZZ0001H11101A1010101", "year": "112", "limit": "113"}),
    ("LP1207", outcome_case(taking(subject=" 國語文 ")), outcome_case(taking(subject="國文")),
     "/taking/subject",
     {"subject": "國文", "limit": "國語文", "code": "113ZZ0001H11101A1010101"}),
    ("LP1208", outcome_case(taking(code=WITH_CREDIT)), outcome_case(taking(code=CLUB)),
     "/taking/code",
     {"code": "113ZZ0001H11101A80E0000", "category": "8", "attribute": "E", "limit": "D"}),
    ("LP1209", outcome_case(taking(kind=TakingKind.RETAKE, original=Semester(112, 2))),
     outcome_case(taking(kind=TakingKind.RETAKE)), "/taking/original", {"kind": "retake"}),
    ("LP1210", outcome_case(taking(kind=TakingKind.VISITING, other_school="ZZ0002")),
     outcome_case(taking(kind=TakingKind.VISITING)), "/taking/other_school", {"kind": "visiting"}),

    ("LP1301", performance_case(), performance_case(details=attrs.evolve(SERVICE, unit=" ")),
     "/details/unit", {"field": "unit"}),
    ("LP1302", performance_case(details=OTHER),
     performance_case(details=attrs.evolve(OTHER, organiser="")), "/details/organiser", {}),
    ("LP1303", performance_case(description="字" * 100), performance_case(description="字" * 101),
     "/description", {"length": 101, "limit": 100, "excess": 1}),
    ("LP1304", performance_case(),
     performance_case(details=attrs.evolve(SERVICE, ends=dt.date(2024, 8, 31))),
     "/details/ends", {"ends": "2024-08-31", "begins": "2024-09-01"}),
    ("LP1305", performance_case(details=attrs.evolve(SERVICE, hours=Decimal(0))),
     performance_case(details=attrs.evolve(SERVICE, hours=Decimal("-0.001"))),
     "/details/hours", {"field": "hours", "amount": "-0.001"}),

    ("LP1401", selection_case(outcomes=_named(*"123456")),
     selection_case(outcomes=_named(*"1234567")), "/outcomes",
     {"year": "113", "count": 7, "limit": 6, "excess": 1}),
    ("LP1402", selection_case(performances=_named(*"0123456789")),
     selection_case(performances=_named(*"0123456789a")), "/performances",
     {"year": "113", "count": 11, "limit": 10, "excess": 1}),
    ("LP1403", selection_case(), selection_case(outcomes=("outcome-1", "strange")),
     "/outcomes/1", {"item": "strange"}),
    ("LP1404", selection_case(), selection_case(performances=("strange",)),
     "/performances/0", {"item": "strange"}),
    ("LP1405", selection_case(_with_outcome(state=OutcomeState.SUBMITTED)),
     selection_case(_with_outcome(state=OutcomeState.AWAITING)), "/outcomes/0",
     {"item": "outcome-1", "state": "awaiting"}),
    ("LP1406", selection_case(_with_performance(state=PerformanceState.SUBMITTED)),
     selection_case(_with_performance(state=PerformanceState.DRAFT)), "/performances/0",
     {"item": "performance-1", "state": "draft"}),
    ("LP1407", selection_case(), selection_case(outcomes=("outcome-1", "outcome-1")),
     "/outcomes/1", {"item": "outcome-1"}),
    ("LP1408", selection_case(_with_outcome(semester=Semester(113, 2))),
     selection_case(_with_outcome(semester=Semester(112, 2))), "/outcomes/0",
     {"item": "outcome-1", "uploaded": "112", "limit": "113"}),
    ("LP1409", selection_case(), selection_case(_with_performance(year=LAST_YEAR)),
     "/performances/0", {"item": "performance-1", "uploaded": "112", "limit": "113"}),
    ("LP1410", selection_case(), selection_case(SUBMITTED_LAST_YEAR), "/outcomes/0",
     {"item": "outcome-1", "year": "112"}),

    ("LP1501", timing_case(OPENS), timing_case(OPENS, "113-2"), "",
     {"term": "113-2", "kind": "upload_outcomes"}),
    ("LP1502", timing_case(OPENS), timing_case(OPENS - A_SECOND), "",
     {"term": "113-1", "kind": "upload_outcomes", "opens": "2025-02-01T08:00:00+08:00",
      "closes": "2025-02-15T00:00:00+08:00", "now": "2025-02-01T07:59:59+08:00"}),
    ("LP1503", timing_case(CLOSES - A_SECOND), timing_case(CLOSES), "",
     {"term": "113-1", "kind": "upload_outcomes", "opens": "2025-02-01T08:00:00+08:00",
      "closes": "2025-02-15T00:00:00+08:00", "now": "2025-02-15T00:00:00+08:00"}),

    ("LP1602", ReturnCase("wrong_file"), ReturnCase(" "), "/reason",
     {"limit": "not_own_work, not_from_this_course, wrong_file, unreadable, other"}),
    ("LP1603", ReturnCase("unreadable"), ReturnCase("poor_quality"), "/reason",
     {"reason": "poor_quality",
      "limit": "not_own_work, not_from_this_course, wrong_file, unreadable, other"}),
    ("LP1604", ReturnCase("other", "檔案內容是另一份作業"), ReturnCase("other", " "), "/note",
     {"reason": "other"}),

    ("LP1702", submission_case(), submission_case(performances=(performance(student=STRANGER),)),
     "/performances/0", {"item": "performance-1"}),

    ("LP1801", OfficerPostCase(POST), OfficerPostCase(attrs.evolve(POST, position="")),
     "/position", {"field": "position"}),
    ("LP1802", OfficerPostCase(POST),
     OfficerPostCase(attrs.evolve(POST, ends=dt.date(2024, 8, 31))), "/ends",
     {"ends": "2024-08-31", "begins": "2024-09-01"}),
    ("LP1803", CourseRecordCase(GRADES, TAKING), CourseRecordCase(GRADES, None), "/taking",
     {"taking": "taking-1"}),
    ("LP1804", CourseRecordCase(GRADES, taking(code=WITH_CREDIT)),
     CourseRecordCase(GRADES, taking(code=CLUB)), "/taking",
     {"code": "113ZZ0001H11101A80E0000", "category": "8", "attribute": "E", "limit": "D"}),
    ("LP1827", CourseRecordCase(GRADES, taking(code=WITH_CREDIT, semester=Semester(108, 2))),
     CourseRecordCase(GRADES, taking(code=CLUB, semester=Semester(108, 2))), "/taking",
     {"code": "113ZZ0001H11101A80E0000", "category": "8", "attribute": "E", "limit": "D",
      "semester": "108-2"}),
    ("LP1901", AdvisingCase(attrs.evolve(ADVISING, description="字" * 100)),
     AdvisingCase(attrs.evolve(ADVISING, description="字" * 101)), "/description",
     {"length": 101, "limit": 100, "excess": 1}),

    ("LP2001", submission_case(),
     SubmissionCase(SUBMISSION, PLANS.get, BatchKey.parse("ZZ0002.yearly.113.ordinary.1")),
     "/student", {"school": "ZZ0001", "limit": "ZZ0002"}),
    ("LP2002", submission_case(), SubmissionCase(SUBMISSION, NO_PLANS.get, BATCH),
     "/outcomes/0/taking/code", {"limit": "113"}),
    ("LP2013", submission_case(),
     SubmissionCase(SUBMISSION, PLANS.get, BatchKey.parse("ZZ0001.yearly.114.ordinary.1")),
     "/year", {"year": "113", "limit": "114"}),
    ("LP2014", submission_case(),
     SubmissionCase(SUBMISSION, PLANS.get, BatchKey.parse("ZZ0001.yearly.113.first.1")),
     "/student/grade", {"grade": 1, "round": "first", "limit": "3"}),
]  # fmt: skip

NOTICES: Final[dict[str, dict[str, Any]]] = {
    "LP1113": {"sha256": "a" * 64},
    "LP1601": {
        "state": OutcomeState.DRAFT,
        "action": Named("outcome.certify", Text("認證", "certify")),
        "limit": (),
    },
    "LP1605": {"action": Named("selection.reopen", Text("重新開放勾選", "reopen"))},
    "LP1606": {"item": "outcome-1", "year": SchoolYear(113)},
    "LP1607": {},
    "LP1608": {},
    "LP1610": {},
    "LP1611": {"item": "outcome-1"},
    "LP1701": {"action": Named("outcome.certify", Text("認證", "certify"))},
    "LP2003": {"count": 2},
    "LP2004": {"batch": "ZZ0001.yearly.113.ordinary.1"},
    "LP2005": {"batch": "ZZ0001.yearly.113.ordinary.9"},
    "LP2006": {"count": 2},
    "LP2007": {"batch": "ZZ0001.yearly.113.ordinary.1"},
    "LP2008": {"batch": "ZZ0001.yearly.113.ordinary.1"},
    "LP2009": {},
    "LP2010": {"batch": "ZZ0001.yearly.113.ordinary.1"},
    "LP2011": {"sha256": "a" * 64},
    "LP2012": {"detail": "line 7: not JSON"},
    "LP2319": {"program": "115.university.ZZ0012"},
    "LP2101": {"item": "outcome-1"},
    "LP2102": {"item": "outcome-1"},
    "LP2103": {"item": "outcome-1"},
}


def test_every_notice_that_other_rooms_give_of_records_is_put_into_words_here() -> None:
    of_files = ("LP31", "LP32")
    notices = {entry.code for entry in CATALOGUE if entry.check is None}
    assert set(NOTICES) == {code for code in notices if not code.startswith(of_files)}


@pytest.mark.parametrize(("code", "keeps", "breaks", "at", "values"), EXAMPLES)
def test_a_rule_passes_what_keeps_it_and_finds_what_breaks_it(
    code: str, keeps: Any, breaks: Any, at: str, values: dict[str, Scalar]
) -> None:
    rule = lookup(code)
    assert check([rule], keeps, LAW) == ()
    (finding,) = check([rule], breaks, LAW, "/here")
    assert finding.code == code
    assert finding.severity is rule.severity
    assert finding.at == "/here" + at
    assert dict(finding.values) == values
    assert finding.source


@pytest.mark.parametrize(("code", "fields"), NOTICES.items())
def test_a_notice_is_put_into_words_in_both_languages(code: str, fields: dict[str, Any]) -> None:
    finding = lookup(code).finding("/here", **fields)
    assert (finding.code, finding.at) == (code, "/here")
    assert {name for name, _ in finding.values} == set(fields)
    assert not {"{", "}"} & {*str(finding.message), *str(finding.remedy)}


PERSONAL: Final = (
    STUDENT.national_id,
    STUDENT.name,
    "2009-01-01",
    ME.key,
    STRANGER.key,
    "報告.pdf",
)


@pytest.mark.parametrize(("code", "case"), [(code, breaks) for code, _, breaks, *_ in EXAMPLES])
def test_no_finding_names_a_person(code: str, case: Any) -> None:
    (finding,) = check([lookup(code)], case, LAW)
    assert not [word for word in PERSONAL if word in repr(finding)]
