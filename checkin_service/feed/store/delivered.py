"""The statement that removes delivered events from the outbox."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import DateTime, Integer, bindparam, delete, exists, func, select, tuple_

from checkin_service.feed.tables import feed_delivery
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.outbox import outbox
from checkin_service.kit.questions import alike


class _Dropped(NamedTuple):
    events: int


_over = (
    select(outbox.c.trainee_id, outbox.c.event_id)
    .where(
        outbox.c.occurred_at < bindparam("before", type_=DateTime(timezone=True)),
        outbox.c.delivered_at.is_not(None),
        ~exists().where(alike(feed_delivery, outbox, "trainee_id", "event_id")),
    )
    .limit(bindparam("count", type_=Integer))
)
_gone = (
    delete(outbox)
    .where(tuple_(outbox.c.trainee_id, outbox.c.event_id).in_(_over))
    .returning(outbox.c.event_id)
    .cte("gone")
)
_DROP = Statement(select(func.count().label("events")).select_from(_gone), _Dropped)


async def drop(database: Database, *, before: datetime, count: int) -> int:
    """At most `count` events of before then that everybody has taken; how many there were."""
    (found,) = await database.read(_DROP, before=before, count=count)
    return found.events
