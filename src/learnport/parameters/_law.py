"""The law on one day, and the parameters it is made of."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import attrs

from learnport.errors import ParameterFileError, UnknownParameter
from learnport.parameters._reader import read_parameter
from learnport.parameters._values import Parameter, Source, Value, a_day

__all__ = ["PACKAGED", "Law", "law_on", "load_parameters"]

PACKAGED: Final = "learnport"
"""Origin of the parameters that come with learnport itself."""


@functools.cache
def _packaged() -> Mapping[str, Parameter]:
    texts = {
        file.name: file.read_text("utf-8")
        for file in (files("learnport.parameters") / "data").iterdir()
        if file.name.endswith(".toml")
    }
    parameters = (
        attrs.evolve(read_parameter(texts[name], name), origin=PACKAGED) for name in sorted(texts)
    )
    return MappingProxyType({parameter.name: parameter for parameter in parameters})


def load_parameters(extra: Iterable[Parameter] = ()) -> Mapping[str, Parameter]:
    """Return the packaged parameters by name, with further ones laid over them.

    Args:
        extra: additional or corrected parameters; a later one of the same name replaces an
            earlier one with its whole history, and remembers what it replaced. What it does not
            say about tightening it takes from there.

    Raises:
        ParameterFileError: a packaged file is broken, or a replacement changes the unit,
            which would break the rules that count in it.
    """
    merged = dict(_packaged())
    for parameter in extra:
        former = merged.get(parameter.name)
        if former is not None and parameter.unit is not former.unit:
            raise ParameterFileError(
                file=f"{parameter.name}.toml",
                detail=f"/unit: {parameter.unit} cannot replace {former.unit}",
            )
        merged[parameter.name] = parameter.replacing(former)
    return MappingProxyType(merged)


def _sealed(parameters: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    return MappingProxyType(dict(parameters))


@attrs.frozen
class Law:
    """Everything the law says on one day (當日有效之規定); `law[name]` is a plain look-up.

    Laws of different days live side by side, compare equal by day and parameters, and pickle.

    Attributes:
        parameters: all parameters by name, also those not yet in force.
        on: the day, in Taiwan.
    """

    parameters: Mapping[str, Parameter] = attrs.field(converter=_sealed, repr=False, hash=False)
    on: date = attrs.field(validator=a_day)
    _in_force: Mapping[str, Value] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        values = {
            name: parameter.on(self.on)
            for name, parameter in sorted(self.parameters.items())
            if parameter.values[0].since <= self.on
        }
        object.__setattr__(self, "_in_force", MappingProxyType(values))

    def __reduce__(self) -> tuple[type[Law], tuple[dict[str, Parameter], date]]:
        return Law, (dict(self.parameters), self.on)

    def __getitem__(self, name: str) -> Value:
        """Return the value in force.

        Raises:
            UnknownParameter: nothing bears this name.
            NotInForce: the parameter starts on a later day.
        """
        try:
            return self._in_force[name]
        except KeyError:
            pass
        if name not in self.parameters:
            raise UnknownParameter(name=name)
        return self.parameters[name].on(self.on)

    def get(self, name: str) -> Value | None:
        """Return the value in force; None where the law of the day says nothing."""
        return self._in_force.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._in_force

    def __iter__(self) -> Iterator[str]:
        return iter(self._in_force)

    def tightened(self, limits: Mapping[str, object], source: Source) -> Law:
        """Return the law of the same day, with a school's own limits where they are stricter.

        What a school may not set, has not the form of its unit, or is looser, takes no effect.

        Args:
            limits: contents by parameter name; of a table of codes, the codes alone suffice.
            source: where the school wrote them down.
        """
        stricter = dict(self.parameters)
        for name, content in limits.items():
            if name in self._in_force:
                stricter[name] = self._parameter_with(self._in_force[name], content, source)
        return Law(stricter, self.on)

    def _parameter_with(self, value: Value, content: object, source: Source) -> Parameter:
        parameter, tight = self.parameters[value.name], value.tightened(content, source)
        values = tuple(tight if each is value else each for each in parameter.values)
        return attrs.evolve(parameter, values=values)

    def names(self) -> tuple[str, ...]:
        """Return the names of all parameters in force, in alphabetical order."""
        return tuple(self._in_force)


def law_on(day: date, extra: Iterable[Parameter] = ()) -> Law:
    """Return the law of a day, with further parameters laid over the packaged ones.

    >>> from datetime import date
    >>> law_on(date(2020, 7, 31))["outcome.document.max_bytes"].number
    2097152
    >>> law_on(date(2020, 8, 1))["outcome.document.max_bytes"].number
    4194304
    """
    return Law(load_parameters(extra), day)
