"""Wire shapes of settlement."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import FILE_BYTES, LIST_BYTES, CodeText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.settlement.model import ApplicationState, Mode, Order, OrderState

Code = Annotated[CodeText, Field(min_length=1, max_length=40)]


class NewApplication(StrictModel, most_bytes=LIST_BYTES):
    """Verified codes imported into an application (SD-14): all rows or none, each bad row named."""

    application_id: ClientId
    authority_code: str = Field(pattern="^[0-9]{6}$", examples=["330600"])
    voucher_codes: Annotated[list[Code], Field(min_length=1, max_length=500)]


class ApplicationAnswer(StrictModel):
    application_id: UUID
    authority_code: str
    mode: Mode
    state: ApplicationState
    applicant: str
    vouchers: int
    total_fen: int
    submitted_at: datetime
    reviewed_at: datetime | None
    approved_at: datetime | None
    reason: str | None


class ApplicationPage(StrictModel):
    applications: list[ApplicationAnswer]
    next_cursor: str | None


class SettlementDecision(StrictModel):
    request_id: ClientId
    approved: bool
    reason: ShortText | None = None


class NewPaymentTable(StrictModel):
    """Approved applications, and lines of earlier tables that were not paid or came back."""

    table_id: ClientId
    application_ids: Annotated[list[UUID], Field(max_length=200)] = Field(default_factory=list)
    repeat_table_id: UUID | None = Field(default=None, description="A table whose returned lines are ordered again")


class OrderBody(StrictModel):
    line: int
    voucher_id: UUID
    leg: str
    payee: str
    fund: str
    route: str
    amount_fen: int
    state: OrderState
    reference: str | None
    reason: str | None
    evidence: str | None = Field(
        description="What the credited hours rest on, by class, as the determination says it",
        examples=["37/60课时：A 20、B 9、C 8"],
    )

    @classmethod
    def of(cls, order: Order, evidence: str | None) -> "OrderBody":
        return cls.showing(order, fund=order.fund.value, evidence=evidence)


class RouteTotal(StrictModel):
    fund: str
    route: str
    total_fen: int


class PaymentTableAnswer(StrictModel):
    """资金拨付表: what is stamped and reported; the hash is over its manifest."""

    table_id: UUID
    authority_code: str
    made_at: datetime
    total_fen: int
    manifest_sha256: str
    totals: list[RouteTotal]
    orders: list[OrderBody]


class PaymentTableSummary(StrictModel):
    table_id: UUID
    made_at: datetime
    lines: int
    total_fen: int


class PaymentTablePage(StrictModel):
    tables: list[PaymentTableSummary]
    next_cursor: str | None


class ResultRow(StrictModel):
    line: Annotated[int, Field(ge=1)]
    paid: bool
    reference: ShortText | None = None
    reason: ShortText | None = None


class Results(StrictModel, most_bytes=FILE_BYTES):
    """What the treasury or the agency answered, line by line."""

    request_id: ClientId
    rows: Annotated[list[ResultRow], Field(min_length=1, max_length=2000)]


class ReturnRow(StrictModel):
    line: Annotated[int, Field(ge=1)]
    reason: ShortText


class Returns(StrictModel, most_bytes=FILE_BYTES):
    """Payments that the bank returned."""

    request_id: ClientId
    rows: Annotated[list[ReturnRow], Field(min_length=1, max_length=2000)]


class ResultsAnswer(StrictModel):
    table_id: UUID
    paid: int
    not_paid: int
    still_open: int


class ClawBack(StrictModel):
    """What is proposed to be taken back; another person approves it."""

    claw_back_id: ClientId
    voucher_code: Code
    decision_number: ShortText = Field(description="文号 of the decision", examples=["绍市人社追〔2026〕2号"])
    liability: ShortText = Field(description="Who answers for it (责任认定)", examples=["培训机构弄虚作假，负全部责任"])
    reason: ShortText


class ClawBackRulingRequest(StrictModel):
    request_id: ClientId
    approved: bool
    reason: ShortText


class ClawBackAnswer(StrictModel):
    claw_back_id: UUID
    voucher_id: UUID
    amount_fen: int = Field(description="What would return, and has returned once approved")
    approved: bool | None = Field(description="Absent while it waits for another person")


class ClawBackItem(StrictModel):
    claw_back_id: UUID
    voucher_id: UUID
    voucher_code: str
    trainee_name: str
    proposed_by: UUID
    decision_number: str
    liability: str
    reason: str
    proposed_at: datetime
    approved: bool | None
    ruling_reason: str | None
    ruled_at: datetime | None


class ClawBackPage(StrictModel):
    claw_backs: list[ClawBackItem]
    next_cursor: str | None


class Account(StrictModel):
    """The account a payee states (填报的账户)."""

    account_id: ClientId
    holder: ShortText
    bank: ShortText
    number: Annotated[
        CodeText, Field(pattern="^[0-9A-Z]{8,34}$", description="As on the card; NRA and OSA accounts have letters")
    ]


class StatedAccount(StrictModel):
    """The account as its payee sees it again."""

    holder: str
    bank: str
    number_ends_in: str


class EnterpriseAccount(Account):
    """The account of an enterprise, as it stated it on the authority's form."""

    enterprise_id: UUID


class AccountAnswer(StrictModel):
    account_id: UUID
    number_ends_in: str
