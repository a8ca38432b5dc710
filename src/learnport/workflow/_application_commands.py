"""Commands on an application to a program."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

import attrs
from attrs import validators as v

from learnport.model import OwnFiles, PersonRef, ProgramKey, Statement, Synthesis, Ticked
from learnport.workflow._actions import Action

__all__ = ["ApplicationCommand", "ApplicationStep", "ChooseMaterials", "ConsentToRelease"]


@attrs.frozen
class ConsentToRelease:
    """Agree that a program may see what will be confirmed; opens the application."""

    action: ClassVar = Action.CONSENT
    id: str
    student: PersonRef
    program: ProgramKey


@attrs.frozen
class ChooseMaterials:
    """Choose what a program shall see; replaces what was chosen before."""

    action: ClassVar = Action.CHOOSE
    materials: Ticked | OwnFiles
    statements: tuple[Statement, ...] = ()
    synthesis: Synthesis | None = None


@attrs.frozen
class ApplicationStep:
    """A bare step: confirm, release."""

    action: Action = attrs.field(validator=v.in_((Action.CONFIRM_APPLICATION, Action.RELEASE)))


ApplicationCommand: TypeAlias = ConsentToRelease | ChooseMaterials | ApplicationStep
