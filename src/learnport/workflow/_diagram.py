"""Drawing a life cycle from its table."""

from __future__ import annotations

from typing import Any

from learnport.workflow._tables import Lifecycle

__all__ = ["diagram"]


def diagram(lifecycle: Lifecycle[Any]) -> str:
    """The table as a Mermaid state diagram, one line per transition."""
    lines = ["stateDiagram-v2", f"    [*] --> {lifecycle.initial}: {_verb(lifecycle.birth)}"]
    lines += [
        f"    {state} --> {target}: {_verb(action)}" for state, action, target in lifecycle.edges()
    ]
    lines += [f"    {state} --> [*]" for state, row in lifecycle.table.items() if not row]
    return "\n".join(lines) + "\n"


def _verb(action: str) -> str:
    kind, _, verb = action.partition(".")
    return kind if kind == "record" else verb  # recording is the verb, the record stands behind
