"""Events of the outbox as they wait, and marked as delivered without a relay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, bindparam, select, update

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.outbox import Event, outbox

_UNDELIVERED = Statement(
    select(outbox.c.trainee_id, outbox.c.event_id, outbox.c.type, outbox.c.payload, outbox.c.occurred_at)
    .where(outbox.c.delivered_at.is_(None), outbox.c.attempts < bindparam("attempts_limit", type_=Integer))
    .order_by(outbox.c.sequence)
    .limit(bindparam("count", type_=Integer)),
    Event,
)


async def undelivered(database: Database, *, count: int, attempts_limit: int) -> list[Event]:
    """The oldest events still to be delivered."""
    return await database.read(_UNDELIVERED, count=count, attempts_limit=attempts_limit)


@fragment(
    update(outbox)
    .values(delivered_at=bindparam("at", type_=DateTime(timezone=True)))
    .where(
        outbox.c.trainee_id == bindparam("trainee_id"),
        outbox.c.event_id == bindparam("event_id"),
        outbox.c.delivered_at.is_(None),
    ),
    must_change_one=True,
)
def _delivered(unit: UnitOfWork, *, trainee_id: UUID, event_id: UUID, at: datetime) -> None: ...


def mark_delivered(unit: UnitOfWork, event: Event, *, at: datetime) -> None:
    """Part of the write that holds the event's effect: both happen, exactly once, or neither."""
    _delivered(unit, trainee_id=event.trainee_id, event_id=event.event_id, at=at)
