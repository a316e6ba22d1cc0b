"""Statements about persons, invitations, devices and consents."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Uuid, and_, bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.identity.model import Consent, Device, DocumentKind, Invitation, Purpose
from checkin_service.identity.tables import (
    consent,
    device,
    device_index,
    device_key_index,
    document_index,
    invitation,
    trainee,
)
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)

# Persons -----------------------------------------------------------------------------------------------------------

_PERSONS = Statement(
    select(
        trainee.c.trainee_id,
        trainee.c.name_sealed,
        trainee.c.document_kind,
        trainee.c.document_sealed,
        trainee.c.born_on,
        exists().where(device.c.trainee_id == trainee.c.trainee_id, device.c.revoked_at.is_(None)).label("has_device"),
    ).where(trainee.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))))
)
_PERSON_BY_DOCUMENT = Statement(
    select(document_index.c.trainee_id).where(document_index.c.document_hash == bindparam("document_hash"))
)
_PERSONS_BY_DOCUMENTS = Statement(
    select(document_index.c.document_hash, document_index.c.trainee_id).where(
        document_index.c.document_hash == func.any(bindparam("hashes", type_=ARRAY(LargeBinary)))
    )
)
_INSERT_PERSON = Fragment(Statement(trainee.insert()))
_INSERT_DOCUMENT = Fragment(Statement(document_index.insert()))


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    trainee_id: UUID
    name_sealed: bytes
    document_kind: DocumentKind
    document_sealed: bytes
    born_on: date | None
    has_device: bool = False


async def sealed_persons(database: Database, trainee_ids: Iterable[UUID]) -> list[SealedPerson]:
    rows = await database.read(_PERSONS, trainee_ids=list(trainee_ids))
    return [SealedPerson(**{**row._asdict(), "document_kind": DocumentKind(row.document_kind)}) for row in rows]


async def person_by_document(database: Database, document_hash: bytes) -> UUID | None:
    row = await database.read_one(_PERSON_BY_DOCUMENT, document_hash=document_hash)
    return row.trainee_id if row else None


async def persons_by_documents(database: Database, hashes: Iterable[bytes]) -> dict[bytes, UUID]:
    """Whose documents these are; the unknown ones are left out."""
    rows = await database.read(_PERSONS_BY_DOCUMENTS, hashes=list(hashes))
    return {bytes(row.document_hash): row.trainee_id for row in rows}


def add_person(unit: UnitOfWork, person: SealedPerson, *, document_hash: bytes, at: datetime) -> None:
    """Fails the write when the document already belongs to somebody."""
    unit.add(
        _INSERT_PERSON,
        trainee_id=person.trainee_id,
        name_sealed=person.name_sealed,
        document_kind=person.document_kind.value,
        document_sealed=person.document_sealed,
        born_on=person.born_on,
        created_at=at,
    )
    unit.add(_INSERT_DOCUMENT, document_hash=document_hash, trainee_id=person.trainee_id)


# Invitations and devices -------------------------------------------------------------------------------------------

_INVITATION = Statement(
    select(
        invitation.c.invitation_hash,
        invitation.c.trainee_id,
        invitation.c.expires_at,
        exists()
        .where(device.c.trainee_id == invitation.c.trainee_id, device.c.invitation_hash == invitation.c.invitation_hash)
        .label("is_used"),
        exists()
        .where(device.c.trainee_id == invitation.c.trainee_id, device.c.revoked_at.is_(None))
        .label("has_device"),
    ).where(invitation.c.invitation_hash == bindparam("invitation_hash"))
)
_ACTIVE_DEVICE = Statement(
    select(device.c.trainee_id, device.c.device_id, device.c.public_key, device.c.pin_hash)
    .select_from(
        device_index.join(
            device,
            and_(device.c.trainee_id == device_index.c.trainee_id, device.c.device_id == device_index.c.device_id),
        )
    )
    .where(device_index.c.device_id == bindparam("device_id"), device.c.revoked_at.is_(None))
)
_BOUND_DEVICE = Statement(
    select(device.c.device_id).where(device.c.trainee_id == _OF_TRAINEE, device.c.revoked_at.is_(None))
)
_REVOKE_DEVICE = Fragment(
    Statement(
        update(device)
        .values(revoked_at=bindparam("at", type_=DateTime(timezone=True)))
        .where(
            device.c.trainee_id == _OF_TRAINEE,
            device.c.device_id == bindparam("of_device", type_=Uuid),
            device.c.revoked_at.is_(None),
        )
    ),
    must_change_one=True,
)
_INSERT_INVITATION = Fragment(Statement(invitation.insert()))
_INSERT_DEVICE = Fragment(Statement(device.insert()))
_INSERT_DEVICE_INDEX = Fragment(Statement(device_index.insert()))
_INSERT_KEY_INDEX = Fragment(Statement(device_key_index.insert()))


async def invitation_of(database: Database, invitation_hash: bytes) -> Invitation | None:
    row = await database.read_one(_INVITATION, invitation_hash=invitation_hash)
    return Invitation(**row._asdict()) if row else None


async def active_device(database: Database, device_id: UUID) -> Device | None:
    row = await database.read_one(_ACTIVE_DEVICE, device_id=device_id)
    return Device(**row._asdict()) if row else None


async def bound_device(database: Database, trainee_id: UUID) -> UUID | None:
    """The one phone that serves this person now."""
    row = await database.read_one(_BOUND_DEVICE, of_trainee=trainee_id)
    return row.device_id if row else None


def revoke_device(unit: UnitOfWork, *, trainee_id: UUID, device_id: UUID, at: datetime) -> None:
    """Fails the write when somebody else has unbound it meanwhile."""
    unit.add(_REVOKE_DEVICE, of_trainee=trainee_id, of_device=device_id, at=at)


def add_invitation(unit: UnitOfWork, *, invitation_hash: bytes, trainee_id: UUID, expires_at: datetime) -> None:
    unit.add(_INSERT_INVITATION, invitation_hash=invitation_hash, trainee_id=trainee_id, expires_at=expires_at)


def add_device(unit: UnitOfWork, added: Device, *, invitation_hash: bytes, key_hash: bytes, at: datetime) -> None:
    """Fails the write when the person has a device, the invitation was used, or the key serves somebody already."""
    unit.add(_INSERT_DEVICE, **asdict(added), invitation_hash=invitation_hash, bound_at=at, revoked_at=None)
    unit.add(_INSERT_DEVICE_INDEX, device_id=added.device_id, trainee_id=added.trainee_id)
    unit.add(_INSERT_KEY_INDEX, key_hash=key_hash, trainee_id=added.trainee_id)


# Consents ----------------------------------------------------------------------------------------------------------

_later = consent.alias("later")
_CURRENT_CONSENTS = Statement(
    select(consent.c.purpose, consent.c.ordinal, consent.c.given, consent.c.text_version, consent.c.at).where(
        consent.c.trainee_id == _OF_TRAINEE,
        ~exists().where(
            _later.c.trainee_id == consent.c.trainee_id,
            _later.c.purpose == consent.c.purpose,
            _later.c.ordinal > consent.c.ordinal,
        ),
    )
)
_INSERT_CONSENT = Fragment(Statement(consent.insert()))


async def current_consents(database: Database, trainee_id: UUID) -> dict[Purpose, Consent]:
    """The latest word of the person on each purpose."""
    rows = await database.read(_CURRENT_CONSENTS, of_trainee=trainee_id)
    consents = [Consent(**{**row._asdict(), "purpose": Purpose(row.purpose)}) for row in rows]
    return {each.purpose: each for each in consents}


def add_consent(unit: UnitOfWork, trainee_id: UUID, added: Consent) -> None:
    unit.add(_INSERT_CONSENT, trainee_id=trainee_id, **{**asdict(added), "purpose": added.purpose.value})
