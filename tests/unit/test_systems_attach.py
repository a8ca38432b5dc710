"""Files on their way in: judged first, then stored, then believed only on proof."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import BinaryIO

import attrs
import pytest
from pypdf import PdfWriter

from learnport.errors import BlobMismatch, PluginError
from learnport.model import Attachment, FileFacts, FileGroup, Finding, ItemKind, Severity, Text
from learnport.plugins import BlobReceipt, MemoryBlobs, hookimpl
from learnport.systems import Attached
from learnport.testing.faults import EndlessStream, FailingStream, ShortStream
from learnport.workflow import RecordAdvising, UploadOutcome
from tests.unit.systems_world import (
    ADVISOR,
    PUPIL,
    UPLOADING,
    World,
    advising,
    at,
    codes,
    course_outcome,
    pupil,
)

LIMIT = 4_194_304
GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def pdf(pages: int = 1, password: str = "", filling: int = 0) -> bytes:
    """A PDF, small but for its filling."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(72, 72)
    if filling:
        writer.add_attachment("filling", b" " * filling)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def sized(size: int) -> bytes:
    """A PDF of exactly so many bytes."""
    content = pdf(filling=2 * size - len(pdf(filling=size)))
    assert len(content) == size
    return content


def attach(
    world: World,
    content: bytes | BinaryIO,
    name: str = "報告.pdf",
    kind: ItemKind = ItemKind.OUTCOME,
    when: str = "2024-11-05T12:00",
) -> Attached:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return world.school.attach(kind, name, stream, world.context(PUPIL, at(when)))


def test_a_file_that_may_pass_is_held_by_the_store_when_it_is_attached() -> None:
    world, content = World(), pdf()
    attached = attach(world, content, "../我的\\報告.PDF")
    digest = hashlib.sha256(content).hexdigest()
    assert attached.attachment == Attachment(
        "報告.PDF", len(content), "application/pdf", digest, FileGroup.DOCUMENT
    )
    assert attached.findings == ()
    assert attached.facts.pages == 1
    assert list(world.blobs.digests()) == [digest]
    assert world.blobs.open(digest).read() == content


