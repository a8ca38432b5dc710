"""LP11xx: files. Facts of inspection are judged here; what is not certain does not pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from learnport.model import FileFacts, FileGroup, ItemKind, Severity, Text
from learnport.parameters import Law, Value
from learnport.rules import _sources as src
from learnport.rules._file_cases import (
    EXTENSION,
    AnyFile,
    AttachmentCase,
    FileCase,
)
from learnport.rules._rule import Breach, notice, per_law, rule
from learnport.rules._words import Named, Size, as_code, media_named

__all__ = ["ATTACHMENT_RULES", "FILES", "FILE_NOT_HELD", "FILE_RULES", "file_group", "largest_file"]

# Parameters of each kind of item: group, kinds of file, size.
_LIMITS: Final = {
    kind: tuple(
        (group, f"{kind}.{group}.media_types", f"{kind}.{group}.max_bytes") for group in FileGroup
    )
    for kind in ItemKind
}


def _by_media_type(kind: ItemKind, law: Law) -> Mapping[str | None, tuple[FileGroup, Value]]:
    """The kinds of file that a kind of item takes, each with its group and that one's limit."""
    return {
        media_type: (group, law[size])
        for group, types, size in reversed(_LIMITS[kind])
        for media_type in law[types].members
    }


_TAKEN: Final = {kind: per_law(partial(_by_media_type, kind)) for kind in ItemKind}


def file_group(kind: ItemKind, media_type: str | None, law: Law) -> FileGroup | None:
    """The group a file falls into for a kind of item; None where it is not permitted."""
    taken = _TAKEN[kind](law).get(media_type)
    return taken[0] if taken else None


def largest_file(kind: ItemKind, law: Law) -> int:
    """Bytes of the largest file any group of a kind of item takes: where reading may stop."""
    return max(limit.number for limit in _sizes(kind, law))


def _sizes(kind: ItemKind, law: Law) -> list[Value]:
    return [law[size] for _, types, size in _LIMITS[kind] if law[types].members]


def _limit(kind: ItemKind, media_type: str | None, law: Law) -> Value:
    """The limit of the file's own group; the largest of all where the group is not known."""
    if taken := _TAKEN[kind](law).get(media_type):
        return taken[1]
    return max(_sizes(kind, law), key=lambda limit: limit.number)


def _accepted(kind: ItemKind, law: Law) -> tuple[Named, ...]:
    names = (name for _, types, _ in _LIMITS[kind] for name in law[types].members)
    return tuple(media_named(name) for name in names)


@rule(
    "LP1101",
    says="檔案要有內容。",
    severity=Severity.STOP,
    zh="檔案是空的，沒有任何內容。",
    en="The file is empty.",
    remedy_zh="請確認檔案已儲存完成，再重新上傳。",
    remedy_en="Make sure the file was saved completely, then upload it again.",
    source=src.FILE_SAFETY,
)
def empty(case: FileCase, _: Law) -> Iterator[Breach]:
    """A file has content."""
    if case.facts.size == 0:
        yield Breach()


@rule(
    "LP1102",
    says="檔案大小不超過該類資料與檔案類別的上限。",
    zh="檔案大小為 {size}，超過上限 {limit}，超出 {excess}。",
    en="The file is {size}; the limit is {limit}. It is {excess} too large.",
    remedy_zh="請將檔案縮小到上限以內再上傳，例如降低圖片解析度或縮短影音長度。",
    remedy_en="Make the file smaller, for example with less picture resolution or a shorter"
    " recording, and upload it again.",
    source=src.FILE_FORMATS,
)
def size(case: AnyFile, law: Law) -> Iterator[Breach]:
    """A file is no larger than its kind of item and its group allow."""
    limit = _limit(case.kind, case.content, law)
    if case.size > limit.number:
        yield Breach(
            size=Size(case.size, at_least=not case.exact),
            limit=Size(limit.number),
            excess=Size(case.size - limit.number, at_least=not case.exact),
            source=limit.source,
        )


@rule(
    "LP1103",
    says="檔案已完整讀取。",
    severity=Severity.STOP,
    zh="檔案超過 {limit}，系統不再讀取，其餘內容未檢查。",
    en="The file is larger than {limit}, where reading stopped; the rest was not looked at.",
    remedy_zh="請縮小檔案後重新上傳，系統才能完整檢查。",
    remedy_en="Make the file smaller and upload it again, so that all of it can be checked.",
    source=src.FILE_SAFETY,
)
def read_in_part(case: FileCase, _: Law) -> Iterator[Breach]:
    """A file was read to its end."""
    if case.facts.oversize:
        yield Breach(limit=Size(case.facts.max_bytes))


