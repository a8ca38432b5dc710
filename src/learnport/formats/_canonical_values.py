"""Model values as canonical JSON, and back.

Equal values always give equal bytes, and reading back what was written gives an equal value.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from learnport.errors import CallerError, DataError, LearnportError
from learnport.formats._canonical import canonical_bytes, parse, pointer_key
from learnport.model import TAIPEI

__all__ = ["TAG", "converter", "dumps", "loads", "structure"]

TAG: Final = "type"
"""The key that says which class of a union an object is; its value is the class in snake_case."""

_Hook = Callable[[Any, Any], Any]
_T = TypeVar("_T")

_SCALARS: Final[Mapping[type, str]] = MappingProxyType(
    {str: "a string", int: "an integer", bool: "true or false", NoneType: "null"}
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_DECIMAL: Final = re.compile(r"(?!-0$)-?(0|[1-9]\d*)(\.\d*[1-9])?", re.ASCII)


def dumps(value: object, kind: Any = None, using: Converter | None = None) -> bytes:
    """The canonical text of a model value.

    Args:
        value: a frozen attrs value, or a collection of them.
        kind: its declared type; needed where that is a union or a generic.
        using: the converter; a plain `converter()` when left out.
    """
    return canonical_bytes((using or _standard()).unstructure(value, unstructure_as=kind))


def loads(data: bytes, kind: type[_T], using: Converter | None = None) -> _T:
    """Read a model value from JSON.

    Raises:
        DataError: as `parse` and `structure` do.
    """
    return structure(parse(data), kind, using)


def structure(plain: object, kind: type[_T], using: Converter | None = None) -> _T:
    """Build a model value from plain JSON, or say everything that is wrong with it.

    Raises:
        DataError: `problems` holds pairs of JSON pointer and sentence, `detail` the same as
            text. Values of the data are never repeated: they may be personal.
    """
    try:
        return (using or _standard()).structure(plain, kind)
    except Exception as error:
        problems = tuple(_problems(error, ""))
        detail = "; ".join(f"{at or '/'}: {text}" for at, text in problems)
        raise DataError(detail=detail, problems=problems) from None


@functools.cache
def _standard() -> Converter:
    return converter()


def converter() -> Converter:
    """A strict converter between frozen attrs values and plain JSON.

    Scalars are taken as they are or not at all (`"150"`, `150.7` and `true` are not 150),
    unknown and missing keys are problems, an object of a union of classes carries `TAG`.
    """
    made = Converter(detailed_validation=True, forbid_extra_keys=True)
    for kind in _SCALARS:
        made.register_structure_hook(kind, _read_scalar)
    made.register_structure_hook(float, _read_float)
    for kind, read, write in (
        (Decimal, _read_decimal, _write_decimal),
        (dt.date, _read_date, dt.date.isoformat),
        (dt.datetime, _read_instant, _write_instant),
        (enum.Enum, _read_enum, _write_enum),
        (enum.StrEnum, _read_enum, _write_enum),  # named: cattrs would take them for str and int
        (enum.IntEnum, _read_enum, _write_enum),
    ):
        made.register_structure_hook(kind, read)
        made.register_unstructure_hook(kind, write)
    made.register_structure_hook_factory(attrs.has, _read_record)
    for origin, read_all, write_all in (
        (tuple, _read_tuple, _write_tuple),
        (frozenset, _read_set, _write_set),
        (Mapping, _read_mapping, _write_mapping),
    ):
        made.register_structure_hook_factory(_has_origin(origin), read_all)
        made.register_unstructure_hook_factory(_has_origin(origin), write_all)
    made.register_structure_hook_func(_is_scalar_union, _read_scalar_union)
    made.register_structure_hook_factory(_is_plain_union, _read_plain_union)
    made.register_structure_hook_factory(_is_class_union, _read_union)
    made.register_unstructure_hook_factory(_is_class_union, _write_union)
    return made


class _Refused(ValueError):
    """What is wrong, in words that repeat nothing of the data."""


class _Elements(Exception):
    """What is wrong inside a collection, each with its place."""

    def __init__(self, faults: list[tuple[str, Exception]]) -> None:
        super().__init__()
        self.faults = faults


def _problems(error: Exception, at: str) -> Iterator[tuple[str, str]]:
    """Unfold nested errors into pairs of pointer and sentence."""
    if isinstance(error, _Elements):
        for key, inner in error.faults:
            yield from _problems(inner, f"{at}/{key}")
    elif isinstance(error, ClassValidationError):
        placed, others = error.group_exceptions()
        for inner, note in placed:
            yield from _problems(inner, f"{at}/{note.name}")
        for inner in others:
            yield from _problems(inner, at)
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield f"{at}/{pointer_key(key)}", "unknown key"
    elif isinstance(error, KeyError):
        yield at, "missing"
    elif isinstance(error, _Refused | LearnportError):
        yield at, str(error)
    elif isinstance(error, ValueError | TypeError):  # a validator of the model
        fields = [f"/{arg.name}" for arg in error.args if isinstance(arg, attrs.Attribute)]
        yield at + "".join(fields), "not allowed here"
    else:  # no handler for a type, for example: the model is wrong, not the data
        raise error


def _has_origin(origin: type) -> Callable[[Any], bool]:
    return lambda kind: issubclass(get_origin(kind) or NoneType, origin)


def _members(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else ()


def _is_scalar_union(kind: Any) -> bool:
    members = _members(kind)
    return bool(members) and all(member in _SCALARS or member is float for member in members)


def _is_plain_union(kind: Any) -> bool:
    """Scalars and one array, which JSON tells apart by itself."""
    arrays = [member for member in _members(kind) if get_origin(member) is tuple]
    scalars = [member for member in _members(kind) if member in _SCALARS]
    return len(arrays) == 1 and len(scalars) == len(_members(kind)) - 1


def _is_class_union(kind: Any) -> bool:
    classes = [member for member in _members(kind) if member is not NoneType]
    return len(classes) > 1 and all(attrs.has(member) for member in classes)


# Scalars


def _read_scalar(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise _Refused(f"expected {_SCALARS[kind]}")
    return value


def _read_float(_value: Any, _kind: Any) -> Any:
    raise _Refused("a fraction is written as a string")


def _read_scalar_union(value: Any, kind: Any) -> Any:
    allowed = [member for member in _members(kind) if member is not float]
    if type(value) not in allowed:
        raise _Refused("expected " + " or ".join(_SCALARS[member] for member in allowed))
    return value


def _read_plain_union(kind: Any, made: Converter) -> _Hook:
    members = _members(kind)
    (array,) = (member for member in members if get_origin(member) is tuple)
    scalars: Any = functools.reduce(operator.or_, (each for each in members if each is not array))
    return lambda value, _kind: made.structure(value, array if type(value) is list else scalars)


def _read_decimal(value: Any, _kind: Any) -> Decimal:
    if type(value) is not str or not _DECIMAL.fullmatch(value):
        raise _Refused('expected a decimal number as a string, shortest form, such as "85.5"')
    return Decimal(value)


def _write_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise CallerError(detail="a decimal number is not finite")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if value.is_zero() else text


def _read_date(value: Any, _kind: Any) -> dt.date:
    if type(value) is not str or not _DATE.fullmatch(value):
        raise _Refused("expected a date as YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise _Refused("no such date") from None


def _read_instant(value: Any, _kind: Any) -> dt.datetime:
    if type(value) is not str or not _INSTANT.fullmatch(value):
        raise _Refused("expected an instant as YYYY-MM-DDTHH:MM:SS+08:00")
    try:
        return dt.datetime.fromisoformat(value).astimezone(TAIPEI)
    except (ValueError, OverflowError):
        raise _Refused("no such instant") from None


def _write_instant(value: dt.datetime) -> str:
    if value.tzinfo is None:
        raise CallerError(detail="an instant has no time zone")
    return value.astimezone(TAIPEI).isoformat()


def _read_enum(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    for member in kind:
        if type(member.value) is type(value) and member.value == value:
            return member
    raise _Refused("expected one of " + ", ".join(str(member.value) for member in kind))


def _write_enum(member: enum.Enum) -> Any:
    return member.value


# Objects and arrays


def _read_record(kind: Any, made: Converter) -> _Hook:
    build = make_dict_structure_fn(kind, made)

    def read(value: Any, _kind: Any) -> Any:
        if type(value) is not dict:
            raise _Refused("expected an object")
        return build(value, kind)

    return read


def _collected(parts: Iterable[tuple[str, Callable[[], Any]]]) -> list[Any]:
    """Read every part; all that went wrong is raised together."""
    good, faults = [], []
    for key, read in parts:
        try:
            good.append(read())
        except Exception as error:
            faults.append((key, error))
    if faults:
        raise _Elements(faults)
    return good


def _listed(value: Any) -> list[Any]:
    if type(value) is not list:
        raise _Refused("expected an array")
    return value


def _read_tuple(kind: Any, made: Converter) -> _Hook:
    kinds = get_args(kind)
    endless = kinds[-1] is Ellipsis

    def read(value: Any, _kind: Any) -> tuple[Any, ...]:
        items = _listed(value)
        each = kinds[:1] * len(items) if endless else kinds
        if len(items) != len(each):
            raise _Refused(f"expected {len(each)} elements")
        return tuple(
            _collected(
                (str(index), functools.partial(made.structure, item, inner))
                for index, (item, inner) in enumerate(zip(items, each, strict=True))
            )
        )

    return read


def _write_tuple(kind: Any, made: Converter) -> Callable[[Any], list[Any]]:
    kinds = get_args(kind)
    if kinds[-1] is Ellipsis:
        return lambda items: [made.unstructure(item, kinds[0]) for item in items]
    return lambda items: [
        made.unstructure(item, inner) for item, inner in zip(items, kinds, strict=True)
    ]


def _read_set(kind: Any, made: Converter) -> _Hook:
    (inner,) = get_args(kind)

    def read(value: Any, _kind: Any) -> frozenset[Any]:
        items = _collected(
            (str(index), functools.partial(made.structure, item, inner))
            for index, item in enumerate(_listed(value))
        )
        if len(found := frozenset(items)) != len(items):
            raise _Refused("an element stands twice in a set")
        return found

    return read


def _write_set(kind: Any, made: Converter) -> Callable[[Any], list[Any]]:
    (inner,) = get_args(kind)
    return lambda items: sorted(
        (made.unstructure(item, inner) for item in items), key=canonical_bytes
    )


def _read_mapping(kind: Any, made: Converter) -> _Hook:
    keys, values = get_args(kind)

    def read(value: Any, _kind: Any) -> Mapping[Any, Any]:
        if type(value) is not dict:
            raise _Refused("expected an object")
        names = _collected(
            (pointer_key(key), functools.partial(made.structure, key, keys)) for key in value
        )
        items = _collected(
            (pointer_key(key), functools.partial(made.structure, item, values))
            for key, item in value.items()
        )
        return MappingProxyType(dict(zip(names, items, strict=True)))

    return read


def _write_mapping(kind: Any, made: Converter) -> Callable[[Any], dict[Any, Any]]:
    keys, values = get_args(kind)
    return lambda items: {
        made.unstructure(key, keys): made.unstructure(item, values) for key, item in items.items()
    }


def _tags(kind: Any) -> dict[str, Any]:
    classes = [member for member in _members(kind) if member is not NoneType]
    if any(field.name == TAG for member in classes for field in attrs.fields(member)):
        raise CallerError(detail=f"a class of a union has a field named {TAG}")
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", member.__name__).lower(): member for member in classes}


def _read_union(kind: Any, made: Converter) -> _Hook:
    tags = _tags(kind)
    optional = NoneType in _members(kind)

    def read(value: Any, _kind: Any) -> Any:
        if value is None and optional:
            return None
        if type(value) is not dict:
            raise _Refused("expected an object")
        tag = value.get(TAG)
        if type(tag) is not str or tag not in tags:
            raise _Elements([(TAG, _Refused("expected one of " + ", ".join(tags)))])
        rest = {key: item for key, item in value.items() if key != TAG}
        return made.structure(rest, tags[tag])

    return read


def _write_union(kind: Any, made: Converter) -> Callable[[Any], dict[str, Any] | None]:
    names = {member: tag for tag, member in _tags(kind).items()}

    def write(value: Any) -> dict[str, Any] | None:
        if value is None:
            return None
        return {TAG: names[type(value)], **made.unstructure(value, type(value))}

    return write
