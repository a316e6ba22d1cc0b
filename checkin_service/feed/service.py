"""Use cases of the feed: subscribe, see how far one is behind, end, replay what was given up, drop what was taken."""

from datetime import timedelta
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.feed.guard import Guard, TargetRefused
from checkin_service.feed.messages import public_key_text, secret_text
from checkin_service.feed.model import BUS_ID, Standing, Subscriber
from checkin_service.feed.routing import Pace
from checkin_service.feed.schemas import (
    EndRequest,
    OwnSubscriber,
    SubscriberAnswer,
    SubscriberLine,
    SubscriberRequest,
    SubscribersAnswer,
)
from checkin_service.feed.store import Backlog, backlog, delivered, subscribers
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_KEPT = timedelta(days=90)
_DROPPED_AT_ONCE = 5000


@once_per("subscriber_id")
async def subscribe(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: SubscriberRequest
) -> SubscriberAnswer:
    """From now on: what happened before is not sent."""
    authority_code = existing(subject.authority_code)
    try:
        Guard(allows_loopback=resources.is_development).check_shape(body.url)
    except TargetRefused as refused:
        raise unfit(Words("回调地址不可用。", f"This address is not taken: {refused}.")) from None
    now = resources.clock.now()
    added = Subscriber(
        subscriber_id=body.subscriber_id,
        authority_code=authority_code,
        url=body.url,
        types=sorted(set(body.types)),
        created_by=subject.subject_id,
        created_at=now,
    )
    subscribers.add(unit, added)
    audit.record(unit, subject, Permission.SUBSCRIBER_MANAGE, body.subscriber_id, at=now)
    return SubscriberAnswer(
        subscriber_id=added.subscriber_id,
        url=added.url,
        types=added.types,
        public_key=public_key_text(resources.signing.feed),
    )


async def overview(resources: Resources, subject: Subject) -> SubscribersAnswer:
    """An authority's own, each with the secret that it shares with the service."""
    found = await subscribers.standings(resources.database, authority_code=existing(subject.authority_code))
    lines, signer = [SubscriberLine.of(each) for each in found], resources.signing.feed
    return SubscribersAnswer(
        public_key=public_key_text(signer),
        subscribers=[OwnSubscriber.shown(each, secret_text(signer, each.subscriber_id)) for each in lines],
    )


@once_per("request_id", operation="end")
async def end(
    unit: UnitOfWork, resources: Resources, subject: Subject, subscriber_id: UUID, _: EndRequest
) -> SubscriberLine:
    authority_code = existing(subject.authority_code)
    own = await subscribers.standings(resources.database, authority_code=authority_code)
    found = existing(next((each for each in own if each.subscriber.subscriber_id == subscriber_id), None))
    now = resources.clock.now()
    subscribers.end(unit, subscriber_id=subscriber_id, authority_code=authority_code, at=now)
    audit.record(unit, subject, Permission.SUBSCRIBER_MANAGE, subscriber_id, at=now)
    return SubscriberLine.of(found)


async def status(resources: Resources) -> tuple[Backlog, list[Standing]]:
    """For operators: what waits inside, and for every subscriber."""
    inside = await backlog(resources.database, attempts_limit=Pace().attempts_limit)
    return inside, await subscribers.standings(resources.database, authority_code=None)


async def replay(resources: Resources, *, subscriber_id: UUID | None) -> None:
    """Try again what was given up: for one subscriber, or everything, the effects inside included."""
    async with resources.database.write() as unit:
        subscribers.replay(unit, subscriber_id=subscriber_id, now=resources.clock.now())
        if subscriber_id is None:
            subscribers.replay_effects(unit, attempts_limit=Pace().attempts_limit)


async def forget_bus(resources: Resources) -> bool:
    """Nothing is kept for the bus any more, and what waited for it is forgotten; false where there is none."""
    try:
        async with resources.database.write() as unit:
            subscribers.end(unit, subscriber_id=BUS_ID, authority_code=None, at=resources.clock.now())
    except Stale:
        return False
    return True


async def drop_delivered(resources: Resources) -> None:
    """At night, some at a time: events that everybody has taken, a quarter of a year after they occurred."""
    before, dropped = resources.clock.now() - _KEPT, _DROPPED_AT_ONCE
    while dropped == _DROPPED_AT_ONCE:
        dropped = await delivered.drop(resources.database, before=before, count=_DROPPED_AT_ONCE)