@rule(
    "LP1104",
    says="檔案格式是該類資料可以使用的格式。",
    zh="{kind}不接受 {media_type} 格式的檔案；可用格式：{limit}。",
    en="Files of type {media_type} are not accepted ({kind}); accepted are {limit}.",
    remedy_zh="請轉存為可用格式後重新上傳。",
    remedy_en="Save the file in an accepted format and upload it again.",
    source=src.FILE_FORMATS,
)
def media_type_accepted(case: AnyFile, law: Law) -> Iterator[Breach]:
    """A file is of a kind its item takes."""
    found = case.content
    if found is not None and file_group(case.kind, found, law) is None:
        documents = law[f"{case.kind}.document.media_types"]
        yield Breach(
            kind=case.kind,
            media_type=media_named(found),
            limit=_accepted(case.kind, law),
            source=documents.source,
        )


@rule(
    "LP1105",
    says="副檔名與檔案內容相符。",
    zh="副檔名「{extension}」與檔案內容（{media_type}）不符。",
    en='The extension "{extension}" does not match the content ({media_type}).',
    remedy_zh="請用原本的軟體重新匯出檔案，或把副檔名改成與內容相符，再重新上傳。",
    remedy_en="Export the file again from the program that made it, or correct its extension,"
    " then upload it again.",
    source=src.FILE_SAFETY,
)
def extension_matches(case: FileCase, law: Law) -> Iterator[Breach]:
    """The extension says what the content is."""
    found, promised = case.content, case.promised
    # An unknown extension on a kind that is not accepted anyway promises nothing false.
    judged = promised is not None or file_group(case.kind, found, law) is not None
    if found is not None and judged and promised != found:
        yield Breach(extension=as_code(case.facts.extension), media_type=media_named(found))


@rule(
    "LP1106",
    says="各項偵測對檔案格式的判斷一致。",
    zh="各項偵測對檔案格式的判斷不一致：{opinions}。",
    en="The witnesses disagree about what the file is: {opinions}.",
    remedy_zh="請用原本的軟體另存新檔後重新上傳；若仍不通過，請洽學校承辦人員。",
    remedy_en="Save the file anew from the program that made it and upload it again; ask the"
    " school's staff if it still fails.",
    source=src.FILE_SAFETY,
)
def witnesses_agree(case: FileCase, _: Law) -> Iterator[Breach]:
    """All witnesses that look at the content see the same kind of file."""
    if len(case.seen) > 1:
        yield Breach(opinions=_opinions(case.facts))


def _opinions(facts: FileFacts) -> tuple[Named, ...]:
    silent = Named("", Text("無法判定", "cannot tell"))
    said = (
        (each.witness, media_named(each.media_type) if each.media_type else silent)
        for each in facts.opinions
    )
    return tuple(
        Named(
            f"{name}={answer.code}",
            Text(f"{_WITNESSES.get(name, name)} {answer.text.zh}", f"{name} {answer.text.en}"),
        )
        for name, answer in said
    )


_WITNESSES: Final = {EXTENSION: "副檔名", "structure": "檔案結構"}


@rule(
    "LP1107",
    says="檔案內容已經確定，或由其他規則說明不通過的原因。",
    zh="無法確定檔案內容，須先隔離、不予收存（{reasons}）。",
    en="What the file is cannot be decided, so it is quarantined ({reasons}).",
    remedy_zh="請另存為可用的格式（{limit}）後重新上傳；若仍不通過，請洽學校承辦人員。",
    remedy_en="Save it in an accepted format ({limit}) and upload it again; ask the school's"
    " staff if it still fails.",
    source=src.FILE_SAFETY,
)
def decided(case: FileCase, law: Law) -> Iterator[Breach]:
    """What the file is was decided, or another rule says why it does not pass."""
    facts = case.facts
    unsure = facts.media_type is None or (facts.opens is None and not facts.encrypted)
    if unsure and not _explained(case, law):
        yield Breach(reasons=_reasons(facts), limit=_accepted(case.kind, law))


def _explained(case: FileCase, law: Law) -> bool:
    """Whether another rule of the group says already why the file is not certain."""
    opens, found = case.facts.opens, case.content
    if opens is False or len(case.seen) > 1:
        return True
    if found is None:
        return False
    misnamed = opens is not None and case.promised != found
    return misnamed or file_group(case.kind, found, law) is None


def _reasons(facts: FileFacts) -> tuple[Named, ...]:
    return tuple(Named(reason.en, reason) for reason in facts.undecided)


