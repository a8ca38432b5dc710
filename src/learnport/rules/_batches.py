"""LP20xx, continued: batches and packages, as the school and the centre report them."""

from __future__ import annotations

from typing import Final

from learnport.rules import _sources as src
from learnport.rules._rule import notice

__all__ = [
    "BATCHES",
    "BATCH_SENT_OTHERWISE",
    "CHANGED_SINCE_PRECHECK",
    "FILE_NOT_PACKED",
    "NOT_RECEIVED",
    "OTHER_BATCH",
    "OTHER_DIGEST",
    "OTHER_PACKAGE",
    "RECORDS_UNREADABLE",
    "STUDENT_TWICE",
    "UNKNOWN_BATCH",
]

STUDENT_TWICE: Final = notice(
    "LP2003",
    "A package carries every student once.",
    says="每位學生在一個提交檔中只出現一次。",
    zh="同一位學生在這個提交檔中出現 {count} 次。",
    en="The same student is in this package {count} times.",
    remedy_zh="請合併這位學生的資料後重新產生提交檔。",
    remedy_en="Merge the student's records and build the package again.",
    source=src.CENTRAL,
)

BATCH_SENT_OTHERWISE: Final = notice(
    "LP2004",
    "A batch has one content; other content is a correction.",
    says="一個批次只有一份內容；內容不同者為更正。",
    zh="批次 {batch} 已經提交過，但內容不同。",
    en="The batch {batch} was sent before with other content.",
    remedy_zh="如需更正，請另建更正批次，取代原批次。",
    remedy_en="To correct it, plan a correction batch that supersedes it.",
    source=src.CENTRAL,
)

UNKNOWN_BATCH: Final = notice(
    "LP2005",
    "A correction supersedes a batch that was sent and answered.",
    says="更正批次取代已送出且有收件結果的批次。",
    zh="找不到要更正的批次 {batch}，或它還沒有收件結果。",
    en="There is no batch {batch} to correct, or it has not been answered yet.",
    remedy_zh="請確認要更正的批次編號，並等原批次有收件結果後再更正。",
    remedy_en="Check the batch named, and wait until it has been answered.",
    source=src.CENTRAL,
)

CHANGED_SINCE_PRECHECK: Final = notice(
    "LP2006",
    "What is packed is what the pre-check passed.",
    says="封裝的內容就是通過預檢的內容。",
    zh="預檢之後有 {count} 位學生的資料變動，不再通過檢核。",
    en="Since the pre-check the records of {count} students changed and pass no longer.",
    remedy_zh="請重新預檢，再進行封裝。",
    remedy_en="Run the pre-check again, then seal.",
    source=src.CENTRAL,
)

NOT_RECEIVED: Final = notice(
    "LP2007",
    "The centre answers what it has received.",
    says="中央資料庫只答覆已收到的批次。",
    zh="中央資料庫沒有收到批次 {batch}。",
    en="The centre has not received the batch {batch}.",
    remedy_zh="請重新送出；同一個提交檔重複送出不會造成重複資料。",
    remedy_en="Send it again; sending the same package twice does no harm.",
    source=src.CENTRAL,
)

OTHER_PACKAGE: Final = notice(
    "LP2008",
    "What is sent is the package that was sealed.",
    says="送出的就是封裝時產生的提交檔。",
    zh="這個提交檔不是批次 {batch} 封裝時產生的檔案。",
    en="This is not the package that was sealed for the batch {batch}.",
    remedy_zh="請改用封裝時產生的提交檔；若檔案已遺失，請改以更正批次提交。",
    remedy_en="Use the package made when the batch was sealed; if it is lost, submit in a"
    " correction batch.",
    source=src.CENTRAL,
)

OTHER_DIGEST: Final = notice(
    "LP2009",
    "A package has the digest it was announced with.",
    says="提交檔的雜湊值與送件時宣告的相同。",
    zh="提交檔的雜湊值與送件時宣告的不同。",
    en="The package has another digest than it was announced with.",
    remedy_zh="傳輸過程可能有誤，請確認封裝時產生的提交檔完好，再以更正批次提交。",
    remedy_en="It may have been damaged on the way; check the sealed package, then submit in a"
    " correction batch.",
    source=src.CENTRAL,
)

OTHER_BATCH: Final = notice(
    "LP2010",
    "A package says which batch it carries.",
    says="提交檔標示所屬的批次。",
    zh="提交檔內標示的批次不是 {batch}。",
    en="The package does not say that it carries the batch {batch}.",
    remedy_zh="請確認送出的是這個批次的提交檔。",
    remedy_en="Make sure that the package of this batch is sent.",
    source=src.CENTRAL,
)

FILE_NOT_PACKED: Final = notice(
    "LP2011",
    "Every file a record names is in the package.",
    says="資料提到的檔案都在提交檔中。",
    zh="提交檔中缺少這個檔案（SHA-256 {sha256}），或大小不符。",
    en="The package lacks this file (SHA-256 {sha256}), or its size differs.",
    remedy_zh="請確認學校仍保有原檔，重新封裝後以更正批次提交。",
    remedy_en="Make sure the school still holds the file, and submit it in a correction batch.",
    source=src.CENTRAL,
)

RECORDS_UNREADABLE: Final = notice(
    "LP2012",
    "The records in a package can be read.",
    says="提交檔中的資料可以讀取。",
    zh="提交檔中的資料無法讀取（{detail}）。",
    en="The records in the package cannot be read ({detail}).",
    remedy_zh="請以目前版本的系統重新封裝；若仍不通過，請洽系統廠商。",
    remedy_en="Seal the batch again with the current version; ask the vendor if it still fails.",
    source=src.CENTRAL,
)

BATCHES: Final = (
    STUDENT_TWICE,
    BATCH_SENT_OTHERWISE,
    UNKNOWN_BATCH,
    CHANGED_SINCE_PRECHECK,
    NOT_RECEIVED,
    OTHER_PACKAGE,
    OTHER_DIGEST,
    OTHER_BATCH,
    FILE_NOT_PACKED,
    RECORDS_UNREADABLE,
)
