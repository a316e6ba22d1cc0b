"""The eligibility query of regulators, institutions and trainees."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import service
from checkin_service.eligibility.schemas import DeterminationBody, DeterminationPage
from checkin_service.kit.http import service_router
from checkin_service.kit.paging import Page

router = service_router(tag="eligibility")


@router.get("/eligibility", summary="Determinations of a class, a trainee or a voucher (补贴资格审核)")
async def get_eligibility(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.DETERMINATION_READ))],
    page: Page,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    trainee_id: Annotated[UUID | None, Query(alias="trainee")] = None,
    voucher_code: Annotated[str | None, Query(alias="voucher", max_length=40)] = None,
) -> DeterminationPage:
    """The determination that counts for each registration, with the stored document; ask for exactly one of three."""
    found = await service.readable(
        resources, subject, class_id=class_id, trainee_id=trainee_id, voucher_code=voucher_code, page=page
    )
    shown, next_cursor = page.shown(found, lambda each: each.determination_id)
    return DeterminationPage(determinations=[DeterminationBody.of(each) for each in shown], next_cursor=next_cursor)
