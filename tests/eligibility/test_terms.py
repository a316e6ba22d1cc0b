"""The terms of a voucher in the determination: period, earlier uses, what it names, type and fee."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from checkin_service.eligibility.model.canonical import canonical
from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.eligibility.model.terms import NamedFact, ReportFact, Terms, UseFact
from checkin_service.eligibility.rules import determine, recompute
from checkin_service.eligibility.rules.terms import terms_findings
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.eligibility.words.reading import facts_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.verdict import Outcome
from checkin_service.policy.book import book
from checkin_service.voucher.model.vouchers import VoucherKind
from tests.building.policies import with_values
from tests.eligibility.builders import CLASS, INSTITUTION, SUBSIDY_FEN, TRAINEE, a_policy, a_used_voucher, some_facts

TARGETED = VoucherKind.TARGETED
AT = datetime(2022, 5, 30, 2, tzinfo=UTC)
VOUCHER = UUID("01890000-0000-7000-8000-000000000002")
PROJECT = UUID("01890000-0000-7000-8000-0000000000aa")


def fujian(on: date = date(2022, 5, 29)) -> AskedPolicy:
    return AskedPolicy.of(book().at("350100", on=on, known_on=on), TARGETED, known_on=on)


def a_use(**changed: Any) -> UseFact:
    values: dict[str, Any] = {
        "voucher_id": VOUCHER,
        "class_id": CLASS,
        "authority_code": "350100",
        "occupation": "育婴员",
        "registered_at": datetime(2022, 5, 1, 2, tzinfo=UTC),
        "activated_in": 2022,
        "is_over": False,
    }
    return UseFact(**values | changed)


def before(**changed: Any) -> UseFact:
    """Another voucher of the person, used in another class of another city earlier that year."""
    values = {
        "voucher_id": new_id(),
        "class_id": new_id(),
        "authority_code": "350200",
        "registered_at": datetime(2022, 2, 1, tzinfo=UTC),
    }
    return a_use(**values | changed)


def some_terms(**changed: Any) -> Terms:
    values: dict[str, Any] = {
        "project_id": PROJECT,
        "occupation": "育婴员",
        "level": "五级",
        "training_type": "certificate",
        "fee_fen": 600_000,
        "trained_until": date(2022, 6, 1),
        "named": None,
        "uses": (a_use(),),
    }
    return Terms(**values | changed)


def named(**changed: Any) -> NamedFact:
    values: dict[str, Any] = {
        "occupation": None,
        "level": None,
        "purpose": "certificate",
        "institutions": (),
        "projects": (),
        "form": "credit",
        "face_value_fen": None,
    }
    return NamedFact(**values | changed)


def facts(**changed: Any) -> Facts:
    return some_facts(voucher=a_used_voucher(use_by=date(2022, 6, 1)), terms=some_terms(**changed))


def a_document(given: Facts, policy: AskedPolicy) -> bytes:
    return document_of(
        Heading(determination_id=new_id(), ordinal=1, supersedes=None, determined_at=AT),
        facts=given,
        policy=policy,
        determination=determine(given, policy),
        cause=Event(trainee_id=TRAINEE, event_id=new_id(), type="class.completed", payload={}, occurred_at=AT),
    )


def said(given: Facts, policy: AskedPolicy) -> dict[str, tuple[Outcome, str, Any]]:
    return {each.check: (each.outcome, each.reason, each.measured) for each in terms_findings(given, policy)}


def test_of_terms_that_are_kept_nothing_is_said() -> None:
    assert said(facts(), fujian()) == {}
    assert said(some_facts(), fujian()) == {}


def test_training_has_to_end_within_the_vouchers_period_where_that_is_asked_for() -> None:
    late = facts(trained_until=date(2022, 6, 2))
    assert said(late, fujian()) == {Criterion.VOUCHER_PERIOD: (Outcome.FAIL, "training_after_period", "2022-06-02")}
    assert said(late, a_policy()) == {}


@pytest.mark.parametrize(
    ("earlier", "counts"),
    [
        (before(), True),
        (before(occupation="育 婴 员"), True),
        (before(authority_code="330600"), False),
        (before(occupation="养老护理员"), False),
        (before(registered_at=datetime(2021, 12, 31, 15, 59, tzinfo=UTC)), False),
        (before(registered_at=datetime(2021, 12, 31, 16, 0, tzinfo=UTC)), True),
        (before(registered_at=datetime(2022, 5, 2, tzinfo=UTC)), False),
    ],
)
def test_an_earlier_use_for_the_occupation_in_the_year_speaks_against_a_later_one(
    earlier: UseFact, *, counts: bool
) -> None:
    """FJ-19: the year in China, the whole province, and of two uses the earlier stands."""
    found = said(facts(uses=(a_use(), earlier)), fujian())
    expected = {Criterion.OCCUPATION_ONCE: (Outcome.FAIL, "occupation_trained_before", "1")}
    assert found == (expected if counts else {})


@pytest.mark.parametrize(
    ("earlier", "counts"),
    [
        (before(), True),
        (before(occupation="育 婴 员", authority_code="110100"), True),
        (before(is_over=True), False),
        (before(is_over=None), False),
        (before(occupation="养老护理员"), False),
        (before(registered_at=datetime(2021, 12, 31, 15, 59, tzinfo=UTC)), False),
        (before(registered_at=datetime(2022, 5, 2, tzinfo=UTC)), False),
    ],
)
def test_where_uses_are_not_limited_an_earlier_one_of_the_year_is_a_doubt(earlier: UseFact, *, counts: bool) -> None:
    """MP-19: two vouchers in use at once are one benefit, whichever is determined first; a lost one is none."""
    expected = {Criterion.NO_DUPLICATE: (Outcome.DOUBT, "benefit_had_before", "1")}
    given = facts(uses=(a_use(), earlier))
    assert said(given, a_policy()) == (expected if counts else {})
    assert recompute.check(a_document(given, a_policy()))[0].faults == ()


@pytest.mark.parametrize(
    ("occupation", "issued_on", "counts"),
    [("育 婴 员", date(2022, 3, 1), True), ("育婴员", date(2021, 3, 1), False), ("焊工", date(2022, 3, 1), False)],
)
def test_what_another_region_has_subsidised_is_a_doubt_about_the_same_year_and_occupation(
    occupation: str, issued_on: date, *, counts: bool
) -> None:
    report = ReportFact(
        region_code="110100",
        certificate_number="S1",
        occupation=occupation,
        issued_on=issued_on,
        reported_by="110000",
        ordinal=2,
    )
    found = said(replace(facts(reports=(report,)), opened_at=AT), a_policy())
    assert found == (
        {Criterion.NO_DUPLICATE_ELSEWHERE: (Outcome.DOUBT, "benefit_reported_elsewhere", "110100 S1 #2")}
        if counts
        else {}
    )


@pytest.mark.parametrize(("reach", "counts"), [("within_region", False), ("across_regions", True)])
def test_the_regions_compared_are_the_policys(reach: str, *, counts: bool) -> None:
    view = with_values(a_policy().view, {"eligibility.duplicate_check": reach}, TARGETED)
    policy = AskedPolicy.of(view, TARGETED, known_on=view.on)
    given = facts(uses=(a_use(), before(authority_code="110100")))
    assert bool(said(given, policy)) is counts
    assert recompute.check(a_document(given, policy))[0].faults == ()


def test_a_document_from_before_earlier_benefits_were_on_record_says_nothing_of_them() -> None:
    document = json.loads(a_document(facts(uses=(a_use(is_over=None), before(is_over=None))), a_policy()))
    for each in document["facts"]["terms"]["uses"]:
        del each["is_over"]
    assert recompute.check(canonical(document))[0].faults == ()
    read = facts_of(document).terms
    assert read is not None
    assert [each.is_over for each in read.uses] == [None, None]


@pytest.mark.parametrize(
    ("names", "measured"),
    [
        ({"occupation": "焊工"}, "occupation"),
        ({"level": "四级"}, "level"),
        ({"purpose": "project"}, "training_type"),
        ({"institutions": (new_id(),), "projects": (new_id(),)}, "institution, project"),
        ({"occupation": "育婴员", "level": "五级", "institutions": (INSTITUTION,), "projects": (PROJECT,)}, None),
    ],
)
def test_a_voucher_that_names_another_training_earns_nothing(names: dict[str, Any], measured: str | None) -> None:
    found = said(facts(named=named(**names)), fujian())
    expected = {Criterion.VOUCHER_BINDING: (Outcome.FAIL, "voucher_for_other_training", measured)}
    assert found == (expected if measured else {})


@pytest.mark.parametrize(
    ("fee_fen", "expected"),
    [
        (None, (Outcome.DOUBT, "fee_unknown", None)),
        (80_000, (Outcome.DOUBT, "face_value_above_fee", "80000")),
        (600_000, None),
        (720_000, (Outcome.NOTE, "fee_above_face_value", "120000")),
    ],
)
def test_a_face_value_offsets_an_equal_fee(fee_fen: int | None, expected: tuple[Outcome, str, Any] | None) -> None:
    """AH-01: ¥6,000 of the programme; what is above the fee is nobody's to claim by itself."""
    anhui = a_policy(jurisdiction="340100")
    given = facts(training_type="graduate_skills_programme", fee_fen=fee_fen)
    assert said(given, anhui) == ({Criterion.FEE: expected} if expected else {})


