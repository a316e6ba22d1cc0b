"""Committing budget for vouchers at the moment the pack names: at the issue, at the activation or at the hold."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView
from checkin_service.voucher import rules
from checkin_service.voucher.ledger import Funds
from checkin_service.voucher.model import Fund, SubsidyRate, Template, Voucher, VoucherLeg
from checkin_service.voucher.rules import Share
from checkin_service.voucher.service.reading import civil_day
from checkin_service.voucher.store import budgets, money, templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A voucher and what it will pay."""

    voucher: Voucher
    shares: tuple[Share, ...]

    @property
    def amount_fen(self) -> int:
        return sum(share.amount_fen for share in self.shares)


async def shares_for(
    resources: Resources,
    view: PolicyView,
    voucher: Voucher,
    *,
    project_fen: int,
    payee: str,
    template: Template | None = None,
    rates: Collection[SubsidyRate] | None = None,
) -> tuple[Share, ...]:
    """What a voucher pays and to whom, by its template and the table in force on the day of the view."""
    if template is None and voucher.template_id is not None and voucher.template_version is not None:
        template = await templates.version_of(resources.database, voucher.template_id, voucher.template_version)
    if rates is None and template is not None:
        known_on = view.known_on or civil_day(resources.clock.now())
        rates = await templates.rates_on(
            resources.database, voucher.authority_code, on=view.on, known_on=known_on, occupation=template.occupation
        )
    return rules.shares_of(
        view,
        voucher.kind,
        template=template,
        rates=rates or (),
        project_fen=project_fen,
        payee=payee,
        trainee=f"trainee:{voucher.trainee_id}",
    )


async def commitment_of(
    resources: Resources, view: PolicyView, voucher: Voucher, *, project_fen: int, payee: str
) -> Commitment:
    """A voucher with what it will pay when it is put to use in a class."""
    shares = await shares_for(resources, view, voucher, project_fen=project_fen, payee=payee)
    return Commitment(voucher=voucher, shares=shares)


async def commit_all(
    resources: Resources,
    unit: UnitOfWork,
    wanted: Sequence[Commitment],
    *,
    batch_id: UUID,
    view: PolicyView,
    at: datetime,
    in_tranches: bool = False,
) -> None:
    """Set the money of these vouchers aside, all of it or nothing; the write itself holds the fund to its budget."""
    year = civil_day(at).year
    by_fund: defaultdict[Fund | None, list[Commitment]] = defaultdict(list)
    for each in wanted:
        by_fund[each.voucher.fund].append(each)
    for fund, group in by_fund.items():
        drawn = await _draw(
            resources, unit, group, fund=fund, year=year, batch_id=batch_id, view=view, in_tranches=in_tranches
        )
        for each in group:
            for share in each.shares:
                money.add_leg(unit, _leg(each.voucher, share, year=year, batch_id=batch_id if drawn else None))


def funds_of(leg: VoucherLeg, authority_code: str) -> Funds:
    return Funds(
        trainee_id=leg.trainee_id,
        voucher_id=leg.voucher_id,
        authority_code=authority_code,
        payee=leg.payee,
        amount_fen=leg.amount_fen,
        leg=leg.leg,
        fund=leg.fund,
        fiscal_year=leg.fiscal_year,
    )


async def _draw(
    resources: Resources,
    unit: UnitOfWork,
    group: Sequence[Commitment],
    *,
    fund: Fund | None,
    year: int,
    batch_id: UUID,
    view: PolicyView,
    in_tranches: bool,
) -> bool:
    """Draw the money of a group from a fund; whether there is a budget to draw from at all."""
    authority = group[0].voucher.authority_code
    total = sum(each.amount_fen for each in group)
    budget = None if fund is None else await budgets.budget_of(resources.database, authority, fund, year)
    if fund is None or budget is None:
        # Without a budget nothing is drawn; where funds cap the vouchers, no budget means no money.
        _require_cover(view, group, free_fen=0)
        return False
    batch = await budgets.batch_of(resources.database, authority, fund, year, batch_id)
    of = (authority, fund, year, batch_id)
    if batch is not None and batch.committed_fen - batch.drawn_fen >= total:
        budgets.draw(unit, *of, amount_fen=total)
        return True
    aside = rules.tranche_fen(amount_fen=total, free_fen=budget.free_fen) if in_tranches else total
    if aside < total or budget.free_fen < total:
        raise _short(group, free_fen=budget.free_fen)
    budgets.set_aside(unit, *of, amount_fen=aside, draw_fen=total)
    return True


def _require_cover(view: PolicyView, group: Sequence[Commitment], *, free_fen: int) -> None:
    kind, most = group[0].voucher.kind, max(each.amount_fen for each in group)
    refusal = rules.refusal_to_commit(view, kind, free_fen=free_fen, vouchers=len(group), amount_fen=most)
    if refusal is not None:
        raise Problem(ProblemKind.RULE_REFUSED, refusal.words, fields={"reason": refusal.reason})


def _short(group: Sequence[Commitment], *, free_fen: int) -> Problem:
    words = rules.budget_short(
        free_fen=free_fen, vouchers=len(group), amount_fen=max(each.amount_fen for each in group)
    )
    return Problem(ProblemKind.RULE_REFUSED, words, fields={"reason": "budget_short"})


def _leg(voucher: Voucher, share: Share, *, year: int, batch_id: UUID | None) -> VoucherLeg:
    return VoucherLeg(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        leg=share.leg,
        batch_id=batch_id,
        fund=voucher.fund,
        fiscal_year=year,
        payee=share.payee,
        amount_fen=share.amount_fen,
    )
