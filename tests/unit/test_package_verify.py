"""Every way in which a package can be broken has its own code."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from learnport.formats import _package_entry
from learnport.formats._package_read import verify_package
from learnport.formats._package_zip import PackageLimits
from learnport.rules import CATALOGUE
from tests.unit.package_bags import DECLARATION, PAYLOAD, bag, manifest, patched, saved, zipped

TIGHT: Final = PackageLimits(entries=20, tag_bytes=2000, ratio=200, ratio_from=100_000)
A: Final = "b/data/a.txt"
OLD: Final = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
LINES: Final = manifest(PAYLOAD)
FULL: Final = bytes((1 << 18) - 25)
"""Deflated without compression this fills one chunk of the reader to the byte."""


def with_file(path: str, data: bytes = b"", mode: int = 0) -> bytes:
    """A good package with one more entry, which nothing lists."""
    target = io.BytesIO(zipped(bag()))
    with zipfile.ZipFile(target, "a") as archive:
        entry = zipfile.ZipInfo("?" * len(path.encode()))
        entry.external_attr = mode << 16
        archive.writestr(entry, data)
    return target.getvalue().replace(b"?" * len(path.encode()), path.encode())


def without(path: str) -> bytes:
    files = bag()
    del files[path]
    return zipped(files)


def changed(path: str, data: bytes) -> bytes:
    files = bag()
    assert path in files
    return zipped({**files, path: data})


def listed(lines: bytes) -> bytes:
    """A package whose payload manifest has these lines besides the right ones."""
    return zipped(bag(manifest_sha256=LINES + lines))


def deflated(data: bytes, size: int, extra: bytes = b"", level: int = 9) -> bytes:
    """A package with one deflated file that claims to have `size` bytes."""
    engine = zlib.compressobj(level, zlib.DEFLATED, -15)
    packed = engine.compress(data) + engine.flush() + extra
    files = bag({"data/a.txt": data[:size]}, info=b"A: b\n")
    whole = zipped({**files, "data/a.txt": packed})
    for at, local, value in ((10, 8, 8), (24, 22, size), (16, 14, zlib.crc32(data[:size]))):
        whole = patched(whole, A, at, "<H" if at == 10 else "<I", value, local)
    return whole


def twice(path: str) -> bytes:
    other = "?" * len(path)
    return with_file(other, b"other").replace(other.encode(), path.encode())


def overlapping() -> bytes:
    """Two entries of the directory that point at the same bytes."""
    data = zipped(bag({**PAYLOAD, "data/b.txt": b"hello"}, info=b"A: b\n"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return patched(data, "b/data/b.txt", 42, "<I", archive.getinfo(A).header_offset)


def overlapping_empty() -> bytes:
    """An entry that begins inside the header of an empty file."""
    data = zipped(bag({"data/empty": b"", "data/next": b""}, info=b"A: b\n"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = archive.getinfo("b/data/empty").header_offset + 1
        return patched(data, "b/data/next", 42, "<I", inside)


def cut_in_two() -> bytes:
    """A payload file that lost its last bytes, with the archive otherwise in place."""
    data = zipped(bag())
    return data.replace(b"hello", b"hell")


Case = tuple[Callable[[], bytes], list[tuple[str, str]]]

SHIFTED: Final = ("b/bag-info.txt", A, "b/manifest-sha256.txt", "b/tagmanifest-sha256.txt")
"""What stands before the bytes that are gone; `zipfile` makes up for them behind."""

CASES: Final[dict[str, Case]] = {
    "no zip": (lambda: b"%PDF", [("LP3201", "")]),
    "cut off": (lambda: zipped(bag())[:-30], [("LP3201", "")]),
    "shifted": (
        cut_in_two,
        [
            ("LP3218", "b/bagit.txt"),
            *(("LP3220", path) for path in SHIFTED),
        ],
    ),
    "empty zip": (lambda: zipped({}), [("LP3202", "")]),
    "bagit.txt too deep": (lambda: zipped(bag(), "a/b/"), [("LP3202", "")]),
    "two bags": (
        lambda: zipped({**{f"a/{p}": d for p, d in bag().items()}, "b/bagit.txt": b""}, ""),
        [("LP3203", "")],
    ),
    "declaration of one line": (
        lambda: zipped(bag(bagit=b"BagIt-Version: 1.0\n")),
        [("LP3204", "b/bagit.txt")],
    ),
    "version 2": (
        lambda: zipped(bag(bagit=DECLARATION.replace(b"1.0", b"2.0"))),
        [("LP3205", "b/bagit.txt")],
    ),
    "unknown encoding": (
        lambda: zipped(bag(bagit=DECLARATION.replace(b"UTF-8", b"X"))),
        [("LP3206", "b/bagit.txt")],
    ),
    "no data folder": (lambda: zipped(bag({}, info=b"A: b\n")), [("LP3207", "")]),
    "no manifest": (lambda: zipped(bag(manifest_sha256=None)), [("LP3208", "")]),
    "fetch.txt": (lambda: zipped(bag(fetch=b"")), [("LP3209", "b/fetch.txt")]),
    "dot dot": (lambda: with_file("b/../../evil"), [("LP3210", "b/../../evil")]),
    "absolute": (lambda: with_file("/etc/evil"), [("LP3210", "/etc/evil")]),
    "drive": (lambda: with_file("C:/evil"), [("LP3210", "C:/evil")]),
    "backslash": (lambda: with_file("b\\..\\evil"), [("LP3210", "b\\..\\evil")]),
    "NUL": (lambda: with_file("b/data/a\0.txt"), [("LP3210", "b/data/a\\u0000.txt")]),
    "link": (
        lambda: with_file("b/data/link", b"/etc/passwd", stat.S_IFLNK | 0o777),
        [("LP3211", "b/data/link"), ("LP3241", "b/data/link"), ("LP3252", "b/bag-info.txt")],
    ),
    "device": (
        lambda: with_file("b/device", b"", stat.S_IFBLK | 0o777),
        [("LP3211", "b/device"), ("LP3247", "b/device")],
    ),
    "listed link": (
        lambda: patched(zipped(bag()), A, 38, "<I", (stat.S_IFLNK | 0o777) << 16),
        [("LP3211", A)],
    ),
    "duplicate": (lambda: twice(A), [("LP3212", A)]),
    "case": (
        lambda: with_file("b/DATA/a.txt"),
        [("LP3213", "b/DATA/a.txt"), ("LP3247", "b/DATA/a.txt")],
    ),
    "Unicode form": (
        lambda: zipped(
            bag({"data/\u00e9": b"1", "data/e\u0301": b"2"}, info=b"Payload-Oxum: 2.2\n")
        ),
        [("LP3222", "b/data/e\u0301"), ("LP3213", "b/data/e\u0301")],
    ),
    "file and folder": (
        lambda: with_file("b/data/sub"),
        [("LP3214", "b/data/sub"), ("LP3241", "b/data/sub"), ("LP3252", "b/bag-info.txt")],
    ),
    "encrypted": (lambda: patched(zipped(bag()), A, 8, "<H", 1, 6), [("LP3215", A)]),
    "strongly encrypted": (lambda: patched(zipped(bag()), A, 8, "<H", 0x41, 6), [("LP3215", A)]),
    "lzma": (lambda: patched(zipped(bag()), A, 10, "<H", 14, 8), [("LP3216", A)]),
    "bomb": (lambda: deflated(bytes(200_001), 200_001), [("LP3217", A)]),
    "overlap": (overlapping, [("LP3218", A), ("LP3220", "b/data/b.txt")]),
    "overlap with an empty file": (
        overlapping_empty,
        [("LP3218", "b/data/empty"), ("LP3220", "b/data/next")],
    ),
    "outside": (lambda: patched(zipped(bag()), A, 42, "<I", 10**6), [("LP3218", A)]),
    "stored with two sizes": (
        lambda: patched(zipped(bag()), A, 24, "<I", 6, 22),
        [("LP3219", A), ("LP3252", "b/bag-info.txt")],
    ),
    "folder with bytes": (lambda: with_file("b/data/x/", b"hidden"), [("LP3219", "b/data/x")]),
    "more than declared": (lambda: deflated(b"hello!", 5), [("LP3219", A)]),
    "much more than declared": (lambda: deflated(bytes(50_000), 5), [("LP3219", A)]),
    "less than declared": (lambda: deflated(b"hello", 6), [("LP3219", A)]),
    "bytes after the deflated data": (lambda: deflated(b"hello", 5, b"!"), [("LP3219", A)]),
    "broken deflated data": (
        lambda: patched(zipped(bag()), A, 10, "<H", 8, 8),
        [("LP3219", A)],
    ),
    "bytes after a full chunk of deflated data": (
        lambda: deflated(FULL, len(FULL), b"!", level=0),
        [("LP3219", A)],
    ),
    "wrong checksum of an unlisted file": (
        lambda: patched(with_file("b/note", b"x"), "b/note", 16, "<I", 1, 14),
        [("LP3247", "b/note"), ("LP3219", "b/note")],
    ),
    "header with another checksum": (
        lambda: patched(zipped(bag()), A, 16, "<I", 1),
        [("LP3220", A)],
    ),
    "header with another name": (
        lambda: zipped(bag()).replace(b"b/data/a.txt", b"b/data/x.txt", 1),
        [("LP3220", A)],
    ),
    "header with another method": (
        lambda: patched(zipped(bag()), A, None, "<H", 8, 8),
        [("LP3220", A)],
    ),
    "encrypted by its header only": (
        lambda: patched(zipped(bag()), A, None, "<H", 1, 6),
        [("LP3220", A)],
    ),
    "broken header of a tag file": (
        lambda: patched(zipped(bag()), "b/manifest-sha256.txt", 16, "<I", 1),
        [("LP3220", "b/manifest-sha256.txt")],
    ),
    "outside the folder": (lambda: with_file("stray.txt"), [("LP3221", "stray.txt")]),
    "not for Windows": (
        lambda: zipped(bag({"data/a:b": b"1"}, info=b"Payload-Oxum: 1.1\n")),
        [("LP3222", "b/data/a:b")],
    ),
    "too many entries": (
        lambda: zipped(bag({f"data/{n}": b"" for n in range(17)}, info=b"A: b\n")),
        [("LP3223", "")],
    ),
    "manifest too large": (
        lambda: zipped(bag(info=b"A: " + b"b" * 1998)),
        [("LP3224", "b/bag-info.txt")],
    ),
    "malformed line": (lambda: listed(b"\n"), [("LP3230", "b/manifest-sha256.txt:3")]),
    "bare percent sign": (
        lambda: listed(b"0" * 64 + b" data/100%\n"),
        [("LP3230", "b/manifest-sha256.txt:3")],
    ),
    "line out of the bag": (
        lambda: listed(b"0" * 64 + b" data/../../etc/passwd\n"),
        [("LP3231", "b/manifest-sha256.txt:3")],
    ),
    "line with a folder": (
        lambda: listed(b"0" * 64 + b" data/sub/\n"),
        [("LP3231", "b/manifest-sha256.txt:3")],
    ),
    "tag file in the payload manifest": (
        lambda: listed(b"0" * 64 + b" bagit.txt\n"),
        [("LP3232", "b/manifest-sha256.txt:3")],
    ),
    "payload in the tag manifest": (
        lambda: changed("tagmanifest-sha256.txt", bag()["tagmanifest-sha256.txt"] + LINES),
        [("LP3232", "b/tagmanifest-sha256.txt:4"), ("LP3232", "b/tagmanifest-sha256.txt:5")],
    ),
    "tag manifest in itself": (
        lambda: changed(
            "tagmanifest-sha256.txt",
            bag()["tagmanifest-sha256.txt"] + b"0" * 64 + b" tagmanifest-sha256.txt\n",
        ),
        [("LP3232", "b/tagmanifest-sha256.txt:4")],
    ),
    "line twice": (
        lambda: listed(LINES.splitlines(keepends=True)[0]),
        [("LP3233", "b/manifest-sha256.txt:3")],
    ),
    "unknown algorithm": (
        lambda: zipped(bag(manifest_crc32=b"00000000 data/a.txt\n")),
        [("LP3234", "b/manifest-crc32.txt")],
    ),
    "weak algorithm": (lambda: zipped(bag(algorithm="md5")), [("LP3235", "")]),
    "manifest with a byte-order mark": (
        lambda: zipped(bag(manifest_sha256=b"\xef\xbb\xbf" + LINES)),
        [("LP3236", "b/manifest-sha256.txt")],
    ),
    "info that is not UTF-8": (
        lambda: zipped(bag(info="A: 課\n".encode("big5"))),
        [("LP3236", "b/bag-info.txt")],
    ),
    "md5sum": (
        lambda: zipped(bag(manifest_sha256=LINES.replace(b" data/a", b"*./data/a"))),
        [("LP3237", "b/manifest-sha256.txt:1")],
    ),
    "manifest in another Unicode form": (
        lambda: zipped(
            bag(
                {"data/\u00e9": b"1"},
                info=b"Payload-Oxum: 1.1\n",
                manifest_sha256=manifest({"data/e\u0301": b"1"}),
            )
        ),
        [("LP3238", "b/data/\u00e9")],
    ),
    "both Unicode forms in the manifest": (
        lambda: zipped(
            bag(
                {"data/\u00e9": b"1"},
                info=b"Payload-Oxum: 1.1\n",
                bagit=OLD,
                manifest_sha256=manifest({"data/\u00e9": b"1", "data/e\u0301": b"1"}),
            )
        ),
        [("LP3238", "b/data/\u00e9")],
    ),
    "missing": (
        lambda: without("data/a.txt"),
        [("LP3240", A), ("LP3252", "b/bag-info.txt")],
    ),
    "unexpected": (
        lambda: with_file("b/data/more", b"x"),
        [("LP3241", "b/data/more"), ("LP3252", "b/bag-info.txt")],
    ),
    "in one manifest only": (
        lambda: zipped(bag(manifest_sha512=manifest({"data/a.txt": b"hello"}, "sha512"))),
        [("LP3242", "b/data/sub/課程.bin")],
    ),
    "changed": (lambda: changed("data/a.txt", b"HELLO"), [("LP3243", A)]),
    "changed behind one manifest": (
        lambda: zipped(
            bag(manifest_sha512=manifest({**PAYLOAD, "data/a.txt": b"HELLO"}, "sha512"))
        ),
        [("LP3243", A)],
    ),
    "missing tag file": (lambda: without("bag-info.txt"), [("LP3244", "b/bag-info.txt")]),
    "changed tag file": (
        lambda: changed("bag-info.txt", b"Payload-Oxum: 7.2\nA: b\n"),
        [("LP3245", "b/bag-info.txt")],
    ),
    "manifest not in the tag manifest": (
        lambda: changed("tagmanifest-sha256.txt", manifest({"bagit.txt": DECLARATION})),
        [("LP3246", "b/manifest-sha256.txt"), ("LP3247", "b/bag-info.txt")],
    ),
    "tag file nobody lists": (lambda: with_file("b/note.txt", b"x"), [("LP3247", "b/note.txt")]),
    "no tag manifest": (lambda: without("tagmanifest-sha256.txt"), [("LP3248", "")]),
    "info without a colon": (
        lambda: zipped(bag(info=b"Payload-Oxum: 7.2\nA b\n")),
        [("LP3250", "b/bag-info.txt:2")],
    ),
    "oxum twice": (
        lambda: zipped(bag(info=b"Payload-Oxum: 7.2\npayload-oxum: 7.2\n")),
        [("LP3251", "b/bag-info.txt")],
    ),
    "oxum malformed": (
        lambda: zipped(bag(info=b"Payload-Oxum: 7\n")),
        [("LP3251", "b/bag-info.txt")],
    ),
    "oxum wrong": (
        lambda: zipped(bag(info=b"Payload-Oxum: 7.3\n")),
        [("LP3252", "b/bag-info.txt")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_package_is_refused_with_its_code_and_place(tmp_path: Path, case: str) -> None:
    build, expected = CASES[case]
    findings = verify_package(saved(tmp_path, build()), limits=TIGHT)
    assert [(each.code, each.at) for each in findings] == expected
    for each in findings:
        for text in (each.message, each.remedy):
            assert re.search("[\u4e00-\u9fff]", text.zh)
            assert "{" not in text.zh + text.en


def test_every_code_has_a_case() -> None:
    shown = {code for _, expected in CASES.values() for code, _ in expected}
    assert shown == {entry.code for entry in CATALOGUE if entry.code.startswith("LP32")}


def test_the_package_the_cases_break_is_good(tmp_path: Path) -> None:
    assert verify_package(saved(tmp_path, zipped(bag())), limits=TIGHT) == ()


def test_numbers_in_a_message_are_there_for_programs_too(tmp_path: Path) -> None:
    build, _ = CASES["oxum wrong"]
    (found,) = verify_package(saved(tmp_path, build()))
    assert found.values == (("stated", "7.3"), ("found", "7.2"))
    assert found.message.en == "Payload-Oxum says 7.3, the payload has 7.2 (bytes.files)."


def test_limits_are_reached_before_they_are_passed(tmp_path: Path) -> None:
    package = saved(tmp_path, zipped(bag()))
    tags = sum(len(data) for path, data in bag().items() if not path.startswith("data/"))
    assert verify_package(package, limits=PackageLimits(entries=6, tag_bytes=tags)) == ()
    for tight, code in (({"entries": 5}, "LP3223"), ({"tag_bytes": tags - 1}, "LP3224")):
        assert verify_package(package, limits=PackageLimits(**tight))[0].code == code


def test_what_is_still_packed_when_all_input_is_read_is_not_lost(tmp_path: Path) -> None:
    size = 262_165  # at this size the end of the input comes before the end of the output
    data = deflated(bytes(size), size)
    assert verify_package(saved(tmp_path, data)) == ()


def test_little_that_unpacks_to_much_less_than_memory_is_no_bomb(tmp_path: Path) -> None:
    data = deflated(bytes(100_000), 100_000)
    assert verify_package(saved(tmp_path, data), limits=TIGHT) == ()


def test_before_version_1_a_tag_manifest_may_leave_out_a_manifest(tmp_path: Path) -> None:
    files = bag(bagit=OLD)
    files["tagmanifest-sha256.txt"] = manifest({"bagit.txt": OLD})
    findings = verify_package(saved(tmp_path, zipped(files)))
    assert [(each.code, each.at) for each in findings] == [
        ("LP3247", "b/bag-info.txt"),
        ("LP3247", "b/manifest-sha256.txt"),
    ]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    files = bag(info=b"Payload-Oxum: 1.1\n", fetch=b"x")
    files["data/a.txt"] = b"HELLO"
    del files["data/sub/課程.bin"]
    codes = [each.code for each in verify_package(saved(tmp_path, zipped(files)))]
    assert codes == ["LP3209", "LP3240", "LP3252", "LP3243"]


class Zlib:
    """The module with another class to unpack with."""

    error, crc32, MAX_WBITS = zlib.error, zlib.crc32, zlib.MAX_WBITS

    def __init__(self, decompressobj: type) -> None:
        self.decompressobj = decompressobj


def test_a_bomb_is_not_unpacked_beyond_what_it_declares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = 0

    class Counted:
        def __init__(self, bits: int) -> None:
            self._engine = zlib.decompressobj(bits)

        def __getattr__(self, name: str) -> object:
            return getattr(self._engine, name)

        def decompress(self, data: bytes, most: int) -> bytes:
            nonlocal unpacked
            chunk = self._engine.decompress(data, most)
            unpacked += len(chunk)
            return chunk

    monkeypatch.setattr(_package_entry, "zlib", Zlib(Counted))
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(engine.compress(bytes(1 << 20)) for _ in range(64)) + engine.flush()
    files = bag({"data/a.txt": b"hello"}, info=b"A: b\n")
    data = zipped({**files, "data/a.txt": packed})
    for at, local, value in ((10, 8, 8), (24, 22, 5)):
        data = patched(data, A, at, "<H" if at == 10 else "<I", value, local)
    assert [each.code for each in verify_package(saved(tmp_path, data))] == ["LP3219"]
    assert 0 < unpacked <= 1 << 18
