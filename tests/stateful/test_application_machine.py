"""Anybody does anything to an application in any order, and only what was confirmed goes out."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import NotFound, TransitionRefused
from learnport.model import (
    Actor,
    Application,
    ApplicationState,
    OwnFiles,
    PersonRef,
    Role,
    Ticked,
    TickedItem,
)
from learnport.workflow import (
    FIRST,
    Action,
    ApplicationCommand,
    ApplicationStep,
    ChooseMaterials,
    ConsentToRelease,
    Event,
    StreamKey,
    evolve,
    replay,
)
from tests.unit.model_values import NOON, OWN, PROGRAM, PUPIL, STATEMENT, SYNTHESIS

materials = st.one_of(
    st.lists(st.sampled_from(["h1", "h2"]), unique=True).map(
        lambda items: Ticked(tuple(TickedItem(item, "B") for item in items))
    ),
    st.sampled_from([OWN, OwnFiles()]),
)
commands = st.one_of(
    st.just(ConsentToRelease("n1", PUPIL, PROGRAM)),
    st.builds(
        ChooseMaterials,
        materials,
        st.sampled_from([(), (STATEMENT,)]),
        st.sampled_from([None, SYNTHESIS]),
    ),
    st.sampled_from([Action.CONFIRM_APPLICATION, Action.RELEASE]).map(ApplicationStep),
)
people = st.sampled_from([PersonRef("ZZ0001", key) for key in ("s1", "s2", "c1")])
roles = st.frozensets(st.sampled_from(Role), max_size=2)


def chosen(application: Application) -> Application:
    """What the program would see, wherever the application stands."""
    return attrs.evolve(application, state=ApplicationState.DRAFT)


@given(st.lists(st.tuples(commands, people, roles), max_size=14))
def test_whatever_anybody_does_only_what_was_consented_to_and_confirmed_is_released(
    given_commands: list[tuple[ApplicationCommand, PersonRef, frozenset[Role]]],
) -> None:
    state: Application | None = None
    confirmed: Application | None = None
    log: list[Event] = []
    for number, (command, who, hats) in enumerate(given_commands, 1):
        at = NOON + dt.timedelta(minutes=number)
        stream = StreamKey.application(PUPIL, PROGRAM)
        event = Event(stream, len(log) + 1, at, Actor(who, hats), command, "", FIRST)
        picture = pickle.dumps(state)
        try:
            after = evolve(state, event)
        except (NotFound, TransitionRefused):
            assert pickle.dumps(state) == picture, "a refusal changes nothing"
            continue
        assert isinstance(after, Application)
        log.append(event)
        if state is None:
            assert isinstance(command, ConsentToRelease), "nothing begins without consent"
            assert (after.state, after.consented_at) == ("consented", at)
        else:
            assert after.consented_at == state.consented_at, "consent is given once"
            assert state.state != "released", "nothing follows the release"
        if confirmed is not None:
            assert after.state == "released", "a confirmed one is only released"
            assert chosen(after) == confirmed, "and goes out as it was confirmed"
        elif after.state == "confirmed":
            assert state is not None
            assert state.state == "draft"
            confirmed = chosen(after)
            assert confirmed == state
        assert after.state != "released" or confirmed is not None, "nothing unconfirmed goes out"
        state = after
    assert replay(log) == state
