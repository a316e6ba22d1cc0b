"""Statements about vouchers, their history and who has looked at them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, bindparam, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.kit.paging import PageRequest
from checkin_service.voucher.model import Fund, Verification, Voucher, VoucherKind, VoucherMove, VoucherState
from checkin_service.voucher.tables import (
    verification,
    voucher,
    voucher_activation,
    voucher_code,
    voucher_event,
)

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
    return [as_voucher(row) for row in rows]


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


_HOLD = Fragment(
    Statement(
        update(voucher)
        .values(
            state=bindparam("to_state", type_=Text),
            ordinal=bindparam("to_ordinal", type_=Integer),
            institution_id=bindparam("by_institution", type_=Uuid),
        )
        .where(_IS_AS_READ)
    ),
    must_change_one=True,
)


def hold(unit: UnitOfWork, read: Voucher, last: VoucherMove, *, institution_id: UUID | None) -> None:
    """The voucher held by an institution, or by nobody again, unless it has moved since it was read."""
    unit.add(_HOLD, **_from(read), to_state=last.state, to_ordinal=last.ordinal, by_institution=institution_id)


_CHANGE_CLASS = Fragment(
    Statement(
        update(voucher)
        .values(class_id=bindparam("to_class", type_=Uuid))
        .where(
            _IS_AS_READ,
            voucher.c.class_id == bindparam("from_class", type_=Uuid),
            voucher.c.state == VoucherState.USED.value,
        )
    ),
    must_change_one=True,
)


def change_class(unit: UnitOfWork, read: Voucher, *, class_id: UUID) -> None:
    """The voucher in use in another class, unless it has moved since it was read."""
    unit.add(_CHANGE_CLASS, **_from(read), from_class=read.class_id, to_class=class_id)


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


_DUE = Statement(
    select(voucher)
    .where(
        voucher.c.state == func.any(bindparam("states", type_=ARRAY(Text))),
        or_(
            voucher.c.use_by < bindparam("on", type_=Date),
            voucher.c.activate_by < bindparam("on", type_=Date),
        ),
        tuple_(voucher.c.trainee_id, voucher.c.voucher_id)
        > tuple_(bindparam("after_trainee", type_=Uuid), bindparam("after_voucher", type_=Uuid)),
    )
    .order_by(voucher.c.trainee_id, voucher.c.voucher_id)
    .limit(bindparam("count", type_=Integer))
)


async def due_to_expire(
    database: Database, *, states: Collection[VoucherState], on: date, after: tuple[UUID, UUID], count: int
) -> list[Voucher]:
    """Vouchers before use one of whose days has passed, a page of them; whether they are expired is the rule's."""
    rows = await database.read(
        _DUE, states=[*map(str, states)], on=on, after_trainee=after[0], after_voucher=after[1], count=count
    )
    return [as_voucher(row) for row in rows]


_IN_TRAINING_PAST = Statement(
    select(voucher)
    .where(
        voucher.c.state == VoucherState.USED.value,
        voucher.c.graph == func.any(bindparam("graphs", type_=ARRAY(Text))),
        voucher.c.use_by < bindparam("on", type_=Date),
        tuple_(voucher.c.trainee_id, voucher.c.voucher_id)
        > tuple_(bindparam("after_trainee", type_=Uuid), bindparam("after_voucher", type_=Uuid)),
    )
    .order_by(voucher.c.trainee_id, voucher.c.voucher_id)
    .limit(bindparam("count", type_=Integer))
)


async def in_training_past(
    database: Database, *, graphs: Collection[str], on: date, after: tuple[UUID, UUID], count: int
) -> list[Voucher]:
    """Vouchers of these packs that are in training though their last day has passed, a page of them."""
    rows = await database.read(
        _IN_TRAINING_PAST, graphs=list(graphs), on=on, after_trainee=after[0], after_voucher=after[1], count=count
    )
    return [as_voucher(row) for row in rows]


_ADD_VERIFICATION = Fragment(Statement(verification.insert()))


def add_verification(unit: UnitOfWork, seen: Verification) -> None:
    unit.add(_ADD_VERIFICATION, **{column.name: getattr(seen, column.name) for column in verification.columns})


_VERIFICATIONS = Statement(
    select(verification)
    .where(
        verification.c.tenant == bindparam("of_tenant", type_=Text),
        verification.c.verification_id > bindparam("after", type_=Uuid),
    )
    .order_by(verification.c.verification_id)
    .limit(bindparam("count", type_=Integer))
)


async def verifications_by(database: Database, tenant: str, page: PageRequest) -> list[Verification]:
    """What a tenant has verified, oldest first."""
    rows = await database.read(_VERIFICATIONS, of_tenant=tenant, after=page.after, count=page.fetch)
    return [Verification(**row._asdict()) for row in rows]


_VERIFICATIONS_OF = Statement(
    select(verification)
    .where(
        verification.c.trainee_id == bindparam("trainee", type_=Uuid),
        verification.c.voucher_id == bindparam("of_voucher", type_=Uuid),
    )
    .order_by(verification.c.verification_id)
)


async def verifications_of(database: Database, trainee_id: UUID, voucher_id: UUID) -> list[Verification]:
    rows = await database.read(_VERIFICATIONS_OF, trainee=trainee_id, of_voucher=voucher_id)
    return [Verification(**row._asdict()) for row in rows]


_HISTORY = Statement(
    select(voucher_event)
    .where(voucher_event.c.trainee_id == bindparam("trainee"), voucher_event.c.voucher_id == bindparam("of_voucher"))
    .order_by(voucher_event.c.ordinal)
)


async def history(database: Database, trainee_id: UUID, voucher_id: UUID) -> list[Row]:
    """Every move of a voucher, oldest first."""
    return await database.read(_HISTORY, trainee=trainee_id, of_voucher=voucher_id)


def _from(read: Voucher) -> dict[str, object]:
    return {"of_trainee": read.trainee_id, "of_voucher": read.voucher_id, "from_ordinal": read.ordinal}


def _voucher(row: Row | None) -> Voucher | None:
    return None if row is None else as_voucher(row)


def as_voucher(row: Row) -> Voucher:
    values = row._asdict()
    fund = None if values["fund"] is None else Fund(values["fund"])
    return Voucher(
        **values | {"kind": VoucherKind(values["kind"]), "state": VoucherState(values["state"]), "fund": fund}
    )
