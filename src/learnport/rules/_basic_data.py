"""LP24xx: basic data, student by student.

No finding shows an identity number, a birth date, a name or a status of a person: rows are told
by their position. What national exports hold by the thousand is shown and passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Severity
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import StudentCase
from learnport.rules._columns import (
    CONTROL_CHARACTER,
    NOT_IN_KNOWN_PART,
    NOT_IN_TABLE,
    PLACEHOLDER,
    TEST_SCHOOL,
    Coded,
    column,
    placeholders,
    unlisted,
    with_control_characters,
)
from learnport.rules._enrolments import ROSTER_RULES, VISIT_RULES
from learnport.rules._rule import Breach, rule

__all__ = ["BASIC_DATA", "STUDENT_RULES"]

_GROUP: Final = column("group", "群別", "group")
_DEPARTMENT: Final = column("department", "科班學程別", "department")
_CODES: Final = (
    Coded(column("gender", "性別代碼", "gender"), "student.genders", personal=True),
    Coded(_GROUP, "student.groups"),
    Coded(column("division", "部別代碼", "division"), "student.divisions"),
    Coded(column("class_type", "班別", "class type"), "student.class_types"),
    Coded(column("grade", "年級", "grade"), "student.grades"),
    Coded(
        column("indigenous_status", "原住民身分別", "indigenous status"),
        "student.indigenous.statuses",
        personal=True,
    ),
    Coded(
        column("admission_way", "入學方式", "way of admission"),
        "student.admission_ways",
        personal=True,
    ),
    Coded(column("state", "學籍狀態", "state of enrolment"), "student.enrolment_states"),
)
_TEXTS: Final = (
    column("class_name", "班級名稱", "class name"),
    column("tribe", "原住民族別", "tribe"),
    column("language_dialect", "族語認證報考方言", "dialect of the language certificate"),
    column("experimental_class", "實驗班名稱", "name of the experimental class"),
)


@rule("LP2401", **TEST_SCHOOL, source=src.DIRTY_DATA)
def at_a_real_school(case: StudentCase, law: Law) -> Iterator[Breach]:
    """A student is enrolled at a real school, not at one for tests."""
    tests = law["school.test_codes"]
    if (school := case.enrolment.student.school) in tests.members:
        yield Breach("/student/school", school=school, source=tests.source)


@rule("LP2402", **NOT_IN_TABLE, source=src.STUDENT_ROSTER)
def student_codes_in_tables(case: StudentCase, law: Law) -> Iterator[Breach]:
    """The codes of a student stand in their tables."""
    return unlisted(case.enrolment, _CODES, law, complete=True)


@rule("LP2403", severity=Severity.ALERT, **NOT_IN_KNOWN_PART, source=src.STUDENT_ROSTER)
def student_codes_known(case: StudentCase, law: Law) -> Iterator[Breach]:
    """The codes of a student are those seen before, where a table is not known whole."""
    return unlisted(case.enrolment, _CODES, law, complete=False)


@rule(
    "LP2404",
    severity=Severity.ALERT,
    says="特殊身分別宜為已知的代碼。",
    zh="特殊身分別的第 {position} 個代碼不在代碼表已知的部分。",
    en="Special statuses: code number {position} is not in the part of the table that is known.",
    remedy_zh="請確認代碼；已知的代碼表並不完整，確認無誤即可不必更改。",
    remedy_en="Check the code; the table is not known completely, so if it is right, leave it.",
    source=src.STUDENT_ROSTER,
)
def special_statuses_known(case: StudentCase, law: Law) -> Iterator[Breach]:
    """A special status is one seen before; an alert, since the table is not known whole."""
    table = law["student.special_statuses"]
    for index, code in enumerate(case.enrolment.special_statuses):
        if code.strip() and code not in table.members:
            at = f"/special_statuses/{index}"
            yield Breach(at, position=index + 1, source=table.source)


@rule(
    "LP2405",
    severity=Severity.ALERT,
    says="特殊身分別不宜有空白或重複的代碼。",
    zh="特殊身分別的第 {position} 個代碼空白或重複。",
    en="Special statuses: code number {position} is empty or there already.",
    remedy_zh="請刪除多餘的逗號或重複的代碼；順序不拘。",
    remedy_en="Remove the superfluous comma or the repeated code; the order does not matter.",
    source=src.DIRTY_DATA,
)
def special_statuses_once(case: StudentCase, _: Law) -> Iterator[Breach]:
    """Special statuses are filled in, each once; an alert, since what is meant is clear."""
    codes = case.enrolment.special_statuses
    for index, code in enumerate(codes):
        if not code.strip() or code in codes[:index]:
            yield Breach(f"/special_statuses/{index}", position=index + 1)


@rule(
    "LP2406",
    severity=Severity.ALERT,
    says="學生宜有群別與科班學程別。",
    zh="「{field}」沒有填寫。",
    en="{field}: not filled in.",
    remedy_zh="請填寫「{field}」。",
    remedy_en="Fill in: {field}.",
    source=src.DIRTY_DATA,
)
def group_filled_in(case: StudentCase, _: Law) -> Iterator[Breach]:
    """A student has a group and a department; an alert, as exports lack it by the hundred."""
    for each in (_GROUP, _DEPARTMENT):
        if not getattr(case.enrolment, each.code).strip():
            yield Breach(f"/{each.code}", field=each)


@rule(
    "LP2407",
    severity=Severity.ALERT,
    says="科班學程別宜屬於學生的群別。",
    zh="科班學程別不在群別 {group} 已知的科別中。",
    en="The department is none of those known of group {group}.",
    remedy_zh="請確認群別與科班學程別；已知的對照表並不完整，確認無誤即可不必更改。",
    remedy_en="Check group and department; the table is not known completely, so if they are right,"
    " leave them.",
    source=src.STUDENT_ROSTER,
)
def department_of_group(case: StudentCase, law: Law) -> Iterator[Breach]:
    """A department belongs to its group; an alert, since the table is not known whole."""
    group, department = case.enrolment.group, case.enrolment.department
    # A group that is not known has its own finding.
    if not department.strip() or group not in law["student.groups"].members:
        return
    table = law["student.groups_departments"]
    if f"{group}-{department}" not in table.members:
        yield Breach("/department", group=group, source=table.source)


@rule(
    "LP2408",
    severity=Severity.ALERT,
    says="特殊身分別、原住民族別與原住民身分別宜一致。",
    zh="特殊身分別、原住民族別與原住民身分別三欄，有的註明為原住民，有的沒有。",
    en="Of the three columns special status, tribe and indigenous status some say that the student"
    " is indigenous and some do not.",
    remedy_zh="請對照戶籍資料，將三欄填寫一致。",
    remedy_en="Make the three columns agree with the household register.",
    source=src.DIRTY_DATA,
)
def indigenous_columns_agree(case: StudentCase, law: Law) -> Iterator[Breach]:
    """The three columns about indigenous students agree; an alert, as thousands do not."""
    indigenous = law.get("student.special_statuses.indigenous")
    if indigenous is None:
        return
    none = law.get("student.tribes.none")
    enrolment = case.enrolment
    stated = {
        any(code in indigenous.members for code in enrolment.special_statuses),
        enrolment.tribe.strip() not in ("", *([] if none is None else none.members)),
        bool(enrolment.indigenous_status.strip()),
    }
    if len(stated) > 1:
        yield Breach("/indigenous_status")


@rule(
    "LP2409",
    severity=Severity.ALERT,
    says="沒有族語認證者，報考年度宜留白。",
    zh="族語認證報考年度為 0。",
    en="The year of the language certificate is 0.",
    remedy_zh="沒有報考時請留白；若有，請填寫民國年。",
    remedy_en="Leave it empty where there is no certificate; otherwise give the ROC year.",
    source=src.DIRTY_DATA,
)
def language_year_real(case: StudentCase, _: Law) -> Iterator[Breach]:
    """The year of a language certificate is a year; an alert: some schools write 0 for none."""
    if case.enrolment.language_year == 0:
        yield Breach("/language_year")


@rule(
    "LP2410",
    severity=Severity.ALERT,
    says="實驗班宜有名稱。",
    zh="班別為實驗班，但沒有實驗班名稱。",
    en="The class is an experimental one, but has no name.",
    remedy_zh="請填寫核定的實驗班名稱，或更正班別。",
    remedy_en="Fill in the approved name of the class, or correct the class type.",
    source=src.DIRTY_DATA,
)
def experimental_class_named(case: StudentCase, law: Law) -> Iterator[Breach]:
    """An experimental class has a name; an alert, as exports lack it by the hundred."""
    types = law.get("student.class_types.experimental")
    enrolment = case.enrolment
    if types is None or enrolment.class_type not in types.members:
        return
    if not enrolment.experimental_class.strip():
        yield Breach("/experimental_class")


@rule(
    "LP2411",
    severity=Severity.ALERT,
    says="在學學生宜無學籍異動日期。",
    zh="學籍狀態為「{state}」，卻有學籍異動日期。",
    en="The state of enrolment is {state}, yet there is a date of change.",
    remedy_zh="請確認學籍狀態與異動日期；若為復學或轉入，可不必更改。",
    remedy_en="Check state and date; if the student came back or moved in, leave it.",
    source=src.DIRTY_DATA,
)
def enrolled_unchanged(case: StudentCase, law: Law) -> Iterator[Breach]:
    """An enrolled student has no date of change; an alert, as thousands do."""
    states = law.get("student.enrolment_states.enrolled")
    enrolment = case.enrolment
    if states is None or enrolment.changed_on is None:
        return
    if enrolment.state in states.members:
        yield Breach("/changed_on", state=enrolment.state)


@rule(
    "LP2412",
    severity=Severity.ALERT,
    says="學籍異動日期宜在名冊的學期內。",
    zh="學籍異動日期不在{semester}內。",
    en="The date of the change of enrolment does not lie in {semester}.",
    remedy_zh="請確認學籍異動日期與名冊的學年度學期。",
    remedy_en="Check the date, and the semester of the roster.",
    source=src.DIRTY_DATA,
)
def changed_in_the_semester(case: StudentCase, _: Law) -> Iterator[Breach]:
    """A change of enrolment lies in the semester of its roster; an alert: older ones are kept."""
    semester, day = case.enrolment.semester, case.enrolment.changed_on
    if day is not None and not semester.opens <= day <= semester.closes:
        yield Breach("/changed_on", semester=semester)


@rule("LP2413", **CONTROL_CHARACTER, source=src.TEXTS)
def student_texts_readable(case: StudentCase, _: Law) -> Iterator[Breach]:
    """The texts about a student have no control characters."""
    return with_control_characters(case.enrolment, _TEXTS)


@rule("LP2414", severity=Severity.ALERT, **PLACEHOLDER, source=src.DIRTY_DATA)
def student_texts_meant(case: StudentCase, _: Law) -> Iterator[Breach]:
    """The texts about a student are no placeholders; an alert: a class may be called X."""
    return placeholders(case.enrolment, _TEXTS)


STUDENT_RULES: Final = (
    at_a_real_school,
    student_codes_in_tables,
    student_codes_known,
    special_statuses_known,
    special_statuses_once,
    group_filled_in,
    department_of_group,
    indigenous_columns_agree,
    language_year_real,
    experimental_class_named,
    enrolled_unchanged,
    changed_in_the_semester,
    student_texts_readable,
    student_texts_meant,
)
"""What a row of the student roster must satisfy; for a `StudentCase`."""

BASIC_DATA: Final = (*STUDENT_RULES, *VISIT_RULES, *ROSTER_RULES)
