"""What can be wrong with a package, one code each (提交檔檢核代碼).

What is reported at a path inside the zip, for a manifest with `:` and the line.
"""

from __future__ import annotations

from typing import Any, Final

from learnport.model import Severity, Text
from learnport.rules._rule import Rule

STOP, REJECT, ALERT = Severity.STOP, Severity.REJECT, Severity.ALERT

_PROFILE: Final = "learnport package profile"
_REBUILD: Final = Text(
    "請由原系統重新產製提交檔後再傳送。",
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

# fmt: off
NOT_A_ZIP: Final = Rule[Any](
    "LP3201", STOP,
    Text("提交檔是可以讀取的 ZIP 檔。", "A package is a readable zip archive."),
    Text("這個提交檔不是可以讀取的 ZIP 檔。", "This file is not a readable zip archive."),
    _RESEND, _PROFILE,
)
NO_BAG: Final = Rule[Any](
    "LP3202", STOP,
    Text("提交檔內有 bagit.txt。", "A package holds a bagit.txt."),
    Text("提交檔內找不到 bagit.txt。", "There is no bagit.txt in the package."),
    _REBUILD, "RFC 8493 §2.1.1",
)
SEVERAL_BAGS: Final = Rule[Any](
    "LP3203", STOP,
    Text("一個提交檔只放一份提交資料。", "A package holds one bag."),
    Text("提交檔內有 {count} 個資料夾含有 bagit.txt，無法判定要讀取哪一個。",
         "{count} folders of the package hold a bagit.txt; which one is meant is unclear."),
    Text("一個提交檔請只放一份提交資料。", "Put exactly one bag into a package."),
    _PROFILE,
)
BAD_DECLARATION: Final = Rule[Any](
    "LP3204", STOP,
    Text("bagit.txt 由規定的兩行組成。", "bagit.txt consists of the two lines that are required."),
    Text("bagit.txt 不符合規定的兩行格式。",
         "bagit.txt does not consist of the two lines that are required."),
    _REBUILD, "RFC 8493 §2.1.1",
)
UNKNOWN_VERSION: Final = Rule[Any](
    "LP3205", STOP,
    Text("提交檔採用 BagIt 0.97 或 1.0。", "A package is BagIt 0.97 or 1.0."),
    Text("不支援 BagIt 版本 {version}；可接受 0.97 與 1.0。",
         "BagIt version {version} is not supported; 0.97 and 1.0 are."),
    Text("請以 BagIt 1.0 重新產製。", "Build the package again as BagIt 1.0."),
    "RFC 8493 §2.1.1",
)
UNKNOWN_ENCODING: Final = Rule[Any](
    "LP3206", STOP,
    Text("bagit.txt 宣告可支援的文字編碼。", "bagit.txt declares an encoding that is supported."),
    Text("bagit.txt 宣告的文字編碼不支援。",
         "The character encoding declared in bagit.txt is not supported."),
    Text("請改用 UTF-8 重新產製。", "Build the package again with UTF-8."),
    "RFC 8493 §2.1.1",
)
NO_PAYLOAD: Final = Rule[Any](
    "LP3207", REJECT,
    Text("提交檔內有 data 資料夾。", "A package has a folder named data."),
    Text("提交檔內沒有 data 資料夾。", "The package has no folder named data."),
    _REBUILD, "RFC 8493 §2.1.2",
)
NO_MANIFEST: Final = Rule[Any](
    "LP3208", REJECT,
    Text("提交檔至少有一份內容清單（manifest）。", "A package has a payload manifest."),
    Text("提交檔內沒有內容清單（manifest）。", "The package has no payload manifest."),
    _REBUILD, "RFC 8493 §2.1.3",
)
FETCH_FILE: Final = Rule[Any](
    "LP3209", REJECT,
    Text("所有內容都在提交檔內，無須另行下載。",
         "All content is inside the package; nothing is fetched elsewhere."),
    Text("提交檔含有 fetch.txt；不接受需另行下載的內容。",
         "The package has a fetch.txt; content to be fetched elsewhere is not accepted."),
    Text("請把所有檔案放進提交檔後重新產製。", "Put every file into the package itself."),
    _PROFILE,
)
UNSAFE_PATH: Final = Rule[Any](
    "LP3210", REJECT,
    Text("路徑不會指向提交檔以外的位置。", "No path leads out of the package."),
    Text("提交檔內有不安全的路徑，解壓縮時可能寫到提交檔以外的位置。",
         "A path in the package is unsafe: unpacked, it may lead outside."),
    _INVESTIGATE, "RFC 8493 §5.1",
)
SPECIAL_FILE: Final = Rule[Any](
    "LP3211", REJECT,
    Text("提交檔內只有一般檔案與資料夾。", "A package holds plain files and folders only."),
    Text("提交檔內有連結或特殊檔案，只接受一般檔案。",
         "The package holds a link or a special file; only plain files are accepted."),
    _INVESTIGATE, _PROFILE,
)
DUPLICATE_NAME: Final = Rule[Any](
    "LP3212", REJECT,
    Text("同一個檔名只出現一次。", "Each file name stands in the package once."),
    Text("同一個檔名在提交檔內出現一次以上。",
         "The same file name stands in the package more than once."),
    _REBUILD, _PROFILE,
)
CLASHING_NAMES: Final = Rule[Any](
    "LP3213", REJECT,
    Text("檔名之間的差異不只在大小寫或 Unicode 正規化形式。",
         "Names differ by more than case or Unicode form."),
    Text("提交檔內有僅大小寫或 Unicode 正規化形式不同的名稱，在部分系統上會互相覆蓋。",
         "Names in the package differ only in case or Unicode form; on some systems they "
         "overwrite each other."),
    Text("請讓每個名稱都明確不同。", "Give every file a clearly different name."),
    "RFC 8493 §6.1.1",
)
FILE_AND_FOLDER: Final = Rule[Any](
    "LP3214", REJECT,
    Text("一個名稱不能既是檔案又是資料夾。", "A name is a file or a folder, never both."),
    Text("同一個名稱既是檔案又是資料夾。", "One name is both a file and a folder."),
    _REBUILD, _PROFILE,
)
ENCRYPTED_FILE: Final = Rule[Any](
    "LP3215", REJECT,
    Text("提交檔內的檔案未加密。", "No file in the package is encrypted."),
    Text("提交檔內有加密的檔案。", "A file in the package is encrypted."),
    Text("請勿設定 ZIP 密碼，並重新產製。", "Pack it again without a zip password."),
    _PROFILE,
)
UNKNOWN_COMPRESSION: Final = Rule[Any](
    "LP3216", REJECT,
    Text("檔案不壓縮，或以 Deflate 壓縮。", "Files are stored or deflated."),
    Text("檔案使用不支援的壓縮方式（代號 {method}）。",
         "A file uses compression method {method}, which is not supported."),
    Text("請以「不壓縮」或 Deflate 方式重新產製。", "Pack it again, stored or deflated."),
    _PROFILE,
)
ZIP_BOMB: Final = Rule[Any](
    "LP3217", REJECT,
    Text("檔案解開後的大小與壓縮後的大小相稱。",
         "A file unpacks to a size in proportion to its packed size."),
    Text("檔案宣稱解開後為 {size} 位元組，超過壓縮後大小的 {ratio} 倍。",
         "A file claims to unpack to {size} bytes, more than {ratio} times its packed size."),
    _INVESTIGATE, _PROFILE,
)
OVERLAPPING_FILE: Final = Rule[Any](
    "LP3218", REJECT,
    Text("每個檔案在提交檔內各有自己的範圍。", "Every file has a place of its own in the archive."),
    Text("檔案所在的範圍與其他檔案重疊，或超出提交檔。",
         "A file overlaps another one or lies outside the archive."),
    _INVESTIGATE, _PROFILE,
)
DAMAGED_FILE: Final = Rule[Any](
    "LP3219", REJECT,
    Text("檔案可以解開，且與宣告的大小與檢查碼相符。",
         "A file unpacks to the size and checksum it declares."),
    Text("檔案的壓縮資料損壞，或與宣告的大小或檢查碼不符。",
         "The packed data of a file are damaged or do not match the declared size or checksum."),
    _RESEND, _PROFILE,
)
CONTRADICTING_HEADER: Final = Rule[Any](
    "LP3220", REJECT,
    Text("檔案前的標頭與提交檔的目錄一致。",
         "The header in front of a file agrees with the directory of the archive."),
    Text("檔案前的標頭與提交檔的目錄不一致。",
         "The header in front of a file contradicts the directory of the archive."),
    _RESEND, _PROFILE,
)
OUTSIDE_THE_BAG: Final = Rule[Any](
    "LP3221", REJECT,
    Text("所有檔案都在封裝資料夾（bag）之內。", "Every file lies inside the folder of the bag."),
    Text("有檔案放在封裝資料夾（bag）之外。", "A file lies outside the folder of the bag."),
    _REBUILD, "RFC 8493 §2",
)
UNPORTABLE_NAME: Final = Rule[Any](
    "LP3222", ALERT,
    Text("名稱在各種作業系統上都能使用。", "Every name can be used on any operating system."),
    Text("名稱在部分作業系統上無法使用。", "A name cannot be used on some operating systems."),
    _NOTHING, "RFC 8493 §6.1.2",
)
TOO_MANY_ENTRIES: Final = Rule[Any](
    "LP3223", STOP,
    Text("項目數在可處理的範圍內。", "A package has no more entries than can be handled."),
    Text("提交檔內有 {count} 個項目，超過可處理的 {limit} 個。",
         "The package holds {count} entries; the limit is {limit}."),
    Text("請分成數個提交檔。", "Split it into several packages."),
    _PROFILE,
)
TAG_FILES_TOO_LARGE: Final = Rule[Any](
    "LP3224", REJECT,
    Text("標籤檔的大小在可處理的範圍內。", "The tag files are no larger than can be handled."),
    Text("標籤檔合計超過可處理的 {limit} 位元組。",
         "The tag files have more than {limit} bytes together."),
    Text("請分成數個提交檔。", "Split it into several packages."),
    _PROFILE,
)
BAD_MANIFEST_LINE: Final = Rule[Any](
    "LP3230", REJECT,
    Text("清單的每一行都是「雜湊值 空白 路徑」。",
         "Every line of a manifest is a digest, white space and a path."),
    Text("清單的這一行不是「雜湊值 空白 路徑」。",
         "This line of the manifest is not a digest, white space and a path."),
    _REBUILD, "RFC 8493 §2.1.3",
)
UNSAFE_LISTED_PATH: Final = Rule[Any](
    "LP3231", REJECT,
    Text("清單中的路徑都是提交檔內的檔案。",
         "Every path of a manifest is that of a file inside the package."),
    Text("清單的這一行含有不安全的路徑，可能指向提交檔以外的位置或資料夾。",
         "The path on this line of the manifest is unsafe: it leads outside or to a folder."),
    _INVESTIGATE, "RFC 8493 §5.1",
)
IN_THE_WRONG_MANIFEST: Final = Rule[Any](
    "LP3232", REJECT,
    Text("內容清單只列 data 內的檔案，標籤清單只列其餘檔案。",
         "A payload manifest lists files in data, a tag manifest the other files."),
    Text("清單列出不屬於它的檔案：內容清單只列 data 內的檔案，標籤清單只列其餘檔案。",
         "The manifest lists a file it may not list: a payload manifest lists files in data, a "
         "tag manifest the other files."),
    _REBUILD, "RFC 8493 §2.1.3, §2.2.1",
)
LISTED_TWICE: Final = Rule[Any](
    "LP3233", REJECT,
    Text("一份清單中，每個檔案只列一次。", "A manifest lists each file once."),
    Text("清單重複列出同一個檔案。", "The manifest lists the same file twice."),
    _REBUILD, "RFC 8493 §2.1.3",
)
UNKNOWN_ALGORITHM: Final = Rule[Any](
    "LP3234", REJECT,
    Text("清單使用可以驗證的雜湊演算法。",
         "A manifest uses a digest algorithm that can be verified."),
    Text("清單使用不支援的雜湊演算法，無法驗證。",
         "The manifest uses a digest algorithm that is not supported and cannot be verified."),
    Text("請改用 SHA-256 或 SHA-512。", "Use SHA-256 or SHA-512."),
    "RFC 8493 §2.4",
)
WEAK_ALGORITHM: Final = Rule[Any](
    "LP3235", ALERT,
    Text("內容以能防止竄改的雜湊演算法保護。",
         "The payload is protected by a digest that withstands forgery."),
    Text("內容只以 MD5 或 SHA-1 保護，無法防止蓄意竄改。",
         "The payload is protected by MD5 or SHA-1 only, which does not withstand forgery."),
    Text("下次產製時請改用 SHA-256 或 SHA-512。", "Use SHA-256 or SHA-512 next time."),
    "RFC 8493 §2.4",
)
UNREADABLE_TAG_FILE: Final = Rule[Any](
    "LP3236", REJECT,
    Text("標籤檔可以用宣告的文字編碼讀取，開頭沒有 UTF-8 的 BOM。",
         "A tag file can be read in the declared encoding and begins without a UTF-8 BOM."),
    Text("標籤檔無法以宣告的文字編碼讀取，或以 UTF-8 的 BOM 開頭。",
         "A tag file cannot be read in the declared encoding or begins with a UTF-8 BOM."),
    _REBUILD, "RFC 8493 §2.3",
)
LOOSE_MANIFEST_LINE: Final = Rule[Any](
    "LP3237", ALERT,
    Text("清單中的路徑前沒有 * 或 ./。", "No path of a manifest is preceded by * or ./."),
    Text("清單的這一行採用 md5sum 等工具的寫法（路徑前有 * 或 ./），嚴格的驗證程式不會接受。",
         "This line of the manifest is in the form of md5sum and its kin (* or ./ before the "
         "path); strict validators refuse it."),
    _NOTHING, "RFC 8493 §6.1.3",
)
OTHER_UNICODE_FORM: Final = Rule[Any](
    "LP3238", ALERT,
    Text("檔名的 Unicode 正規化形式與清單相同。",
         "A file name has the Unicode form it has in the manifest."),
    Text("檔名的 Unicode 正規化形式與清單不同，已視為同一檔案。",
         "The file name has another Unicode form than in the manifest; taken as the same file."),
    _NOTHING, "RFC 8493 §6.1.1",
)
MISSING_FILE: Final = Rule[Any](
    "LP3240", REJECT,
    Text("內容清單列出的檔案都在提交檔內。", "Every file of a payload manifest is in the package."),
    Text("清單列出的檔案不在提交檔內。", "A file of the manifest is missing."),
    _REBUILD, "RFC 8493 §3",
)
EXTRA_FILE: Final = Rule[Any](
    "LP3241", REJECT,
    Text("data 內的檔案都列在內容清單中。", "Every file in data is listed in a payload manifest."),
    Text("data 內有清單未列出的檔案。", "A file in data is listed in no manifest."),
    _REBUILD, "RFC 8493 §3",
)
PARTLY_LISTED: Final = Rule[Any](
    "LP3242", REJECT,
    Text("data 內的檔案列在每一份內容清單中。",
         "Every file in data is listed in every payload manifest."),
    Text("檔案未列在每一份內容清單中。", "A file is not listed in every payload manifest."),
    _REBUILD, "RFC 8493 §3",
)
ALTERED_FILE: Final = Rule[Any](
    "LP3243", REJECT,
    Text("檔案內容與內容清單的雜湊值相符。",
         "The content of a file matches its digest in the payload manifest."),
    Text("檔案內容與清單的 {algorithm} 雜湊值不符。",
         "The content of a file does not match its {algorithm} digest in the manifest."),
    _RESEND, "RFC 8493 §3",
)
MISSING_TAG_FILE: Final = Rule[Any](
    "LP3244", REJECT,
    Text("標籤清單列出的檔案都在提交檔內。", "Every file of a tag manifest is in the package."),
    Text("標籤清單列出的檔案不在提交檔內。", "A file of the tag manifest is missing."),
    _REBUILD, "RFC 8493 §3",
)
ALTERED_TAG_FILE: Final = Rule[Any](
    "LP3245", REJECT,
    Text("標籤檔內容與標籤清單的雜湊值相符。",
         "The content of a tag file matches its digest in the tag manifest."),
    Text("標籤檔內容與標籤清單的 {algorithm} 雜湊值不符。",
         "The content of a tag file does not match its {algorithm} digest in the tag manifest."),
    _RESEND, "RFC 8493 §3",
)
UNLISTED_MANIFEST: Final = Rule[Any](
    "LP3246", REJECT,
    Text("每一份標籤清單都列出所有的內容清單。",
         "Every tag manifest lists every payload manifest."),
    Text("標籤清單（tagmanifest）未列出這一份內容清單。",
         "A tag manifest does not list this payload manifest."),
    _REBUILD, "RFC 8493 §2.2.1",
)
UNLISTED_TAG_FILE: Final = Rule[Any](
    "LP3247", ALERT,
    Text("標籤檔都列在標籤清單中。", "Every tag file is listed in a tag manifest."),
    Text("標籤檔未列在任何標籤清單中，其內容不受保護。",
         "A tag file is listed in no tag manifest, so nothing protects its content."),
    _NOTHING, "RFC 8493 §2.2.1",
)
NO_TAG_MANIFEST: Final = Rule[Any](
    "LP3248", ALERT,
    Text("提交檔有標籤清單（tagmanifest）。", "A package has a tag manifest."),
    Text("提交檔沒有標籤清單（tagmanifest），內容清單本身不受保護。",
         "The package has no tag manifest, so nothing protects the payload manifest itself."),
    _NOTHING, "RFC 8493 §2.2.1",
)
BAD_INFO_LINE: Final = Rule[Any](
    "LP3250", REJECT,
    Text("bag-info.txt 的每一行都是「欄位: 值」。",
         "Every line of bag-info.txt is a label, a colon, a space and a value."),
    Text("bag-info.txt 的這一行不是「欄位: 值」。",
         "This line of bag-info.txt is not a label, a colon, a space and a value."),
    _REBUILD, "RFC 8493 §2.2.2",
)
BAD_OXUM: Final = Rule[Any](
    "LP3251", REJECT,
    Text("Payload-Oxum 最多一個，寫成「位元組數.檔案數」。",
         "There is at most one Payload-Oxum, written as bytes.files."),
    Text("bag-info.txt 的 Payload-Oxum 重複或格式錯誤。",
         "Payload-Oxum in bag-info.txt is repeated or malformed."),
    _REBUILD, "RFC 8493 §2.2.2",
)
OTHER_OXUM: Final = Rule[Any](
    "LP3252", REJECT,
    Text("Payload-Oxum 與實際內容相符。", "Payload-Oxum agrees with the payload."),
    Text("Payload-Oxum 為 {stated}，實際內容為 {found}（位元組數.檔案數）。",
         "Payload-Oxum says {stated}, the payload has {found} (bytes.files)."),
    _RESEND, "RFC 8493 §2.2.2",
)

PACKAGES: Final[tuple[Rule[Any], ...]] = (
    NOT_A_ZIP, NO_BAG, SEVERAL_BAGS, BAD_DECLARATION, UNKNOWN_VERSION, UNKNOWN_ENCODING, NO_PAYLOAD,
    NO_MANIFEST, FETCH_FILE, UNSAFE_PATH, SPECIAL_FILE, DUPLICATE_NAME, CLASHING_NAMES,
    FILE_AND_FOLDER, ENCRYPTED_FILE, UNKNOWN_COMPRESSION, ZIP_BOMB, OVERLAPPING_FILE, DAMAGED_FILE,
    CONTRADICTING_HEADER, OUTSIDE_THE_BAG, UNPORTABLE_NAME, TOO_MANY_ENTRIES, TAG_FILES_TOO_LARGE,
    BAD_MANIFEST_LINE, UNSAFE_LISTED_PATH, IN_THE_WRONG_MANIFEST, LISTED_TWICE, UNKNOWN_ALGORITHM,
    WEAK_ALGORITHM, UNREADABLE_TAG_FILE, LOOSE_MANIFEST_LINE, OTHER_UNICODE_FORM, MISSING_FILE,
    EXTRA_FILE, PARTLY_LISTED, ALTERED_FILE, MISSING_TAG_FILE, ALTERED_TAG_FILE, UNLISTED_MANIFEST,
    UNLISTED_TAG_FILE, NO_TAG_MANIFEST, BAD_INFO_LINE, BAD_OXUM, OTHER_OXUM,
)
# fmt: on
"""All of them, in the order of their codes."""
