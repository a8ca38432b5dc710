"""What can be wrong with a package, one code each (封裝檔檢核代碼)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from learnport.model import Finding, Scalar, Severity, Text

__all__ = ["PACKAGE_CODES", "PackageCode", "finding", "place"]


@attrs.frozen
class PackageCode:
    """One thing that can be wrong with a package.

    Attributes:
        code: stable code; never reused.
        severity: what it leads to.
        message: what is wrong, with named fields in braces.
        remedy: what to do next.
        source: where it is demanded.
    """

    code: str
    severity: Severity
    message: Text
    remedy: Text
    source: str


STOP, REJECT, ALERT = Severity.STOP, Severity.REJECT, Severity.ALERT

_PROFILE: Final = "learnport package profile"
_REBUILD: Final = Text(
    "請由原系統重新產製封裝檔後再傳送。",
    "Build the package again in the source system and send it again.",
)
_RESEND: Final = Text(
    "檔案可能在傳輸途中損壞，請重新傳送；若仍相同，請由原系統重新產製。",
    "The file may have been damaged on the way: send it again; if that does not help, "
    "build it again in the source system.",
)
_INVESTIGATE: Final = Text(
    "請勿解壓縮這個檔案；請向傳送單位查證後，由原系統重新產製。",
    "Do not unpack this file; ask the sender, then have it built again in the source system.",
)
_NOTHING: Final = Text(
    "不影響收件；下次產製時建議改正。",
    "Nothing has to be done now; correct it in the next package.",
)


def _code(
    code: str, severity: Severity, source: str, remedy: Text, zh: str, en: str
) -> PackageCode:
    return PackageCode(code, severity, Text(zh, en), remedy, source)


# fmt: off
PACKAGE_CODES: Final = (
    _code("LP3201", STOP, _PROFILE, _RESEND,
          "這個檔案不是可以讀取的 ZIP 封裝檔。",
          "This file is not a readable zip archive."),
    _code("LP3202", STOP, "RFC 8493 §2.1.1", _REBUILD,
          "封裝檔內找不到 bagit.txt。",
          "There is no bagit.txt in the package."),
    _code("LP3203", STOP, _PROFILE,
          Text("一個封裝檔請只放一份提交資料。", "Put exactly one bag into a package."),
          "封裝檔內有 {count} 個資料夾含有 bagit.txt，無法判定要讀取哪一個。",
          "{count} folders of the package hold a bagit.txt; which one is meant is unclear."),
    _code("LP3204", STOP, "RFC 8493 §2.1.1", _REBUILD,
          "bagit.txt 不符合規定的兩行格式。",
          "bagit.txt does not consist of the two lines that are required."),
    _code("LP3205", STOP, "RFC 8493 §2.1.1",
          Text("請以 BagIt 1.0 重新產製。", "Build the package again as BagIt 1.0."),
          "不支援 BagIt 版本 {version}；可接受 0.97 與 1.0。",
          "BagIt version {version} is not supported; 0.97 and 1.0 are."),
    _code("LP3206", STOP, "RFC 8493 §2.1.1",
          Text("請改用 UTF-8 重新產製。", "Build the package again with UTF-8."),
          "bagit.txt 宣告的文字編碼不支援。",
          "The character encoding declared in bagit.txt is not supported."),
    _code("LP3207", REJECT, "RFC 8493 §2.1.2", _REBUILD,
          "封裝檔內沒有 data 資料夾。",
          "The package has no folder named data."),
    _code("LP3208", REJECT, "RFC 8493 §2.1.3", _REBUILD,
          "封裝檔內沒有內容清單（manifest）。",
          "The package has no payload manifest."),
    _code("LP3209", REJECT, _PROFILE,
          Text("請把所有檔案放進封裝檔後重新產製。", "Put every file into the package itself."),
          "封裝檔含有 fetch.txt；不接受需另行下載的內容。",
          "The package has a fetch.txt; content to be fetched elsewhere is not accepted."),
    _code("LP3210", REJECT, "RFC 8493 §5.1", _INVESTIGATE,
          "封裝檔內有不安全的路徑，解壓縮時可能寫到封裝檔以外的位置。",
          "A path in the package is unsafe: unpacked, it may lead outside."),
    _code("LP3211", REJECT, _PROFILE, _INVESTIGATE,
          "封裝檔內有連結或特殊檔案，只接受一般檔案。",
          "The package holds a link or a special file; only plain files are accepted."),
    _code("LP3212", REJECT, _PROFILE, _REBUILD,
          "同一個檔名在封裝檔內出現一次以上。",
          "The same file name stands in the package more than once."),
    _code("LP3213", REJECT, "RFC 8493 §6.1.1",
          Text("請讓每個名稱都明確不同。", "Give every file a clearly different name."),
          "封裝檔內有僅大小寫或 Unicode 正規化形式不同的名稱，在部分系統上會互相覆蓋。",
          "Names in the package differ only in case or Unicode form; on some systems they "
          "overwrite each other."),
    _code("LP3214", REJECT, _PROFILE, _REBUILD,
          "同一個名稱既是檔案又是資料夾。",
          "One name is both a file and a folder."),
    _code("LP3215", REJECT, _PROFILE,
          Text("請勿設定 ZIP 密碼，並重新產製。", "Pack it again without a zip password."),
          "封裝檔內有加密的檔案。",
          "A file in the package is encrypted."),
    _code("LP3216", REJECT, _PROFILE,
          Text("請以「不壓縮」或 Deflate 方式重新產製。", "Pack it again, stored or deflated."),
          "檔案使用不支援的壓縮方式（代號 {method}）。",
          "A file uses compression method {method}, which is not supported."),
    _code("LP3217", REJECT, _PROFILE, _INVESTIGATE,
          "檔案宣稱解開後為 {size} 位元組，超過壓縮後大小的 {ratio} 倍。",
          "A file claims to unpack to {size} bytes, more than {ratio} times its packed size."),
    _code("LP3218", REJECT, _PROFILE, _INVESTIGATE,
          "檔案所在的範圍與其他檔案重疊，或超出封裝檔。",
          "A file overlaps another one or lies outside the archive."),
    _code("LP3219", REJECT, _PROFILE, _RESEND,
          "檔案的壓縮資料損壞，或與宣告的大小或檢查碼不符。",
          "The packed data of a file are damaged or do not match the declared size or checksum."),
    _code("LP3220", REJECT, _PROFILE, _RESEND,
          "檔案前的標頭與封裝檔的目錄不一致。",
          "The header in front of a file contradicts the directory of the archive."),
    _code("LP3221", REJECT, "RFC 8493 §2", _REBUILD,
          "有檔案放在封裝資料夾（bag）之外。",
          "A file lies outside the folder of the bag."),
    _code("LP3222", ALERT, "RFC 8493 §6.1.2", _NOTHING,
          "名稱在部分作業系統上無法使用。",
          "A name cannot be used on some operating systems."),
    _code("LP3223", STOP, _PROFILE,
          Text("請分成數個封裝檔。", "Split it into several packages."),
          "封裝檔內有 {count} 個項目，超過可處理的 {limit} 個。",
          "The package holds {count} entries; the limit is {limit}."),
    _code("LP3224", REJECT, _PROFILE,
          Text("請分成數個封裝檔。", "Split it into several packages."),
          "標籤檔合計超過可處理的 {limit} 位元組。",
          "The tag files have more than {limit} bytes together."),
    _code("LP3230", REJECT, "RFC 8493 §2.1.3", _REBUILD,
          "清單的這一行不是「雜湊值 空白 路徑」。",
          "This line of the manifest is not a digest, white space and a path."),
    _code("LP3231", REJECT, "RFC 8493 §5.1", _INVESTIGATE,
          "清單的這一行含有不安全的路徑，可能指向封裝檔以外的位置或資料夾。",
          "The path on this line of the manifest is unsafe: it leads outside or to a folder."),
    _code("LP3232", REJECT, "RFC 8493 §2.1.3, §2.2.1", _REBUILD,
          "清單列出不屬於它的檔案：內容清單只列 data 內的檔案，標籤清單只列其餘檔案。",
          "The manifest lists a file it may not list: a payload manifest lists files in data, a "
          "tag manifest the other files."),
    _code("LP3233", REJECT, "RFC 8493 §2.1.3", _REBUILD,
          "清單重複列出同一個檔案。",
          "The manifest lists the same file twice."),
    _code("LP3234", REJECT, "RFC 8493 §2.4",
          Text("請改用 SHA-256 或 SHA-512。", "Use SHA-256 or SHA-512."),
          "清單使用不支援的雜湊演算法，無法驗證。",
          "The manifest uses a digest algorithm that is not supported and cannot be verified."),
    _code("LP3235", ALERT, "RFC 8493 §2.4",
          Text("下次產製時請改用 SHA-256 或 SHA-512。", "Use SHA-256 or SHA-512 next time."),
          "內容只以 MD5 或 SHA-1 保護，無法防止蓄意竄改。",
          "The payload is protected by MD5 or SHA-1 only, which does not withstand forgery."),
    _code("LP3236", REJECT, "RFC 8493 §2.3", _REBUILD,
          "標籤檔無法以宣告的文字編碼讀取，或以 UTF-8 的 BOM 開頭。",
          "A tag file cannot be read in the declared encoding or begins with a UTF-8 BOM."),
    _code("LP3237", ALERT, "RFC 8493 §6.1.3", _NOTHING,
          "清單的這一行採用 md5sum 等工具的寫法（路徑前有 * 或 ./），嚴格的驗證程式不會接受。",
          "This line of the manifest is in the form of md5sum and its kin (* or ./ before the "
          "path); strict validators refuse it."),
    _code("LP3238", ALERT, "RFC 8493 §6.1.1", _NOTHING,
          "檔名的 Unicode 正規化形式與清單不同，已視為同一檔案。",
          "The file name has another Unicode form than in the manifest; taken as the same file."),
    _code("LP3240", REJECT, "RFC 8493 §3", _REBUILD,
          "清單列出的檔案不在封裝檔內。",
          "A file of the manifest is missing."),
    _code("LP3241", REJECT, "RFC 8493 §3", _REBUILD,
          "data 內有清單未列出的檔案。",
          "A file in data is listed in no manifest."),
    _code("LP3242", REJECT, "RFC 8493 §3", _REBUILD,
          "檔案未列在每一份內容清單中。",
          "A file is not listed in every payload manifest."),
    _code("LP3243", REJECT, "RFC 8493 §3", _RESEND,
          "檔案內容與清單的 {algorithm} 雜湊值不符。",
          "The content of a file does not match its {algorithm} digest in the manifest."),
    _code("LP3244", REJECT, "RFC 8493 §3", _REBUILD,
          "標籤清單列出的檔案不在封裝檔內。",
          "A file of the tag manifest is missing."),
    _code("LP3245", REJECT, "RFC 8493 §3", _RESEND,
          "標籤檔內容與標籤清單的 {algorithm} 雜湊值不符。",
          "The content of a tag file does not match its {algorithm} digest in the tag manifest."),
    _code("LP3246", REJECT, "RFC 8493 §2.2.1", _REBUILD,
          "標籤清單（tagmanifest）未列出這一份內容清單。",
          "A tag manifest does not list this payload manifest."),
    _code("LP3247", ALERT, "RFC 8493 §2.2.1", _NOTHING,
          "標籤檔未列在任何標籤清單中，其內容不受保護。",
          "A tag file is listed in no tag manifest, so nothing protects its content."),
    _code("LP3248", ALERT, "RFC 8493 §2.2.1", _NOTHING,
          "封裝檔沒有標籤清單（tagmanifest），內容清單本身不受保護。",
          "The package has no tag manifest, so nothing protects the payload manifest itself."),
    _code("LP3250", REJECT, "RFC 8493 §2.2.2", _REBUILD,
          "bag-info.txt 的這一行不是「欄位: 值」。",
          "This line of bag-info.txt is not a label, a colon, a space and a value."),
    _code("LP3251", REJECT, "RFC 8493 §2.2.2", _REBUILD,
          "bag-info.txt 的 Payload-Oxum 重複或格式錯誤。",
          "Payload-Oxum in bag-info.txt is repeated or malformed."),
    _code("LP3252", REJECT, "RFC 8493 §2.2.2", _RESEND,
          "Payload-Oxum 為 {stated}，實際內容為 {found}（位元組數.檔案數）。",
          "Payload-Oxum says {stated}, the payload has {found} (bytes.files)."),
)
# fmt: on
"""Every code of a package, in ascending order."""

_BY_CODE: Final[Mapping[str, PackageCode]] = MappingProxyType(
    {entry.code: entry for entry in PACKAGE_CODES}
)


def finding(code: str, at: str = "", **values: Scalar) -> Finding:
    """A finding of the table, at a path inside the package.

    Args:
        code: one of `PACKAGE_CODES`.
        at: path inside the zip, for a manifest with `:` and the line; empty for the whole.
        values: what fills the message.
    """
    entry = _BY_CODE[code]
    return Finding(
        code=code,
        severity=entry.severity,
        at=at,
        message=Text(entry.message.zh.format(**values), entry.message.en.format(**values)),
        remedy=entry.remedy,
        source=entry.source,
        values=tuple(values.items()),
    )


def place(path: str) -> str:
    """A path from a package as it can be shown: printable and not longer than 200 characters."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in path[:200])
    return shown[:200]
