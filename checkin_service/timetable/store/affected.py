"""Classes that are not over yet, with how many people are in them, for the question whom other rules would affect."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select

from checkin_service.kit.database import Database, Statement
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.tables import registration, training_class

_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveClass:
    """A class that is neither refused nor completed, with how many people are in it."""

    class_id: UUID
    name: str
    state: ClassState
    supervising_authority: str
    paying_authority: str
    people: int


_NAMES = ("class_id", "name", "state", "supervising_authority", "paying_authority")
_LIVE = Statement(
    select(
        *(training_class.c[name] for name in _NAMES),
        select(func.count())
        .where(registration.c.class_id == training_class.c.class_id, registration.c.withdrawn_at.is_(None))
        .scalar_subquery()
        .label("people"),
    )
    .where(
        training_class.c.state != ClassState.COMPLETED,
        training_class.c.state != ClassState.REJECTED,
        training_class.c.class_id > bindparam("after", type_=Uuid),
    )
    .order_by(training_class.c.class_id)
    .limit(_PAGE),
    LiveClass,
)


async def live_classes(database: Database) -> AsyncIterator[list[LiveClass]]:
    """Every class that has been applied for and is neither refused nor completed, page by page."""
    after = UUID(int=0)
    while rows := await database.read(_LIVE, after=after):
        yield rows
        after = rows[-1].class_id
