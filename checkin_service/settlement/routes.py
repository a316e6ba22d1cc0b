"""Settlement over HTTP: apply, review, approve, order, record what became of it."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer, attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.kit.workbook import MEDIA_TYPE
from checkin_service.settlement.schemas.applications import (
    Account,
    AccountAnswer,
    ApplicationAnswer,
    ApplicationPage,
    ClawBack,
    ClawBackAnswer,
    ClawBackPage,
    ClawBackRulingRequest,
    EnterpriseAccount,
    NewApplication,
    NewPaymentTable,
    PaymentTableAnswer,
    PaymentTablePage,
    Results,
    ResultsAnswer,
    Returns,
    SettlementDecision,
)
from checkin_service.settlement.schemas.papers import PaperAnswer
from checkin_service.settlement.service import accounts, applying, claw_backs, ordering, papers, results
from checkin_service.settlement.words.payment_table_pdf import pdf_of
from checkin_service.settlement.words.payment_table_workbook import workbook_of

router = service_router(tag="settlement")


@router.creates("/settlements/applications", by=Permission.SETTLEMENT_APPLY, summary="Apply for settlement")
async def apply_for_settlement(resources: Res, subject: Subject, body: NewApplication) -> Kept[ApplicationAnswer]:
    """Import verified codes (批量导入券码): by the institution that is paid, or by the authority for individuals."""
    return await applying.apply(resources, subject, body)


@router.reads("/settlements/applications", by=Permission.SETTLEMENT_READ, summary="Applications one may see")
async def list_settlements(resources: Res, subject: Subject, page: Page) -> ApplicationPage:
    return await applying.applications(resources, subject, page)


@router.creates(
    "/settlements/applications/{application_id}/review",
    by=Permission.SETTLEMENT_REVIEW,
    summary="Review an application (审核)",
)
async def review(
    resources: Res, subject: Subject, application_id: UUID, body: SettlementDecision
) -> Kept[ApplicationAnswer]:
    return await applying.review(resources, subject, application_id, body)


@router.creates(
    "/settlements/applications/{application_id}/approval",
    by=Permission.SETTLEMENT_APPROVE,
    summary="Approve what another person has reviewed",
)
async def approve(
    resources: Res, subject: Subject, application_id: UUID, body: SettlementDecision
) -> Kept[ApplicationAnswer]:
    return await applying.approve(resources, subject, application_id, body)


@router.creates(
    "/settlements/payment-tables", by=Permission.SETTLEMENT_APPROVE, summary="Make a payment table (资金拨付表)"
)
async def make_table(resources: Res, subject: Subject, body: NewPaymentTable) -> Kept[PaymentTableAnswer]:
    """From approved applications; lines that came back from the bank can be ordered again."""
    return await ordering.make_table(resources, subject, body)


@router.reads(
    "/settlements/payment-tables", by=Permission.SETTLEMENT_REVIEW, summary="The payment tables of one's own authority"
)
async def list_tables(resources: Res, subject: Subject, page: Page) -> PaymentTablePage:
    return await ordering.tables(resources, subject, page)


@router.reads(
    "/settlements/payment-tables/{table_id}",
    by=Permission.SETTLEMENT_REVIEW,
    summary="A payment table with what became of each line",
)
async def get_table(resources: Res, subject: Subject, table_id: UUID) -> PaymentTableAnswer:
    return await ordering.shown_table(resources, subject, table_id)


@router.hands_out(
    "/settlements/payment-tables/{table_id}/workbook",
    by=Permission.SETTLEMENT_REVIEW,
    media=[MEDIA_TYPE],
    summary="The payment table as a workbook (XLSX)",
)
async def get_workbook(resources: Res, subject: Subject, table_id: UUID) -> Response:
    """With names and accounts, for those who pay; the hash of the manifest stands under the totals."""
    content = await asyncio.to_thread(workbook_of, await accounts.printed(resources, subject, table_id))
    return attachment(content, f"payment-table-{table_id}.xlsx", MEDIA_TYPE)


@router.hands_out(
    "/settlements/payment-tables/{table_id}/pdf",
    by=Permission.SETTLEMENT_REVIEW,
    media=[PDF],
    summary="The payment table on paper, to be stamped (PDF)",
)
async def get_pdf(resources: Res, subject: Subject, request: Request, table_id: UUID) -> Response:
    """The same table as the workbook, with the same hash at the foot of each page."""
    shown = await accounts.printed(resources, subject, table_id)
    content = await asyncio.to_thread(pdf_of, shown, site=str(request.base_url))
    return attachment(content, f"payment-table-{table_id}.pdf", PDF)


@router.creates(
    "/settlements/payment-tables/{table_id}/results",
    by=Permission.SETTLEMENT_PAY,
    summary="Import the treasury's answer, line by line",
)
async def record_payment_results(
    resources: Res, subject: Subject, table_id: UUID, body: Results
) -> Kept[ResultsAnswer]:
    """Paid vouchers are written off; a line that was not paid can be settled again."""
    return await results.record_results(resources, subject, table_id, body)


@router.creates(
    "/settlements/payment-tables/{table_id}/returns",
    by=Permission.SETTLEMENT_PAY,
    summary="Record payments that the bank returned",
)
async def record_returns(resources: Res, subject: Subject, table_id: UUID, body: Returns) -> Kept[ResultsAnswer]:
    return await results.record_returns(resources, subject, table_id, body)


@router.get("/papers/{sha256}", response_model=PaperAnswer, summary="Was this paper issued here? (文件核验)")
async def verify_paper(resources: Res, request: Request, sha256: str) -> Response:
    """For anybody who holds a paper: by the hash at its foot, to which its QR leads."""
    address = request.client.host if request.client else ""
    return answer(await papers.issued(resources, sha256, address=address))


@router.creates("/settlements/claw-backs", by=Permission.VOUCHER_CLAW_BACK, summary="Propose to claw a subsidy back")
async def propose_claw_back(resources: Res, subject: Subject, body: ClawBack) -> Kept[ClawBackAnswer]:
    """追回, with the decision's number and who is liable; another person of the authority approves it."""
    return await claw_backs.propose(resources, subject, body)


