"""The one read of the hot path: it joins what lower capabilities know (decision 0002)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    null,
    select,
    true,
)

from checkin_service.attendance.tables import attendance
from checkin_service.catalogue.tables import site, terminal
from checkin_service.checkin.model import Phase, ProofKind, SessionFacts, Situation, TraineeFacts
from checkin_service.checkin.store.fences import fence_columns, fence_in_force, moving_fence_at, place_of_session
from checkin_service.checkin.tables import attempt, code_use, presence
from checkin_service.identity.tables import consent, device, document_index, face_reference
from checkin_service.kit.database import Database, Row, Statement
from checkin_service.timetable.tables import class_session, registration, training_class
from checkin_service.voucher.tables import voucher

_document_owner = (
    select(document_index.c.trainee_id)
    .where(document_index.c.document_hash == bindparam("document_hash", type_=LargeBinary))
    .scalar_subquery()
)
# A phone's token names the trainee; a terminal's assertion names the document on the card.
_person = func.coalesce(bindparam("trainee_id", type_=Uuid), _document_owner)


def _latest_consent(purpose: str) -> ColumnElement[bool]:
    return (
        select(consent.c.given)
        .where(consent.c.trainee_id == registration.c.trainee_id, consent.c.purpose == purpose)
        .order_by(consent.c.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )


_presences = (
    select(func.array_agg(func.concat(presence.c.session_id, " ", presence.c.phase)))
    .where(presence.c.trainee_id == registration.c.trainee_id, presence.c.class_id == registration.c.class_id)
    .scalar_subquery()
)
_used_windows = (
    select(func.array_agg(code_use.c.code_window))
    .where(code_use.c.trainee_id == registration.c.trainee_id, code_use.c.session_id == class_session.c.session_id)
    .scalar_subquery()
)
_recent_failures = (
    select(func.count())
    .where(
        attempt.c.trainee_id == registration.c.trainee_id,
        attempt.c.received_at > bindparam("failures_since", type_=DateTime(timezone=True)),
        attempt.c.person_failed,
    )
    .select_from(attempt)
    .scalar_subquery()
)
_reference = case(
    (
        bindparam("wants_face", type_=Boolean),
        select(face_reference.c.sealed)
        .where(face_reference.c.trainee_id == registration.c.trainee_id)
        .order_by(face_reference.c.ordinal.desc())
        .limit(1)
        .scalar_subquery(),
    ),
    else_=null(),
)
_known = attempt.alias("known")
_place = place_of_session()
_moving = moving_fence_at()

_located = (
    select(attempt.c.evidence_sealed)
    .where(
        attempt.c.trainee_id == registration.c.trainee_id,
        attempt.c.located.is_not(None),
        attempt.c.evidence_sealed.is_not(None),
    )
    .order_by(attempt.c.received_at.desc())
    .correlate(registration)
)


def _to_compare(found: ColumnElement[Any]) -> ColumnElement[Any]:
    """Earlier evidence is fetched only when there is a fix to compare it with."""
    return case((bindparam("has_fix", type_=Boolean), found), else_=null())


_last_accepted = _to_compare(_located.where(attempt.c.decision == "accepted").limit(1).scalar_subquery())
_recent = _to_compare(func.array(_located.limit(bindparam("recent", type_=Integer)).scalar_subquery()))

_SITUATION = Statement(
    select(
        class_session.c.session_id,
        class_session.c.class_id,
        class_session.c.starts_at,
        class_session.c.ends_at,
        class_session.c.class_hours,
        class_session.c.cancelled_at,
        training_class.c.institution_id,
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        training_class.c.state.label("class_state"),
        training_class.c.phases,
        training_class.c.proofs,
        training_class.c.total_hours,
        training_class.c.revision,
        site.c.site_id,
        *fence_columns(_place, _moving),
        registration.c.trainee_id,
        registration.c.voucher_kind,
        registration.c.withdrawn_at,
        voucher.c.state.label("voucher_state"),
        func.coalesce(attendance.c.credited_hours, 0).label("credited_hours"),
        func.coalesce(attendance.c.version, 0).label("attendance_version"),
        _known.c.answer,
        _known.c.body_digest,
        device.c.pin_hash,
        (device.c.revoked_at.is_(None) & device.c.device_id.is_not(None)).label("device_is_active"),
        (terminal.c.revoked_at.is_(None) & terminal.c.terminal_id.is_not(None)).label("terminal_is_active"),
        terminal.c.public_key.label("terminal_key"),
        terminal.c.site_id.label("terminal_site_id"),
        _latest_consent("location").label("location_consent"),
        _latest_consent("face").label("face_consent"),
        _presences.label("presences"),
        _used_windows.label("used_windows"),
        _recent_failures.label("recent_failures"),
        _document_owner.label("document_owner"),
        _reference.label("sealed_reference"),
        _last_accepted.label("sealed_last_accepted"),
        _recent.label("sealed_recent"),
    )
    .select_from(class_session)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(_place, true())
    .outerjoin(_moving, true())
    .join(
        registration,
        and_(registration.c.trainee_id == _person, registration.c.class_id == class_session.c.class_id),
    )
    .outerjoin(
        voucher,
        and_(voucher.c.trainee_id == registration.c.trainee_id, voucher.c.voucher_id == registration.c.voucher_id),
    )
    .outerjoin(
        attendance,
        and_(attendance.c.trainee_id == registration.c.trainee_id, attendance.c.class_id == registration.c.class_id),
    )
    .outerjoin(
        _known,
        and_(
            _known.c.trainee_id == registration.c.trainee_id,
            _known.c.attempt_id == bindparam("attempt_id", type_=Uuid),
        ),
    )
    .outerjoin(
        device,
        and_(
            device.c.trainee_id == registration.c.trainee_id,
            device.c.device_id == bindparam("device_id", type_=Uuid),
        ),
    )
    .outerjoin(terminal, terminal.c.terminal_id == bindparam("terminal_id", type_=Uuid))
    .where(class_session.c.session_id == bindparam("session_id", type_=Uuid))
)


async def situation(
    database: Database,
    *,
    session_id: UUID,
    attempt_id: UUID,
    trainee_id: UUID | None,
    document_hash: bytes | None,
    device_id: UUID | None,
    terminal_id: UUID | None,
    failures_since: datetime,
    wants_face: bool,
    has_fix: bool,
    recent: int,
) -> Situation | None:
    """All that is known about an attempt's session, trainee and sender; `None` unless registered in the class."""
    row = await database.read_one(
        _SITUATION,
        session_id=session_id,
        attempt_id=attempt_id,
        trainee_id=trainee_id,
        document_hash=document_hash,
        device_id=device_id,
        terminal_id=terminal_id,
        failures_since=failures_since,
        wants_face=wants_face,
        has_fix=has_fix,
        recent=recent,
    )
    return None if row is None else _situation(row)


