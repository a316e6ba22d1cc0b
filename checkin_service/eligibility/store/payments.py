"""Parts of the facts' statement about money: legs set aside, results of mixed training."""

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from checkin_service.eligibility.store.plan import PLAN
from checkin_service.kit.questions import alike
from checkin_service.timetable.model import SessionPart
from checkin_service.timetable.tables import assessment, registration
from checkin_service.voucher.tables import voucher_leg

SET_ASIDE: ScalarSelect[object] = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "leg",
                    voucher_leg.c.leg,
                    "authority_code",
                    voucher_leg.c.authority_code,
                    "payee",
                    voucher_leg.c.payee,
                    "amount_fen",
                    voucher_leg.c.amount_fen,
                ),
                voucher_leg.c.leg,
            )
        )
    )
    .where(alike(voucher_leg, registration, "trainee_id", "voucher_id"))
    .correlate(registration)
    .scalar_subquery()
)


def passed(part: SessionPart) -> ColumnElement[bool]:
    """The latest result of one part alone; of training that was not mixed nobody asks."""
    latest = (
        select(assessment.c.passed)
        .where(alike(assessment, registration, "trainee_id", "class_id"), assessment.c.part == part)
        .order_by(assessment.c.ordinal.desc())
        .limit(1)
        .correlate(registration)
        .scalar_subquery()
    )
    return case((PLAN.c.is_mixed, latest))
