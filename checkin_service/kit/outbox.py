"""News for others, written in the transaction that made it and delivered later, at least once, in order per person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork, metadata
from checkin_service.kit.ids import new_id

outbox = Table(
    "outbox",
    metadata,
    Column("trainee_id", Uuid, primary_key=True, comment="The person concerned; order is kept per person."),
    Column("event_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, Identity(always=True), nullable=False),
    Column("type", Text, nullable=False, comment="Past tense, such as attendance.changed"),
    Column("payload", JSONB, nullable=False, comment="Ids and numbers only, never personal data"),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("delivered_at", DateTime(timezone=True)),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Text),
    # The relay asks for the oldest undelivered events; delivered ones leave the index.
    Index("outbox_undelivered_idx", "sequence", postgresql_where=text("delivered_at IS NULL")),
    # Of one person the oldest goes first, however many were delivered before.
    Index("outbox_order_idx", "trainee_id", "sequence", postgresql_where=text("delivered_at IS NULL")),
    comment="Events waiting for delivery and those delivered",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    trainee_id: UUID
    event_id: UUID
    type: str
    payload: dict[str, Any]
    occurred_at: datetime


_APPEND = Fragment(
    Statement(
        insert(outbox).values(
            trainee_id=bindparam("trainee_id"),
            event_id=bindparam("event_id"),
            type=bindparam("type"),
            payload=bindparam("payload"),
            occurred_at=bindparam("occurred_at"),
        )
    )
)


def announce(unit: UnitOfWork, *, type_: str, trainee_id: UUID, payload: dict[str, Any], occurred_at: datetime) -> None:
    """Add an event to the write that causes it."""
    unit.add(
        _APPEND,
        trainee_id=trainee_id,
        event_id=new_id(),
        type=type_,
        payload=payload,
        occurred_at=occurred_at,
    )


_appended = (
    func.unnest(
        bindparam("trainees", type_=ARRAY(Uuid)),
        bindparam("events", type_=ARRAY(Uuid)),
        bindparam("types", type_=ARRAY(Text)),
        bindparam("payloads", type_=ARRAY(JSONB)),
        bindparam("moments", type_=ARRAY(DateTime(timezone=True))),
    )
    .table_valued("trainee_id", "event_id", "type", "payload", "occurred_at")
    .render_derived("appended")
)
_APPEND_ALL = Fragment(
    Statement(insert(outbox).from_select([column.name for column in _appended.c], select(_appended)))
)


def announce_all(unit: UnitOfWork, news: Sequence[Event]) -> None:
    """Add any number of events at once, in this order."""
    if not news:
        return
    unit.add(
        _APPEND_ALL,
        trainees=[event.trainee_id for event in news],
        events=[event.event_id for event in news],
        types=[event.type for event in news],
        payloads=[event.payload for event in news],
        moments=[event.occurred_at for event in news],
    )


_UNDELIVERED = Statement(
    select(outbox.c.trainee_id, outbox.c.event_id, outbox.c.type, outbox.c.payload, outbox.c.occurred_at)
    .where(outbox.c.delivered_at.is_(None), outbox.c.attempts < bindparam("attempts_limit", type_=Integer))
    .order_by(outbox.c.sequence)
    .limit(bindparam("count", type_=Integer))
)


async def undelivered(database: Database, *, count: int, attempts_limit: int) -> list[Event]:
    """The oldest events still to be delivered."""
    rows = await database.read(_UNDELIVERED, count=count, attempts_limit=attempts_limit)
    return [Event(**row._asdict()) for row in rows]


_IS_THE_EVENT = (outbox.c.trainee_id == bindparam("of_trainee")) & (outbox.c.event_id == bindparam("of_event"))

_DELIVERED = Fragment(
    Statement(
        update(outbox)
        .values(delivered_at=bindparam("at", type_=DateTime(timezone=True)))
        .where(_IS_THE_EVENT, outbox.c.delivered_at.is_(None))
    ),
    must_change_one=True,
)

_FAILED = Fragment(
    Statement(
        update(outbox)
        .values(attempts=outbox.c.attempts + 1, last_error=bindparam("error", type_=Text))
        .where(_IS_THE_EVENT)
    )
)


def mark_delivered(unit: UnitOfWork, event: Event, *, at: datetime) -> None:
    """Part of the write that holds the event's effect: both happen, exactly once, or neither."""
    unit.add(_DELIVERED, of_trainee=event.trainee_id, of_event=event.event_id, at=at)


_delivered = (
    func.unnest(bindparam("of_trainees", type_=ARRAY(Uuid)), bindparam("of_events", type_=ARRAY(Uuid)))
    .table_valued(column("trainee_id", Uuid), column("event_id", Uuid))
    .render_derived("delivered")
)
_ALL_DELIVERED = Fragment(
    Statement(
        update(outbox)
        .values(delivered_at=bindparam("at", type_=DateTime(timezone=True)))
        .where(
            outbox.c.trainee_id == _delivered.c.trainee_id,
            outbox.c.event_id == _delivered.c.event_id,
            outbox.c.delivered_at.is_(None),
        )
    ),
    must_change_each="of_events",
)


def mark_all_delivered(unit: UnitOfWork, events: Sequence[Event], *, at: datetime) -> None:
    """The same for many events: each is delivered for the first time, or nothing is written."""
    trainees = [event.trainee_id for event in events]
    unit.add(_ALL_DELIVERED, of_trainees=trainees, of_events=[event.event_id for event in events], at=at)


def mark_failed(unit: UnitOfWork, event: Event, *, error: str) -> None:
    unit.add(_FAILED, of_trainee=event.trainee_id, of_event=event.event_id, error=error)
