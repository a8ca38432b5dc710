"""Scenes: what people ask for, how things stand, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from learnport.model import (
    Actor,
    FileGroup,
    OtherPerformance,
    SchoolSettings,
    Taking,
    Work,
)
from learnport.plugins import MemoryBlobs
from learnport.systems import Decision
from learnport.workflow import (
    Action,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    OutcomeStep,
    Reattach,
    ReattachPerformance,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    UploadOutcome,
    UploadPerformance,
)
from tests.unit.systems_asks import (
    FILM,
    LONG,
    LONGEST,
    NO_CREDIT,
    OTHER_CODE,
    Build,
    always,
    corrected,
    deed,
    edited,
    longer,
    outcome,
    picked,
    returned,
    reworked,
    shown,
    step,
    struck,
    turn,
    unlocked,
    withdrawn,
)
from tests.unit.systems_stages import (
    FILE,
    LOST,
    NEVER,
    S1,
    S2,
    advised,
    awaiting,
    certified,
    chosen,
    confirmed,
    disputed,
    drafted,
    fork,
    granted,
    opened,
    received,
    resolved,
    seven,
)
from tests.unit.systems_world import (
    ADVISOR,
    ANSWERING,
    CALENDAR,
    CLERK,
    COLLEAGUE,
    PUPIL,
    SELECTING,
    SETTINGS,
    SUBMITTING,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    advising,
    at,
    codes,
    course_outcome,
    document,
    grades,
    officer_post,
    performance,
    taking,
)


@attrs.frozen
class Scene:
    """Somebody asks for something.

    Attributes:
        says: what is special about it.
        action: what is asked.
        codes: what has to stand in the way; nothing when it passes.
        world: how things stand.
        command: what is asked, in full.
        by: who asks.
        when: when.
        reason: why.
        change: what happened to the world just before.
        settings: of the school.
    """

    says: str
    action: Action
    codes: tuple[str, ...]
    world: Callable[[], World]
    command: Build
    by: Actor
    when: dt.datetime
    reason: str = ""
    change: Callable[[World], object] = lambda _: None
    settings: SchoolSettings = SETTINGS

    def play(self, by: Actor | None = None, when: dt.datetime | None = None) -> Decision:
        """What comes of it; whatever it is, `explain` says the same before.

        Args:
            by: somebody else asks.
            when: at another time.
        """
        world = fork(self.world, settings=self.settings)
        self.change(world)
        command = self.command(world)
        assert command.action is self.action
        context = world.context(by or self.by, when or self.when, self.reason)
        before = world.logs()
        explained = world.school.explain(S1.ref, command, context)
        assert world.logs() == before
        decision = world.school.perform(S1.ref, command, context)
        assert decision.findings == explained
        assert decision.done is (not codes(explained))
        assert (world.logs() == before) is not decision.done
        return decision


def _scenes(
    action: Action,
    world: Callable[[], World],
    by: Actor,
    when: dt.datetime,
    *rows: tuple[Any, ...],
) -> list[Scene]:
    """Rows of: what is special, codes in words, the command, and further fields by name."""
    scenes = []
    for says, expected, command, *more in rows:
        fields: dict[str, Any] = {"world": world, "by": by, "when": when}
        for each in more:
            fields |= each
        scenes.append(Scene(says, action, tuple(expected.split()), command=command, **fields))
    return scenes


def late(when: dt.datetime = NEVER) -> Mapping[str, Any]:
    return {"when": when}


def without_a_calendar() -> Mapping[str, Any]:
    return {"settings": SchoolSettings()}


def because(reason: str) -> Mapping[str, Any]:
    return {"reason": reason}


def after(change: Callable[[World], object]) -> Mapping[str, Any]:
    return {"change": change}


def inside(world: Callable[[], World]) -> Mapping[str, Any]:
    return {"world": world}


def loses(content: bytes) -> Mapping[str, Any]:
    """The store has lost a file; all scenes share the store, so it is only hidden in this one."""

    def lose(world: World) -> None:
        lost = document(content).sha256
        held, blobs = world.blobs, MemoryBlobs()
        for digest in held.digests():
            if digest != lost:
                receipt = held.stat(digest)
                assert receipt is not None
                blobs.put(held.open(digest), digest, receipt.size)
        world.school.host.blobs = blobs

    return after(lose)


def retaken(**changes: Any) -> Mapping[str, Any]:
    """The taking was recorded anew."""
    recorded: Taking = taking(S1, **changes)
    return after(lambda world: world.do(S1, RecordTaking(recorded), CLERK))


A = Action
SCENES: list[Scene] = [
    *_scenes(
        A.RECORD_STUDENT, opened, CLERK, UPLOADING,
        ("the same student in another class", "",
         always(RecordStudent(attrs.evolve(S1, class_name="102")))),
        ("somebody else's basic data", "LP1702", always(RecordStudent(S2))),
    ),
    *_scenes(
        A.RECORD_TAKING, opened, CLERK, UPLOADING,
        ("the student's own course", "", always(RecordTaking(taking(S1, id="k2")))),
        ("somebody else's course", "LP1702", always(RecordTaking(taking(S2)))),
    ),
    *_scenes(
        A.RECORD_COURSE, opened, CLERK, UPLOADING,
        ("grades of a course that is taken", "", always(RecordCourse(grades(S1)))),
        ("grades by the teacher of the course", "",
         always(RecordCourse(grades(S1, score=Decimal(59)))), {"by": TEACHER}),
        ("grades of a course nobody takes", "LP1803",
         always(RecordCourse(grades(S1, taking="k9")))),
        ("grades of a course without credit", "LP1804", always(RecordCourse(grades(S1))),
         retaken(code=NO_CREDIT)),
    ),
    *_scenes(
        A.RECORD_OFFICER_POST, opened, CLERK, UPLOADING,
        ("a post of the student's", "", always(RecordOfficerPost(officer_post(S1)))),
        ("a post without a unit", "LP1801", always(RecordOfficerPost(officer_post(S1, unit=" ")))),
        ("a post that ends before it begins", "LP1802",
         always(RecordOfficerPost(officer_post(S1, ends=dt.date(2024, 8, 31))))),
        ("a post of somebody else's", "LP1702", always(RecordOfficerPost(officer_post(S2)))),
    ),
    *_scenes(
        A.RECORD_ADVISING, opened, ADVISOR, UPLOADING,
        ("a talk in 100 characters", "",
         always(RecordAdvising(advising(S1, description=LONGEST)))),
        ("a talk with a document", "",
         lambda world: RecordAdvising(advising(S1, attachments=(world.file(FILE),)))),
        ("a talk in 101 characters", "LP1901",
         always(RecordAdvising(advising(S1, description=LONG)))),
        ("a talk with a file that is not in the store", "LP1113",
         always(RecordAdvising(advising(S1, attachments=(LOST,))))),
        ("a talk with a film", "LP1104 LP1113",
         always(RecordAdvising(advising(S1, attachments=(FILM,))))),
        ("a talk with somebody else", "LP1702", always(RecordAdvising(advising(S2)))),
        ("a talk in the name of another advisor", "LP1701", always(RecordAdvising(advising(S1))),
         {"by": COLLEAGUE}),
        ("the record of another advisor", "LP1701",
         always(RecordAdvising(advising(S1, advisor=COLLEAGUE.person))), {"by": COLLEAGUE},
         inside(advised)),
        ("the own record, corrected", "",
         always(RecordAdvising(advising(S1, description="補記"))), inside(advised)),
        ("a record that was struck", "LP1601", always(RecordAdvising(advising(S1))),
         inside(advised),
         after(lambda world: world.do(S1, struck()(world), ADVISOR, reason="重複登錄"))),
    ),
    *_scenes(
        A.STRIKE_ADVISING, advised, ADVISOR, NEVER,
        ("with a reason, at any time", "", struck(), because("重複登錄")),
        ("without a reason", "LP1605", struck(), because("\t")),
        ("the record of another advisor", "LP1701", struck(), because("重複"), {"by": COLLEAGUE}),
        ("what was struck already", "LP1601", struck(), because("重複"),
         after(lambda world: world.do(S1, struck()(world), ADVISOR, reason="重複登錄"))),
        ("a record that is not there", "LP1608", struck("v9"), because("重複")),
    ),
    *_scenes(
        A.UPLOAD_OUTCOME, drafted, PUPIL, UPLOADING,
        ("100 characters and a file", "", outcome(description=LONGEST)),
        ("a second one where the school allows two", "", outcome(),
         {"settings": SchoolSettings(CALENDAR, 2)}),
        ("a third one where the school allows two", "LP1005", outcome("o3"),
         {"settings": SchoolSettings(CALENDAR, 2)},
         after(lambda world: world.draft(S1, "o2"))),
        ("a second one where the school allows two in a semester", "", outcome(),
         {"settings": SchoolSettings(CALENDAR, outcomes_per_semester=2)}),
        ("a third one where the school allows two in a semester", "LP1006", outcome("o3"),
         {"settings": SchoolSettings(CALENDAR, outcomes_per_semester=2)},
         after(lambda world: world.draft(S1, "o2"))),
        ("two files where the school allows one", "LP1008",
         lambda world: UploadOutcome(
             course_outcome(S1, "o9", world.file(b"one"), world.file(b"two"))),
         {"settings": SchoolSettings(CALENDAR, files_per_item=1)}),
        ("101 characters", "LP1003", outcome(description=LONG)),
        ("no file", "LP1001", outcome(attachments=())),
        ("a file that is not in the store", "LP1113", outcome(file=LOST)),
        ("a file that is smaller than it is said to be", "LP1113",
         outcome(file=document(FILE, size=6))),
        ("a file of a kind that is not accepted", "LP1104",
         outcome(file=document(FILE, media_type="image/gif"))),
        ("a file in the wrong group", "LP1111",
         outcome(file=document(FILE, group=FileGroup.MEDIA))),
        ("a course the student does not take", "LP1201", outcome(taking="k-s2")),
        ("a course whose code is in no plan", "LP1204", outcome(), retaken(code=OTHER_CODE)),
        ("somebody else's outcome", "LP1202 LP1702", outcome(student=S2.ref)),
        ("an outcome that is there already", "LP1601", outcome("o1")),
        ("after the deadline", "LP1503", outcome(), late()),
        ("where no window is set", "LP1501", outcome(), without_a_calendar()),
        ("everything at once", "LP1503 LP1003 LP1201 LP1113 LP1702",
         outcome(description=LONG, taking="k9", file=LOST, student=S2.ref), late()),
    ),
    *_scenes(
        A.EDIT_OUTCOME, drafted, PUPIL, UPLOADING,
        ("a draft", "", edited()),
        ("an outcome that is certified", "", edited(), inside(certified)),
        ("an outcome that is chosen, but not for good", "", edited(), inside(chosen)),
        ("an outcome that waits for the teacher", "LP1601", edited(), inside(awaiting)),
        ("an outcome of a confirmed selection", "LP1606", edited(), inside(confirmed)),
        ("101 characters", "LP1003", edited(LONG)),
        ("a file that is not in the store", "LP1113", edited(file=LOST)),
        ("two files where the school allows two", "",
         lambda world: EditOutcome("o1", "改過", (world.file(FILE), world.file(b"two"))),
         {"settings": SchoolSettings(CALENDAR, 1, files_per_item=2)}),
        ("two files where the school allows one", "LP1008",
         lambda world: EditOutcome("o1", "改過", (world.file(FILE), world.file(b"two"))),
         {"settings": SchoolSettings(CALENDAR, files_per_item=1)}),
        ("after the deadline", "LP1503", edited(), late()),
        ("an unlocked outcome of a confirmed selection, after the deadline", "", edited(),
         inside(granted), late(SELECTING)),
        ("what is unlocked no more", "LP1503 LP1606", edited(), inside(granted),
         late(at("2025-08-26T17:00"))),
        ("an outcome that is not there", "LP1608",
         always(EditOutcome("o8", "", ()))),
    ),
    *_scenes(
        A.DISCARD_OUTCOME, drafted, PUPIL, NEVER,
        ("a draft, at any time", "", step(A.DISCARD_OUTCOME)),
        ("an outcome that is certified", "LP1601", step(A.DISCARD_OUTCOME), inside(certified)),
        ("an outcome of a confirmed selection whose certification was revoked", "LP1606",
         step(A.DISCARD_OUTCOME), inside(confirmed),
         after(lambda world: world.do(
             S1, OutcomeStep(A.REVOKE, "o1"), TEACHER, reason="誤認"))),
    ),
    *_scenes(
        A.REQUEST, drafted, PUPIL, UPLOADING,
        ("a draft", "", step(A.REQUEST)),
        ("an outcome that waits already", "LP1601", step(A.REQUEST), inside(awaiting)),
        ("an outcome whose file was lost", "LP1113", step(A.REQUEST), loses(FILE)),
        ("after the window for certification", "LP1503", step(A.REQUEST), late()),
        ("an outcome nobody may certify", "LP1610", step(A.REQUEST), retaken(teacher=None)),
    ),
    *_scenes(
        A.WITHDRAW, awaiting, PUPIL, NEVER,
        ("a request the teacher has not answered, at any time", "", step(A.WITHDRAW)),
        ("a request nobody made", "LP1601", step(A.WITHDRAW), inside(drafted)),
    ),
    *_scenes(
        A.CERTIFY, awaiting, TEACHER, UPLOADING,
        ("an outcome that waits", "", step(A.CERTIFY)),
        ("an outcome nobody asked for", "LP1601", step(A.CERTIFY), inside(drafted)),
        ("after the window", "LP1503", step(A.CERTIFY), late()),
    ),
    *_scenes(
        A.RETURN, awaiting, TEACHER, UPLOADING,
        ("for a reason of the list", "", returned("wrong_file")),
        ("for another reason, explained", "", returned("other", "封面缺頁")),
        ("without a reason", "LP1602", returned(" ")),
        ("for the grade", "LP1603", returned("passing_grade")),
        ("for another reason, not explained", "LP1604", returned("other", "\n")),
        ("after the window", "LP1503", returned("wrong_file"), late()),
        ("what is certified already", "LP1601", returned("wrong_file"), inside(certified)),
    ),
    *_scenes(
        A.REVOKE, certified, TEACHER, NEVER,
        ("with a reason, at any time", "", step(A.REVOKE), because("學生自述非本人作品")),
        ("without a reason", "LP1605", step(A.REVOKE), because("  ")),
        ("what is not certified", "LP1601", step(A.REVOKE), because("誤認"), inside(awaiting)),
    ),
    *_scenes(
        A.REATTACH, certified, PUPIL, NEVER,
        ("the very same file, at any time", "", always(Reattach("o1", document(FILE)))),
        ("the very same file when it was submitted", "",
         always(Reattach("o1", document(FILE))), inside(received)),
        ("another file", "LP1607",
         lambda world: Reattach("o1", world.file(b"another file"))),
        ("the very same file before it is in the store", "LP1113",
         always(Reattach("o1", document(FILE))), loses(FILE)),
        ("the very same file of what was returned", "", always(Reattach("o1", document(FILE))),
         inside(awaiting),
         after(lambda world: world.do(S1, ReturnOutcome("o1", "wrong_file"), TEACHER))),
        ("what was discarded", "LP1601", always(Reattach("o1", document(FILE))),
         inside(drafted),
         after(lambda world: world.do(S1, OutcomeStep(A.DISCARD_OUTCOME, "o1"), PUPIL))),
    ),
    *_scenes(
        A.UPLOAD_PERFORMANCE, drafted, PUPIL, UPLOADING,
        ("100 characters and a file", "", shown(description=LONGEST)),
        ("no file at all", "", shown(attachments=())),
        ("101 characters", "LP1303", shown(description=LONG)),
        ("a work without a title", "LP1301", shown(details=Work(" ", dt.date(2024, 8, 1)))),
        ("something that ends before it begins", "LP1304",
         shown(details=OtherPerformance(
             "營隊", "大學", dt.date(2024, 8, 2), dt.date(2024, 8, 1), Decimal(1)))),
        ("a file that is not in the store", "LP1113", shown(file=LOST)),
        ("somebody else's performance", "LP1702", shown(student=S2.ref)),
        ("a performance that is there already", "LP1601", shown("p1")),
        ("a second one where the school allows two in a year", "", shown(),
         {"settings": SchoolSettings(CALENDAR, performances_per_year=2)}),
        ("a second one where the school allows one in a year", "LP1007", shown(),
         {"settings": SchoolSettings(CALENDAR, performances_per_year=1)}),
        ("two files where the school allows one", "LP1008",
         lambda world: UploadPerformance(
             performance(S1, "p9", world.file(b"one"), world.file(b"two"))),
         {"settings": SchoolSettings(CALENDAR, files_per_item=1)}),
        ("after the deadline", "LP1503", shown(), late()),
        ("where no window is set", "LP1501", shown(), without_a_calendar()),
    ),
    *_scenes(
        A.EDIT_PERFORMANCE, drafted, PUPIL, UPLOADING,
        ("a draft", "", reworked()),
        ("a performance that is complete", "", reworked(), inside(certified)),
        ("a performance of a confirmed selection", "LP1606", reworked(), inside(confirmed)),
        ("a performance that was submitted", "LP1601", reworked(), inside(received)),
        ("101 characters", "LP1303", reworked(LONG)),
        ("no title", "LP1301", reworked(title="")),
        ("a file that is not in the store", "LP1113", reworked(file=LOST)),
        ("two files where the school allows one", "LP1008",
         lambda world: EditPerformance(
             "p1", Work("詩集", dt.date(2024, 8, 1)), "", (world.file(FILE), world.file(b"two"))),
         {"settings": SchoolSettings(CALENDAR, performances_per_year=1, files_per_item=1)}),
        ("after the deadline", "LP1503", reworked(), late()),
        ("a performance that is not there", "LP1608",
         always(EditPerformance("p8", Work("x", dt.date(2024, 8, 1)), "", ()))),
    ),
    *_scenes(
        A.COMPLETE, drafted, PUPIL, NEVER,
        ("a draft, at any time", "", deed(A.COMPLETE)),
        ("a performance whose file was lost", "LP1113", deed(A.COMPLETE), loses(b"s1 p1")),
        ("what is complete already", "LP1601", deed(A.COMPLETE), inside(certified)),
    ),
    *_scenes(
        A.DISCARD_PERFORMANCE, drafted, PUPIL, NEVER,
        ("a draft, at any time", "", deed(A.DISCARD_PERFORMANCE)),
        ("a performance that is chosen, but not for good", "", deed(A.DISCARD_PERFORMANCE),
         inside(chosen)),
        ("a performance of a confirmed selection", "LP1606", deed(A.DISCARD_PERFORMANCE),
         inside(confirmed)),
        ("a performance that was submitted", "LP1601", deed(A.DISCARD_PERFORMANCE),
         inside(received)),
    ),
    *_scenes(
        A.REATTACH_PERFORMANCE, certified, PUPIL, NEVER,
        ("the very same file, at any time", "",
         always(ReattachPerformance("p1", document(b"s1 p1")))),
        ("the very same file when it was submitted", "",
         always(ReattachPerformance("p1", document(b"s1 p1"))), inside(received)),
        ("another file", "LP1607",
         lambda world: ReattachPerformance("p1", world.file(b"another file"))),
        ("the very same file before it is in the store", "LP1113",
         always(ReattachPerformance("p1", document(b"s1 p1"))), loses(b"s1 p1")),
        ("what was discarded", "LP1601", always(ReattachPerformance("p1", document(b"s1 p1"))),
         after(lambda world: world.do(S1, deed(A.DISCARD_PERFORMANCE)(world), PUPIL))),
        ("a performance that is not there", "LP1608",
         always(ReattachPerformance("p8", document(b"s1 p1")))),
    ),
    *_scenes(
        A.SELECT, certified, PUPIL, SELECTING,
        ("what is certified and complete", "", picked("o1", "p1")),
        ("nothing", "", picked("")),
        ("six outcomes", "", picked("o1 o2 o3 o4 o5 o6"), inside(seven)),
        ("seven outcomes", "LP1401", picked("o1 o2 o3 o4 o5 o6 o7"), inside(seven)),
        ("what is not certified", "LP1405 LP1406", picked("o1", "p1"), inside(drafted)),
        ("what is not there", "LP1403 LP1404", picked("o8", "p8")),
        ("the same twice", "LP1407", picked("o1 o1")),
        ("a talk with the advisor", "LP1902", picked("o1 v-s1", "p1"), inside(advised)),
        ("after the window", "LP1503", picked("o1", "p1"), late()),
        ("another choice after the first was confirmed", "LP1601", picked(""), inside(confirmed)),
    ),
    *_scenes(
        A.CONFIRM, chosen, PUPIL, SELECTING,
        ("what is chosen", "", turn(A.CONFIRM)),
        ("nothing chosen", "", turn(A.CONFIRM), inside(certified)),
        ("what is edited since", "LP1405", turn(A.CONFIRM),
         after(lambda world: world.do(S1, edited()(world), PUPIL))),
        ("after the window", "LP1503", turn(A.CONFIRM), late()),
        ("twice", "LP1601", turn(A.CONFIRM), inside(confirmed)),
    ),
    *_scenes(
        A.REOPEN, confirmed, CLERK, NEVER,
        ("with a reason, at any time", "", turn(A.REOPEN), because("學生漏選一件")),
        ("without a reason", "LP1605", turn(A.REOPEN)),
        ("what is open", "LP1601", turn(A.REOPEN), because("漏選"), inside(chosen)),
        ("what was submitted", "LP1601", turn(A.REOPEN), because("漏選"), inside(received)),
    ),
    *_scenes(
        A.ACKNOWLEDGE, received, PUPIL, ANSWERING,
        ("the receipt", "", turn(A.ACKNOWLEDGE)),
        ("the receipt, after the dispute was resolved", "", turn(A.ACKNOWLEDGE), inside(resolved)),
        ("before the window", "LP1502", turn(A.ACKNOWLEDGE), late(SUBMITTING)),
        ("after the window", "LP1503", turn(A.ACKNOWLEDGE), late()),
        ("what the centre has not received", "LP1601", turn(A.ACKNOWLEDGE), inside(confirmed)),
    ),
    *_scenes(
        A.DISPUTE, received, PUPIL, ANSWERING,
        ("the receipt", "", always(DisputeReceipt(YEAR, "少了一件"))),
        ("before the window", "LP1502", always(DisputeReceipt(YEAR, "少")), late(SUBMITTING)),
        ("after the window", "LP1503", always(DisputeReceipt(YEAR, "少")), late()),
        ("what the centre has not received", "LP1601", always(DisputeReceipt(YEAR, "少")),
         inside(confirmed)),
    ),
    *_scenes(
        A.RESOLVE, disputed, CLERK, NEVER,
        ("with a reason, at any time", "", turn(A.RESOLVE), because("查證屬實")),
        ("without a reason", "LP1605", turn(A.RESOLVE)),
        ("what nobody disputes", "LP1601", turn(A.RESOLVE), because("查證"), inside(received)),
    ),
    *_scenes(
        A.CORRECT, resolved, CLERK, NEVER,
        ("with a reason, at any time", "", corrected("", "p1"), because("依學生說明")),
        ("without a reason", "LP1605", corrected("o1")),
        ("with what is not there", "LP1403", corrected("o8"), because("依學生說明")),
        ("with a talk with the advisor", "LP1902", corrected("o1", "v-s1"),
         because("依學生說明"),
         after(lambda world: world.do(S1, RecordAdvising(advising(S1)), ADVISOR))),
        ("what is not resolved", "LP1601", corrected("o1"), because("依"), inside(disputed)),
    ),
    *_scenes(
        A.EXTEND, drafted, CLERK, UPLOADING,
        ("with a reason", "", longer(), because("住院")),
        ("without a reason", "LP1605", longer(), because("　")),
        ("no later than it closes anyway", "LP2223", longer(until=at("2025-02-15T00:00")),
         because("住院")),
        ("until now", "LP2221 LP2223", longer(until=UPLOADING), because("住院")),
        ("a window the school has not set", "LP2222", longer(term="113-2"), because("住院")),
        ("an extension that is there already", "LP1601", longer(), because("住院"),
         inside(granted)),
    ),
    *_scenes(
        A.UNLOCK, confirmed, CLERK, UPLOADING,
        ("an outcome, with a reason", "", unlocked(), because("檔案有誤")),
        ("a performance, with a reason", "", unlocked(item="p1"), because("檔案有誤")),
        ("without a reason", "LP1605", unlocked()),
        ("until now", "LP2221", unlocked(until=UPLOADING), because("檔案有誤")),
        ("what was submitted", "LP2224", unlocked(), because("檔案有誤"), inside(received)),
        ("what was discarded", "LP2224", unlocked(item="p1"), because("檔案有誤"),
         inside(certified),
         after(lambda world: world.do(S1, deed(A.DISCARD_PERFORMANCE)(world), PUPIL))),
        ("an item that is not there", "LP1608", unlocked(item="o8"), because("檔案有誤")),
        ("an unlock that is there already", "LP1601", unlocked(), because("檔案有誤"),
         inside(granted)),
    ),
    *_scenes(
        A.REVOKE_EXTENSION, granted, CLERK, NEVER,
        ("an extension, with a reason, at any time", "", withdrawn(), because("誤植")),
        ("an unlock, with a reason, at any time", "", withdrawn("u1"), because("誤植")),
        ("without a reason", "LP1605", withdrawn()),
        ("what was revoked already", "LP1601", withdrawn(), because("誤植"),
         after(lambda world: world.do(S1, withdrawn()(world), CLERK, reason="誤植"))),
        ("an extension that is not there", "LP1608", withdrawn("e9"), because("誤植")),
    ),
]  # fmt: skip
