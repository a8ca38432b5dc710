"""What a rule is, and how a group of rules is put to a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar, get_type_hints

import attrs
from attrs import validators as v

from learnport.model import Finding, Severity, Text
from learnport.parameters import Law, Source
from learnport.rules._words import Field, spell

__all__ = ["Breach", "Judge", "Rule", "bind", "check", "notice", "per_law", "rule"]

C = TypeVar("C", contravariant=True)
T = TypeVar("T")


@attrs.frozen(init=False)
class Breach:
    """One breach as a check sees it, not yet in words.

    Attributes:
        at: place inside the case, a JSON pointer; empty for the case as a whole.
        source: of the parameter that set the limit; None where the rule's own holds.
        fields: fill the templates of message and remedy; never personal data.
    """

    at: str
    source: Source | None
    fields: Mapping[str, Field]

    def __init__(self, at: str = "", *, source: Source | None = None, **fields: Field) -> None:
        self.__attrs_init__(at, source, fields)


@attrs.frozen
class Rule(Generic[C]):
    """One entry of the catalogue (檢核規則).

    Attributes:
        code: `LP` and four digits; never reused.
        severity: what a breach leads to.
        says: what must hold, one sentence.
        message: template in both languages: what is wrong.
        remedy: template in both languages: what to do next.
        source: where it is written, unless a parameter's source is named; may name fields.
        check: yields the breaches of a case; None for a notice that others report.
        about: the kind of case the check judges, as its first argument is annotated.
        since: first day on which it holds; None when it always has.
        until: first day on which it no longer holds; None when it still does.
    """

    code: str = attrs.field(validator=v.matches_re(r"LP[0-9]{4}"))
    severity: Severity
    says: Text
    message: Text
    remedy: Text
    source: str = attrs.field(validator=v.min_len(1))
    check: Callable[[C, Law], Iterator[Breach]] | None = None
    about: Any = None
    since: dt.date | None = None
    until: dt.date | None = attrs.field(default=None)

    @until.validator
    def _is_after_since(self, _: object, until: dt.date | None) -> None:
        if self.since and until and until <= self.since:
            raise ValueError(f"{self.code} ends on {until}, before it holds for a day")

    def holds_on(self, day: dt.date) -> bool:
        """Whether the rule is valid on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def finding(self, at: str = "", *, source: Source | None = None, **fields: Field) -> Finding:
        """Put a breach into words.

        Args:
            at: place of the breach.
            source: of the parameter that set the limit.
            fields: those the templates name; a `Text` is for people alone and no value.
        """
        spelt = {name: spell(field) for name, field in fields.items()}
        zh = {name: each.zh for name, each in spelt.items()}
        en = {name: each.en for name, each in spelt.items()}
        return Finding(
            code=self.code,
            severity=self.severity,
            at=at,
            message=Text(self.message.zh.format_map(zh), self.message.en.format_map(en)),
            remedy=Text(self.remedy.zh.format_map(zh), self.remedy.en.format_map(en)),
            source=(f"{source.title}，{source.article}" if source else self.source.format_map(zh)),
            values=tuple(
                (name, each.value)
                for name, each in spelt.items()
                if not isinstance(fields[name], Text)
            ),
        )


def notice(
    code: str,
    english: str,
    /,
    *,
    says: str = "",
    severity: Severity = Severity.REJECT,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
    source: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Rule[Any]:
    """Build an entry without a check, for a refusal that another room reports.

    What must hold stands second in English, and in Chinese as `says`.
    """
    sentence, message, remedy = _says(says, english), Text(zh, en), Text(remedy_zh, remedy_en)
    return Rule(code, severity, sentence, message, remedy, source, since=since, until=until)


def rule(
    code: str,
    *,
    says: str = "",
    severity: Severity = Severity.REJECT,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
    source: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Callable[[Callable[[C, Law], Iterator[Breach]]], Rule[C]]:
    """Turn a check into a `Rule`; the first line of its docstring is what must hold.

    `says` is the same in Chinese; without it the English stands there too. Only a value is
    built: nothing is registered anywhere.
    """

    def build(function: Callable[[C, Law], Iterator[Breach]]) -> Rule[C]:
        english = (function.__doc__ or "").strip().partition("\n")[0]
        message, remedy = Text(zh, en), Text(remedy_zh, remedy_en)
        about = next(iter(get_type_hints(function).values()), None)
        return Rule(
            code, severity, _says(says, english), message, remedy, source, function, about, since,
            until,
        )  # fmt: skip

    return build


def _says(zh: str, en: str) -> Text:
    if not en:
        raise ValueError("a rule says in one sentence what must hold")
    return Text(zh or en, en)


class Judge(Protocol[C]):
    """A group of rules with the law of one day."""

    def __call__(self, case: C, at: str = "") -> tuple[Finding, ...]:
        """All findings about a case, in the order of the rules.

        A finding of severity *stop* ends the group: nothing after it could be judged.

        Args:
            case: what is judged.
            at: place of the case in what is shown to the reader, prefixed to each finding's.
        """


def bind(rules: Iterable[Rule[C]], law: Law) -> Judge[C]:
    """Choose the rules that hold on the day of the law, once for however many cases follow.

    Args:
        rules: the group; notices in it are passed over.
        law: the law of the day that counts.
    """
    holding = [(each, each.check) for each in rules if each.check and each.holds_on(law.on)]

    def judge(case: C, at: str = "") -> tuple[Finding, ...]:
        findings: list[Finding] = []
        for each, breaches in holding:
            for breach in breaches(case, law):
                findings.append(each.finding(at + breach.at, source=breach.source, **breach.fields))
                if each.severity is Severity.STOP:
                    return tuple(findings)
        return tuple(findings)

    return judge


def check(rules: Iterable[Rule[C]], case: C, law: Law, at: str = "") -> tuple[Finding, ...]:
    """Put every rule of a group that holds on the day of the law to one case; see `bind`."""
    return bind(rules, law)(case, at)


def per_law(make: Callable[[Law], T]) -> Callable[[Law], T]:
    """Keep what is worked out of a law until another law is asked about; no law ever changes."""
    kept: tuple[Law, T] | None = None

    def look(law: Law) -> T:
        nonlocal kept
        found = kept  # another thread may put another law's in its place
        if found is None or found[0] is not law:
            found = kept = (law, make(law))
        return found[1]

    return look
