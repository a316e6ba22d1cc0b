"""Drawing of voucher money from the batches of a fund's budget, within the write that needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import Fund, Voucher, VoucherLeg
from checkin_service.voucher.rules import Share
from checkin_service.voucher.store import budgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The batch of a budget that money is drawn from."""

    authority_code: str
    fund: Fund
    fiscal_year: int
    batch_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A voucher, what it will pay, and whose money that is."""

    voucher: Voucher
    shares: tuple[Share, ...]
    authority_code: str
    fund: Fund | None
    """`None` while the order of the pack has yet to name one."""

    @property
    def amount_fen(self) -> int:
        return sum(share.amount_fen for share in self.shares)


def source_of(legs: Sequence[VoucherLeg]) -> Source | None:
    """The batch that the legs of a voucher are drawn from; `None` when there was no budget to draw from."""
    for leg in legs:
        if leg.batch_id is not None and leg.fund is not None:
            return Source(
                authority_code=leg.authority_code,
                fund=leg.fund,
                fiscal_year=leg.fiscal_year,
                batch_id=leg.batch_id,
            )
    return None


async def draw(
    resources: Resources,
    unit: UnitOfWork,
    group: Sequence[Commitment],
    *,
    source: Source,
    view: PolicyView,
    in_tranches: bool,
) -> bool:
    """Draw the money of a group from a fund; whether there is a budget to draw from at all."""
    of = (source.authority_code, source.fund, source.fiscal_year)
    total = sum(each.amount_fen for each in group)
    budget = await budgets.budget_of(resources.database, *of)
    if budget is None:
        # Without a budget nothing is drawn; where funds cap the vouchers, no budget means no money.
        _require_cover(view, group, free_fen=0)
        return False
    batch = await budgets.batch_of(resources.database, *of, source.batch_id)
    if batch is not None and batch.committed_fen - batch.drawn_fen >= total:
        budgets.draw(unit, *of, source.batch_id, amount_fen=total)
        return True
    aside = rules.tranche_fen(amount_fen=total, free_fen=budget.free_fen) if in_tranches else total
    if aside < total or budget.free_fen < total:
        raise _short(view, group, free_fen=budget.free_fen)
    budgets.set_aside(unit, *of, source.batch_id, amount_fen=aside, draw_fen=total)
    return True


async def draw_net(resources: Resources, unit: UnitOfWork, source: Source, net_fen: int) -> None:
    """Draw more from a batch or give back to it; what the batch no longer holds is set aside from the fund anew."""
    of = (source.authority_code, source.fund, source.fiscal_year, source.batch_id)
    batch = await budgets.batch_of(resources.database, *of) if net_fen > 0 else None
    missing = net_fen - (batch.committed_fen - batch.drawn_fen) if batch else 0
    if missing > 0:
        budgets.set_aside(unit, *of, amount_fen=missing, draw_fen=net_fen)
    elif net_fen:
        budgets.draw(unit, *of, amount_fen=net_fen)


async def first_with_money(
    resources: Resources, authority: str, order: Sequence[Fund], *, year: int, batch_id: UUID, total_fen: int
) -> Fund:
    """The first fund that covers the sum, else the first with a budget at all, else the first."""
    with_budget: list[Fund] = []
    for fund in order:
        budget = await budgets.budget_of(resources.database, authority, fund, year)
        if budget is None:
            continue
        batch = await budgets.batch_of(resources.database, authority, fund, year, batch_id)
        rest = batch.committed_fen - batch.drawn_fen if batch else 0
        if max(budget.free_fen, rest) >= total_fen:
            return fund
        with_budget.append(fund)
    return (with_budget or list(order))[0]


def _require_cover(view: PolicyView, group: Sequence[Commitment], *, free_fen: int) -> None:
    kind, most = group[0].voucher.kind, max(each.amount_fen for each in group)
    refusal = rules.refusal_to_commit(view, kind, free_fen=free_fen, vouchers=len(group), amount_fen=most)
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)


def _short(view: PolicyView, group: Sequence[Commitment], *, free_fen: int) -> Problem:
    words = rules.budget_short(
        free_fen=free_fen, vouchers=len(group), amount_fen=max(each.amount_fen for each in group)
    )
    basis = view.value("budget.capped_by", group[0].voucher.kind).basis
    return by_law(words, basis, reason="budget_short")
