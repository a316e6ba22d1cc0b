"""Statements about persons, invitations, devices and consents."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    DateTime,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.identity.model import Consent, Device, DocumentKind, Invitation, Purpose
from checkin_service.identity.tables import (
    consent,
    device,
    device_index,
    device_key_index,
    document_index,
    door_pin,
    invitation,
    trainee,
)
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import alike, matches, question

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)

# Persons -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    trainee_id: UUID
    name_sealed: bytes
    document_kind: DocumentKind
    document_sealed: bytes
    born_on: date | None
    erased_at: datetime | None = None
    has_device: bool = False


class _Owner(NamedTuple):
    document_hash: bytes
    trainee_id: UUID


_PERSONS_BY_DOCUMENTS = Statement(
    select(document_index.c.document_hash, document_index.c.trainee_id).where(
        document_index.c.document_hash == func.any(bindparam("hashes", type_=ARRAY(LargeBinary)))
    ),
    _Owner,
)


@question(
    select(
        trainee.c.trainee_id,
        trainee.c.name_sealed,
        trainee.c.document_kind,
        trainee.c.document_sealed,
        trainee.c.born_on,
        trainee.c.erased_at,
        exists().where(device.c.trainee_id == trainee.c.trainee_id, device.c.revoked_at.is_(None)).label("has_device"),
    ).where(trainee.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))))
)
async def sealed_persons(database: Database, trainee_ids: Iterable[UUID]) -> list[SealedPerson]: ...


@question(select(document_index.c.trainee_id).where(matches(document_index, "document_hash")))
async def person_by_document(database: Database, document_hash: bytes) -> UUID | None: ...


async def persons_by_documents(database: Database, hashes: Iterable[bytes]) -> dict[bytes, UUID]:
    """Whose documents these are; the unknown ones are left out."""
    return dict(await database.read(_PERSONS_BY_DOCUMENTS, hashes=list(hashes)))


class _NewPerson(NamedTuple):
    trainee_id: UUID
    name_sealed: bytes
    document_kind: DocumentKind
    document_sealed: bytes
    born_on: date | None
    created_at: datetime


_add_persons = fragment_of_many(_NewPerson, trainee, _NewPerson._fields)
_add_documents = fragment_of_many(_Owner, document_index)


def add_persons(
    unit: UnitOfWork, people: Sequence[SealedPerson], *, document_hashes: Sequence[bytes], at: datetime
) -> None:
    """Fails the write when a document already belongs to somebody."""
    _add_persons(
        unit,
        [
            _NewPerson(
                each.trainee_id, each.name_sealed, each.document_kind, each.document_sealed, each.born_on, created_at=at
            )
            for each in people
        ],
    )
    _add_documents(
        unit, [_Owner(*each) for each in zip(document_hashes, (one.trainee_id for one in people), strict=True)]
    )


@fragment(
    update(trainee)
    .values(
        name_sealed=bindparam("new_name", type_=LargeBinary),
        document_kind=bindparam("new_kind", type_=Text),
        document_sealed=bindparam("new_document", type_=LargeBinary),
        born_on=bindparam("new_birth", type_=Date),
        erased_at=null(),
    )
    .where(trainee.c.trainee_id == _OF_TRAINEE, trainee.c.erased_at.is_not(None)),
    must_change_one=True,
)
def _restore(
    unit: UnitOfWork,
    *,
    of_trainee: UUID,
    new_name: bytes,
    new_kind: str,
    new_document: bytes,
    new_birth: date | None,
) -> None: ...


def restore_person(unit: UnitOfWork, back: SealedPerson) -> None:
    """Fails the write when somebody has done it meanwhile."""
    _restore(
        unit,
        of_trainee=back.trainee_id,
        new_name=back.name_sealed,
        new_kind=back.document_kind,
        new_document=back.document_sealed,
        new_birth=back.born_on,
    )


# Invitations and devices -------------------------------------------------------------------------------------------

_BOUND_DEVICE = Statement(
    select(device.c.device_id).where(device.c.trainee_id == _OF_TRAINEE, device.c.revoked_at.is_(None)), UUID
)


@question(
    select(
        invitation.c.invitation_hash,
        invitation.c.trainee_id,
        invitation.c.expires_at,
        or_(
            exists().where(alike(device, invitation, "trainee_id", "invitation_hash")),
            exists().where(alike(door_pin, invitation, "trainee_id", "invitation_hash")),
        ).label("is_used"),
        exists()
        .where(device.c.trainee_id == invitation.c.trainee_id, device.c.revoked_at.is_(None))
        .label("has_device"),
    ).where(matches(invitation, "invitation_hash"))
)
async def invitation_of(database: Database, invitation_hash: bytes) -> Invitation | None: ...


@question(
    select(device.c.trainee_id, device.c.device_id, device.c.public_key, device.c.pin_hash)
    .select_from(device_index.join(device, alike(device, device_index, "trainee_id", "device_id")))
    .where(matches(device_index, "device_id"), device.c.revoked_at.is_(None))
)
async def active_device(database: Database, device_id: UUID) -> Device | None: ...


async def bound_device(database: Database, trainee_id: UUID) -> UUID | None:
    """The one phone that serves this person now."""
    return await database.read_one(_BOUND_DEVICE, of_trainee=trainee_id)


@fragment(insert(invitation))
def add_invitation(unit: UnitOfWork, *, invitation_hash: bytes, trainee_id: UUID, expires_at: datetime) -> None: ...


@fragment(
    update(device)
    .values(revoked_at=bindparam("at", type_=DateTime(timezone=True)))
    .where(matches(device, "trainee_id", "device_id"), device.c.revoked_at.is_(None)),
    must_change_one=True,
)
def revoke_device(unit: UnitOfWork, *, trainee_id: UUID, device_id: UUID, at: datetime) -> None:
    """Fails the write when somebody else has unbound it meanwhile."""


@fragment(
    update(device)
    .values(pin_hash=bindparam("pin_hash", type_=LargeBinary))
    .where(matches(device, "trainee_id", "device_id"), device.c.revoked_at.is_(None)),
    must_change_one=True,
)
def change_pin(unit: UnitOfWork, *, trainee_id: UUID, device_id: UUID, pin_hash: bytes) -> None:
    """Fails the write when the phone serves nobody any more."""


@fragment(insert(device))
def _add_device(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    device_id: UUID,
    public_key: bytes,
    pin_hash: bytes,
    invitation_hash: bytes,
    bound_at: datetime,
    revoked_at: datetime | None = None,
) -> None: ...


_index_device = fragment_of(Device, insert(device_index))


@fragment(insert(device_key_index))
def _index_key(unit: UnitOfWork, *, key_hash: bytes, trainee_id: UUID) -> None: ...


def add_device(unit: UnitOfWork, added: Device, *, invitation_hash: bytes, key_hash: bytes, at: datetime) -> None:
    """Fails the write when the person has a device, the invitation was used, or the key serves somebody already."""
    _add_device(
        unit,
        trainee_id=added.trainee_id,
        device_id=added.device_id,
        public_key=added.public_key,
        pin_hash=added.pin_hash,
        invitation_hash=invitation_hash,
        bound_at=at,
    )
    _index_device(unit, added)
    _index_key(unit, key_hash=key_hash, trainee_id=added.trainee_id)


# Consents ----------------------------------------------------------------------------------------------------------

_later = consent.alias("later")
_CURRENT_CONSENTS = Statement(
    select(consent.c.purpose, consent.c.ordinal, consent.c.given, consent.c.text_version, consent.c.at).where(
        consent.c.trainee_id == _OF_TRAINEE,
        ~exists().where(alike(_later, consent, "trainee_id", "purpose"), _later.c.ordinal > consent.c.ordinal),
    ),
    Consent,
)


async def current_consents(database: Database, trainee_id: UUID) -> dict[Purpose, Consent]:
    """The latest word of the person on each purpose."""
    return {each.purpose: each for each in await database.read(_CURRENT_CONSENTS, of_trainee=trainee_id)}


@fragment(insert(consent))
def _add_consent(
    unit: UnitOfWork, *, trainee_id: UUID, purpose: Purpose, ordinal: int, given: bool, text_version: str, at: datetime
) -> None: ...


def add_consent(unit: UnitOfWork, trainee_id: UUID, added: Consent) -> None:
    _add_consent(unit, trainee_id=trainee_id, **asdict(added))
