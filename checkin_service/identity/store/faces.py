"""Statements about face references and changes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, distinct, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.identity.model import Origin, Purpose
from checkin_service.identity.tables import (
    consent,
    face_change,
    face_change_decision,
    face_reference,
)
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)

# References --------------------------------------------------------------------------------------------------------


def _latest_consent(purpose: Purpose, of_trainee: ColumnElement[UUID] = _OF_TRAINEE) -> ColumnElement[bool]:
    return func.coalesce(
        select(consent.c.given)
        .where(consent.c.trainee_id == of_trainee, consent.c.purpose == purpose.value)
        .order_by(consent.c.ordinal.desc())
        .limit(1)
        .scalar_subquery(),
        False,
    )


_people_stored = (
    select(func.count(distinct(face_reference.c.trainee_id))).where(face_reference.c.sealed != b"").scalar_subquery()
)
_last_ordinal = func.coalesce(
    select(func.max(face_reference.c.ordinal)).where(face_reference.c.trainee_id == _OF_TRAINEE).scalar_subquery(), 0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFacts:
    ordinal: int
    """Of the latest reference, withdrawn ones included; 0 without any."""
    has_consent: bool
    has_open_change: bool
    people: int
    """How many people's references are stored."""


_FACE_FACTS = Statement(
    select(
        _last_ordinal.label("ordinal"),
        _latest_consent(Purpose.FACE).label("has_consent"),
        exists().where(face_change.c.trainee_id == _OF_TRAINEE, face_change.c.sealed != b"").label("has_open_change"),
        _people_stored.label("people"),
    ),
    FaceFacts,
)
_PEOPLE = Statement(select(_people_stored.label("people")), int)
_LATEST_REFERENCE = Statement(
    select(face_reference.c.sealed)
    .where(face_reference.c.trainee_id == _OF_TRAINEE)
    .order_by(face_reference.c.ordinal.desc())
    .limit(1),
    bytes,
)


class _Reference(NamedTuple):
    trainee_id: UUID
    sealed: bytes


_LATEST_REFERENCES = Statement(
    select(face_reference.c.trainee_id, face_reference.c.sealed)
    .ext(distinct_on(face_reference.c.trainee_id))
    .where(face_reference.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))))
    .order_by(face_reference.c.trainee_id, face_reference.c.ordinal.desc()),
    _Reference,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedReference:
    trainee_id: UUID
    ordinal: int
    sealed: bytes
    engine: str
    model_hash: str
    path_version: str
    photos: int
    enrolled_at: datetime
    origin: Origin


async def face_facts(database: Database, trainee_id: UUID) -> FaceFacts:
    (facts,) = await database.read(_FACE_FACTS, of_trainee=trainee_id)
    return facts


async def people_stored(database: Database) -> int:
    return await database.read_one(_PEOPLE) or 0


async def latest_reference(database: Database, trainee_id: UUID) -> bytes | None:
    """The sealed reference; empty bytes, which nothing opens, once it was withdrawn."""
    return await database.read_one(_LATEST_REFERENCE, of_trainee=trainee_id)


async def latest_references(database: Database, trainee_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    return dict(await database.read(_LATEST_REFERENCES, trainee_ids=list(trainee_ids)))


# The consent is asked for again in the write itself: it may have been withdrawn while the photos were computed.
add_reference = fragment_of(
    SealedReference,
    insert(face_reference).from_select(
        [column.name for column in face_reference.c],
        select(*(bindparam(column.name, type_=column.type) for column in face_reference.c)).where(
            _latest_consent(Purpose.FACE, of_trainee=bindparam("trainee_id", type_=Uuid))
        ),
    ),
    must_change_one=True,
)
"""Fails the write when the consent is gone or another reference has this ordinal by now."""


@fragment(update(face_reference).values(sealed=b"").where(face_reference.c.trainee_id == _OF_TRAINEE))
def _empty_references(unit: UnitOfWork, *, of_trainee: UUID) -> None: ...


@fragment(update(face_change).values(sealed=b"").where(face_change.c.trainee_id == _OF_TRAINEE))
def _empty_changes(unit: UnitOfWork, *, of_trainee: UUID) -> None: ...


def empty_references(unit: UnitOfWork, trainee_id: UUID) -> None:
    """Erase the vectors and keep the rows: withdrawing must not open the way to enrol another person's face."""
    _empty_references(unit, of_trainee=trainee_id)
    _empty_changes(unit, of_trainee=trainee_id)


# Changes -----------------------------------------------------------------------------------------------------------

_OF_CHANGE = bindparam("of_change", type_=Uuid)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedChange:
    trainee_id: UUID
    change_id: UUID
    class_id: UUID
    reason: str
    sealed: bytes
    engine: str
    model_hash: str
    path_version: str
    photos: int
    asked_at: datetime

    def as_reference(self, *, ordinal: int, at: datetime) -> SealedReference:
        return SealedReference(
            trainee_id=self.trainee_id,
            ordinal=ordinal,
            sealed=self.sealed,
            engine=self.engine,
            model_hash=self.model_hash,
            path_version=self.path_version,
            photos=self.photos,
            enrolled_at=at,
            origin=Origin.CHANGE,
        )


class _OpenChange(NamedTuple):
    change: SealedChange
    ordinal: int


_ONE_CHANGE = Statement(
    select(*face_change.c, _last_ordinal.label("ordinal")).where(
        face_change.c.trainee_id == _OF_TRAINEE, face_change.c.change_id == _OF_CHANGE, face_change.c.sealed != b""
    ),
    _OpenChange,
)


add_change = fragment_of(SealedChange, insert(face_change))


async def open_change(database: Database, trainee_id: UUID, change_id: UUID) -> tuple[SealedChange, int] | None:
    """A change that nobody has decided, and the ordinal of the reference it would follow."""
    return await database.read_one(_ONE_CHANGE, of_trainee=trainee_id, of_change=change_id)


@fragment(
    update(face_change)
    .values(sealed=b"")
    .where(face_change.c.trainee_id == _OF_TRAINEE, face_change.c.change_id == _OF_CHANGE, face_change.c.sealed != b""),
    must_change_one=True,
)
def _close_change(unit: UnitOfWork, *, of_trainee: UUID, of_change: UUID) -> None: ...


@fragment(insert(face_change_decision))
def _add_decision(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    change_id: UUID,
    approved: bool,
    reason: str,
    decided_by: UUID,
    decided_at: datetime,
) -> None: ...


def decide_change(
    unit: UnitOfWork, change: SealedChange, *, approved: bool, reason: str, decided_by: UUID, at: datetime
) -> None:
    """Fails the write when the change was decided or withdrawn since."""
    _close_change(unit, of_trainee=change.trainee_id, of_change=change.change_id)
    _add_decision(
        unit,
        trainee_id=change.trainee_id,
        change_id=change.change_id,
        approved=approved,
        reason=reason,
        decided_by=decided_by,
        decided_at=at,
    )
