"""The facts a determination rests on: one statement over the tables of lower capabilities.

One statement is one snapshot: a document never mixes two moments.
"""

from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from checkin_service.attendance.tables import appeal, correction_confirmation, correction_decision, credit
from checkin_service.catalogue.tables import project
from checkin_service.checkin.tables import attempt, presence, review
from checkin_service.eligibility.model import Facts
from checkin_service.eligibility.store.facts_read import facts_from
from checkin_service.eligibility.store.payments import IS_MIXED, SET_ASIDE, SET_ASIDE_FEN, passed
from checkin_service.eligibility.tables import appeal_decision, determination_appeal
from checkin_service.kit.database import Database, Statement
from checkin_service.timetable.model import SessionPart
from checkin_service.timetable.tables import assessment, certificate, class_session, registration, training_class
from checkin_service.voucher.tables import fact_withdrawal, person_declaration, person_fact, voucher

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
_is_withdrawn = exists().where(
    fact_withdrawal.c.trainee_id == person_fact.c.trainee_id, fact_withdrawal.c.fact_id == person_fact.c.fact_id
)
_person_facts = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "kind",
                    person_fact.c.kind,
                    "holds",
                    person_fact.c.holds,
                    "since",
                    person_fact.c.since,
                    "until",
                    person_fact.c.until,
                    "place",
                    person_fact.c.place,
                    "source",
                    person_fact.c.source,
                ),
                person_fact.c.kind,
                person_fact.c.since,
                person_fact.c.fact_id,
            )
        )
    )
    .where(person_fact.c.trainee_id == _trainee, ~_is_withdrawn)
    .scalar_subquery()
)
_latest_declarations = (
    select(person_declaration.c.condition, person_declaration.c.given)
    .ext(distinct_on(person_declaration.c.condition))
    .where(person_declaration.c.trainee_id == _trainee)
    .order_by(person_declaration.c.condition, person_declaration.c.ordinal.desc())
    .subquery("latest_declarations")
)
_declared = (
    select(func.array_agg(_latest_declarations.c.condition)).where(_latest_declarations.c.given).scalar_subquery()
)
_upheld = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "appeal_id",
                    appeal_decision.c.appeal_id,
                    "criteria",
                    appeal_decision.c.criteria,
                    "reason",
                    appeal_decision.c.reason,
                    "decided_by",
                    appeal_decision.c.decided_by,
                    "decided_at",
                    appeal_decision.c.decided_at,
                ),
                appeal_decision.c.decided_at,
            )
        )
    )
    .join(
        determination_appeal,
        and_(
            determination_appeal.c.trainee_id == appeal_decision.c.trainee_id,
            determination_appeal.c.appeal_id == appeal_decision.c.appeal_id,
        ),
    )
    .where(
        determination_appeal.c.trainee_id == _trainee,
        determination_appeal.c.class_id == _class,
        appeal_decision.c.upheld,
    )
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
        registration.c.registered_at,
        training_class.c.opened_at,
        training_class.c.completed_at,
        training_class.c.baseline_hours,
        training_class.c.total_hours,
        # What the voucher set aside outranks the project's figure: a face value, or the published table.
        func.coalesce(SET_ASIDE_FEN, project.c.subsidy_fen).label("subsidy_fen"),
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
        _person_facts.label("person_facts"),
        _declared.label("declared"),
        _upheld.label("upheld"),
        training_class.c.enterprise_id,
        training_class.c.teaching,
        SET_ASIDE.label("set_aside"),
        IS_MIXED.label("is_mixed"),
        passed(SessionPart.THEORY).label("theory_passed"),
        passed(SessionPart.PRACTICE).label("practice_passed"),
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
    return None if row is None else facts_from(row)
