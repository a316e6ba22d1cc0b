"""Statements about the fingerprint of the keys, and the people by whom it is shown that keys are whole."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, LargeBinary, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import insert

from checkin_service.identity.tables import key_fingerprint, trainee
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import question


class Named(NamedTuple):
    trainee_id: UUID
    name_sealed: bytes


@question(select(key_fingerprint.c.fingerprint))
async def fingerprint(database: Database) -> bytes | None: ...


@fragment(
    insert(key_fingerprint)
    .values(
        is_the_one=true(),
        fingerprint=bindparam("fingerprint", type_=LargeBinary),
        noted_at=bindparam("noted_at", type_=DateTime(timezone=True)),
    )
    .on_conflict_do_nothing()
)
def note_fingerprint(unit: UnitOfWork, *, fingerprint: bytes, noted_at: datetime) -> None:
    """The first node that starts on an empty database; whoever comes second reads what the first has noted."""


@question(
    select(trainee.c.trainee_id, trainee.c.name_sealed)
    .where(trainee.c.erased_at.is_(None))
    .order_by(trainee.c.trainee_id.desc())
    .limit(bindparam("count", type_=Integer))
)
async def latest_people(database: Database, *, count: int) -> list[Named]:
    """Those whose keys were made last: an older generation of the key folder lacks theirs first."""


@question(select(func.count()).select_from(trainee).where(trainee.c.erased_at.is_(None)))
async def number_of_people(database: Database) -> int: ...
