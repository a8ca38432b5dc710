# ruff: noqa: ARG001, ARG002, ARG005 - hooks and Protocols give the arguments their names

from __future__ import annotations

import datetime as dt
import io
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pytest

from learnport.errors import LayoutError, LearnportError, PluginError, SettingsError
from learnport.formats import Layout, load_layouts
from learnport.model import (
    Actor,
    BatchKey,
    CourseOutcome,
    Deposit,
    FileFacts,
    Finding,
    PersonRef,
    Relation,
    Severity,
    Text,
)
from learnport.parameters import Law, Parameter, load_parameters, read_parameter
from learnport.plugins import (
    DirectoryBlobs,
    Host,
    LoopbackTransport,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    hookimpl,
    installed_parameters,
)
from learnport.rules import (
    CATALOGUE,
    JUDGED_CASES,
    AnyFile,
    Breach,
    Rule,
    SubmissionCase,
    rule,
)
from learnport.workflow import Event, StreamKey

KEY = StreamKey.portfolio(PersonRef("ZZ0001", "s-1"))
FACTS = FileFacts("work.pdf", "pdf", 6, 100, False, "0" * 64, (), "application/pdf")


def services() -> list[object]:
    return [MemoryRecords(), MemoryBlobs(), MemoryIdentity({}), MemoryCoursePlans()]


def finding(code: str) -> Finding:
    words = Text("有病毒。", "There is a virus in it.")
    return Finding(code, Severity.REJECT, "", words, words, "the vendor's scanner")


class NoCentre:
    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        raise AssertionError("nothing is sent here")

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        return None


def test_a_host_hands_over_what_its_plugins_provide() -> None:
    records, blobs, identity, plans = plugins = services()
    host = Host(plugins)
    assert host.records is records
    assert host.blobs is blobs
    assert host.identity is identity
    assert host.course_plans is plans


def test_a_host_without_further_plugins_has_the_law_as_it_is() -> None:
    host = Host(services())
    assert host.parameters == load_parameters()
    assert host.layouts == load_layouts()
    assert host.rules == ()
    assert host.scan(FACTS, io.BytesIO()) == ()
    assert host.committed(KEY, []) == ()


@pytest.mark.parametrize(
    ("missing", "hook"),
    [
        (0, "learnport_records"),
        (1, "learnport_blobs"),
        (2, "learnport_identity"),
        (3, "learnport_course_plans"),
    ],
)
def test_a_service_that_nobody_provides_stops_the_start(missing: int, hook: str) -> None:
    plugins = services()
    del plugins[missing]
    with pytest.raises(SettingsError, match=f"^{hook}: exactly one plugin has to answer, none"):
        Host(plugins)


def test_a_service_that_two_provide_stops_the_start_and_both_are_named() -> None:
    class OtherBlobs(MemoryBlobs):
        plugin_name = "vendor-blobs"  # type: ignore[misc]

    with pytest.raises(SettingsError, match=r"learnport_blobs.* memory-blobs and vendor-blobs do"):
        Host([*services(), OtherBlobs()])


def test_two_plugins_with_one_name_are_told_apart() -> None:
    with pytest.raises(SettingsError, match=r"memory-blobs and memory-blobs \(2\) do"):
        Host([*services(), MemoryBlobs()])


def test_a_plugin_may_decline() -> None:
    class Declines:
        @hookimpl
        def learnport_blobs(self) -> None:
            return None

    blobs = MemoryBlobs()
    assert Host([Declines(), *services()[:1], blobs, *services()[2:]]).blobs is blobs


def test_the_same_plugin_given_twice_is_refused() -> None:
    plugins = services()
    with pytest.raises(SettingsError, match=r"memory-records .*is given twice"):
        Host([*plugins, plugins[0]])


def test_a_plugin_takes_its_own_from_the_settings() -> None:
    seen: list[object] = []

    class Vendor:
        @hookimpl
        def learnport_blobs(self, settings: Mapping[str, object]) -> MemoryBlobs:
            seen.append(settings["vendor.folder"])
            return MemoryBlobs()

    records, _, *rest = services()
    host = Host([records, Vendor(), *rest], {"vendor.folder": "files"})
    assert seen == ["files"]
    assert host.settings == {"vendor.folder": "files"}


def test_settings_changed_later_do_not_change_the_host() -> None:
    settings = {"a": 1}
    host = Host(services(), settings)
    settings["a"] = 2
    assert host.settings["a"] == 1
    with pytest.raises(TypeError):
        host.settings["a"] = 3  # type: ignore[index]


