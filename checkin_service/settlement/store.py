"""Every statement of settlement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork, rows_of
from checkin_service.kit.paging import PageRequest
from checkin_service.settlement.model import (
    Application,
    ApplicationState,
    Line,
    Mode,
    Order,
    OrderState,
    PaymentTable,
)
from checkin_service.settlement.tables import (
    payee_account,
    payment_order,
    payment_table,
    settlement_application,
    settlement_line,
)
from checkin_service.voucher.model import Fund

_ADD_APPLICATION = Fragment(Statement(settlement_application.insert()))
_DECIDE = Fragment(
    Statement(
        update(settlement_application)
        .values(
            state=bindparam("to_state", type_=Text),
            reviewed_by=bindparam("by_reviewer", type_=Uuid),
            reviewed_at=bindparam("at_review", type_=DateTime(timezone=True)),
            approved_by=bindparam("by_approver", type_=Uuid),
            approved_at=bindparam("at_approval", type_=DateTime(timezone=True)),
            reason=bindparam("why", type_=Text),
        )
        .where(
            settlement_application.c.application_id == bindparam("of_application", type_=Uuid),
            settlement_application.c.state == bindparam("from_state", type_=Text),
        )
    ),
    must_change_one=True,
)
_OF_ID = Statement(
    select(settlement_application).where(
        settlement_application.c.application_id == func.any(bindparam("applications", type_=ARRAY(Uuid)))
    )
)
_VISIBLE = Statement(
    select(settlement_application)
    .where(
        or_(
            settlement_application.c.authority_code == bindparam("authority", type_=Text),
            settlement_application.c.applicant == bindparam("tenant", type_=Text),
        ),
        settlement_application.c.application_id > bindparam("after", type_=Uuid),
    )
    .order_by(settlement_application.c.application_id)
    .limit(bindparam("count", type_=Integer))
)


def add_application(unit: UnitOfWork, new: Application) -> None:
    unit.add(_ADD_APPLICATION, **{each.name: getattr(new, each.name) for each in settlement_application.columns})


def decide(unit: UnitOfWork, decided: Application, *, before: ApplicationState) -> None:
    """The application as decided, unless somebody decided in between."""
    unit.add(
        _DECIDE,
        of_application=decided.application_id,
        from_state=before,
        to_state=decided.state,
        by_reviewer=decided.reviewed_by,
        at_review=decided.reviewed_at,
        by_approver=decided.approved_by,
        at_approval=decided.approved_at,
        why=decided.reason,
    )


async def applications(database: Database, application_ids: Sequence[UUID]) -> list[Application]:
    return [_application(row) for row in await database.read(_OF_ID, applications=list(application_ids))]


async def visible(database: Database, *, authority: str | None, tenant: str, page: PageRequest) -> list[Application]:
    rows = await database.read(_VISIBLE, authority=authority, tenant=tenant, after=page.after, count=page.fetch)
    return [_application(row) for row in rows]


_ADD_LINES = rows_of(settlement_line)
_ADD_ORDERS = rows_of(payment_order)
_LINES = Statement(
    select(settlement_line)
    .where(settlement_line.c.application_id == func.any(bindparam("applications", type_=ARRAY(Uuid))))
    .order_by(settlement_line.c.application_id, settlement_line.c.trainee_id, settlement_line.c.voucher_id)
)


def add_lines(unit: UnitOfWork, new: Sequence[Line]) -> None:
    unit.add(_ADD_LINES, **{each.name: [getattr(line, each.name) for line in new] for each in settlement_line.columns})


async def lines_of(database: Database, application_ids: Sequence[UUID]) -> list[Line]:
    return [Line(**row._asdict()) for row in await database.read(_LINES, applications=list(application_ids))]


_ADD_TABLE = Fragment(Statement(payment_table.insert()))
_TABLE = Statement(select(payment_table).where(payment_table.c.table_id == bindparam("of_table", type_=Uuid)))
_TABLES = Statement(
    select(payment_table)
    .where(
        payment_table.c.authority_code == bindparam("authority", type_=Text),
        payment_table.c.table_id > bindparam("after", type_=Uuid),
    )
    .order_by(payment_table.c.table_id)
    .limit(bindparam("count", type_=Integer))
)
_OPEN = Statement(
    select(payment_order.c.voucher_id, payment_order.c.leg).where(
        payment_order.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))),
        payment_order.c.voucher_id == func.any(bindparam("vouchers", type_=ARRAY(Uuid))),
        payment_order.c.state == OrderState.ORDERED.value,
    )
)
_ORDERS = Statement(
    select(payment_order)
    .where(payment_order.c.table_id == bindparam("of_table", type_=Uuid))
    .order_by(payment_order.c.line)
)


def add_payment_table(unit: UnitOfWork, new: PaymentTable, orders: Sequence[Order]) -> None:
    unit.add(_ADD_TABLE, **{each.name: getattr(new, each.name) for each in payment_table.columns})
    unit.add(_ADD_ORDERS, **{each.name: [getattr(one, each.name) for one in orders] for each in payment_order.columns})


async def payment_table_of(database: Database, table_id: UUID) -> PaymentTable | None:
    row = await database.read_one(_TABLE, of_table=table_id)
    return None if row is None else PaymentTable(**row._asdict())


async def payment_tables_of(database: Database, authority: str, page: PageRequest) -> list[PaymentTable]:
    rows = await database.read(_TABLES, authority=authority, after=page.after, count=page.fetch)
    return [PaymentTable(**row._asdict()) for row in rows]


async def orders_of(database: Database, table_id: UUID) -> list[Order]:
    return [_order(row) for row in await database.read(_ORDERS, of_table=table_id)]


async def open_legs(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> set[tuple[UUID, str]]:
    """The legs of these people's vouchers that are ordered and not yet answered."""
    rows = await database.read(_OPEN, trainees=list(trainee_ids), vouchers=list(voucher_ids))
    return {(row.voucher_id, row.leg) for row in rows}


