"""Routes for templates, the subsidy table, budgets, payment freezes and ledger totals."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import reads
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.problem import not_found
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
from checkin_service.voucher.service import budgets, ledger_moves, templates

router = service_router(tag="vouchers")

Authority = Annotated[str, Query(pattern="^[0-9]{6}$", examples=["330600"])]


@router.reads("/ledger", by=Permission.LEDGER_READ, summary="What the ledger holds for an authority")
async def get_ledger(resources: Res, subject: Subject, authority: Authority) -> LedgerAnswer:
    """Everything reserved, payable, paid, released and still open, and whether the books balance."""
    if not reads(subject, authority):
        raise not_found()
    return LedgerAnswer.showing(await ledger_moves.totals(resources, authority))


@router.creates("/voucher-templates", by=Permission.TEMPLATE_PUBLISH, summary="Publish a template")
async def publish_template(resources: Res, subject: Subject, body: NewTemplate) -> Kept[TemplateAnswer]:
    """A known id makes the next version; vouchers keep the version they came from."""
    return await templates.publish_template(resources, subject, body)


@router.reads(
    "/voucher-templates",
    by=Permission.TEMPLATE_READ,
    summary="The templates of an authority, with what is left of each",
)
async def list_templates(resources: Res, authority: Authority, page: Page) -> TemplatePage:
    """Open to everybody signed in: people see what they may apply for and where it can be used (MP-11)."""
    found, cursor = await templates.templates(resources, authority, page)
    return TemplatePage(templates=found, next_cursor=cursor)


@router.creates("/subsidy-rates", by=Permission.RATE_PUBLISH, summary="Import the subsidy table")
async def publish_rates(resources: Res, subject: Subject, body: RatesImport) -> Kept[PublishedRates]:
    """Dated rows with the decision that sets them; a later publication outranks an earlier one."""
    return await templates.publish_rates(resources, subject, body)


@router.reads("/subsidy-rates", by=Permission.RATE_READ, summary="The subsidy table in force on a day")
async def list_rates(
    resources: Res,
    authority: Authority,
    on: Annotated[date | None, Query(description="Absent: today")] = None,
    occupation: Annotated[str | None, Query(max_length=200)] = None,
) -> Rates:
    found = await templates.rates_on(resources, authority, on, occupation)
    return Rates(rates=[RateBody.showing(rate) for rate in found])


@router.creates("/budgets", by=Permission.BUDGET_GRANT, summary="Grant a budget, or cut it")
async def change_budget(resources: Res, subject: Subject, body: BudgetChange) -> Kept[BudgetAnswer]:
    """By fund and fiscal year; what is set aside for vouchers cannot be cut."""
    return await budgets.change(resources, subject, body)


@router.creates("/budgets/carry-over", by=Permission.BUDGET_GRANT, summary="Carry over (结转)")
async def carry_over(resources: Res, subject: Subject, body: CarryOver) -> Kept[BudgetAnswer]:
    return await budgets.carry_over(resources, subject, body)


@router.reads("/budgets", by=Permission.BUDGET_READ, summary="The budgets of one's own authority")
async def list_budgets(resources: Res, subject: Subject) -> Budgets:
    return Budgets(budgets=await budgets.budgets(resources, subject))


@router.creates("/payment-freezes", by=Permission.PAYMENT_FREEZE, summary="Freeze payments")
async def freeze(resources: Res, subject: Subject, body: Freeze) -> Kept[FreezeAnswer]:
    """To a class, an institution or a person, while an investigation lasts."""
    return await budgets.freeze(resources, subject, body)


@router.creates(
    "/payment-freezes/{freeze_id}/lift",
    by=Permission.PAYMENT_FREEZE,
    status_code=204,
    summary="Lift a freeze: by another person",
)
async def lift(resources: Res, subject: Subject, freeze_id: UUID, body: FreezeLift) -> None:
    await budgets.lift(resources, subject, freeze_id, body)
