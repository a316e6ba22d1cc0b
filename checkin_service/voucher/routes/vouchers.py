"""Vouchers by code: looked at, claimed, held, returned, exchanged, voided."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import service_router
from checkin_service.kit.paging import Page
from checkin_service.voucher import live_code, service
from checkin_service.voucher.schemas import (
    Exchange,
    HistoryAnswer,
    LiveCodeAnswer,
    MoveBody,
    Return,
    Shown,
    VerificationBody,
    VerificationPage,
    VoidAnswer,
    VoidBatch,
    VoucherAnswer,
)

router = service_router(tag="vouchers")

Code = Annotated[str, Path(max_length=40, examples=["D9NP1EFFX9N5DCRX8BGMS"])]


@router.get("/vouchers/{voucher_code}", summary="A voucher by its code (唯一码)")
async def get_voucher(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_READ))], voucher_code: Code
) -> VoucherAnswer:
    """For its holder, the issuing authority, and the institution it is shown to; its state is that of today."""
    voucher, state = await service.shown_voucher(resources, subject, voucher_code)
    return VoucherAnswer.of(voucher, state)


@router.get("/vouchers/{voucher_code}/history", summary="Every move of a voucher, and every look at it")
async def get_history(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_READ))], voucher_code: Code
) -> HistoryAnswer:
    moves, looks = await service.history(resources, subject, voucher_code)
    return HistoryAnswer(
        moves=[MoveBody(**{name: getattr(move, name) for name in MoveBody.model_fields}) for move in moves],
        verifications=[VerificationBody.of(look) for look in looks],
    )


@router.get("/verifications", summary="What one's own desk has verified (验券记录)")
async def list_verifications(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VERIFICATION_READ))], page: Page
) -> VerificationPage:
    found = await service.verifications(resources, subject, page)
    shown, cursor = page.shown(found, lambda look: look.verification_id)
    return VerificationPage(verifications=[VerificationBody.of(look) for look in shown], next_cursor=cursor)


@router.get("/me/vouchers/{voucher_id}/qr", summary="A live QR for the holder's own screen")
async def show_qr(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_SHOW))], voucher_id: UUID
) -> LiveCodeAnswer:
    """Signed and short-lived: a screenshot of it is dead before it reaches anybody."""
    token = await service.live_code(resources, subject, voucher_id)
    return LiveCodeAnswer(token=token, valid_s=int(live_code.LIFE.total_seconds()))


@router.post("/me/vouchers/{voucher_id}/claim", status_code=201, summary="Claim a voucher (领券)")
async def claim(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_CLAIM))], voucher_id: UUID
) -> VoucherAnswer:
    voucher = await service.claim(resources, subject, voucher_id)
    return VoucherAnswer.of(voucher, voucher.state)


@router.post("/vouchers/holds", status_code=201, summary="Hold a voucher at arrival, before the class is open")
async def hold(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_HOLD))], body: Shown
) -> VoucherAnswer:
    """The first write-off (核销) of packs that know it: afterwards no other institution can use the voucher."""
    voucher = await service.hold(resources, subject, body.voucher_code)
    return VoucherAnswer.of(voucher, voucher.state)


@router.post("/vouchers/hold-ends", status_code=201, summary="End a hold: the class did not come about")
async def end_hold(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_HOLD))], body: Shown
) -> VoucherAnswer:
    voucher = await service.end_hold(resources, subject, body.voucher_code)
    return VoucherAnswer.of(voucher, voucher.state)


@router.post("/vouchers/voids", status_code=201, summary="Void vouchers in a batch (批量作废)")
async def void(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_VOID))], body: VoidBatch
) -> VoidAnswer:
    """All or none; each voucher that cannot be voided is named with the reason."""
    return VoidAnswer(voided=await service.void_batch(resources, subject, body.voucher_codes, reason=body.reason))


@router.post("/vouchers/{voucher_code}/return", status_code=201, summary="Return a voucher (退券)")
async def return_voucher(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_RETURN))],
    voucher_code: Code,
    body: Return,
) -> VoucherAnswer:
    voucher = await service.return_voucher(resources, subject, voucher_code, reason=body.reason)
    return VoucherAnswer.of(voucher, voucher.state)


@router.post("/vouchers/{voucher_code}/exchange", status_code=201, summary="Exchange a voucher for another (退换)")
async def exchange(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_RETURN))],
    voucher_code: Code,
    body: Exchange,
) -> VoucherAnswer:
    """The old code is dead; the answer is the new voucher."""
    voucher = await service.exchange(resources, subject, voucher_code, body.template_id, reason=body.reason)
    return VoucherAnswer.of(voucher, voucher.state)
