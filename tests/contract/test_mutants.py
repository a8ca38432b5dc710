"""The suites catch what they are there to catch: each mutant has one fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from learnport.plugins import BlobStore, RecordStore
from learnport.testing import (
    BlobDurabilityContract,
    BlobStoreContract,
    RecordStoreContract,
    Report,
    run_contract,
)
from tests.contract.mutants import BLOBS, DURABILITY, RECORDS, PlainRecords, SyncsEverything


def caught_by(report: Report) -> list[str]:
    return [failure.test for failure in report.broken]


@pytest.mark.parametrize(("mutant", "test"), BLOBS)
def test_a_blob_store_with_one_fault_is_caught(mutant: Callable[[], BlobStore], test: str) -> None:
    assert test in caught_by(run_contract(BlobStoreContract, mutant))


@pytest.mark.parametrize(("mutant", "test"), RECORDS)
def test_a_record_store_with_one_fault_is_caught(
    mutant: Callable[[], RecordStore], test: str
) -> None:
    assert test in caught_by(run_contract(RecordStoreContract, mutant))


@pytest.mark.parametrize(("mutant", "test"), DURABILITY)
def test_a_directory_store_with_one_fault_is_caught(
    mutant: Callable[[Path], BlobStore], test: str
) -> None:
    assert test in caught_by(run_contract(BlobDurabilityContract, lambda: mutant))


def test_what_the_mutants_are_made_of_is_sound() -> None:
    assert caught_by(run_contract(BlobDurabilityContract, lambda: SyncsEverything)) == []
    assert caught_by(run_contract(RecordStoreContract, PlainRecords)) == []
