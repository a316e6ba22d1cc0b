"""Every statement about assessments and certificates."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import Assessment, Certificate
from checkin_service.timetable.tables import assessment, certificate, registration

_ASSESSMENTS = Statement(
    select(assessment)
    .join(
        registration,
        (registration.c.trainee_id == assessment.c.trainee_id) & (registration.c.class_id == assessment.c.class_id),
    )
    .where(matches(registration, "class_id"))
    .order_by(assessment.c.trainee_id, assessment.c.ordinal),
    Assessment,
)


_add_assessments = fragment_of_many(Assessment, assessment)
_add_certificates = fragment_of_many(Certificate, certificate)


def add_results(unit: UnitOfWork, *, assessments: Sequence[Assessment], certificates: Sequence[Certificate]) -> None:
    _add_assessments(unit, assessments)
    _add_certificates(unit, certificates)


async def assessments_of_class(database: Database, class_id: UUID) -> dict[UUID, Assessment]:
    """The latest assessment of everybody who has one; theory or practice alone is not the whole."""
    found = await database.read(_ASSESSMENTS, class_id=class_id)
    return {each.trainee_id: each for each in found if each.part is None}


async def last_ordinals_of_class(database: Database, class_id: UUID) -> dict[UUID, int]:
    """How many assessments of any part everybody has had."""
    return {each.trainee_id: each.ordinal for each in await database.read(_ASSESSMENTS, class_id=class_id)}


@question(
    select(certificate)
    .join(
        registration,
        (registration.c.trainee_id == certificate.c.trainee_id) & (registration.c.class_id == certificate.c.class_id),
    )
    .where(matches(registration, "class_id"))
    .order_by(certificate.c.trainee_id, certificate.c.certificate_number)
)
async def certificates_of_class(database: Database, class_id: UUID) -> list[Certificate]: ...


@question(select(certificate).where(matches(certificate, "trainee_id")).order_by(certificate.c.certificate_number))
async def certificates_of_trainee(database: Database, trainee_id: UUID) -> list[Certificate]: ...
