"""Every statement of settlement."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Integer, Text, Uuid, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question
from checkin_service.settlement.model import (
    Application,
    ApplicationState,
    ClawBackRuling,
    KnownClawBack,
    Line,
    Order,
    OrderState,
    PaymentTable,
    ProposedClawBack,
)
from checkin_service.settlement.tables import (
    claw_back_proposal,
    claw_back_ruling,
    payee_account,
    payment_order,
    payment_table,
    settlement_application,
    settlement_line,
)


@fragment(
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
    ),
    must_change_one=True,
)
def _decide(
    unit: UnitOfWork,
    *,
    of_application: UUID,
    from_state: ApplicationState,
    to_state: ApplicationState,
    by_reviewer: UUID | None,
    at_review: datetime | None,
    by_approver: UUID | None,
    at_approval: datetime | None,
    why: str | None,
) -> None: ...


_VISIBLE = Statement(
    select(settlement_application)
    .where(
        or_(
            settlement_application.c.authority_code == bindparam("authority", type_=Text),
            settlement_application.c.authority_code.startswith(bindparam("reach", type_=Text)),
            settlement_application.c.applicant == bindparam("tenant", type_=Text),
        ),
        settlement_application.c.application_id > bindparam("after", type_=Uuid),
    )
    .order_by(settlement_application.c.application_id)
    .limit(bindparam("count", type_=Integer)),
    Application,
)

add_application = fragment_of(Application, insert(settlement_application))


def decide(unit: UnitOfWork, decided: Application, *, before: ApplicationState) -> None:
    """The application as decided, unless somebody decided in between."""
    _decide(
        unit,
        of_application=decided.application_id,
        from_state=before,
        to_state=decided.state,
        by_reviewer=decided.reviewed_by,
        at_review=decided.reviewed_at,
        by_approver=decided.approved_by,
        at_approval=decided.approved_at,
        why=decided.reason,
    )


@question(
    select(settlement_application).where(
        settlement_application.c.application_id == func.any(bindparam("application_ids", type_=ARRAY(Uuid)))
    )
)
async def applications(database: Database, application_ids: Sequence[UUID]) -> list[Application]: ...


async def visible(
    database: Database, *, authority: str | None, reach: str | None, tenant: str, page: PageRequest
) -> list[Application]:
    """To an authority, to one whose code begins with `reach`, or an applicant's own."""
    asked = {"authority": authority, "reach": reach, "tenant": tenant}
    return await database.read(_VISIBLE, **asked, after=page.after, count=page.fetch)


add_lines = fragment_of_many(Line, settlement_line)


@question(
    select(settlement_line)
    .where(settlement_line.c.application_id == func.any(bindparam("application_ids", type_=ARRAY(Uuid))))
    .order_by(settlement_line.c.application_id, settlement_line.c.trainee_id, settlement_line.c.voucher_id)
)
async def lines_of(database: Database, application_ids: Sequence[UUID]) -> list[Line]: ...


_TABLES = Statement(
    select(payment_table)
    .where(
        payment_table.c.authority_code == bindparam("authority", type_=Text),
        payment_table.c.table_id > bindparam("after", type_=Uuid),
    )
    .order_by(payment_table.c.table_id)
    .limit(bindparam("count", type_=Integer)),
    PaymentTable,
)


class _Open(NamedTuple):
    voucher_id: UUID
    leg: str


_OPEN = Statement(
    select(payment_order.c.voucher_id, payment_order.c.leg).where(
        payment_order.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))),
        payment_order.c.voucher_id == func.any(bindparam("vouchers", type_=ARRAY(Uuid))),
        payment_order.c.state == OrderState.ORDERED.value,
    ),
    _Open,
)


_add_table = fragment_of(PaymentTable, insert(payment_table))
_add_orders = fragment_of_many(Order, payment_order)


def add_payment_table(unit: UnitOfWork, new: PaymentTable, orders: Sequence[Order]) -> None:
    _add_table(unit, new)
    _add_orders(unit, orders)


@question(select(payment_table).where(matches(payment_table, "table_id")))
async def payment_table_of(database: Database, table_id: UUID) -> PaymentTable | None: ...


