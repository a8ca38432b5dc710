"""The host: the plugins of one running learnport, put together."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import IO, Any, Final, TypeVar

import attrs

from learnport.errors import LearnportError, PluginError, SettingsError
from learnport.formats import Layout, load_layouts
from learnport.model import FileFacts, Finding
from learnport.parameters import Parameter, load_parameters
from learnport.plugins._hookspecs import PROJECT
from learnport.plugins._implementations import Implementation, blame, implementations
from learnport.plugins._services import (
    BlobStore,
    CoursePlans,
    Identity,
    RecordStore,
    Transport,
)
from learnport.rules import CATALOGUE, JUDGED_CASES, Rule
from learnport.workflow import Event, StreamKey

__all__ = ["Host", "installed_parameters"]

_T = TypeVar("_T")
_NO_SETTINGS: Final[Mapping[str, object]] = MappingProxyType({})


class Host:
    """The plugins of one running learnport, checked and put together (外掛主機).

    Any number of hosts live side by side; nothing is shared between them.

    The services are the providers' own objects: what they may raise at work stands in their
    Protocols, and the contract suites of `learnport.testing` hold them to it.

    Args:
        plugins: modules, or objects with methods marked `hookimpl`, in the order in which they
            are asked. A plugin is known by its `plugin_name`, or else its `__name__` or class.
        settings: offered to every plugin; each takes what is its own.

    Attributes:
        settings: the settings, read-only.
        records: where events and records are kept.
        blobs: where file contents are kept.
        identity: who is who.
        course_plans: the approved course plans.
        parameters: those of the law and those of the plugins, by name.
        layouts: built-in roster layouts and those of the plugins, by name.
        rules: what the plugins add to the catalogue.

    Raises:
        SettingsError: a service has no provider or several, a plugin is given twice or does
            not accept its settings.
        PluginError: a plugin is not made as a plugin has to be, or gives a rule a code that is
            taken.
        DataError: parameters or layouts of the plugins contradict others.
    """

    def __init__(
        self, plugins: Iterable[object], settings: Mapping[str, object] = _NO_SETTINGS
    ) -> None:
        self.settings = MappingProxyType(dict(settings))
        self._implementations = implementations(plugins)
        self._transports: dict[str, Transport] = {}
        self._finding_transport = threading.Lock()
        self.records: RecordStore = self._only("learnport_records", RecordStore)
        self.blobs: BlobStore = self._only("learnport_blobs", BlobStore)
        self.identity: Identity = self._only("learnport_identity", Identity)
        self.course_plans: CoursePlans = self._only("learnport_course_plans", CoursePlans)
        self.parameters = load_parameters(_parameters(self._implementations, self.settings))
        self.layouts = load_layouts(self._all("learnport_layouts", Layout))
        self.rules = self._rules()

    @classmethod
    def from_entry_points(
        cls, settings: Mapping[str, object] = _NO_SETTINGS, plugins: Iterable[object] = ()
    ) -> Host:
        """A host with the plugins that installed distributions offer in the group `learnport`.

        Args:
            settings: as for the host.
            plugins: further ones, asked first.

        Raises:
            PluginError: an entry point cannot be loaded.
        """
        return cls([*plugins, *_installed()], settings)

    def transport(self, name: str) -> Transport:
        """The transport of a name; the same one at every call.

        Raises:
            SettingsError: no plugin provides it, or several do.
        """
        with self._finding_transport:
            if name not in self._transports:
                self._transports[name] = self._only("learnport_transport", Transport, name=name)
            return self._transports[name]

    def scan(self, facts: FileFacts, stream: IO[bytes]) -> tuple[Finding, ...]:
        """What all scanners say about a file.

        Args:
            facts: what inspection found.
            stream: the bytes; seekable, and left wherever the last scanner stopped.

        Raises:
            PluginError: a scanner failed; the file must not pass.
        """
        findings: list[Finding] = []
        for each in self._implementations["learnport_scan"]:
            stream.seek(0)
            findings += each.things(Finding, facts=facts, stream=stream)
        return tuple(findings)

    def committed(self, key: StreamKey, events: Sequence[Event]) -> tuple[LearnportError, ...]:
        """Tell every listener of events that are in the log.

        A listener's failure undoes nothing and silences nobody: it is returned, not raised.
        """
        failures = []
        for each in self._implementations["learnport_committed"]:
            try:
                each.call(key=key, events=tuple(events))
            except LearnportError as error:
                failures.append(error)
        return tuple(failures)

    def _only(self, hook: str, service: type[Any], **asked: object) -> Any:
        what = " ".join([hook, *(f"for {value!r}" for value in asked.values())])
        answers = {
            each.plugin: answer
            for each in self._implementations[hook]
            if (answer := each.call(**asked, settings=self.settings)) is not None
        }
        if len(answers) != 1:
            who = f"{' and '.join(answers)} do" if answers else "none does"
            raise SettingsError(detail=f"{what}: exactly one plugin has to answer, {who}")
        [(plugin, answer)] = answers.items()
        if missing := [name for name in _methods(service) if not _has(answer, name)]:
            lacks = ", ".join(f"{name}()" for name in missing)
            detail = f"{what}: {type(answer).__name__} is no {service.__name__}, it lacks {lacks}"
            raise PluginError(plugin=plugin, detail=detail)
        return answer

    def _all(self, hook: str, kind: type[_T]) -> tuple[_T, ...]:
        asked = (each.things(kind, settings=self.settings) for each in self._implementations[hook])
        return tuple(thing for things in asked for thing in things)

    def _rules(self) -> tuple[Rule[Any], ...]:
        """The plugins' rules; one that no case would ever be put to must not look like a rule.

        A code has one meaning: what it says must not depend on who is asked.
        """
        rules: list[Rule[Any]] = []
        owners = dict.fromkeys((entry.code for entry in CATALOGUE), "the catalogue")
        for each in self._implementations["learnport_rules"]:
            added: tuple[Rule[Any], ...] = each.things(Rule, settings=self.settings)
            for rule in added:
                if rule.check is None or rule.about not in JUDGED_CASES:
                    kinds = ", ".join(case.__name__ for case in JUDGED_CASES)
                    detail = f"learnport_rules: {rule.code} has no check of one of: {kinds}"
                    raise PluginError(plugin=each.plugin, detail=detail)
                if rule.code in owners:
                    detail = f"learnport_rules: {rule.code} is a code of {owners[rule.code]}"
                    raise PluginError(plugin=each.plugin, detail=detail)
                owners[rule.code] = each.plugin
            rules += added
        return tuple(rules)


def installed_parameters(
    settings: Mapping[str, object] = _NO_SETTINGS,
) -> tuple[Parameter, ...]:
    """What installed plugins add to the law; no service is asked for, so none need be there.

    Raises:
        PluginError: an entry point cannot be loaded, or a plugin is not made as one has to be.
        SettingsError: a plugin does not accept its settings.
    """
    return tuple(_parameters(implementations(_installed()), settings))


def _installed() -> list[object]:
    found = []
    for point in sorted(entry_points(group=PROJECT), key=lambda each: each.name):
        with blame(point.name, "its entry point"):
            found.append(point.load())
    return found


def _parameters(
    asked: Mapping[str, tuple[Implementation, ...]], settings: Mapping[str, object]
) -> Iterator[Parameter]:
    """The plugins' parameters, each with the name of the plugin that brought it."""
    for each in asked["learnport_parameters"]:
        for parameter in each.things(Parameter, settings=settings):
            yield attrs.evolve(parameter, origin=each.plugin)


def _methods(service: type[Any]) -> list[str]:
    """What a Protocol asks for."""
    return [
        name
        for name, member in vars(service).items()
        if inspect.isfunction(member) and not name.startswith("_")
    ]


def _has(answer: object, name: str) -> bool:
    return callable(getattr(answer, name, None))
