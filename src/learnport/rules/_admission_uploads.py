"""LP2314 to LP2318: what an applicant uploads for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.parameters import Law
from learnport.rules._admission_cases import ApplicationCase
from learnport.rules._admission_limits import THIRD_PARTY, beyond, tighter
from learnport.rules._rule import Breach, rule
from learnport.rules._words import Size, media_named

__all__ = ["UPLOADS"]


@rule(
    "LP2314",
    says="多元表現綜整心得不超過字數上限。",
    zh="多元表現綜整心得有 {count} 字，超過上限 {limit} 字，多出 {excess} 字。",
    en="The performance synthesis has {count} characters; the limit is {limit}. It is {excess}"
    " too long.",
    remedy_zh="請將多元表現綜整心得刪減到 {limit} 字以內。",
    remedy_en="Shorten the performance synthesis to {limit} characters or fewer.",
    source=THIRD_PARTY,
)
def synthesis_length(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """The performance synthesis keeps to the limit of characters."""
    name, synthesis = "admission.synthesis.max_characters", case.application.synthesis
    if synthesis is not None:
        limit = tighter(case.program, name, law.get(name))
        yield from beyond("/synthesis/characters", synthesis.characters, limit)


@rule(
    "LP2315",
    says="多元表現綜整心得不超過圖片張數上限。",
    zh="多元表現綜整心得有 {count} 張圖片，超過上限 {limit} 張，多出 {excess} 張。",
    en="The performance synthesis has {count} pictures; the limit is {limit}. That is {excess}"
    " too many.",
    remedy_zh="請將圖片刪減到 {limit} 張以內。",
    remedy_en="Keep {limit} pictures or fewer.",
    source=THIRD_PARTY,
)
def synthesis_pictures(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """The performance synthesis keeps to the limit of pictures."""
    name, synthesis = "admission.synthesis.max_pictures", case.application.synthesis
    if synthesis is not None:
        limit = tighter(case.program, name, law.get(name))
        yield from beyond("/synthesis/pictures", synthesis.pictures, limit)


@rule(
    "LP2316",
    says="學習歷程自述各部分合併為一個檔案。",
    zh="{limit} 分成 {count} 個檔案；這些項目須合併為一個 PDF 檔。",
    en="{limit} come in {count} files; together they are one PDF.",
    remedy_zh="請將這些項目合併成一個 PDF 檔後重新上傳。",
    remedy_en="Merge them into one PDF and upload it again.",
    source=THIRD_PARTY,
)
def merged(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """The parts of the learning statement are one file."""
    if (together := law.get("admission.merged_codes")) is None:
        return
    files = [(at, codes & {*together.members}) for at, codes, _ in case.application.uploads()]
    parts = [(at, codes) for at, codes in files if codes]
    if len(parts) > 1:
        given = tuple(sorted(frozenset().union(*(codes for _, codes in parts))))
        yield Breach(parts[1][0], count=len(parts), limit=given, source=together.source)


@rule(
    "LP2317",
    says="自行上傳的檔案為可接受的格式。",
    zh="自行上傳的檔案是 {media_type}；只接受 {limit}。",
    en="The uploaded file is {media_type}; accepted is only {limit}.",
    remedy_zh="請將檔案轉存為 {limit} 後重新上傳。",
    remedy_en="Save the file as {limit} and upload it again.",
    source=THIRD_PARTY,
)
def upload_format(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """A file the applicant uploads has an accepted format."""
    accepted = law["admission.own_file.media_types"]
    for at, _codes, file in case.application.uploads():
        if file.media_type not in accepted.members:
            yield Breach(
                f"{at}/file/media_type",
                media_type=media_named(file.media_type),
                limit=tuple(media_named(each) for each in accepted.members),
                source=accepted.source,
            )


@rule(
    "LP2318",
    says="自行上傳的檔案不超過大小上限。",
    zh="自行上傳的檔案大小為 {size}，超過上限 {limit}，超出 {excess}。",
    en="The uploaded file is {size}; the limit is {limit}. It is {excess} too large.",
    remedy_zh="請將檔案縮小到上限以內再上傳，例如降低圖片解析度。",
    remedy_en="Make the file smaller, for example with less picture resolution, and upload it"
    " again.",
    source=THIRD_PARTY,
)
def upload_size(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """A file the applicant uploads keeps to the limit."""
    name = "admission.own_file.max_bytes"
    limit = tighter(case.program, name, law[name])
    for at, _codes, file in case.application.uploads():
        if limit is not None and file.size > limit.number:
            yield Breach(
                f"{at}/file/size",
                size=Size(file.size),
                limit=Size(limit.number),
                excess=Size(file.size - limit.number),
                source=limit.source,
            )


UPLOADS: Final = (synthesis_length, synthesis_pictures, merged, upload_format, upload_size)
