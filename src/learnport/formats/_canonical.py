"""Canonical JSON: one text, one digest.

UTF-8, keys in code point order, no spaces, no fractions: whatever has a fraction is a
`Decimal` and travels as a string, because a binary float has no one text.
"""

from __future__ import annotations

import hashlib
import json
import re
from types import NoneType
from typing import Any, Final

from learnport.errors import CallerError, DataError

__all__ = ["canonical_bytes", "digest", "parse", "pointer_key"]

_SCALARS: Final = frozenset({str, int, bool, NoneType})
_FIELD: Final = re.compile(r"[a-z][a-z_]{0,39}")


def canonical_bytes(plain: object) -> bytes:
    """The one text of plain JSON: dicts with string keys, lists or tuples, str, int, bool, None.

    Raises:
        CallerError: something else is in it, a float for example.
    """
    _check(plain, "")
    return _encoded(plain)


def digest(plain: object) -> str:
    """SHA-256 of the canonical text, 64 lower-case hex digits."""
    return hashlib.sha256(canonical_bytes(plain)).hexdigest()


def parse(data: bytes) -> Any:
    """Read JSON strictly: UTF-8, no key twice in one object, nothing outside the standard.

    Raises:
        DataError: with line and column where they are known; never with the data itself.
    """
    try:
        plain = json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
        if b"\\u" in data:  # the only way to smuggle half a character into UTF-8
            _encoded(plain)
    except UnicodeDecodeError as error:
        raise DataError(detail=f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise DataError(detail=f"not JSON at line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise DataError(detail="nested too deeply") from None
    except CallerError as error:
        raise DataError(detail=str(error)) from None
    except ValueError:  # Python's own limit on digits
        raise DataError(detail="a number has too many digits") from None
    return plain


def _encoded(plain: object) -> bytes:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise CallerError(detail="half a surrogate pair is not a character") from None


def _check(plain: object, at: str) -> None:
    if isinstance(plain, dict):
        for key, value in plain.items():
            if type(key) is not str:
                raise CallerError(detail=f"{at or '/'}: a key is not a string")
            _check(value, f"{at}/{pointer_key(key)}")
    elif isinstance(plain, list | tuple):
        for index, value in enumerate(plain):
            _check(value, f"{at}/{index}")
    elif type(plain) not in _SCALARS:
        raise CallerError(detail=f"{at or '/'}: {type(plain).__name__} has no canonical form")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise CallerError(detail="an object has the same key twice")
    return record


def _no_constant(_name: str) -> None:
    raise CallerError(detail="NaN and Infinity are not JSON")


def pointer_key(key: str) -> str:
    """A key as a pointer shows it; a key that is no field name may be data and stays hidden."""
    return key if _FIELD.fullmatch(key) else "*"
