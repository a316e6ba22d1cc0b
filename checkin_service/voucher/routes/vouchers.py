"""Routes for vouchers by code: look up, claim, hold, return, void."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.voucher import service
from checkin_service.voucher.rules import live_qr
from checkin_service.voucher.schemas import (
    HistoryAnswer,
    LiveCodeAnswer,
    MoveBody,
    OwnVouchersAnswer,
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


@router.reads("/vouchers/{voucher_code}", by=Permission.VOUCHER_READ, summary="A voucher by its code (唯一码)")
async def get_voucher(resources: Res, subject: Subject, voucher_code: Code) -> VoucherAnswer:
    """For its holder, the issuing authority, and the institution it is shown to; its state is that of today."""
    voucher, state = await service.shown_voucher(resources, subject, voucher_code)
    return VoucherAnswer.of(voucher, state)


@router.reads(
    "/vouchers/{voucher_code}/history",
    by=Permission.VOUCHER_READ,
    summary="Every move of a voucher, and every look at it",
)
async def get_history(resources: Res, subject: Subject, voucher_code: Code) -> HistoryAnswer:
    moves, looks = await service.history(resources, subject, voucher_code)
    return HistoryAnswer(
        moves=[MoveBody.showing(move) for move in moves],
        verifications=[VerificationBody.of(look) for look in looks],
    )


@router.reads("/verifications", by=Permission.VERIFICATION_READ, summary="What one's own desk has verified (验券记录)")
async def list_verifications(resources: Res, subject: Subject, page: Page) -> VerificationPage:
    found = await service.verifications(resources, subject, page)
    shown, cursor = page.shown(found, lambda look: look.verification_id)
    return VerificationPage(verifications=[VerificationBody.of(look) for look in shown], next_cursor=cursor)


@router.reads("/me/vouchers", by=Permission.VOUCHER_SHOW, summary="Your own vouchers (我的培训券)")
async def list_own(resources: Res, subject: Subject) -> OwnVouchersAnswer:
    """The newest first, each with what may be done with it today."""
    return OwnVouchersAnswer(vouchers=await service.own_vouchers(resources, subject))


@router.reads(
    "/me/vouchers/{voucher_id}/qr", by=Permission.VOUCHER_SHOW, summary="A live QR for the holder's own screen"
)
async def show_qr(resources: Res, subject: Subject, voucher_id: UUID) -> LiveCodeAnswer:
    """Signed and short-lived: a screenshot of it is dead before it reaches anybody."""
    token = await service.live_code(resources, subject, voucher_id)
    return LiveCodeAnswer(token=token, valid_s=int(live_qr.LIFE.total_seconds()))


@router.creates(
    "/me/vouchers/{voucher_id}/activation",
    by=Permission.VOUCHER_ACTIVATE_ALONE,
    summary="Activate a voucher before there is a class (激活)",
)
async def activate_own(resources: Res, subject: Subject, voucher_id: UUID) -> VoucherAnswer:
    """Where activation is a step of its own: afterwards any fitting class uses it until its last day of use."""
    voucher = await service.activate_own(resources, subject, voucher_id)
    return VoucherAnswer.of(voucher, voucher.state)


@router.creates(
    "/vouchers/activations",
    by=Permission.VOUCHER_HOLD,
    summary="Activate a voucher at the desk, before there is a class (验券)",
)
async def activate_shown(resources: Res, subject: Subject, body: Shown) -> VoucherAnswer:
    voucher = await service.activate_shown(resources, subject, body.voucher_code)
    return VoucherAnswer.of(voucher, voucher.state)


@router.creates(
    "/vouchers/holds", by=Permission.VOUCHER_HOLD, summary="Hold a voucher at arrival, before the class is open"
)
async def hold(resources: Res, subject: Subject, body: Shown) -> VoucherAnswer:
    """The first write-off (核销) of packs that know it: afterwards no other institution can use the voucher."""
    voucher = await service.hold(resources, subject, body.voucher_code)
    return VoucherAnswer.of(voucher, voucher.state)


@router.creates("/vouchers/hold-ends", by=Permission.VOUCHER_HOLD, summary="End a hold: the class did not come about")
async def end_hold(resources: Res, subject: Subject, body: Shown) -> VoucherAnswer:
    voucher = await service.end_hold(resources, subject, body.voucher_code)
    return VoucherAnswer.of(voucher, voucher.state)


@router.creates("/vouchers/voids", by=Permission.VOUCHER_VOID, summary="Void vouchers in a batch (批量作废)")
async def void(resources: Res, subject: Subject, body: VoidBatch) -> VoidAnswer:
    """All or none; each voucher that cannot be voided is named with the reason."""
    return VoidAnswer(voided=await service.void_batch(resources, subject, body.voucher_codes, reason=body.reason))


@router.creates("/vouchers/{voucher_code}/return", by=Permission.VOUCHER_RETURN, summary="Return a voucher (退券)")
async def return_voucher(resources: Res, subject: Subject, voucher_code: Code, body: Return) -> VoucherAnswer:
    voucher = await service.return_voucher(resources, subject, voucher_code, reason=body.reason)
    return VoucherAnswer.of(voucher, voucher.state)
