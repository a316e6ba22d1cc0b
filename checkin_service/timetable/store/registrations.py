"""Every statement about registrations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, select, update

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import Registration
from checkin_service.timetable.tables import registration


@fragment(
    update(registration)
    .values(voucher_id=bindparam("with_voucher", type_=Uuid))
    .where(
        registration.c.trainee_id == bindparam("of_trainee"),
        registration.c.class_id == bindparam("of_class"),
        registration.c.voucher_id.is_(None),
        registration.c.withdrawn_at.is_(None),
    ),
    must_change_one=True,
)
def _use_voucher(unit: UnitOfWork, *, of_trainee: UUID, of_class: UUID, with_voucher: UUID) -> None: ...


@fragment(
    update(registration)
    .values(
        withdrawn_at=bindparam("at", type_=DateTime(timezone=True)),
        withdrawal_reason=bindparam("reason", type_=Text),
    )
    .where(
        registration.c.trainee_id == bindparam("of_trainee"),
        registration.c.class_id == bindparam("of_class"),
        registration.c.withdrawn_at.is_(None),
    ),
    must_change_one=True,
)
def _withdraw(unit: UnitOfWork, *, of_trainee: UUID, of_class: UUID, at: datetime, reason: str) -> None: ...


add_registrations = fragment_of_many(Registration, registration)


def use_voucher(unit: UnitOfWork, read: Registration, *, voucher_id: UUID) -> None:
    """The registration with the voucher put to use; refused when it has one by now."""
    _use_voucher(unit, of_trainee=read.trainee_id, of_class=read.class_id, with_voucher=voucher_id)


def withdraw(unit: UnitOfWork, read: Registration, *, reason: str, at: datetime) -> None:
    """The registration ended; refused when it has been ended before."""
    _withdraw(unit, of_trainee=read.trainee_id, of_class=read.class_id, reason=reason, at=at)


@question(select(registration).where(matches(registration, "trainee_id", "class_id")))
async def registration_of(database: Database, trainee_id: UUID, class_id: UUID) -> Registration | None: ...


@question(
    select(registration)
    .where(matches(registration, "class_id"))
    .order_by(registration.c.registered_at, registration.c.trainee_id)
)
async def roster_of(database: Database, class_id: UUID) -> list[Registration]: ...


@question(select(registration).where(matches(registration, "trainee_id")))
async def registrations_of(database: Database, trainee_id: UUID) -> list[Registration]: ...