_news = (
    func.unnest(
        bindparam("new_lines", type_=ARRAY(Integer)),
        bindparam("new_states", type_=ARRAY(Text)),
        bindparam("references", type_=ARRAY(Text)),
        bindparam("reasons", type_=ARRAY(Text)),
    )
    .table_valued("new_line", "new_state", "new_reference", "new_reason")
    .render_derived("news")
)
_RESULTS = Fragment(
    Statement(
        update(payment_order)
        .values(
            state=_news.c.new_state,
            reference=func.coalesce(_news.c.new_reference, payment_order.c.reference),
            reason=_news.c.new_reason,
            result_at=bindparam("moment", type_=DateTime(timezone=True)),
        )
        .where(
            payment_order.c.table_id == bindparam("of_table", type_=Uuid),
            payment_order.c.line == _news.c.new_line,
            payment_order.c.state == bindparam("from_state", type_=Text),
        )
    ),
    must_change_each="new_lines",
)


def record_results(
    unit: UnitOfWork, table_id: UUID, orders: Sequence[Order], *, before: OrderState, at: datetime
) -> None:
    """What became of these lines; the write fails when one of them was answered in between."""
    unit.add(
        _RESULTS,
        of_table=table_id,
        from_state=before,
        moment=at,
        new_lines=[order.line for order in orders],
        new_states=[order.state.value for order in orders],
        references=[order.reference for order in orders],
        reasons=[order.reason for order in orders],
    )


_ADD_ACCOUNT = Fragment(Statement(payee_account.insert()))
_ACCOUNTS = Statement(
    select(payee_account.c.payee, payee_account.c.sealed)
    .ext(distinct_on(payee_account.c.payee))
    .where(payee_account.c.payee == func.any(bindparam("payees", type_=ARRAY(Text))))
    .order_by(payee_account.c.payee, payee_account.c.account_id.desc())
)


def add_account(unit: UnitOfWork, **stated: Any) -> None:
    unit.add(_ADD_ACCOUNT, **stated)


async def accounts_of(database: Database, payees: Sequence[str]) -> dict[str, bytes]:
    """The latest account each payee has stated, sealed."""
    return {row.payee: row.sealed for row in await database.read(_ACCOUNTS, payees=list(payees))}


def _application(row: Row) -> Application:
    return Application(**row._asdict() | {"mode": Mode(row.mode), "state": ApplicationState(row.state)})


def _order(row: Row) -> Order:
    return Order(**row._asdict() | {"fund": Fund(row.fund), "state": OrderState(row.state)})
