"""What each command does to an application."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.model import Application
from learnport.workflow._application_commands import (
    ApplicationStep,
    ChooseMaterials,
    ConsentToRelease,
)
from learnport.workflow._events import Event, Fold
from learnport.workflow._tables import APPLICATION

__all__ = ["APPLICATION_FOLDS"]


def _consent(
    application: Application | None, command: ConsentToRelease, event: Event
) -> Application:
    return Application(
        command.id, command.student, command.program,
        state=APPLICATION.born(application), consented_at=event.at,
    )  # fmt: skip


def _apply(application: Application, command: Any, **changes: Any) -> Application:
    state = APPLICATION.next(application.state, command.action)
    return attrs.evolve(application, state=state, **changes)


def _choose(application: Application, command: ChooseMaterials, _: Event) -> Application:
    return _apply(
        application, command, materials=command.materials,
        statements=command.statements, synthesis=command.synthesis,
    )  # fmt: skip


def _application_step(application: Application, command: ApplicationStep, _: Event) -> Application:
    return _apply(application, command)


APPLICATION_FOLDS: Final[Mapping[type[Any], Fold]] = MappingProxyType({
    ConsentToRelease: _consent,
    ChooseMaterials: _choose,
    ApplicationStep: _application_step,
})  # fmt: skip
