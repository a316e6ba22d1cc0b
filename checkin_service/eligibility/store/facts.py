"""The facts determinations rest on: one statement over the tables of lower capabilities, for any number of people.

One statement is one snapshot: a document never mixes two moments.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    ScalarSelect,
    Uuid,
    and_,
    bindparam,
    column,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, distinct_on

from checkin_service.attendance.tables import (
    appeal,
    correction_confirmation,
    correction_decision,
    leave_decision,
    leave_request,
)
from checkin_service.catalogue.tables import project
from checkin_service.checkin.tables import attempt, person_check, presence, review
from checkin_service.eligibility.model.facts import Facts
from checkin_service.eligibility.store.decided import DECISIONS, EXAMINED, UPHELD
from checkin_service.eligibility.store.evidence import CONFIRMATIONS, CREDITS
from checkin_service.eligibility.store.facts_read import FactsRow, facts_from
from checkin_service.eligibility.store.payments import SET_ASIDE, passed
from checkin_service.eligibility.store.plan import CLASSES, PLAN
from checkin_service.eligibility.store.terms import TERMS
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike
from checkin_service.review.tables import dispute_ruling
from checkin_service.timetable.model import SessionPart
from checkin_service.timetable.tables import assessment, certificate, class_session, registration, training_class
from checkin_service.voucher.tables import fact_withdrawal, person_declaration, person_fact, voucher

Place = tuple[UUID, UUID]
"""Trainee and class: what a determination is about."""

_asked = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), CLASSES)
    .table_valued(column("trainee_id", Uuid), column("class_id", Uuid))
    .render_derived("asked")
)
_trainee, _class = registration.c.trainee_id, registration.c.class_id

_is_decided = exists().where(alike(review, attempt, "trainee_id", "attempt_id"))
_is_replaced = exists().where(alike(presence, attempt, "trainee_id", "class_id", "session_id", "phase"))
_doubts = (
    select(func.json_agg(func.json_build_array(attempt.c.session_id, attempt.c.attempt_id)))
    .where(attempt.c.trainee_id == _trainee, attempt.c.class_id == _class, attempt.c.decision == "doubtful")
    .where(~_is_decided, ~_is_replaced)
    .correlate(registration)
    .scalar_subquery()
)
_is_undecided = ~exists().where(alike(correction_decision, appeal, "trainee_id", "appeal_id"))
_appealed = (
    select(func.json_agg(func.json_build_array(appeal.c.session_id, appeal.c.hours)))
    .where(appeal.c.trainee_id == _trainee, appeal.c.class_id == _class, _is_undecided)
    .correlate(registration)
    .scalar_subquery()
)
_overturned = (
    select(func.count())
    .select_from(dispute_ruling)
    .join(review, alike(review, dispute_ruling, "trainee_id", "attempt_id") & review.c.accepted)
    .join(attempt, alike(attempt, dispute_ruling, "trainee_id", "attempt_id"))
    .where(dispute_ruling.c.trainee_id == _trainee, attempt.c.class_id == _class, ~dispute_ruling.c.accepted)
    .correlate(registration)
    .scalar_subquery()
)
_is_checked = exists().where(alike(presence, person_check, "trainee_id", "session_id"), presence.c.phase == "mid")


def _checks(*only: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many checks of the person in the class had ended when it was completed."""
    return (
        select(func.count())
        .select_from(person_check)
        .where(person_check.c.trainee_id == _trainee, person_check.c.class_id == _class, *only)
        .where(person_check.c.closes_at <= training_class.c.completed_at)
        .correlate(registration, training_class)
        .scalar_subquery()
    )


