"""The code tables of the field, stated a second time by hand."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["CODE_TABLES", "departments"]

OLD: Final = "2015-08-01"
CURRICULUM: Final = "2019-08-01"
ADMISSION_111: Final = "2022-02-01"
ADMISSION_115: Final = "2026-02-01"


class Table(NamedTuple):
    """The codes of a table, parted by blanks; whether all are known; whether that is proved."""

    codes: str
    complete: bool = True
    sure: bool = False


DOMAINS: Final = """
    00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 0G 0H 0I 0J 0R 0S 0T
    11 12 13 14 15 16 17 18 91 92 93 94
    A1 A2 A3 A4 A5 A6 B1 B2 B3 B4 C1 C2 C3 C4 C5 D1 D2 E2 E3 F1 F2 F3 G1 G2 G3
    H1 H2 H3 H4 H5 H6 I1 I2 J1 J2 K1 K2 K3 L1 L2 L3 L4 M1 M2 M3 M4 M5 M6 M7
    N1 N2 N3 N4 N5 N6 N7 O1 O2 O3 O4 O5 O6 U1 U2 U3 U4 U5 U6 U7 U8 U9 UA UB UC UD UE UF
"""
WAYS: Final = """
    無註記 分區免試 免試續招 優先免試入學 學習區完全免試入學 試辦學習區完全免試入學
    直升 直升入學 技優甄審 園區生獨招、實驗教育 宜蘭區專長生 基北區產特 屏東區離島生 離島生
    原住民藝能班 原住民藝能班、實驗班 技術型及單科型
    進修學校非應屆獨招 進修部非應屆獨招 進校(部)非應屆獨招
    甄選入學(科學班) 甄選入學(藝才班-甄選入學) 甄選入學(藝才班-競賽表現) 甄選入學(體育班)
    未受補助私校 實用技能學程 實用技能班 建教班 身障適性輔導就學安置 臺商子弟專案
    甄試入學 聯招生 復學 轉入 轉入生 免試入學
"""
# Group, then its departments; a dash stands for all numbers between.
DEPARTMENTS: Final = """
    11 101-111 121 122 00A 01A 03A 04A 05A 06A 09A
    21 301 302 304 331 332 337 338 360 363 371 372 374 A01-A14
    22 205 303 335 364 380 381 392 B01-B11
    23 305-309 369 384 703 C01-C20
    24 315 319 352 367 D01 D02 D04 D05
    25 311 365 397 398 E01-E04 E06 E07
    26 215 401-405 418 425 426 706 717 18A F01-F20 F22 F23
    27 419 421 X01-X11
    28 312 316 318 361 366 373 394 399 406 430 431 512 V01-V22
    29 201 202 204 214 216 217 12A G01-G12
    30 206 505 517 718 W01-W04
    31 501-504 513-516 H01-H11
    32 407 408 424 427 J01-J19
    33 701 705 P01
    34 702 708 P09
    35 801-804 806-809 813 816 817 820-825 U01-U05
    41 099 901 Y01 Y02
    29 K09
    31 K09
    22 L25
    24 L25
    21 L55
    25 L55
    26 M03
    28 M03
    31 N05
    36 N05
    31 N11
    36 N11
