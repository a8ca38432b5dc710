"""Commands of every kind with every argument, plausible and absurd."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from learnport.model import (
    BatchKey,
    Competition,
    CourseOutcome,
    CourseRecord,
    Extension,
    OtherPerformance,
    Performance,
    PerformanceDetails,
    PersonRef,
    Portfolio,
    SchoolYear,
    Semester,
    Unlock,
    WindowKind,
    Work,
)
from learnport.workflow import (
    Action,
    AdvisingStep,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    Reattach,
    ReattachPerformance,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    Select,
    SelectionStep,
    SubmitSelection,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)
from tests.stateful import cast

Draw = st.DrawFn
A = Action

DAY: Final = dt.date(2024, 8, 30)
"""Before anything opens: what a performance tells has happened by then."""
TEXTS: Final = ("", "自己做的。", "心" * 100, "心" * 101, " 行\r\n列 " + "e\u0301" * 90, "\u0007")
"""Nothing, something, at the limit, one over, within it once normalised, and a bell."""

good_texts = st.sampled_from(TEXTS[:3])
people = st.sampled_from((*cast.STUDENTS, cast.NOBODY, cast.NAMESAKE))
texts = st.sampled_from(TEXTS)
reasons = st.sampled_from(("wrong_file", "unreadable", "other", "", "poor quality"))
years = st.sampled_from([SchoolYear(each) for each in (113, 114, 112, 150)])
semesters = st.sampled_from(
    [Semester(113, 1), Semester(113, 2), Semester(114, 1), Semester(103, 2)]
)
takings = st.sampled_from((*cast.TAKINGS, "k9"))
new_ids = st.integers(1, 99).map(lambda number: f"mine-{number}")
extension_ids = st.integers(1, 9).map(lambda number: f"longer-{number}")
moments = st.sampled_from(cast.INSTANTS)
extensible = st.sampled_from(
    [
        (WindowKind(kind), term)
        for kind, term in [*cast.CALENDAR, ("upload_outcomes", "150-1"), ("select", "150")]
        if kind not in ("submit", "correct")
    ]
)
good_file = st.sampled_from(cast.FILES)
any_file = st.sampled_from((*cast.FILES, *cast.STRANGE_FILES, cast.ADVISING_FILE))
good_files = st.lists(good_file, min_size=1, max_size=2, unique_by=lambda file: file.group).map(
    tuple
)
any_files = good_files | st.lists(any_file, max_size=3).map(tuple)
good_details: st.SearchStrategy[PerformanceDetails] = st.sampled_from([
    Work("作品", DAY),
    Competition("競賽", "項目", "3", "佳作", DAY, "1"),
    OtherPerformance("活動", "主辦", DAY, DAY, Decimal("2.5")),
])  # fmt: skip
any_details: st.SearchStrategy[PerformanceDetails] = good_details | st.sampled_from([
    Work("", DAY),
    Work("\u0007", dt.date(1900, 1, 1)),
    Competition("競賽", "項目", "99", "佳作", DAY, "1"),
    OtherPerformance("活動", "", DAY, DAY - dt.timedelta(days=1), Decimal(-1)),
])  # fmt: skip
likely_texts = st.one_of(good_texts, good_texts, good_texts, texts)
likely_files = st.one_of(good_files, good_files, good_files, any_files)
likely_details = st.one_of(good_details, good_details, any_details)
INSTANT: Final = cast.instant("2024-10-01T08:00")


@attrs.frozen
class Known:
    """Identifiers that mean something somewhere.

    Attributes:
        outcomes: of course outcomes.
        performances: of performances.
        others: of what is neither, and of what is not there.
    """

    outcomes: tuple[str, ...]
    performances: tuple[str, ...]
    others: tuple[str, ...] = ("post-s1", "post-s2", "talk-s1", "k1", "nothing")

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.outcomes, *self.performances, *self.others)


def _item(draw: Draw, mine: tuple[str, ...], known: Known) -> str:
    return draw(st.sampled_from(mine or known.all) | st.sampled_from(known.all))


def picks(draw: Draw, known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    outcomes = st.sampled_from(known.outcomes or known.all) | st.sampled_from(known.all)
    performances = st.sampled_from(known.performances or known.all) | st.sampled_from(known.all)
    return (
        tuple(draw(st.lists(outcomes, max_size=8))),
        tuple(draw(st.lists(performances, max_size=12))),
    )


def _new_id(draw: Draw, known: Known) -> str:
    return draw(st.sampled_from(("mine-1", "mine-2", *known.outcomes[:3], *known.performances[:2])))


def _upload_outcome(draw: Draw, who: PersonRef, known: Known) -> PortfolioCommand:
    return UploadOutcome(
        CourseOutcome(
            _new_id(draw, known), draw(st.just(who) | people), draw(takings), draw(semesters),
            INSTANT, draw(texts), draw(any_files),
        )
    )  # fmt: skip


def _upload_performance(draw: Draw, who: PersonRef, known: Known) -> PortfolioCommand:
    return UploadPerformance(
        Performance(
            _new_id(draw, known), draw(st.just(who) | people), draw(years), INSTANT,
            draw(any_details), draw(texts), draw(any_files), draw(texts),
        )
    )  # fmt: skip


def _record_taking(draw: Draw, who: PersonRef, _: Known) -> PortfolioCommand:
    changes: dict[str, Any] = draw(
        st.sampled_from([
            {},
            {"teacher": cast.T2},
            {"teacher": None},
            {"code": cast.code(113, "99")},
            {"subject": "改了名"},
            {"continuing": True},
        ])
    )  # fmt: skip
    key = draw(st.sampled_from(tuple(cast.TAKINGS)))
    return RecordTaking(cast.taking(draw(st.just(who) | people), key, **changes))


def _edit_performance(draw: Draw, _: PersonRef, known: Known) -> PortfolioCommand:
    item = _item(draw, known.performances, known)
    return EditPerformance(item, draw(any_details), draw(texts), draw(any_files))


def _extend(draw: Draw, _who: PersonRef, _: Known) -> PortfolioCommand:
    kind, term = draw(extensible)
    return ExtendWindow(Extension(draw(extension_ids), kind, term, draw(moments)))


def _unlock(draw: Draw, _: PersonRef, known: Known) -> PortfolioCommand:
    item = _item(draw, known.outcomes + known.performances, known)
    return UnlockItem(Unlock(draw(extension_ids), item, draw(moments)))


def _select(draw: Draw, _: PersonRef, known: Known) -> PortfolioCommand:
    year, (outcomes, performances) = draw(years), picks(draw, known)
    if draw(st.booleans()):
        return CorrectSelection(year, outcomes, performances)
    return Select(year, outcomes, performances)


def _step(kind: Any, actions: tuple[Action, ...], own: str) -> Build:
    def build(draw: Draw, _: PersonRef, known: Known) -> PortfolioCommand:
        item = _item(draw, getattr(known, own), known)
        step: PortfolioCommand = kind(draw(st.sampled_from(actions)), item)
        return step

    return build


batch_keys: st.SearchStrategy[BatchKey] = st.builds(
    cast.batch_key,
    st.sampled_from(("113", "114")),
    st.sampled_from(("ordinary", "ordinary", "first", "second")),
    st.integers(1, 3),
)
strange_keys = batch_keys | st.sampled_from(
    [
        cast.batch_key("113", school=cast.OTHER_SCHOOL),
        cast.batch_key("113-1", kind="semester"),
        cast.batch_key("150"),
    ]
)

Build = Callable[[Draw, PersonRef, Known], PortfolioCommand]

BUILDS: Final[tuple[Build, ...]] = (
    lambda draw, who, _: RecordStudent(
        cast.pupil(draw(st.just(who) | people), draw(st.sampled_from((None, 1, 3))))
    ),
    _record_taking,
    lambda draw, _who, _: RecordCourse(CourseRecord(draw(takings), passed=draw(st.booleans()))),
    lambda draw, who, _: RecordOfficerPost(cast.post_of(draw(st.just(who) | people))),
    lambda draw, who, _: RecordAdvising(
        attrs.evolve(
            cast.talk_with(draw(st.just(who) | people)),
            description=cast.SECRET + draw(texts),
            attachments=draw(st.just((cast.ADVISING_FILE,)) | any_files),
        )
    ),
    _upload_outcome,
    lambda draw, _who, known: EditOutcome(
        _item(draw, known.outcomes, known), draw(texts), draw(any_files)
    ),
    lambda draw, _who, known: Reattach(_item(draw, known.outcomes, known), draw(any_file)),
    lambda draw, _who, known: ReturnOutcome(
        _item(draw, known.outcomes, known),
        draw(reasons),
        draw(texts),
    ),
    _step(OutcomeStep, (A.REQUEST, A.WITHDRAW, A.CERTIFY, A.REVOKE, A.DISCARD_OUTCOME), "outcomes"),
    _upload_performance,
    _edit_performance,
    _step(PerformanceStep, (A.COMPLETE, A.DISCARD_PERFORMANCE), "performances"),
    _select,
    _select,
    _extend,
    _unlock,
    lambda draw, _who, _: ExtensionStep(A.REVOKE_EXTENSION, draw(extension_ids)),
    lambda draw, who, _: AdvisingStep(
        A.STRIKE_ADVISING, draw(st.sampled_from((f"talk-{who.key}", "talk-s1", "nothing")))
    ),
    lambda draw, _who, known: ReattachPerformance(
        _item(draw, known.performances, known), draw(any_file)
    ),
    lambda draw, _who, _: DisputeReceipt(draw(years), draw(texts)),
    lambda draw, _who, _: SelectionStep(
        draw(st.sampled_from((A.CONFIRM, A.REOPEN, A.ACKNOWLEDGE, A.RESOLVE))), draw(years)
    ),
)
"""Everything a person may ask of a portfolio."""

ONLY_INSIDE: Final[tuple[Build, ...]] = (
    _step(OutcomeStep, (A.SUBMIT_OUTCOME,), "outcomes"),
    _step(PerformanceStep, (A.SUBMIT_PERFORMANCE,), "performances"),
    lambda draw, _who, _: SubmitSelection(draw(years), draw(batch_keys)),
    lambda draw, _who, _: SelectionStep(draw(st.sampled_from((A.RECEIVE, A.REJECT))), draw(years)),
)
"""What happens only inside a submission, and nobody may ask for by itself."""


@st.composite
def commands(
    draw: Draw, builds: tuple[Build, ...], who: PersonRef, known: Known
) -> PortfolioCommand:
    return draw(st.sampled_from(builds))(draw, who, known)


@st.composite
def commands_for(draw: Draw, who: PersonRef, action: Action, item: str) -> PortfolioCommand:
    """A plausible command by which this student's item takes this action."""
    match action:
        case A.UPLOAD_OUTCOME:
            key = draw(st.sampled_from(tuple(cast.TAKINGS)))
            return UploadOutcome(
                CourseOutcome(
                    draw(new_ids), who, key, cast.TAKINGS[key][0], INSTANT,
                    draw(likely_texts), draw(likely_files),
                )
            )  # fmt: skip
        case A.UPLOAD_PERFORMANCE:
            return UploadPerformance(
                Performance(
                    draw(new_ids), who, cast.YEAR, INSTANT,
                    draw(likely_details), draw(likely_texts), draw(likely_files),
                )
            )  # fmt: skip
        case A.EDIT_OUTCOME:
            return EditOutcome(item, draw(likely_texts), draw(likely_files))
        case A.REATTACH:
            return Reattach(item, draw(any_file))
        case A.REATTACH_PERFORMANCE:
            return ReattachPerformance(item, draw(any_file))
        case A.RETURN:
            return ReturnOutcome(item, draw(reasons), draw(texts))
        case A.EDIT_PERFORMANCE:
            return EditPerformance(
                item, draw(likely_details), draw(likely_texts), draw(likely_files)
            )
        case A.COMPLETE | A.DISCARD_PERFORMANCE | A.SUBMIT_PERFORMANCE:
            return PerformanceStep(action, item)
    return OutcomeStep(action, item)


@st.composite
def commands_in(
    draw: Draw, who: PersonRef, action: Action, term: str, portfolio: Portfolio
) -> PortfolioCommand:
    """A command that opens or closes with the window of a term."""
    year = SchoolYear.parse(term[:3])
    match action:
        case A.UPLOAD_OUTCOME:
            keys = [key for key, about in cast.TAKINGS.items() if str(about[0]) == term]
            made = draw(commands_for(who, action, ""))
            assert isinstance(made, UploadOutcome)
            key = draw(st.sampled_from(keys))
            return UploadOutcome(
                attrs.evolve(made.outcome, taking=key, semester=Semester.parse(term))
            )
        case A.UPLOAD_PERFORMANCE:
            made = draw(commands_for(who, action, ""))
            assert isinstance(made, UploadPerformance)
            return UploadPerformance(attrs.evolve(made.performance, year=year))
        case A.REQUEST:
            items = [each.id for each in portfolio.outcomes if str(each.semester) == term]
            return OutcomeStep(action, draw(st.sampled_from(items or ["nothing"])))
        case A.SELECT:
            return Select(year, (), ())
    return SelectionStep(action, year)