@router.reads("/settlements/claw-backs", by=Permission.VOUCHER_CLAW_BACK, summary="Claw-backs of one's own authority")
async def list_claw_backs(
    resources: Res, subject: Subject, page: Page, *, waiting: Annotated[bool, Query()] = False
) -> ClawBackPage:
    return await claw_backs.listed(resources, subject, page, only_waiting=waiting)


@router.creates(
    "/settlements/claw-backs/{claw_back_id}/ruling",
    by=Permission.VOUCHER_CLAW_BACK,
    summary="Approve or refuse a claw-back that another person proposed",
)
async def rule_claw_back(
    resources: Res, subject: Subject, claw_back_id: UUID, body: ClawBackRulingRequest
) -> Kept[ClawBackAnswer]:
    """Approved, the money returns to the fund it came from."""
    return await claw_backs.rule(resources, subject, claw_back_id, body)


@router.creates("/settlements/accounts", by=Permission.ACCOUNT_STATE, summary="State one's account")
async def state_account(resources: Res, subject: Subject, body: Account) -> Kept[AccountAnswer]:
    return await accounts.state_account(resources, subject, body)


@router.creates(
    "/settlements/enterprise-accounts",
    by=Permission.ENTERPRISE_CREATE,
    summary="Enter the account that an enterprise stated",
)
async def state_enterprise_account(resources: Res, subject: Subject, body: EnterpriseAccount) -> Kept[AccountAnswer]:
    """By the authority that entered the enterprise; the latest account counts."""
    return await accounts.state_enterprise_account(resources, subject, body)
