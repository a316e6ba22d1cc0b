"""Parts of the facts' statement about what officers said: examinations of a person, decisions on doubts, appeals."""

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from checkin_service.eligibility.tables import appeal_decision, determination_appeal, doubt_confirmation, doubt_decision
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import registration
from checkin_service.voucher.tables import person_examination

_decision, _examination = doubt_decision.c, person_examination.c

EXAMINED: ScalarSelect[object] = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "examination_id",
                    _examination.examination_id,
                    "condition",
                    _examination.condition,
                    "holds",
                    _examination.holds,
                    "examined_on",
                    _examination.examined_on,
                    "document",
                    _examination.document,
                    "reason",
                    _examination.reason,
                    "authority_code",
                    _examination.authority_code,
                    "examined_by",
                    _examination.examined_by,
                ),
                _examination.examined_on,
                _examination.recorded_at,
                _examination.examination_id,
                _examination.condition,
            )
        )
    )
    .where(_examination.trainee_id == registration.c.trainee_id)
    .correlate(registration)
    .scalar_subquery()
)

# One in the person's favour counts once a second person has confirmed it.
DECISIONS: ScalarSelect[object] = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "decision_id",
                    _decision.decision_id,
                    "criterion",
                    _decision.criterion,
                    "doubt",
                    _decision.doubt,
                    "measured",
                    _decision.measured,
                    "met",
                    _decision.met,
                    "reason",
                    _decision.reason,
                    "document",
                    _decision.document,
                    "decided_by",
                    _decision.decided_by,
                    "decided_at",
                    _decision.decided_at,
                    "confirmed_by",
                    doubt_confirmation.c.confirmed_by,
                ),
                _decision.decided_at,
                _decision.decision_id,
            )
        )
    )
    .select_from(doubt_decision)
    .outerjoin(
        doubt_confirmation,
        and_(
            doubt_confirmation.c.trainee_id == _decision.trainee_id,
            doubt_confirmation.c.decision_id == _decision.decision_id,
        ),
    )
    .where(
        _decision.trainee_id == registration.c.trainee_id,
        _decision.class_id == registration.c.class_id,
        or_(~_decision.met, doubt_confirmation.c.confirmed),
    )
    .correlate(registration)
    .scalar_subquery()
)

UPHELD: ScalarSelect[object] = (
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
    .join(determination_appeal, alike(determination_appeal, appeal_decision, "trainee_id", "appeal_id"))
    .where(alike(determination_appeal, registration, "trainee_id", "class_id"), appeal_decision.c.upheld)
    .correlate(registration)
    .scalar_subquery()
)
