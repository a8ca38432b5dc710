"""What every use case of a school needs: services, settings, the law, and the portfolios."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import attrs

from learnport.errors import NotFound
from learnport.model import Finding, PersonRef, Portfolio, School, SchoolSettings, Text
from learnport.parameters import Law, Source
from learnport.plugins import Host, Snapshot
from learnport.rules import SETTINGS_RULES, SettingsCase
from learnport.systems._checks import judge, on_day
from learnport.workflow import Context, StreamKey, StreamKind

__all__ = ["Office"]

SCHOOL_SETTINGS: Final = Source("學校設定", "學校自訂之較嚴規定")
"""Where a limit is written that the school itself made stricter."""


@attrs.frozen
class Office:
    """A school with the services it works with.

    Attributes:
        host: the services.
        school: whose platform it is.
        settings: calendar and quotas of the school.
    """

    host: Host
    school: School
    settings: SchoolSettings = attrs.field(factory=SchoolSettings)

    def law(self, context: Context) -> Law:
        """The law of the day on which a command was given, as the school tightened it."""
        law = Law(self.host.parameters, on_day(context))
        return law.tightened(self.settings.limits, SCHOOL_SETTINGS)

    def check_settings(self, context: Context) -> tuple[Finding, ...]:
        """What is wrong with the school's settings, each window under the law of its own days."""
        law_on = partial(Law, self.host.parameters)
        case = SettingsCase(self.settings, law_on)
        return judge(self.host, SETTINGS_RULES, case, law_on(on_day(context)))

    def reason_words(self, code: str, context: Context) -> Text:
        """A reason for a return in the school's own words, else in the law's."""
        law = self.law(context)["certification.return.reasons"]
        return self.settings.return_wording.get(code) or law.label(code)

    def portfolio(self, student: PersonRef) -> Portfolio:
        """A student's portfolio.

        Raises:
            NotFound: the school has recorded no such student.
        """
        found, _ = self.load(student)
        if found is None:
            raise NotFound(what="portfolio", key=str(student))
        return found

    def portfolios(self) -> Iterator[Portfolio]:
        """All portfolios of the school, in ascending order of the students' keys."""
        for key in self.host.records.keys(StreamKind.PORTFOLIO, self.school.code):
            yield self.portfolio(PersonRef(key.school, key.key))

    def load(self, student: PersonRef) -> tuple[Portfolio | None, Snapshot | None]:
        """A student's portfolio with its snapshot, None and None when there is none yet.

        Raises:
            NotFound: the student is of another school; a platform knows its own only.
        """
        if student.school != self.school.code:
            raise NotFound(what="portfolio", key=str(student))
        base = self.host.records.load(StreamKey.portfolio(student))
        return (base.state if base and isinstance(base.state, Portfolio) else None), base
