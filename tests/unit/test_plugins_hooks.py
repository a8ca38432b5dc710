from __future__ import annotations

import inspect
import re
from collections.abc import Callable

import pluggy
import pytest

from learnport import plugins
from learnport.plugins import HOOKS, _hookspecs

HEADINGS = ["Cardinality", "Called", "Return", "Raise", "Contract", "Example"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.__name__)
def test_a_hook_is_documented_under_the_six_headings(hook: Callable[..., object]) -> None:
    text = inspect.getdoc(hook) or ""
    first, blank, *rest = text.splitlines()
    assert first.endswith(".")
    assert blank == ""
    headings = [found[1] for line in rest if (found := re.match(r"([A-Z][a-z]+): +\S", line))]
    assert headings == HEADINGS


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.__name__)
def test_a_contract_or_example_that_a_hook_names_exists(hook: Callable[..., object]) -> None:
    from learnport import testing

    rooms = {"plugins": plugins, "testing": testing}
    named = re.findall(r"learnport\.(plugins|testing)\.(\w+)", inspect.getdoc(hook) or "")
    assert all(hasattr(rooms[room], name) for room, name in named)


def test_every_hook_has_the_prefix_and_stands_in_the_list() -> None:
    manager = pluggy.PluginManager("learnport")
    manager.add_hookspecs(_hookspecs)
    assert {hook.__name__ for hook in HOOKS} == set(vars(manager.hook)) - {"__dict__"}
    assert all(hook.__name__.startswith("learnport_") for hook in HOOKS)


def test_the_hooks_are_these_and_take_these_arguments() -> None:
    """A plugin written today must run tomorrow: hooks may gain arguments, never lose them."""
    takes = {hook.__name__: list(inspect.signature(hook).parameters) for hook in HOOKS}
    assert takes == {
        "learnport_records": ["settings"],
        "learnport_blobs": ["settings"],
        "learnport_identity": ["settings"],
        "learnport_course_plans": ["settings"],
        "learnport_transport": ["name", "settings"],
        "learnport_rules": ["settings"],
        "learnport_parameters": ["settings"],
        "learnport_layouts": ["settings"],
        "learnport_scan": ["facts", "stream"],
        "learnport_committed": ["key", "events"],
    }
