"""Statements about subscribers: who hears of an event, what is due, what went out, what is dead."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL, insert

from checkin_service.feed.model import ATTEMPTS_LIMIT, BUS_ID, Delivery, Standing, Subscriber
from checkin_service.feed.tables import feed_delivery, subscriber
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.outbox import Event, outbox
from checkin_service.kit.questions import alike, matches, matches_if_given, question
from checkin_service.timetable.tables import training_class

_MOMENT = DateTime(timezone=True)


@fragment(
    update(subscriber)
    .values(ended_at=bindparam("at", type_=_MOMENT))
    .where(
        subscriber.c.subscriber_id == bindparam("of_subscriber"),
        subscriber.c.authority_code.is_not_distinct_from(bindparam("of_authority", type_=Text)),
        subscriber.c.ended_at.is_(None),
    ),
    must_change_one=True,
)
def _end(unit: UnitOfWork, *, of_subscriber: UUID, of_authority: str | None, at: datetime) -> None: ...


@fragment(delete(feed_delivery).where(feed_delivery.c.subscriber_id == bindparam("of_subscriber", type_=Uuid)))
def _forget(unit: UnitOfWork, *, of_subscriber: UUID) -> None: ...


add = fragment_of(Subscriber, insert(subscriber))


@fragment(
    insert(subscriber)
    .values(
        subscriber_id=BUS_ID,
        url="nats",
        types=["*"],
        created_by=BUS_ID,
        created_at=bindparam("at", type_=_MOMENT),
    )
    .on_conflict_do_update(index_elements=["subscriber_id"], set_={"ended_at": None})
)
def add_bus(unit: UnitOfWork, *, at: datetime) -> None:
    """From now on the bus hears everything; what waits for it from before stays."""


def end(unit: UnitOfWork, *, subscriber_id: UUID, authority_code: str | None, at: datetime) -> None:
    """Nothing goes there any more, and what waited for it is forgotten."""
    _end(unit, of_subscriber=subscriber_id, of_authority=authority_code, at=at)
    _forget(unit, of_subscriber=subscriber_id)


_told = (
    func.unnest(
        bindparam("trainees", type_=ARRAY(Uuid)),
        bindparam("events", type_=ARRAY(Uuid)),
        bindparam("classes", type_=ARRAY(Uuid)),
        bindparam("authorities", type_=ARRAY(Text)),
        bindparam("types", type_=ARRAY(Text)),
    )
    .table_valued(
        column("trainee_id", Uuid),
        column("event_id", Uuid),
        column("class_id", Uuid),
        column("authority_code", Text),
        column("type", Text),
    )
    .render_derived("told")
)
_is_of_its_class = exists().where(
    training_class.c.class_id == _told.c.class_id,
    or_(
        training_class.c.supervising_authority == subscriber.c.authority_code,
        training_class.c.paying_authority == subscriber.c.authority_code,
        training_class.c.counting_authority == subscriber.c.authority_code,
    ),
)
_hears = (
    select(_told.c.trainee_id, _told.c.event_id, subscriber.c.subscriber_id, bindparam("at", type_=_MOMENT))
    .select_from(_told.join(subscriber, subscriber.c.ended_at.is_(None)))
    .where(
        # An event that names neither class nor authority concerns the operator alone.
        or_(
            subscriber.c.authority_code.is_(None),
            and_(
                _told.c.type == func.any(subscriber.c.types),
                or_(_told.c.authority_code == subscriber.c.authority_code, _is_of_its_class),
            ),
        ),
    )
)


@fragment(insert(feed_delivery).from_select(["trainee_id", "event_id", "subscriber_id", "next_attempt_at"], _hears))
def _fan_out(
    unit: UnitOfWork,
    *,
    trainees: list[UUID],
    events: list[UUID],
    classes: list[UUID | None],
    authorities: list[str | None],
    types: list[str],
    at: datetime,
) -> None: ...


def fan_out(unit: UnitOfWork, events: Sequence[Event], *, at: datetime) -> None:
    """Part of the write that delivers events: every subscriber who may hear of one will."""
    _fan_out(
        unit,
        trainees=[event.trainee_id for event in events],
        events=[event.event_id for event in events],
        classes=[_class_of(event) for event in events],
        authorities=[event.payload.get("authority_code") for event in events],
        types=[event.type for event in events],
        at=at,
    )


def _class_of(event: Event) -> UUID | None:
    return UUID(class_id) if (class_id := event.payload.get("class_id")) else None


@question(select(subscriber).where(subscriber.c.ended_at.is_(None)).order_by(subscriber.c.subscriber_id))
async def active(database: Database) -> list[Subscriber]: ...


_earlier = feed_delivery.alias("earlier")
_is_next = ~exists().where(
    alike(_earlier, feed_delivery, "trainee_id", "subscriber_id"), _earlier.c.sequence < feed_delivery.c.sequence
)


@question(
    select(
        feed_delivery.c.trainee_id,
        feed_delivery.c.event_id,
        feed_delivery.c.subscriber_id,
        feed_delivery.c.sequence,
        feed_delivery.c.attempts,
        outbox.c.type,
        outbox.c.payload,
        outbox.c.occurred_at,
    )
    .select_from(
        feed_delivery.join(
            outbox,
            (outbox.c.trainee_id == feed_delivery.c.trainee_id) & (outbox.c.event_id == feed_delivery.c.event_id),
        )
    )
    .where(
        matches(feed_delivery, "subscriber_id"),
        feed_delivery.c.next_attempt_at <= bindparam("now", type_=_MOMENT),
        feed_delivery.c.attempts < ATTEMPTS_LIMIT,
        _is_next,
    )
    .order_by(feed_delivery.c.sequence)
    .limit(bindparam("count", type_=Integer))
)
async def due(database: Database, subscriber_id: UUID, *, now: datetime, count: int) -> list[Delivery]:
    """What may go out now: of each trainee the oldest event only, so that their order is kept."""


_IS_AMONG = feed_delivery.c.sequence == func.any(bindparam("sequences", type_=ARRAY(BigInteger)))


@fragment(
    delete(feed_delivery).where(feed_delivery.c.subscriber_id == bindparam("of_subscriber", type_=Uuid), _IS_AMONG)
)
def taken(unit: UnitOfWork, of_subscriber: UUID, sequences: Sequence[int]) -> None: ...


_failures = (
    func.unnest(
        bindparam("failed", type_=ARRAY(BigInteger)),
        bindparam("pauses", type_=ARRAY(INTERVAL)),
        bindparam("errors", type_=ARRAY(Text)),
    )
    .table_valued("sequence", "pause", "error", name="failure")
    .render_derived()
)


@fragment(
    update(feed_delivery)
    .values(
        attempts=feed_delivery.c.attempts + 1,
        next_attempt_at=bindparam("now", type_=_MOMENT) + _failures.c.pause,
        last_error=_failures.c.error,
    )
    .where(
        feed_delivery.c.subscriber_id == bindparam("of_subscriber", type_=Uuid),
        feed_delivery.c.sequence == _failures.c.sequence,
    )
)
def _failed(
    unit: UnitOfWork,
    of_subscriber: UUID,
    *,
    failed: list[int],
    pauses: list[timedelta],
    errors: list[str],
    now: datetime,
) -> None: ...


def failed(
    unit: UnitOfWork, subscriber_id: UUID, failures: Sequence[tuple[int, timedelta, str]], *, now: datetime
) -> None:
    """Each with the pause before its next attempt and the reason."""
    _failed(
        unit,
        subscriber_id,
        failed=[sequence for sequence, _, _ in failures],
        pauses=[pause for _, pause, _ in failures],
        errors=[error for _, _, error in failures],
        now=now,
    )


_is_dead = feed_delivery.c.attempts >= ATTEMPTS_LIMIT


@question(
    select(
        subscriber,
        func.count(feed_delivery.c.sequence).label("waiting"),
        func.count(feed_delivery.c.sequence).filter(_is_dead).label("dead"),
        func.max(feed_delivery.c.last_error).label("last_error"),
    )
    .select_from(subscriber.outerjoin(feed_delivery, feed_delivery.c.subscriber_id == subscriber.c.subscriber_id))
    .where(subscriber.c.ended_at.is_(None), matches_if_given(subscriber, "authority_code"))
    .group_by(subscriber.c.subscriber_id)
    .order_by(subscriber.c.subscriber_id)
)
async def standings(database: Database, *, authority_code: str | None) -> list[Standing]:
    """Subscribers with their backlog: an authority's own, or all."""


@fragment(
    update(feed_delivery)
    .values(attempts=0, next_attempt_at=bindparam("now", type_=_MOMENT))
    .where(_is_dead, matches_if_given(feed_delivery, "subscriber_id"))
)
def replay(unit: UnitOfWork, *, subscriber_id: UUID | None, now: datetime) -> None:
    """Dead deliveries, of one subscriber or of all, are tried again from the start."""


@fragment(
    update(outbox)
    .values(attempts=0)
    .where(outbox.c.delivered_at.is_(None), outbox.c.attempts >= bindparam("attempts_limit", type_=Integer))
)
def replay_effects(unit: UnitOfWork, *, attempts_limit: int) -> None:
    """Dead events, whose effects inside the service failed, are tried again from the start."""
