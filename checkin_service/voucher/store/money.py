"""Statements about transfers, the legs they move, and the freezes that stop them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text, Uuid, bindparam, case, delete, func, select, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork, rows_of
from checkin_service.voucher.ledger import Transfer, TransferKind
from checkin_service.voucher.model import Fund, PaymentFreeze, VoucherLeg
from checkin_service.voucher.store.asked import asked, is_asked_for, parameters
from checkin_service.voucher.tables import payment_freeze, transfer, voucher_leg

_MOST_FREEZES = 200

_LAST_TRANSFERS = Statement(
    select(transfer)
    .ext(distinct_on(transfer.c.leg))
    .where(transfer.c.trainee_id == bindparam("trainee"), transfer.c.voucher_id == bindparam("voucher"))
    .order_by(transfer.c.leg, transfer.c.ordinal.desc())
)


async def last_transfers(database: Database, trainee_id: UUID, voucher_id: UUID) -> dict[str, Transfer]:
    """The last transfer of each leg of a voucher."""
    rows = await database.read(_LAST_TRANSFERS, trainee=trainee_id, voucher=voucher_id)
    return {row.leg: _transfer(row) for row in rows}


_LAST_OF_MANY = Statement(
    select(transfer)
    .ext(distinct_on(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg))
    .join(asked, is_asked_for(transfer.c))
    .order_by(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg, transfer.c.ordinal.desc())
)


async def last_transfers_of_many(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Transfer]]:
    """The last transfer of each leg, by voucher."""
    found: dict[UUID, dict[str, Transfer]] = {voucher_id: {} for voucher_id in voucher_ids}
    rows = await database.read(_LAST_OF_MANY, **parameters(trainee_ids, voucher_ids))
    for row in rows:
        found[row.voucher_id][row.leg] = _transfer(row)
    return found


_COLUMNS = tuple(column.name for column in transfer.columns)
_ADD_TRANSFER = Fragment(Statement(transfer.insert()))
_ADD_TRANSFERS = rows_of(transfer)


def add_transfer(unit: UnitOfWork, new: Transfer) -> None:
    unit.add(_ADD_TRANSFER, **{name: getattr(new, name) for name in _COLUMNS})


def add_transfers(unit: UnitOfWork, new: Sequence[Transfer]) -> None:
    """Many transfers as one statement."""
    if new:
        unit.add(_ADD_TRANSFERS, **{name: [getattr(each, name) for each in new] for name in _COLUMNS})


_ADD_LEG = Fragment(Statement(voucher_leg.insert()))
_KEY_OF_LEG = ("trainee_id", "voucher_id", "leg")
_new_leg = insert(voucher_leg).values({each.name: bindparam(each.name) for each in voucher_leg.columns})
_SET_LEG = Fragment(
    Statement(
        _new_leg.on_conflict_do_update(
            index_elements=[voucher_leg.c[name] for name in _KEY_OF_LEG],
            set_={
                each.name: _new_leg.excluded[each.name] for each in voucher_leg.columns if each.name not in _KEY_OF_LEG
            },
        )
    )
)
_DROP_LEG = Fragment(
    Statement(
        delete(voucher_leg).where(
            voucher_leg.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            voucher_leg.c.voucher_id == bindparam("of_voucher", type_=Uuid),
            voucher_leg.c.leg == bindparam("of_leg", type_=Text),
        )
    )
)
_LEGS = Statement(
    select(voucher_leg)
    .where(voucher_leg.c.trainee_id == bindparam("trainee"), voucher_leg.c.voucher_id == bindparam("voucher"))
    .order_by(voucher_leg.c.leg)
)


def add_leg(unit: UnitOfWork, new: VoucherLeg) -> None:
    unit.add(_ADD_LEG, **{column.name: getattr(new, column.name) for column in voucher_leg.columns})


def set_leg(unit: UnitOfWork, new: VoucherLeg) -> None:
    """A leg as it is now: what a voucher pays stands fast once money is reserved for it, not before."""
    unit.add(_SET_LEG, **{column.name: getattr(new, column.name) for column in voucher_leg.columns})


def drop_leg(unit: UnitOfWork, old: VoucherLeg) -> None:
    """A leg that the training it was meant for had and the one the voucher is used in has not."""
    unit.add(_DROP_LEG, of_trainee=old.trainee_id, of_voucher=old.voucher_id, of_leg=old.leg)


async def legs_of(database: Database, trainee_id: UUID, voucher_id: UUID) -> list[VoucherLeg]:
    rows = await database.read(_LEGS, trainee=trainee_id, voucher=voucher_id)
    return [as_leg(row) for row in rows]


_OF_AUTHORITY = transfer.c.authority_code == bindparam("authority", type_=Text)
_SUM = func.sum(transfer.c.amount_fen).cast(BigInteger)

_SUMS_BY_KIND = Statement(select(transfer.c.kind, _SUM.label("fen")).where(_OF_AUTHORITY).group_by(transfer.c.kind))


async def sums_by_kind(database: Database, authority_code: str) -> dict[TransferKind, int]:
    """What an authority ever moved, by kind of transfer."""
    rows = await database.read(_SUMS_BY_KIND, authority=authority_code)
    return {TransferKind(row.kind): row.fen for row in rows}


_LATEST = (
    select(transfer.c.kind, transfer.c.amount_fen)
    .ext(distinct_on(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg))
    .where(_OF_AUTHORITY)
    .order_by(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg, transfer.c.ordinal.desc())
    .subquery()
)
_SUMS_BY_LATEST_KIND = Statement(
    select(_LATEST.c.kind, func.sum(_LATEST.c.amount_fen).cast(BigInteger).label("fen")).group_by(_LATEST.c.kind)
)


async def sums_by_latest_kind(database: Database, authority_code: str) -> dict[TransferKind, int]:
    """The money of an authority's vouchers, by the last transfer of each leg."""
    rows = await database.read(_SUMS_BY_LATEST_KIND, authority=authority_code)
    return {TransferKind(row.kind): row.fen for row in rows}


