"""What can be wrong with a roster cell, row or cover: the codes LP3101 to LP3118."""

from __future__ import annotations

from typing import Final

import attrs

from learnport.model import Finding, Scalar, Severity, Text

__all__ = ["ROSTER_CODES", "RosterCode"]

_SPREADSHEET: Final = "Excel specifications and limits, worksheet and workbook"
_XML: Final = "XML 1.0, section 2.2: characters"
_LAYOUT: Final = "layout {layout}: {evidence}"


@attrs.frozen
class RosterCode:
    """One thing that can be wrong, as templates with named fields.

    Attributes:
        code: stable code; never reused.
        severity: what it leads to.
        message: what is wrong.
        remedy: what to do next.
        source: where the rule is written; may name the layout and its evidence.
    """

    code: str
    severity: Severity
    message: Text
    remedy: Text
    source: str = _LAYOUT

    def finding(self, at: str, *, layout: str, evidence: str, **fields: Scalar | Text) -> Finding:
        """The finding for one place.

        Fields that are a `Text` fill each language with its own and are for people alone; the
        others become the finding's values.
        """
        zh = {name: each.zh if isinstance(each, Text) else each for name, each in fields.items()}
        en = {name: each.en if isinstance(each, Text) else each for name, each in fields.items()}
        values = ((name, each) for name, each in fields.items() if not isinstance(each, Text))
        return Finding(
            code=self.code,
            severity=self.severity,
            at=at,
            message=Text(self.message.zh.format(**zh), self.message.en.format(**en)),
            remedy=Text(self.remedy.zh.format(**zh), self.remedy.en.format(**en)),
            source=self.source.format(layout=layout, evidence=evidence),
            values=(("layout", layout), *values),
        )


