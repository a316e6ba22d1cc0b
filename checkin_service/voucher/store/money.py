"""Statements about transfers, the legs they move, and the freezes that stop them."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text, Uuid, bindparam, case, delete, func, select, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.voucher.model.ledger import Transfer, TransferKind
from checkin_service.voucher.model.vouchers import Fund, PaymentFreeze, VoucherLeg
from checkin_service.voucher.store.asked import asked, is_asked_for, parameters
from checkin_service.voucher.tables import payment_freeze, transfer, voucher_leg

_LAST_TRANSFERS = Statement(
    select(transfer)
    .ext(distinct_on(transfer.c.leg))
    .where(transfer.c.trainee_id == bindparam("trainee"), transfer.c.voucher_id == bindparam("voucher"))
    .order_by(transfer.c.leg, transfer.c.ordinal.desc()),
    Transfer,
)


async def last_transfers(database: Database, trainee_id: UUID, voucher_id: UUID) -> dict[str, Transfer]:
    """The last transfer of each leg of a voucher."""
    found = await database.read(_LAST_TRANSFERS, trainee=trainee_id, voucher=voucher_id)
    return {each.leg: each for each in found}


_LAST_OF_MANY = Statement(
    select(transfer)
    .ext(distinct_on(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg))
    .join(asked, is_asked_for(transfer.c))
    .order_by(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg, transfer.c.ordinal.desc()),
    Transfer,
)


async def last_transfers_of_many(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Transfer]]:
    """The last transfer of each leg, by voucher."""
    found: dict[UUID, dict[str, Transfer]] = {voucher_id: {} for voucher_id in voucher_ids}
    for each in await database.read(_LAST_OF_MANY, **parameters(trainee_ids, voucher_ids)):
        found[each.voucher_id][each.leg] = each
    return found


add_transfers = fragment_of_many(Transfer, transfer)
"""Many transfers as one statement."""
add_transfer = fragment_of(Transfer, insert(transfer))


_KEY_OF_LEG = ("trainee_id", "voucher_id", "leg")
_new_leg = insert(voucher_leg).values({each.name: bindparam(each.name) for each in voucher_leg.columns})


add_leg = fragment_of(VoucherLeg, insert(voucher_leg))


set_leg = fragment_of(
    VoucherLeg,
    _new_leg.on_conflict_do_update(
        index_elements=[voucher_leg.c[name] for name in _KEY_OF_LEG],
        set_={each.name: _new_leg.excluded[each.name] for each in voucher_leg.columns if each.name not in _KEY_OF_LEG},
    ),
)
"""A leg as it is now: what a voucher pays stands fast once money is reserved for it, not before."""


add_legs = fragment_of_many(VoucherLeg, voucher_leg)
"""The legs of any number of vouchers that have none yet."""


drop_leg = fragment_of(
    VoucherLeg,
    delete(voucher_leg).where(matches(voucher_leg, "trainee_id", "voucher_id", "leg")),
)
"""A leg that the training it was meant for had and the one the voucher is used in has not."""


@question(select(voucher_leg).where(matches(voucher_leg, "trainee_id", "voucher_id")).order_by(voucher_leg.c.leg))
async def legs_of(database: Database, trainee_id: UUID, voucher_id: UUID) -> list[VoucherLeg]: ...


_OF_AUTHORITY = transfer.c.authority_code == bindparam("authority", type_=Text)
_SUM = func.sum(transfer.c.amount_fen).cast(BigInteger)


class _SumOfKind(NamedTuple):
    kind: TransferKind
    fen: int


_SUMS_BY_KIND = Statement(
    select(transfer.c.kind, _SUM.label("fen")).where(_OF_AUTHORITY).group_by(transfer.c.kind), _SumOfKind
)


async def sums_by_kind(database: Database, authority_code: str) -> dict[TransferKind, int]:
    """What an authority ever moved, by kind of transfer."""
    return dict(await database.read(_SUMS_BY_KIND, authority=authority_code))


_LATEST = (
    select(transfer.c.kind, transfer.c.amount_fen)
    .ext(distinct_on(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg))
    .where(_OF_AUTHORITY)
    .order_by(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.leg, transfer.c.ordinal.desc())
    .subquery()
)
_SUMS_BY_LATEST_KIND = Statement(
    select(_LATEST.c.kind, func.sum(_LATEST.c.amount_fen).cast(BigInteger).label("fen")).group_by(_LATEST.c.kind),
    _SumOfKind,
)


async def sums_by_latest_kind(database: Database, authority_code: str) -> dict[TransferKind, int]:
    """The money of an authority's vouchers, by the last transfer of each leg."""
    return dict(await database.read(_SUMS_BY_LATEST_KIND, authority=authority_code))