def test_a_plugin_may_be_a_module() -> None:
    blobs = MemoryBlobs()
    module = types.ModuleType("vendor_blobs")

    @hookimpl
    def learnport_blobs() -> MemoryBlobs:
        return blobs

    module.learnport_blobs = learnport_blobs  # type: ignore[attr-defined]
    records, _, *rest = services()
    assert Host([records, module, *rest]).blobs is blobs


def test_files_may_be_kept_in_a_directory(tmp_path: Path) -> None:
    records, _, *rest = services()
    blobs = DirectoryBlobs(tmp_path)
    assert Host([records, blobs, *rest]).blobs is blobs


def test_hosts_do_not_share_anything() -> None:
    one, other = Host(services()), Host(services())
    assert one.blobs is not other.blobs
    assert one.records is not other.records


def test_one_plugin_may_serve_two_hosts() -> None:
    plugins = services()
    assert Host(plugins).blobs is Host(plugins).blobs


# What is not made as a plugin has to be.


class Misspelt:
    @hookimpl
    def learnport_blob(self) -> None:
        return None


class UnknownArgument:
    @hookimpl
    def learnport_blobs(self, folder: str) -> None:
        return None


class HasADefault:
    @hookimpl
    def learnport_scan(self, facts: FileFacts, strict: bool = True) -> None:
        return None


class Wraps:
    @hookimpl(wrapper=True)
    def learnport_blobs(self) -> Iterator[None]:
        return (yield)


class WrapsOldStyle:
    @hookimpl(hookwrapper=True)
    def learnport_blobs(self) -> Iterator[None]:
        yield


class NotMarked:
    def learnport_blobs(self) -> MemoryBlobs:
        return MemoryBlobs()


@pytest.mark.parametrize(
    ("plugin", "name", "detail"),
    [
        (Misspelt(), "Misspelt", "unknown hook 'learnport_blob'"),
        (UnknownArgument(), "UnknownArgument", "folder"),
        (HasADefault(), "HasADefault", "learnport_scan: strict must have no default"),
        (Wraps(), "Wraps", "learnport_blobs: a plugin cannot wrap others"),
        (WrapsOldStyle(), "WrapsOldStyle", "learnport_blobs: a plugin cannot wrap others"),
        (NotMarked(), "NotMarked", "it answers no hook"),
        (None, "NoneType", "it answers no hook"),
        (NotMarked, "NotMarked", "a class is no plugin"),
    ],
)
def test_what_is_not_made_as_a_plugin_is_refused_by_name(
    plugin: object, name: str, detail: str
) -> None:
    with pytest.raises(PluginError, match=detail) as caught:
        Host([*services(), plugin])
    assert caught.value.plugin == name


class HalfAStore:
    stat = "not a method"

    def put(self, stream: BinaryIO, sha256: str, size: int) -> None:
        return None

    def open(self, sha256: str) -> None:
        return None

    def delete(self, sha256: str) -> None:
        return None


def providing(hook: str, answer: Callable[..., object], name: str = "vendor") -> object:
    """A plugin of this name that gives this answer to this hook."""

    class Vendor:
        plugin_name = name

    setattr(Vendor, hook, staticmethod(hookimpl(answer, specname=hook)))
    return Vendor()


def test_a_service_that_lacks_something_is_refused_with_what_it_lacks() -> None:
    records, _, *rest = services()
    vendor = providing("learnport_blobs", lambda: HalfAStore())
    with pytest.raises(PluginError) as caught:
        Host([records, vendor, *rest])
    assert str(caught.value) == (
        "plugin vendor: learnport_blobs: HalfAStore is no BlobStore, it lacks stat(), digests()"
    )


def test_the_settings_a_plugin_refuses_are_the_callers_fault() -> None:
    def refuses() -> None:
        raise SettingsError(detail="vendor.folder is missing")

    with pytest.raises(SettingsError, match=r"vendor\.folder is missing"):
        Host([*services(), providing("learnport_blobs", refuses)])


@pytest.mark.parametrize("hook", ["learnport_blobs", "learnport_rules", "learnport_parameters"])
def test_anything_else_a_plugin_raises_is_its_own_fault(hook: str) -> None:
    def fails() -> None:
        raise KeyError("測試生 ZZ00000001")

    with pytest.raises(PluginError) as caught:
        Host([*services(), providing(hook, fails)])
    assert str(caught.value) == f"plugin vendor: {hook} raised KeyError"
    printed = "".join(traceback.format_exception(caught.value))
    assert "raised KeyError" in printed
    assert "ZZ00000001" not in printed


