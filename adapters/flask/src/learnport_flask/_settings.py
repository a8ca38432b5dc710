"""What whoever runs the application decides."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

import attrs
from attrs import validators as v

from learnport.model import TAIPEI, Text

__all__ = ["AppSettings", "DemoPerson"]


def _now() -> dt.datetime:
    return dt.datetime.now(TAIPEI)


def _new_id() -> str:
    return secrets.token_urlsafe(16)


@attrs.frozen
class DemoPerson:
    """Somebody anybody may be in a demonstration (示範身分).

    Attributes:
        credential: what the identity plugin knows the person by; no secret.
        name: shown on the login page.
        hint: what this person can try.
    """

    credential: str
    name: Text
    hint: Text


@attrs.frozen
class AppSettings:
    """Settings of one application (應用程式設定).

    Attributes:
        secret_key: signs cookies; keep it, or everybody has to log in again.
        people: who may be picked at the demo login; nobody outside a demonstration.
        secure_cookies: cookies travel over HTTPS only; turn it off only on the loopback.
        max_request_bytes: largest request read at all; more than the files of one item take,
            so that the law can say by how much a file is too large.
        clock: tells the time; aware.
        new_id: gives identifiers nobody can guess.
    """

    secret_key: str = attrs.field(factory=secrets.token_hex, validator=v.min_len(16), repr=False)
    people: tuple[DemoPerson, ...] = ()
    secure_cookies: bool = True
    max_request_bytes: int = attrs.field(default=32 * 1024**2, validator=v.ge(1))
    clock: Callable[[], dt.datetime] = _now
    new_id: Callable[[], str] = _new_id
