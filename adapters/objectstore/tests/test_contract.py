"""Every kind of store holds to the contract that every vendor's store is held to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from obstore.store import LocalStore

from conftest import Bucket
from learnport.plugins import BlobStore
from learnport.testing import BlobDurabilityContract, BlobStoreContract
from learnport_objectstore import ObjectBlobs


class TestMemory(BlobStoreContract):
    @pytest.fixture
    def store(self) -> BlobStore:
        return ObjectBlobs("memory:///")


class TestLocalFolder(BlobStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> BlobStore:
        return ObjectBlobs((tmp_path / "歷程 檔案").as_uri())


class TestLocalFolderWhenTheLightsGoOut(BlobDurabilityContract):
    @pytest.fixture
    def open_at(self) -> Callable[[Path], BlobStore]:
        return lambda folder: ObjectBlobs(LocalStore(folder))


class TestS3(BlobStoreContract):
    @pytest.fixture
    def store(self, bucket: Bucket) -> BlobStore:
        return ObjectBlobs(f"s3://{bucket.name}", **bucket.options())


class TestS3BelowAPrefix(BlobStoreContract):
    @pytest.fixture
    def store(self, bucket: Bucket) -> BlobStore:
        return ObjectBlobs(f"s3://{bucket.name}/school/ZZ0001", **bucket.options())


class TestS3WhenFilesAreTooLargeToCopy(BlobStoreContract):
    @pytest.fixture
    def store(self, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> BlobStore:
        monkeypatch.setattr("learnport_objectstore._blobs._LARGEST_COPY", -1)
        return ObjectBlobs(bucket.store())