# What plugins add.


def a_parameter(note: str) -> Parameter:
    like = load_parameters()["outcome.document.max_bytes"]
    values = tuple(attrs.evolve(value, name="vendor.limit") for value in like.values)
    return attrs.evolve(like, name="vendor.limit", values=values, note=Text(note, note))


def a_rule() -> Rule[Any]:
    return attrs.evolve(CATALOGUE[0], code="LP9901")


def test_plugins_add_parameters_and_a_later_one_replaces_an_earlier() -> None:
    host = Host([
        providing("learnport_parameters", lambda: [a_parameter("earlier")], "one"),
        *services(),
        providing("learnport_parameters", lambda: iter([a_parameter("later")]), "two"),
    ])  # fmt: skip
    assert host.parameters["vendor.limit"].note == Text("later", "later")
    assert len(host.parameters) == len(load_parameters()) + 1


def test_a_parameter_of_a_plugin_names_the_plugin_and_what_it_was_laid_over() -> None:
    size = "outcome.document.max_bytes"
    pretender = attrs.evolve(load_parameters()[size], origin="learnport")
    host = Host([
        *services(),
        providing("learnport_parameters", lambda: [a_parameter("earlier"), pretender], "one"),
        providing("learnport_parameters", lambda: [a_parameter("later")], "two"),
    ])  # fmt: skip
    assert host.parameters[size].origin == "one"
    assert host.parameters["vendor.limit"].origin == "two"
    assert [host.parameters[name].replaces for name in (size, "vendor.limit")] == [
        load_parameters()[size],
        attrs.evolve(a_parameter("earlier"), origin="one"),
    ]
    assert host.parameters["outcome.media.max_bytes"].origin == "learnport"


@pytest.mark.parametrize(
    ("one", "two", "guilty", "owner"),
    [
        (["LP1003"], [], "one", "the catalogue"),
        (["LP3241"], [], "one", "the catalogue"),
        (["LP9901"], ["LP9902", "LP9901"], "two", "one"),
        (["LP9901", "LP9901"], [], "one", "one"),
    ],
)
def test_a_code_that_is_taken_stops_the_start_and_its_owner_is_named(
    one: list[str], two: list[str], guilty: str, owner: str
) -> None:
    ones, twos = ([attrs.evolve(a_rule(), code=code) for code in codes] for codes in (one, two))
    plugins = [
        providing("learnport_rules", lambda: ones, "one"),
        providing("learnport_rules", lambda: twos, "two"),
    ]
    with pytest.raises(PluginError) as caught:
        Host([*services(), *plugins])
    assert caught.value.plugin == guilty
    taken = "LP9901" if owner == "one" else one[0]
    assert caught.value.detail == f"learnport_rules: {taken} is a code of {owner}"


def test_plugins_add_rules_in_the_order_they_are_given() -> None:
    rules = [a_rule(), attrs.evolve(a_rule(), code="LP9902")]
    host = Host([
        providing("learnport_rules", lambda: rules[:1], "one"),
        *services(),
        providing("learnport_rules", lambda: None, "none"),
        providing("learnport_rules", lambda: rules[1:], "two"),
    ])  # fmt: skip
    assert [rule.code for rule in host.rules] == ["LP9901", "LP9902"]


@rule(
    "LP9902",
    zh="不行。",
    en="No.",
    remedy_zh="請更正。",
    remedy_en="Correct it.",
    source="the vendor",
)
def about_any_file(case: AnyFile, _: Law) -> Iterator[Breach]:
    """A rule about a Protocol, which no case is."""
    yield Breach()


@rule(
    "LP9903",
    zh="不行。",
    en="No.",
    remedy_zh="請更正。",
    remedy_en="Correct it.",
    source="the vendor",
)
def without_annotations(case, law):  # type: ignore[no-untyped-def]
    """A rule that does not say what it is about."""
    yield Breach()


@pytest.mark.parametrize(
    "lost",
    [
        about_any_file,
        without_annotations,
        attrs.evolve(a_rule(), about=None),
        attrs.evolve(a_rule(), about="OutcomeCase"),
        attrs.evolve(a_rule(), about=SubmissionCase),
        attrs.evolve(a_rule(), about=CourseOutcome),
        attrs.evolve(a_rule(), check=None),
    ],
    ids=["Protocol", "not annotated", "nothing", "a name", "submission", "no case", "no check"],
)
def test_a_rule_that_would_never_be_put_to_a_case_stops_the_start(lost: Rule[Any]) -> None:
    with pytest.raises(PluginError) as caught:
        Host([*services(), providing("learnport_rules", lambda: [a_rule(), lost])])
    assert caught.value.plugin == "vendor"
    assert caught.value.detail == (
        f"learnport_rules: {lost.code} has no check of one of: FileCase, AttachmentCase,"
        " OutcomeCase, QuotaCase, PerformanceCase, SelectionCase, TimingCase, ReturnCase,"
        " AdvisingCase, CourseRecordCase, OfficerPostCase, SettingsCase, ExtensionCase"
    )


