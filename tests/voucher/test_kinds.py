"""A value set for one kind of voucher binds that kind: every rule asks with the kind of the voucher it judges."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher import rules
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile
from checkin_service.voucher.rules.standing import Place
from tests.voucher.builders import a_view

TARGETED, GENERAL = VoucherKind.TARGETED, VoucherKind.GENERAL
HERE, THERE = UUID(int=1), UUID(int=2)
LEGS = (
    rules.Leg(delivery="online", institution_id=HERE, passed=True, subsidy_fen=1),
    rules.Leg(delivery="offline", institution_id=THERE, passed=True, subsidy_fen=2),
)
PLACES = rules.Places(insurance_place="330604", residence_place="330602")
A_DAY = date(2022, 6, 11)  # A Saturday.
Rule = Callable[[PolicyView, VoucherKind], Any]


def asked(key: str, targeted: str, general: str) -> PolicyView:
    """A district that states the key for both kinds, each with a value of its own."""
    kinds = (("targeted", targeted), ("general", general))
    return a_view(*[f'key = "{key}"\nvalue = {value}\nvoucher_kind = "{kind}"' for kind, value in kinds])


def counted(rule: Callable[..., Any], name: str) -> Rule:
    """How many are refused first, from none to three."""

    def first_refused(view: PolicyView, kind: VoucherKind) -> int:
        return next(number for number in range(4) if rule(view, kind, **{name: number}))

    return first_refused


def conditions(view: PolicyView, kind: VoucherKind) -> set[str]:
    born = PersonFact(kind=FactKind.BIRTH, since=date(1990, 1, 1), source="an authority's data")
    return {each.check for each in rules.person_findings(PersonFile(facts=(born,)), view, kind, on=A_DAY)}


def declared(view: PolicyView, kind: VoucherKind) -> set[str]:
    file = PersonFile(declared=frozenset({"skilled_worker"}))
    return {each.reason for each in rules.person_findings(file, view, kind, on=A_DAY) if each.check == "person.any_of"}


def groups(view: PolicyView, kind: VoucherKind) -> tuple[str, ...]:
    names = (FactKind.HARD_TO_EMPLOY, FactKind.RURAL_SCHOOL_LEAVER)
    facts = tuple(PersonFact(kind=each, since=date(2020, 1, 1), source="an authority's data") for each in names)
    return rules.priority_groups(PersonFile(facts=facts), view, kind, on=A_DAY)


def needs(view: PolicyView, kind: VoucherKind) -> list[str]:
    return [each.check for each in rules.mixed_findings(view, kind, LEGS, has_certificate=True)]


@pytest.mark.parametrize(
    ("key", "targeted", "general", "rule", "answers"),
    [
        ("voucher.live_per_person", "1", "3", counted(rules.refusal_to_issue, "live"), (1, 3)),
        ("voucher.activations_per_year", "2", "3", counted(rules.refusal_to_activate, "activated_this_year"), (2, 3)),
        (
            "voucher.uses_per_occupation_and_year",
            "1",
            "2",
            counted(rules.refusal_of_occupation, "used_this_year"),
            (1, 2),
        ),
        ("voucher.claims_per_voucher", "2", "3", counted(rules.refusal_to_claim, "claimed"), (2, 3)),
        ("voucher.uses_per_voucher", "2", "3", counted(rules.refusal_to_use_again, "used"), (2, 3)),
        (
            "voucher.year_of",
            '"registration"',
            '"activation"',
            lambda view, kind: rules.quota_year(
                view, kind, registered_on=date(2022, 1, 1), activated_on=date(2021, 12, 31)
            ),
            (2022, 2021),
        ),
        (
            "voucher.use_within_months",
            "1",
            "2",
            lambda view, kind: rules.periods_under(view, kind, date(2022, 1, 4))[1],
            (date(2022, 2, 7), date(2022, 3, 4)),
        ),
        (
            "voucher.activate_within_months",
            "2",
            "3",
            lambda view, kind: rules.periods_under(view, kind, date(2022, 4, 15))[0],
            (date(2022, 6, 15), date(2022, 7, 15)),
        ),
        (
            "voucher.last_day_rolls",
            '"after_days_off"',
            '"never"',
            lambda view, kind: rules.rolled(A_DAY, view, kind),
            (date(2022, 6, 13), A_DAY),
        ),
        (
            "voucher.steps",
            '["made", "issued"]',
            '["issued"]',
            lambda view, kind: rules.refusal_of_step(view, kind, "issued", {"made": False}) is None,
            (False, True),
        ),
        (
            "voucher.written_off_at",
            '["arrival"]',
            '["disbursement"]',
            rules.write_offs,
            (("arrival",), ("disbursement",)),
        ),
        (
            "budget.commit_at",
            '"issue"',
            '"hold"',
            lambda view, kind: [each for each in rules.CommitAt if rules.commits(view, kind, each)],
            ([rules.CommitAt.ISSUE], [rules.CommitAt.HOLD]),
        ),
        (
            "payment.payee",
            '["institution", "trainee"]',
            '["enterprise"]',
            rules.payees,
            (("institution", "trainee"), ("enterprise",)),
        ),
        (
            "settlement.mixed_needs",
            '["online_passed"]',
            '["certificate"]',
            needs,
            (["settlement.online_passed"], ["settlement.certificate"]),
        ),
        (
            "settlement.legs",
            '"split"',
            '"whole"',
            lambda view, kind: rules.shares(view, kind, LEGS, registered_with=HERE),
            ({HERE: 1, THERE: 2}, {HERE: 3}),
        ),
        (
            "certificate.accepted",
            '["special_ability"]',
            '["skill_level"]',
            lambda view, kind: rules.certificate_finding(view, kind, ["skill_level"]).reason,
            ("certificate_kind_open", "certificate_held"),
        ),
        (
            "person.priority_groups",
            '["hard_to_employ"]',
            '["rural_school_leaver"]',
            groups,
            (("hard_to_employ",), ("rural_school_leaver",)),
        ),
        ("person.declaration", '"where_unverifiable"', '"never"', declared, ({"declared"}, {"not_checked"})),
        ("person.insurance_months_min", "12", "24", lambda view, kind: Place.of(view, kind).insurance_months, (12, 24)),
        (
            "person.graduated_from",
            "2020-01-01",
            "2021-01-01",
            lambda view, kind: Place.of(view, kind).graduated_from,
            (date(2020, 1, 1), date(2021, 1, 1)),
        ),
        ("person.area", '"city"', '"province"', lambda view, kind: Place.of(view, kind).home, ("330600", "330000")),
    ],
)
def test_each_kind_has_its_own(key: str, targeted: str, general: str, rule: Rule, answers: tuple[Any, Any]) -> None:
    view = asked(key, targeted, general)
    assert (rule(view, TARGETED), rule(view, GENERAL)) == answers


@pytest.mark.parametrize("key", ["person.all_of", "person.none_of", "person.doubtful_when"])
def test_each_kind_has_its_own_conditions(key: str) -> None:
    view = asked(key, '["labour_contract"]', '["graduate"]')
    assert {"person.labour_contract"} <= conditions(view, TARGETED)
    assert "person.graduate" not in conditions(view, TARGETED)
    assert {"person.graduate"} <= conditions(view, GENERAL)
    assert "person.labour_contract" not in conditions(view, GENERAL)


def test_each_kind_has_its_own_payer_and_its_own_order() -> None:
    view = a_view(
        'key = "payment.authority"\nvalue = "payer_order"\nvoucher_kind = "targeted"',
        'key = "payment.payer_order"\nvalue = ["residence_place", "insurance_place"]\nvoucher_kind = "targeted"',
        'key = "payment.authority"\nvalue = "issuer"\nvoucher_kind = "general"',
    )
    payers = [rules.payer(view, kind, issuer="330600", places=PLACES) for kind in (TARGETED, GENERAL)]
    assert payers == ["330602", "330600"]


def test_each_kind_has_its_own_age_of_consent() -> None:
    view = asked("person.guardian_consent_below_age", "16", "20")
    born = PersonFact(kind=FactKind.BIRTH, since=date(2005, 1, 1), source="an authority's data")
    told = [
        each.reason
        for kind in (TARGETED, GENERAL)
        for each in rules.person_findings(PersonFile(facts=(born,)), view, kind, on=A_DAY)
        if each.check == "person.age"
    ]
    assert told == ["old_enough", "guardian_consent_missing"]


def test_each_kind_has_its_own_cap() -> None:
    view = a_view(
        'key = "budget.capped_by"\nvalue = "local_funds"\nvoucher_kind = "targeted"',
        'key = "budget.capped_by"\nvoucher_kind = "general"',
    )
    short = {"free_fen": 0, "vouchers": 1, "amount_fen": 1}
    assert rules.refusal_to_commit(view, TARGETED, **short) is not None
    assert rules.refusal_to_commit(view, GENERAL, **short) is None


def test_a_place_without_figures_asks_for_none() -> None:
    place = Place.of(book().at("330602", on=A_DAY), TARGETED)
    assert (place.issuer, place.insurance_months, place.graduated_from) == ("330602", None, None)
