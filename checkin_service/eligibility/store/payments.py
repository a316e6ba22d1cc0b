"""Parts of the facts' statement about money: legs set aside, teaching institutions, results of mixed training."""

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, cast, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from checkin_service.kit.questions import alike
from checkin_service.timetable.model import Delivery, SessionPart
from checkin_service.timetable.tables import assessment, class_session, registration
from checkin_service.voucher.tables import voucher_leg

_IS_ITS = (voucher_leg.c.trainee_id == registration.c.trainee_id) & (
    voucher_leg.c.voucher_id == registration.c.voucher_id
)

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
    .where(_IS_ITS)
    .correlate(registration)
    .scalar_subquery()
)
SET_ASIDE_FEN: ScalarSelect[int] = (
    select(cast(func.sum(voucher_leg.c.amount_fen), BigInteger))
    .where(_IS_ITS)
    .correlate(registration)
    .scalar_subquery()
)


def _holds(is_offline: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(class_session.c.class_id == registration.c.class_id, class_session.c.cancelled_at.is_(None), is_offline)
        .correlate(registration)
    )


IS_MIXED = _holds(class_session.c.delivery == Delivery.OFFLINE) & _holds(class_session.c.delivery != Delivery.OFFLINE)


def passed(part: SessionPart) -> ScalarSelect[bool]:
    """The latest result of one part alone."""
    return (
        select(assessment.c.passed)
        .where(alike(assessment, registration, "trainee_id", "class_id"), assessment.c.part == part)
        .order_by(assessment.c.ordinal.desc())
        .limit(1)
        .correlate(registration)
        .scalar_subquery()
    )
