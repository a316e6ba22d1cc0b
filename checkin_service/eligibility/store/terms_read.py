"""Terms of a training, as the facts' statement has them, as the terms themselves."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from checkin_service.eligibility.model.terms import NamedFact, ReportFact, Terms, UseFact
from checkin_service.kit.civil import day_of


def terms_from(each: dict[str, Any]) -> Terms:
    ended_at, named = each["ended_at"], each["named"]
    return Terms(
        project_id=UUID(each["project_id"]),
        occupation=each["occupation"],
        level=each["level"],
        training_type=each["training_type"],
        fee_fen=each["fee_fen"],
        fee_paid_fen=each["fee_paid_fen"],
        trained_until=day_of(datetime.fromisoformat(ended_at)) if ended_at else None,
        named=_named(named) if named else None,
        uses=tuple(_use(use) for use in each["uses"] or ()),
        reports=tuple(_report(report) for report in each["reports"] or ()),
    )


def _named(each: dict[str, Any]) -> NamedFact:
    ids = {name: tuple(UUID(id_) for id_ in each[name]) for name in ("institutions", "projects")}
    return NamedFact(**each | ids)


def _use(each: dict[str, Any]) -> UseFact:
    return UseFact(
        voucher_id=UUID(each["voucher_id"]),
        class_id=UUID(each["class_id"]),
        authority_code=each["authority_code"],
        occupation=each["occupation"],
        registered_at=datetime.fromisoformat(each["registered_at"]),
        activated_in=each["activated_in"],
        is_over=each["is_over"],
    )


def _report(each: dict[str, Any]) -> ReportFact:
    return ReportFact(**each | {"issued_on": date.fromisoformat(each["issued_on"])})
