"""Every statement about vouchers, their history and the money they move."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Date, Integer, Text, Uuid, bindparam, func, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.voucher.ledger import Transfer, TransferKind
from checkin_service.voucher.model import Voucher, VoucherKind, VoucherMove, VoucherState
from checkin_service.voucher.tables import transfer, voucher, voucher_activation, voucher_code, voucher_event

_OF_CODE = Statement(
    select(voucher)
    .join(
        voucher_code,
        (voucher_code.c.trainee_id == voucher.c.trainee_id) & (voucher_code.c.voucher_id == voucher.c.voucher_id),
    )
    .where(voucher_code.c.voucher_code == bindparam("code", type_=Text))
)


async def voucher_by_code(database: Database, code: str) -> Voucher | None:
    return _voucher(await database.read_one(_OF_CODE, code=code))


_OF_ID = Statement(
    select(voucher).where(voucher.c.trainee_id == bindparam("trainee"), voucher.c.voucher_id == bindparam("voucher"))
)


async def voucher_of(database: Database, trainee_id: UUID, voucher_id: UUID) -> Voucher | None:
    return _voucher(await database.read_one(_OF_ID, trainee=trainee_id, voucher=voucher_id))


_OF_TRAINEES = Statement(
    select(voucher)
    .where(voucher.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))))
    .order_by(voucher.c.trainee_id, voucher.c.voucher_id)
)


async def vouchers_of(database: Database, trainee_ids: Sequence[UUID]) -> list[Voucher]:
    """All vouchers ever issued to these people, oldest first for each."""
    rows = await database.read(_OF_TRAINEES, trainees=list(trainee_ids))
    return [_read(row) for row in rows]


_ACTIVATIONS = Statement(
    select(func.count())
    .select_from(voucher_activation)
    .where(
        voucher_activation.c.trainee_id == bindparam("trainee"),
        voucher_activation.c.year == bindparam("of_year", type_=Integer),
    )
)


async def activations_in_year(database: Database, trainee_id: UUID, year: int) -> int:
    row = await database.read_one(_ACTIVATIONS, trainee=trainee_id, of_year=year)
    return int(row[0]) if row is not None else 0


_ADD = Fragment(Statement(voucher.insert()))
_ADD_CODE = Fragment(Statement(voucher_code.insert()))
_ADD_EVENT = Fragment(Statement(voucher_event.insert()))
_ADD_ACTIVATION = Fragment(Statement(voucher_activation.insert()))


def add_voucher(unit: UnitOfWork, new: Voucher) -> None:
    """A new voucher and its code; a code that exists already makes the write stale."""
    unit.add(_ADD, **{column.name: getattr(new, column.name) for column in voucher.columns})
    unit.add(_ADD_CODE, voucher_code=new.voucher_code, trainee_id=new.trainee_id, voucher_id=new.voucher_id)


def add_move(unit: UnitOfWork, move: VoucherMove) -> None:
    unit.add(_ADD_EVENT, **{column.name: getattr(move, column.name) for column in voucher_event.columns})


def add_activation(unit: UnitOfWork, *, trainee_id: UUID, voucher_id: UUID, year: int, number: int) -> None:
    unit.add(_ADD_ACTIVATION, trainee_id=trainee_id, voucher_id=voucher_id, year=year, number=number)


_IS_AS_READ = (
    (voucher.c.trainee_id == bindparam("of_trainee"))
    & (voucher.c.voucher_id == bindparam("of_voucher"))
    & (voucher.c.ordinal == bindparam("from_ordinal", type_=Integer))
)

_PUT_TO_USE = Fragment(
    Statement(
        update(voucher)
        .values(
            state=bindparam("to_state", type_=Text),
            ordinal=bindparam("to_ordinal", type_=Integer),
            class_id=bindparam("in_class", type_=Uuid),
            institution_id=bindparam("by_institution", type_=Uuid),
        )
        # Guarded by the day as well: a voucher past its last day is refused by the database too.
        .where(_IS_AS_READ, voucher.c.use_by >= bindparam("on", type_=Date))
    ),
    must_change_one=True,
)


def put_to_use(
    unit: UnitOfWork, read: Voucher, last: VoucherMove, *, class_id: UUID, institution_id: UUID | None, on: date
) -> None:
    """The voucher as `last` leaves it, unless it has moved since it was read."""
    unit.add(
        _PUT_TO_USE,
        **_from(read),
        to_state=last.state,
        to_ordinal=last.ordinal,
        in_class=class_id,
        by_institution=institution_id,
        on=on,
    )


_MOVE_TO = Fragment(
    Statement(
        update(voucher)
        .values(state=bindparam("to_state", type_=Text), ordinal=bindparam("to_ordinal", type_=Integer))
        .where(_IS_AS_READ)
    ),
    must_change_one=True,
)


def move_to(unit: UnitOfWork, read: Voucher, last: VoucherMove) -> None:
    """The voucher as `last` leaves it, unless it has moved since it was read."""
    unit.add(_MOVE_TO, **_from(read), to_state=last.state, to_ordinal=last.ordinal)


_LAST_TRANSFER = Statement(
    select(transfer)
    .where(transfer.c.trainee_id == bindparam("trainee"), transfer.c.voucher_id == bindparam("voucher"))
    .order_by(transfer.c.ordinal.desc())
    .limit(1)
)


async def last_transfer(database: Database, trainee_id: UUID, voucher_id: UUID) -> Transfer | None:
    row = await database.read_one(_LAST_TRANSFER, trainee=trainee_id, voucher=voucher_id)
    return None if row is None else Transfer(**row._asdict() | {"kind": TransferKind(row.kind)})


_ADD_TRANSFER = Fragment(Statement(transfer.insert()))


def add_transfer(unit: UnitOfWork, new: Transfer) -> None:
    unit.add(_ADD_TRANSFER, **{column.name: getattr(new, column.name) for column in transfer.columns})


# Each transfer of a voucher touches the reserved account of its authority on one side.
_TOUCHES_RESERVED = or_(
    transfer.c.debit_account == bindparam("reserved", type_=Text),
    transfer.c.credit_account == bindparam("reserved", type_=Text),
)
_SUM = func.sum(transfer.c.amount_fen).cast(BigInteger)

_SUMS_BY_KIND = Statement(select(transfer.c.kind, _SUM.label("fen")).where(_TOUCHES_RESERVED).group_by(transfer.c.kind))


async def sums_by_kind(database: Database, reserved: str) -> dict[TransferKind, int]:
    """What was ever moved over a reserved account, by kind of transfer."""
    rows = await database.read(_SUMS_BY_KIND, reserved=reserved)
    return {TransferKind(row.kind): row.fen for row in rows}


_LATEST = (
    select(transfer.c.kind, transfer.c.amount_fen)
    .ext(distinct_on(transfer.c.trainee_id, transfer.c.voucher_id))
    .where(_TOUCHES_RESERVED)
    .order_by(transfer.c.trainee_id, transfer.c.voucher_id, transfer.c.ordinal.desc())
    .subquery()
)
_SUMS_BY_LATEST_KIND = Statement(
    select(_LATEST.c.kind, func.sum(_LATEST.c.amount_fen).cast(BigInteger).label("fen")).group_by(_LATEST.c.kind)
)


async def sums_by_latest_kind(database: Database, reserved: str) -> dict[TransferKind, int]:
    """The money of the vouchers of a reserved account, by the last transfer of each."""
    rows = await database.read(_SUMS_BY_LATEST_KIND, reserved=reserved)
    return {TransferKind(row.kind): row.fen for row in rows}


_LEGS = union_all(
    select(transfer.c.debit_account.label("account"), (-transfer.c.amount_fen).label("fen")).where(_TOUCHES_RESERVED),
    select(transfer.c.credit_account.label("account"), transfer.c.amount_fen.label("fen")).where(_TOUCHES_RESERVED),
).subquery()
_BALANCES = Statement(
    select(_LEGS.c.account, func.sum(_LEGS.c.fen).cast(BigInteger).label("fen")).group_by(_LEGS.c.account)
)


async def balances(database: Database, reserved: str) -> dict[str, int]:
    """The balance of every account that moved money with a reserved account."""
    rows = await database.read(_BALANCES, reserved=reserved)
    return {row.account: row.fen for row in rows}


def _from(read: Voucher) -> dict[str, object]:
    return {"of_trainee": read.trainee_id, "of_voucher": read.voucher_id, "from_ordinal": read.ordinal}


def _voucher(row: Row | None) -> Voucher | None:
    return None if row is None else _read(row)


def _read(row: Row) -> Voucher:
    values = row._asdict()
    return Voucher(**values | {"kind": VoucherKind(values["kind"]), "state": VoucherState(values["state"])})
