"""The read of a person's own cases: each class with its voucher's history, results and the authority that pays."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Uuid, bindparam, cast, func, select, true

from checkin_service.catalogue.tables import authority, project
from checkin_service.eligibility.model.own import OwnCase, VoucherMove
from checkin_service.eligibility.store.terms import FEE, FEE_PAID
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import assessment, registration, training_class
from checkin_service.voucher.tables import voucher, voucher_event, voucher_leg

_own = bindparam("trainee_id", type_=Uuid)


class _Row(NamedTuple):
    class_id: UUID
    name: str
    authority_name: str
    subsidy_fen: int
    fee_fen: int | None
    fee_paid_fen: int | None
    completed_at: datetime | None
    voucher_code: str | None
    moves: list[VoucherMove] | None
    passed: bool | None
    assessed_on: date | None


_moves = (
    select(voucher_event.c.state, voucher_event.c.at)
    .where(voucher_event.c.trainee_id == registration.c.trainee_id, voucher_event.c.voucher_id == voucher.c.voucher_id)
    .order_by(voucher_event.c.ordinal)
    .correlate(registration, voucher)
    .subquery("move")
)
_result = (
    select(assessment.c.passed, assessment.c.assessed_on)
    .where(alike(assessment, registration, "trainee_id", "class_id"), assessment.c.part.is_(None))
    .order_by(assessment.c.ordinal.desc())
    .limit(1)
    .lateral("result")
)
# What was set aside for the voucher, its face value included; before that what the project pays.
_set_aside = (
    select(cast(func.sum(voucher_leg.c.amount_fen), BigInteger))
    .where(alike(voucher_leg, voucher, "trainee_id", "voucher_id"))
    .correlate(voucher)
    .scalar_subquery()
)
_CASES = Statement(
    select(
        training_class.c.class_id,
        training_class.c.name,
        authority.c.name.label("authority_name"),
        func.coalesce(_set_aside, project.c.subsidy_fen).label("subsidy_fen"),
        FEE.label("fee_fen"),
        FEE_PAID.label("fee_paid_fen"),
        training_class.c.completed_at,
        voucher.c.voucher_code,
        select(func.json_agg(_moves.table_valued(), type_=JSON)).select_from(_moves).scalar_subquery().label("moves"),
        _result.c.passed,
        _result.c.assessed_on,
    )
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .join(project, project.c.project_id == training_class.c.project_id)
    .join(authority, authority.c.authority_code == training_class.c.paying_authority)
    .outerjoin(voucher, alike(voucher, registration, "trainee_id", "voucher_id"))
    .outerjoin(_result, true())
    .where(registration.c.trainee_id == _own, registration.c.withdrawn_at.is_(None))
    .order_by(training_class.c.class_id.desc()),
    _Row,
)


async def own_cases(database: Database, trainee_id: UUID) -> list[OwnCase]:
    """Everything a person is registered in, the newest class first."""
    rows = await database.read(_CASES, trainee_id=trainee_id)
    return [OwnCase(**row._asdict() | {"moves": tuple(row.moves or ())}) for row in rows]
