"""Every statement about registrations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, select, update

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import Registration
from checkin_service.timetable.store.bulk import add_many, insert_many
from checkin_service.timetable.tables import registration

_ADD_REGISTRATIONS = insert_many(registration)
_REGISTRATION = Statement(
    select(registration).where(
        registration.c.trainee_id == bindparam("trainee_id"), registration.c.class_id == bindparam("class_id")
    )
)
_ROSTER = Statement(
    select(registration)
    .where(registration.c.class_id == bindparam("class_id"))
    .order_by(registration.c.registered_at, registration.c.trainee_id)
)
_REGISTRATIONS = Statement(select(registration).where(registration.c.trainee_id == bindparam("trainee_id")))
_USE_VOUCHER = Fragment(
    Statement(
        update(registration)
        .values(voucher_id=bindparam("with_voucher", type_=Uuid))
        .where(
            registration.c.trainee_id == bindparam("of_trainee"),
            registration.c.class_id == bindparam("of_class"),
            registration.c.voucher_id.is_(None),
            registration.c.withdrawn_at.is_(None),
        )
    ),
    must_change_one=True,
)


_WITHDRAW = Fragment(
    Statement(
        update(registration)
        .values(
            withdrawn_at=bindparam("at", type_=DateTime(timezone=True)),
            withdrawal_reason=bindparam("reason", type_=Text),
        )
        .where(
            registration.c.trainee_id == bindparam("of_trainee"),
            registration.c.class_id == bindparam("of_class"),
            registration.c.withdrawn_at.is_(None),
        )
    ),
    must_change_one=True,
)


def add_registrations(unit: UnitOfWork, registrations: Sequence[Registration]) -> None:
    add_many(unit, _ADD_REGISTRATIONS, registration, registrations)


def use_voucher(unit: UnitOfWork, read: Registration, *, voucher_id: UUID) -> None:
    """The registration with the voucher put to use; refused when it has one by now."""
    unit.add(_USE_VOUCHER, of_trainee=read.trainee_id, of_class=read.class_id, with_voucher=voucher_id)


def withdraw(unit: UnitOfWork, read: Registration, *, reason: str, at: datetime) -> None:
    """The registration ended; refused when it has been ended before."""
    unit.add(_WITHDRAW, of_trainee=read.trainee_id, of_class=read.class_id, reason=reason, at=at)


async def registration_of(database: Database, trainee_id: UUID, class_id: UUID) -> Registration | None:
    row = await database.read_one(_REGISTRATION, trainee_id=trainee_id, class_id=class_id)
    return None if row is None else _registration(row)


async def roster_of(database: Database, class_id: UUID) -> list[Registration]:
    return [_registration(row) for row in await database.read(_ROSTER, class_id=class_id)]


async def registrations_of(database: Database, trainee_id: UUID) -> list[Registration]:
    return [_registration(row) for row in await database.read(_REGISTRATIONS, trainee_id=trainee_id)]


def _registration(row: Row) -> Registration:
    values = row._asdict()
    return Registration(**values | {"voucher_kind": VoucherKind(values["voucher_kind"])})