@question(select(exists(select(payment_table.c.table_id).where(matches(payment_table, "manifest_sha256")))))
async def is_manifest(database: Database, manifest_sha256: bytes) -> bool: ...


async def payment_tables_of(database: Database, authority: str, page: PageRequest) -> list[PaymentTable]:
    return await database.read(_TABLES, authority=authority, after=page.after, count=page.fetch)


@question(select(payment_order).where(matches(payment_order, "table_id")).order_by(payment_order.c.line))
async def orders_of(database: Database, table_id: UUID) -> list[Order]: ...


async def open_legs(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> set[tuple[UUID, str]]:
    """The legs of these people's vouchers that are ordered and not yet answered."""
    return {*await database.read(_OPEN, trainees=list(trainee_ids), vouchers=list(voucher_ids))}


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


@fragment(
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
    ),
    must_change_each="new_lines",
)
def _record_results(
    unit: UnitOfWork,
    *,
    of_table: UUID,
    from_state: OrderState,
    moment: datetime,
    new_lines: list[int],
    new_states: list[OrderState],
    references: list[str | None],
    reasons: list[str | None],
) -> None: ...


def record_results(
    unit: UnitOfWork, table_id: UUID, orders: Sequence[Order], *, before: OrderState, at: datetime
) -> None:
    """What became of these lines; the write fails when one of them was answered in between."""
    _record_results(
        unit,
        of_table=table_id,
        from_state=before,
        moment=at,
        new_lines=[order.line for order in orders],
        new_states=[order.state for order in orders],
        references=[order.reference for order in orders],
        reasons=[order.reason for order in orders],
    )


class _Account(NamedTuple):
    payee: str
    sealed: bytes


_ACCOUNTS = Statement(
    select(payee_account.c.payee, payee_account.c.sealed)
    .ext(distinct_on(payee_account.c.payee))
    .where(payee_account.c.payee == func.any(bindparam("payees", type_=ARRAY(Text))))
    .order_by(payee_account.c.payee, payee_account.c.account_id.desc()),
    _Account,
)


@fragment(insert(payee_account))
def add_account(
    unit: UnitOfWork, *, payee: str, account_id: UUID, sealed: bytes, stated_by: str, stated_at: datetime
) -> None: ...


async def accounts_of(database: Database, payees: Sequence[str]) -> dict[str, bytes]:
    """The latest account each payee has stated, sealed."""
    return dict(await database.read(_ACCOUNTS, payees=list(payees)))


_CLAW_BACKS = (
    select(
        *claw_back_proposal.c,
        claw_back_ruling.c.approved,
        claw_back_ruling.c.reason.label("ruling_reason"),
        claw_back_ruling.c.ruled_at,
    )
    .outerjoin(claw_back_ruling)
    .where(claw_back_proposal.c.authority_code == bindparam("authority", type_=Text))
)
_CLAW_BACKS_LISTED = Statement(
    _CLAW_BACKS.where(
        claw_back_proposal.c.claw_back_id > bindparam("after", type_=Uuid),
        or_(~bindparam("only_waiting", type_=Boolean), claw_back_ruling.c.approved.is_(None)),
    )
    .order_by(claw_back_proposal.c.claw_back_id)
    .limit(bindparam("count", type_=Integer)),
    KnownClawBack,
)

propose_claw_back = fragment_of(ProposedClawBack, insert(claw_back_proposal))
rule_claw_back = fragment_of(ClawBackRuling, insert(claw_back_ruling))


@question(_CLAW_BACKS.where(matches(claw_back_proposal, "claw_back_id")))
async def claw_back_of(database: Database, authority: str, claw_back_id: UUID) -> KnownClawBack | None: ...


async def claw_backs(
    database: Database, authority: str, page: PageRequest, *, only_waiting: bool
) -> list[KnownClawBack]:
    """Of one authority, oldest first."""
    return await database.read(
        _CLAW_BACKS_LISTED, authority=authority, after=page.after, only_waiting=only_waiting, count=page.fetch
    )
