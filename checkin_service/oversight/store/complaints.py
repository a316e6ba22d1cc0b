"""Statements about complaints and what became of them."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, Text, Uuid, and_, bindparam, exists, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import alike, matches, question
from checkin_service.oversight.model import Complaint, ComplaintAssignment, ComplaintStep
from checkin_service.oversight.tables import complaint, complaint_assignment, complaint_step


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


add_assignment = fragment_of(ComplaintAssignment, insert(complaint_assignment))
_transfer, _further = complaint_step.alias("transfer"), complaint_step.alias("further")
_us = bindparam("authority_code", type_=Text)
_is_with_us = or_(
    and_(
        complaint.c.authority_code == _us,
        ~exists().where(alike(_transfer, complaint, "complaint_id"), _transfer.c.to_authority.is_not(None)),
    ),
    exists().where(
        alike(_transfer, complaint, "complaint_id"),
        _transfer.c.to_authority == _us,
        ~exists().where(
            alike(_further, _transfer, "complaint_id"),
            _further.c.to_authority.is_not(None),
            _further.c.ordinal > _transfer.c.ordinal,
        ),
    ),
)
"""The one authority that has a complaint now: to which it was transferred last, or else filed."""


@question(select(complaint).where(matches(complaint, "complaint_id"), _is_with_us))
async def complaint_of(database: Database, complaint_id: UUID, authority_code: str) -> Complaint | None: ...


_last = complaint_step.alias("last")


@question(
    select(complaint)
    .where(
        _is_with_us,
        ~exists().where(
            alike(_last, complaint, "complaint_id"), or_(_last.c.state == "answered", _last.c.state == "rejected")
        ),
    )
    .order_by(complaint.c.filed_at, complaint.c.complaint_id)
    .limit(500)
)
async def open_ones(database: Database, authority_code: str) -> list[Complaint]:
    """Those that an authority has and has neither answered nor rejected, the longest waiting first."""


@question(
    select(complaint_assignment)
    .where(complaint_assignment.c.complaint_id == func.any(bindparam("complaint_ids", type_=ARRAY(Uuid))))
    .order_by(complaint_assignment.c.complaint_id, complaint_assignment.c.ordinal)
)
async def assignments_of(database: Database, complaint_ids: Collection[UUID]) -> list[ComplaintAssignment]: ...


@question(select(complaint).where(complaint.c.receipt_hash == bindparam("receipt_hash", type_=LargeBinary)))
async def by_receipt(database: Database, receipt_hash: bytes) -> Complaint | None: ...


_OF_AUTHORITY = Statement(
    select(complaint)
    .where(
        _is_with_us,
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
