"""Channels of an authority: entered with their key, closed on a day, and what they sign."""

from datetime import datetime
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.registry import rules
from checkin_service.registry.model import Channel
from checkin_service.registry.schemas.channels import ChannelAnswer, ChannelClosing, Channels, NewChannel
from checkin_service.registry.store import channels as store
from checkin_service.registry.store import claims


@once_per("channel_id")
async def enter_channel(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewChannel) -> ChannelAnswer:
    """A channel that the jurisdiction's rules name, with the key by which its statements are believed."""
    now = resources.clock.now()
    authority = authority_of(subject)
    refusal = rules.refusal_of_channel(policy_at(authority, now, known_at=now), body.kind)
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    new = Channel(**body.model_dump(), authority_code=authority, entered_by=subject.subject_id, entered_at=now)
    store.add_channel(unit, new)
    audit.record(unit, subject, Permission.CHANNEL_MANAGE, new.channel_id, at=now, detail={"kind": new.kind})
    return ChannelAnswer.of(new, on=day_of(now))


@once_per("request_id", operation="channel-closing")
async def close_channel(
    unit: UnitOfWork, resources: Resources, subject: Subject, channel_id: UUID, body: ChannelClosing
) -> ChannelAnswer:
    """From the day after, nothing comes through it any more."""
    now = resources.clock.now()
    found = await store.channel_of(resources.database, channel_id)
    if found is None or found.authority_code != authority_of(subject):
        raise not_found()
    if body.closes_on < max(day_of(now), found.opens_on):
        raise unfit(_TOO_EARLY)
    store.close_channel(unit, channel=channel_id, on=body.closes_on)
    detail = {"closes_on": body.closes_on.isoformat()}
    audit.record(unit, subject, Permission.CHANNEL_MANAGE, channel_id, at=now, detail=detail)
    return ChannelAnswer.of(found, on=day_of(now)).model_copy(update={"closes_on": body.closes_on})


async def channels(resources: Resources, subject: Subject) -> Channels:
    """The channels of one's own authority, open or not."""
    found = await store.channels_of(resources.database, authority_of(subject))
    today = day_of(resources.clock.now())
    shares = dict(await claims.shares_of(resources.database, authority_of(subject)))
    return Channels(
        channels=[ChannelAnswer.of(each, on=today, claims=shares.get(each.channel_id, 0)) for each in found],
        own_claims=shares.get(None, 0),
    )


async def channels_knowing(resources: Resources, trainee_id: UUID) -> list[Channel]:
    """Open channels by which a person registered or claimed: these know whom a message is for."""
    return await store.channels_knowing(resources.database, trainee_id=trainee_id, on=day_of(resources.clock.now()))


async def open_channel(resources: Resources, channel_id: UUID) -> Channel:
    """The channel, if it serves today; what is unknown and what is closed look the same."""
    found = await store.channel_of(resources.database, channel_id)
    refusal = rules.refusal_to_serve(found, on=day_of(resources.clock.now()))
    if found is None or refusal is not None:
        raise not_found(rules.CHANNEL_CLOSED)
    return found


def require_stated(channel: Channel, assertion: str, expected: dict[str, Any], *, now: datetime) -> None:
    """Refuse a statement that the channel has not freshly signed, or that says something else."""
    fault = identity.assertion_fault(
        assertion,
        public_key=channel.public_key,
        expected={"aud": "checkin-service", "iss": channel.issuer} | expected,
        now=now,
        valid_for=rules.statement_life(policy_at(channel.authority_code, now, known_at=now)),
    )
    if fault is not None:
        raise unfit(_INVALID, reason=fault)


def authority_of(subject: Subject) -> str:
    """The authority whose officer somebody is; nobody else has a register."""
    if subject.authority_code is None:
        raise not_found()
    return subject.authority_code


_TOO_EARLY = Words(
    "最后开放日不得早于今天，也不得早于开放日。", "The last day is neither before today nor before the day it opens."
)
_INVALID = Words(
    "渠道的实名凭据无效或已过期，请在该渠道重新发起。",
    "The channel's statement of identity is not valid or too old; begin again in that channel.",
)
