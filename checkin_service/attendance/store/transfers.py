"""Moves to another class, and what was earned in the class that is left."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, insert, select

from checkin_service.attendance.absence import ClassTransfer
from checkin_service.attendance.model import CreditMode
from checkin_service.attendance.tables import credit, registration_transfer
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

_ADD = Fragment(
    Statement(
        insert(registration_transfer).values({each.name: bindparam(each.name) for each in registration_transfer.c})
    )
)
_BY_MODE = Statement(
    select(credit.c.session_id, credit.c.mode, func.count().label("hours"))
    .where(
        credit.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        credit.c.class_id == bindparam("class_id", type_=Uuid),
    )
    .group_by(credit.c.session_id, credit.c.mode)
)


def add_transfer(unit: UnitOfWork, new: ClassTransfer) -> None:
    """A class is left once: a second transfer out of it finds the write refused."""
    unit.add(_ADD, **{each.name: getattr(new, each.name) for each in registration_transfer.c})


async def hours_by_mode(database: Database, trainee_id: UUID, class_id: UUID) -> dict[tuple[UUID, CreditMode], int]:
    """Class hours credited to a trainee in a class, by session and evidence."""
    rows = await database.read(_BY_MODE, trainee_id=trainee_id, class_id=class_id)
    return {(row.session_id, CreditMode(row.mode)): row.hours for row in rows}
