"""Statements about the channels of authorities."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Text, Uuid, bindparam, cast, exists, func, insert, or_, select, update

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.registry.model import Channel
from checkin_service.registry.tables import claim_channel, person_entry, voucher_claim

add_channel = fragment_of(Channel, insert(claim_channel))


@fragment(
    update(claim_channel)
    .values(closes_on=bindparam("on", type_=Date))
    .where(claim_channel.c.channel_id == bindparam("channel", type_=Uuid)),
    must_change_one=True,
)
def close_channel(unit: UnitOfWork, *, channel: UUID, on: date) -> None: ...


@question(select(claim_channel).where(matches(claim_channel, "channel_id")))
async def channel_of(database: Database, channel_id: UUID) -> Channel | None: ...


@question(select(claim_channel).where(matches(claim_channel, "authority_code")).order_by(claim_channel.c.channel_id))
async def channels_of(database: Database, authority_code: str) -> list[Channel]: ...


_knows = or_(
    exists().where(
        person_entry.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        person_entry.c.source == func.concat("channel:", cast(claim_channel.c.channel_id, Text)),
    ),
    exists().where(
        voucher_claim.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        voucher_claim.c.channel_id == claim_channel.c.channel_id,
    ),
)


@question(
    select(claim_channel)
    .where(
        _knows,
        claim_channel.c.opens_on <= bindparam("on", type_=Date),
        or_(claim_channel.c.closes_on.is_(None), claim_channel.c.closes_on >= bindparam("on", type_=Date)),
    )
    .order_by(claim_channel.c.channel_id)
)
async def channels_knowing(database: Database, *, trainee_id: UUID, on: date) -> list[Channel]:
    """Open channels by which a person registered or claimed a voucher."""
