"""S1 and S2: building a school's yearly package, and verifying one."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import BinaryIO

import bagit

from learnport.formats import PackageReader, PayloadFile, write_package
from tests.bench.measure import Row, Scale, medians

__all__ = ["measure_packages"]

_FILES = 400
_CHUNK = 1_048_576
_SMALLEST, _LARGEST = 0.2, 10.0


def measure_packages(scratch: Path, scale: Scale) -> list[Row]:
    """Build beside a copy with one hash, and beside bagit with a stored zip; then verify."""
    sources = _sources(scratch / "sources", scale.megabytes * 1_000_000)
    target = scratch / "package.zip"
    took = medians(
        {
            "ours": partial(_package, sources, target),
            "floor": partial(_copy_and_hash, sources, scratch / "copy"),
            "peer": partial(_bag_and_zip, sources, scratch / "bag", scratch / "bag.zip"),
        },
        scale.runs,
    )
    work = f"package of {scale.megabytes} MB, {_FILES} files"
    rows = [
        Row("S1", work, took["ours"], "floor: copy, sync, one SHA-256 pass", took["floor"],
            faster_is_more=True, reach="≥ 0.8"),
        Row("S1", work, took["ours"], "bagit make_bag, then a stored zip", took["peer"],
            faster_is_more=True, reach="≥ 1.5"),
    ]  # fmt: skip
    bag = bagit.Bag(str(scratch / "bag"))
    took = medians(
        {"ours": partial(_verify, target), "peer": partial(bag.validate, processes=2)}, scale.runs
    )
    beside = "bagit validate, unpacked, 2 processes"
    return [
        *rows,
        Row("S2", "verify it, zipped, 2 threads", took["ours"], beside, took["peer"],
            faster_is_more=True, reach="≥ 1.0"),
    ]  # fmt: skip


def _sources(folder: Path, total: int) -> list[Path]:
    """Files of 0.2 to 10 MB that together have about the size wanted."""
    folder.mkdir()
    dice = Random(1)
    weights = [dice.uniform(_SMALLEST, _LARGEST) ** 0.5 for _ in range(_FILES)]
    paths = []
    for number, weight in enumerate(weights):
        path = folder / f"{number:03}.pdf"
        path.write_bytes(dice.randbytes(int(total * weight / sum(weights))))
        paths.append(path)
    return paths


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _package(sources: list[Path], target: Path) -> None:
    payload = (PayloadFile(path.name, partial(_open, path)) for path in sources)
    write_package(target, payload, {}, "bench")


def _copy_and_hash(sources: list[Path], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in sources:
        shutil.copyfile(path, folder / path.name)
    for path in folder.iterdir():  # all are on their way to the disk by now
        with path.open("rb") as copy:
            os.fsync(copy.fileno())
    digest = hashlib.sha256()
    for path in sources:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)


def _bag_and_zip(sources: list[Path], folder: Path, target: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in sources:
        shutil.copyfile(path, folder / path.name)
    bagit.make_bag(str(folder), checksums=["sha256"])
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))


def _verify(package: Path) -> None:
    with PackageReader(package) as reader, ThreadPoolExecutor(2) as pool:
        assert reader.verify(pool) == ()
