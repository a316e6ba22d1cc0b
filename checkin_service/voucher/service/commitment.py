"""Committing budget for vouchers at the moment the pack names: at the issue, at the activation or at the hold."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.voucher import rules
from checkin_service.voucher.model.ledger import Funds
from checkin_service.voucher.model.vouchers import SubsidyRate, Template, Training, Voucher, VoucherKind, VoucherLeg
from checkin_service.voucher.rules import Share
from checkin_service.voucher.service.drawing import Commitment, Source, draw, draw_net, first_with_money, source_of
from checkin_service.voucher.store import money, templates


async def commitment_of(
    resources: Resources,
    view: PolicyView,
    voucher: Voucher,
    training: Training,
    *,
    template: Template | None = None,
) -> Commitment:
    """A voucher with what it pays for a training, by its template and the table in force on the day of the view."""
    if template is None and voucher.template_id is not None and voucher.template_version is not None:
        template = await templates.version_of(resources.database, voucher.template_id, voucher.template_version)
    rates: Collection[SubsidyRate] = ()
    if template is not None:
        known_on = view.known_on or day_of(resources.clock.now())
        rates = await templates.rates_on(
            resources.database, voucher.authority_code, on=view.on, known_on=known_on, occupation=template.occupation
        )
    shares = rules.shares_of(
        view, voucher.kind, template=template, rates=rates, training=training, trainee_id=voucher.trainee_id
    )
    return Commitment(
        voucher=voucher, shares=shares, authority_code=training.payer or voucher.authority_code, fund=voucher.fund
    )


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
    sources = await _sources(resources, view, wanted, year=day_of(at).year, batch_id=batch_id)
    for source, group in sources.items():
        drawn = await draw(resources, unit, group, source=source, view=view, in_tranches=in_tranches)
        for each in group:
            for share in each.shares:
                money.set_leg(unit, _leg(each, share, source, is_drawn=drawn))


async def commit_new(
    resources: Resources,
    unit: UnitOfWork,
    view: PolicyView,
    new: Sequence[Voucher],
    training: Training,
    *,
    template: Template | None,
    batch_id: UUID,
    at: datetime,
) -> None:
    """The same for any number of vouchers that were issued just now for one kind of training."""
    first = await commitment_of(resources, view, new[0], training, template=template)
    if not first.amount_fen:
        raise by_law(_NO_AMOUNT, view.value("budget.commit_at", new[0].kind).basis, reason="amount_unknown")
    wanted = [replace(first, voucher=each, shares=_for_holder(first, each)) for each in new]
    sources = await _sources(resources, view, wanted, year=day_of(at).year, batch_id=batch_id)
    for source, group in sources.items():
        drawn = await draw(resources, unit, group, source=source, view=view, in_tranches=False)
        money.add_legs(unit, [_leg(each, share, source, is_drawn=drawn) for each in group for share in each.shares])


def _for_holder(first: Commitment, voucher: Voucher) -> tuple[Share, ...]:
    """What the first one pays its holder, this one pays its own."""
    theirs, own = f"trainee:{first.voucher.trainee_id}", f"trainee:{voucher.trainee_id}"
    return tuple(replace(share, payee=own) if share.payee == theirs else share for share in first.shares)


async def commit_again(
    resources: Resources,
    unit: UnitOfWork,
    wanted: Commitment,
    before: Sequence[VoucherLeg],
    *,
    batch_id: UUID,
    view: PolicyView,
    at: datetime,
) -> None:
    """Used in another training than it was issued for: what was set aside goes back, what it pays now is set aside."""
    if _as_said(before) == {(each.leg, each.payee, each.amount_fen, wanted.authority_code) for each in wanted.shares}:
        return
    for leg in before:
        if leg.leg not in {share.leg for share in wanted.shares}:
            money.drop_leg(unit, leg)
    given_back = sum(leg.amount_fen for leg in before)
    old, again = source_of(before), replace(wanted, fund=wanted.fund or before[0].fund)
    ((source, _),) = (await _sources(resources, view, [again], year=day_of(at).year, batch_id=batch_id)).items()
    if old == source:
        # One row of the budget is changed once: the difference, either way.
        await draw_net(resources, unit, source, again.amount_fen - given_back)
        for share in again.shares:
            money.set_leg(unit, _leg(again, share, source, is_drawn=True))
        return
    if old is not None:
        await draw_net(resources, unit, old, -given_back)
    await commit_all(resources, unit, [again], batch_id=batch_id, view=view, at=at, in_tranches=True)


def funds_of(leg: VoucherLeg) -> Funds:
    return Funds(
        trainee_id=leg.trainee_id,
        voucher_id=leg.voucher_id,
        authority_code=leg.authority_code,
        payee=leg.payee,
        amount_fen=leg.amount_fen,
        leg=leg.leg,
        fund=leg.fund,
        fiscal_year=leg.fiscal_year,
    )


async def _sources(
    resources: Resources, view: PolicyView, wanted: Sequence[Commitment], *, year: int, batch_id: UUID
) -> dict[Source, list[Commitment]]:
    """What is drawn from where: from the template's fund, or by the order of the pack (SX-25)."""
    unnamed: defaultdict[tuple[str, VoucherKind], int] = defaultdict(int)
    for each in wanted:
        if each.fund is None:
            unnamed[each.authority_code, each.voucher.kind] += each.amount_fen
    named = {
        (authority, kind): await first_with_money(
            resources, authority, rules.fund_order(view, kind), year=year, batch_id=batch_id, total_fen=total
        )
        for (authority, kind), total in unnamed.items()
    }
    found: defaultdict[Source, list[Commitment]] = defaultdict(list)
    for each in wanted:
        fund = each.fund or named[each.authority_code, each.voucher.kind]
        source = Source(authority_code=each.authority_code, fund=fund, fiscal_year=year, batch_id=batch_id)
        found[source].append(each)
    return found


def _as_said(legs: Sequence[VoucherLeg]) -> set[tuple[str, str, int, str]]:
    return {(leg.leg, leg.payee, leg.amount_fen, leg.authority_code) for leg in legs}


def _leg(wanted: Commitment, share: Share, source: Source, *, is_drawn: bool) -> VoucherLeg:
    return VoucherLeg(
        trainee_id=wanted.voucher.trainee_id,
        voucher_id=wanted.voucher.voucher_id,
        leg=share.leg,
        authority_code=source.authority_code,
        batch_id=source.batch_id if is_drawn else None,
        fund=source.fund,
        fiscal_year=source.fiscal_year,
        payee=share.payee,
        amount_fen=share.amount_fen,
    )


_NO_AMOUNT = Words(
    "发放时须预留资金，但面值尚未确定：请使用载明面值的模板。",
    "Money is set aside at the issue and the amount is not known: use a template that states a face value.",
)
