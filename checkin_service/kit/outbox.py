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
    Text,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import UnitOfWork, fragment, fragment_of, fragment_of_many, table
from checkin_service.kit.ids import new_id

outbox = table(
    "outbox",
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
    # What was delivered long ago is found without reading what is newer.
    Index("outbox_occurred_idx", "occurred_at", postgresql_using="brin"),
    comment="Events waiting for delivery and those delivered",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    trainee_id: UUID
    event_id: UUID
    type: str
    payload: dict[str, Any]
    occurred_at: datetime


_COLUMNS = (outbox.c.trainee_id, outbox.c.event_id, outbox.c.type, outbox.c.payload, outbox.c.occurred_at)
_append = fragment_of(Event, insert(outbox).values({each.name: bindparam(each.name) for each in _COLUMNS}))


def announce(unit: UnitOfWork, type_: str, trainee_id: UUID, payload: dict[str, Any], *, occurred_at: datetime) -> None:
    """Add an event to the write that causes it."""
    event_id = new_id()
    _append(
        unit,
        Event(trainee_id=trainee_id, event_id=event_id, type=type_, payload=payload, occurred_at=occurred_at),
    )


announce_all = fragment_of_many(Event, outbox, [each.name for each in _COLUMNS])
"""Add any number of events at once, in this order."""


_those = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), bindparam("events", type_=ARRAY(Uuid)))
    .table_valued(column("trainee_id", Uuid), column("event_id", Uuid))
    .render_derived("delivered")
)


@fragment(
    update(outbox)
    .values(delivered_at=bindparam("at", type_=DateTime(timezone=True)))
    .where(
        outbox.c.trainee_id == _those.c.trainee_id,
        outbox.c.event_id == _those.c.event_id,
        outbox.c.delivered_at.is_(None),
    ),
    must_change_each="events",
)
def _all_delivered(unit: UnitOfWork, *, trainees: list[UUID], events: list[UUID], at: datetime) -> None: ...


def mark_all_delivered(unit: UnitOfWork, events: Sequence[Event], *, at: datetime) -> None:
    """The same for many events: each is delivered for the first time, or nothing is written."""
    trainees = [event.trainee_id for event in events]
    _all_delivered(unit, trainees=trainees, events=[event.event_id for event in events], at=at)


@fragment(
    update(outbox)
    .values(attempts=outbox.c.attempts + 1, last_error=bindparam("error", type_=Text))
    .where(outbox.c.trainee_id == bindparam("trainee_id"), outbox.c.event_id == bindparam("event_id"))
)
def _failed(unit: UnitOfWork, *, trainee_id: UUID, event_id: UUID, error: str) -> None: ...


def mark_failed(unit: UnitOfWork, event: Event, *, error: str) -> None:
    _failed(unit, trainee_id=event.trainee_id, event_id=event.event_id, error=error)
