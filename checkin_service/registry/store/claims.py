"""Statements about claims of vouchers, the channels they came by, and wrong PINs at them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.registry.tables import claim_failure, voucher_claim


@fragment(insert(voucher_claim).on_conflict_do_nothing())
def add_claim(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    voucher_id: UUID,
    authority_code: str,
    channel_id: UUID | None,
    proof: str,
    claimed_at: datetime,
) -> None:
    """By which channel a voucher was obtained; the first stands."""


@fragment(insert(claim_failure))
def add_failure(unit: UnitOfWork, *, trainee_id: UUID, failure_id: UUID, failed_at: datetime) -> None: ...


@question(
    select(claim_failure.c.failed_at).where(
        matches(claim_failure, "trainee_id"),
        claim_failure.c.failed_at > bindparam("since", type_=DateTime(timezone=True)),
    )
)
async def failures_since(database: Database, trainee_id: UUID, since: datetime) -> list[datetime]: ...


class ChannelShare(NamedTuple):
    """How many vouchers came by a channel; by our own phone page where there is none."""

    channel_id: UUID | None
    claims: int


@question(
    select(voucher_claim.c.channel_id, func.count().label("claims"))
    .where(matches(voucher_claim, "authority_code"))
    .group_by(voucher_claim.c.channel_id)
)
async def shares_of(database: Database, authority_code: str) -> list[ChannelShare]: ...
