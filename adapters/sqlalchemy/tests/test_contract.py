"""Both databases hold to the contract that every vendor's store is held to."""

from __future__ import annotations

import pytest

from learnport.plugins import RecordStore
from learnport.testing import RecordStoreContract
from learnport_sqlalchemy import SqlRecords


class TestSqlRecords(RecordStoreContract):
    @pytest.fixture
    def records(self, records: SqlRecords) -> RecordStore:
        return records
