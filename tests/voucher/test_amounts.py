"""Amounts of vouchers: face value before table, table before project."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from checkin_service.policy.model import PolicyUnknown, PolicyValue
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import (
    Delivery,
    Fund,
    Purpose,
    SubsidyKind,
    SubsidyRate,
    TeachingLeg,
    Template,
    Training,
    VoucherForm,
    VoucherKind,
)
from tests.voucher.builders import a_view

SHAOXING = book().at("330600", on=date(2026, 3, 2))
ANHUI = book().at("340000", on=date(2026, 3, 2))
FUJIAN = book().at("350100", on=date(2026, 3, 2))


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


SCHOOL, ONLINE_SCHOOL, ENTERPRISE, TRAINEE = (new_id() for _ in range(4))
TRAINING = Training(institution_id=SCHOOL, project_fen=150_000)
PAID_SCHOOL = f"institution:{SCHOOL}"


def amounts(
    view: Any,
    template: Template | None,
    *rates: SubsidyRate,
    training: Training = TRAINING,
    kind: VoucherKind = VoucherKind.TARGETED,
) -> dict[str, tuple[str, int]]:
    found = rules.shares_of(view, kind, template=template, rates=rates, training=training, trainee_id=TRAINEE)
    return {share.leg: (share.payee, share.amount_fen) for share in found}


def test_without_a_template_the_projects_figure_counts() -> None:
    assert amounts(SHAOXING, None) == {"training": (PAID_SCHOOL, 150_000)}


def test_the_published_table_outranks_the_project() -> None:
    rates = (a_rate(SubsidyKind.TRAINING, 180_000), a_rate(SubsidyKind.TRAINING, 1, level="三级"))
    assert amounts(SHAOXING, a_template(), *rates) == {"training": (PAID_SCHOOL, 180_000)}


def test_a_face_value_outranks_the_table() -> None:
    template = a_template(form=VoucherForm.FACE_VALUE, face_value_fen=600_000)
    assert amounts(SHAOXING, template, a_rate(SubsidyKind.TRAINING, 1))["training"] == (PAID_SCHOOL, 600_000)


def test_where_the_pack_sets_a_face_value_it_is_what_the_institution_claims() -> None:
    assert amounts(ANHUI, None) == {"training": (PAID_SCHOOL, 600_000)}


def test_assessment_and_living_subsidies_go_to_the_person() -> None:
    rates = (a_rate(SubsidyKind.ASSESSMENT, 20_000), a_rate(SubsidyKind.LIVING, 30_000))
    found = amounts(SHAOXING, a_template(), *rates)
    assert found["assessment"] == (f"trainee:{TRAINEE}", 20_000)
    assert found["living"] == (f"trainee:{TRAINEE}", 30_000)


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
    assert amounts(SHAOXING, a_template(), *rates) == {"training": (PAID_SCHOOL, 150_000)}


def test_a_credit_voucher_has_no_face_value_whatever_is_written_on_it() -> None:
    credit = a_template(form=VoucherForm.CREDIT, face_value_fen=600_000)
    assert amounts(SHAOXING, credit)["training"] == (PAID_SCHOOL, 150_000)
    blank = a_template(form=VoucherForm.FACE_VALUE, face_value_fen=None)
    assert amounts(SHAOXING, blank)["training"] == (PAID_SCHOOL, 150_000)


def test_each_kind_has_its_own_source_of_the_amount() -> None:
    view = a_view(
        'key = "subsidy.amount_from"\nvalue = "face_value"\nvoucher_kind = "targeted"',
        'key = "voucher.face_value_fen"\nvalue = 700000\nvoucher_kind = "targeted"',
        'key = "subsidy.amount_from"\nvalue = "catalogue"\nvoucher_kind = "general"',
    )
    assert amounts(view, None) == {"training": (PAID_SCHOOL, 700_000)}
    assert amounts(view, None, kind=VoucherKind.GENERAL) == {"training": (f"trainee:{TRAINEE}", 150_000)}


@pytest.mark.parametrize(
    ("amount_fen", "free_fen", "set_aside_fen"),
    [(100, 5_000, 1_000), (100, 1_000, 1_000), (100, 999, 900), (100, 100, 100), (100, 99, 0), (1, 0, 0), (100, -1, 0)],
)
def test_a_tranche_is_ten_vouchers_or_what_is_left(amount_fen: int, free_fen: int, set_aside_fen: int) -> None:
    found = rules.tranche_fen(amount_fen=amount_fen, free_fen=free_fen)
    assert (found, type(found)) == (set_aside_fen, int)


def test_a_general_voucher_of_shaoxing_reimburses_the_person_and_one_of_fujian_pays_the_institution() -> None:
    assert amounts(SHAOXING, None, kind=VoucherKind.GENERAL) == {"training": (f"trainee:{TRAINEE}", 150_000)}
    assert amounts(FUJIAN, None, kind=VoucherKind.GENERAL) == {"training": (PAID_SCHOOL, 150_000)}


def test_an_enterprise_is_paid_when_the_class_is_held_for_it_and_the_pack_names_enterprises() -> None:
    held_for = replace(TRAINING, enterprise_id=ENTERPRISE)
    assert amounts(SHAOXING, None, training=held_for)["training"][0] == f"enterprise:{ENTERPRISE}"
    assert amounts(ANHUI, None, training=held_for)["training"][0] == PAID_SCHOOL


def test_where_nobody_says_who_is_paid_nothing_is_invented() -> None:
    silent = replace(FUJIAN.value("payment.payee"), value=("enterprise",))
    with pytest.raises(PolicyUnknown):
        amounts(Saying({"payment.payee": silent}), None)


def shared(online_percent: int, fen: int, **changes: Any) -> Training:
    legs = (
        TeachingLeg(delivery=Delivery.ONLINE, institution_id=ONLINE_SCHOOL, share_percent=online_percent),
        TeachingLeg(delivery=Delivery.OFFLINE, institution_id=SCHOOL, share_percent=100 - online_percent),
    )
    return replace(TRAINING, project_fen=fen, teaching=legs, **changes)


@given(online_percent=st.integers(1, 99), fen=st.integers(1, 10**9))
def test_a_split_loses_no_fen_and_makes_none(online_percent: int, fen: int) -> None:
    found = amounts(FUJIAN, None, training=shared(online_percent, fen))
    assert sum(share for _, share in found.values()) == fen
    assert all(share > 0 for _, share in found.values())
    assert found["training"][0] == PAID_SCHOOL
    if "online" in found:
        assert found["online"] == (f"institution:{ONLINE_SCHOOL}", fen * online_percent // 100)


def test_a_split_is_paid_to_one_where_the_pack_settles_as_a_whole_or_pays_the_enterprise() -> None:
    assert amounts(ANHUI, None, training=shared(40, 1)) == {"training": (PAID_SCHOOL, 600_000)}
    held_for = shared(40, 150_000, enterprise_id=ENTERPRISE)
    assert amounts(SHAOXING, None, training=held_for) == {"training": (f"enterprise:{ENTERPRISE}", 150_000)}


def test_one_institution_teaching_both_legs_is_paid_once() -> None:
    both = shared(40, 150_000)
    both = replace(both, teaching=tuple(replace(leg, institution_id=SCHOOL) for leg in both.teaching))
    assert amounts(FUJIAN, None, training=both) == {"training": (PAID_SCHOOL, 150_000)}


def test_a_fund_nobody_named_follows_the_order_of_the_pack_and_each_has_its_route() -> None:
    order = rules.fund_order(SHAOXING, VoucherKind.GENERAL)
    assert [rules.route_of(SHAOXING, fund) for fund in order] == ["advance_to_agency", "advance_to_agency", "treasury"]
    assert {rules.route_of(FUJIAN, fund) for fund in rules.fund_order(FUJIAN, VoucherKind.GENERAL)} == {"treasury"}


class Saying:
    """Fujian's pack with some values of our own."""

    def __init__(self, said: dict[str, PolicyValue]) -> None:
        self._said = said
        self.jurisdiction, self.on = FUJIAN.jurisdiction, FUJIAN.on

    def value(self, key: str, kind: VoucherKind | None = None) -> PolicyValue:
        return self._said.get(key) or FUJIAN.value(key, kind)
