"""Wire shapes of the ledger's totals, of budgets and of freezes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.voucher.model.vouchers import Fund, FundBudget

PositiveFen = Annotated[int, Field(gt=0, le=10**14)]
Year = Annotated[int, Field(ge=2020, le=2100, examples=[2026])]


class LedgerAnswer(StrictModel):
    authority_code: str
    reserved_fen: int
    payable_fen: int
    released_fen: int
    open_fen: int
    paid_fen: int
    clawed_back_fen: int
    balanced: bool


class BudgetChange(StrictModel):
    """A grant, or a cut of what is still free."""

    request_id: ClientId
    kind: Literal["grant", "cut"]
    fund: Fund
    fiscal_year: Year
    amount_fen: PositiveFen
    document: ShortText = Field(description="The decision it rests on", examples=["绍市财社〔2026〕3号"])


class CarryOver(StrictModel):
    """结转 of what is free of a year to the next."""

    request_id: ClientId
    fund: Fund
    fiscal_year: Year
    document: ShortText


class BudgetAnswer(StrictModel):
    fund: Fund
    fiscal_year: int
    granted_fen: int
    committed_fen: int

    @classmethod
    def of(cls, budget: FundBudget, *, granted_fen: int) -> "BudgetAnswer":
        return cls(
            fund=budget.fund,
            fiscal_year=budget.fiscal_year,
            granted_fen=granted_fen,
            committed_fen=budget.committed_fen,
        )


class BudgetStanding(BudgetAnswer):
    """A budget with what has left it: paid money stays set aside, what is free can still be committed."""

    authority_code: str
    paid_fen: int
    free_fen: int


class Budgets(StrictModel):
    budgets: list[BudgetStanding]


class Freeze(StrictModel):
    request_id: ClientId
    object: str = Field(
        pattern=r"^(class|enterprise|institution|trainee):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        examples=["class:01890000-0000-7000-8000-00000000000a"],
    )
    reason: ShortText


class FreezeLift(StrictModel):
    reason: ShortText


class FreezeAnswer(StrictModel):
    freeze_id: UUID
    object: str
    is_frozen: bool
