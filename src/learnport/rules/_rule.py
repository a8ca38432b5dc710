"""What a rule is, and how a group of rules is put to a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, get_type_hints

import attrs
from attrs import validators as v

from learnport.model import Finding, Severity, Text
from learnport.parameters import Law, Source
from learnport.rules._words import Field, spell

__all__ = ["Breach", "Rule", "check", "notice", "rule"]

C = TypeVar("C", contravariant=True)


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
        says: what must hold, one English sentence.
        message: template in both languages: what is wrong.
        remedy: template in both languages: what to do next.
        source: where it is written, unless a parameter's source is named.
        check: yields the breaches of a case; None for a notice that others report.
        about: the kind of case the check judges, as its first argument is annotated.
    """

    code: str = attrs.field(validator=v.matches_re(r"LP[0-9]{4}"))
    severity: Severity
    says: str = attrs.field(validator=v.min_len(1))
    message: Text
    remedy: Text
    source: str = attrs.field(validator=v.min_len(1))
    check: Callable[[C, Law], Iterator[Breach]] | None = None
    about: Any = None

    def finding(self, at: str = "", *, source: Source | None = None, **fields: Field) -> Finding:
        """Put a breach into words.

        Args:
            at: place of the breach.
            source: of the parameter that set the limit.
            fields: exactly those the templates name.
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
            source=f"{source.title}，{source.article}" if source else self.source,
            values=tuple((name, each.value) for name, each in spelt.items()),
        )


def notice(
    code: str,
    says: str,
    *,
    severity: Severity = Severity.REJECT,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
    source: str,
) -> Rule[Any]:
    """Build an entry without a check, for a refusal that another room reports."""
    return Rule(code, severity, says, Text(zh, en), Text(remedy_zh, remedy_en), source)


def rule(
    code: str,
    *,
    severity: Severity = Severity.REJECT,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
    source: str,
) -> Callable[[Callable[[C, Law], Iterator[Breach]]], Rule[C]]:
    """Turn a check into a `Rule`; the first line of its docstring is what the rule says.

    Only a value is built: nothing is registered anywhere.
    """

    def build(function: Callable[[C, Law], Iterator[Breach]]) -> Rule[C]:
        says = (function.__doc__ or "").strip().partition("\n")[0]
        message, remedy = Text(zh, en), Text(remedy_zh, remedy_en)
        about = next(iter(get_type_hints(function).values()), None)
        return Rule(code, severity, says, message, remedy, source, function, about)

    return build


def check(rules: Iterable[Rule[C]], case: C, law: Law, at: str = "") -> tuple[Finding, ...]:
    """Put every rule to a case and return all findings, in the order of the rules.

    A finding of severity *stop* ends the group: nothing after it could be judged.

    Args:
        rules: the group; notices in it are passed over.
        case: what is judged.
        law: the law of the day that counts.
        at: place of the case in what is shown to the reader, prefixed to each finding's.
    """
    findings: list[Finding] = []
    for each in rules:
        if (judge := each.check) is None:
            continue
        for breach in judge(case, law):
            findings.append(each.finding(at + breach.at, source=breach.source, **breach.fields))
            if each.severity is Severity.STOP:
                return tuple(findings)
    return tuple(findings)
