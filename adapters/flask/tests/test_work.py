"""Students, teachers and the selection at work: what is done, and what stands in the way."""

from __future__ import annotations

import attrs
import pytest

from learnport.errors import Conflict
from learnport.model import SelectionState, WindowKind
from learnport.systems import SchoolPlatform
from tests.conftest import Browser, World, sent


def a_taking(world: World, half: int = 2) -> str:
    takings = world.sample.takings(world.sample.students[0])
    return next(each.id for each in takings if each.semester.half == half)


def test_the_form_tells_kinds_sizes_and_length_before_anything_is_sent(world: World) -> None:
    page = world.me.page("/outcomes/new")
    for expected in ("PDF、JPG、PNG，每件最大 4 MB", "MP3、MP4，每件最大 10 MB", "最多 100 字"):
        assert expected in page
    english = world.me.page("/outcomes/new?language=en")
    assert "PDF, JPG, PNG, at most 4 MB each" in english


def test_an_outcome_is_uploaded_and_its_digest_told(world: World, paper: bytes) -> None:
    me = world.me
    done = me.press(
        "/outcomes/new",
        taking=a_taking(world),
        description="我的報告",
        file=sent(paper),
    )
    assert done.status_code == 302
    page = me.page(done.location)
    assert world.state(done.location) == "draft"
    for expected in ("儲存空間已確認檔案完整", "我的報告", "報告.pdf", "SHA-256"):
        assert expected in page
    assert len(done.location.rpartition("/")[2]) >= 22, "nobody guesses the identifier"


def test_everything_wrong_with_files_and_text_is_told_at_once(world: World) -> None:
    me = world.me
    before = world.school.portfolio(world.student("s00001"))
    files = [sent(b"", "空白.pdf"), sent(b"%PDF-1.7 <html>", "壞的.pdf")]
    page = me.press("/outcomes/new", taking=a_taking(world), description="字" * 101, file=files)
    assert page.status_code == 422
    for expected in ("空白.pdf", "LP1101", "壞的.pdf", "LP1109", "LP1003", "多出 1 字", "字" * 101):
        assert expected in page.text
    assert "LP1001" not in page.text, "files were sent, only not good ones"
    assert world.school.portfolio(world.student("s00001")) == before


def test_a_file_that_is_too_large_is_told_by_how_much(world: World) -> None:
    big = sent(b"%PDF-1.7" + bytes(4_194_304), "大.pdf")
    page = world.me.press("/outcomes/new?language=en", taking=a_taking(world), file=big)
    assert page.status_code == 422
    assert "LP1102" in page.text
    assert "4.00 MB (4,194,312 bytes)" in page.text
    assert "Only" not in page.text


def test_a_request_beyond_all_measure_is_refused_whole(world: World) -> None:
    huge = sent(bytes(12_000_001), "巨大.mp4")
    response = world.me.press("/outcomes/new", taking=a_taking(world), file=huge)
    assert response.status_code == 413
    assert "送出的資料太大了" in response.text


def test_an_outcome_without_a_file_is_refused(world: World) -> None:
    response = world.me.press("/outcomes/new", taking=a_taking(world), file=sent(b"", ""))
    assert response.status_code == 422
    assert "LP1001" in response.text


def test_a_semester_that_is_not_open_says_why_and_is_refused(world: World, paper: bytes) -> None:
    first = [
        each
        for each in world.school.settings.deadlines
        if (each.kind, each.term) != (WindowKind.UPLOAD_OUTCOMES, "113-1")
    ]
    world.set(attrs.evolve(world.school.settings, deadlines=tuple(first)))
    me = world.me
    page = me.page("/outcomes/new")
    assert "（未開放）" in page
    assert "學校尚未設定" in page
    response = me.press("/outcomes/new", taking=a_taking(world, half=1), file=sent(paper))
    assert response.status_code == 422
    assert "LP1501" in response.text


def test_a_returned_outcome_is_changed_and_certified_at_last(world: World, paper: bytes) -> None:
    me, path = world.me, world.path("returned")
    assert me.press(f"{path}/edit", description="改好了", file=sent(paper)).status_code == 302
    page = me.page(path)
    assert "改好了" in page
    assert page.count("<details>") == 1, "the old file was not kept"
    assert me.press(path, action="outcome.request").location == path
    assert world.state(path) == "awaiting"
    done = world.teacher(path).press(path, action="outcome.certify")
    assert done.location == "/waiting"
    assert world.state(path) == "certified"


def test_files_that_stay_need_not_be_sent_again(world: World) -> None:
    me, path = world.me, world.path("returned")
    item = path.rpartition("/")[2]
    outcome = world.school.portfolio(world.student("s00001")).outcome(item)
    assert outcome is not None
    keep = [each.sha256 for each in outcome.attachments]
    assert me.press(f"{path}/edit", description="只改字", keep=keep).location == path
    after = world.school.portfolio(world.student("s00001")).outcome(item)
    assert after is not None
    assert after.attachments == outcome.attachments


def test_an_edit_that_does_not_pass_changes_nothing(world: World) -> None:
    me, path = world.me, world.path("returned")
    response = me.press(f"{path}/edit", description="沒有檔案")
    assert response.status_code == 422
    assert "沒有檔案" in response.text
    assert world.state(path) == "returned"


