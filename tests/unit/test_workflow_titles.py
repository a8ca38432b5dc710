"""What the actions are called before people."""

from __future__ import annotations

import pytest

from learnport.model import Text
from learnport.workflow import ACTION_TITLES, Action


def test_every_action_has_a_title() -> None:
    assert set(ACTION_TITLES) == set(Action)


def test_only_what_is_one_step_of_two_records_is_called_the_same() -> None:
    assert _shared({action.value: title.zh for action, title in ACTION_TITLES.items()}) == {
        "登載中央收訖": ["batch.accept", "selection.receive"],
        "由更正批次取代": ["batch.supersede", "deposit.supersede"],
    }
    assert _shared({action.value: title.en for action, title in ACTION_TITLES.items()}) == {
        "supersede by a correction": ["batch.supersede", "deposit.supersede"],
    }


@pytest.mark.parametrize(
    ("action", "zh", "en"),
    [
        ("outcome.request", "送出認證", "request certification"),
        ("outcome.withdraw", "撤回認證", "withdraw the request"),
        ("outcome.certify", "認證", "certify"),
        ("outcome.return", "退回", "return"),
        ("outcome.revoke", "撤銷認證", "revoke the certification"),
        ("selection.confirm", "確認勾選", "confirm the selection"),
        ("selection.submit", "提交勾選資料", "submit the selection"),
    ],
)
def test_an_action_is_called_what_the_field_calls_it(action: str, zh: str, en: str) -> None:
    assert ACTION_TITLES[Action(action)] == Text(zh, en)


def _shared(titles: dict[str, str]) -> dict[str, list[str]]:
    named = {title: sorted(a for a, t in titles.items() if t == title) for title in titles.values()}
    return {title: actions for title, actions in named.items() if len(actions) > 1}
