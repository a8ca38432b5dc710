"""Where the rules without a parameter are written."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CENTRAL",
    "CERTIFICATION",
    "COURSE_ROSTER",
    "DIRTY_DATA",
    "FILE_FORMATS",
    "FILE_SAFETY",
    "LIFE_CYCLES",
    "LINKS",
    "OFFICER_ROSTER",
    "OUTCOME_ADVICE",
    "OUTCOME_ROSTER",
    "OWN_READING",
    "PERFORMANCE_ROSTER",
    "PLAN",
    "PLAUSIBILITY",
    "RECEIPT",
    "RECORDS",
    "ROLES",
    "SCHOOL_CALENDAR",
    "SCHOOL_SETTINGS",
    "SCORE_ROSTERS",
    "STUDENT_ROSTER",
    "SUBMITTED_RECORDS",
    "TEXTS",
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
SCHOOL_SETTINGS: Final = f"學校自訂規定（依據：{RECORDS}）"

PERFORMANCE_ROSTER: Final = f"學生自填多元表現名冊各工作表欄位{_SEEN_IN_SYSTEMS}"
OUTCOME_ROSTER: Final = f"學生課程學習成果名冊各工作表欄位{_SEEN_IN_SYSTEMS}"
COURSE_ROSTER: Final = f"學生成績名冊提交條件{_SEEN_IN_SYSTEMS}"
OFFICER_ROSTER: Final = f"校內幹部經歷名冊欄位{_SEEN_IN_SYSTEMS}"
RECEIPT: Final = "高級中等學校學生學習歷程檔案作業要點第4點「收訖明細」"
FILE_SAFETY: Final = "learnport 檔案檢查原則：無法確認之內容一律不通過"
DIRTY_DATA: Final = f"108-1 至 109-1 全國匯出資料所見之情形{_SEEN_IN_SYSTEMS}"
LINKS: Final = "learnport 連結檢查原則：只接受 http 或 https 網址"
PLAUSIBILITY: Final = "learnport 合理性檢查原則：時數或節數不超過起訖期間"
SCORE_ROSTERS: Final = f"學生成績、重修重讀成績及進修部成績名冊各工作表欄位{_SEEN_IN_SYSTEMS}"
STUDENT_ROSTER: Final = f"學生資料名冊各工作表欄位{_SEEN_IN_SYSTEMS}"
TEXTS: Final = "learnport 文字檢查原則：文字欄位不含控制字元"
OWN_READING: Final = "learnport 對作業要點之解讀，未見明文"
