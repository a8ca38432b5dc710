"""Where the rules without a parameter are written."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CENTRAL",
    "CERTIFICATION",
    "COURSE_ROSTER",
    "FILE_FORMATS",
    "FILE_SAFETY",
    "LIFE_CYCLES",
    "OFFICER_ROSTER",
    "OUTCOME_ADVICE",
    "OUTCOME_ROSTER",
    "PERFORMANCE_ROSTER",
    "PLAN",
    "RECEIPT",
    "RECORDS",
    "ROLES",
    "SCHOOL_CALENDAR",
    "SUBMITTED_RECORDS",
]

_SLIDES: Final = "高級中等教育階段學生學習歷程檔案（十二年國民基本教育108課綱推動配套措施簡報）"
_SEEN_IN_SYSTEMS: Final = "（整理自公開之校務系統程式，非官方規格）"

RECORDS: Final = f"{_SLIDES}，第一部分「學生學習歷程檔案蒐集項目詳細內容」學習歷程學校平臺"
SUBMITTED_RECORDS: Final = (
    f"{_SLIDES}，第一部分「學生學習歷程檔案蒐集項目詳細內容」學習歷程中央資料庫"
)
ROLES: Final = f"{_SLIDES}，第一部分「學生學習歷程檔案如何蒐集資料」"
PLAN: Final = f"{_SLIDES}，第一部分「學生學習歷程檔案與各系統介接作業流程」課程計畫平臺"
CENTRAL: Final = f"{_SLIDES}，第一部分「學生學習歷程檔案如何與各系統介接」學習歷程中央資料庫"
FILE_FORMATS: Final = f"{_SLIDES}，第二部分，第 19 頁「學生學習歷程檔案的檔案格式、大小」"
LIFE_CYCLES: Final = f"{_SLIDES}，第二部分，第 22 頁「課程學習成果與多元表現完整流程」"
CERTIFICATION: Final = f"{_SLIDES}，第二部分，第 23 頁「課程學習成果教師認證注意事項」"
OUTCOME_ADVICE: Final = f"{_SLIDES}，第二部分，第 24 頁「課程學習成果建議處理原則」"
SCHOOL_CALENDAR: Final = f"學校自訂期程（依據：{RECORDS}）"

PERFORMANCE_ROSTER: Final = f"學生自填多元表現名冊各工作表欄位{_SEEN_IN_SYSTEMS}"
OUTCOME_ROSTER: Final = f"學生課程學習成果名冊各工作表欄位{_SEEN_IN_SYSTEMS}"
COURSE_ROSTER: Final = f"學生成績名冊提交條件{_SEEN_IN_SYSTEMS}"
OFFICER_ROSTER: Final = f"校內幹部經歷名冊欄位{_SEEN_IN_SYSTEMS}"
RECEIPT: Final = "高級中等學校學生學習歷程檔案作業要點第4點「收訖明細」"
FILE_SAFETY: Final = "learnport 檔案檢查原則：無法確認之內容一律不通過"
