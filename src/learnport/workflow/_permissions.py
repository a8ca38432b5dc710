"""Who may do what: one table, deny by default.

Source: the official slides on the roles of students, teachers, staff and parents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from learnport.model import Relation, Role
from learnport.workflow._actions import Action

__all__ = ["PERMISSIONS", "Grant", "ever_permitted", "permitted"]


@attrs.frozen(order=True)
class Grant:
    """Somebody in this role, in this relation to the record, may take this action (權限)."""

    action: Action
    role: Role
    relation: Relation


_STUDENT = (Role.STUDENT, Relation.OWN)
_STAFF = (Role.STAFF, Relation.SAME_SCHOOL)
_CENTRE = (Role.CENTRE, Relation.CENTRE)
_TEACHER = (Role.SUBJECT_TEACHER, Relation.TEACHES)
_STAND_IN = (Role.SUBJECT_TEACHER, Relation.STANDS_IN)
_ADVISOR = (Role.ADVISOR, Relation.ADVISES)
_HOMEROOM = (Role.HOMEROOM_TEACHER, Relation.HOMEROOM)
_GUARDIAN = (Role.GUARDIAN, Relation.GUARDIAN)
_ADMISSION = (Role.ADMISSION, Relation.ADMISSION)

_TABLE: Final = {
    Action.RECORD_STUDENT: (_STAFF,),
    Action.RECORD_TAKING: (_STAFF,),
    Action.RECORD_COURSE: (_STAFF, _TEACHER),
    Action.RECORD_OFFICER_POST: (_STAFF,),
    Action.RECORD_ADVISING: (_ADVISOR,),
    Action.STRIKE_ADVISING: (_ADVISOR,),
    Action.UPLOAD_OUTCOME: (_STUDENT,),
    Action.EDIT_OUTCOME: (_STUDENT,),
    Action.DISCARD_OUTCOME: (_STUDENT,),
    Action.REQUEST: (_STUDENT,),
    Action.WITHDRAW: (_STUDENT,),
    Action.CERTIFY: (_TEACHER, _STAND_IN),
    Action.RETURN: (_TEACHER, _STAND_IN),
    Action.REVOKE: (_TEACHER, _STAND_IN),
    Action.REATTACH: (_STUDENT,),
    Action.SUBMIT_OUTCOME: (_STAFF,),
    Action.UPLOAD_PERFORMANCE: (_STUDENT,),
    Action.EDIT_PERFORMANCE: (_STUDENT,),
    Action.COMPLETE: (_STUDENT,),
    Action.DISCARD_PERFORMANCE: (_STUDENT,),
    Action.REATTACH_PERFORMANCE: (_STUDENT,),
    Action.SUBMIT_PERFORMANCE: (_STAFF,),
    Action.SELECT: (_STUDENT,),
    Action.CONFIRM: (_STUDENT,),
    Action.REOPEN: (_STAFF,),
    Action.SUBMIT: (_STAFF,),
    Action.RECEIVE: (_STAFF,),
    Action.REJECT: (_STAFF,),
    Action.ACKNOWLEDGE: (_STUDENT,),
    Action.DISPUTE: (_STUDENT,),
    Action.RESOLVE: (_STAFF,),
    Action.CORRECT: (_STAFF,),
    Action.EXTEND: (_STAFF,),
    Action.UNLOCK: (_STAFF,),
    Action.REVOKE_EXTENSION: (_STAFF,),
    Action.PLAN_BATCH: (_STAFF,),
    Action.PRECHECK: (_STAFF,),
    Action.SEAL: (_STAFF,),
    Action.SEND: (_STAFF,),
    Action.RECEIVE_BATCH: (_STAFF,),
    Action.ACCEPT_BATCH: (_STAFF,),
    Action.REJECT_BATCH: (_STAFF,),
    Action.SUPERSEDE_BATCH: (_STAFF,),
    Action.RECEIVE_DEPOSIT: (_CENTRE,),
    Action.ACCEPT_DEPOSIT: (_CENTRE,),
    Action.REJECT_DEPOSIT: (_CENTRE,),
    Action.SUPERSEDE_DEPOSIT: (_CENTRE,),
    Action.CONSENT: (_STUDENT,),
    Action.CHOOSE: (_STUDENT,),
    Action.CONFIRM_APPLICATION: (_STUDENT,),
    Action.RELEASE: (_ADMISSION,),
    Action.VIEW_PORTFOLIO: (_STUDENT, _GUARDIAN, _HOMEROOM, _ADVISOR, _STAFF),
    Action.VIEW_OUTCOME: (
        _STUDENT, _GUARDIAN, _HOMEROOM, _ADVISOR, _STAFF, _TEACHER, _STAND_IN,
    ),
    Action.VIEW_ADVISING: (_STUDENT, _ADVISOR, _STAFF),
    Action.VIEW_PROGRESS: (_STAFF, _HOMEROOM),
}  # fmt: skip

PERMISSIONS: Final = frozenset(
    Grant(action, role, relation)
    for action, holders in _TABLE.items()
    for role, relation in holders
)
"""Everything anybody may do; what is not here is denied."""


def permitted(action: Action, roles: Iterable[Role], relations: Iterable[Relation]) -> bool:
    """Whether one of the roles in one of the relations may take the action."""
    relations = tuple(relations)
    return any(Grant(action, role, each) in PERMISSIONS for role in roles for each in relations)


def ever_permitted(action: Action, roles: Iterable[Role]) -> bool:
    """Whether one of the roles may take the action in some relation to the record."""
    holders = {role for role, _ in _TABLE[action]}
    return not holders.isdisjoint(roles)
