"""What every identity must hold to."""

from __future__ import annotations

import datetime as dt

import attrs

from learnport.model import Actor, PersonRef, Relation
from learnport.plugins import Identity

__all__ = ["IdentityCase", "IdentityContract"]

_STRANGER = Actor(PersonRef("ZZ9999", "nobody"), frozenset())


@attrs.frozen
class IdentityCase:
    """An Identity, and somebody it is known to know.

    Attributes:
        identity: what is tested.
        credential: a credential it accepts.
        actor: who holds it.
        relation: what the actor is to the student, of those that only an Identity knows.
        student: a student of the actor's school.
        on: a day on which it holds.
    """

    identity: Identity
    credential: str
    actor: Actor
    relation: Relation
    student: PersonRef
    on: dt.date


class IdentityContract:
    """The promises of an Identity, one test each (身分契約).

    Subclass it in a test module and give it a pytest fixture `case` that yields an
    `IdentityCase`, or hand both to `run_contract`.
    """

    def test_a_credential_names_its_holder(self, case: IdentityCase) -> None:
        assert case.identity.authenticate(case.credential) == case.actor
        assert case.identity.authenticate(case.credential) == case.actor

    def test_nobody_holds_a_credential_that_is_almost_right(self, case: IdentityCase) -> None:
        right = case.credential
        for wrong in ("", right + "x", right[:-1], right.swapcase() + " ", f" {right}"):
            assert case.identity.authenticate(wrong) is None

    def test_a_relation_is_told_on_its_day(self, case: IdentityCase) -> None:
        relations = case.identity.relations(case.actor, case.student, case.on)
        assert case.relation in relations

    def test_relations_are_of_the_known_kinds(self, case: IdentityCase) -> None:
        relations = case.identity.relations(case.actor, case.student, case.on)
        assert isinstance(relations, frozenset)
        assert relations <= set(Relation)

    def test_a_stranger_is_nothing_to_anybody(self, case: IdentityCase) -> None:
        assert case.identity.relations(_STRANGER, case.student, case.on) == frozenset()
        assert not case.identity.stands_in(_STRANGER, case.actor.person, case.on)

    def test_a_person_of_another_school_with_the_same_key_is_somebody_else(
        self, case: IdentityCase
    ) -> None:
        person = attrs.evolve(case.actor.person, school="ZZ9999")
        namesake = Actor(person, frozenset())
        assert case.identity.relations(namesake, case.student, case.on) == frozenset()

    def test_a_student_of_another_school_with_the_same_key_is_somebody_else(
        self, case: IdentityCase
    ) -> None:
        namesake = attrs.evolve(case.student, school="ZZ9999")
        known = case.identity.relations(case.actor, namesake, case.on)
        assert known - {Relation.CENTRE} == frozenset()
