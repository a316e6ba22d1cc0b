"""Statements that list budgets differing from their entries, and vouchers differing from their history."""

from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Uuid, and_, bindparam, case, cast, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, question
from checkin_service.voucher.tables import budget_batch, budget_entry, fund_budget, voucher, voucher_event

_PAGE = 10_000
_NOBODY = UUID(int=0)


class BudgetDifference(NamedTuple):
    """A budget whose sums are not those of its entries and batches, in fen."""

    authority_code: str
    fund: str
    fiscal_year: int
    granted_fen: int
    entries_fen: int
    committed_fen: int
    batches_fen: int


class VoucherDifference(NamedTuple):
    """A voucher that stands elsewhere than its history ends."""

    trainee_id: UUID
    voucher_id: UUID
    state: str
    history: str | None


_BUDGET = ("authority_code", "fund", "fiscal_year")
_comes_in = or_(budget_entry.c.kind == "grant", budget_entry.c.kind == "carried_in")
_signed = case((_comes_in, budget_entry.c.amount_fen), else_=-budget_entry.c.amount_fen)
_entries = (
    select(*(budget_entry.c[name] for name in _BUDGET), cast(func.sum(_signed), BigInteger).label("fen"))
    .group_by(*(budget_entry.c[name] for name in _BUDGET))
    .subquery("entries")
)
_batches = (
    select(
        *(budget_batch.c[name] for name in _BUDGET),
        cast(func.sum(budget_batch.c.committed_fen), BigInteger).label("fen"),
    )
    .group_by(*(budget_batch.c[name] for name in _BUDGET))
    .subquery("batches")
)
_entered, _batched = func.coalesce(_entries.c.fen, 0), func.coalesce(_batches.c.fen, 0)


@question(
    select(
        *(fund_budget.c[name] for name in _BUDGET),
        fund_budget.c.granted_fen,
        _entered.label("entries_fen"),
        fund_budget.c.committed_fen,
        _batched.label("batches_fen"),
    )
    .outerjoin(_entries, and_(*(_entries.c[name] == fund_budget.c[name] for name in _BUDGET)))
    .outerjoin(_batches, and_(*(_batches.c[name] == fund_budget.c[name] for name in _BUDGET)))
    .where(or_(fund_budget.c.granted_fen != _entered, fund_budget.c.committed_fen != _batched))
    .order_by(*(fund_budget.c[name] for name in _BUDGET))
)
async def budget_differences(database: Database) -> list[BudgetDifference]: ...


_page = (
    select(voucher.c.trainee_id, voucher.c.voucher_id, voucher.c.state, voucher.c.ordinal)
    .where(
        tuple_(voucher.c.trainee_id, voucher.c.voucher_id)
        > tuple_(bindparam("after_trainee", type_=Uuid), bindparam("after_voucher", type_=Uuid))
    )
    .order_by(voucher.c.trainee_id, voucher.c.voucher_id)
    .limit(bindparam("count", type_=Integer))
    .cte("page")
)


class _Standing(NamedTuple):
    """Where a voucher stands, and where its history ends."""

    trainee_id: UUID
    voucher_id: UUID
    state: str
    ordinal: int
    history: str | None
    last: int | None


_VOUCHERS = Statement(
    select(_page, voucher_event.c.state.label("history"), voucher_event.c.ordinal.label("last"))
    .ext(distinct_on(_page.c.trainee_id, _page.c.voucher_id))
    .select_from(_page.outerjoin(voucher_event, alike(voucher_event, _page, "trainee_id", "voucher_id")))
    .order_by(_page.c.trainee_id, _page.c.voucher_id, voucher_event.c.ordinal.desc()),
    _Standing,
)


async def voucher_differences(database: Database) -> AsyncIterator[VoucherDifference]:
    """Read in pages: memory stays flat however many vouchers there are."""
    after = (_NOBODY, _NOBODY)
    while rows := await database.read(_VOUCHERS, after_trainee=after[0], after_voucher=after[1], count=_PAGE):
        for row in rows:
            if (row.state, row.ordinal) != (row.history, row.last):
                yield VoucherDifference(row.trainee_id, row.voucher_id, row.state, row.history)
        after = (rows[-1].trainee_id, rows[-1].voucher_id)
