"""The part of the facts' statement about the terms of a voucher: its template, its training, other uses."""

from sqlalchemy import BigInteger, ScalarSelect, and_, case, cast, exists, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from checkin_service.catalogue.tables import project
from checkin_service.eligibility.store.plan import PLAN
from checkin_service.eligibility.store.reports import REPORTS
from checkin_service.fees.model import FeeMove
from checkin_service.fees.tables import fee_entry
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import registration, training_class
from checkin_service.voucher.model.vouchers import NOTHING_HAD, VoucherState
from checkin_service.voucher.tables import voucher, voucher_activation, voucher_template

_used, _there, _held, _trained = (
    voucher.alias("used"),
    registration.alias("used_in"),
    training_class.alias("used_class"),
    project.alias("used_project"),
)
_uses = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "voucher_id",
                    _used.c.voucher_id,
                    "class_id",
                    _used.c.class_id,
                    "authority_code",
                    _used.c.authority_code,
                    "occupation",
                    _trained.c.occupation,
                    "registered_at",
                    _there.c.registered_at,
                    "activated_in",
                    voucher_activation.c.year,
                    "is_over",
                    _used.c.state.in_([literal(each.value) for each in sorted(NOTHING_HAD)]),
                ),
                _used.c.voucher_id,
            )
        )
    )
    .select_from(_used)
    .join(
        _there,
        and_(alike(_there, _used, "trainee_id", "class_id"), _there.c.withdrawn_at.is_(None)),
    )
    .join(_held, _held.c.class_id == _used.c.class_id)
    .join(_trained, _trained.c.project_id == _held.c.project_id)
    .outerjoin(voucher_activation, alike(voucher_activation, _used, "trainee_id", "voucher_id"))
    .where(_used.c.trainee_id == registration.c.trainee_id, _used.c.state != VoucherState.VOIDED.value)
    .correlate(registration)
    .scalar_subquery()
)
_named = (
    select(
        func.json_build_object(
            "occupation",
            voucher_template.c.occupation,
            "level",
            voucher_template.c.level,
            "purpose",
            voucher_template.c.purpose,
            "institutions",
            voucher_template.c.institutions,
            "projects",
            voucher_template.c.projects,
            "form",
            voucher_template.c.form,
            "face_value_fen",
            voucher_template.c.face_value_fen,
        )
    )
    .where(
        voucher_template.c.template_id == voucher.c.template_id,
        voucher_template.c.version == voucher.c.template_version,
    )
    .correlate(voucher)
    .scalar_subquery()
)
FEE = func.coalesce(training_class.c.fee_fen, project.c.fee_fen)
_correction = fee_entry.alias("correction")
_moved = case((fee_entry.c.move == FeeMove.PAID.value, fee_entry.c.amount_fen), else_=-fee_entry.c.amount_fen)
FEE_PAID: ScalarSelect[int | None] = (
    select(cast(func.sum(_moved), BigInteger))
    .where(
        alike(fee_entry, registration, "trainee_id", "class_id"),
        ~exists().where(
            _correction.c.trainee_id == fee_entry.c.trainee_id, _correction.c.corrects == fee_entry.c.entry_id
        ),
    )
    .correlate(registration)
    .scalar_subquery()
)
"""What a person has paid for a class and not got back, by the entries that no other corrects; null without any."""

TERMS: ScalarSelect[object] = (
    select(
        func.json_build_object(
            "project_id",
            project.c.project_id,
            "occupation",
            project.c.occupation,
            "level",
            project.c.level,
            "training_type",
            project.c.training_type,
            "fee_fen",
            FEE,
            "fee_paid_fen",
            FEE_PAID,
            "ended_at",
            PLAN.c.ended_at,
            "named",
            _named,
            "uses",
            _uses,
            "reports",
            REPORTS,
        )
    )
    .correlate(registration, training_class, project, voucher, PLAN)
    .scalar_subquery()
)
