"""What a voucher pays: face value before table, table before project."""

from datetime import UTC, date, datetime
from typing import Any

from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from checkin_service.voucher import rules
from checkin_service.voucher.model import (
    Delivery,
    Fund,
    Purpose,
    SubsidyKind,
    SubsidyRate,
    Template,
    VoucherForm,
    VoucherKind,
)

SHAOXING = book().at("330600", on=date(2026, 3, 2))
ANHUI = book().at("340000", on=date(2026, 3, 2))


def a_template(**changes: Any) -> Template:
    values: dict[str, Any] = {
        "template_id": new_id(),
        "version": 1,
        "authority_code": "330600",
        "name": "电工",
        "content": "电工",
        "kind": VoucherKind.TARGETED,
        "form": VoucherForm.CREDIT,
        "delivery": Delivery.OFFLINE,
        "purpose": Purpose.CERTIFICATE,
        "fund": Fund.EMPLOYMENT_SUBSIDY,
        "face_value_fen": None,
        "occupation": "电工",
        "level": "四级",
        "group_name": "就业困难人员",
        "training_type": "certificate",
        "institutions": (),
        "people": "",
        "valid_months": None,
        "quantity": 1,
        "published_by": new_id(),
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Template(**values | changes)


def a_rate(kind: SubsidyKind, fen: int, **changes: Any) -> SubsidyRate:
    values: dict[str, Any] = {
        "authority_code": "330600",
        "rate_id": new_id(),
        "occupation": "电工",
        "level": "四级",
        "group_name": "就业困难人员",
        "training_type": "certificate",
        "kind": kind,
        "amount_fen": fen,
        "effective_from": date(2026, 1, 1),
        "effective_to": None,
        "published_on": date(2026, 1, 1),
        "document": "目录",
    }
    return SubsidyRate(**values | changes)


def amounts(view: Any, template: Template | None, *rates: SubsidyRate) -> dict[str, tuple[str, int]]:
    found = rules.shares_of(
        view,
        VoucherKind.TARGETED,
        template=template,
        rates=rates,
        project_fen=150_000,
        payee="institution:x",
        trainee="trainee:y",
    )
    return {share.leg: (share.payee, share.amount_fen) for share in found}


def test_without_a_template_the_projects_figure_counts() -> None:
    assert amounts(SHAOXING, None) == {"training": ("institution:x", 150_000)}


def test_the_published_table_outranks_the_project() -> None:
    rates = (a_rate(SubsidyKind.TRAINING, 180_000), a_rate(SubsidyKind.TRAINING, 1, level="三级"))
    assert amounts(SHAOXING, a_template(), *rates) == {"training": ("institution:x", 180_000)}


def test_a_face_value_outranks_the_table() -> None:
    template = a_template(form=VoucherForm.FACE_VALUE, face_value_fen=600_000)
    assert amounts(SHAOXING, template, a_rate(SubsidyKind.TRAINING, 1))["training"] == ("institution:x", 600_000)


def test_where_the_pack_sets_a_face_value_it_is_what_the_institution_claims() -> None:
    assert amounts(ANHUI, None) == {"training": ("institution:x", 600_000)}


def test_assessment_and_living_subsidies_go_to_the_person() -> None:
    rates = (a_rate(SubsidyKind.ASSESSMENT, 20_000), a_rate(SubsidyKind.LIVING, 30_000))
    found = amounts(SHAOXING, a_template(), *rates)
    assert found["assessment"] == ("trainee:y", 20_000)
    assert found["living"] == ("trainee:y", 30_000)


def test_a_tranche_is_ten_vouchers_or_what_is_left() -> None:
    assert rules.tranche_fen(amount_fen=100, free_fen=5_000) == 1_000
    assert rules.tranche_fen(amount_fen=100, free_fen=-1) == 0
