"""Vouchers by code, and what the ledger holds for an authority."""

from typing import Annotated

from fastapi import Depends, Path, Query

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import service_router
from checkin_service.kit.problem import not_found
from checkin_service.voucher import funds, service
from checkin_service.voucher.schemas import LedgerAnswer, VoucherAnswer

router = service_router(tag="vouchers")


@router.get("/vouchers/{voucher_code}", summary="A voucher by its code (唯一码)")
async def get_voucher(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_READ))],
    voucher_code: Annotated[str, Path(max_length=40, examples=["D9NP1EFFX9N5DCRX8BGMS"])],
) -> VoucherAnswer:
    """For its holder, the issuing authority, and the institution it is shown to; its state is that of today."""
    voucher, state = await service.shown_voucher(resources, subject, voucher_code)
    return VoucherAnswer.of(voucher, state)


@router.get("/ledger", summary="What the ledger holds for an authority")
async def get_ledger(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.LEDGER_READ))],
    authority: Annotated[str, Query(pattern="^[0-9]{6}$", examples=["330600"])],
) -> LedgerAnswer:
    """Everything reserved, payable, released and still open, and whether the books balance."""
    if authority != subject.authority_code:
        raise not_found()
    return LedgerAnswer.of(await funds.totals(resources, authority))