@pytest.mark.parametrize(
    ("fee_fen", "paid_fen", "expected"),
    [
        (200_000, None, None),
        (200_000, 0, None),
        (None, 50_000, None),
        (200_000, 80_000, None),
        (200_000, 80_001, (Outcome.DOUBT, "fee_taken_twice", "80001")),
        (100_000, 1, (Outcome.DOUBT, "fee_taken_twice", "1")),
    ],
)
def test_beside_the_subsidy_nobody_pays_more_than_the_rest_of_the_fee(
    fee_fen: int | None, paid_fen: int | None, expected: tuple[Outcome, str, Any] | None
) -> None:
    """MP-26: an institution that is subsidised has not taken that part of the fee from the person as well."""
    given = facts(fee_fen=fee_fen, fee_paid_fen=paid_fen)
    for policy in (fujian(), a_policy()):
        assert said(given, policy) == ({Criterion.FEE_PAID: expected} if expected else {})


@pytest.mark.parametrize(
    ("paid_fen", "reason", "measured"),
    [
        (None, "fee_payment_not_shown", None),
        (SUBSIDY_FEN - 1, "subsidy_above_fee_paid", str(SUBSIDY_FEN - 1)),
        (SUBSIDY_FEN, None, None),
    ],
)
@pytest.mark.parametrize(("means", "outcome"), [("note", Outcome.NOTE), ("doubt", Outcome.DOUBT)])
def test_a_subsidy_that_returns_the_fee_rests_on_a_payment(
    paid_fen: int | None, reason: str | None, measured: str | None, means: str, outcome: Outcome
) -> None:
    """SX-19: said where the record shows less, and a doubt where the authority has decided so."""
    view = with_values(a_policy(VoucherKind.GENERAL).view, {"fee.unshown_means": means}, VoucherKind.GENERAL)
    policy = AskedPolicy.of(view, VoucherKind.GENERAL, known_on=view.on)
    found = said(facts(fee_paid_fen=paid_fen), policy)
    assert found == ({Criterion.FEE_PAID: (outcome, reason, measured)} if reason else {})


