"""The payment table (资金拨付表): made from approved applications, shown, and handed out as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from pydantic_core import to_json

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.service.reading import evidence_of_vouchers
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.clauses import law
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Application, ApplicationState, Order, OrderState, PaymentTable
from checkin_service.settlement.schemas.applications import (
    NewPaymentTable,
    OrderBody,
    PaymentTableAnswer,
    PaymentTablePage,
    PaymentTableSummary,
    RouteTotal,
)
from checkin_service.settlement.service.applying import claims_of, require_unfrozen
from checkin_service.settlement.service.payees import require_accounts
from checkin_service.settlement.service.standing import open_legs, require_earned
from checkin_service.voucher.model.ledger import Position
from checkin_service.voucher.model.vouchers import VoucherState
from checkin_service.voucher.rules import Route, route_of
from checkin_service.voucher.rules.ledger import position_of
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.settling import Claims


@once_per("table_id")
async def make_table(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewPaymentTable
) -> PaymentTableAnswer:
    """Order the payment of approved applications, and again what an earlier table could not pay."""
    now = resources.clock.now()
    applications = await _approved(resources, subject, body.application_ids)
    claims = await claims_of(resources, applications)
    await require_unfrozen(resources, claims)
    await require_earned(resources, claims)
    orders = await orders_for(resources, claims, body.table_id, subject.authority_code or "", at=now)
    orders += await _repeated(resources, subject, body, first=len(orders) + 1)
    if not orders:
        raise unfit(_NOTHING, reason="nothing_to_pay")
    await require_accounts(resources, orders, subject.authority_code or "", at=now)
    for each in applications:
        store.decide(unit, replace(each, state=ApplicationState.ORDERED), before=each.state)
    table = add_table(unit, body.table_id, subject.authority_code or "", orders, by=subject.subject_id, at=now)
    audit.record(unit, subject, Permission.SETTLEMENT_APPROVE, table.table_id, at=now)
    return await _answer(resources, table, orders)


async def shown_table(resources: Resources, subject: Subject, table_id: UUID) -> PaymentTableAnswer:
    """The table as it stands, each line with what its hours rest on."""
    return await _answer(resources, *await table_of(resources, subject, table_id))


async def table_of(resources: Resources, subject: Subject, table_id: UUID) -> tuple[PaymentTable, list[Order]]:
    """A payment table of one's own authority; 404 for all others."""
    table = await store.payment_table_of(resources.database, table_id)
    if table is None or table.authority_code != subject.authority_code:
        raise not_found()
    return table, await store.orders_of(resources.database, table_id)


async def tables(resources: Resources, subject: Subject, page: PageRequest) -> PaymentTablePage:
    """The tables of one's own authority, those made at once (实时结算) among them."""
    found = await store.payment_tables_of(resources.database, existing(subject.authority_code), page)
    shown, cursor = page.shown(found, lambda each: each.table_id)
    summaries = [
        PaymentTableSummary(table_id=each.table_id, made_at=each.made_at, lines=each.lines, total_fen=each.total_fen)
        for each in shown
    ]
    return PaymentTablePage(tables=summaries, next_cursor=cursor)


async def orders_for(
    resources: Resources, claims: Claims, table_id: UUID, authority: str, *, at: datetime
) -> list[Order]:
    """One line for each leg of each voucher, in a fixed order; a leg that waits in another table is left to it."""
    waiting = await open_legs(resources, claims)
    found = [each for each in _orders(claims, table_id, authority, at) if (each.voucher_id, each.leg) not in waiting]
    return [replace(order, line=number) for number, order in enumerate(found, start=1)]


def add_table(
    unit: UnitOfWork, table_id: UUID, authority: str, orders: Sequence[Order], *, by: UUID | None, at: datetime
) -> PaymentTable:
    """The table with its manifest, whose hash is printed on what is stamped."""
    manifest = manifest_of(table_id, authority, orders)
    table = PaymentTable(
        table_id=table_id,
        authority_code=authority,
        made_by=by,
        made_at=at,
        lines=len(orders),
        total_fen=sum(order.amount_fen for order in orders),
        manifest=manifest,
        manifest_sha256=sha256(manifest).digest(),
    )
    store.add_payment_table(unit, table, orders)
    return table


