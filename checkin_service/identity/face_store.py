"""Statements about face references and changes of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
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
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)

# References --------------------------------------------------------------------------------------------------------


def _latest_consent(purpose: Purpose) -> ColumnElement[bool]:
    return func.coalesce(
        select(consent.c.given)
        .where(consent.c.trainee_id == _OF_TRAINEE, consent.c.purpose == purpose.value)
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
_FACE_FACTS = Statement(
    select(
        _last_ordinal.label("ordinal"),
        _latest_consent(Purpose.FACE).label("has_consent"),
        exists().where(face_change.c.trainee_id == _OF_TRAINEE, face_change.c.sealed != b"").label("has_open_change"),
        _people_stored.label("people"),
    )
)
_PEOPLE = Statement(select(_people_stored.label("people")))
_LATEST_REFERENCE = Statement(
    select(face_reference.c.sealed)
    .where(face_reference.c.trainee_id == _OF_TRAINEE)
    .order_by(face_reference.c.ordinal.desc())
    .limit(1)
)
_LATEST_REFERENCES = Statement(
    select(face_reference.c.trainee_id, face_reference.c.sealed)
    .ext(distinct_on(face_reference.c.trainee_id))
    .where(face_reference.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))))
    .order_by(face_reference.c.trainee_id, face_reference.c.ordinal.desc())
)
# The consent is asked for again in the write itself: it may have been withdrawn while the photos were computed.
_INSERT_REFERENCE = Fragment(
    Statement(
        insert(face_reference).from_select(
            [column.name for column in face_reference.c],
            select(*(bindparam(column.name, type_=column.type) for column in face_reference.c)).where(
                _latest_consent(Purpose.FACE)
            ),
        )
    ),
    must_change_one=True,
)
_EMPTY_REFERENCES = Fragment(
    Statement(update(face_reference).values(sealed=b"").where(face_reference.c.trainee_id == _OF_TRAINEE))
)
_EMPTY_CHANGES = Fragment(
    Statement(update(face_change).values(sealed=b"").where(face_change.c.trainee_id == _OF_TRAINEE))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFacts:
    ordinal: int
    """Of the latest reference, withdrawn ones included; 0 without any."""
    has_consent: bool
    has_open_change: bool
    people: int
    """How many people's references are stored."""


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
    (row,) = await database.read(_FACE_FACTS, of_trainee=trainee_id)
    return FaceFacts(**row._asdict())


async def people_stored(database: Database) -> int:
    (row,) = await database.read(_PEOPLE)
    return int(row.people)


async def latest_reference(database: Database, trainee_id: UUID) -> bytes | None:
    """The sealed reference; empty bytes, which nothing opens, once it was withdrawn."""
    row = await database.read_one(_LATEST_REFERENCE, of_trainee=trainee_id)
    return bytes(row.sealed) if row else None


async def latest_references(database: Database, trainee_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    rows = await database.read(_LATEST_REFERENCES, trainee_ids=list(trainee_ids))
    return {row.trainee_id: bytes(row.sealed) for row in rows}


def add_reference(unit: UnitOfWork, reference: SealedReference) -> None:
    """Fails the write when the consent is gone or another reference has this ordinal by now."""
    unit.add(
        _INSERT_REFERENCE, **{**asdict(reference), "origin": reference.origin.value}, of_trainee=reference.trainee_id
    )


def empty_references(unit: UnitOfWork, trainee_id: UUID) -> None:
    """Erase the vectors and keep the rows: withdrawing must not open the way to enrol another person's face."""
    unit.add(_EMPTY_REFERENCES, of_trainee=trainee_id)
    unit.add(_EMPTY_CHANGES, of_trainee=trainee_id)


# Changes -----------------------------------------------------------------------------------------------------------

_OF_CHANGE = bindparam("of_change", type_=Uuid)
_INSERT_CHANGE = Fragment(
    Statement(insert(face_change).values({each.name: bindparam(each.name) for each in face_change.c}))
)
_ONE_CHANGE = Statement(
    select(*face_change.c, _last_ordinal.label("ordinal")).where(
        face_change.c.trainee_id == _OF_TRAINEE, face_change.c.change_id == _OF_CHANGE, face_change.c.sealed != b""
    )
)
_CLOSE_CHANGE = Fragment(
    Statement(
        update(face_change)
        .values(sealed=b"")
        .where(
            face_change.c.trainee_id == _OF_TRAINEE, face_change.c.change_id == _OF_CHANGE, face_change.c.sealed != b""
        )
    ),
    must_change_one=True,
)
_INSERT_DECISION = Fragment(
    Statement(insert(face_change_decision).values({each.name: bindparam(each.name) for each in face_change_decision.c}))
)


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


def add_change(unit: UnitOfWork, change: SealedChange) -> None:
    unit.add(_INSERT_CHANGE, **asdict(change))


async def open_change(database: Database, trainee_id: UUID, change_id: UUID) -> tuple[SealedChange, int] | None:
    """A change that nobody has decided, and the ordinal of the reference it would follow."""
    row = await database.read_one(_ONE_CHANGE, of_trainee=trainee_id, of_change=change_id)
    if row is None:
        return None
    fields = row._asdict()
    ordinal = fields.pop("ordinal")
    return SealedChange(**{**fields, "sealed": bytes(fields["sealed"])}), ordinal


def decide_change(
    unit: UnitOfWork, change: SealedChange, *, approved: bool, reason: str, decided_by: UUID, at: datetime
) -> None:
    """Fails the write when the change was decided or withdrawn since."""
    unit.add(_CLOSE_CHANGE, of_trainee=change.trainee_id, of_change=change.change_id)
    unit.add(
        _INSERT_DECISION,
        trainee_id=change.trainee_id,
        change_id=change.change_id,
        approved=approved,
        reason=reason,
        decided_by=decided_by,
        decided_at=at,
    )