_PAID = func.sum(
    case(
        (transfer.c.kind == TransferKind.DISBURSE, transfer.c.amount_fen),
        (transfer.c.kind == TransferKind.BOUNCE, -transfer.c.amount_fen),
        (transfer.c.kind == TransferKind.CLAW_BACK, -transfer.c.amount_fen),
        else_=0,
    )
).cast(BigInteger)


class _Paid(NamedTuple):
    fund: Fund | None
    fiscal_year: int
    fen: int


_PAID_BY_BUDGET = Statement(
    select(transfer.c.fund, transfer.c.fiscal_year, _PAID.label("fen"))
    .where(_OF_AUTHORITY, transfer.c.fund.is_not(None))
    .group_by(transfer.c.fund, transfer.c.fiscal_year),
    _Paid,
)


async def paid_by_budget(database: Database, authority_code: str) -> dict[tuple[Fund, int], int]:
    """What of an authority's money stands with payees, by fund and fiscal year."""
    rows = await database.read(_PAID_BY_BUDGET, authority=authority_code)
    return {(row.fund, row.fiscal_year): row.fen for row in rows if row.fund}


_SIDES = union_all(
    select(transfer.c.debit_account.label("account"), (-transfer.c.amount_fen).label("fen")).where(_OF_AUTHORITY),
    select(transfer.c.credit_account.label("account"), transfer.c.amount_fen.label("fen")).where(_OF_AUTHORITY),
).subquery()


class _Balance(NamedTuple):
    account: str
    fen: int


_BALANCES = Statement(
    select(_SIDES.c.account, func.sum(_SIDES.c.fen).cast(BigInteger).label("fen")).group_by(_SIDES.c.account), _Balance
)


async def balances(database: Database, authority_code: str) -> dict[str, int]:
    """The balance of every account that an authority's money touched."""
    return dict(await database.read(_BALANCES, authority=authority_code))


@fragment(
    payment_freeze.insert().values(
        {
            name: bindparam(name)
            for name in ("authority_code", "freeze_id", "object", "reason", "frozen_by", "frozen_at")
        }
    )
)
def add_freeze(
    unit: UnitOfWork,
    *,
    authority_code: str,
    freeze_id: UUID,
    object: str,  # noqa: A002 - the column's name
    reason: str,
    frozen_by: UUID,
    frozen_at: datetime,
) -> None: ...


@question(
    select(*(payment_freeze.c[each.name] for each in fields(PaymentFreeze)))
    .where(matches(payment_freeze, "authority_code"))
    .order_by(payment_freeze.c.lifted_at.is_not(None), payment_freeze.c.freeze_id.desc())
)
async def freezes_of(database: Database, authority_code: str) -> list[PaymentFreeze]:
    """Freezes of an authority: those in force first, then the newest."""


@fragment(
    update(payment_freeze)
    .values(
        lifted_by=bindparam("by", type_=Uuid),
        lifted_at=bindparam("at", type_=DateTime(timezone=True)),
        lift_reason=bindparam("reason", type_=Text),
    )
    .where(
        matches(payment_freeze, "authority_code", "freeze_id"),
        payment_freeze.c.lifted_at.is_(None),
        payment_freeze.c.frozen_by != bindparam("by", type_=Uuid),
    ),
    must_change_one=True,
)
def lift_freeze(unit: UnitOfWork, *, authority_code: str, freeze_id: UUID, by: UUID, at: datetime, reason: str) -> None:
    """Lifted once, and by another person than froze it."""


@question(
    select(payment_freeze.c.object)
    .where(
        matches(payment_freeze, "authority_code"),
        payment_freeze.c.object == func.any(bindparam("objects", type_=ARRAY(Text))),
        payment_freeze.c.lifted_at.is_(None),
    )
    .distinct()
)
async def frozen_among(database: Database, authority_code: str, objects: Sequence[str]) -> frozenset[str]:
    """Which of these classes, institutions and people no money of the authority may reach now."""
