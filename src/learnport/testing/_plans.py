"""What every supplier of course plans must hold to."""

from __future__ import annotations

import attrs

from learnport.model import CoursePlan
from learnport.plugins import CoursePlans

__all__ = ["CoursePlansCase", "CoursePlansContract"]


@attrs.frozen
class CoursePlansCase:
    """A CoursePlans, and a plan it is known to have.

    Attributes:
        plans: what is tested; has plans neither of school `ZZ9999` nor for entry year 999.
        plan: one of its plans, with at least one entry.
    """

    plans: CoursePlans
    plan: CoursePlan


class CoursePlansContract:
    """The promises of a CoursePlans, one test each (課程計畫契約).

    Subclass it in a test module and give it a pytest fixture `case` that yields a
    `CoursePlansCase`, or hand both to `run_contract`.
    """

    def test_a_plan_comes_whole(self, case: CoursePlansCase) -> None:
        assert case.plans.plan(case.plan.school, case.plan.entry_year) == case.plan

    def test_every_course_of_a_plan_is_found_by_its_code(self, case: CoursePlansCase) -> None:
        supplied = case.plans.plan(case.plan.school, case.plan.entry_year)
        assert supplied is not None
        assert [supplied.find(entry.code) for entry in case.plan.entries] == list(case.plan.entries)

    def test_there_is_no_plan_for_another_entry_year(self, case: CoursePlansCase) -> None:
        assert case.plans.plan(case.plan.school, 999) is None

    def test_there_is_no_plan_of_another_school(self, case: CoursePlansCase) -> None:
        assert case.plans.plan("ZZ9999", case.plan.entry_year) is None
