"""Results of a payment table: lines paid and refused, and payments returned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce_all
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.settlement import store
from checkin_service.settlement.model import Order, OrderState
from checkin_service.settlement.schemas.applications import (
    ResultRow,
    Results,
    ResultsAnswer,
    ReturnRow,
    Returns,
)
from checkin_service.settlement.service.ordering import table_of
from checkin_service.voucher import rules as voucher_rules
from checkin_service.voucher.model.ledger import MAIN_LEG, LedgerRefused, Position, Transfer
from checkin_service.voucher.model.vouchers import VoucherEvent
from checkin_service.voucher.rules.ledger import transfers_to
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.commitment import funds_of
from checkin_service.voucher.service.news import RETURNED_BY_BANK, about
from checkin_service.voucher.service.settling import Claims

Row = TypeVar("Row", ResultRow, ReturnRow)


@once_per("request_id", operation="results")
async def record_results(
    unit: UnitOfWork, resources: Resources, subject: Subject, table_id: UUID, body: Results
) -> ResultsAnswer:
    """Import the treasury's answer line by line: what was paid is paid, what was not can be settled again.

    A voucher whose training subsidy was paid is written off: its code is dead (SD-14).
    """
    now = resources.clock.now()
    _, orders = await table_of(resources, subject, table_id)
    answered = [
        replace(
            order,
            state=OrderState.PAID if row.paid else OrderState.REFUSED,
            reference=row.reference,
            reason=None if row.paid else row.reason or "not_stated",
        )
        for order, row in _matched(orders, body.rows, OrderState.ORDERED)
    ]
    claims = await _claims(resources, answered)
    paid = [order for order in answered if order.state is OrderState.PAID]
    settling.record(unit, _transfers(paid, claims, Position.PAID, cause=body.request_id, at=now))
    _move(unit, paid, claims, [VoucherEvent.DISBURSED, VoucherEvent.WRITTEN_OFF], subject, now)
    refused = [order for order in answered if order.state is OrderState.REFUSED]
    # A leg refused on its own is ordered again later; the voucher follows its training subsidy.
    _move(unit, refused, claims, [VoucherEvent.PAYMENT_REFUSED], subject, now)
    store.record_results(unit, table_id, answered, before=OrderState.ORDERED, at=now)
    _audit(unit, subject, table_id, now, paid=len(paid), not_paid=len(refused))
    still_open = sum(order.state is OrderState.ORDERED for order in orders) - len(answered)
    return ResultsAnswer(table_id=table_id, paid=len(paid), not_paid=len(refused), still_open=still_open)


@once_per("request_id", operation="returns")
async def record_returns(
    unit: UnitOfWork, resources: Resources, subject: Subject, table_id: UUID, body: Returns
) -> ResultsAnswer:
    """The bank returned payments: they are payable again, by counter-entries; the codes stay dead."""
    now = resources.clock.now()
    _, orders = await table_of(resources, subject, table_id)
    returned = [
        replace(order, state=OrderState.BOUNCED, reason=row.reason)
        for order, row in _matched(orders, body.rows, OrderState.PAID)
    ]
    claims = await _claims(resources, returned)
    settling.record(unit, _transfers(returned, claims, Position.PAYABLE, cause=body.request_id, at=now))
    announce_all(unit, [_returned(order, claims, at=now) for order in returned])
    store.record_results(unit, table_id, returned, before=OrderState.PAID, at=now)
    _audit(unit, subject, table_id, now, returned=len(returned))
    still_paid = sum(order.state is OrderState.PAID for order in orders) - len(returned)
    still_open = sum(order.state is OrderState.ORDERED for order in orders)
    return ResultsAnswer(table_id=table_id, paid=still_paid, not_paid=len(returned), still_open=still_open)


def _matched(orders: Sequence[Order], rows: Sequence[Row], state: OrderState) -> list[tuple[Order, Row]]:
    """Each row with its line; refused as a whole when a line is unknown, named twice or not in the right state."""
    waiting = {order.line: order for order in orders if order.state is state}
    lines = [row.line for row in rows]
    bad = sorted({line for line in lines if line not in waiting or lines.count(line) > 1})
    if bad:
        raise unfit(_ROWS, reason="bad_lines", lines=bad)
    return [(waiting[row.line], row) for row in rows]


async def _claims(resources: Resources, orders: Sequence[Order]) -> Claims:
    return await settling.claims_of(resources, [(order.trainee_id, order.voucher_id) for order in orders])


def _transfers(
    orders: Sequence[Order], claims: Claims, target: Position, *, cause: UUID, at: datetime
) -> list[Transfer]:
    found: list[Transfer] = []
    elsewhere: list[int] = []
    for order in orders:
        leg = next(each for each in claims.legs[order.voucher_id] if each.leg == order.leg)
        last = claims.last[order.voucher_id].get(order.leg)
        try:
            found += transfers_to(target, funds_of(leg), last=last, cause=cause, at=at)
        except LedgerRefused:
            elsewhere.append(order.line)
    if elsewhere:
        fields = {"reason": "money_elsewhere", "lines": sorted(elsewhere)}
        raise unfit(_ELSEWHERE, **fields)
    return found


def _returned(order: Order, claims: Claims, *, at: datetime) -> Event:
    voucher = claims.vouchers[order.voucher_id]
    payload = about(voucher) | {"leg": order.leg, "amount_fen": order.amount_fen, "payee": order.payee}
    return Event(
        trainee_id=voucher.trainee_id,
        event_id=new_id(),
        type=RETURNED_BY_BANK,
        payload=payload,
        occurred_at=at,
    )


def _move(
    unit: UnitOfWork,
    orders: Sequence[Order],
    claims: Claims,
    events: Sequence[VoucherEvent],
    subject: Subject,
    at: datetime,
) -> None:
    """A voucher follows its training subsidy, once: what is paid again after a return moves no dead code."""
    vouchers = [
        claims.vouchers[order.voucher_id]
        for order in orders
        if order.leg == MAIN_LEG and claims.vouchers[order.voucher_id].state not in voucher_rules.DEAD
    ]
    settling.move_all(unit, vouchers, events, at=at, actor=subject.name)


def _audit(unit: UnitOfWork, subject: Subject, table_id: UUID, at: datetime, **detail: int) -> None:
    audit.record(unit, subject, Permission.SETTLEMENT_PAY, table_id, at=at, detail=dict(detail))


_ROWS = Words(
    "有行号不存在、重复或状态不符，全部未处理。", "A line is unknown, named twice or not in this state; none was kept."
)
_ELSEWHERE = Words(
    "有行次的资金已追回或已退回，与此结果不符，全部未处理。",
    "The money of a line was clawed back or released, which this does not fit; none was kept.",
)
