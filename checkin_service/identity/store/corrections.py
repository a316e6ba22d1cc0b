"""Statements about corrections of people's names and documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, LargeBinary, Text, Uuid, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.identity.tables import (
    corrected_document,
    document_index,
    person_correction,
    person_correction_decision,
    trainee,
)
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import alike, question


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCorrection:
    trainee_id: UUID
    correction_id: UUID
    ordinal: int
    class_id: UUID
    sealed: bytes
    asked_by: UUID
    approved: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrection:
    trainee_id: UUID
    correction_id: UUID
    ordinal: int
    class_id: UUID
    sealed: bytes
    evidence: str
    reason: str
    asked_by: UUID
    asked_at: datetime


class NamedDocument(NamedTuple):
    document_hash: bytes
    correction_id: UUID
    trainee_id: UUID


add_correction = fragment_of(AskedCorrection, insert(person_correction))
add_named_documents = fragment_of_many(NamedDocument, corrected_document)


@question(
    select(
        person_correction.c.trainee_id,
        person_correction.c.correction_id,
        person_correction.c.ordinal,
        person_correction.c.class_id,
        person_correction.c.sealed,
        person_correction.c.asked_by,
        person_correction_decision.c.approved,
    )
    .outerjoin(
        person_correction_decision, alike(person_correction_decision, person_correction, "trainee_id", "correction_id")
    )
    .where(person_correction.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))))
    .order_by(person_correction.c.trainee_id, person_correction.c.ordinal)
)
async def corrections_of(database: Database, trainee_ids: Iterable[UUID]) -> list[SealedCorrection]:
    """Every correction asked for these people, in order."""


@question(
    select(corrected_document).where(
        corrected_document.c.document_hash == func.any(bindparam("hashes", type_=ARRAY(LargeBinary)))
    )
)
async def named_documents(database: Database, hashes: Iterable[bytes]) -> list[NamedDocument]:
    """Which corrections name these documents."""


@fragment(insert(person_correction_decision))
def add_decision(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    correction_id: UUID,
    approved: bool,
    document_number: str | None,
    reason: str,
    asked_by: UUID,
    decided_by: UUID,
    decided_at: datetime,
) -> None:
    """Fails the write when the correction has been decided since."""


@fragment(
    update(trainee)
    .values(
        name_sealed=bindparam("new_name", type_=LargeBinary),
        document_kind=bindparam("new_kind", type_=Text),
        document_sealed=bindparam("new_document", type_=LargeBinary),
        born_on=bindparam("new_birth", type_=Date),
    )
    .where(trainee.c.trainee_id == bindparam("of_trainee", type_=Uuid)),
    must_change_one=True,
)
def rewrite_person(
    unit: UnitOfWork,
    *,
    of_trainee: UUID,
    new_name: bytes,
    new_kind: str,
    new_document: bytes,
    new_birth: date | None,
) -> None: ...


@fragment(
    delete(document_index).where(
        document_index.c.document_hash == bindparam("of_document", type_=LargeBinary),
        document_index.c.trainee_id == bindparam("of_trainee", type_=Uuid),
    ),
    must_change_one=True,
)
def _leave_document(unit: UnitOfWork, *, of_document: bytes, of_trainee: UUID) -> None: ...


@fragment(insert(document_index))
def _take_document(unit: UnitOfWork, *, document_hash: bytes, trainee_id: UUID) -> None: ...


def move_document(unit: UnitOfWork, trainee_id: UUID, *, before: bytes, after: bytes) -> None:
    """The person is looked up by the other document from now on; it fails when somebody else has that by now."""
    _leave_document(unit, of_document=before, of_trainee=trainee_id)
    _take_document(unit, document_hash=after, trainee_id=trainee_id)
