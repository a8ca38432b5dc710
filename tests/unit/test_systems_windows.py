"""Windows: open from the first microsecond to just before the closing one."""

from __future__ import annotations

import datetime as dt

import pytest

from learnport.model import (
    Window,
)
from tests.unit.systems_scenes import SCENES, Scene
from tests.unit.systems_world import (
    STAND_IN,
    WINDOWS,
    at,
    codes,
)

TICK = dt.timedelta(microseconds=1)

WINDOWED = {
    "outcome.upload": "upload_outcomes 113-1",
    "outcome.edit": "upload_outcomes 113-1",
    "outcome.request": "certify 113-1",
    "outcome.certify": "certify 113-1",
    "outcome.return": "certify 113-1",
    "performance.upload": "upload_performances 113",
    "performance.edit": "upload_performances 113",
    "selection.select": "select 113",
    "selection.confirm": "select 113",
    "selection.acknowledge": "confirm_receipt 113",
    "selection.dispute": "confirm_receipt 113",
}


def passing(action: str) -> Scene:
    return next(each for each in SCENES if each.action == action and not each.codes)


def window_of(action: str) -> Window:
    named = WINDOWED[action].split()
    (edges,) = (each for (kind, term), each in WINDOWS.items() if [kind, term] == named)
    return Window(*map(at, edges))


@pytest.mark.parametrize("action", WINDOWED)
def test_a_window_is_open_from_its_first_microsecond_to_just_before_its_closing_one(
    action: str,
) -> None:
    window, scene = window_of(action), passing(action)
    assert codes(scene.play(when=window.opens - TICK)) == ["LP1502"]
    assert codes(scene.play(when=window.opens)) == []
    assert codes(scene.play(when=window.closes - TICK)) == []
    assert codes(scene.play(when=window.closes)) == ["LP1503"]


GRANTED = {"extension.extend", "extension.unlock"}
"""Granted for a time that is still to come."""


@pytest.mark.parametrize("action", sorted({each.action for each in SCENES} - {*WINDOWED} - GRANTED))
def test_what_has_no_window_is_done_at_any_time(action: str) -> None:
    scene = passing(action)
    assert scene.play(when=at("2024-08-02T00:00")).done or scene.by is STAND_IN
    assert scene.play(when=at("2034-08-02T00:00")).done


def test_the_instant_counts_wherever_its_clock_stands() -> None:
    closing = window_of("selection.select").closes
    scene = passing("selection.select")
    assert codes(scene.play(when=closing.astimezone(dt.UTC))) == ["LP1503"]
    assert codes(scene.play(when=(closing - TICK).astimezone(dt.UTC))) == []
