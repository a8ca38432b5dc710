"""What a rule says when something is not as it should be."""

from __future__ import annotations

import enum

import attrs

from learnport.model._text import Text
from learnport.model._validators import is_tuple

__all__ = ["Finding", "Scalar", "Severity"]

Scalar = str | int | float | bool | None


class Severity(enum.StrEnum):
    """How heavily a finding weighs (嚴重度)."""

    STOP = "stop"
    """Nothing more can be judged."""
    REJECT = "reject"
    """The item or record does not pass."""
    ALERT = "alert"
    """Shown to whoever decides; passes."""
    ADVICE = "advice"
    """Worth knowing; passes."""

    @property
    def refuses(self) -> bool:
        return self in (Severity.STOP, Severity.REJECT)


@attrs.frozen
class Finding:
    """One breach, complete in itself: a reader needs no catalogue to act on it (檢核結果).

    Attributes:
        code: stable code, `LP` and four digits; never reused.
        severity: what the breach leads to.
        at: place: a JSON pointer (`/outcomes/0/description`) or `sheet!cell`.
        message: what is wrong, both languages, offending value and limit filled in.
        remedy: what to do next, both languages.
        source: where the rule is written.
        values: the fields that filled the message as pairs, for programs; never personal data.
    """

    code: str
    severity: Severity
    at: str
    message: Text
    remedy: Text
    source: str
    values: tuple[tuple[str, Scalar], ...] = attrs.field(default=(), validator=is_tuple)
