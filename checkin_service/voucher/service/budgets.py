"""Budgets of an authority by fund and fiscal year: granted, cut, carried over; and payment freezes."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import reach_of
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals.service import require_second_person
from checkin_service.voucher.model.vouchers import BudgetBatch, FundBudget, PaymentFreeze
from checkin_service.voucher.schemas import (
    BudgetAnswer,
    BudgetChange,
    BudgetStanding,
    CarryOver,
    Freeze,
    FreezeAnswer,
    FreezeLift,
)
from checkin_service.voucher.store import budgets as store
from checkin_service.voucher.store import money


@once_per("request_id")
async def change(unit: UnitOfWork, resources: Resources, subject: Subject, body: BudgetChange) -> BudgetAnswer:
    """Grant or cut; what vouchers have taken cannot be cut."""
    authority = existing(subject.authority_code)
    before = await _budget(resources, authority, body)
    if body.kind == "grant":
        granted = before.granted_fen + body.amount_fen
        store.grant(unit, authority, body.fund, body.fiscal_year, amount_fen=body.amount_fen)
    else:
        granted = before.granted_fen - body.amount_fen
        _require_free(before, body.amount_fen)
        store.cut(unit, authority, body.fund, body.fiscal_year, amount_fen=body.amount_fen)
    _enter(resources, unit, subject, body, year=body.fiscal_year, kind=body.kind, amount_fen=body.amount_fen)
    return BudgetAnswer.of(before, granted_fen=granted)


@once_per("request_id")
async def carry_over(unit: UnitOfWork, resources: Resources, subject: Subject, body: CarryOver) -> BudgetAnswer:
    """What is free of a year goes to the next one (结转); what is set aside stays with the year it belongs to."""
    authority = existing(subject.authority_code)
    before = await _budget(resources, authority, body)
    amount, year = before.free_fen, body.fiscal_year
    if amount <= 0:
        raise unfit(_NOTHING_FREE, reason="nothing_free")
    after = await store.budget_of(resources.database, authority, body.fund, year + 1)
    store.cut(unit, authority, body.fund, year, amount_fen=amount)
    store.grant(unit, authority, body.fund, year + 1, amount_fen=amount)
    _enter(resources, unit, subject, body, year=year, kind="carried_out", amount_fen=amount)
    _enter(resources, unit, subject, body, year=year + 1, kind="carried_in", amount_fen=amount)
    granted = (after.granted_fen if after else 0) + amount
    return BudgetAnswer(
        fund=body.fund,
        fiscal_year=year + 1,
        granted_fen=granted,
        committed_fen=after.committed_fen if after else 0,
    )


async def unused(resources: Resources, *, after: BudgetBatch | None, count: int) -> list[BudgetBatch]:
    """A page of batches with something left that no voucher has drawn."""
    return await store.batches_with_rest(resources.database, after=after, count=count)


async def give_back(resources: Resources, batch: BudgetBatch) -> bool:
    """What a batch set aside and nobody drew is free again; whoever draws from it in between goes first."""
    try:
        async with resources.database.write() as unit:
            store.give_back(unit, batch)
    except Stale:
        return False
    return True


async def budgets(resources: Resources, subject: Subject) -> list[BudgetStanding]:
    """By authority, fiscal year and fund: granted, set aside, paid, and what is free; from above also those below."""
    found = await store.budgets_of(resources.database, reach=existing(reach_of(subject)))
    codes = dict.fromkeys(each.authority_code for each in found)
    paid = {code: await money.paid_by_budget(resources.database, code) for code in codes}
    return [
        BudgetStanding(
            **dict(BudgetAnswer.of(each, granted_fen=each.granted_fen)),
            authority_code=each.authority_code,
            paid_fen=paid[each.authority_code].get((each.fund, each.fiscal_year), 0),
            free_fen=each.free_fen,
        )
        for each in found
    ]


async def freezes(resources: Resources, subject: Subject) -> list[PaymentFreeze]:
    return await money.freezes_of(resources.database, existing(subject.authority_code))


@once_per("request_id")
async def freeze(unit: UnitOfWork, resources: Resources, subject: Subject, body: Freeze) -> FreezeAnswer:
    """No money to a class, an institution or a person while an investigation lasts."""
    now = resources.clock.now()
    money.add_freeze(
        unit,
        authority_code=existing(subject.authority_code),
        freeze_id=body.request_id,
        object=body.object,
        reason=body.reason,
        frozen_by=subject.subject_id,
        frozen_at=now,
    )
    audit.record(unit, subject, Permission.PAYMENT_FREEZE, body.object, at=now)
    return FreezeAnswer(freeze_id=body.request_id, object=body.object, is_frozen=True)


async def lift(resources: Resources, subject: Subject, freeze_id: UUID, body: FreezeLift) -> None:
    """Lifted by another person of the authority than the one who froze it."""
    now = resources.clock.now()
    frozen = existing({each.freeze_id: each for each in await freezes(resources, subject)}.get(freeze_id))
    await require_second_person(resources, subject, proposed_by=frozen.frozen_by, is_ruled=frozen.lifted_at is not None)
    try:
        async with resources.database.write() as unit:
            money.lift_freeze(
                unit,
                authority_code=existing(subject.authority_code),
                freeze_id=freeze_id,
                by=subject.subject_id,
                at=now,
                reason=body.reason,
            )
            audit.record(unit, subject, Permission.PAYMENT_FREEZE, freeze_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT, _NOT_LIFTED) from None


async def _budget(resources: Resources, authority: str, body: BudgetChange | CarryOver) -> FundBudget:
    found = await store.budget_of(resources.database, authority, body.fund, body.fiscal_year)
    return found or FundBudget(
        authority_code=authority, fund=body.fund, fiscal_year=body.fiscal_year, granted_fen=0, committed_fen=0
    )


def _require_free(budget: FundBudget, amount_fen: int) -> None:
    if budget.free_fen < amount_fen:
        raise unfit(_NOT_FREE, reason="not_free", free_fen=budget.free_fen)


def _enter(
    resources: Resources,
    unit: UnitOfWork,
    subject: Subject,
    body: BudgetChange | CarryOver,
    *,
    year: int,
    kind: str,
    amount_fen: int,
) -> None:
    now = resources.clock.now()
    entry_id = new_id()
    store.add_entry(
        unit,
        authority_code=existing(subject.authority_code),
        entry_id=entry_id,
        fund=body.fund,
        fiscal_year=year,
        kind=kind,
        amount_fen=amount_fen,
        document=body.document,
        entered_by=subject.subject_id,
        entered_at=now,
    )
    audit.record(unit, subject, Permission.BUDGET_GRANT, entry_id, at=now)


_NOTHING_FREE = Words("该年度没有可结转的资金。", "Nothing of that year is free to be carried over.")
_NOT_FREE = Words("核减金额超过可用余额。", "More would be cut than is free.")
_NOT_LIFTED = Words(
    "没有此项冻结、已解除，或解除人与冻结人为同一人。",
    "There is no such freeze, it has been lifted, or the same person froze it.",
)
