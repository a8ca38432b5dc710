"""THE SOCKETS: hooks, the services behind them, the host, and built-in plugins."""

from learnport.plugins._directory import DirectoryBlobs
from learnport.plugins._hookspecs import HOOKS, hookimpl, hookspec
from learnport.plugins._host import Host, installed_parameters
from learnport.plugins._memory import (
    KnownRelation,
    LoopbackTransport,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    StandIn,
)
from learnport.plugins._proofs import check_commit, prove, verified_chunks
from learnport.plugins._services import (
    BlobReceipt,
    BlobStore,
    CoursePlans,
    Endpoint,
    Identity,
    RecordStore,
    Snapshot,
    Transport,
)

__all__ = [
    "HOOKS",
    "BlobReceipt",
    "BlobStore",
    "CoursePlans",
    "DirectoryBlobs",
    "Endpoint",
    "Host",
    "Identity",
    "KnownRelation",
    "LoopbackTransport",
    "MemoryBlobs",
    "MemoryCoursePlans",
    "MemoryIdentity",
    "MemoryRecords",
    "RecordStore",
    "Snapshot",
    "StandIn",
    "Transport",
    "check_commit",
    "hookimpl",
    "hookspec",
    "installed_parameters",
    "prove",
    "verified_chunks",
]
