"""Bindings of a voucher: kind, form, training, period and activation, each where the place asks for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher import rules
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import (
    Delivery,
    Fund,
    Purpose,
    Template,
    VoucherEvent,
    VoucherForm,
    VoucherRefusal,
    VoucherState,
)
from checkin_service.voucher.rules.lifecycle import moves_to_activate, was_claimed
from checkin_service.voucher.rules.payer import lies_in
from tests.voucher.builders import a_view, a_voucher

MAY = date(2022, 5, 1)
TARGETED = VoucherKind.TARGETED
SHAOXING, ANHUI, NATIONAL = (book().at(code, on=MAY) for code in ("330600", "340100", "000000"))
PROGRAMME = "graduate_skills_programme"


def a_template(**changed: Any) -> Template:
    values: dict[str, Any] = {
        "template_id": UUID(int=1),
        "version": 1,
        "authority_code": "330600",
        "name": "育婴员",
        "content": "培训",
        "kind": TARGETED,
        "form": VoucherForm.CREDIT,
        "delivery": Delivery.OFFLINE,
        "purpose": Purpose.CERTIFICATE,
        "fund": Fund.EMPLOYMENT_SUBSIDY,
        "face_value_fen": None,
        "occupation": None,
        "level": None,
        "group_name": None,
        "training_type": None,
        "institutions": (),
        "people": "",
        "valid_months": None,
        "quantity": 10,
        "published_by": UUID(int=2),
        "published_at": datetime(2022, 1, 1, tzinfo=UTC),
    }
    return Template(**values | changed)


def an_offer(**changed: Any) -> rules.Offer:
    values: dict[str, Any] = {
        "institution_id": UUID(int=3),
        "project_id": UUID(int=4),
        "occupation": "育婴员",
        "level": "五级",
        "training_type": "certificate",
        "fee_fen": 600_000,
    }
    return rules.Offer(**values | changed)


def reason(refusal: VoucherRefusal | None) -> str | None:
    return None if refusal is None else refusal.reason


def test_a_kind_that_is_not_issued_here_is_refused() -> None:
    view = a_view('key = "voucher.kinds"\nvalue = ["targeted"]')
    assert reason(rules.refusal_of_kind(view, VoucherKind.GENERAL)) == "kind_not_issued_here"
    assert rules.refusal_of_kind(view, TARGETED) is None


@pytest.mark.parametrize(
    ("decided", "occupation", "form", "expected"),
    [
        ('key = "voucher.occupation"\nvalue = "required"', None, VoucherForm.CREDIT, "occupation_missing"),
        ('key = "voucher.occupation"\nvalue = "required"', "育婴员", VoucherForm.CREDIT, None),
        ('key = "voucher.form"\nvalue = "face_value"', "育婴员", VoucherForm.CREDIT, "form_not_issued_here"),
        ('key = "voucher.form"\nvalue = "face_value"', "育婴员", VoucherForm.FACE_VALUE, None),
    ],
)
def test_a_template_has_the_occupation_and_the_form_asked_for(
    decided: str, occupation: str | None, form: VoucherForm, expected: str | None
) -> None:
    refusal = rules.refusal_of_template(a_view(decided), TARGETED, occupation=occupation, form=form)
    assert reason(refusal) == expected


def test_a_voucher_is_used_for_the_kinds_of_training_that_the_place_names() -> None:
    assert reason(rules.refusal_of_training(ANHUI, TARGETED, an_offer())) == "training_type_not_covered"
    assert rules.refusal_of_training(ANHUI, TARGETED, an_offer(training_type=PROGRAMME)) is None


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, None),
        ({"institutions": (UUID(int=9),)}, "template_not_for_institution"),
        ({"projects": (UUID(int=9),)}, "template_not_for_project"),
        ({"occupation": "焊工"}, "template_not_for_occupation"),
        ({"level": "四级"}, "template_not_for_level"),
        ({"purpose": Purpose.PROJECT}, "template_not_for_training_type"),
        (
            {"institutions": (UUID(int=3),), "projects": (UUID(int=4),), "occupation": "育 婴员", "level": "五级"},
            None,
        ),
    ],
)
def test_a_voucher_serves_for_the_training_its_template_names(named: dict[str, Any], expected: str | None) -> None:
    assert reason(rules.refusal_of_offer(NATIONAL, a_template(**named), an_offer())) == expected


def test_a_face_value_needs_a_fee_and_the_template_says_first_whether_it_is_one() -> None:
    without = an_offer(fee_fen=None)
    assert reason(rules.refusal_without_fee(ANHUI, TARGETED, None, without)) == "fee_not_stated"
    assert rules.refusal_without_fee(ANHUI, TARGETED, None, an_offer()) is None
    assert rules.refusal_without_fee(ANHUI, TARGETED, a_template(), without) is None
    assert rules.is_face_value(SHAOXING, TARGETED, a_template(form=VoucherForm.FACE_VALUE))


@pytest.mark.parametrize(
    ("graph", "state", "expected"),
    [
        ("340000", VoucherState.ISSUED, False),
        ("340000", VoucherState.CLAIMED, True),
        ("340000", VoucherState.EXPIRED, False),
        ("330600", VoucherState.ACTIVATED, False),
    ],
)
def test_a_voucher_was_claimed_where_claiming_is_a_step_and_it_is_past_it(
    graph: str, state: VoucherState, *, expected: bool
) -> None:
    assert was_claimed(a_voucher(graph=graph, state=state)) is expected


def test_a_voucher_is_activated_once_and_only_where_that_is_a_step_with_a_time() -> None:
    assert list(moves_to_activate(SHAOXING, a_voucher())) == [VoucherEvent.ACTIVATED]
    assert list(moves_to_activate(SHAOXING, a_voucher(state=VoucherState.ACTIVATED))) == []
    assert list(moves_to_activate(SHAOXING, a_voucher(state=VoucherState.USED))) == []
    assert list(moves_to_activate(ANHUI, a_voucher())) == []


def test_a_place_belongs_to_an_area_by_its_code() -> None:
    assert lies_in("330602", "330600")
    assert not lies_in("330702", "330600")


def test_a_template_sets_the_period_only_where_the_text_leaves_it_to_it() -> None:
    def use_by(view: PolicyView, on_template: int) -> date:
        return rules.periods_under(view, TARGETED, date(2022, 3, 1), on_template=on_template)[1]

    assert use_by(NATIONAL, 4) == date(2022, 7, 1)
    assert use_by(SHAOXING, 1) == date(2022, 4, 1)


HARD = PersonFact(kind=FactKind.HARD_TO_EMPLOY, since=date(2022, 1, 1), source="就业系统")


@pytest.mark.parametrize(
    ("holders", "facts", "fits"),
    [
        ((), (), True),
        ((FactKind.HARD_TO_EMPLOY,), (HARD,), True),
        ((FactKind.GRADUATION, FactKind.HARD_TO_EMPLOY), (HARD,), True),
        ((FactKind.GRADUATION,), (HARD,), False),
        ((FactKind.HARD_TO_EMPLOY,), (replace(HARD, since=date(2022, 6, 1)),), False),
    ],
)
def test_a_voucher_goes_to_those_that_its_template_names(
    holders: tuple[FactKind, ...], facts: tuple[PersonFact, ...], *, fits: bool
) -> None:
    """MP-05: what nothing shows holds it back like what speaks against it."""
    template = a_template(holders=holders, people="就业困难人员")
    refusal = rules.refusal_of_holder(NATIONAL, template, PersonFile(facts=facts), on=MAY)
    assert (refusal is None) is fits
    if refusal is not None:
        assert "就业困难人员" in refusal.words.zh


def test_a_voucher_of_no_template_is_for_nobody_in_particular() -> None:
    assert rules.refusal_of_holder(NATIONAL, None, PersonFile(), on=MAY) is None