def test_only_the_programme_is_paid_for() -> None:
    found = said(facts(), a_policy(jurisdiction="340100"))
    assert found == {Criterion.TRAINING_TYPE: (Outcome.FAIL, "training_type_not_covered", "certificate")}


def test_the_terms_decide_the_determination() -> None:
    """W16, W1: whoever is late or was trained before is denied whatever else is in order."""
    policy = fujian()
    for given in (facts(trained_until=date(2022, 6, 2)), facts(uses=(a_use(), before()))):
        assert not determine(given, policy).is_eligible


@pytest.mark.parametrize(
    ("given", "jurisdiction"),
    [
        (facts(), "350100"),
        (facts(trained_until=date(2022, 6, 2)), "350100"),
        (facts(uses=(a_use(), before())), "350100"),
        (facts(uses=(a_use(), before()), named=named(occupation="焊工", projects=(new_id(),))), "350100"),
        (facts(training_type="graduate_skills_programme", fee_fen=None), "340100"),
        (facts(training_type="graduate_skills_programme", fee_fen=720_000), "340100"),
        (facts(named=named(form="face_value", face_value_fen=700_000)), "340100"),
        (facts(fee_fen=200_000, fee_paid_fen=200_000), "350100"),
        (facts(fee_fen=None, fee_paid_fen=200_000), "350100"),
        (some_facts(), "350100"),
    ],
)
def test_the_terms_are_recomputed_from_the_document_alone(given: Facts, jurisdiction: str) -> None:
    policy = a_policy(jurisdiction=jurisdiction)
    content = a_document(given, policy)
    (checked,) = recompute.check(content)
    assert checked.faults == ()
    assert facts_of(json.loads(content)).terms == given.terms


@pytest.mark.parametrize("paid_fen", [None, 100_000, 150_000])
@pytest.mark.parametrize("means", ["note", "doubt"])
def test_a_returned_fee_is_recomputed_from_the_document_alone(paid_fen: int | None, means: str) -> None:
    view = with_values(a_policy(VoucherKind.GENERAL).view, {"fee.unshown_means": means}, VoucherKind.GENERAL)
    policy = AskedPolicy.of(view, VoucherKind.GENERAL, known_on=view.on)
    assert recompute.check(a_document(facts(fee_paid_fen=paid_fen), policy))[0].faults == ()


def test_a_document_from_before_fees_were_on_record_says_nothing_of_them() -> None:
    document = json.loads(a_document(facts(), a_policy()))
    del document["facts"]["terms"]["fee_paid_fen"]
    assert recompute.check(canonical(document))[0].faults == ()
    assert facts_of(document).terms == facts().terms


def test_an_earlier_use_left_out_of_a_document_is_noticed() -> None:
    policy, given = fujian(), facts(uses=(a_use(), before()))
    content = a_document(given, policy)
    document = json.loads(content)
    document["facts"]["terms"]["uses"] = document["facts"]["terms"]["uses"][:1]
    (checked,) = recompute.check(canonical(document))
    assert checked.faults
