"""Every statement about assessments and certificates."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from checkin_service.kit.database import Database, Row, Statement, UnitOfWork
from checkin_service.timetable.model import Assessment, Certificate, CertificateKind, SessionPart
from checkin_service.timetable.store.bulk import add_many, insert_many
from checkin_service.timetable.tables import assessment, certificate, registration

_ADD_ASSESSMENTS = insert_many(assessment)
_ADD_CERTIFICATES = insert_many(certificate)
_ASSESSMENTS = Statement(
    select(assessment)
    .join(
        registration,
        (registration.c.trainee_id == assessment.c.trainee_id) & (registration.c.class_id == assessment.c.class_id),
    )
    .where(registration.c.class_id == bindparam("class_id"))
    .order_by(assessment.c.trainee_id, assessment.c.ordinal)
)
_CERTIFICATES = Statement(
    select(certificate)
    .join(
        registration,
        (registration.c.trainee_id == certificate.c.trainee_id) & (registration.c.class_id == certificate.c.class_id),
    )
    .where(registration.c.class_id == bindparam("class_id"))
    .order_by(certificate.c.trainee_id, certificate.c.certificate_number)
)


def add_results(unit: UnitOfWork, *, assessments: Sequence[Assessment], certificates: Sequence[Certificate]) -> None:
    add_many(unit, _ADD_ASSESSMENTS, assessment, assessments)
    add_many(unit, _ADD_CERTIFICATES, certificate, certificates)


async def assessments_of_class(database: Database, class_id: UUID) -> dict[UUID, Assessment]:
    """The latest assessment of everybody who has one; theory or practice alone is not the whole."""
    rows = await database.read(_ASSESSMENTS, class_id=class_id)
    return {row.trainee_id: _assessment(row) for row in rows if row.part is None}


async def last_ordinals_of_class(database: Database, class_id: UUID) -> dict[UUID, int]:
    """How many assessments of any part everybody has had."""
    return {row.trainee_id: row.ordinal for row in await database.read(_ASSESSMENTS, class_id=class_id)}


async def certificates_of_class(database: Database, class_id: UUID) -> list[Certificate]:
    return [_certificate(row) for row in await database.read(_CERTIFICATES, class_id=class_id)]


def _assessment(row: Row) -> Assessment:
    part = None if row.part is None else SessionPart(row.part)
    return Assessment(**row._asdict() | {"part": part})


def _certificate(row: Row) -> Certificate:
    values = row._asdict()
    return Certificate(**values | {"kind": CertificateKind(values["kind"])})
