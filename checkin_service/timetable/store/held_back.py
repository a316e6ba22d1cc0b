"""Statements about people who were held back when vouchers were issued."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.timetable.model import ClassState, FirstHeldBack
from checkin_service.timetable.tables import held_back, registration, training_class

_MOST = 200
_class = bindparam("class_", type_=Uuid)

add_held_back = fragment_of(FirstHeldBack, insert(held_back).on_conflict_do_nothing())
"""The first time counts; later ones change nothing."""

_WAITING = Statement(
    select(held_back)
    .select_from(
        held_back.join(
            registration,
            (registration.c.trainee_id == held_back.c.trainee_id) & (registration.c.class_id == held_back.c.class_id),
        ).join(training_class, training_class.c.class_id == held_back.c.class_id)
    )
    .where(
        training_class.c.paying_authority == bindparam("authority", type_=Text),
        or_(training_class.c.state == ClassState.APPLIED.value, training_class.c.state == ClassState.OPEN.value),
        registration.c.withdrawn_at.is_(None),
        registration.c.voucher_id.is_(None),
        _class.is_(None) | (held_back.c.class_id == _class),
    )
    .order_by(held_back.c.held_at, held_back.c.trainee_id)
    .limit(_MOST),
    FirstHeldBack,
)


async def held_back_under(database: Database, authority_code: str, class_id: UUID | None) -> list[FirstHeldBack]:
    """Who was held back in classes that an authority pays and has used no voucher since, the longest waiting first."""
    return await database.read(_WAITING, authority=authority_code, class_=class_id)
