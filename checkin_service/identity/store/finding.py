"""Statements about the keys by which people are found: a name, the end of a document's number."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, Uuid, bindparam, delete, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checkin_service.identity.tables import person_index, trainee
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import alike, question


class PersonKey(NamedTuple):
    key_hash: bytes
    trainee_id: UUID


_given = (
    func.unnest(bindparam("hashes", type_=ARRAY(LargeBinary)), bindparam("trainees", type_=ARRAY(Uuid)))
    .table_valued("key_hash", "trainee_id")
    .render_derived(name="given")
)


@fragment(
    insert(person_index)
    .from_select(["key_hash", "trainee_id"], select(_given.c.key_hash, _given.c.trainee_id))
    .on_conflict_do_nothing()
)
def _enter(unit: UnitOfWork, *, hashes: list[bytes], trainees: list[UUID]) -> None: ...


def enter_keys(unit: UnitOfWork, keys: Collection[PersonKey]) -> None:
    """People are found by these from now on; what is there already stays."""
    if keys:
        _enter(unit, hashes=[each.key_hash for each in keys], trainees=[each.trainee_id for each in keys])


@fragment(
    delete(person_index).where(
        person_index.c.trainee_id == bindparam("of_trainee", type_=Uuid),
        person_index.c.key_hash == func.any(bindparam("gone", type_=ARRAY(LargeBinary))),
    )
)
def _leave(unit: UnitOfWork, *, of_trainee: UUID, gone: list[bytes]) -> None: ...


def move_keys(unit: UnitOfWork, trainee_id: UUID, *, before: Collection[bytes], after: Collection[bytes]) -> None:
    """Found by what is right now, no longer by what was wrong."""
    if gone := set(before) - set(after):
        _leave(unit, of_trainee=trainee_id, gone=sorted(gone))
    enter_keys(unit, [PersonKey(each, trainee_id) for each in sorted(set(after) - set(before))])


@question(
    select(trainee.c.trainee_id)
    .where(
        trainee.c.trainee_id > bindparam("after", type_=Uuid),
        trainee.c.erased_at.is_(None),
        ~exists().where(alike(person_index, trainee, "trainee_id")),
    )
    .order_by(trainee.c.trainee_id)
    .limit(bindparam("count", type_=Integer))
)
async def without_keys(database: Database, *, after: UUID, count: int) -> list[UUID]:
    """People whom nobody finds by name yet: they were here before names could be looked up."""
