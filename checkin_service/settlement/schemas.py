"""Wire shapes of settlement."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.ids import ClientId
from checkin_service.kit.schema import CleanText, ShortText, StrictModel
from checkin_service.settlement.model import Application, ApplicationState, Mode, Order, OrderState

File = Annotated[
    str, Field(max_length=4 * 2**20, pattern="^[A-Za-z0-9+/]+={0,2}$", description="CSV or XLSX, in base64")
]
Code = Annotated[CleanText, Field(min_length=1, max_length=40)]


class NewApplication(StrictModel):
    """Verified codes imported into an application (SD-14): all rows or none, each bad row named."""

    application_id: ClientId
    authority_code: str = Field(pattern="^[0-9]{6}$", examples=["330600"])
    voucher_codes: Annotated[list[Code], Field(min_length=1, max_length=500)]


class ApplicationFile(StrictModel):
    """The same as a file: CSV or XLSX with a column 唯一码 (or `voucher_code`)."""

    application_id: ClientId
    authority_code: str = Field(pattern="^[0-9]{6}$", examples=["330600"])
    file: File


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

    @classmethod
    def of(cls, application: Application) -> "ApplicationAnswer":
        return cls(**{name: getattr(application, name) for name in cls.model_fields})


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

    @classmethod
    def of(cls, order: Order) -> "OrderBody":
        return cls(**{name: getattr(order, name) for name in cls.model_fields if name != "fund"}, fund=order.fund.value)


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


class Results(StrictModel):
    """What the treasury or the agency answered, line by line."""

    request_id: ClientId
    rows: Annotated[list[ResultRow], Field(min_length=1, max_length=2000)]


class ResultsFile(StrictModel):
    """The same as a file: CSV or XLSX with the columns 行号, 结果 (已拨付 or 未拨付), 凭证号 and 原因."""

    request_id: ClientId
    file: File


class ReturnRow(StrictModel):
    line: Annotated[int, Field(ge=1)]
    reason: ShortText


class Returns(StrictModel):
    """Payments that the bank returned."""

    request_id: ClientId
    rows: Annotated[list[ReturnRow], Field(min_length=1, max_length=2000)]


class ResultsAnswer(StrictModel):
    table_id: UUID
    paid: int
    not_paid: int
    still_open: int


class ClawBack(StrictModel):
    request_id: ClientId
    voucher_code: Code
    reason: ShortText


class ClawBackAnswer(StrictModel):
    voucher_id: UUID
    amount_fen: int


class Account(StrictModel):
    """The account a payee states (填报的账户)."""

    account_id: ClientId
    holder: ShortText
    bank: ShortText
    number: str = Field(pattern="^[0-9]{8,34}$")


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
