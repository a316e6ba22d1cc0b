"""Checkpoints for authorities and institutions to keep, and receipts for trainees."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.transparency.schemas import CheckpointsAnswer, ReceiptAnswer
from checkin_service.transparency.service import reading

router = service_router(tag="log")


@router.reads("/log/checkpoints", by=Permission.LOG_READ, summary="Signed checkpoints of the log (存证检查点)")
async def list_checkpoints(
    resources: Res,
    subject: Subject,
    cursor: Annotated[str, Query(max_length=60, description="`next_cursor` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
) -> CheckpointsAnswer:
    """Keep them outside: with one in hand, nobody can change what it covers without being found out."""
    return await reading.checkpoints(resources, subject, after=cursor, limit=limit)


@router.reads(
    "/check-ins/{attempt_id}/receipt",
    by=Permission.RECEIPT_READ,
    summary="Proof that a check-in stands in the log (签到存证凭证)",
)
async def read_receipt(resources: Res, subject: Subject, attempt_id: UUID) -> ReceiptAnswer:
    return await reading.receipt(resources, subject, attempt_id)
