"""What can be done next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from learnport.model import Relation, Role
from learnport.workflow._actions import Action
from learnport.workflow._permissions import permitted
from learnport.workflow._tables import Lifecycle

__all__ = ["allowed_actions"]


def allowed_actions(
    lifecycle: Lifecycle[Any], state: Any, roles: Iterable[Role], relations: Iterable[Relation]
) -> tuple[Action, ...]:
    """The actions that state and permissions both allow, in table order.

    Rules may still refuse one of them: the school's use cases explain that.
    """
    roles, relations = tuple(roles), tuple(relations)
    return tuple(
        action for action in lifecycle.allowed(state) if permitted(action, roles, relations)
    )