_confirmed_hours = (
    select(func.coalesce(func.max(correction_confirmation.c.corrected_hours), 0))
    .where(correction_confirmation.c.trainee_id == _trainee, correction_confirmation.c.class_id == _class)
    .correlate(registration)
    .scalar_subquery()
)
_on_leave = (
    select(func.json_agg(func.json_build_array(class_session.c.session_id)))
    .select_from(leave_request)
    .join(
        leave_decision,
        and_(alike(leave_decision, leave_request, "trainee_id", "leave_id"), leave_decision.c.granted),
    )
    .join(
        class_session,
        and_(
            class_session.c.class_id == leave_request.c.class_id,
            class_session.c.delivery != "self_paced",
            class_session.c.starts_at >= leave_request.c.starts_at,
            class_session.c.ends_at <= leave_request.c.ends_at,
        ),
    )
    .where(leave_request.c.trainee_id == _trainee, leave_request.c.class_id == _class)
    .correlate(registration)
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
    .correlate(registration)
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
    .correlate(registration)
    .scalar_subquery()
)
_is_withdrawn = exists().where(alike(fact_withdrawal, person_fact, "trainee_id", "fact_id"))
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
                    "recorded_at",
                    person_fact.c.recorded_at,
                ),
                person_fact.c.kind,
                person_fact.c.since,
                person_fact.c.fact_id,
            )
        )
    )
    .where(person_fact.c.trainee_id == _trainee, ~_is_withdrawn)
    .correlate(registration)
    .scalar_subquery()
)
_latest_declarations = (
    select(person_declaration.c.condition, person_declaration.c.given)
    .ext(distinct_on(person_declaration.c.condition))
    .where(person_declaration.c.trainee_id == _trainee)
    .order_by(person_declaration.c.condition, person_declaration.c.ordinal.desc())
    .correlate(registration)
    .subquery("latest_declarations")
)
_declared = (
    select(func.array_agg(_latest_declarations.c.condition)).where(_latest_declarations.c.given).scalar_subquery()
)
_FACTS = Statement(
    select(
        registration.c.trainee_id,
        registration.c.class_id,
        registration.c.voucher_kind,
        registration.c.registered_at,
        training_class.c.institution_id,
        training_class.c.supervising_authority.label("supervising"),
        training_class.c.paying_authority.label("paying"),
        training_class.c.counting_authority.label("counting"),
        training_class.c.opened_at,
        # Never absent: the condition below sees to it.
        type_coerce(training_class.c.completed_at, DateTime(timezone=True)).label("completed_at"),
        training_class.c.baseline_hours,
        training_class.c.total_hours,
        training_class.c.enterprise_id,
        training_class.c.teaching,
        project.c.subsidy_fen,
        voucher.c.voucher_id,
        voucher.c.kind,
        voucher.c.state,
        voucher.c.authority_code,
        voucher.c.class_id,
        voucher.c.obtained_on,
        voucher.c.use_by,
        _confirmed_hours.label("confirmed_hours"),
        PLAN.c.sessions,
        CREDITS.label("credits"),
        CONFIRMATIONS.label("confirmations"),
        _doubts.label("doubts"),
        _appealed.label("appealed"),
        _on_leave.label("on_leave"),
        _assessment.label("assessment"),
        _certificates.label("certificates"),
        _person_facts.label("person_facts"),
        _declared.label("declared"),
        UPHELD.label("upheld"),
        EXAMINED.label("examined"),
        DECISIONS.label("decisions"),
        SET_ASIDE.label("set_aside"),
        PLAN.c.is_mixed,
        passed(SessionPart.THEORY).label("theory_passed"),
        passed(SessionPart.PRACTICE).label("practice_passed"),
        TERMS.label("terms"),
        func.coalesce(PLAN.c.recordings, "[]").label("recordings"),
        _overturned.label("overturned_reviews"),
        _checks().label("checks_held"),
        _checks(~_is_checked).label("checks_missed"),
    )
    .select_from(_asked)
    .join(registration, and_(_trainee == _asked.c.trainee_id, _class == _asked.c.class_id))
    .join(training_class, training_class.c.class_id == _class)
    .join(project, project.c.project_id == training_class.c.project_id)
    .outerjoin(PLAN, PLAN.c.class_id == _class)
    .outerjoin(voucher, and_(voucher.c.trainee_id == _trainee, voucher.c.voucher_id == registration.c.voucher_id))
    # Who has left a class, for another one or altogether, is owed nothing for it.
    .where(training_class.c.completed_at.is_not(None), registration.c.withdrawn_at.is_(None)),
    FactsRow,
)


async def of_completed(database: Database, places: Sequence[Place]) -> dict[Place, Facts]:
    """Everything determinations rest on; of a class that is not completed there is nothing."""
    rows = await database.read(
        _FACTS, trainees=[trainee_id for trainee_id, _ in places], classes=[class_id for _, class_id in places]
    )
    return {(facts.trainee_id, facts.class_id): facts for facts in facts_from(rows)}
