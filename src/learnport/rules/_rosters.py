"""What can be wrong with a roster cell, row or cover, one code each (名冊檢核代碼).

Whoever reports one names `layout` and `evidence`, a cell's also the `header` of its column.
"""

from __future__ import annotations

from typing import Any, Final

from learnport.model import Severity, Text
from learnport.rules._rule import Rule

REJECT, ALERT = Severity.REJECT, Severity.ALERT

_SPREADSHEET: Final = "Excel specifications and limits, worksheet and workbook"
_XML: Final = "XML 1.0, section 2.2: characters"
_LAYOUT: Final = "layout {layout}: {evidence}"

# fmt: off
UNKNOWN_SHEET: Final = Rule[Any](
    "LP3101", REJECT,
    Text("每張工作表都屬於所在的名冊。", "Every sheet is one of its workbook."),
    Text("「{workbook}」沒有代號為「{sheet}」的工作表。",
         "The workbook {workbook} has no sheet with the key {sheet}."),
    Text("請改用下列工作表之一：{sheets}。", "Use one of these sheets: {sheets}."),
    _LAYOUT,
)
UNKNOWN_COLUMN: Final = Rule[Any](
    "LP3102", REJECT,
    Text("每個欄位都屬於所在的工作表。", "Every column is one of its sheet."),
    Text("這張工作表沒有代號為「{key}」的欄位。", "This sheet has no column with the key {key}."),
    Text("請刪除該項資料，或改用下列欄位之一：{columns}。",
         "Leave it out or use one of these columns: {columns}."),
    _LAYOUT,
)
EMPTY: Final = Rule[Any](
    "LP3103", REJECT,
    Text("必填欄位都已填寫。", "Required cells are filled in."),
    Text("「{header}」為必填，目前是空白。", "{header} must be filled in and is empty."),
    Text("請填入{expected}。", "Fill in {expected}."),
    _LAYOUT,
)
WRONG_TYPE: Final = Rule[Any](
    "LP3104", REJECT,
    Text("儲存格的內容符合欄位的型態。", "A cell holds what its column takes."),
    Text("「{header}」應為{expected}，實際是{found}。",
         "{header} takes {expected}; it holds {found}."),
    Text("請改填{expected}。", "Write {expected} instead."),
    _LAYOUT,
)
TOO_PRECISE: Final = Rule[Any](
    "LP3105", REJECT,
    Text("小數位數不超過欄位的規定。",
         "A number has no more decimal places than its column allows."),
    Text("「{header}」的 {value} 有 {found} 位小數，最多 {limit} 位。",
         "{header}: {value} has {found} decimal places; at most {limit} are allowed."),
    Text("請將小數調整為 {limit} 位以內。", "Round it to at most {limit} decimal places."),
    _LAYOUT,
)
TOO_MANY_DIGITS: Final = Rule[Any](
    "LP3106", REJECT,
    Text("數字的位數在試算表能精確保存的範圍內。",
         "A number has no more digits than a spreadsheet keeps exactly."),
    Text("「{header}」的數字超過 {limit} 位，試算表無法精確保存。",
         "{header}: a spreadsheet cannot keep a number of more than {limit} digits exactly."),
    Text("請確認數字是否誤填。", "Check whether the number is a slip."),
    _SPREADSHEET,
)
NOT_IN_TABLE: Final = Rule[Any](
    "LP3107", REJECT,
    Text("代碼在該欄位的代碼表內。", "A code is one of the table of its column."),
    Text("「{header}」的代碼不在「{table}」代碼表內：{found}。",
         "{header}: not a code of the table “{table}”: {found}."),
    Text("請改填下列代碼之一：{entries}。", "Use one of these codes: {entries}."),
    _LAYOUT,
)
NOT_IN_KNOWN_PART: Final = Rule[Any](
    "LP3108", ALERT,
    Text("代碼在不完整的代碼表已知的部分內。",
         "A code is among those known of a table that is incomplete."),
    Text("「{header}」的代碼不在「{table}」代碼表已知的部分內：{found}。該表並不完整，故仍照原值寫入。",
         "{header}: not among the known codes of the table “{table}”: {found}. The table is "
         "incomplete, so it is written as it is."),
    Text("請與主管機關公告核對；目前已知的代碼：{entries}。",
         "Compare it with the authority's announcement; codes known so far: {entries}."),
    _LAYOUT,
)
BEFORE_ROC: Final = Rule[Any](
    "LP3109", REJECT,
    Text("日期可以用民國年三位數表示。", "A date can be written with a ROC year of three digits."),
    Text("「{header}」的日期無法以民國年三位數表示。",
         "{header}: the date cannot be written with a ROC year of three digits."),
    Text("請改填民國元年 1 月 1 日（1912-01-01）至民國 999 年底之間的日期。",
         "Use a date from 1912-01-01 to the end of ROC year 999."),
    _LAYOUT,
)
NOT_A_COURSE_CODE: Final = Rule[Any](
    "LP3110", REJECT,
    Text("課程代碼為 23 碼，且每一碼都正確。",
         "A course code has 23 characters, each in its place."),
    Text("「{header}」不是 23 碼課程代碼：{fault}。",
         "{header} is not a course code of 23 characters: {fault}."),
    Text("請依課程計畫填寫課程代碼。", "Copy the code from the course plan."),
    _LAYOUT,
)
ILLEGAL_CHARACTER: Final = Rule[Any](
    "LP3111", REJECT,
    Text("文字只含可以存入試算表的字元。",
         "A text has only characters that a spreadsheet can keep."),
    Text("「{header}」第 {position} 個字元（{character}）不能存入試算表。",
         "{header}: character {position} ({character}) cannot be kept in a spreadsheet."),
    Text("請刪除該字元後重新填寫。", "Delete the character."),
    _XML,
)
TEXT_TOO_LONG: Final = Rule[Any](
    "LP3112", REJECT,
    Text("文字長度不超過一個儲存格的上限。", "A text is no longer than a cell holds."),
    Text("「{header}」的文字長度 {found}，超過一個儲存格的上限 {limit}。",
         "{header}: the text is {found} long; a cell holds {limit}."),
    Text("請縮短文字。", "Shorten the text."),
    _SPREADSHEET,
)
NOT_A_LINK: Final = Rule[Any](
    "LP3113", REJECT,
    Text("檔案欄位填寫提交檔內的檔名。", "A file is named as it stands in the package."),
    Text("「{header}」應為提交檔內的檔名（例如 {example}），不可為網址、絕對路徑或含「..」。",
         "{header} takes the name of a file inside the package (such as {example}), no address, "
         "no absolute path and no “..”."),
    Text("請填寫提交檔內的檔名；網址請改填外部連結欄位。",
         "Name the file as the package does; addresses belong to a column for external links."),
    "BagIt 1.0 (RFC 8493), section 2.1.2: payload paths",
)
SEVERAL_FILES: Final = Rule[Any](
    "LP3114", REJECT,
    Text("一個檔案欄位只填一個檔案。", "A cell names one file."),
    Text("「{header}」只能填 1 個檔案，實際有 {found} 個。",
         "{header} has room for 1 file; there are {found}."),
    Text("請將檔案合併為一個，或只保留一個。", "Merge the files into one, or keep one of them."),
    _LAYOUT,
)
TOO_MANY_ROWS: Final = Rule[Any](
    "LP3115", REJECT,
    Text("工作表的列數不超過試算表的上限。", "A sheet has no more rows than a spreadsheet holds."),
    Text("這張工作表的資料超過試算表的列數上限 {limit}（含標題列）。",
         "The sheet has more rows than a spreadsheet holds: {limit} with the header."),
    Text("請分成數個名冊。", "Split the data into several workbooks."),
    _SPREADSHEET,
)
WRONG_ROSTER_CODE: Final = Rule[Any](
    "LP3116", REJECT,
    Text("封面的名冊別屬於該名冊。", "The roster code on the cover is one of the workbook."),
    Text("封面的名冊別不屬於「{workbook}」：{found}。",
         "The roster code on the cover is none of the workbook {workbook}: {found}."),
    Text("請改填下列名冊別之一：{codes}。", "Use one of these roster codes: {codes}."),
    _LAYOUT,
)
WRONG_HALF: Final = Rule[Any](
    "LP3117", REJECT,
    Text("封面的學期屬於該名冊。", "The semester on the cover is one that the workbook takes."),
    Text("封面的學期為 {found}，此名冊應為 {halves}。",
         "The semester on the cover is {found}; this workbook takes {halves}."),
    Text("請改填 {halves}。", "Write {halves}."),
    _LAYOUT,
)
BEFORE_LAYOUT: Final = Rule[Any](
    "LP3118", REJECT,
    Text("封面的學年度適用該名冊格式。", "The layout is in use in the school year on the cover."),
    Text("此名冊格式自 {since} 學年度起適用，封面的學年度為 {found}。",
         "The layout is for school year {since} onwards; the cover says {found}."),
    Text("請改用該學年度的名冊格式。", "Use the layout of that school year."),
    _LAYOUT,
)

ROSTERS: Final[tuple[Rule[Any], ...]] = (
    UNKNOWN_SHEET, UNKNOWN_COLUMN, EMPTY, WRONG_TYPE, TOO_PRECISE, TOO_MANY_DIGITS, NOT_IN_TABLE,
    NOT_IN_KNOWN_PART, BEFORE_ROC, NOT_A_COURSE_CODE, ILLEGAL_CHARACTER, TEXT_TOO_LONG, NOT_A_LINK,
    SEVERAL_FILES, TOO_MANY_ROWS, WRONG_ROSTER_CODE, WRONG_HALF, BEFORE_LAYOUT,
)
# fmt: on
"""All of them, in the order of their codes."""
