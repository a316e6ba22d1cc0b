"""The facts of some people that go up for authorities, each kind one read by their keys."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, FromClause, Integer, Text, Uuid, bindparam, func, select, union
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import project
from checkin_service.checkin.tables import attempt, presence
from checkin_service.identity.tables import person_correction_decision
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import certificate, registration, training_class
from checkin_service.voucher.tables import voucher, voucher_event

_AUTHORITIES = bindparam("authorities", type_=ARRAY(Text))


def _theirs(table: FromClause) -> ColumnElement[bool]:
    return table.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid)))


_is_paid_here = training_class.c.paying_authority == func.any(_AUTHORITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A person on the roster of a class that one of the authorities pays for."""

    authority_code: str
    trainee_id: UUID
    class_id: UUID
    voucher_id: UUID | None
    voucher_kind: str
    registered_at: datetime
    corrected_at: list[datetime]
    """When another name or document of theirs was approved afterwards."""


_corrected_at = (
    select(person_correction_decision.c.decided_at)
    .where(
        alike(person_correction_decision, registration, "trainee_id"),
        person_correction_decision.c.approved,
        person_correction_decision.c.decided_at > registration.c.registered_at,
    )
    .order_by(person_correction_decision.c.decided_at)
    .correlate(registration)
    .scalar_subquery()
)


@question(
    select(
        training_class.c.paying_authority.label("authority_code"),
        registration.c.trainee_id,
        registration.c.class_id,
        registration.c.voucher_id,
        registration.c.voucher_kind,
        registration.c.registered_at,
        func.array(_corrected_at, type_=ARRAY(DateTime(timezone=True))).label("corrected_at"),
    )
    .join(training_class, alike(training_class, registration, "class_id"))
    # A class that was only applied for is nobody's yet.
    .where(_theirs(registration), _is_paid_here, training_class.c.opened_at.is_not(None))
)
async def places(database: Database, *, trainees: list[UUID], authorities: list[str]) -> list[PlaceRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """A move of a voucher that goes up, with the template it came from."""

    authority_code: str
    trainee_id: UUID
    voucher_id: UUID
    voucher_code: str
    class_id: UUID | None
    template_id: UUID | None
    template_version: int | None
    ordinal: int
    event: str
    at: datetime


@question(
    select(
        voucher.c.authority_code,
        voucher.c.trainee_id,
        voucher.c.voucher_id,
        voucher.c.voucher_code,
        voucher.c.class_id,
        voucher.c.template_id,
        voucher.c.template_version,
        voucher_event.c.ordinal,
        voucher_event.c.event,
        voucher_event.c.at,
    )
    .join(voucher_event, alike(voucher_event, voucher, "trainee_id", "voucher_id"))
    .where(
        _theirs(voucher),
        voucher.c.authority_code == func.any(_AUTHORITIES),
        voucher_event.c.event == func.any(bindparam("events", type_=ARRAY(Text))),
    )
    .order_by(voucher_event.c.trainee_id, voucher_event.c.voucher_id, voucher_event.c.ordinal)
)
async def moves(
    database: Database, *, trainees: list[UUID], authorities: list[str], events: list[str]
) -> list[MoveRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRow:
    authority_code: str
    trainee_id: UUID
    class_id: UUID
    session_id: UUID
    phase: str
    attempt_id: UUID
    received_at: datetime
    located: str | None


@question(
    select(
        training_class.c.paying_authority.label("authority_code"),
        presence.c.trainee_id,
        presence.c.class_id,
        presence.c.session_id,
        presence.c.phase,
        presence.c.attempt_id,
        attempt.c.received_at,
        attempt.c.located,
    )
    .join(attempt, alike(attempt, presence, "trainee_id", "attempt_id"))
    .join(training_class, training_class.c.class_id == presence.c.class_id)
    .where(_theirs(presence), _is_paid_here)
)
async def sign_ins(database: Database, *, trainees: list[UUID], authorities: list[str]) -> list[SignInRow]:
    """Phases for which they were accepted; what the platform itself reported to us is not told back to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    authority_code: str
    trainee_id: UUID
    class_id: UUID
    number: str
    kind: str
    occupation: str
    issued_on: date
    entered_at: datetime


@question(
    select(
        training_class.c.paying_authority.label("authority_code"),
        certificate.c.trainee_id,
        certificate.c.class_id,
        certificate.c.certificate_number.label("number"),
        certificate.c.kind,
        project.c.occupation,
        certificate.c.issued_on,
        certificate.c.entered_at,
    )
    .join(training_class, training_class.c.class_id == certificate.c.class_id)
    .join(project, project.c.project_id == training_class.c.project_id)
    .where(_theirs(certificate), _is_paid_here)
)
async def certificates(database: Database, *, trainees: list[UUID], authorities: list[str]) -> list[CertificateRow]: ...


# Of one authority, for its switch and its nights -------------------------------------------------------------------

_AUTHORITY = bindparam("authority_code", type_=Text)
everybody = union(
    select(registration.c.trainee_id)
    .join(training_class, alike(training_class, registration, "class_id"))
    .where(training_class.c.paying_authority == _AUTHORITY),
    select(voucher.c.trainee_id).where(voucher.c.authority_code == _AUTHORITY),
).subquery("everybody")
"""Whoever has a voucher of an authority, or is in a class that it pays for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    trainee_id: UUID
    voucher_id: UUID
    voucher_code: str
    state: str


@question(
    select(voucher.c.trainee_id, voucher.c.voucher_id, voucher.c.voucher_code, voucher.c.state)
    .where(
        matches(voucher, "authority_code"),
        voucher.c.voucher_id > bindparam("after", type_=Uuid),
        voucher.c.state != func.all(bindparam("dead", type_=ARRAY(Text))),
    )
    .order_by(voucher.c.voucher_id)
    .limit(bindparam("count", type_=Integer))
)
async def live_vouchers(
    database: Database, authority_code: str, *, after: UUID, dead: list[str], count: int
) -> list[LiveRow]:
    """Vouchers that still live here, in pages."""
