"""Statements about what the national platform said of people's vouchers elsewhere."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.voucher.model.persons import VoucherElsewhere
from checkin_service.voucher.tables import voucher_elsewhere

add_said = fragment_of_many(VoucherElsewhere, voucher_elsewhere)


@question(
    select(voucher_elsewhere)
    .ext(distinct_on(voucher_elsewhere.c.trainee_id))
    .where(
        matches(voucher_elsewhere, "authority_code"),
        voucher_elsewhere.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))),
    )
    .order_by(voucher_elsewhere.c.trainee_id, voucher_elsewhere.c.ordinal.desc())
)
async def latest_said(database: Database, authority_code: str, trainees: Iterable[UUID]) -> list[VoucherElsewhere]:
    """The latest answer about each of these people, as one authority heard it."""
