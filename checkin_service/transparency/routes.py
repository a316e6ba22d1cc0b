"""Checkpoints for authorities and institutions to keep, and receipts for trainees."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import service_router
from checkin_service.transparency import service
from checkin_service.transparency.schemas import CheckpointsAnswer, ReceiptAnswer

router = service_router(tag="log")


@router.get("/log/checkpoints", summary="Signed checkpoints of the log (存证检查点)")
async def list_checkpoints(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.LOG_READ))],
    cursor: Annotated[str, Query(max_length=60, description="`next_cursor` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
) -> CheckpointsAnswer:
    """Keep them outside: with one in hand, nobody can change what it covers without being found out."""
    return await service.checkpoints(resources, subject, after=cursor, limit=limit)


@router.get("/check-ins/{attempt_id}/receipt", summary="Proof that a check-in stands in the log (签到存证凭证)")
async def read_receipt(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.RECEIPT_READ))], attempt_id: UUID
) -> ReceiptAnswer:
    return await service.receipt(resources, subject, attempt_id)