_PAID = func.sum(
    case(
        (transfer.c.kind == TransferKind.DISBURSE, transfer.c.amount_fen),
        (transfer.c.kind == TransferKind.BOUNCE, -transfer.c.amount_fen),
        (transfer.c.kind == TransferKind.CLAW_BACK, -transfer.c.amount_fen),
        else_=0,
    )
).cast(BigInteger)
_PAID_BY_BUDGET = Statement(
    select(transfer.c.fund, transfer.c.fiscal_year, _PAID.label("fen"))
    .where(_OF_AUTHORITY, transfer.c.fund.is_not(None))
    .group_by(transfer.c.fund, transfer.c.fiscal_year)
)


async def paid_by_budget(database: Database, authority_code: str) -> dict[tuple[Fund, int], int]:
    """What of an authority's money stands with payees, by fund and fiscal year."""
    rows = await database.read(_PAID_BY_BUDGET, authority=authority_code)
    return {(Fund(row.fund), row.fiscal_year): row.fen for row in rows}


_SIDES = union_all(
    select(transfer.c.debit_account.label("account"), (-transfer.c.amount_fen).label("fen")).where(_OF_AUTHORITY),
    select(transfer.c.credit_account.label("account"), transfer.c.amount_fen.label("fen")).where(_OF_AUTHORITY),
).subquery()
_BALANCES = Statement(
    select(_SIDES.c.account, func.sum(_SIDES.c.fen).cast(BigInteger).label("fen")).group_by(_SIDES.c.account)
)


async def balances(database: Database, authority_code: str) -> dict[str, int]:
    """The balance of every account that an authority's money touched."""
    rows = await database.read(_BALANCES, authority=authority_code)
    return {row.account: row.fen for row in rows}


_ADD_FREEZE = Fragment(
    Statement(
        payment_freeze.insert().values(
            {
                name: bindparam(name)
                for name in ("authority_code", "freeze_id", "object", "reason", "frozen_by", "frozen_at")
            }
        )
    )
)
_LIFT = Fragment(
    Statement(
        update(payment_freeze)
        .values(
            lifted_by=bindparam("by", type_=Uuid),
            lifted_at=bindparam("moment", type_=DateTime(timezone=True)),
            lift_reason=bindparam("why", type_=Text),
        )
        .where(
            payment_freeze.c.authority_code == bindparam("authority", type_=Text),
            payment_freeze.c.freeze_id == bindparam("freeze", type_=Uuid),
            payment_freeze.c.lifted_at.is_(None),
            payment_freeze.c.frozen_by != bindparam("by", type_=Uuid),
        )
    ),
    must_change_one=True,
)
_FROZEN = Statement(
    select(payment_freeze.c.object)
    .where(
        payment_freeze.c.authority_code == bindparam("authority", type_=Text),
        payment_freeze.c.object == func.any(bindparam("objects", type_=ARRAY(Text))),
        payment_freeze.c.lifted_at.is_(None),
    )
    .distinct()
)


_FREEZES = Statement(
    select(*(payment_freeze.c[each.name] for each in fields(PaymentFreeze)))
    .where(payment_freeze.c.authority_code == bindparam("authority", type_=Text))
    .order_by(payment_freeze.c.lifted_at.is_not(None), payment_freeze.c.freeze_id.desc())
    .limit(_MOST_FREEZES)
)


async def freezes_of(database: Database, authority_code: str) -> list[PaymentFreeze]:
    """Freezes of an authority: those in force first, then the newest."""
    return [PaymentFreeze(**row._asdict()) for row in await database.read(_FREEZES, authority=authority_code)]


def add_freeze(unit: UnitOfWork, **values: Any) -> None:
    unit.add(_ADD_FREEZE, **values)


def lift_freeze(unit: UnitOfWork, *, authority_code: str, freeze_id: UUID, by: UUID, at: object, reason: str) -> None:
    """Lifted once, and by another person than froze it."""
    unit.add(_LIFT, authority=authority_code, freeze=freeze_id, by=by, moment=at, why=reason)


async def frozen_among(database: Database, authority_code: str, objects: Sequence[str]) -> frozenset[str]:
    """Which of these classes, institutions and people no money of the authority may reach now."""
    rows = await database.read(_FROZEN, authority=authority_code, objects=list(objects))
    return frozenset(row.object for row in rows)


def as_leg(row: Row) -> VoucherLeg:
    return VoucherLeg(**row._asdict() | {"fund": _fund(row.fund)})


def _transfer(row: Row) -> Transfer:
    values: Mapping[str, Any] = row._asdict()
    previous = values["previous_kind"]
    return Transfer(
        **{
            **values,
            "kind": TransferKind(values["kind"]),
            "previous_kind": None if previous is None else TransferKind(previous),
            "fund": _fund(values["fund"]),
        }
    )


def _fund(name: str | None) -> Fund | None:
    return None if name is None else Fund(name)
