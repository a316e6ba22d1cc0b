"""Templates, the subsidy table, budgets, freezes, and what the ledger holds."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
from checkin_service.kit.problem import not_found
from checkin_service.voucher import funds
from checkin_service.voucher.schemas import (
    BudgetAnswer,
    BudgetChange,
    Budgets,
    CarryOver,
    Freeze,
    FreezeAnswer,
    FreezeLift,
    LedgerAnswer,
    NewTemplate,
    PublishedRates,
    RateBody,
    Rates,
    RatesImport,
    TemplateAnswer,
    TemplatePage,
)
from checkin_service.voucher.service import budgets, templates

router = service_router(tag="vouchers")

Authority = Annotated[str, Query(pattern="^[0-9]{6}$", examples=["330600"])]


@router.get("/ledger", summary="What the ledger holds for an authority")
async def get_ledger(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.LEDGER_READ))], authority: Authority
) -> LedgerAnswer:
    """Everything reserved, payable, paid, released and still open, and whether the books balance."""
    if authority != subject.authority_code:
        raise not_found()
    return LedgerAnswer.of(await funds.totals(resources, authority))


@router.post("/voucher-templates", status_code=201, response_model=TemplateAnswer, summary="Publish a template")
async def publish_template(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.TEMPLATE_PUBLISH))], body: NewTemplate
) -> Response:
    """A known id makes the next version; vouchers keep the version they came from."""
    return answer(await templates.publish_template(resources, subject, body), status=201)


@router.get("/voucher-templates", summary="The templates of an authority, with what is left of each")
async def list_templates(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.TEMPLATE_READ))],
    authority: Authority,
    page: Page,
) -> TemplatePage:
    """Open to everybody signed in: people see what they may apply for and where it can be used (MP-11)."""
    del subject
    found, cursor = await templates.templates(resources, authority, page)
    return TemplatePage(templates=found, next_cursor=cursor)


@router.post("/subsidy-rates", status_code=201, response_model=PublishedRates, summary="Import the subsidy table")
async def publish_rates(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.RATE_PUBLISH))], body: RatesImport
) -> Response:
    """Dated rows with the decision that sets them; a later publication outranks an earlier one."""
    return answer(await templates.publish_rates(resources, subject, body), status=201)


@router.get("/subsidy-rates", summary="The subsidy table in force on a day")
async def list_rates(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.RATE_READ))],
    authority: Authority,
    on: Annotated[date | None, Query(description="Absent: today")] = None,
    occupation: Annotated[str | None, Query(max_length=200)] = None,
) -> Rates:
    del subject
    found = await templates.rates_on(resources, authority, on, occupation)
    return Rates(rates=[RateBody.of(rate) for rate in found])


@router.post("/budgets", status_code=201, response_model=BudgetAnswer, summary="Grant a budget, or cut it")
async def change_budget(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.BUDGET_GRANT))], body: BudgetChange
) -> Response:
    """By fund and fiscal year; what is set aside for vouchers cannot be cut."""
    return answer(await budgets.change(resources, subject, body), status=201)


@router.post("/budgets/carry-over", status_code=201, response_model=BudgetAnswer, summary="Carry over (结转)")
async def carry_over(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.BUDGET_GRANT))], body: CarryOver
) -> Response:
    return answer(await budgets.carry_over(resources, subject, body), status=201)


@router.get("/budgets", summary="The budgets of one's own authority")
async def list_budgets(resources: Res, subject: Annotated[Subject, Depends(allow(Permission.BUDGET_READ))]) -> Budgets:
    return Budgets(budgets=await budgets.budgets(resources, subject))


@router.post("/payment-freezes", status_code=201, response_model=FreezeAnswer, summary="Freeze payments")
async def freeze(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.PAYMENT_FREEZE))], body: Freeze
) -> Response:
    """To a class, an institution or a person, while an investigation lasts."""
    return answer(await budgets.freeze(resources, subject, body), status=201)


@router.post("/payment-freezes/{freeze_id}/lift", status_code=204, summary="Lift a freeze: by another person")
async def lift(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.PAYMENT_FREEZE))],
    freeze_id: UUID,
    body: FreezeLift,
) -> None:
    await budgets.lift(resources, subject, freeze_id, body)
