"""Statements about verifications of what is no voucher."""

from sqlalchemy import Integer, Text, Uuid, bindparam, insert, select

from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.voucher.model.vouchers import UnknownVerification
from checkin_service.voucher.tables import unknown_verification

add_unknown = fragment_of(UnknownVerification, insert(unknown_verification))

_BY_TENANT = Statement(
    select(unknown_verification)
    .where(
        unknown_verification.c.tenant == bindparam("of_tenant", type_=Text),
        unknown_verification.c.verification_id > bindparam("after", type_=Uuid),
    )
    .order_by(unknown_verification.c.verification_id)
    .limit(bindparam("count", type_=Integer)),
    UnknownVerification,
)


async def unknown_by(database: Database, tenant: str, page: PageRequest) -> list[UnknownVerification]:
    """What a tenant was shown that is no voucher, oldest first."""
    return await database.read(_BY_TENANT, of_tenant=tenant, after=page.after, count=page.fetch)
