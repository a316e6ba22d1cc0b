"""The read of a person's whole record: every training, certificate and voucher of every authority here."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import JSON, Uuid, and_, bindparam, func, select, true

from checkin_service.attendance.tables import attendance
from checkin_service.catalogue.tables import authority, institution, project
from checkin_service.kit.database import Database
from checkin_service.kit.questions import question
from checkin_service.oversight.model import RecordedCertificate, RecordedTraining, RecordedVoucher
from checkin_service.timetable.tables import assessment, certificate, registration, training_class
from checkin_service.voucher.tables import voucher

_own = bindparam("trainee_id", type_=Uuid)


class _Training(NamedTuple):
    name: str
    institution: str
    authority: str
    project: str
    occupation: str
    level: str | None
    opened_at: datetime | None
    completed_at: datetime | None
    withdrawn_at: datetime | None
    total_hours: int
    credited_hours: int
    passed: bool | None
    assessed_on: date | None
    certificates: list[RecordedCertificate] | None


_certificates = (
    select(certificate.c.certificate_number.label("number"), certificate.c.kind, certificate.c.issued_on)
    .where(certificate.c.trainee_id == registration.c.trainee_id, certificate.c.class_id == registration.c.class_id)
    .order_by(certificate.c.issued_on, certificate.c.certificate_number)
    .correlate(registration)
    .subquery("held")
)
_result = (
    select(assessment.c.passed, assessment.c.assessed_on)
    .where(
        assessment.c.trainee_id == registration.c.trainee_id,
        assessment.c.class_id == registration.c.class_id,
        assessment.c.part.is_(None),
    )
    .order_by(assessment.c.ordinal.desc())
    .limit(1)
    .lateral("result")
)


@question(
    select(
        training_class.c.name,
        institution.c.name.label("institution"),
        authority.c.name.label("authority"),
        project.c.name.label("project"),
        project.c.occupation,
        project.c.level,
        training_class.c.opened_at,
        training_class.c.completed_at,
        registration.c.withdrawn_at,
        training_class.c.total_hours,
        func.coalesce(attendance.c.credited_hours, 0).label("credited_hours"),
        _result.c.passed,
        _result.c.assessed_on,
        select(func.json_agg(_certificates.table_valued(), type_=JSON))
        .select_from(_certificates)
        .scalar_subquery()
        .label("certificates"),
    )
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .join(authority, authority.c.authority_code == training_class.c.supervising_authority)
    .join(project, project.c.project_id == training_class.c.project_id)
    .outerjoin(
        attendance,
        and_(attendance.c.trainee_id == registration.c.trainee_id, attendance.c.class_id == registration.c.class_id),
    )
    .outerjoin(_result, true())
    .where(registration.c.trainee_id == _own)
    .order_by(registration.c.registered_at, training_class.c.class_id)
)
async def _trainings(database: Database, trainee_id: UUID) -> list[_Training]: ...


async def trainings(database: Database, trainee_id: UUID) -> list[RecordedTraining]:
    """Every class a person was ever registered in, the first one first, those they left too."""
    return [
        RecordedTraining(**row._asdict() | {"certificates": tuple(row.certificates or ())})
        for row in await _trainings(database, trainee_id)
    ]


@question(
    select(
        voucher.c.voucher_code,
        voucher.c.kind,
        voucher.c.state,
        authority.c.name.label("authority"),
        voucher.c.obtained_on,
    )
    .join(authority, authority.c.authority_code == voucher.c.authority_code)
    .where(voucher.c.trainee_id == _own)
    .order_by(voucher.c.obtained_on, voucher.c.voucher_id)
)
async def vouchers(database: Database, trainee_id: UUID) -> list[RecordedVoucher]: ...
