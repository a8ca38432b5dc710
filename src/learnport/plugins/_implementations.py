"""What plugins answer which hook: pluggy finds and checks it, the host asks it."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeVar

import attrs
import pluggy

from learnport.errors import ParameterFileError, PluginError, SettingsError
from learnport.plugins import _hookspecs

__all__ = ["Implementation", "blame", "implementations"]

_T = TypeVar("_T")


@attrs.frozen
class Implementation:
    """One plugin's answer to one hook.

    Hooks are asked through these and not through pluggy's relay, so that an error, or an
    answer too many, has a name.

    Attributes:
        plugin: name of the plugin.
        hook: name of the hook.
        function: what the plugin wrote.
        takes: the arguments it wants, in its order.
    """

    plugin: str
    hook: str
    function: Callable[..., Any]
    takes: tuple[str, ...]

    def call(self, **offered: object) -> Any:
        """Ask the plugin.

        Raises:
            SettingsError: the plugin does not accept its settings.
            PluginError: the plugin raised anything else.
        """
        with blame(self.plugin, self.hook):
            return self.function(*(offered[name] for name in self.takes))

    def things(self, kind: type[_T], **offered: object) -> tuple[_T, ...]:
        """Ask the plugin for what it adds; None adds nothing.

        Raises:
            SettingsError: the plugin does not accept its settings.
            PluginError: the plugin raised anything else, or gave something else.
        """
        answer = self.call(**offered)
        with blame(self.plugin, self.hook):
            things = () if answer is None else tuple(answer)
        for thing in things:
            if not isinstance(thing, kind):
                given = f"{self.hook} gave a {type(thing).__name__}, not a {kind.__name__}"
                raise PluginError(plugin=self.plugin, detail=given)
        return things


@contextmanager
def blame(plugin: str, what: str) -> Iterator[None]:
    """Give an error a name; its text stays behind, because it may hold personal data.

    So the error is not chained either: a printed traceback would show it. A parameter file holds
    none, and whoever wrote it needs to know every fault of it.
    """
    try:
        yield
    except SettingsError:
        raise
    except ParameterFileError as error:
        raise PluginError(plugin=plugin, detail=f"{what}: {error}") from None
    except Exception as error:
        detail = f"{what} raised {type(error).__name__}"
        raise PluginError(plugin=plugin, detail=detail) from None


def implementations(plugins: Iterable[object]) -> Mapping[str, tuple[Implementation, ...]]:
    """By hook, the plugins that answer it, in the order they are given.

    Raises:
        SettingsError: a plugin is given twice.
        PluginError: a plugin is not made as a plugin has to be.
    """
    manager = pluggy.PluginManager(_hookspecs.PROJECT)
    manager.add_hookspecs(_hookspecs)
    for name, plugin in _named(plugins):
        _register(manager, name, plugin)
    order = [name for name, _ in manager.list_name_plugin()]
    found = {}
    for spec in _hookspecs.HOOKS:
        hook = spec.__name__
        answering = getattr(manager.hook, hook).get_hookimpls()
        answering.sort(key=lambda each: order.index(each.plugin_name))
        found[hook] = tuple(_checked(hook, each) for each in answering)
    return MappingProxyType(found)


def _named(plugins: Iterable[object]) -> Iterator[tuple[str, object]]:
    """Plugins with their names; of several with one name the later are numbered."""
    seen: Counter[str] = Counter()
    for plugin in plugins:
        own = getattr(plugin, "plugin_name", None) or getattr(plugin, "__name__", None)
        name = str(own or type(plugin).__name__)
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), plugin


def _register(manager: pluggy.PluginManager, name: str, plugin: object) -> None:
    if inspect.isclass(plugin):
        raise PluginError(plugin=name, detail="a class is no plugin; give an object of it")
    try:
        manager.register(plugin, name)
        manager.check_pending()
    except ValueError:
        raise SettingsError(detail=f"the plugin {name} is given twice") from None
    except pluggy.PluginValidationError as error:
        raise PluginError(plugin=name, detail=" ".join(str(error).split())) from None
    if not manager.get_hookcallers(plugin):
        raise PluginError(plugin=name, detail="it answers no hook; is the mark `hookimpl` missing?")


def _checked(hook: str, found: pluggy.HookImpl) -> Implementation:
    """Refuse what pluggy would accept but nobody would honour."""
    if found.kwargnames:
        names = ", ".join(found.kwargnames)
        detail = f"{hook}: {names} must have no default, because it would never be passed"
        raise PluginError(plugin=found.plugin_name, detail=detail)
    if found.wrapper or found.hookwrapper:
        raise PluginError(plugin=found.plugin_name, detail=f"{hook}: a plugin cannot wrap others")
    return Implementation(found.plugin_name, hook, found.function, tuple(found.argnames))
