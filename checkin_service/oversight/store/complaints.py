"""Statements about complaints and what became of them."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, Text, Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question
from checkin_service.oversight.model import Complaint, ComplaintStep
from checkin_service.oversight.tables import complaint, complaint_step


class Addressee(NamedTuple):
    """An authority that can be complained to."""

    authority_code: str
    name: str


@question(select(authority.c.authority_code, authority.c.name).order_by(authority.c.authority_code))
async def addressees(database: Database) -> list[Addressee]:
    """Every authority of this service."""


add_complaint = fragment_of(Complaint, insert(complaint))
add_step = fragment_of(ComplaintStep, insert(complaint_step))
"""Of two at once one finds its ordinal taken."""


@question(select(complaint).where(matches(complaint, "complaint_id", "authority_code")))
async def complaint_of(database: Database, complaint_id: UUID, authority_code: str) -> Complaint | None: ...


@question(select(complaint).where(complaint.c.receipt_hash == bindparam("receipt_hash", type_=LargeBinary)))
async def by_receipt(database: Database, receipt_hash: bytes) -> Complaint | None: ...


_OF_AUTHORITY = Statement(
    select(complaint)
    .where(
        complaint.c.authority_code == bindparam("authority_code", type_=Text),
        complaint.c.complaint_id > bindparam("after", type_=Uuid),
    )
    .order_by(complaint.c.complaint_id)
    .limit(bindparam("fetch", type_=Integer)),
    Complaint,
)


async def complaints(database: Database, authority_code: str, page: PageRequest) -> list[Complaint]:
    """A page of an authority's complaints, oldest first."""
    return await database.read(_OF_AUTHORITY, authority_code=authority_code, after=page.after, fetch=page.fetch)


@question(
    select(complaint_step)
    .where(complaint_step.c.complaint_id == func.any(bindparam("complaint_ids", type_=ARRAY(Uuid))))
    .order_by(complaint_step.c.complaint_id, complaint_step.c.ordinal)
)
async def steps_of(database: Database, complaint_ids: Collection[UUID]) -> list[ComplaintStep]: ...
