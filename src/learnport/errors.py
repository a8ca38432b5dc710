"""What may be raised: one root, and beneath it whose fault it was.

Breaches of the law are values (`learnport.rules.Finding`), never exceptions.
An exception means that a caller, a plugin or a data file is wrong. No message
ever carries personal data.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "BlobMismatch",
    "CallerError",
    "Conflict",
    "CourseCodeError",
    "DataError",
    "IdentifierTaken",
    "LayoutError",
    "LearnportError",
    "MissingExtra",
    "NotFound",
    "NotInForce",
    "PackageError",
    "ParameterFileError",
    "PluginError",
    "SettingsError",
    "TransitionRefused",
    "UnknownParameter",
]


class LearnportError(Exception):
    """Root of everything learnport raises.

    Subclasses set their attributes through keyword arguments, so that programs
    read fields and people read `str(error)`; both survive pickling.
    """

    def __init__(self, **fields: Any) -> None:
        super().__init__()
        for name, value in fields.items():
            setattr(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), dict(self.__dict__))

    def __str__(self) -> str:
        return str(self.__dict__.get("detail", type(self).__doc__))


def _rebuild(kind: type[LearnportError], fields: dict[str, Any]) -> LearnportError:
    return kind(**fields)


class CallerError(LearnportError):
    """The calling program asked for something that makes no sense."""


class PluginError(LearnportError):
    """A plugin broke its contract."""

    plugin: str
    detail: str

    def __str__(self) -> str:
        return f"plugin {self.plugin}: {self.detail}"


class DataError(LearnportError):
    """A file or a piece of data is wrong."""


class TransitionRefused(CallerError):
    """The table has no entry for this action in this state."""

    action: str
    state: str
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        options = ", ".join(self.allowed) or "nothing (terminal state)"
        return f"{self.action} refused in state {self.state}; accepted: {options}"


class NotInForce(CallerError):
    """The law is asked about a day before the parameter's first value."""

    name: str
    on: str
    first: str

    def __str__(self) -> str:
        return f"{self.name} is not in force on {self.on}; its first value starts on {self.first}"


class UnknownParameter(CallerError):
    """No parameter of this name exists."""

    name: str

    def __str__(self) -> str:
        return f"no parameter is named {self.name!r}; `learnport law` lists them all"


class Conflict(CallerError):
    """Somebody else changed the record first; load it again and retry."""

    key: str
    expected: int
    actual: int

    def __str__(self) -> str:
        return f"{self.key} is at version {self.actual}, not {self.expected}: load it and retry"


class NotFound(CallerError):
    """The thing asked for is not there."""

    what: str
    key: str

    def __str__(self) -> str:
        return f"{self.what} {self.key} does not exist; check the key and the school"


class IdentifierTaken(CallerError):
    """A new record bears the identifier of another record of the same portfolio."""

    key: str

    def __str__(self) -> str:
        return f"{self.key} names another record of this portfolio; give a fresh identifier"


class SettingsError(CallerError):
    """A setting of the host, a plugin or a school is wrong."""

    detail: str


class MissingExtra(CallerError):
    """An optional part of learnport is needed but not installed."""

    extra: str
    needed_for: str

    def __str__(self) -> str:
        return f"{self.needed_for} needs an extra: python -m pip install 'learnport[{self.extra}]'"


class BlobMismatch(DataError):
    """The bytes a store holds are not the bytes that were promised."""

    sha256: str
    detail: str

    def __str__(self) -> str:
        return f"blob {self.sha256}: {self.detail}"


class CourseCodeError(DataError):
    """A text is not a 23-character course code (課程代碼).

    Attributes:
        position: first offending position, 1-based; 0 when the length is wrong.
        expected: what belongs there.
    """

    position: int
    expected: str

    def __str__(self) -> str:
        where = f"position {self.position}" if self.position else "length"
        return f"not a course code: {where}: expected {self.expected}"


class ParameterFileError(DataError):
    """A parameter file breaks the strict form."""

    file: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}: {self.detail}"


class LayoutError(DataError):
    """A roster layout file breaks the strict form."""

    file: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}: {self.detail}"


class PackageError(DataError):
    """A package cannot even be opened as one; broken content is a finding instead."""

    detail: str