def _situation(row: Row) -> Situation:
    return Situation(
        session=_session(row),
        trainee=_trainee(row),
        class_revision=row.revision,
        first_answer=row.answer,
        first_digest=row.body_digest,
        consents=frozenset(
            purpose for purpose, given in (("location", row.location_consent), ("face", row.face_consent)) if given
        ),
        sender_is_active=row.device_is_active or row.terminal_is_active,
        pin_hash=row.pin_hash,
        terminal_key=row.terminal_key,
        terminal_site_id=row.terminal_site_id,
        document_owner=row.document_owner,
        sealed_reference=row.sealed_reference,
        used_code_windows=frozenset(row.used_windows or ()),
        recent_failures=row.recent_failures,
        sealed_last_accepted=row.sealed_last_accepted,
        sealed_recent=tuple(row.sealed_recent or ()),
    )


def _session(row: Row) -> SessionFacts:
    return SessionFacts(
        session_id=row.session_id,
        class_id=row.class_id,
        institution_id=row.institution_id,
        supervising_authority=row.supervising_authority,
        paying_authority=row.paying_authority,
        class_state=row.class_state,
        is_cancelled=row.cancelled_at is not None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        class_hours=row.class_hours,
        total_hours=row.total_hours,
        phases=frozenset(map(Phase, row.phases)),
        proofs=frozenset(map(ProofKind, row.proofs)),
        site_id=row.site_id,
        fence=fence_in_force(row),
        fence_moves=row.moving_radius_m is not None,
    )


def _trainee(row: Row) -> TraineeFacts:
    return TraineeFacts(
        trainee_id=row.trainee_id,
        voucher_kind=row.voucher_kind,
        is_withdrawn=row.withdrawn_at is not None,
        voucher_state=row.voucher_state,
        credited_hours=row.credited_hours,
        attendance_version=row.attendance_version,
        presences=frozenset(
            (UUID(session_id), Phase(phase)) for session_id, phase in map(str.split, row.presences or ())
        ),
    )
