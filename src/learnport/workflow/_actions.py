"""Every action of the ring, in the vocabulary of the field."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from learnport.model import Text

__all__ = ["ACTION_TITLES", "Action"]


class Action(enum.StrEnum):
    """What somebody can do; the part before the dot names the record acted on (作業)."""

    RECORD_STUDENT = "record.student"
    RECORD_TAKING = "record.taking"
    RECORD_COURSE = "record.course"
    RECORD_OFFICER_POST = "record.officer_post"
    RECORD_ADVISING = "record.advising"
    STRIKE_ADVISING = "advising.strike"

    UPLOAD_OUTCOME = "outcome.upload"
    EDIT_OUTCOME = "outcome.edit"
    DISCARD_OUTCOME = "outcome.discard"
    REQUEST = "outcome.request"
    WITHDRAW = "outcome.withdraw"
    CERTIFY = "outcome.certify"
    RETURN = "outcome.return"
    REVOKE = "outcome.revoke"
    REATTACH = "outcome.reattach"
    SUBMIT_OUTCOME = "outcome.submit"

    UPLOAD_PERFORMANCE = "performance.upload"
    EDIT_PERFORMANCE = "performance.edit"
    COMPLETE = "performance.complete"
    DISCARD_PERFORMANCE = "performance.discard"
    REATTACH_PERFORMANCE = "performance.reattach"
    SUBMIT_PERFORMANCE = "performance.submit"

    SELECT = "selection.select"
    CONFIRM = "selection.confirm"
    REOPEN = "selection.reopen"
    SUBMIT = "selection.submit"
    RECEIVE = "selection.receive"
    REJECT = "selection.reject"
    ACKNOWLEDGE = "selection.acknowledge"
    DISPUTE = "selection.dispute"
    RESOLVE = "selection.resolve"
    CORRECT = "selection.correct"

    EXTEND = "extension.extend"
    UNLOCK = "extension.unlock"
    REVOKE_EXTENSION = "extension.revoke"

    PLAN_BATCH = "batch.plan"
    PRECHECK = "batch.precheck"
    SEAL = "batch.seal"
    SEND = "batch.send"
    RECEIVE_BATCH = "batch.receive"
    ACCEPT_BATCH = "batch.accept"
    REJECT_BATCH = "batch.reject"
    SUPERSEDE_BATCH = "batch.supersede"

    RECEIVE_DEPOSIT = "deposit.receive"
    ACCEPT_DEPOSIT = "deposit.accept"
    REJECT_DEPOSIT = "deposit.reject"
    SUPERSEDE_DEPOSIT = "deposit.supersede"

    CONSENT = "application.consent"
    CHOOSE = "application.choose"
    CONFIRM_APPLICATION = "application.confirm"
    RELEASE = "application.release"

    VIEW_PORTFOLIO = "view.portfolio"
    VIEW_OUTCOME = "view.outcome"
    VIEW_ADVISING = "view.advising"
    VIEW_PROGRESS = "view.progress"


ACTION_TITLES: Final[Mapping[Action, Text]] = MappingProxyType({
    Action.RECORD_STUDENT: Text("登錄學生基本資料", "record basic data"),
    Action.RECORD_TAKING: Text("登錄修課", "record a taking"),
    Action.RECORD_COURSE: Text("登錄學業成績", "record grades"),
    Action.RECORD_OFFICER_POST: Text("登錄校內幹部經歷", "record an officer post"),
    Action.RECORD_ADVISING: Text("登錄課程諮詢紀錄", "record advising"),
    Action.STRIKE_ADVISING: Text("註銷課程諮詢紀錄", "strike the advising record"),
    Action.UPLOAD_OUTCOME: Text("上傳課程學習成果", "upload a course outcome"),
    Action.EDIT_OUTCOME: Text("修改課程學習成果", "edit the course outcome"),
    Action.DISCARD_OUTCOME: Text("刪除課程學習成果", "discard the course outcome"),
    Action.REQUEST: Text("送出認證", "request certification"),
    Action.WITHDRAW: Text("撤回認證", "withdraw the request"),
    Action.CERTIFY: Text("認證", "certify"),
    Action.RETURN: Text("退回", "return"),
    Action.REVOKE: Text("撤銷認證", "revoke the certification"),
    Action.REATTACH: Text("以相同內容補回檔案", "give back a lost file"),
    Action.SUBMIT_OUTCOME: Text("提交課程學習成果", "submit the course outcome"),
    Action.UPLOAD_PERFORMANCE: Text("上傳多元表現", "upload a performance"),
    Action.EDIT_PERFORMANCE: Text("修改多元表現", "edit the performance"),
    Action.COMPLETE: Text("完成多元表現", "complete the performance"),
    Action.DISCARD_PERFORMANCE: Text("刪除多元表現", "discard the performance"),
    Action.REATTACH_PERFORMANCE: Text("以相同內容補回多元表現檔案", "give back a lost file of it"),
    Action.SUBMIT_PERFORMANCE: Text("提交多元表現", "submit the performance"),
    Action.SELECT: Text("勾選", "select"),
    Action.CONFIRM: Text("確認勾選", "confirm the selection"),
    Action.REOPEN: Text("重新開放勾選", "reopen the selection"),
    Action.SUBMIT: Text("提交勾選資料", "submit the selection"),
    Action.RECEIVE: Text("登載中央收訖", "enter the centre's receipt"),
    Action.REJECT: Text("登載中央退件", "enter the centre's rejection"),
    Action.ACKNOWLEDGE: Text("確認收訖明細", "confirm the receipt"),
    Action.DISPUTE: Text("回報收訖明細疑義", "dispute the receipt"),
    Action.RESOLVE: Text("處理疑義", "resolve the dispute"),
    Action.CORRECT: Text("更正勾選資料", "correct the selection"),
    Action.EXTEND: Text("延長個別學生期程", "extend a window for one student"),
    Action.UNLOCK: Text("解鎖資料", "unlock an item for one student"),
    Action.REVOKE_EXTENSION: Text("撤銷延長或解鎖", "revoke the extension"),
    Action.PLAN_BATCH: Text("規劃提交批次", "plan a batch"),
    Action.PRECHECK: Text("預檢", "pre-check"),
    Action.SEAL: Text("封裝", "seal"),
    Action.SEND: Text("送出", "send"),
    Action.RECEIVE_BATCH: Text("登載中央已收件", "enter that the centre received it"),
    Action.ACCEPT_BATCH: Text("登載中央收訖", "enter that the centre accepted it"),
    Action.REJECT_BATCH: Text("登載整批退件", "enter that the centre rejected it"),
    Action.SUPERSEDE_BATCH: Text("由更正批次取代", "supersede by a correction"),
    Action.RECEIVE_DEPOSIT: Text("中央收件", "take a package in"),
    Action.ACCEPT_DEPOSIT: Text("中央收訖", "accept the package"),
    Action.REJECT_DEPOSIT: Text("中央退件", "reject the package"),
    Action.SUPERSEDE_DEPOSIT: Text("由更正批次取代", "supersede by a correction"),
    Action.CONSENT: Text("同意釋出資料", "consent to the release"),
    Action.CHOOSE: Text("勾選或上傳備審資料", "choose for a program"),
    Action.CONFIRM_APPLICATION: Text("確認備審資料", "confirm the choice"),
    Action.RELEASE: Text("釋出", "release to the program"),
    Action.VIEW_PORTFOLIO: Text("檢視學習歷程檔案", "look at the portfolio"),
    Action.VIEW_OUTCOME: Text("檢視課程學習成果", "look at the course outcome"),
    Action.VIEW_ADVISING: Text("檢視課程諮詢紀錄", "look at the advising records"),
    Action.VIEW_PROGRESS: Text("檢視辦理進度", "look at who has not yet done what"),
})  # fmt: skip
"""Every action in words."""
