"""Statements about the channels of authorities."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, insert, select, update

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.registry.model import Channel
from checkin_service.registry.tables import claim_channel

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
