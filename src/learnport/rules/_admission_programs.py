"""LP23xx: the programs themselves, and when something may be done for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import DailyHours, Severity
from learnport.parameters import Law
from learnport.rules._admission_cases import ProgramCase, ProgramTimingCase
from learnport.rules._admission_limits import (
    PROGRAM_SEES,
    THIRD_PARTY,
    program_named,
    tightenable,
)
from learnport.rules._rule import Breach, rule
from learnport.rules._words import closing

__all__ = ["PROGRAM_RULES", "PROGRAM_TIMING_RULES"]

_BROCHURE: Final = "各校系招生簡章之期程"


@rule(
    "LP2321",
    says="校系自訂的上限只能比規定嚴格。",
    zh="{program}自訂的上限 {own}（{parameter}）比規定的 {limit} 寬鬆。",
    en="{program} sets {own} for {parameter}; that is looser than the law's {limit}.",
    remedy_zh="請改為 {limit} 以下；校系只能訂得更嚴格。未修改前以 {limit} 為準。",
    remedy_en="Set {limit} or less; a program may only tighten. Until then {limit} holds.",
    source=PROGRAM_SEES,
)
def only_tightened(case: ProgramCase, law: Law) -> Iterator[Breach]:
    """A program's own limits may only tighten the law."""
    for name, own in case.program.limits:
        if name not in tightenable(case.program.key.channel, law):
            continue
        ruling = law.get(name)
        if ruling is not None and own > ruling.number:
            yield Breach(
                f"/limits/{name}",
                program=program_named(case.program),
                parameter=name,
                own=own,
                limit=ruling.number,
                source=ruling.source,
            )


@rule(
    "LP2322",
    says="校系只能自訂該招生管道適用的上限。",
    zh="{program}不能自訂「{parameter}」；可以自訂：{limit}。",
    en="{program} cannot set {parameter}; it can set {limit}.",
    remedy_zh="請更正名稱，或刪除這一項。",
    remedy_en="Correct the name or remove the entry.",
    source=PROGRAM_SEES,
)
def may_be_set(case: ProgramCase, law: Law) -> Iterator[Breach]:
    """A program sets only limits that hold in its channel."""
    possible = tightenable(case.program.key.channel, law)
    for name, _own in case.program.limits:
        if name not in possible:
            yield Breach(
                f"/limits/{name}",
                program=program_named(case.program),
                parameter=name,
                limit=possible,
            )


@rule(
    "LP2323",
    says="校系採計的代碼都在項目代碼表中。",
    severity=Severity.ALERT,
    zh="{program}採計的代碼 {code} 不在項目代碼表中；表列代碼：{limit}。",
    en="{program} reads {code}, which is not in the list of item codes: {limit}.",
    remedy_zh="請核對招生簡章；若代碼有誤，請更正。",
    remedy_en="Compare with the admission brochure; correct the code if it is wrong.",
    source=THIRD_PARTY,
)
def codes_listed(case: ProgramCase, law: Law) -> Iterator[Breach]:
    """The codes a program reads are in the list of item codes."""
    if (listed := law.get("admission.item_codes")) is None:
        return
    for code in sorted(case.program.wanted):
        if code.partition("-")[0] not in listed.members:
            yield Breach(
                "/wanted",
                program=program_named(case.program),
                code=code,
                limit=listed.members,
                source=listed.source,
            )


@rule(
    "LP2324",
    says="校系每日開放時間在上傳網站開放時間以內。",
    zh="{program}每日開放時間為 {hours}，超出上傳網站的 {limit}。",
    en="{program} is open daily at {hours}, beyond the upload site's {limit}.",
    remedy_zh="請改為 {limit} 以內；未修改前以兩者重疊的時間為準。",
    remedy_en="Keep within {limit}; until then only the hours in both hold.",
    source=THIRD_PARTY,
)
def hours_within_the_sites(case: ProgramCase, law: Law) -> Iterator[Breach]:
    """A program's daily hours lie within those of the upload site."""
    own, ruling = case.program.hours, law.get("admission.site.hours")
    if own is None or ruling is None:
        return
    site = DailyHours.parse(ruling.text)
    if own.opens < site.opens or own.closes > site.closes:
        yield Breach(
            "/hours",
            program=program_named(case.program),
            hours=str(own),
            limit=str(site),
            source=ruling.source,
        )


