"""The one read of a morning: whatever the first screen of a phone shows, for one person."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    JSON,
    DateTime,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.selectable import CompoundSelect

from checkin_service.attendance.tables import attendance, counted, credit, is_counted, leave_decision, leave_request
from checkin_service.catalogue.tables import institution, site
from checkin_service.checkin.model.today import (
    Day,
    OwnCheckTimes,
    OwnClassFacts,
    OwnConsent,
    OwnLeave,
    OwnPhase,
    PlaceFacts,
    SessionHours,
)
from checkin_service.checkin.store.fences import moving_fence_at, place_of_session
from checkin_service.checkin.tables import attempt, person_check, presence, review
from checkin_service.identity.tables import consent, face_reference, trainee
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike
from checkin_service.messages.tables import message, message_reading
from checkin_service.timetable.model import Session
from checkin_service.timetable.tables import class_session, registration, training_class
from checkin_service.voucher.tables import voucher

_own = bindparam("trainee_id", type_=Uuid)
_moment = DateTime(timezone=True)


class _Row(NamedTuple):
    name_sealed: bytes
    has_face: bool
    new_messages: int
    consents: list[OwnConsent] | None
    classes: list[OwnClassFacts] | None
    sessions: list[Session] | None
    places: list[PlaceFacts] | None
    credited: list[SessionHours] | None
    phases: list[OwnPhase] | None
    leaves: list[OwnLeave] | None
    checks: list[OwnCheckTimes] | None


def _listed(question: "Select[tuple[object, ...]] | CompoundSelect[object]", name: str) -> ScalarSelect[object]:
    """All rows of a question as one value, `NULL` for none."""
    rows = question.subquery(f"each_{name}")
    return select(func.json_agg(rows.table_valued(), type_=JSON)).select_from(rows).scalar_subquery().label(name)  # type: ignore[return-value]


_is_registered = and_(
    registration.c.trainee_id == _own,
    registration.c.class_id == class_session.c.class_id,
    registration.c.withdrawn_at.is_(None),
)
_consents = (
    select(consent.c.purpose, consent.c.given, consent.c.text_version)
    .where(consent.c.trainee_id == _own)
    .ext(distinct_on(consent.c.purpose))
    .order_by(consent.c.purpose, consent.c.ordinal.desc())
)
_classes = (
    select(
        training_class.c.class_id,
        training_class.c.name,
        institution.c.name.label("institution_name"),
        training_class.c.state,
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        training_class.c.phases,
        training_class.c.proofs,
        training_class.c.total_hours,
        registration.c.voucher_kind,
        voucher.c.state.label("voucher_state"),
        func.coalesce(attendance.c.credited_hours, 0).label("credited_hours"),
    )
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .outerjoin(voucher, and_(voucher.c.trainee_id == _own, voucher.c.voucher_id == registration.c.voucher_id))
    .outerjoin(attendance, and_(attendance.c.trainee_id == _own, attendance.c.class_id == registration.c.class_id))
    .where(registration.c.trainee_id == _own, registration.c.withdrawn_at.is_(None))
    .order_by(training_class.c.class_id.desc())
)
_sessions = (
    select(class_session)
    .join(registration, _is_registered)
    .order_by(class_session.c.starts_at, class_session.c.ordinal)
)
_place, _moving = place_of_session(), moving_fence_at()
# Places are drawn for the days around the present one only; that bounds the read for classes of any length.
_places = (
    select(
        class_session.c.session_id,
        site.c.name.label("site_name"),
        site.c.address,
        func.coalesce(_moving.c.longitude, _place.c.longitude).label("longitude"),
        func.coalesce(_moving.c.latitude, _place.c.latitude).label("latitude"),
        func.coalesce(_moving.c.datum, _place.c.datum).label("datum"),
        func.coalesce(_moving.c.radius_m, _place.c.radius_m).label("radius_m"),
        cast(_place.c.areas, Text).label("areas"),
        _moving.c.longitude.is_not(None).label("is_moving"),
    )
    .select_from(class_session)
    .join(registration, _is_registered)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(_place, true())
    .outerjoin(_moving, true())
    .where(
        class_session.c.ends_at > bindparam("since", type_=_moment),
        class_session.c.starts_at < bindparam("before", type_=_moment),
    )
)
_credited = (
    select(credit.c.session_id, counted().label("hours"))
    .where(credit.c.trainee_id == _own, is_counted)
    .group_by(credit.c.session_id)
)
_accepted = select(presence.c.session_id, presence.c.phase, literal("accepted", Text).label("decision")).where(
    presence.c.trainee_id == _own
)
_waiting = select(attempt.c.session_id, attempt.c.phase, attempt.c.decision).where(
    attempt.c.trainee_id == _own,
    attempt.c.decision == "doubtful",
    ~exists().where(alike(review, attempt, "trainee_id", "attempt_id")),
    ~exists().where(alike(presence, attempt, "trainee_id", "class_id", "session_id", "phase")),
)
_leaves = (
    select(leave_request.c.class_id, leave_request.c.starts_at, leave_request.c.ends_at)
    .join(leave_decision, alike(leave_decision, leave_request, "trainee_id", "leave_id"))
    .where(leave_request.c.trainee_id == _own, leave_decision.c.granted)
)
_checks = select(person_check.c.session_id, person_check.c.opens_at, person_check.c.closes_at).where(
    person_check.c.trainee_id == _own, person_check.c.closes_at > bindparam("since", type_=_moment)
)
_new_messages = (
    select(func.count())
    .select_from(message)
    .outerjoin(message_reading, alike(message_reading, message, "trainee_id"))
    .where(
        message.c.trainee_id == _own,
        or_(message_reading.c.read_until.is_(None), message.c.told_at > message_reading.c.read_until),
    )
    .scalar_subquery()
    .label("new_messages")
)
_DAY = Statement(
    select(
        trainee.c.name_sealed,
        exists()
        .where(face_reference.c.trainee_id == trainee.c.trainee_id, func.length(face_reference.c.sealed) > 0)
        .label("has_face"),
        _new_messages,
        _listed(_consents, "consents"),
        _listed(_classes, "classes"),
        _listed(_sessions, "sessions"),
        _listed(_places, "places"),
        _listed(_credited, "credited"),
        _listed(union_all(_accepted, _waiting), "phases"),
        _listed(_leaves, "leaves"),
        _listed(_checks, "checks"),
    ).where(trainee.c.trainee_id == _own),
    _Row,
)


async def day_of_person(database: Database, trainee_id: UUID, *, since: datetime, before: datetime) -> Day | None:
    """Everything of a person that a morning asks about; places of sessions between two moments only."""
    row = await database.read_one(_DAY, trainee_id=trainee_id, since=since, before=before)
    if row is None:
        return None
    return Day(
        name_sealed=row.name_sealed,
        has_face=row.has_face,
        new_messages=row.new_messages,
        consents=tuple(row.consents or ()),
        classes=tuple(row.classes or ()),
        sessions=tuple(row.sessions or ()),
        places=tuple(row.places or ()),
        credited=tuple(row.credited or ()),
        phases=tuple(row.phases or ()),
        leaves=tuple(row.leaves or ()),
        checks=tuple(row.checks or ()),
    )