UNKNOWN_SHEET: Final = RosterCode(
    "LP3101",
    Severity.REJECT,
    Text(
        "「{workbook}」沒有代號為「{sheet}」的工作表。",
        "The workbook {workbook} has no sheet with the key {sheet}.",
    ),
    Text("請改用下列工作表之一：{sheets}。", "Use one of these sheets: {sheets}."),
)
UNKNOWN_COLUMN: Final = RosterCode(
    "LP3102",
    Severity.REJECT,
    Text(
        "這張工作表沒有代號為「{key}」的欄位。",
        "This sheet has no column with the key {key}.",
    ),
    Text(
        "請刪除該項資料，或改用下列欄位之一：{columns}。",
        "Leave it out or use one of these columns: {columns}.",
    ),
)
EMPTY: Final = RosterCode(
    "LP3103",
    Severity.REJECT,
    Text("「{header}」為必填，目前是空白。", "{header} must be filled in and is empty."),
    Text("請填入{expected}。", "Fill in {expected}."),
)
WRONG_TYPE: Final = RosterCode(
    "LP3104",
    Severity.REJECT,
    Text(
        "「{header}」應為{expected}，實際是{found}。",
        "{header} takes {expected}; it holds {found}.",
    ),
    Text("請改填{expected}。", "Write {expected} instead."),
)
TOO_PRECISE: Final = RosterCode(
    "LP3105",
    Severity.REJECT,
    Text(
        "「{header}」的 {value} 有 {found} 位小數，最多 {limit} 位。",
        "{header}: {value} has {found} decimal places; at most {limit} are allowed.",
    ),
    Text(
        "請將小數調整為 {limit} 位以內。",
        "Round it to at most {limit} decimal places.",
    ),
)
TOO_MANY_DIGITS: Final = RosterCode(
    "LP3106",
    Severity.REJECT,
    Text(
        "「{header}」的數字超過 {limit} 位，試算表無法精確保存。",
        "{header}: a spreadsheet cannot keep a number of more than {limit} digits exactly.",
    ),
    Text("請確認數字是否誤填。", "Check whether the number is a slip."),
    _SPREADSHEET,
)
NOT_IN_TABLE: Final = RosterCode(
    "LP3107",
    Severity.REJECT,
    Text(
        "「{header}」的代碼不在「{table}」代碼表內：{found}。",
        "{header}: not a code of the table “{table}”: {found}.",
    ),
    Text("請改填下列代碼之一：{entries}。", "Use one of these codes: {entries}."),
)
NOT_IN_KNOWN_PART: Final = RosterCode(
    "LP3108",
    Severity.ALERT,
    Text(
        "「{header}」的代碼不在「{table}」代碼表已知的部分內：{found}。該表並不完整，因此照寫。",
        "{header}: not among the known codes of the table “{table}”: {found}. "
        "The table is incomplete, so it is written as it is.",
    ),
    Text(
        "請與主管機關公告核對；目前已知的代碼：{entries}。",
        "Compare it with the authority's announcement; codes known so far: {entries}.",
    ),
)
BEFORE_ROC: Final = RosterCode(
    "LP3109",
    Severity.REJECT,
    Text(
        "「{header}」的日期無法以民國年三位數表示。",
        "{header}: the date cannot be written with a ROC year of three digits.",
    ),
    Text(
        "請改填民國元年 1 月 1 日（1912-01-01）至民國 999 年底之間的日期。",
        "Use a date from 1912-01-01 to the end of ROC year 999.",
    ),
)
NOT_A_COURSE_CODE: Final = RosterCode(
    "LP3110",
    Severity.REJECT,
    Text(
        "「{header}」不是 23 碼課程代碼：第 {position} 碼有誤（0 表示長度不符）。",
        "{header} is not a course code of 23 characters: fault at position {position} "
        "(0 means the length).",
    ),
    Text("請依課程計畫填寫課程代碼。", "Copy the code from the course plan."),
)
ILLEGAL_CHARACTER: Final = RosterCode(
    "LP3111",
    Severity.REJECT,
    Text(
        "「{header}」第 {position} 個字元（{character}）不能存入試算表。",
        "{header}: character {position} ({character}) cannot be kept in a spreadsheet.",
    ),
    Text("請刪除該字元後重新填寫。", "Delete the character."),
    _XML,
)
TEXT_TOO_LONG: Final = RosterCode(
    "LP3112",
    Severity.REJECT,
    Text(
        "「{header}」的文字長度 {found}，超過一個儲存格的上限 {limit}。",
        "{header}: the text is {found} long; a cell holds {limit}.",
    ),
    Text("請縮短文字。", "Shorten the text."),
    _SPREADSHEET,
)
NOT_A_LINK: Final = RosterCode(
    "LP3113",
    Severity.REJECT,
    Text(
        "「{header}」應為提交包內的檔名（例如 {example}），不可為網址、絕對路徑或含「..」。",
        "{header} takes the name of a file inside the package (such as {example}), "
        "no address, no absolute path and no “..”.",
    ),
    Text(
        "請填寫提交包內的檔名；網址請改填外部連結欄位。",
        "Name the file as the package does; addresses belong to a column for external links.",
    ),
    "BagIt 1.0 (RFC 8493), section 2.1.2: payload paths",
)
SEVERAL_FILES: Final = RosterCode(
    "LP3114",
    Severity.REJECT,
    Text(
        "「{header}」只能填 1 個檔案，實際有 {found} 個。",
        "{header} has room for 1 file; there are {found}.",
    ),
    Text(
        "請將檔案合併為一個，或只保留一個。",
        "Merge the files into one, or keep one of them.",
    ),
)
TOO_MANY_ROWS: Final = RosterCode(
    "LP3115",
    Severity.REJECT,
    Text(
        "這張工作表的資料超過試算表的列數上限 {limit}（含標題列）。",
        "The sheet has more rows than a spreadsheet holds: {limit} with the header.",
    ),
    Text("請分成數個名冊。", "Split the data into several workbooks."),
    _SPREADSHEET,
)
WRONG_ROSTER_CODE: Final = RosterCode(
    "LP3116",
    Severity.REJECT,
    Text(
        "封面的名冊別不屬於「{workbook}」：{found}。",
        "The roster code on the cover is none of the workbook {workbook}: {found}.",
    ),
    Text("請改填下列名冊別之一：{codes}。", "Use one of these roster codes: {codes}."),
)
WRONG_HALF: Final = RosterCode(
    "LP3117",
    Severity.REJECT,
    Text(
        "封面的學期為 {found}，此名冊應為 {halves}。",
        "The semester on the cover is {found}; this workbook takes {halves}.",
    ),
    Text("請改填 {halves}。", "Write {halves}."),
)
BEFORE_LAYOUT: Final = RosterCode(
    "LP3118",
    Severity.REJECT,
    Text(
        "此名冊格式自 {since} 學年度起適用，封面的學年度為 {found}。",
        "The layout is for school year {since} onwards; the cover says {found}.",
    ),
    Text("請改用該學年度的名冊格式。", "Use the layout of that school year."),
)

ROSTER_CODES: Final = (
    UNKNOWN_SHEET,
    UNKNOWN_COLUMN,
    EMPTY,
    WRONG_TYPE,
    TOO_PRECISE,
    TOO_MANY_DIGITS,
    NOT_IN_TABLE,
    NOT_IN_KNOWN_PART,
    BEFORE_ROC,
    NOT_A_COURSE_CODE,
    ILLEGAL_CHARACTER,
    TEXT_TOO_LONG,
    NOT_A_LINK,
    SEVERAL_FILES,
    TOO_MANY_ROWS,
    WRONG_ROSTER_CODE,
    WRONG_HALF,
    BEFORE_LAYOUT,
)
"""All of them, in the order of their codes."""
