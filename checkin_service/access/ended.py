"""Accounts and sign-ins of staff that have ended: their tokens stop within a second everywhere, reads included."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from checkin_service.access import tokens
from checkin_service.access.model import Subject, SubjectKind
from checkin_service.access.store import accounts as store
from checkin_service.access.store import sign_ins
from checkin_service.kit.database import Database, UnitOfWork
from checkin_service.kit.glance import Glance
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources

_SEEN_FOR_S = 0.5
_TOKENS_LIVE = tokens.ACCESS_TOKEN_LIFE + tokens.CLOCK_TOLERANCE + timedelta(minutes=1)

_glances: WeakKeyDictionary[Database, Glance[Collection[UUID]]] = WeakKeyDictionary()
"""One for each database that this process works with."""


async def refuse_ended(resources: Resources, subject: Subject) -> None:
    """A token speaks for ten minutes; an account or a sign-in that has ended meanwhile does not."""
    if subject.kind is not SubjectKind.STAFF:
        return
    glance = _glances.setdefault(resources.database, Glance(seconds=_SEEN_FOR_S))
    since = resources.clock.now() - _TOKENS_LIVE

    async def read() -> Collection[UUID]:
        return frozenset(await store.ended_lately(resources.database, since=since))

    if not {subject.subject_id, subject.sign_in_id}.isdisjoint(await glance.of(read)):
        raise Problem(ProblemKind.NOT_SIGNED_IN)


def end_sign_ins_of(unit: UnitOfWork, staff_id: UUID, *, at: datetime, but: UUID | None = None) -> None:
    """Every sign-in of an account ends with the write, or every one but this; `look_again` follows it."""
    store.revoke_staff(unit, staff_id, at=at, but=but)
    sign_ins.end_all(unit, staff_id, at=at, but=but)


def look_again(resources: Resources) -> None:
    """On the node where an account or a sign-in ends nobody waits for the next glance."""
    if resources.database in _glances:
        _glances[resources.database].forget()
