"""Statements of the relay: which events may go out now, and how many wait."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Claim, Database, Statement
from checkin_service.kit.outbox import Event, outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What the outbox still holds."""

    waiting: int
    dead: int
    """Tried as often as allowed; they wait for a person, and the later events of the same trainee with them."""
    oldest_at: datetime | None


_earlier = outbox.alias("earlier")
_limit = bindparam("attempts_limit", type_=Integer)
# One person's events go one after another: what waits behind an earlier one is not asked for, however that one fares.
_waits_behind = exists().where(
    _earlier.c.trainee_id == outbox.c.trainee_id,
    _earlier.c.delivered_at.is_(None),
    _earlier.c.sequence < outbox.c.sequence,
)
_DELIVERABLE = (
    select(outbox.c.trainee_id, outbox.c.event_id, outbox.c.type, outbox.c.payload, outbox.c.occurred_at)
    .where(
        outbox.c.delivered_at.is_(None),
        outbox.c.attempts < _limit,
        outbox.c.trainee_id != func.all(bindparam("resting", type_=ARRAY(Uuid))),
        ~_waits_behind,
    )
    .order_by(outbox.c.sequence)
    .limit(bindparam("count", type_=Integer))
)
_CLAIM = Statement(_DELIVERABLE.with_for_update(of=outbox, skip_locked=True), Event)


@asynccontextmanager
async def claimed(
    database: Database, *, resting: Collection[UUID], attempts_limit: int, count: int
) -> AsyncIterator[tuple[Claim[Event], list[Event]]]:
    """The oldest events that may go out now, of each trainee one; no other relay sees them until the block ends."""
    async with database.claim(_CLAIM, resting=list(resting), attempts_limit=attempts_limit, count=count) as claim:
        yield claim, claim.rows


class _Delivered(NamedTuple):
    delivered_at: datetime | None


_DELIVERED = Statement(
    select(outbox.c.delivered_at).where(
        outbox.c.trainee_id == bindparam("trainee"), outbox.c.event_id == bindparam("event")
    ),
    _Delivered,
)


async def is_delivered(database: Database, event: Event) -> bool:
    row = await database.read_one(_DELIVERED, trainee=event.trainee_id, event=event.event_id)
    return row is not None and row.delivered_at is not None


_BACKLOG = Statement(
    select(
        func.count().label("waiting"),
        func.count().filter(outbox.c.attempts >= _limit).label("dead"),
        func.min(outbox.c.occurred_at).label("oldest_at"),
    ).where(outbox.c.delivered_at.is_(None)),
    Backlog,
)


async def backlog(database: Database, *, attempts_limit: int) -> Backlog:
    found = await database.read_one(_BACKLOG, attempts_limit=attempts_limit)
    return found or Backlog(waiting=0, dead=0, oldest_at=None)
