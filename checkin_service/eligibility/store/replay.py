"""The statement that pages through every determination that counts, for a second judgement."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from checkin_service.eligibility.tables import determination
from checkin_service.kit.database import Database, Statement

Place = tuple[UUID, UUID]
"""Trainee and class: where a page ends."""

BEFORE_ALL: Place = (UUID(int=0), UUID(int=0))

_columns = determination.c


class _Document(NamedTuple):
    trainee_id: UUID
    class_id: UUID
    document: bytes


_DOCUMENTS = Statement(
    select(_columns.trainee_id, _columns.class_id, _columns.document)
    .ext(distinct_on(_columns.trainee_id, _columns.class_id))
    .where(
        tuple_(_columns.trainee_id, _columns.class_id)
        > tuple_(bindparam("after_trainee", type_=Uuid), bindparam("after_class", type_=Uuid))
    )
    .order_by(_columns.trainee_id, _columns.class_id, _columns.ordinal.desc())
    .limit(bindparam("count", type_=Integer)),
    _Document,
)


async def documents_after(database: Database, after: Place, count: int) -> list[tuple[Place, bytes]]:
    """The next documents in the order of trainee and class, of each the one that counts."""
    rows = await database.read(_DOCUMENTS, after_trainee=after[0], after_class=after[1], count=count)
    return [((row.trainee_id, row.class_id), row.document) for row in rows]
