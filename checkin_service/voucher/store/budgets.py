"""Statements about budgets: what was granted, what is set aside for classes, what vouchers draw."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Text, Uuid, bindparam, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.questions import question
from checkin_service.voucher.model.vouchers import BudgetBatch, Fund, FundBudget
from checkin_service.voucher.tables import budget_batch, budget_entry, fund_budget

_amount = bindparam("amount_fen", type_=BigInteger)
_IS_BUDGET = (
    (fund_budget.c.authority_code == bindparam("authority_code", type_=Text))
    & (fund_budget.c.fund == bindparam("fund", type_=Text))
    & (fund_budget.c.fiscal_year == bindparam("year", type_=Integer))
)
_IS_BATCH = (
    (budget_batch.c.authority_code == bindparam("authority_code", type_=Text))
    & (budget_batch.c.fund == bindparam("fund", type_=Text))
    & (budget_batch.c.fiscal_year == bindparam("year", type_=Integer))
    & (budget_batch.c.batch_id == bindparam("batch_id", type_=Uuid))
)


@question(select(fund_budget).where(_IS_BUDGET))
async def budget_of(database: Database, authority_code: str, fund: Fund, year: int) -> FundBudget | None: ...


@question(
    select(fund_budget)
    .where(fund_budget.c.authority_code.startswith(bindparam("reach", type_=Text)))
    .order_by(fund_budget.c.authority_code, fund_budget.c.fiscal_year, fund_budget.c.fund)
)
async def budgets_of(database: Database, *, reach: str) -> list[FundBudget]: ...


@question(select(budget_batch).where(_IS_BATCH))
async def batch_of(
    database: Database, authority_code: str, fund: Fund, year: int, batch_id: UUID
) -> BudgetBatch | None: ...


@fragment(
    insert(fund_budget)
    .values(
        authority_code=bindparam("authority_code", type_=Text),
        fund=bindparam("fund", type_=Text),
        fiscal_year=bindparam("year", type_=Integer),
        granted_fen=_amount,
        committed_fen=0,
    )
    .on_conflict_do_update(
        index_elements=[fund_budget.c.authority_code, fund_budget.c.fund, fund_budget.c.fiscal_year],
        set_={"granted_fen": fund_budget.c.granted_fen + _amount},
    )
)
def grant(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, *, amount_fen: int) -> None: ...


@fragment(
    update(fund_budget)
    .values(granted_fen=fund_budget.c.granted_fen - _amount)
    .where(_IS_BUDGET, fund_budget.c.granted_fen - fund_budget.c.committed_fen >= _amount),
    must_change_one=True,
)
def cut(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, *, amount_fen: int) -> None:
    """Take back what is still free; the write fails when less is."""


@fragment(insert(budget_entry))
def add_entry(
    unit: UnitOfWork,
    *,
    authority_code: str,
    entry_id: UUID,
    fund: Fund,
    fiscal_year: int,
    kind: str,
    amount_fen: int,
    document: str,
    entered_by: UUID,
    entered_at: datetime,
) -> None: ...


@fragment(
    update(fund_budget)
    .values(committed_fen=fund_budget.c.committed_fen + _amount)
    .where(_IS_BUDGET, fund_budget.c.committed_fen + _amount <= fund_budget.c.granted_fen),
    must_change_one=True,
)
def _commit(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, *, amount_fen: int) -> None: ...


@fragment(
    insert(budget_batch)
    .values(
        authority_code=bindparam("authority_code", type_=Text),
        fund=bindparam("fund", type_=Text),
        fiscal_year=bindparam("year", type_=Integer),
        batch_id=bindparam("batch_id", type_=Uuid),
        committed_fen=_amount,
        drawn_fen=bindparam("draw_fen", type_=BigInteger),
    )
    .on_conflict_do_update(
        index_elements=[
            budget_batch.c.authority_code,
            budget_batch.c.fund,
            budget_batch.c.fiscal_year,
            budget_batch.c.batch_id,
        ],
        set_={
            "committed_fen": budget_batch.c.committed_fen + _amount,
            "drawn_fen": budget_batch.c.drawn_fen + bindparam("draw_fen", type_=BigInteger),
        },
    )
)
def _open_batch(
    unit: UnitOfWork, authority_code: str, fund: Fund, year: int, batch_id: UUID, *, amount_fen: int, draw_fen: int
) -> None: ...


@fragment(
    update(budget_batch)
    .values(drawn_fen=budget_batch.c.drawn_fen + _amount)
    .where(_IS_BATCH, budget_batch.c.drawn_fen + _amount <= budget_batch.c.committed_fen),
    must_change_one=True,
)
def draw(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, batch_id: UUID, *, amount_fen: int) -> None:
    """Take from what is set aside, or give back when negative; the write fails when it does not suffice."""


def set_aside(
    unit: UnitOfWork, authority_code: str, fund: Fund, year: int, batch_id: UUID, *, amount_fen: int, draw_fen: int
) -> None:
    """Set budget aside for a class and draw from it at once; the write fails when the fund does not cover it."""
    _commit(unit, authority_code, fund, year, amount_fen=amount_fen)
    _open_batch(unit, authority_code, fund, year, batch_id, amount_fen=amount_fen, draw_fen=draw_fen)


_WITH_REST = Statement(
    select(budget_batch)
    .where(
        budget_batch.c.committed_fen > budget_batch.c.drawn_fen,
        tuple_(budget_batch.c.authority_code, budget_batch.c.fund, budget_batch.c.fiscal_year, budget_batch.c.batch_id)
        > tuple_(
            bindparam("after_authority", type_=Text),
            bindparam("after_fund", type_=Text),
            bindparam("after_year", type_=Integer),
            bindparam("after_batch", type_=Uuid),
        ),
    )
    .order_by(budget_batch.c.authority_code, budget_batch.c.fund, budget_batch.c.fiscal_year, budget_batch.c.batch_id)
    .limit(bindparam("count", type_=Integer)),
    BudgetBatch,
)


async def batches_with_rest(database: Database, *, after: BudgetBatch | None, count: int) -> list[BudgetBatch]:
    """A page of the batches that vouchers have not drawn all of."""
    return await database.read(
        _WITH_REST,
        after_authority=after.authority_code if after else "",
        after_fund=after.fund if after else "",
        after_year=after.fiscal_year if after else 0,
        after_batch=after.batch_id if after else UUID(int=0),
        count=count,
    )


@fragment(
    update(budget_batch)
    .values(committed_fen=budget_batch.c.committed_fen - _amount)
    .where(_IS_BATCH, budget_batch.c.committed_fen - budget_batch.c.drawn_fen >= _amount),
    must_change_one=True,
)
def _return_batch(
    unit: UnitOfWork, authority_code: str, fund: Fund, year: int, batch_id: UUID, *, amount_fen: int
) -> None: ...


@fragment(
    update(fund_budget).values(committed_fen=fund_budget.c.committed_fen - _amount).where(_IS_BUDGET),
    must_change_one=True,
)
def _uncommit(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, *, amount_fen: int) -> None: ...


def give_back(unit: UnitOfWork, batch: BudgetBatch) -> None:
    """What a class set aside and its vouchers did not draw is free again."""
    rest = batch.committed_fen - batch.drawn_fen
    _return_batch(unit, batch.authority_code, batch.fund, batch.fiscal_year, batch.batch_id, amount_fen=rest)
    _uncommit(unit, batch.authority_code, batch.fund, batch.fiscal_year, amount_fen=rest)
