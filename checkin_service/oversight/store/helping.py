"""Statements of the help desk: whom an authority may look up, and everything that happened to one person."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.attendance.tables import (
    appeal,
    attendance,
    correction_decision,
    leave_decision,
    leave_request,
    registration_transfer,
)
from checkin_service.catalogue.tables import institution
from checkin_service.checkin.tables import attempt, platform_sign_in, review, scan, wrong_code_claim
from checkin_service.eligibility.store.determinations import authorities_in_scope, below
from checkin_service.eligibility.tables import appeal_decision, determination, determination_appeal, doubt_decision
from checkin_service.identity.tables import (
    consent,
    device,
    invitation,
    person_correction,
    person_correction_decision,
    person_index,
)
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import question
from checkin_service.messages.tables import message
from checkin_service.oversight.model import FoundPlace, Happening, HelpedClass
from checkin_service.registry.tables import person_entry
from checkin_service.timetable.tables import assessment, certificate, class_session, registration, training_class
from checkin_service.voucher.tables import verification, voucher_event

_LATEST = 500
"""As much as anybody reads; what is older stays in the records."""

_class_in_scope = or_(
    training_class.c.supervising_authority.in_(authorities_in_scope),
    training_class.c.paying_authority.in_(authorities_in_scope),
    training_class.c.counting_authority.in_(authorities_in_scope),
)


def _is_theirs(trainee_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Registered in a class that is the authority's matter, or in its register of people."""
    return or_(
        exists().where(
            registration.c.trainee_id == trainee_id,
            registration.c.class_id == training_class.c.class_id,
            _class_in_scope,
        ),
        exists().where(
            person_entry.c.trainee_id == trainee_id, person_entry.c.authority_code.in_(authorities_in_scope)
        ),
    )


_BY_KEYS = Statement(
    select(person_index.c.trainee_id)
    .where(
        person_index.c.key_hash == func.any(bindparam("keys", type_=ARRAY(LargeBinary))),
        _is_theirs(person_index.c.trainee_id),
    )
    .group_by(person_index.c.trainee_id)
    .having(func.count() == bindparam("of_keys", type_=Integer))
    .limit(bindparam("most", type_=Integer)),
    UUID,
)
_given = func.unnest(bindparam("trainees", type_=ARRAY(Uuid))).table_valued("trainee_id").render_derived(name="given")
_THEIRS = Statement(select(_given.c.trainee_id).where(_is_theirs(_given.c.trainee_id)), UUID)


async def by_keys(database: Database, authority_code: str, keys: Sequence[bytes], *, most: int) -> list[UUID]:
    """People of the authority who are found by all of these keys."""
    return await database.read(_BY_KEYS, keys=list(keys), of_keys=len(keys), below=below(authority_code), most=most)


async def theirs(database: Database, authority_code: str, trainee_ids: Collection[UUID]) -> set[UUID]:
    """Which of these people the authority may look up."""
    return set(await database.read(_THEIRS, trainees=list(trainee_ids), below=below(authority_code)))


_PLACES = Statement(
    select(
        training_class.c.class_id,
        training_class.c.name,
        institution.c.name.label("institution"),
        training_class.c.state,
    )
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .where(
        _class_in_scope,
        or_(
            training_class.c.name.icontains(bindparam("words", type_=Text), autoescape=False),
            institution.c.name.icontains(bindparam("words", type_=Text), autoescape=False),
        ),
    )
    .order_by(training_class.c.class_id.desc())
    .limit(bindparam("most", type_=Integer)),
    FoundPlace,
)


async def places(database: Database, authority_code: str, words: str, *, most: int) -> list[FoundPlace]:
    """Classes whose name, or whose institution's name, holds these words; the latest first."""
    plain = words.replace("%", "").replace("_", "")
    return await database.read(_PLACES, words=plain, below=below(authority_code), most=most)


_CLASSES = Statement(
    select(
        registration.c.trainee_id,
        training_class.c.class_id,
        training_class.c.name,
        institution.c.name.label("institution"),
        training_class.c.state,
        training_class.c.paying_authority,
        registration.c.withdrawn_at,
        training_class.c.total_hours,
        func.coalesce(attendance.c.credited_hours, 0).label("credited_hours"),
    )
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .outerjoin(
        attendance,
        (attendance.c.trainee_id == registration.c.trainee_id) & (attendance.c.class_id == registration.c.class_id),
    )
    .where(registration.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))), _class_in_scope)
    .order_by(registration.c.registered_at.desc(), training_class.c.class_id),
    HelpedClass,
)


async def classes_of(database: Database, authority_code: str, trainee_ids: Collection[UUID]) -> list[HelpedClass]:
    """The classes of these people that are the authority's matter, the latest first."""
    return await database.read(_CLASSES, trainees=list(trainee_ids), below=below(authority_code))


@question(
    select(func.max(invitation.c.expires_at).label("until"))
    .where(
        invitation.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        ~exists().where(
            device.c.trainee_id == invitation.c.trainee_id, device.c.invitation_hash == invitation.c.invitation_hash
        ),
    )
    .having(func.max(invitation.c.expires_at).is_not(None))
)
async def invited_until(database: Database, trainee_id: UUID) -> datetime | None:
    """Until when the latest unused invitation serves, or served."""


