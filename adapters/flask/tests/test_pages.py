"""What each role finds on its pages, in both languages."""

from __future__ import annotations

import attrs
import pytest
from flask import Flask

from learnport_flask import AppSettings, create_app
from tests.conftest import NOW, World

ROLES = {
    "s00001": ("/year", "我的學年", "My year"),
    "teacher-2-09": ("/waiting", "待我認證", "Waiting for me"),
    "staff-1": ("/progress", "全校進度", "Progress"),
    "centre-1": ("/centre/", "中央收件", "Packages received"),
}


@pytest.mark.parametrize("credential", ROLES)
def test_everybody_is_sent_to_the_work_that_is_theirs(world: World, credential: str) -> None:
    browser, (path, chinese, english) = world.browser(credential), ROLES[credential]
    response = browser.get("/")
    assert (response.status_code, response.location) == (302, path)
    page = browser.page(path)
    assert '<html lang="zh-Hant-TW">' in page
    assert chinese in page
    page = browser.page(f"{path}?language=en")
    assert '<html lang="en">' in page
    assert english in page
    assert english in browser.page(path), "the choice is remembered"


def test_an_unknown_language_changes_nothing(world: World) -> None:
    assert '<html lang="zh-Hant-TW">' in world.me.page("/year?language=tlh")


@pytest.mark.parametrize("credential", ROLES)
def test_the_work_of_others_is_not_there(world: World, credential: str) -> None:
    browser = world.browser(credential)
    for other, (path, _, _) in ROLES.items():
        assert browser.get(path).status_code == (200 if other == credential else 404)


@pytest.mark.parametrize("credential", ["homeroom-1", "other-staff"])
def test_who_has_no_work_here_finds_nothing(world: World, credential: str) -> None:
    browser = world.browser(credential)
    assert browser.get("/").location == "/login"
    for path, _, _ in ROLES.values():
        assert browser.get(path).status_code == 404


def test_my_year_counts_against_the_law_and_says_what_is_next(world: World) -> None:
    page = world.me.page("/year")
    for expected in (
        "113 學年度", '<progress value="0" max="6"', '<progress value="0" max="10"', "已認證",
        "待認證", "退回原因：檔案放錯", "撤回認證", "修改課程學習成果、刪除課程學習成果",
    ):  # fmt: skip
        assert expected in page
    assert "送出認證" not in page, "nothing of this student's is a draft"


def test_my_year_tells_what_was_submitted(world: World) -> None:
    page = world.browser("s00003").page("/year")
    assert '<progress value="2" max="6"' in page
    assert "中央資料庫已收訖" in page
    assert "確認收訖明細" in page


def test_states_of_one_name_keep_their_own_words(world: World) -> None:
    assert "中央資料庫退件" in world.browser("s00002").page("/year")
    assert ">退件<" in world.browser("s00002").page("/selection")


def test_nothing_is_open_before_the_first_window(world: World) -> None:
    world.now = NOW.replace(year=2024, month=8, day=15)
    page = world.me.page("/year")
    assert "目前沒有開放的期程" in page
    assert "113 學年度" in page


def test_a_teacher_sees_who_waits_and_nobody_else(world: World) -> None:
    awaiting = world.path("awaiting")
    browser = world.teacher(awaiting)
    assert browser.links("/waiting", "/outcomes/") == [awaiting]
    page = browser.page(awaiting)
    assert world.sample.students[0].name in page
    for expected in ("非學生本人成果", "其他（請說明）", "與成績、品質無關"):
        assert expected in page


def test_staff_see_who_has_what_and_the_windows(world: World) -> None:
    page = world.browser("staff-1").page("/progress")
    for student in world.sample.students:
        assert student.name in page
        assert student.national_id not in page
    for expected in ("2 + 2", "開放中", "114 年 10 月 31 日 24:00", "113 學年度第 2 學期"):
        assert expected in page


def test_staff_see_closed_and_coming_windows(world: World) -> None:
    world.now = NOW.replace(month=8, day=1)
    assert "尚未開放" in world.browser("staff-1").page("/progress")
    world.now = NOW.replace(month=11, day=1, hour=0)
    assert "已截止" in world.browser("staff-1").page("/progress")


def test_the_centre_sees_packages_and_findings_per_record(world: World) -> None:
    browser = world.browser("centre-1")
    [path] = browser.links("/centre/", "/centre/[0-9a-f]")
    page = browser.page(path)
    for expected in ("ZZ0001.yearly.113.ordinary.1", "LP1204", "ZZ0001:s00002", "退件"):
        assert expected in page
    for student in world.sample.students:
        assert student.name not in page
    assert browser.get("/centre/" + "0" * 64).status_code == 404


def test_a_centre_without_packages_says_so(world: World) -> None:
    world.school = attrs.evolve(
        world.school, school=attrs.evolve(world.school.school, code="ZZ0003")
    )
    world.app = world.build()
    assert "還沒有收到任何提交檔" in world.browser("centre-1").page("/centre/")


def test_a_school_without_a_centre_beside_it_has_no_centre_pages(world: World) -> None:
    settings = AppSettings(people=world.app.extensions["learnport"].settings.people)
    app = create_app(world.school, settings=settings)
    assert "central" not in app.blueprints
    page = app.test_client().get("/login").text
    assert "centre-1" in page, "the school's own identity plugin knows the person"


def test_health_is_told_to_anybody(world: World) -> None:
    response = world.browser().get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_nobody_can_log_in_where_nobody_is_offered(world: World) -> None:
    app: Flask = create_app(world.school)
    page = app.test_client().get("/login").text
    assert "沒有開放示範身分" in page


def test_english_dates_and_counts(world: World) -> None:
    page = world.browser("staff-1").page("/progress?language=en")
    assert "31 Oct 2025 24:00" in page
    assert "Semester 113-2" in page


def test_a_window_that_closes_during_the_day_says_when(world: World) -> None:
    settings = world.school.settings
    first, *rest = settings.deadlines
    noon = attrs.evolve(first.window, closes=NOW.replace(hour=12))
    world.set(attrs.evolve(settings, deadlines=(attrs.evolve(first, window=noon), *rest)))
    assert "至 114 年 9 月 25 日 12:00" in world.me.page("/year")
