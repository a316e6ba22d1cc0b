"""Settlement over HTTP: apply, review, approve, order, record what became of it."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
from checkin_service.settlement.pdf import MEDIA_TYPE as PDF
from checkin_service.settlement.pdf import pdf_of
from checkin_service.settlement.schemas import (
    Account,
    AccountAnswer,
    ApplicationAnswer,
    ApplicationFile,
    ApplicationPage,
    ClawBack,
    ClawBackAnswer,
    EnterpriseAccount,
    NewApplication,
    NewPaymentTable,
    PaymentTableAnswer,
    PaymentTablePage,
    Results,
    ResultsAnswer,
    ResultsFile,
    Returns,
    SettlementDecision,
)
from checkin_service.settlement.service import accounts, applying, imports, ordering, results
from checkin_service.settlement.spreadsheet import MEDIA_TYPE

router = service_router(tag="settlement")


@router.post(
    "/settlements/applications", status_code=201, response_model=ApplicationAnswer, summary="Apply for settlement"
)
async def apply(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_APPLY))], body: NewApplication
) -> Response:
    """Import verified codes (批量导入券码): by the institution that is paid, or by the authority for individuals."""
    return answer(await applying.apply(resources, subject, body), status=201)


@router.post(
    "/settlements/applications/files",
    status_code=201,
    response_model=ApplicationAnswer,
    summary="Apply for settlement with a file of codes",
)
async def apply_with_file(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_APPLY))], body: ApplicationFile
) -> Response:
    """Import verified codes (批量导入券码) from CSV or XLSX: all of them, or none and each bad row named."""
    return answer(await imports.application_of(resources, subject, body), status=201)


@router.get("/settlements/applications", summary="Applications one may see")
async def list_applications(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_READ))], page: Page
) -> ApplicationPage:
    return await applying.applications(resources, subject, page)


@router.post(
    "/settlements/applications/{application_id}/review",
    status_code=201,
    response_model=ApplicationAnswer,
    summary="Review an application (审核)",
)
async def review(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_REVIEW))],
    application_id: UUID,
    body: SettlementDecision,
) -> Response:
    return answer(await applying.review(resources, subject, application_id, body), status=201)


@router.post(
    "/settlements/applications/{application_id}/approval",
    status_code=201,
    response_model=ApplicationAnswer,
    summary="Approve what another person has reviewed",
)
async def approve(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_APPROVE))],
    application_id: UUID,
    body: SettlementDecision,
) -> Response:
    return answer(await applying.approve(resources, subject, application_id, body), status=201)


@router.post(
    "/settlements/payment-tables",
    status_code=201,
    response_model=PaymentTableAnswer,
    summary="Make a payment table (资金拨付表)",
)
async def make_table(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_APPROVE))], body: NewPaymentTable
) -> Response:
    """From approved applications; lines that came back from the bank can be ordered again."""
    return answer(await ordering.make_table(resources, subject, body), status=201)


@router.get("/settlements/payment-tables", summary="The payment tables of one's own authority")
async def list_tables(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_REVIEW))], page: Page
) -> PaymentTablePage:
    return await ordering.tables(resources, subject, page)


@router.get("/settlements/payment-tables/{table_id}", summary="A payment table with what became of each line")
async def get_table(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_REVIEW))], table_id: UUID
) -> PaymentTableAnswer:
    return ordering.answer_of(*await ordering.table_of(resources, subject, table_id))


@router.get(
    "/settlements/payment-tables/{table_id}/workbook",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
    summary="The payment table as a workbook (XLSX)",
)
async def get_workbook(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_REVIEW))], table_id: UUID
) -> Response:
    """With names and accounts, for those who pay; the hash of the manifest stands under the totals."""
    content = await accounts.workbook_of(resources, subject, table_id)
    name = f'attachment; filename="payment-table-{table_id}.xlsx"'
    return Response(content, media_type=MEDIA_TYPE, headers={"Content-Disposition": name})


@router.get(
    "/settlements/payment-tables/{table_id}/pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {}}}},
    summary="The payment table on paper, to be stamped (PDF)",
)
async def get_pdf(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_REVIEW))], table_id: UUID
) -> Response:
    """The same table as the workbook, with the same hash at the foot of each page."""
    content = await asyncio.to_thread(pdf_of, await accounts.printed(resources, subject, table_id))
    name = f'attachment; filename="payment-table-{table_id}.pdf"'
    return Response(content, media_type=PDF, headers={"Content-Disposition": name})


@router.post(
    "/settlements/payment-tables/{table_id}/results",
    status_code=201,
    response_model=ResultsAnswer,
    summary="Import the treasury's answer, line by line",
)
async def record_results(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_PAY))],
    table_id: UUID,
    body: Results,
) -> Response:
    """Paid vouchers are written off; a line that was not paid can be settled again."""
    return answer(await results.record_results(resources, subject, table_id, body), status=201)


@router.post(
    "/settlements/payment-tables/{table_id}/results/files",
    status_code=201,
    response_model=ResultsAnswer,
    summary="Import the treasury's answer as a file",
)
async def record_results_file(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_PAY))],
    table_id: UUID,
    body: ResultsFile,
) -> Response:
    """CSV or XLSX; a row that cannot be read is named and nothing is kept, a payment that failed is a line's own."""
    return answer(await imports.results_of(resources, subject, table_id, body), status=201)


@router.post(
    "/settlements/payment-tables/{table_id}/returns",
    status_code=201,
    response_model=ResultsAnswer,
    summary="Record payments that the bank returned",
)
async def record_returns(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SETTLEMENT_PAY))],
    table_id: UUID,
    body: Returns,
) -> Response:
    return answer(await results.record_returns(resources, subject, table_id, body), status=201)


@router.post(
    "/settlements/claw-backs", status_code=201, response_model=ClawBackAnswer, summary="Claw a subsidy back (追回)"
)
async def claw_back(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_CLAW_BACK))], body: ClawBack
) -> Response:
    """To the fund it came from."""
    return answer(await results.claw_back(resources, subject, body), status=201)


@router.post("/settlements/accounts", status_code=201, response_model=AccountAnswer, summary="State one's account")
async def state_account(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ACCOUNT_STATE))], body: Account
) -> Response:
    return answer(await accounts.state_account(resources, subject, body), status=201)


@router.post(
    "/settlements/enterprise-accounts",
    status_code=201,
    response_model=AccountAnswer,
    summary="Enter the account that an enterprise stated",
)
async def state_enterprise_account(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ENTERPRISE_CREATE))], body: EnterpriseAccount
) -> Response:
    """By the authority that entered the enterprise; the latest account counts."""
    return answer(await accounts.state_enterprise_account(resources, subject, body), status=201)