@pytest.mark.parametrize("case", JUDGED_CASES)
def test_a_rule_may_be_about_every_case_that_is_judged(case: type[Any]) -> None:
    own = attrs.evolve(a_rule(), about=case)
    assert Host([*services(), providing("learnport_rules", lambda: [own])]).rules == (own,)


def a_layout() -> Layout:
    return next(iter(load_layouts().values()))


def test_plugins_add_layouts() -> None:
    new = attrs.evolve(a_layout(), name="vendor_layout", since=200)
    host = Host([*services(), providing("learnport_layouts", lambda: [new])])
    assert host.layouts["vendor_layout"] == new
    assert len(host.layouts) == len(load_layouts()) + 1


def test_two_layouts_of_one_name_stop_the_start() -> None:
    new = attrs.evolve(a_layout(), name="vendor_layout", since=200)
    plugins = [providing("learnport_layouts", lambda: [new], name) for name in ("one", "two")]
    with pytest.raises(LayoutError):
        Host([*services(), *plugins])


@pytest.mark.parametrize(
    ("hook", "answer", "detail"),
    [
        ("learnport_rules", ["LP9901"], "learnport_rules gave a str, not a Rule"),
        ("learnport_parameters", [150], "learnport_parameters gave a int, not a Parameter"),
        ("learnport_layouts", [None], "learnport_layouts gave a NoneType, not a Layout"),
        ("learnport_layouts", 7, "learnport_layouts raised TypeError"),
    ],
)
def test_what_is_not_of_the_right_kind_is_refused(hook: str, answer: object, detail: str) -> None:
    with pytest.raises(PluginError) as caught:
        Host([*services(), providing(hook, lambda: answer)])
    assert caught.value.detail == detail


# Transports.


def test_a_transport_is_found_by_its_name_and_stays_the_same() -> None:
    centre, trial = (LoopbackTransport(NoCentre(), name) for name in ("centre", "trial"))
    host = Host([*services(), centre, trial])
    assert host.transport("centre") is centre
    assert host.transport("trial") is trial
    assert host.transport("centre") is centre


def test_a_transport_is_asked_for_once() -> None:
    asked: list[str] = []

    def provide(name: str) -> LoopbackTransport:
        asked.append(name)
        return LoopbackTransport(NoCentre(), name)

    host = Host([*services(), providing("learnport_transport", provide)])
    assert asked == []
    assert host.transport("centre") is host.transport("centre")
    assert asked == ["centre"]


def test_a_transport_that_nobody_provides_is_refused_by_name() -> None:
    host = Host([*services(), LoopbackTransport(NoCentre(), "centre")])
    with pytest.raises(SettingsError, match=r"learnport_transport for 'center': .* none does"):
        host.transport("center")


def test_a_transport_that_two_provide_is_refused() -> None:
    plugins = [LoopbackTransport(NoCentre()), LoopbackTransport(NoCentre())]
    with pytest.raises(SettingsError, match=r"for 'loopback'.* loopback.* and loopback.* do"):
        Host([*services(), *plugins]).transport("loopback")


def test_a_transport_that_cannot_send_is_refused() -> None:
    host = Host([*services(), providing("learnport_transport", lambda: object())])
    with pytest.raises(PluginError, match=r"object is no Transport, it lacks send\(\), answer\(\)"):
        host.transport("centre")


# Scanning.


def test_every_scanner_sees_the_whole_file() -> None:
    seen: list[tuple[str, bytes]] = []

    def scan(facts: FileFacts, stream: BinaryIO) -> list[Finding]:
        seen.append((facts.name, stream.read()))
        return [finding(f"V{len(seen)}")]

    plugins = [providing("learnport_scan", scan, name) for name in ("one", "two")]
    stream = io.BytesIO(b"a work")
    stream.seek(3)
    found = Host([*services(), *plugins]).scan(FACTS, stream)
    assert [each.code for each in found] == ["V1", "V2"]
    assert seen == [("work.pdf", b"a work"), ("work.pdf", b"a work")]


