"""The life of a class, who may see it, and what policy must say before it opens."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from checkin_service.access import model
from checkin_service.access.model import Role, Subject
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy import book as policy_book
from checkin_service.policy import keys, wording
from checkin_service.policy.book import book
from checkin_service.policy.keys import KEYS, At, Key, Unit, Whole
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, TrainingClass
from checkin_service.timetable.service import guards

NOW = datetime(2026, 3, 2, tzinfo=UTC)
A_CLASS = TrainingClass(
    class_id=UUID(int=1),
    institution_id=UUID(int=2),
    project_id=UUID(int=3),
    name="电工四级 2026 春一班",
    teaching_plan="安全用电",
    supervising_authority="330600",
    paying_authority="330100",
    counting_authority="330200",
    phases=("in",),
    proofs=("pin_code", "card_pin"),
    baseline_hours=40,
    total_hours=40,
    state=ClassState.APPLIED,
    revision=1,
    applied_at=NOW,
)
ALLOWED = {
    ("applied", "open"),
    ("applied", "rejected"),
    ("open", "completion_applied"),
    ("completion_applied", "completed"),
    ("completion_applied", "open"),
}


@pytest.mark.parametrize("state", ClassState)
@pytest.mark.parametrize("following", ClassState)
def test_a_class_moves_only_along_its_lifecycle(state: ClassState, following: ClassState) -> None:
    assert rules.may_become(state, following) is ((state, following) in ALLOWED)


@pytest.mark.parametrize(
    ("code", "sees"),
    [
        *(("330600", True), ("330100", True), ("330200", True), ("330300", False), ("330602", False)),
        # Those above read along: the province, the ministry.
        *(("330000", True), ("000000", True), ("340000", False)),
    ],
)
def test_a_class_is_the_matter_of_its_three_authorities(code: str, *, sees: bool) -> None:
    officer = model.authority_staff(UUID(int=9), role=Role.OFFICER, authority_code=code)
    assert rules.may_see(officer, A_CLASS) is sees


@pytest.mark.parametrize(("number", "sees"), [(2, True), (4, False)])
def test_an_institution_sees_its_own_classes_only(number: int, *, sees: bool) -> None:
    admin = model.institution_staff(UUID(int=9), role=Role.INSTITUTION_ADMIN, institution_id=UUID(int=number))
    assert rules.may_see(admin, A_CLASS) is sees


def test_a_trainee_does_not_see_a_class_as_such() -> None:
    trainee: Subject = model.trainee(UUID(int=9), device_id=UUID(int=10))
    assert not rules.may_see(trainee, A_CLASS)


def test_every_value_a_class_needs_is_a_known_key() -> None:
    needed = {key for key, _ in rules.needed_of_class() + rules.needed_of_voucher(VoucherKind)}
    assert needed <= set(KEYS)


def test_shaoxing_states_everything_a_class_needs() -> None:
    view = book().at("330600", on=date(2026, 3, 9))
    assert view.unknown(rules.needed_of_class() + rules.needed_of_voucher(VoucherKind)) == []


def test_a_place_without_rules_of_its_own_lacks_what_its_vouchers_need() -> None:
    view = book().at("330100", on=date(2026, 3, 9))
    missing = view.unknown(rules.needed_of_voucher([VoucherKind.TARGETED]))
    assert {each.key for each in missing} >= {"eligibility.criteria", "voucher.use_within_months"}


async def test_a_value_declared_as_needed_and_stated_by_nobody_is_refused_by_its_name_at_the_opening(
    monkeypatch: pytest.MonkeyPatch, resources: Resources
) -> None:
    new = Key(Words("帮助人数", "Helpers"), Whole(unit=Unit.TIME, low=0, high=9), needed=At.CLASS)
    known = {**KEYS, "checkin.helpers_allowed": new}
    for module in (keys, policy_book, wording, guards):
        monkeypatch.setattr(module, "KEYS", known)
    with pytest.raises(Problem) as refused:
        await guards.require_policy(
            resources, replace(A_CLASS, paying_authority="330600"), set(VoucherKind), days=[date(2026, 3, 9)], now=NOW
        )
    assert refused.value.fields["unknown"] == ["checkin.helpers_allowed"]
    assert "帮助人数" in str(refused.value.detail)
