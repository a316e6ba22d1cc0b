"""The one read of the hot path: it joins what lower capabilities know (decision 0002)."""

from dataclasses import asdict, dataclass
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

from checkin_service.attendance.model import Counter, Outlook
from checkin_service.attendance.tables import attendance, credit
from checkin_service.catalogue.tables import site, terminal
from checkin_service.checkin.model import FaceSituation, Phase, ProofKind, Situation, TraineeFacts
from checkin_service.checkin.store import faces
from checkin_service.checkin.store.elsewhere import elsewhere, theory_passed
from checkin_service.checkin.store.fences import moving_fence_at, place_of_session
from checkin_service.checkin.store.sessions import session_columns, session_facts
from checkin_service.checkin.tables import attempt, code_use, presence
from checkin_service.identity.model import FaceTries
from checkin_service.identity.tables import consent, device, document_index
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
_session_hours = (
    select(func.count())
    .select_from(credit)
    .where(credit.c.trainee_id == registration.c.trainee_id, credit.c.session_id == class_session.c.session_id)
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
        # Failed faces are counted by themselves, and must not take the other ways from anybody.
        attempt.c.proof != ProofKind.FACE.value,
    )
    .select_from(attempt)
    .scalar_subquery()
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

_situation_of_attempt = (
    select(
        *session_columns(_place, _moving),
        registration.c.trainee_id,
        registration.c.voucher_kind,
        registration.c.withdrawn_at,
        voucher.c.state.label("voucher_state"),
        func.coalesce(attendance.c.credited_hours, 0).label("credited_hours"),
        func.coalesce(attendance.c.corrected_hours, 0).label("corrected_hours"),
        func.coalesce(attendance.c.imported_hours, 0).label("imported_hours"),
        func.coalesce(attendance.c.asserted_hours, 0).label("asserted_hours"),
        func.coalesce(attendance.c.version, 0).label("attendance_version"),
        attendance.c.outlook,
        _session_hours.label("session_hours"),
        theory_passed.label("theory_passed"),
        elsewhere.label("elsewhere"),
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


_SITUATION = Statement(_situation_of_attempt)
_SITUATION_WITH_FACE = Statement(faces.with_face(_situation_of_attempt))
_WITHOUT_FACE = FaceSituation(
    sealed_reference=None,
    ordinal=0,
    was_seen=False,
    may_keep_photo=False,
    sealed_fingerprints=(),
    tries=FaceTries(),
    challenge=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceQuestion:
    """What an attempt that brings a photo asks about besides."""

    photo_hash: bytes
    challenge_id: UUID | None


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
    face: FaceQuestion | None,
    has_fix: bool,
    recent: int,
) -> Situation | None:
    """All that is known about an attempt's session, trainee and sender; `None` unless registered in the class."""
    row = await database.read_one(
        _SITUATION if face is None else _SITUATION_WITH_FACE,
        session_id=session_id,
        attempt_id=attempt_id,
        trainee_id=trainee_id,
        document_hash=document_hash,
        device_id=device_id,
        terminal_id=terminal_id,
        failures_since=failures_since,
        has_fix=has_fix,
        recent=recent,
        **({} if face is None else asdict(face)),
    )
    if row is None:
        return None
    return _situation(row, _WITHOUT_FACE if face is None else faces.face_situation(row))


def _situation(row: Row, face: FaceSituation) -> Situation:
    return Situation(
        session=session_facts(row),
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
        face=face,
        used_code_windows=frozenset(row.used_windows or ()),
        recent_failures=row.recent_failures,
        sealed_last_accepted=row.sealed_last_accepted,
        sealed_recent=tuple(row.sealed_recent or ()),
    )


def _trainee(row: Row) -> TraineeFacts:
    return TraineeFacts(
        trainee_id=row.trainee_id,
        voucher_kind=row.voucher_kind,
        is_withdrawn=row.withdrawn_at is not None,
        voucher_state=row.voucher_state,
        counter=Counter(
            credited_hours=row.credited_hours,
            corrected_hours=row.corrected_hours,
            imported_hours=row.imported_hours,
            asserted_hours=row.asserted_hours,
            outlook=None if row.outlook is None else Outlook(row.outlook),
            version=row.attendance_version,
        ),
        session_hours=row.session_hours,
        has_passed_theory=row.theory_passed,
        is_elsewhere=row.elsewhere,
        presences=frozenset(
            (UUID(session_id), Phase(phase)) for session_id, phase in map(str.split, row.presences or ())
        ),
    )