_own = bindparam("of_trainee", type_=Uuid)
_ANSWER = attempt.c.answer.type
_SHAPE: dict[str, Any] = {"class_id": Uuid, "session_id": Uuid, "state": Text, "said": Text, "answer": _ANSWER}


def _part(kind: str, at: ColumnElement[datetime], **columns: ColumnElement[Any]) -> Select[Any]:
    """One kind of happening, in the shape that all of them have."""
    of = at.table
    shaped: list[ColumnElement[Any]] = [
        cast(columns.get(name, null()), type_).label(name)  # what a kind does not tell is empty
        for name, type_ in _SHAPE.items()
    ]
    named: list[ColumnElement[Any]] = [literal(kind, Text).label("kind"), cast(at, DateTime(timezone=True)).label("at")]
    return select(*named, *shaped).where(of.c.trainee_id == _own)


def _judged(kind: str, of: Table) -> Select[Any]:
    return _part(
        kind,
        of.c.received_at,
        class_id=of.c.class_id,
        session_id=of.c.session_id,
        state=of.c.decision,
        answer=of.c.answer,
    )


_PARTS = (
    _part("registered", registration.c.registered_at, class_id=registration.c.class_id),
    _part(
        "withdrawn",
        registration.c.withdrawn_at,
        class_id=registration.c.class_id,
        said=registration.c.withdrawal_reason,
    ).where(registration.c.withdrawn_at.is_not(None)),
    _part(
        "transferred",
        registration_transfer.c.approved_at,
        class_id=registration_transfer.c.to_class_id,
        said=registration_transfer.c.reason,
    ),
    _judged("check_in", attempt),
    _judged("scan", scan),
    _judged("platform_sign_in", platform_sign_in),
    _part("wrong_code", wrong_code_claim.c.claimed_at, session_id=wrong_code_claim.c.session_id),
    _part("review", review.c.reviewed_at, state=review.c.accepted, said=review.c.reason),
    _part(
        "appeal", appeal.c.filed_at, class_id=appeal.c.class_id, session_id=appeal.c.session_id, said=appeal.c.reason
    ),
    _part(
        "appeal_decided",
        correction_decision.c.decided_at,
        state=correction_decision.c.accepted,
        said=correction_decision.c.reason,
    ),
    _part("leave", leave_request.c.filed_at, class_id=leave_request.c.class_id, said=leave_request.c.reason),
    _part("leave_decided", leave_decision.c.decided_at, state=leave_decision.c.granted, said=leave_decision.c.reason),
    _part("voucher", voucher_event.c.at, state=voucher_event.c.state, said=voucher_event.c.reason),
    _part("voucher_shown", verification.c.at, state=verification.c.is_valid, said=verification.c.purpose),
    _part(
        "determined",
        determination.c.determined_at,
        class_id=determination.c.class_id,
        state=determination.c.outcome,
        said=determination.c.amount_fen,
    ),
    _part(
        "denial_appeal",
        determination_appeal.c.raised_at,
        class_id=determination_appeal.c.class_id,
        said=determination_appeal.c.reason,
    ),
    _part(
        "denial_decided", appeal_decision.c.decided_at, state=appeal_decision.c.upheld, said=appeal_decision.c.reason
    ),
    _part(
        "doubt_decided",
        doubt_decision.c.decided_at,
        class_id=doubt_decision.c.class_id,
        state=doubt_decision.c.met,
        said=doubt_decision.c.reason,
    ),
    _part("phone_bound", device.c.bound_at),
    _part("phone_unbound", device.c.revoked_at).where(device.c.revoked_at.is_not(None)),
    _part("consent", consent.c.at, state=consent.c.given, said=consent.c.purpose),
    _part("correction_asked", person_correction.c.asked_at, said=person_correction.c.reason),
    _part(
        "correction_decided",
        person_correction_decision.c.decided_at,
        state=person_correction_decision.c.approved,
        said=person_correction_decision.c.reason,
    ),
    _part("result", assessment.c.entered_at, class_id=assessment.c.class_id, state=assessment.c.passed),
    _part(
        "certificate", certificate.c.entered_at, class_id=certificate.c.class_id, said=certificate.c.certificate_number
    ),
    _part("told", message.c.told_at, class_id=message.c.class_id, state=message.c.kind, said=message.c.facts),
)
_everything = union_all(*_PARTS).subquery("everything")
_HAPPENINGS = Statement(
    select(
        _everything,
        training_class.c.name.label("class_name"),
        class_session.c.ordinal.label("lesson"),
    )
    .outerjoin(class_session, class_session.c.session_id == _everything.c.session_id)
    .outerjoin(
        training_class, training_class.c.class_id == func.coalesce(_everything.c.class_id, class_session.c.class_id)
    )
    # Of classes that are another authority's matter nothing is told.
    .where(or_(training_class.c.class_id.is_(None), _class_in_scope))
    .order_by(_everything.c.at.desc())
    .limit(_LATEST),
    Happening,
)


async def happenings(database: Database, authority_code: str, trainee_id: UUID) -> list[Happening]:
    """Everything that happened to a person, the latest first."""
    return await database.read(_HAPPENINGS, of_trainee=trainee_id, below=below(authority_code))
