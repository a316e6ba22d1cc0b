"""The facts a determination rests on: one statement over the tables of lower capabilities.

One statement is one snapshot: a document never mixes two moments.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from checkin_service.attendance.tables import appeal, correction_confirmation, correction_decision, credit
from checkin_service.catalogue.tables import project
from checkin_service.checkin.tables import attempt, presence, review
from checkin_service.eligibility.model import (
    AssessmentFact,
    Authorities,
    CertificateFact,
    Facts,
    SessionFact,
    VoucherFact,
)
from checkin_service.kit.database import Database, Row, Statement
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.tables import assessment, certificate, class_session, registration, training_class
from checkin_service.voucher.model import VoucherState
from checkin_service.voucher.tables import voucher

_trainee = bindparam("trainee", type_=Uuid)
_class = bindparam("class_", type_=Uuid)

_credited = (
    select(
        credit.c.session_id,
        func.count().label("hours"),
        func.count().filter(credit.c.mode == "corrected").label("corrected"),
        func.count().filter(credit.c.mode == "imported").label("imported"),
        func.array_agg(credit.c.mode.distinct()).label("modes"),
        func.array_agg(credit.c.attempt_id.distinct()).label("attempt_ids"),
    )
    .where(credit.c.trainee_id == _trainee, credit.c.class_id == _class)
    .group_by(credit.c.session_id)
    .subquery("credited")
)
_is_decided = exists().where(review.c.trainee_id == attempt.c.trainee_id, review.c.attempt_id == attempt.c.attempt_id)
_is_replaced = exists().where(
    presence.c.trainee_id == attempt.c.trainee_id,
    presence.c.class_id == attempt.c.class_id,
    presence.c.session_id == attempt.c.session_id,
    presence.c.phase == attempt.c.phase,
)
_doubts = (
    select(attempt.c.session_id, func.array_agg(attempt.c.attempt_id).label("attempt_ids"))
    .where(attempt.c.trainee_id == _trainee, attempt.c.class_id == _class, attempt.c.decision == "doubtful")
    .where(~_is_decided, ~_is_replaced)
    .group_by(attempt.c.session_id)
    .subquery("doubts")
)
_is_undecided = ~exists().where(
    correction_decision.c.trainee_id == appeal.c.trainee_id, correction_decision.c.appeal_id == appeal.c.appeal_id
)
_appealed = (
    select(appeal.c.session_id, func.sum(appeal.c.hours).label("hours"))
    .where(appeal.c.trainee_id == _trainee, appeal.c.class_id == _class, _is_undecided)
    .group_by(appeal.c.session_id)
    .subquery("appealed")
)
_confirmed_hours = (
    select(func.coalesce(func.max(correction_confirmation.c.corrected_hours), 0))
    .where(correction_confirmation.c.trainee_id == _trainee, correction_confirmation.c.class_id == _class)
    .scalar_subquery()
)
_sessions = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "session_id",
                    class_session.c.session_id,
                    "starts_at",
                    class_session.c.starts_at,
                    "class_hours",
                    class_session.c.class_hours,
                    "credited_hours",
                    func.coalesce(_credited.c.hours, 0),
                    "corrected_hours",
                    func.coalesce(_credited.c.corrected, 0),
                    "imported_hours",
                    func.coalesce(_credited.c.imported, 0),
                    "appealed_hours",
                    func.coalesce(_appealed.c.hours, 0),
                    "is_cancelled",
                    class_session.c.cancelled_at.is_not(None),
                    "modes",
                    _credited.c.modes,
                    "attempt_ids",
                    _credited.c.attempt_ids,
                    "doubtful_attempt_ids",
                    _doubts.c.attempt_ids,
                ),
                class_session.c.starts_at,
            )
        )
    )
    .select_from(class_session)
    .outerjoin(_credited, _credited.c.session_id == class_session.c.session_id)
    .outerjoin(_doubts, _doubts.c.session_id == class_session.c.session_id)
    .outerjoin(_appealed, _appealed.c.session_id == class_session.c.session_id)
    .where(class_session.c.class_id == _class)
    .scalar_subquery()
)
_certificates = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "number",
                    certificate.c.certificate_number,
                    "kind",
                    certificate.c.kind,
                    "issued_on",
                    certificate.c.issued_on,
                ),
                certificate.c.certificate_number,
            )
        )
    )
    .where(certificate.c.trainee_id == _trainee, certificate.c.class_id == _class)
    .scalar_subquery()
)
_assessment = (
    select(
        func.json_build_object(
            "passed", assessment.c.passed, "score", assessment.c.score, "assessed_on", assessment.c.assessed_on
        )
    )
    .where(assessment.c.trainee_id == _trainee, assessment.c.class_id == _class, assessment.c.part.is_(None))
    .order_by(assessment.c.ordinal.desc())
    .limit(1)
    .scalar_subquery()
)

_FACTS = Statement(
    select(
        registration.c.trainee_id,
        registration.c.class_id,
        registration.c.voucher_kind,
        training_class.c.institution_id,
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        training_class.c.counting_authority,
        training_class.c.completed_at,
        training_class.c.baseline_hours,
        training_class.c.total_hours,
        project.c.subsidy_fen,
        voucher.c.voucher_id,
        voucher.c.kind,
        voucher.c.state,
        voucher.c.authority_code,
        voucher.c.class_id.label("used_in_class"),
        voucher.c.obtained_on,
        voucher.c.use_by,
        _confirmed_hours.label("confirmed_hours"),
        _sessions.label("sessions"),
        _assessment.label("assessment"),
        _certificates.label("certificates"),
    )
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .join(project, project.c.project_id == training_class.c.project_id)
    .outerjoin(
        voucher,
        and_(voucher.c.trainee_id == registration.c.trainee_id, voucher.c.voucher_id == registration.c.voucher_id),
    )
    .where(
        registration.c.trainee_id == _trainee,
        registration.c.class_id == _class,
        training_class.c.completed_at.is_not(None),
    )
)


async def of_completed(database: Database, trainee_id: UUID, class_id: UUID) -> Facts | None:
    """Everything a determination rests on; `None` while the class is not completed."""
    row = await database.read_one(_FACTS, trainee=trainee_id, class_=class_id)
    return None if row is None else _facts(row)


def _facts(row: Row) -> Facts:
    return Facts(
        trainee_id=row.trainee_id,
        class_id=row.class_id,
        institution_id=row.institution_id,
        authorities=Authorities(
            supervising=row.supervising_authority, paying=row.paying_authority, counting=row.counting_authority
        ),
        completed_at=row.completed_at,
        baseline_hours=row.baseline_hours,
        total_hours=row.total_hours,
        subsidy_fen=row.subsidy_fen,
        voucher_kind=VoucherKind(row.kind or row.voucher_kind),
        voucher=None if row.voucher_id is None else _voucher(row),
        sessions=tuple(_session(each) for each in row.sessions or ()),
        assessment=None if row.assessment is None else _assessment_fact(row.assessment),
        certificates=tuple(_certificate_fact(each) for each in row.certificates or ()),
        confirmed_hours=row.confirmed_hours,
    )


def _voucher(row: Row) -> VoucherFact:
    return VoucherFact(
        voucher_id=row.voucher_id,
        kind=VoucherKind(row.kind),
        state=VoucherState(row.state),
        authority_code=row.authority_code,
        class_id=row.used_in_class,
        obtained_on=row.obtained_on,
        use_by=row.use_by,
    )


def _session(each: dict[str, Any]) -> SessionFact:
    return SessionFact(
        session_id=UUID(each["session_id"]),
        starts_at=datetime.fromisoformat(each["starts_at"]),
        class_hours=each["class_hours"],
        credited_hours=each["credited_hours"],
        modes=tuple(each["modes"] or ()),
        attempt_ids=_ids(each["attempt_ids"]),
        doubtful_attempt_ids=_ids(each["doubtful_attempt_ids"]),
        corrected_hours=each["corrected_hours"],
        imported_hours=each["imported_hours"],
        appealed_hours=each["appealed_hours"],
        is_cancelled=each["is_cancelled"],
    )


def _ids(texts: list[str] | None) -> tuple[UUID, ...]:
    return tuple(sorted(UUID(each) for each in texts or ()))


def _assessment_fact(each: dict[str, Any]) -> AssessmentFact:
    return AssessmentFact(
        passed=each["passed"], score=each["score"], assessed_on=date.fromisoformat(each["assessed_on"])
    )


def _certificate_fact(each: dict[str, Any]) -> CertificateFact:
    return CertificateFact(number=each["number"], kind=each["kind"], issued_on=date.fromisoformat(each["issued_on"]))
