"""Statements about budgets: what was granted, what is set aside for classes, what vouchers draw."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Text, Uuid, bindparam, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork
from checkin_service.voucher.model import BudgetBatch, Fund, FundBudget
from checkin_service.voucher.tables import budget_batch, budget_entry, fund_budget

_amount = bindparam("amount", type_=BigInteger)
_IS_BUDGET = (
    (fund_budget.c.authority_code == bindparam("of_authority", type_=Text))
    & (fund_budget.c.fund == bindparam("of_fund", type_=Text))
    & (fund_budget.c.fiscal_year == bindparam("of_year", type_=Integer))
)
_IS_BATCH = (
    (budget_batch.c.authority_code == bindparam("of_authority", type_=Text))
    & (budget_batch.c.fund == bindparam("of_fund", type_=Text))
    & (budget_batch.c.fiscal_year == bindparam("of_year", type_=Integer))
    & (budget_batch.c.batch_id == bindparam("of_class", type_=Uuid))
)

_BUDGET = Statement(select(fund_budget).where(_IS_BUDGET))
_BUDGETS = Statement(
    select(fund_budget)
    .where(fund_budget.c.authority_code == bindparam("of_authority", type_=Text))
    .order_by(fund_budget.c.fiscal_year, fund_budget.c.fund)
)
_BATCH = Statement(select(budget_batch).where(_IS_BATCH))


async def budget_of(database: Database, authority_code: str, fund: Fund, year: int) -> FundBudget | None:
    row = await database.read_one(_BUDGET, of_authority=authority_code, of_fund=fund, of_year=year)
    return None if row is None else FundBudget(**row._asdict() | {"fund": Fund(row.fund)})


async def budgets_of(database: Database, authority_code: str) -> list[FundBudget]:
    rows = await database.read(_BUDGETS, of_authority=authority_code)
    return [FundBudget(**row._asdict() | {"fund": Fund(row.fund)}) for row in rows]


async def batch_of(
    database: Database, authority_code: str, fund: Fund, year: int, batch_id: UUID
) -> BudgetBatch | None:
    row = await database.read_one(_BATCH, of_authority=authority_code, of_fund=fund, of_year=year, of_class=batch_id)
    return None if row is None else BudgetBatch(**row._asdict() | {"fund": Fund(row.fund)})


_GRANT = Fragment(
    Statement(
        insert(fund_budget)
        .values(
            authority_code=bindparam("of_authority", type_=Text),
            fund=bindparam("of_fund", type_=Text),
            fiscal_year=bindparam("of_year", type_=Integer),
            granted_fen=_amount,
            committed_fen=0,
        )
        .on_conflict_do_update(
            index_elements=[fund_budget.c.authority_code, fund_budget.c.fund, fund_budget.c.fiscal_year],
            set_={"granted_fen": fund_budget.c.granted_fen + _amount},
        )
    )
)
_CUT = Fragment(
    Statement(
        update(fund_budget)
        .values(granted_fen=fund_budget.c.granted_fen - _amount)
        .where(_IS_BUDGET, fund_budget.c.granted_fen - fund_budget.c.committed_fen >= _amount)
    ),
    must_change_one=True,
)
_ENTRY = Fragment(Statement(budget_entry.insert()))


def grant(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, *, amount_fen: int) -> None:
    unit.add(_GRANT, of_authority=authority_code, of_fund=fund, of_year=year, amount=amount_fen)


def cut(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, *, amount_fen: int) -> None:
    """Take back what is still free; the write fails when less is."""
    unit.add(_CUT, of_authority=authority_code, of_fund=fund, of_year=year, amount=amount_fen)


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
) -> None:
    unit.add(
        _ENTRY,
        authority_code=authority_code,
        entry_id=entry_id,
        fund=fund,
        fiscal_year=fiscal_year,
        kind=kind,
        amount_fen=amount_fen,
        document=document,
        entered_by=entered_by,
        entered_at=entered_at,
    )


_COMMIT = Fragment(
    Statement(
        update(fund_budget)
        .values(committed_fen=fund_budget.c.committed_fen + _amount)
        .where(_IS_BUDGET, fund_budget.c.committed_fen + _amount <= fund_budget.c.granted_fen)
    ),
    must_change_one=True,
)
_OPEN_BATCH = Fragment(
    Statement(
        insert(budget_batch)
        .values(
            authority_code=bindparam("of_authority", type_=Text),
            fund=bindparam("of_fund", type_=Text),
            fiscal_year=bindparam("of_year", type_=Integer),
            batch_id=bindparam("of_class", type_=Uuid),
            committed_fen=_amount,
            drawn_fen=bindparam("draw", type_=BigInteger),
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
                "drawn_fen": budget_batch.c.drawn_fen + bindparam("draw", type_=BigInteger),
            },
        )
    )
)
_DRAW = Fragment(
    Statement(
        update(budget_batch)
        .values(drawn_fen=budget_batch.c.drawn_fen + _amount)
        .where(_IS_BATCH, budget_batch.c.drawn_fen + _amount <= budget_batch.c.committed_fen)
    ),
    must_change_one=True,
)


def set_aside(
    unit: UnitOfWork, authority_code: str, fund: Fund, year: int, batch_id: UUID, *, amount_fen: int, draw_fen: int
) -> None:
    """Set budget aside for a class and draw from it at once; the write fails when the fund does not cover it."""
    of = {"of_authority": authority_code, "of_fund": fund, "of_year": year, "amount": amount_fen}
    unit.add(_COMMIT, **of)
    unit.add(_OPEN_BATCH, **of, of_class=batch_id, draw=draw_fen)


def draw(unit: UnitOfWork, authority_code: str, fund: Fund, year: int, batch_id: UUID, *, amount_fen: int) -> None:
    """Take from what is set aside, or give back when negative; the write fails when it does not suffice."""
    unit.add(_DRAW, of_authority=authority_code, of_fund=fund, of_year=year, of_class=batch_id, amount=amount_fen)


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
    .limit(bindparam("count", type_=Integer))
)


async def batches_with_rest(database: Database, *, after: BudgetBatch | None, count: int) -> list[BudgetBatch]:
    """A page of the batches that vouchers have not drawn all of."""
    rows = await database.read(
        _WITH_REST,
        after_authority=after.authority_code if after else "",
        after_fund=after.fund if after else "",
        after_year=after.fiscal_year if after else 0,
        after_batch=after.batch_id if after else UUID(int=0),
        count=count,
    )
    return [BudgetBatch(**row._asdict() | {"fund": Fund(row.fund)}) for row in rows]


_RETURN_BATCH = Fragment(
    Statement(
        update(budget_batch)
        .values(committed_fen=budget_batch.c.committed_fen - _amount)
        .where(_IS_BATCH, budget_batch.c.committed_fen - budget_batch.c.drawn_fen >= _amount)
    ),
    must_change_one=True,
)
_UNCOMMIT = Fragment(
    Statement(update(fund_budget).values(committed_fen=fund_budget.c.committed_fen - _amount).where(_IS_BUDGET)),
    must_change_one=True,
)


def give_back(unit: UnitOfWork, batch: BudgetBatch) -> None:
    """What a class set aside and its vouchers did not draw is free again."""
    of = {
        "of_authority": batch.authority_code,
        "of_fund": batch.fund,
        "of_year": batch.fiscal_year,
        "amount": batch.committed_fen - batch.drawn_fen,
    }
    unit.add(_RETURN_BATCH, **of, of_class=batch.batch_id)
    unit.add(_UNCOMMIT, **of)