REFUSED = {
    "empty": (b"", "a.pdf", ["LP1101"]),
    "a kind that is not accepted": (GIF, "a.gif", ["LP1104"]),
    "a picture named as a document": (GIF, "a.pdf", ["LP1104", "LP1105"]),
    "no extension": (pdf(), "a", ["LP1105"]),
    "encrypted": (pdf(password="x"), "a.pdf", ["LP1108"]),
    "cut off": (pdf()[:-200], "a.pdf", ["LP1109"]),
    "no pages": (pdf(pages=0), "a.pdf", ["LP1110"]),
    "nothing anybody knows": (bytes(300), "a.pdf", ["LP1107"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_of_what_is_refused_nothing_is_stored(case: str) -> None:
    content, name, expected = REFUSED[case]
    world = World()
    attached = attach(world, content, name)
    assert attached.attachment is None
    assert codes(attached.findings) == expected
    assert attached.facts.size == len(content)
    assert list(world.blobs.digests()) == []


def test_a_document_may_have_exactly_the_largest_size_and_not_one_byte_more() -> None:
    world = World()
    largest = attach(world, sized(LIMIT))
    assert largest.attachment is not None
    assert largest.attachment.size == 4_194_304
    over = attach(world, sized(LIMIT + 1))
    assert codes(over.findings) == ["LP1102"]
    assert dict(over.findings[0].values) == {"size": 4_194_305, "limit": 4_194_304, "excess": 1}
    assert len(list(world.blobs.digests())) == 1


def test_the_limit_is_that_of_the_day() -> None:
    world = World()
    before, after = "2020-07-31T23:59", "2020-08-01T00:00"
    assert codes(attach(world, sized(2_097_153), when=before).findings) == ["LP1102"]
    assert attach(world, sized(2_097_152), when=before).attachment is not None
    assert attach(world, sized(2_097_153), when=after).attachment is not None


def test_an_advising_record_takes_less() -> None:
    over = attach(World(), sized(2_097_153), kind=ItemKind.ADVISING)
    assert codes(over.findings) == ["LP1102", "LP1103"]


def test_what_goes_on_behind_its_end_is_pointed_out_but_passes() -> None:
    attached = attach(World(), pdf() + b"x" * 2000)
    assert [(each.code, each.severity) for each in attached.findings] == [("LP1112", "alert")]
    assert attached.attachment is not None


def test_nobody_fills_the_disk() -> None:
    endless = EndlessStream(patience=10_485_760 + 3 * 65_536)
    assert "LP1103" in codes(attach(World(), endless).findings)


def test_a_slow_line_brings_the_same_file() -> None:
    world, content = World(), sized(200_000)
    attached = attach(world, ShortStream(content, step=1000))
    assert attached.attachment is not None
    assert world.blobs.open(attached.attachment.sha256).read() == content


def test_a_line_that_goes_dead_leaves_nothing() -> None:
    world = World()
    with pytest.raises(ConnectionResetError):
        attach(world, FailingStream(sized(200_000), after=100_000))
    assert list(world.blobs.digests()) == []


def test_the_same_file_again_is_held_once() -> None:
    world = World()
    assert attach(world, pdf(), "a.pdf").attachment is not None
    assert attach(world, pdf(), "b.pdf").attachment is not None
    assert len(list(world.blobs.digests())) == 1


# Scanners.


@attrs.define
class Scanner:
    """Finds what it is told to find."""

    severity: Severity | None
    seen: list[bytes] = attrs.field(factory=list)

    @hookimpl
    def learnport_scan(self, facts: FileFacts, stream: BinaryIO) -> Iterable[Finding]:
        self.seen.append(stream.read())
        if self.severity is None:
            raise RuntimeError(facts.name)
        said = Text("發現惡意程式", "malware found")
        return [Finding("LP9901", self.severity, "", said, said, "掃毒軟體")]


def test_what_a_scanner_refuses_is_not_stored() -> None:
    scanner = Scanner(Severity.REJECT)
    world = World(more=(scanner,))
    attached = attach(world, pdf())
    assert attached.attachment is None
    assert codes(attached.findings) == ["LP9901"]
    assert scanner.seen == [pdf()]
    assert list(world.blobs.digests()) == []


def test_what_a_scanner_only_remarks_on_is_stored() -> None:
    world = World(more=(Scanner(Severity.ALERT),))
    attached = attach(world, pdf())
    assert [each.code for each in attached.findings] == ["LP9901"]
    assert attached.attachment is not None
    assert world.blobs.open(attached.attachment.sha256).read() == pdf()


def test_what_could_not_be_scanned_does_not_pass() -> None:
    world = World(more=(Scanner(None),))
    with pytest.raises(PluginError) as failure:
        attach(world, pdf(), "王小明的報告.pdf")
    assert str(failure.value) == "plugin Scanner: learnport_scan raised RuntimeError"
    assert list(world.blobs.digests()) == []


# Stores that lie.


@attrs.define
class LyingBlobs(MemoryBlobs):
    """Stores everything, or nothing, and says something else."""

    says: str
    keeps: bool = True

    def __attrs_post_init__(self) -> None:
        MemoryBlobs.__init__(self)

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        if self.keeps:
            super().put(stream, sha256, size)
        lies = {
            "another digest": BlobReceipt("0" * 64, size),
            "another size": BlobReceipt(sha256, size - 1),
            "all is well": BlobReceipt(sha256, size),
        }
        return lies[self.says]


@pytest.mark.parametrize("lie", ["another digest", "another size"])
def test_a_receipt_for_other_bytes_is_not_believed(lie: str) -> None:
    world = World(blobs=LyingBlobs(lie))
    with pytest.raises(PluginError, match=r"plugin LyingBlobs: acknowledged other bytes than"):
        attach(world, pdf())


def test_bytes_that_come_back_damaged_are_no_attachment() -> None:
    class Damaging(MemoryBlobs):
        def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
            return super().put(io.BytesIO(stream.read()[:-1] + b"?"), sha256, size)

    with pytest.raises(BlobMismatch):
        attach(World(blobs=Damaging()), pdf())


def test_a_store_that_acknowledges_and_keeps_nothing_is_found_out_before_any_event() -> None:
    world = World(blobs=LyingBlobs("all is well", keeps=False))
    student = world.open(1)
    attached = attach(world, pdf())
    assert attached.attachment is not None
    held = world.logs()
    upload = UploadOutcome(course_outcome(student, "o1", attached.attachment))
    decision = world.school.perform(pupil(1).ref, upload, world.context(PUPIL, UPLOADING))
    assert [(each.code, each.at) for each in decision.findings] == [("LP1113", "/attachments/0")]
    assert world.logs() == held


def test_an_upload_is_dated_by_the_event_and_not_by_whoever_sends_it() -> None:
    world = World()
    student = world.open(1)
    dated = course_outcome(student, "o1", world.file(b"work"), uploaded_at=at("2020-01-01T00:00"))
    done = world.school.perform(student.ref, UploadOutcome(dated), world.context(PUPIL, UPLOADING))
    assert done.done
    assert world.portfolio().outcomes[0].uploaded_at == UPLOADING


def test_an_advisor_records_in_no_other_advisors_name() -> None:
    world = World()
    student = world.open(1)
    record = advising(student, advisor=PUPIL.person)
    refused = world.school.perform(
        student.ref, RecordAdvising(record), world.context(ADVISOR, UPLOADING)
    )
    assert (codes(refused), refused.done) == (["LP1701"], False)