@rule(
    "LP1108",
    says="檔案不需要密碼即可讀取。",
    zh="檔案已加密或設有密碼。",
    en="The file is encrypted or protected by a password.",
    remedy_zh="請解除密碼與加密，另存新檔後重新上傳。",
    remedy_en="Remove password and encryption, save the file anew and upload it again.",
    source=src.FILE_SAFETY,
)
def encrypted(case: FileCase, _: Law) -> Iterator[Breach]:
    """A file can be read without a password."""
    if case.facts.encrypted:
        yield Breach()


@rule(
    "LP1109",
    says="檔案可以開啟。",
    zh="檔案無法開啟，可能已損毀或未完整上傳（{reasons}）。",
    en="The file does not open; it may be damaged or cut off ({reasons}).",
    remedy_zh="請先在自己的裝置上確認檔案可以開啟，再重新上傳。",
    remedy_en="Check that the file opens on your own device, then upload it again.",
    source=src.FILE_SAFETY,
)
def opens(case: FileCase, _: Law) -> Iterator[Breach]:
    """A file opens."""
    if case.facts.opens is False:
        yield Breach(reasons=_reasons(case.facts))


@rule(
    "LP1110",
    says="PDF 檔至少有一頁。",
    zh="PDF 檔沒有任何頁面。",
    en="The PDF has no pages.",
    remedy_zh="請重新匯出 PDF，確認看得到頁面後再上傳。",
    remedy_en="Export the PDF again, make sure it shows pages, and upload it.",
    source=src.FILE_SAFETY,
)
def has_pages(case: FileCase, _: Law) -> Iterator[Breach]:
    """A PDF has at least one page."""
    if case.facts.pages == 0:
        yield Breach()


@rule(
    "LP1111",
    says="檔案登記在其格式所屬的類別。",
    zh="檔案登記為「{group}」，但 {media_type} 屬於「{limit}」。",
    en='The file is entered as "{group}", but {media_type} is "{limit}".',
    remedy_zh="請刪除這個檔案，改放到正確的欄位。",
    remedy_en="Remove the file and attach it in the right place.",
    source=src.FILE_FORMATS,
)
def group_matches(case: AttachmentCase, law: Law) -> Iterator[Breach]:
    """A file is entered in the group its kind belongs to."""
    attachment = case.attachment
    right = file_group(case.kind, attachment.media_type, law)
    if right is not None and right is not attachment.group:
        yield Breach(
            "/group",
            group=attachment.group,
            media_type=media_named(attachment.media_type),
            limit=right,
        )


@rule(
    "LP1112",
    says="檔案在正常結尾處結束。",
    severity=Severity.ALERT,
    zh="檔案在正常結尾之後另有 {trailing} 的資料。",
    en="The file goes on after its proper end: {trailing}.",
    remedy_zh="請確認檔案內容無誤；建議用原本的軟體另存新檔。",
    remedy_en="Make sure the file is what it should be; saving it anew is best.",
    source=src.FILE_SAFETY,
)
def nothing_behind(case: FileCase, _: Law) -> Iterator[Breach]:
    """A file ends where its structure ends."""
    if case.facts.trailing:
        yield Breach(trailing=Size(case.facts.trailing))


FILE_NOT_HELD: Final = notice(
    "LP1113",
    "A file is in the store before anything mentions it.",
    says="提到檔案之前，檔案已存入儲存空間。",
    zh="儲存空間裡沒有這個檔案（SHA-256 {sha256}），或大小不符。",
    en="The store does not hold this file (SHA-256 {sha256}), or not with this size.",
    remedy_zh="請重新上傳檔案；若再次發生，請洽學校系統管理人員。",
    remedy_en="Upload the file again; if it happens again, ask the school's administrator.",
    source=src.FILE_SAFETY,
)

FILE_RULES: Final = (
    empty,
    size,
    read_in_part,
    media_type_accepted,
    extension_matches,
    witnesses_agree,
    decided,
    encrypted,
    opens,
    has_pages,
    nothing_behind,
)
"""What a file on its way in must satisfy; for a `FileCase`."""

ATTACHMENT_RULES: Final = (size, media_type_accepted, group_matches)
"""What holds of a file already attached, from its description alone; for an `AttachmentCase`."""

FILES: Final = (
    empty,
    size,
    read_in_part,
    media_type_accepted,
    extension_matches,
    witnesses_agree,
    decided,
    encrypted,
    opens,
    has_pages,
    group_matches,
    nothing_behind,
    FILE_NOT_HELD,
)