@rule(
    "LP2325",
    says="校系訂有期程，才能勾選。",
    zh="{program}尚未設定開放勾選的期程。",
    en="{program} has no window for choosing.",
    remedy_zh="請洽招生單位設定期程。",
    remedy_en="Ask the admission office to set the window.",
    source=_BROCHURE,
)
def window_set(case: ProgramTimingCase, _: Law) -> Iterator[Breach]:
    """Choosing is possible only where the program has a window."""
    if not case.program.windows:
        yield Breach("/windows", program=program_named(case.program))


@rule(
    "LP2326",
    says="校系期程開放之前，不能勾選。",
    zh="{program}自 {opens} 起開放，至 {closes} 止；現在是 {now}，尚未開放。",
    en="{program} opens at {opens} and closes at {closes}; at {now} it is not open yet.",
    remedy_zh="請於 {opens} 以後辦理。",
    remedy_en="Come back at {opens}.",
    source=_BROCHURE,
)
def not_too_early(case: ProgramTimingCase, _: Law) -> Iterator[Breach]:
    """Nothing is chosen before a window of the program opens."""
    coming = [each for each in case.program.windows if case.at < each.opens]
    if coming and not _open(case):
        window = min(coming, key=lambda each: each.opens)
        yield Breach(
            "/windows",
            program=program_named(case.program),
            opens=window.opens,
            closes=closing(window.closes),
            now=case.at,
        )


@rule(
    "LP2327",
    says="校系最後期程截止之後，不能勾選。",
    zh="{program}已於 {closes} 截止；現在是 {now}。",
    en="{program} closed at {closes}; now it is {now}.",
    remedy_zh="已逾期限，無法再勾選或上傳；如有疑義，請洽招生單位。",
    remedy_en="The time is over; if that seems wrong, ask the admission office.",
    source=_BROCHURE,
)
def not_too_late(case: ProgramTimingCase, _: Law) -> Iterator[Breach]:
    """Nothing is chosen once the last window of the program has closed."""
    last = max((each.closes for each in case.program.windows), default=None)
    if last is not None and case.at >= last:
        yield Breach(
            "/windows", program=program_named(case.program), closes=closing(last), now=case.at
        )


@rule(
    "LP2328",
    says="期程之內，只能在校系及網站的每日開放時間勾選。",
    zh="每日開放時間為 {limit}；現在是 {now}。",
    en="The daily hours are {limit}; now it is {now}.",
    remedy_zh="請於每日 {limit} 之間辦理。",
    remedy_en="Come back within {limit}.",
    source=_BROCHURE,
)
def within_daily_hours(case: ProgramTimingCase, law: Law) -> Iterator[Breach]:
    """Within a window, choosing is possible only in the daily hours of program and site."""
    own, ruling = case.program.hours, law.get("admission.site.hours")
    site = None if ruling is None else DailyHours.parse(ruling.text)
    both = [hours for hours in (own, site) if hours is not None]
    if _open(case) and any(case.at not in hours for hours in both):
        opens = max(hours.opens for hours in both)
        closes = min(hours.closes for hours in both)
        yield Breach(
            "/hours",
            limit=f"{opens:%H:%M}-{closes:%H:%M}",
            now=case.at,
            source=ruling.source if ruling is not None and own is None else None,
        )


def _open(case: ProgramTimingCase) -> bool:
    return any(case.at in window for window in case.program.windows)


PROGRAM_RULES: Final = (only_tightened, may_be_set, codes_listed, hours_within_the_sites)
"""What a program must satisfy; for a `ProgramCase`."""

PROGRAM_TIMING_RULES: Final = (window_set, not_too_early, not_too_late, within_daily_hours)
"""Whether something is chosen in time; for a `ProgramTimingCase`."""
