"""Statements of messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, column, delete, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import alike, matches, question
from checkin_service.messages.model import Contact, Message, MessageKind, Waiting
from checkin_service.messages.tables import message, message_contact, message_dispatch, message_reading
from checkin_service.timetable.tables import training_class

_moment = DateTime(timezone=True)

add_messages = fragment_of_many(Message, message)


@dataclass(frozen=True, slots=True)
class Dispatch:
    trainee_id: UUID
    cause: UUID
    kind: MessageKind
    next_attempt_at: datetime


add_dispatches = fragment_of_many(Dispatch, message_dispatch, ["trainee_id", "cause", "kind", "next_attempt_at"])


class OwnMessage(NamedTuple):
    cause: UUID
    kind: MessageKind
    class_name: str | None
    facts: dict[str, Any]
    told_at: datetime


@question(
    select(
        message.c.cause, message.c.kind, training_class.c.name.label("class_name"), message.c.facts, message.c.told_at
    )
    .outerjoin(training_class, training_class.c.class_id == message.c.class_id)
    .where(matches(message, "trainee_id"))
    .order_by(message.c.told_at.desc(), message.c.cause.desc())
    .limit(bindparam("most", type_=Integer))
)
async def messages_of(database: Database, trainee_id: UUID, *, most: int) -> list[OwnMessage]:
    """A person's messages, the newest first."""


class Reading(NamedTuple):
    read_until: datetime


@question(select(message_reading.c.read_until).where(matches(message_reading, "trainee_id")))
async def reading_of(database: Database, trainee_id: UUID) -> Reading | None: ...


_reading = upsert(message_reading).values(
    trainee_id=bindparam("trainee_id", type_=Uuid), read_until=bindparam("read_until", type_=_moment)
)


@fragment(
    _reading.on_conflict_do_update(
        index_elements=[message_reading.c.trainee_id],
        set_={"read_until": func.greatest(message_reading.c.read_until, _reading.excluded.read_until)},
    )
)
def set_reading(unit: UnitOfWork, *, trainee_id: UUID, read_until: datetime) -> None:
    """Read until a moment; it never goes back."""


_contact = upsert(message_contact).values({each.name: bindparam(each.name) for each in message_contact.columns})
set_contact = fragment_of(
    Contact,
    _contact.on_conflict_do_update(
        index_elements=[message_contact.c.trainee_id],
        set_={name: _contact.excluded[name] for name in ("mobile_sealed", "channel_id", "silenced", "changed_at")},
    ),
)


@question(
    select(message_contact).where(message_contact.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))))
)
async def contacts_of(database: Database, *, trainees: Sequence[UUID]) -> list[Contact]: ...


class Told(NamedTuple):
    trainee_id: UUID
    cause: UUID
    kind: MessageKind


@question(
    select(message.c.trainee_id, message.c.cause, message.c.kind).where(
        message.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))),
        message.c.cause == func.any(bindparam("causes", type_=ARRAY(Uuid))),
    )
)
async def told_already(database: Database, *, trainees: list[UUID], causes: list[UUID]) -> set[Told]:
    """Which messages of these causes there are."""


@question(
    select(
        message.c.trainee_id,
        message.c.cause,
        message.c.kind,
        message.c.facts,
        message_dispatch.c.attempts,
        message_contact.c.mobile_sealed,
        message_contact.c.channel_id,
    )
    .select_from(message_dispatch)
    .join(message, alike(message, message_dispatch, "trainee_id", "cause", "kind"))
    .outerjoin(message_contact, alike(message_contact, message_dispatch, "trainee_id"))
    .where(message_dispatch.c.next_attempt_at <= bindparam("now", type_=_moment))
    .order_by(message_dispatch.c.next_attempt_at)
    .limit(bindparam("most", type_=Integer))
)
async def due(database: Database, *, now: datetime, most: int) -> list[Waiting]:
    """What is due to go out, the oldest first."""


_those = (
    func.unnest(
        bindparam("trainees", type_=ARRAY(Uuid)),
        bindparam("causes", type_=ARRAY(Uuid)),
        bindparam("kinds", type_=ARRAY(Text)),
        bindparam("nexts", type_=ARRAY(_moment)),
    )
    .table_valued(
        column("trainee_id", Uuid), column("cause", Uuid), column("kind", Text), column("next_attempt_at", _moment)
    )
    .render_derived("those")
)
_gone = (
    func.unnest(
        bindparam("trainees", type_=ARRAY(Uuid)),
        bindparam("causes", type_=ARRAY(Uuid)),
        bindparam("kinds", type_=ARRAY(Text)),
    )
    .table_valued(column("trainee_id", Uuid), column("cause", Uuid), column("kind", Text))
    .render_derived("gone")
)


@fragment(delete(message_dispatch).where(alike(message_dispatch, _gone, "trainee_id", "cause", "kind")))
def end_dispatches(unit: UnitOfWork, *, trainees: list[UUID], causes: list[UUID], kinds: list[MessageKind]) -> None: ...


@fragment(
    update(message_dispatch)
    .values(attempts=message_dispatch.c.attempts + 1, next_attempt_at=_those.c.next_attempt_at)
    .where(alike(message_dispatch, _those, "trainee_id", "cause", "kind"))
)
def put_off(
    unit: UnitOfWork, *, trainees: list[UUID], causes: list[UUID], kinds: list[MessageKind], nexts: list[datetime]
) -> None: ...