"""


def departments() -> str:
    """All pairs of group and department, parted by blanks."""
    pairs = []
    for line in DEPARTMENTS.strip().splitlines():
        group, *spans = line.split()
        for span in spans:
            first, _, last = span.partition("-")
            head = "" if first.isdigit() else first[0]
            numbers = range(int(first[len(head) :]), int(last[len(head) :]) + 1) if last else ()
            width = len(first) - len(head)
            pairs += [f"{group}-{head}{n:0{width}}" for n in numbers] or [f"{group}-{first}"]
    return " ".join(pairs)


CODE_TABLES: Final = {
    ("performance.officer.levels", CURRICULUM): Table("1 2 3 4 5 9"),
    ("performance.competition.levels", CURRICULUM): Table("1 2 3 4"),
    ("performance.competition.participation", CURRICULUM): Table("1 2"),
    ("performance.flexible.categories", CURRICULUM): Table("1 2 3 4 5"),
    ("performance.group.categories", CURRICULUM): Table("1 2 3 4 5 6"),
    ("performance.workplace.categories", CURRICULUM): Table("1 2 3 4"),
    ("performance.periods", CURRICULUM): Table("senior_high_school", sure=True),
    ("outcome.categories", CURRICULUM): Table("1 2"),
    ("course.categories", CURRICULUM): Table("1 2 3 4 5 6 7 8 9 A B C D E F"),
    ("course.openings", CURRICULUM): Table("- 0 1 2 A B C D E"),
    ("course.attributes", CURRICULUM): Table("0 1 2 3 4 5 6 A B C D E F G H I"),
    ("course.class_groups", CURRICULUM): Table("0 1 2 3 4 5 6 7", complete=False),
    ("course.domains", CURRICULUM): Table(DOMAINS, complete=False),
    ("course.semester_credits", CURRICULUM): Table("0 1 2 3 4 5 6 7 8 9 Z A B C D E F G H I R S T"),
    ("course.programmes", CURRICULUM): Table("H M", complete=False),
    ("course.historic.kinds", OLD): Table("1 2 3 4 5 6 7 8 9 10 11 12 13"),
    ("course.historic.requirements", OLD): Table("1 2 3"),
    ("course.historic.counted", OLD): Table("1 2 3"),
    ("taking.makeup.modes", CURRICULUM): Table("1 3", complete=False),
    ("taking.retake.modes", CURRICULUM): Table("1 3", complete=False),
    ("taking.statuses", CURRICULUM): Table("1 2 3", complete=False),
    ("record.counted", CURRICULUM): Table("1 2 3"),
    ("record.repeat.notes", CURRICULUM): Table("1 2"),
    ("record.transfer.statuses", CURRICULUM): Table("1 2 3 4 5 6 7", complete=False),
    ("student.divisions", OLD): Table("1 2 3 4 5"),
    ("student.divisions", CURRICULUM): Table("1 2 3 4 5 6 7", complete=False),
    ("student.class_types", OLD): Table("1 2 3 4 5"),
    ("student.class_types", CURRICULUM): Table("1 2 3 4 6 7 8 9 01 04 n y", complete=False),
    ("student.special_statuses", CURRICULUM): Table("0 1 4 10 11 24 26 27", complete=False),
    ("student.indigenous.statuses", CURRICULUM): Table("山原 平原"),
    ("student.admission_ways", CURRICULUM): Table(WAYS, complete=False),
    ("student.genders", CURRICULUM): Table("1 2"),
    ("student.grades", CURRICULUM): Table("1 2 3", complete=False),
    ("student.groups", OLD): Table(
        "11 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 41", complete=False
    ),
    ("student.groups_departments", OLD): Table(departments(), complete=False),
    ("school.test_codes", CURRICULUM): Table("000000 000001 000B00 000005 00000A", complete=False),
    ("school.kinds", OLD): Table("1 2 3 4 5 6 7 8", complete=False),
    ("roster.codes", CURRICULUM): Table(
        "24 25 26 28 34 35 36 38 74 75 76 78 41 42", complete=False
    ),
    ("absence.kinds", OLD): Table("01 02 03 04 05 06 07 08 09 10 11 12"),
    ("absence.kinds", CURRICULUM): Table("", sure=True),
    ("certification.questions", CURRICULUM): Table("own_work from_this_course", sure=True),
    ("certification.notification.channels", CURRICULUM): Table("email", sure=True),
    ("certification.certifiers", CURRICULUM): Table("subject_teacher stand_in"),
    ("certification.return.reasons", CURRICULUM): Table(
        "not_own_work not_from_this_course wrong_file unreadable other"
    ),
    ("certification.return.reasons_seen", CURRICULUM): Table("01 02 03 04"),
    ("certification.return.forbidden_grounds", CURRICULUM): Table(
        "passing_grade quality assignment_or_unit", sure=True
    ),
    ("submission.semester.records", CURRICULUM): Table("basic_data course_records", sure=True),
    ("submission.yearly.records", CURRICULUM): Table("outcomes performances", sure=True),
    ("submission.withheld.records", CURRICULUM): Table("advising_records", sure=True),
    ("submission.uncollected.records", CURRICULUM): Table(
        "rewards_and_punishments attendance", sure=True
    ),
    ("admission.item_codes", ADMISSION_115): Table("A B C D E F G H I J K L M N O P Q R S T"),
    ("admission.sources", ADMISSION_115): Table("central own_files"),
    ("admission.statement.parts", ADMISSION_111): Table("reflection motivation plan", sure=True),
    ("admission.further.documents", ADMISSION_111): Table("statement synthesis other", sure=True),
    ("admission.release.conditions", ADMISSION_111): Table("consent ticked confirmed"),
    ("admission.visible.kinds", ADMISSION_111): Table(
        "basic_data course_records outcomes performances synthesis statement other",
        complete=False,
    ),
}