def test_a_scanner_that_finds_nothing_says_nothing() -> None:
    plugins = [
        providing("learnport_scan", lambda: None, "none"),
        providing("learnport_scan", lambda: [], "empty"),
    ]
    assert Host([*services(), *plugins]).scan(FACTS, io.BytesIO()) == ()


def test_a_scanner_that_fails_lets_nothing_pass() -> None:
    def fails(stream: BinaryIO) -> Iterable[Finding]:
        yield finding("V1")
        raise TimeoutError("the scanner does not answer")

    host = Host([*services(), providing("learnport_scan", fails)])
    with pytest.raises(PluginError, match="plugin vendor: learnport_scan raised TimeoutError"):
        host.scan(FACTS, io.BytesIO())


def test_a_scanner_must_give_findings() -> None:
    host = Host([*services(), providing("learnport_scan", lambda: ["infected"])])
    with pytest.raises(PluginError, match="gave a str, not a Finding"):
        host.scan(FACTS, io.BytesIO())


# Hearing of commits.


def test_every_listener_hears_of_a_commit_whatever_becomes_of_the_others() -> None:
    heard: list[tuple[str, StreamKey]] = []

    def listener(name: str) -> Callable[..., None]:
        def committed(key: StreamKey, events: Sequence[Event]) -> None:
            heard.append((name, key))
            assert events == ()
            if name == "two":
                raise ConnectionError("no mail server")
            if name == "three":
                raise SettingsError(detail="no sender address")

        return committed

    names = ("one", "two", "three", "four")
    plugins = [providing("learnport_committed", listener(name), name) for name in names]
    failures: tuple[LearnportError, ...] = Host([*services(), *plugins]).committed(KEY, [])
    assert heard == [(name, KEY) for name in names]
    assert [str(failure) for failure in failures] == [
        "plugin two: learnport_committed raised ConnectionError",
        "no sender address",
    ]


# Entry points.


def test_installed_plugins_are_found_by_their_entry_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = types.ModuleType("vendor_blobs")
    module.plugin = MemoryBlobs()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "vendor_blobs", module)
    points = EntryPoints([
        EntryPoint("vendor", "vendor_blobs:plugin", "learnport"),
        EntryPoint("stranger", "nowhere:plugin", "something else"),
    ])  # fmt: skip
    monkeypatch.setattr(
        "learnport.plugins._host.entry_points", lambda group: points.select(group=group)
    )
    records, _, *rest = services()
    host = Host.from_entry_points({"a": 1}, plugins=[records, *rest])
    assert host.blobs is module.plugin
    assert host.settings == {"a": 1}


def test_an_entry_point_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("vendor", "no_such_module_here:plugin", "learnport")]
    monkeypatch.setattr("learnport.plugins._host.entry_points", lambda group: points)
    with pytest.raises(PluginError) as caught:
        Host.from_entry_points()
    assert str(caught.value) == "plugin vendor: its entry point raised ModuleNotFoundError"


def test_identity_relations_reach_the_host() -> None:
    """One call through the host, as the systems make it."""
    actor = Actor(PersonRef("ZZ0001", "t-1"), frozenset())
    host = Host(services())
    none: frozenset[Relation] = frozenset()
    assert host.identity.relations(actor, actor.person, dt.date(2025, 3, 3)) == none


def test_every_fault_of_a_plugins_parameter_file_is_told() -> None:
    text = 'name = "vendor.limit"\nunit = "counts"\nzh = "上限"\nen = "limit"\n'
    vendor = providing("learnport_parameters", lambda: [read_parameter(text, "vendor.limit.toml")])
    with pytest.raises(PluginError) as caught:
        Host([*services(), vendor])
    assert caught.value.plugin == "vendor"
    assert caught.value.detail.startswith("learnport_parameters: ")
    assert "vendor.limit.toml" in caught.value.detail
    assert "/unit: expected one of" in caught.value.detail
    assert "/values: missing" in caught.value.detail


def test_the_law_of_installed_plugins_is_known_without_their_services(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = types.ModuleType("vendor_law")
    vars(module)["plugin"] = providing("learnport_parameters", lambda: [a_parameter("one")])
    monkeypatch.setitem(sys.modules, "vendor_law", module)
    points = EntryPoints([EntryPoint("county", "vendor_law:plugin", "learnport")])
    monkeypatch.setattr(
        "learnport.plugins._host.entry_points", lambda group: points.select(group=group)
    )
    (parameter,) = installed_parameters()
    assert (parameter.name, parameter.origin) == (a_parameter("one").name, "vendor")
