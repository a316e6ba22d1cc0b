"""Statements of the relay: which events may go out now, and how many wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement
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
# A dead event holds back its trainee's later ones: skipping it would deliver them out of order.
_is_held_back = exists().where(
    _earlier.c.trainee_id == outbox.c.trainee_id,
    _earlier.c.delivered_at.is_(None),
    _earlier.c.attempts >= _limit,
    _earlier.c.sequence < outbox.c.sequence,
)
_DELIVERABLE = Statement(
    select(outbox.c.trainee_id, outbox.c.event_id, outbox.c.type, outbox.c.payload, outbox.c.occurred_at)
    .where(
        outbox.c.delivered_at.is_(None),
        outbox.c.attempts < _limit,
        outbox.c.trainee_id != func.all(bindparam("resting", type_=ARRAY(Uuid))),
        ~_is_held_back,
    )
    .order_by(outbox.c.sequence)
    .limit(bindparam("count", type_=Integer))
)


async def deliverable(database: Database, *, resting: Collection[UUID], attempts_limit: int, count: int) -> list[Event]:
    """The oldest events that may go out now, none of the trainees who rest after a failure."""
    rows = await database.read(_DELIVERABLE, resting=list(resting), attempts_limit=attempts_limit, count=count)
    return [Event(**row._asdict()) for row in rows]


_DELIVERED = Statement(
    select(outbox.c.delivered_at).where(
        outbox.c.trainee_id == bindparam("trainee"), outbox.c.event_id == bindparam("event")
    )
)


async def is_delivered(database: Database, event: Event) -> bool:
    row = await database.read_one(_DELIVERED, trainee=event.trainee_id, event=event.event_id)
    return row is not None and row.delivered_at is not None


_BACKLOG = Statement(
    select(
        func.count().label("waiting"),
        func.count().filter(outbox.c.attempts >= _limit).label("dead"),
        func.min(outbox.c.occurred_at).label("oldest_at"),
    ).where(outbox.c.delivered_at.is_(None))
)


async def backlog(database: Database, *, attempts_limit: int) -> Backlog:
    row = await database.read_one(_BACKLOG, attempts_limit=attempts_limit)
    if row is None:
        return Backlog(waiting=0, dead=0, oldest_at=None)
    return Backlog(**row._asdict())
