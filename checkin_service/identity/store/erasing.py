"""Statements that erase a person: rows that name or find somebody go, what facts refer to stays and is emptied."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, Uuid, bindparam, delete, func, update

from checkin_service.identity.tables import (
    device,
    device_index,
    device_key_index,
    device_origin,
    document_index,
    face_change,
    face_photo,
    face_reference,
    face_tries,
    invitation,
    liveness_challenge,
    person_index,
    trainee,
)
from checkin_service.kit.database import Fragment, UnitOfWork, fragment

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)
_AT = bindparam("at", type_=DateTime(timezone=True))

_GO = tuple(
    Fragment(delete(source).where(source.c.trainee_id == _OF_TRAINEE))
    for source in (
        device_index,
        device_key_index,
        device_origin,
        face_photo,
        face_reference,
        face_tries,
        invitation,
        liveness_challenge,
        person_index,
    )
)
"""What somebody is found, known again or let in by; nothing that was decided refers to it."""


@fragment(
    update(trainee)
    .values(name_sealed=b"", document_sealed=b"", born_on=bindparam("kept_birth", type_=Date), erased_at=_AT)
    .where(trainee.c.trainee_id == _OF_TRAINEE, trainee.c.erased_at.is_(None)),
    must_change_one=True,
)
def _empty_person(unit: UnitOfWork, *, of_trainee: UUID, kept_birth: date | None, at: datetime) -> None: ...


@fragment(
    update(device)
    .values(pin_hash=b"", revoked_at=func.coalesce(device.c.revoked_at, _AT))
    .where(device.c.trainee_id == _OF_TRAINEE)
)
def _end_devices(unit: UnitOfWork, *, of_trainee: UUID, at: datetime) -> None: ...


@fragment(update(face_change).values(sealed=b"").where(face_change.c.trainee_id == _OF_TRAINEE))
def _empty_changes(unit: UnitOfWork, *, of_trainee: UUID) -> None: ...


@fragment(delete(document_index).where(document_index.c.trainee_id == _OF_TRAINEE))
def forget_document(unit: UnitOfWork, *, of_trainee: UUID) -> None:
    """Nobody knows the person again by their document: who comes back is new."""


def erase(unit: UnitOfWork, trainee_id: UUID, *, kept_birth: date | None, at: datetime) -> None:
    """Fails the write when the person has been erased already."""
    _empty_person(unit, of_trainee=trainee_id, kept_birth=kept_birth, at=at)
    _end_devices(unit, of_trainee=trainee_id, at=at)
    _empty_changes(unit, of_trainee=trainee_id)
    for each in _GO:
        unit.add(each, of_trainee=trainee_id)
