"""Where a student stands at a school in one semester, as the student roster has it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
from attrs import validators as v

from learnport.model._calendar import Semester
from learnport.model._people import PersonRef
from learnport.model._validators import is_a, is_day, is_school_code, is_tuple, matches

__all__ = ["Enrolment", "Visit"]

_TEXT: Final = is_a(str)
_DAY: Final = v.optional(is_day)
_WHOLE: Final = v.optional(is_a(int))
_NATIONAL_ID: Final = matches(r"[0-9A-Z]{10}", "ten digits or capital letters")


@attrs.frozen
class Enrolment:
    """One row of the student roster (學籍資料): one student at one school in one semester.

    Codes and texts are kept as the roster has them, empty where a cell is empty; the rules
    check them against the tables. The personal fields are kept out of `repr`.

    Attributes:
        student: school and opaque key.
        semester: 學年度 and 學期 of the roster.
        national_id: 身分證號 or 居留證號, ten digits or capital letters.
        birth_date: 出生日期.
        gender: 性別代碼.
        group: 群別代碼.
        department: 科班學程別代碼.
        division: 部別代碼.
        class_type: 班別.
        grade: 年級; None when empty.
        class_name: 班級名稱.
        seat: 座號; None when empty.
        special_statuses: 特殊身分別, the members of the cell as they stand between its commas.
        tribe: 原住民族別; empty for none, which the roster writes 無.
        indigenous_status: 原住民身分別.
        language_dialect: 族語認證報考方言.
        language_year: 報考年度 of the language certificate, ROC; some schools write 0 for none.
        language_valid_until: 族語認證有效日期.
        experimental_class: 實驗班名稱.
        admission_way: 入學方式.
        state: 學籍狀態.
        changed_on: 學籍異動日期.
    """

    student: PersonRef
    semester: Semester
    national_id: str = attrs.field(validator=_NATIONAL_ID, repr=False)
    birth_date: dt.date = attrs.field(validator=is_day, repr=False)
    gender: str = attrs.field(default="", validator=_TEXT, repr=False)
    group: str = attrs.field(default="", validator=_TEXT)
    department: str = attrs.field(default="", validator=_TEXT)
    division: str = attrs.field(default="", validator=_TEXT)
    class_type: str = attrs.field(default="", validator=_TEXT)
    grade: int | None = attrs.field(default=None, validator=_WHOLE)
    class_name: str = attrs.field(default="", validator=_TEXT)
    seat: int | None = attrs.field(default=None, validator=_WHOLE)
    special_statuses: tuple[str, ...] = attrs.field(default=(), validator=is_tuple, repr=False)
    tribe: str = attrs.field(default="", validator=_TEXT, repr=False)
    indigenous_status: str = attrs.field(default="", validator=_TEXT, repr=False)
    language_dialect: str = attrs.field(default="", validator=_TEXT, repr=False)
    language_year: int | None = attrs.field(default=None, validator=_WHOLE, repr=False)
    language_valid_until: dt.date | None = attrs.field(default=None, validator=_DAY, repr=False)
    experimental_class: str = attrs.field(default="", validator=_TEXT)
    admission_way: str = attrs.field(default="", validator=_TEXT, repr=False)
    state: str = attrs.field(default="", validator=_TEXT)
    changed_on: dt.date | None = attrs.field(default=None, validator=_DAY)


@attrs.frozen
class Visit:
    """A student of one school studying at another for a while (借讀資料).

    Attributes:
        student: school and opaque key; the school is the 所屬學校.
        host: 借讀學校代碼.
        begins: 申請開始日期.
        ends: 申請結束日期, the last day.
        group: 群別.
        department: 借讀科班學程別.
        code: 借讀代碼; its meanings were not seen.
    """

    student: PersonRef
    host: str = attrs.field(validator=is_school_code)
    begins: dt.date = attrs.field(validator=is_day)
    ends: dt.date = attrs.field(validator=is_day)
    group: str = attrs.field(default="", validator=_TEXT)
    department: str = attrs.field(default="", validator=_TEXT)
    code: str = attrs.field(default="", validator=_TEXT)
