"""Fees paid and given back, over HTTP."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.fees import service
from checkin_service.fees.schemas import FeeEntryBody, FeeList, NewFeeEntry
from checkin_service.kit.idempotency import Kept

router = service_router(tag="fees")


@router.creates(
    "/classes/{class_id}/fees", by=Permission.FEE_RECORD, summary="Record a fee paid or given back (缴费、退费)"
)
async def record(resources: Res, subject: Subject, class_id: UUID, body: NewFeeEntry) -> Kept[FeeEntryBody]:
    """With the number of its receipt. Nothing is changed afterwards: a correction is a further entry with a reason."""
    return await service.record(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/fees", by=Permission.FEE_READ, summary="Fees of a class (缴费记录)")
async def list_fees(resources: Res, subject: Subject, class_id: UUID) -> FeeList:
    """What the class costs, every entry with who recorded it, and what each person has paid and not got back."""
    return await service.fees(resources, subject, class_id)
