"""What a voucher pays: face value before table, table before project."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

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
from tests.voucher.builders import a_view

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


def amounts(
    view: Any, template: Template | None, *rates: SubsidyRate, kind: VoucherKind = VoucherKind.TARGETED
) -> dict[str, tuple[str, int]]:
    found = rules.shares_of(
        view,
        kind,
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


def test_only_the_kinds_of_subsidies_the_pack_names_are_paid_beside_the_training() -> None:
    rates = (a_rate(SubsidyKind.ASSESSMENT, 20_000), a_rate(SubsidyKind.LIVING, 30_000))
    key = 'key = "subsidy.kinds"\nvoucher_kind'
    view = a_view(
        f'{key} = "targeted"\nvalue = ["training", "living"]', f'{key} = "general"\nvalue = ["training", "assessment"]'
    )
    assert list(amounts(view, a_template(), *rates)) == ["training", "living"]
    assert list(amounts(view, a_template(), *rates, kind=VoucherKind.GENERAL)) == ["training", "assessment"]


@pytest.mark.parametrize(
    "changes", [{"occupation": "焊工"}, {"level": "三级"}, {"group_name": "其他"}, {"training_type": "project"}]
)
def test_a_rate_of_another_occupation_level_group_or_type_is_not_taken(changes: dict[str, Any]) -> None:
    rates = (a_rate(SubsidyKind.TRAINING, 1, **changes), a_rate(SubsidyKind.LIVING, 2, **changes))
    assert amounts(SHAOXING, a_template(), *rates) == {"training": ("institution:x", 150_000)}


def test_a_credit_voucher_has_no_face_value_whatever_is_written_on_it() -> None:
    credit = a_template(form=VoucherForm.CREDIT, face_value_fen=600_000)
    assert amounts(SHAOXING, credit)["training"] == ("institution:x", 150_000)
    blank = a_template(form=VoucherForm.FACE_VALUE, face_value_fen=None)
    assert amounts(SHAOXING, blank)["training"] == ("institution:x", 150_000)


def test_each_kind_has_its_own_source_of_the_amount() -> None:
    view = a_view(
        'key = "subsidy.amount_from"\nvalue = "face_value"\nvoucher_kind = "targeted"',
        'key = "voucher.face_value_fen"\nvalue = 700000\nvoucher_kind = "targeted"',
        'key = "subsidy.amount_from"\nvalue = "catalogue"\nvoucher_kind = "general"',
    )
    assert amounts(view, None) == {"training": ("institution:x", 700_000)}
    assert amounts(view, None, kind=VoucherKind.GENERAL) == {"training": ("institution:x", 150_000)}


@pytest.mark.parametrize(
    ("amount_fen", "free_fen", "set_aside_fen"),
    [(100, 5_000, 1_000), (100, 1_000, 1_000), (100, 999, 900), (100, 100, 100), (100, 99, 0), (1, 0, 0), (100, -1, 0)],
)
def test_a_tranche_is_ten_vouchers_or_what_is_left(amount_fen: int, free_fen: int, set_aside_fen: int) -> None:
    found = rules.tranche_fen(amount_fen=amount_fen, free_fen=free_fen)
    assert (found, type(found)) == (set_aside_fen, int)
