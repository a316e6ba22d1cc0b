"""The eligibility query of regulators, institutions and trainees."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import service
from checkin_service.eligibility.pdf import pdf_of
from checkin_service.eligibility.schemas.determinations import DeterminationBody, DeterminationPage, Purpose
from checkin_service.eligibility.schemas.searches import (
    Export,
    ListedBody,
    Search,
    SearchPage,
    VoucherList,
    VoucherListAnswer,
)
from checkin_service.eligibility.tabular import MEDIA
from checkin_service.kit.http import service_router
from checkin_service.kit.paging import Page, PageRequest

router = service_router(tag="eligibility")

Searcher = Annotated[Subject, Depends(allow(Permission.DETERMINATION_SEARCH))]
Reader = Annotated[Subject, Depends(allow(Permission.DETERMINATION_READ))]
StatedPurpose = Annotated[Purpose | None, Query(description="Why it is read; an authority's reads are written down")]


@router.get("/eligibility", summary="Determinations of a class, a trainee or a voucher (补贴资格审核)")
async def get_eligibility(
    resources: Res,
    subject: Reader,
    page: Page,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    trainee_id: Annotated[UUID | None, Query(alias="trainee")] = None,
    voucher_code: Annotated[str | None, Query(alias="voucher", max_length=40)] = None,
    purpose: StatedPurpose = None,
) -> DeterminationPage:
    """The determination that counts for each registration, with the stored document; ask for exactly one of three."""
    found = await service.readable(
        resources,
        subject,
        class_id=class_id,
        trainee_id=trainee_id,
        voucher_code=voucher_code,
        page=page,
        purpose=purpose,
    )
    shown, next_cursor = page.shown(found, lambda each: each.determination_id)
    return DeterminationPage(determinations=[DeterminationBody.of(each) for each in shown], next_cursor=next_cursor)


@router.post("/eligibility/searches", summary="Lists by class, person, voucher, institution, region, period, outcome")
async def post_search(resources: Res, subject: Searcher, body: Search) -> SearchPage:
    """Asked by a body, because an identity number has no place in an address; the read is written down."""
    found = await service.search(resources, subject, body)
    page = PageRequest(body.cursor or UUID(int=0), body.limit)
    shown, next_cursor = page.shown(found, lambda each: each.determination_id)
    return SearchPage(determinations=[ListedBody.of(each) for each in shown], next_cursor=next_cursor)


@router.post(
    "/eligibility/exports",
    summary="The same lists as CSV or XLSX, with a manifest",
    response_class=Response,
    responses={200: {"content": {media: {} for media in MEDIA.values()}}},
)
async def post_export(resources: Res, subject: Searcher, body: Export) -> Response:
    """`Content-Digest` is of the file (RFC 9530), `Manifest-SHA256` of what the audit trail keeps about it."""
    file = await service.export(resources, subject, body)
    headers = {
        "Content-Disposition": f'attachment; filename="eligibility.{body.format}"',
        "Content-Digest": file.digest,
        "Manifest-SHA256": file.manifest.sha256,
    }
    return Response(file.content, media_type=MEDIA[body.format], headers=headers)


@router.post("/eligibility/voucher-lists", summary="What has become of the voucher codes of a claim (批量导入)")
async def post_voucher_list(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_LIST_READ))],
    body: VoucherList,
) -> VoucherListAnswer:
    return await service.voucher_list(resources, subject, body)


@router.get("/eligibility/{determination_id}", summary="One determination, superseded or not")
async def get_determination(
    resources: Res, subject: Reader, determination_id: UUID, purpose: StatedPurpose = None
) -> DeterminationBody:
    return DeterminationBody.of(await service.determination(resources, subject, determination_id, purpose=purpose))


@router.get(
    "/eligibility/{determination_id}/sheet.pdf",
    summary="A determination on paper, in Chinese",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def get_sheet(resources: Res, subject: Reader, determination_id: UUID, purpose: StatedPurpose = None) -> Response:
    sheet = await service.sheet(resources, subject, determination_id, purpose=purpose)
    content = await asyncio.to_thread(pdf_of, sheet)
    name = f'attachment; filename="determination-{determination_id}.pdf"'
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": name})