def manifest_of(table_id: UUID, authority: str, orders: Sequence[Order]) -> bytes:
    """Every line in canonical JSON; neither names nor accounts are in it."""
    lines = [
        [each.line, each.voucher_id, each.leg, each.payee, each.fund, each.fiscal_year, each.route, each.amount_fen]
        for each in orders
    ]
    return to_json({"authority_code": authority, "lines": lines, "table_id": table_id})


async def _answer(resources: Resources, table: PaymentTable, orders: Sequence[Order]) -> PaymentTableAnswer:
    evidence = await evidence_of_vouchers(resources, [each.voucher_id for each in orders])
    return PaymentTableAnswer.showing(
        table,
        manifest_sha256=table.manifest_sha256.hex(),
        totals=[
            RouteTotal(fund=fund, route=route, total_fen=fen) for (fund, route), fen in rules.totals(orders).items()
        ],
        orders=[OrderBody.of(order, evidence.get(order.voucher_id)) for order in orders],
    )


def _orders(claims: Claims, table_id: UUID, authority: str, at: datetime) -> Iterator[Order]:
    view = policy_at(authority, at, known_at=at)
    for voucher_id, legs in sorted(claims.legs.items()):
        for leg in legs:
            if position_of(claims.last[voucher_id].get(leg.leg)) is not Position.PAYABLE or leg.fund is None:
                continue
            yield Order(
                trainee_id=leg.trainee_id,
                voucher_id=leg.voucher_id,
                leg=leg.leg,
                table_id=table_id,
                line=0,
                payee=leg.payee,
                fund=leg.fund,
                fiscal_year=leg.fiscal_year,
                # A fund the jurisdiction names no route for is paid by the treasury, as all public money is.
                route=route_of(view, leg.fund) or Route.TREASURY,
                amount_fen=leg.amount_fen,
                state=OrderState.ORDERED,
            )


async def _approved(resources: Resources, subject: Subject, ids: Sequence[UUID]) -> list[Application]:
    found = await store.applications(resources.database, ids)
    if len(found) < len(set(ids)) or any(each.authority_code != subject.authority_code for each in found):
        raise not_found()
    if any(each.state is not ApplicationState.APPROVED for each in found):
        raise by_law(_NOT_APPROVED, law("MP-15"), reason="not_approved")
    return found


async def _repeated(resources: Resources, subject: Subject, body: NewPaymentTable, *, first: int) -> list[Order]:
    """Lines of an earlier table that came back: payable still, and their vouchers written off."""
    if body.repeat_table_id is None:
        return []
    _, orders = await table_of(resources, subject, body.repeat_table_id)
    failed = [each for each in orders if each.state in {OrderState.BOUNCED, OrderState.REFUSED}]
    claims = await settling.claims_of(resources, [(each.trainee_id, each.voucher_id) for each in failed])
    await require_unfrozen(resources, claims)
    await require_earned(resources, claims)
    waiting = await open_legs(resources, claims)
    again = [
        each
        for each in failed
        if claims.vouchers[each.voucher_id].state in _PAID_BEFORE
        and position_of(claims.last[each.voucher_id].get(each.leg)) is Position.PAYABLE
        and (each.voucher_id, each.leg) not in waiting
    ]
    return [
        replace(
            each,
            table_id=body.table_id,
            line=number,
            state=OrderState.ORDERED,
            result_at=None,
            reference=None,
            reason=None,
        )
        for number, each in enumerate(again, start=first)
    ]


_PAID_BEFORE = {VoucherState.WRITTEN_OFF}
_NOTHING = Words("没有可拨付的项目。", "There is nothing to pay.")
_NOT_APPROVED = Words("有申请尚未批准或已列入拨付表。", "An application is not approved, or is in a table already.")
