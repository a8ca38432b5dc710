"""The built-in plugins hold to the contracts that vendors are held to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from learnport.model import Actor, CourseCode, CoursePlan, PersonRef, PlanEntry, Relation, Role
from learnport.plugins import (
    BlobStore,
    DirectoryBlobs,
    KnownRelation,
    LoopbackTransport,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    RecordStore,
)
from learnport.testing import (
    BlobDurabilityContract,
    BlobStoreContract,
    CoursePlansCase,
    CoursePlansContract,
    IdentityCase,
    IdentityContract,
    RecordStoreContract,
    TransportContract,
)

TEACHER = Actor(PersonRef("ZZ0001", "t-1"), frozenset({Role.HOMEROOM_TEACHER}))
STUDENT = PersonRef("ZZ0001", "s-1")
PLAN = CoursePlan(
    "ZZ0001",
    112,
    (
        PlanEntry(CourseCode.parse("112ZZ0001H11101A1010101"), "國語文", "444444", "111111"),
        PlanEntry(CourseCode.parse("112ZZ0001H11101A1010102"), "英語文", "444444", "111111"),
    ),
)


class TestMemoryRecords(RecordStoreContract):
    @pytest.fixture
    def records(self) -> RecordStore:
        return MemoryRecords()


class TestMemoryBlobs(BlobStoreContract):
    @pytest.fixture
    def store(self) -> BlobStore:
        return MemoryBlobs()


class TestDirectoryBlobs(BlobStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> BlobStore:
        return DirectoryBlobs(tmp_path / "files")


class TestDirectoryBlobsWhenTheLightsGoOut(BlobDurabilityContract):
    @pytest.fixture
    def open_at(self) -> type[DirectoryBlobs]:
        return DirectoryBlobs


class TestMemoryIdentity(IdentityContract):
    @pytest.fixture
    def case(self) -> IdentityCase:
        identity = MemoryIdentity(
            {"a teacher's Token": TEACHER},
            [KnownRelation(TEACHER.person, Relation.HOMEROOM, STUDENT)],
        )
        return IdentityCase(
            identity, "a teacher's Token", TEACHER, Relation.HOMEROOM, STUDENT, dt.date(2025, 3, 3)
        )


class TestMemoryCoursePlans(CoursePlansContract):
    @pytest.fixture
    def case(self) -> CoursePlansCase:
        return CoursePlansCase(MemoryCoursePlans([PLAN]), PLAN)


class TestLoopbackTransport(TransportContract):
    @pytest.fixture
    def connect(self) -> type[LoopbackTransport]:
        return LoopbackTransport