def test_what_cannot_be_edited_now_has_no_form_for_it(world: World) -> None:
    assert world.me.get(world.path("awaiting") + "/edit").status_code == 404


def test_a_request_is_withdrawn_and_the_draft_discarded(world: World) -> None:
    me, path = world.me, world.path("awaiting")
    me.press(path, action="outcome.withdraw")
    assert world.state(path) == "draft"
    assert me.press(path, action="outcome.discard").location == "/year"
    assert path not in me.page("/year")


def test_a_teacher_returns_with_a_reason(world: World) -> None:
    path = world.path("awaiting")
    done = world.teacher(path).press(
        path, action="outcome.return", reason="other", note="少了第二頁"
    )
    assert done.location == "/waiting"
    assert world.state(path) == "returned"
    page = world.me.page(path)
    assert "<strong>其他</strong>" in page
    assert "少了第二頁" in page


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "LP1602"),
        ({"reason": "quality"}, "LP1603"),
        ({"reason": "other", "note": "  "}, "LP1604"),
    ],
)
def test_a_return_the_law_does_not_know_is_refused(
    world: World, form: dict[str, str], code: str
) -> None:
    path = world.path("awaiting")
    response = world.teacher(path).press(path, action="outcome.return", **form)
    assert response.status_code == 422
    assert code in response.text
    assert world.state(path) == "awaiting"


def test_a_closed_window_disables_the_button_and_says_why(world: World) -> None:
    path = world.path("awaiting")
    world.now = world.now.replace(month=11, day=2)
    teacher = world.teacher(path)
    page = teacher.page(path)
    assert 'value="outcome.certify" disabled' in page
    assert "LP1503" in page
    assert teacher.press(path, action="outcome.certify").status_code == 422
    assert world.state(path) == "awaiting"


def test_a_button_that_was_not_offered_is_refused_by_the_table(world: World) -> None:
    path = world.path("certified")
    response = world.me.press(path, action="outcome.request")
    assert response.status_code == 422
    assert "LP1601" in response.text


@pytest.mark.parametrize("action", ["", "outcome.submit", "batch.seal", "nonsense"])
def test_a_button_that_is_not_on_the_page_does_nothing(world: World, action: str) -> None:
    path = world.path("awaiting")
    assert world.me.press(path, action=action).status_code == 400
    assert world.state(path) == "awaiting"


# The selection.


def chosen(world: World) -> tuple[str, list[str]]:
    portfolio = world.school.portfolio(world.student("s00001"))
    certified = world.path("certified").rpartition("/")[2]
    return certified, [each.id for each in portfolio.performances]


def selected(world: World, key: str = "s00001") -> tuple[str, int, int]:
    picks = world.school.portfolio(world.student(key)).selection(world.sample.year)
    return picks.state.value, len(picks.outcomes), len(picks.performances)


def test_a_selection_is_saved_and_confirmed(world: World) -> None:
    me, (outcome, performances) = world.me, chosen(world)
    form = {"outcome": outcome, "performance": performances}
    assert me.press("/selection", action="selection.select", **form).status_code == 302
    assert selected(world) == ("open", 1, 2)
    assert '<progress value="1" max="6"' in me.page("/selection")
    me.press("/selection", action="selection.confirm")
    assert selected(world) == ("confirmed", 1, 2)
    assert 'value="selection.select"' not in me.page("/selection")


def test_what_cannot_be_ticked_says_why(world: World) -> None:
    page = world.me.page("/selection")
    assert page.count("未經任課教師認證") == 2
    assert page.count("disabled") == 2


def test_ticking_it_all_the_same_is_refused_and_kept_on_the_page(world: World) -> None:
    item = world.path("awaiting").rpartition("/")[2]
    response = world.me.press("/selection", action="selection.select", outcome=item)
    assert response.status_code == 422
    assert "LP1401" in response.text or "未經任課教師認證" in response.text
    assert f'value="{item}" checked' in response.text
    assert selected(world) == ("open", 0, 0)


def test_a_receipt_is_confirmed(world: World) -> None:
    browser = world.browser("s00003")
    assert browser.page("/selection").count(">收訖<") == 4
    browser.press("/selection", action="selection.acknowledge")
    assert selected(world, "s00003")[0] == SelectionState.ACKNOWLEDGED


def test_a_receipt_is_disputed(world: World) -> None:
    browser = world.browser("s00003")
    browser.press("/selection", action="selection.dispute", text="少一件")
    assert selected(world, "s00003")[0] == SelectionState.DISPUTED


def test_a_rejected_item_says_why(world: World) -> None:
    page = world.browser("s00002").page("/selection")
    assert "LP1204" in page
    assert "中央資料庫退件" in page


def test_a_refused_confirmation_is_told(world: World) -> None:
    world.now = world.now.replace(month=11, day=2)
    response = world.me.press("/selection", action="selection.confirm")
    assert response.status_code == 422
    assert "LP1503" in response.text


def test_two_at_once_are_told_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    me: Browser = world.me
    path = world.path("awaiting")

    def late(*_: object) -> object:
        raise Conflict(key="portfolio", expected=1, actual=2)

    monkeypatch.setattr(SchoolPlatform, "perform", late)
    response = me.press(path, action="outcome.withdraw")
    assert response.status_code == 409
    assert "資料剛剛被別人更動過" in response.text
