"""Whoever holds the vouchers that a place issued, in pages."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, bindparam, case, func, select

from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, question
from checkin_service.policy.model import VoucherKind
from checkin_service.registry.tables import claim_channel, voucher_claim
from checkin_service.statistics.model import DESK, PHONE
from checkin_service.voucher.model.vouchers import VoucherState
from checkin_service.voucher.tables import voucher


class Held(NamedTuple):
    """A voucher with its holder."""

    voucher_id: UUID
    trainee_id: UUID
    voucher_code: str
    kind: VoucherKind
    state: VoucherState
    authority_code: str
    fund: str | None
    obtained_on: date
    channel: str


@question(
    select(
        voucher.c.voucher_id,
        voucher.c.trainee_id,
        voucher.c.voucher_code,
        voucher.c.kind,
        voucher.c.state,
        voucher.c.authority_code,
        voucher.c.fund,
        voucher.c.obtained_on,
        case((voucher_claim.c.voucher_id.is_(None), DESK), else_=func.coalesce(claim_channel.c.kind, PHONE)).label(
            "channel"
        ),
    )
    .outerjoin(voucher_claim, alike(voucher_claim, voucher, "trainee_id", "voucher_id"))
    .outerjoin(claim_channel, claim_channel.c.channel_id == voucher_claim.c.channel_id)
    .where(
        voucher.c.authority_code.between(bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)),
        voucher.c.obtained_on.between(bindparam("obtained_from", type_=Date), bindparam("obtained_until", type_=Date)),
        voucher.c.voucher_id > bindparam("after", type_=Uuid),
    )
    .order_by(voucher.c.voucher_id)
    .limit(bindparam("count", type_=Integer))
)
async def held(
    database: Database,
    *,
    first_code: str,
    last_code: str,
    obtained_from: date,
    obtained_until: date,
    after: UUID,
    count: int,
) -> list[Held]: ...
