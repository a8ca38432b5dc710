"""Files: the boundary of every size, and one code for each way not to be certain."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.inspection import inspect
from learnport.model import Attachment, FileGroup, ItemKind
from learnport.parameters import law_on
from learnport.rules import (
    ATTACHMENT_RULES,
    FILE_RULES,
    AttachmentCase,
    FileCase,
    Finding,
    check,
    file_group,
    largest_file,
)
from tests.unit.test_rules_samples import LAW, PDF, P, file_case, opinions

OLD_LAW: Final = law_on(dt.date(2020, 7, 31))
JPEG: Final = "image/jpeg"
VIDEO: Final = "video/mp4"
WORD: Final = "application/msword"


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def _judge(kind: ItemKind = ItemKind.OUTCOME, **changes: Any) -> list[str]:
    return _codes(check(FILE_RULES, file_case(kind, **changes), LAW))


@pytest.mark.parametrize(
    ("kind", "media_type", "day", "limit"),
    [
        (ItemKind.OUTCOME, P, "2020-07-31", 2_097_152),
        (ItemKind.OUTCOME, P, "2020-08-01", 4_194_304),
        (ItemKind.OUTCOME, JPEG, "2020-08-01", 4_194_304),
        (ItemKind.OUTCOME, VIDEO, "2020-07-31", 5_242_880),
        (ItemKind.OUTCOME, VIDEO, "2020-08-01", 10_485_760),
        (ItemKind.PERFORMANCE, P, "2020-07-31", 2_097_152),
        (ItemKind.PERFORMANCE, P, "2020-08-01", 4_194_304),
        (ItemKind.PERFORMANCE, VIDEO, "2020-08-01", 10_485_760),
        (ItemKind.ADVISING, P, "2020-07-31", 2_097_152),
        (ItemKind.ADVISING, P, "2024-09-01", 2_097_152),
    ],
)
@pytest.mark.parametrize("off", [-1, 0, 1, 2])
def test_a_file_passes_up_to_the_limit_of_its_group_and_day(
    kind: ItemKind, media_type: str, day: str, limit: int, off: int
) -> None:
    law = law_on(dt.date.fromisoformat(day))
    heard = opinions(media_type, media_type, media_type, media_type)
    size = limit + off
    case = file_case(kind, opinions=heard, media_type=media_type, size=size, total_size=size)
    findings = check(FILE_RULES, case, law)
    assert _codes(findings) == ["LP1102"] * (off > 0)
    for finding in findings:
        assert dict(finding.values) == {"size": limit + off, "limit": limit, "excess": off}


def test_a_file_one_byte_too_large_is_told_so_to_the_byte_in_both_languages() -> None:
    (finding,) = check(FILE_RULES, file_case(size=4_194_305, total_size=4_194_305), LAW)
    assert finding.message.zh == (
        "檔案大小為 4.00 MB（4,194,305 位元組），超過上限 4.00 MB（4,194,304 位元組），"
        "超出 1 位元組。"
    )
    assert finding.message.en == (
        "The file is 4.00 MB (4,194,305 bytes); the limit is 4.00 MB (4,194,304 bytes)."
        " It is 1 byte too large."
    )
    assert "4MB" in finding.source


def test_a_file_of_unknown_size_is_at_least_so_much_too_large_and_judged_no_further() -> None:
    case = file_case(
        size=10_485_761, total_size=None, oversize=True, opens=None, media_type=None,
        opinions=opinions(JPEG, P, P, None),
    )  # fmt: skip
    size, unread = check(FILE_RULES, case, LAW)
    assert (size.code, unread.code) == ("LP1102", "LP1103")
    assert "超出 6.00 MB（6,291,457 位元組）以上。" in size.message.zh
    assert "at least 6.00 MB (6,291,457 bytes) too large" in size.message.en
    assert dict(unread.values) == {"limit": 10_485_760}


@pytest.mark.parametrize(
    ("oversize", "total_size", "excess"),
    [(False, None, "1 位元組"), (False, 4_194_305, "1 位元組"), (True, 4_194_307, "3 位元組"),
     (True, None, "1 位元組以上")],
)  # fmt: skip
def test_the_excess_is_exact_wherever_the_whole_size_is_known(
    oversize: bool, total_size: int | None, excess: str
) -> None:
    case = file_case(size=4_194_305, oversize=oversize, total_size=total_size)
    finding, *_ = check(FILE_RULES, case, LAW)
    assert finding.message.zh.endswith(f"，超出 {excess}。")


def test_a_file_cut_short_below_the_limit_of_the_law_is_still_refused() -> None:
    assert _judge(size=1001, total_size=None, oversize=True, max_bytes=1000) == ["LP1103"]


def test_a_file_of_unknown_kind_is_measured_by_the_largest_limit() -> None:
    changes: dict[str, Any] = {"opinions": opinions(None, None, None, None), "media_type": None}
    assert _judge(size=10_485_760, total_size=10_485_760, **changes) == ["LP1107"]
    assert _judge(size=10_485_761, total_size=10_485_761, **changes) == ["LP1102", "LP1107"]


def test_an_empty_file_is_only_called_empty() -> None:
    nothing = opinions("application/pdf", None, None, None)
    assert _judge(size=0, total_size=0, opinions=nothing, media_type=None, opens=None) == ["LP1101"]


def test_an_advising_record_takes_no_video() -> None:
    video: dict[str, Any] = {"opinions": opinions(VIDEO, VIDEO, VIDEO, VIDEO), "media_type": VIDEO}
    assert _judge(ItemKind.ADVISING, **video) == ["LP1104"]
    assert _judge(ItemKind.OUTCOME, **video) == []


@pytest.mark.parametrize(
    ("heard", "opens", "codes"),
    [
        (opinions(P, P, P, P), True, []),
        (opinions(P, P, None, P), True, []),
        (opinions(JPEG, P, P, P), True, ["LP1105"]),
        (opinions(None, P, P, P), True, ["LP1105"]),
        (opinions(P, WORD, WORD, None), None, ["LP1104", "LP1105"]),
        (opinions(None, WORD, WORD, None), None, ["LP1104"]),
        (opinions(P, P, JPEG, P), True, ["LP1106"]),
        (opinions(P, P, WORD, None), None, ["LP1106"]),
        (opinions(P, None, None, None), None, ["LP1107"]),
        (opinions(P, P, P, None), None, ["LP1107"]),
        (opinions(JPEG, P, P, None), None, ["LP1105", "LP1107"]),
        (opinions(P, P, P, None), False, ["LP1109"]),
        (opinions(JPEG, P, P, None), False, ["LP1105", "LP1109"]),
    ],
)
def test_each_way_of_not_being_certain_has_its_own_code(
    heard: Any, opens: bool | None, codes: list[str]
) -> None:
    media_type = None if codes else P
    assert _judge(opinions=heard, opens=opens, media_type=media_type) == codes


def test_a_file_whose_kind_nobody_settled_never_passes_even_when_all_seem_to_agree() -> None:
    assert _judge(media_type=None) == ["LP1107"]
    assert _judge(opens=None) == ["LP1107"]


def test_an_encrypted_pdf_is_called_encrypted_and_nothing_else() -> None:
    assert _judge(encrypted=True, opens=None, pages=None) == ["LP1108"]


def test_the_extension_is_masked_when_it_may_be_a_name() -> None:
    case = file_case(extension="測試生", opinions=opinions(None, P, P, P), media_type=None)
    (finding,) = check(FILE_RULES, case, LAW)
    assert finding.message.zh == "副檔名「無法辨識」與檔案內容（PDF）不符。"
    assert dict(finding.values)["extension"] == ""


def test_disagreeing_witnesses_are_all_named() -> None:
    case = file_case(opinions=opinions(P, P, JPEG, None), media_type=None)
    (finding,) = check(FILE_RULES, case, LAW)
    assert "副檔名 PDF、filetype PDF、libmagic JPG、檔案結構 無法判定" in finding.message.zh
    assert "extension PDF, filetype PDF, libmagic JPG, structure cannot tell" in finding.message.en


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("空.pdf", b"", ["LP1101"]),
        ("文字.txt", b"hello", ["LP1107"]),
        ("斷.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["LP1109"]),
    ],
)
def test_what_inspection_says_of_real_bytes_leads_to_one_code(
    name: str, content: bytes, codes: list[str]
) -> None:
    facts = inspect(io.BytesIO(content), name, largest_file(ItemKind.OUTCOME, LAW))
    # libmagic may know plain text and is not on every machine.
    facts = attrs.evolve(
        facts, opinions=tuple(each for each in facts.opinions if each.witness != "libmagic")
    )
    assert _codes(check(FILE_RULES, FileCase(facts, ItemKind.OUTCOME), LAW)) == codes


@given(
    heard=st.tuples(*[st.sampled_from([None, P, JPEG, WORD])] * 4),
    opens=st.sampled_from([True, False, None]),
)
def test_only_a_file_all_are_sure_of_passes(
    heard: tuple[str | None, str | None, str | None, str | None], opens: bool | None
) -> None:
    sure = opens is True and set(heard) in ({P}, {JPEG})
    settled = heard[0] if sure else None
    assert (_judge(opinions=opinions(*heard), opens=opens, media_type=settled) == []) == sure


def test_the_group_of_a_file_follows_from_its_kind() -> None:
    assert file_group(ItemKind.OUTCOME, P, LAW) is FileGroup.DOCUMENT
    assert file_group(ItemKind.PERFORMANCE, "audio/mpeg", LAW) is FileGroup.MEDIA
    assert file_group(ItemKind.ADVISING, "audio/mpeg", LAW) is None
    assert file_group(ItemKind.OUTCOME, None, LAW) is None


def test_reading_may_stop_at_the_largest_limit_of_the_kind() -> None:
    assert largest_file(ItemKind.OUTCOME, OLD_LAW) == 5_242_880
    assert largest_file(ItemKind.OUTCOME, LAW) == 10_485_760
    assert largest_file(ItemKind.PERFORMANCE, LAW) == 10_485_760
    assert largest_file(ItemKind.ADVISING, LAW) == 2_097_152


def test_an_attached_file_is_judged_by_its_description_alone() -> None:
    wrong = Attachment("a.gif", 10_485_761, "image/gif", "a" * 64, FileGroup.DOCUMENT)
    findings = check(ATTACHMENT_RULES, AttachmentCase(wrong, ItemKind.OUTCOME), LAW)
    assert _codes(findings) == ["LP1102", "LP1104"]
    moved = attrs.evolve(PDF, group=FileGroup.MEDIA)
    (finding,) = check(ATTACHMENT_RULES, AttachmentCase(moved, ItemKind.OUTCOME), LAW)
    assert finding.message.zh == "檔案登記為「影音檔案」，但 PDF 屬於「文件」。"
