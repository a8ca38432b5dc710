"""The sockets: every hook a plugin may implement.

Hooks find things; the things they hand over do the work, and either are values or satisfy a
Protocol of this room. A plugin may take fewer arguments than a hook offers, but none with a
default, and it may not wrap other plugins. Plugins are asked in the order the host is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO, Final

import pluggy

from learnport.formats import Layout
from learnport.model import FileFacts, Finding
from learnport.parameters import Parameter
from learnport.plugins._services import (
    BlobStore,
    CoursePlans,
    Identity,
    RecordStore,
    Transport,
)
from learnport.rules import Rule
from learnport.workflow import Event, StreamKey

__all__ = ["HOOKS", "PROJECT", "hookimpl", "hookspec"]

PROJECT: Final = "learnport"
"""What markers, entry points and the plugin manager know each other by."""

hookspec: Final = pluggy.HookspecMarker(PROJECT)
hookimpl: Final = pluggy.HookimplMarker(PROJECT)
"""Marks a function or method of a plugin as what answers the hook of the same name."""


# Services: one provider each.


@hookspec(firstresult=True)
def learnport_records(settings: Mapping[str, object]) -> RecordStore | None:
    """Provide the store for events and the records they fold into.

    Cardinality: exactly one plugin answers; the host refuses to start otherwise.
    Called:      once per host, at start.
    Return:      a RecordStore, or None to decline.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    learnport.testing.RecordStoreContract.
    Example:     learnport.plugins.MemoryRecords.
    """


@hookspec(firstresult=True)
def learnport_blobs(settings: Mapping[str, object]) -> BlobStore | None:
    """Provide the store for file contents.

    Cardinality: exactly one plugin answers; the host refuses to start otherwise.
    Called:      once per host, at start.
    Return:      a BlobStore, or None to decline.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    learnport.testing.BlobStoreContract.
    Example:     docs/how-to/write-a-blob-store.md.
    """


@hookspec(firstresult=True)
def learnport_identity(settings: Mapping[str, object]) -> Identity | None:
    """Provide who people are and what they are to a student.

    Cardinality: exactly one plugin answers; the host refuses to start otherwise.
    Called:      once per host, at start.
    Return:      an Identity, or None to decline.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    learnport.testing.IdentityContract.
    Example:     learnport.plugins.MemoryIdentity.
    """


@hookspec(firstresult=True)
def learnport_course_plans(settings: Mapping[str, object]) -> CoursePlans | None:
    """Provide the approved course plans.

    Cardinality: exactly one plugin answers; the host refuses to start otherwise.
    Called:      once per host, at start.
    Return:      a CoursePlans, or None to decline.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    learnport.testing.CoursePlansContract.
    Example:     learnport.plugins.MemoryCoursePlans.
    """


@hookspec(firstresult=True)
def learnport_transport(name: str, settings: Mapping[str, object]) -> Transport | None:
    """Provide the transport of a name, for example to one central database.

    Cardinality: exactly one plugin answers for each name that is asked for.
    Called:      once per host and name, when the transport is first needed.
    Return:      a Transport, or None when the name is not yours.
    Raise:       SettingsError when the settings are wrong; anything else fails the request.
    Contract:    learnport.testing.TransportContract.
    Example:     learnport.plugins.LoopbackTransport.
    """


# What a vendor, an authority or a new year adds: any number of providers.


@hookspec
def learnport_rules(settings: Mapping[str, object]) -> Iterable[Rule[Any]] | None:
    """Add rules of your own to the catalogue.

    Cardinality: any number of plugins.
    Called:      once per host, at start.
    Return:      Rules with codes that no other rule has; None or nothing to add none. A rule is
                 put to every case of the kind its check is annotated with, after the law's own.
                 The kind is one of learnport.rules.JUDGED_CASES; the host refuses to start with
                 a rule that has no check or is about anything else, because nobody would put it
                 to a case. The validator that the centre shares stays the law's alone.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    a rule only reads its case, and says the same of the same case and law.
    Example:     docs/how-to/write-a-blob-store.md shows the frame of a plugin.
    """


@hookspec
def learnport_parameters(settings: Mapping[str, object]) -> Iterable[Parameter] | None:
    """Lay parameters over those of the law; a later one of the same name replaces an earlier.

    Cardinality: any number of plugins.
    Called:      once per host, at start.
    Return:      Parameters, for example from read_parameter; None or nothing to add none.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    a replacement keeps the unit and the whole history.
    Example:     docs/how-to/correct-the-law.md
    """


@hookspec
def learnport_layouts(settings: Mapping[str, object]) -> Iterable[Layout] | None:
    """Add roster layouts, or correct one by giving another of the same name.

    Cardinality: any number of plugins.
    Called:      once per host, at start.
    Return:      Layouts, for example from read_layout; None or nothing to add none.
    Raise:       SettingsError when the settings are wrong; anything else stops the start.
    Contract:    no two added layouts share a name, or a roster and its first school year.
    Example:     docs/how-to/write-a-blob-store.md shows the frame of a plugin.
    """


# What happens while the ring turns: any number of listeners.


@hookspec
def learnport_scan(facts: FileFacts, stream: BinaryIO) -> Iterable[Finding] | None:
    """Look at a file before it is stored, for example for viruses.

    Cardinality: any number of plugins; all are asked, whatever the others found.
    Called:      for every uploaded file, after inspection, with a stream that stands at its start.
    Return:      Findings with codes of your own; refusing ones keep the file out. None or
                 nothing when the file is fine.
    Raise:       anything keeps the file out: what could not be scanned does not pass.
    Contract:    the stream is only read, and forgotten when the call returns.
    Example:     docs/how-to/write-a-blob-store.md shows the frame of a plugin.
    """


@hookspec
def learnport_committed(key: StreamKey, events: Sequence[Event]) -> None:
    """Hear of events that are durably in the log, for example to notify a teacher.

    Cardinality: any number of plugins; all are told, whatever becomes of the others.
    Called:      after every commit, in the order of the log.
    Return:      nothing.
    Raise:       anything; the commit stands, and the host hands the error to its caller.
    Contract:    the call is quick, and being told twice of the same events is harmless.
    Example:     docs/how-to/write-a-blob-store.md shows the frame of a plugin.
    """


HOOKS: Final[tuple[Callable[..., object], ...]] = (
    learnport_records,
    learnport_blobs,
    learnport_identity,
    learnport_course_plans,
    learnport_transport,
    learnport_rules,
    learnport_parameters,
    learnport_layouts,
    learnport_scan,
    learnport_committed,
)
"""All hooks, in the order of this page; the reference is generated from them."""
