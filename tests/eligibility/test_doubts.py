"""No doubt without a way out: every reason has its exit, and a decision ends the doubt it was made about, no other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from json import loads
from typing import Any

import pytest

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.eligibility.model.doubts import EXITS, DeskDecision, ExitKind
from checkin_service.eligibility.model.evidence import SessionEvidence
from checkin_service.eligibility.model.facts import AskedPolicy, DeterminationOutcome, Facts, SessionFact
from checkin_service.eligibility.rules import (
    NoWayOut,
    determine,
    recompute,
    refusal_to_confirm,
    refusal_to_decide_doubt,
)
from checkin_service.eligibility.rules.desk import with_exits
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.eligibility.words.doubts import HOW
from checkin_service.eligibility.words.reading import facts_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import VoucherKind
from tests.building.honest import an_honest_person
from tests.building.policies import with_values
from tests.eligibility.builders import (
    CERTIFICATE,
    STARTS_AT,
    TRAINEE,
    a_policy,
    a_used_voucher,
    some_facts,
    some_sessions,
)
from tests.eligibility.doubt_reasons import reasons_in_doubt

FOLDED = {"age", "excluded", "guardian_consent_missing", "not_checked"}
"""Of single conditions of a person: together they are `person_in_doubt` or `person_not_checked`."""
AT = datetime(2022, 5, 30, 2, tzinfo=UTC)
ME, SOMEBODY = new_id(), new_id()


def general(**changes: Any) -> Facts:
    values: dict[str, Any] = {
        "voucher_kind": VoucherKind.GENERAL,
        "voucher": a_used_voucher(kind=VoucherKind.GENERAL),
        "certificates": (CERTIFICATE,),
    }
    return some_facts(**values | changes)


def with_fact(kind: FactKind, place: str | None = None, since: date = date(2021, 1, 1)) -> PersonFile:
    honest = an_honest_person()
    return replace(honest, facts=(*honest.facts, PersonFact(kind=kind, since=since, source="比对", place=place)))


FUJIAN = a_policy(jurisdiction="350000")
DOUBTING_EMPTY = AskedPolicy.of(
    with_values(FUJIAN.view, {"class.empty_means": "doubt"}, VoucherKind.TARGETED),
    VoucherKind.TARGETED,
    known_on=FUJIAN.known_on,
)
ANHUI = a_policy(jurisdiction="340000")
DOUBTING_MISSING = AskedPolicy.of(
    with_values(ANHUI.view, {"supervision.remote_video_missing": "doubt"}, VoucherKind.TARGETED),
    VoucherKind.TARGETED,
    known_on=ANHUI.known_on,
)
PLACES = frozenset(
    {FactKind.HOUSEHOLD, FactKind.RESIDENCE_PERMIT, FactKind.UNEMPLOYMENT_REGISTRATION} | an_honest_person().asked
)
HOMELESS = replace(an_honest_person(place=""), asked=PLACES)


def resting_on(worth: EvidenceClass, **changes: Any) -> tuple[SessionFact, ...]:
    """Ten attended sessions on one class of evidence."""
    evidence = SessionEvidence(classes=((worth, 4),))
    return tuple(each._replace(evidence=evidence, **changes) for each in some_sessions(*[True] * 10))


CASES: dict[str, tuple[Facts, AskedPolicy]] = {
    "certificate_kind_open": (
        general(certificates=(replace(CERTIFICATE, kind="skill_level"),)),
        a_policy(VoucherKind.GENERAL),
    ),
    "corrected_share_large": (
        some_facts(sessions=resting_on(EvidenceClass.F, corrected_hours=4, modes=("corrected",))),
        a_policy(),
    ),
    "evidence_share_large": (some_facts(sessions=resting_on(EvidenceClass.C)), a_policy()),
    "self_bound_share_large": (some_facts(sessions=resting_on(EvidenceClass.G)), a_policy()),
    "no_hours_to_attend": (some_facts(sessions=(), total_hours=0), a_policy()),
    "payer_elsewhere": (
        general(person=with_fact(FactKind.UNEMPLOYMENT_INSURANCE, "330100")),
        a_policy(VoucherKind.GENERAL),
    ),
    "payer_nowhere": (general(person=HOMELESS), a_policy(VoucherKind.GENERAL)),
    "payer_unknown": (general(person=PersonFile()), a_policy(VoucherKind.GENERAL)),
    "person_in_doubt": (some_facts(person=with_fact(FactKind.RETIREMENT)), a_policy()),
    "pipeline_out_of_order": (
        some_facts(opened_at=STARTS_AT, registered_at=STARTS_AT.replace(day=1)),
        a_policy(jurisdiction="340000"),
    ),
    "hardly_any_sign_ins": (some_facts(sessions=some_sessions(*[False] * 10)), DOUBTING_EMPTY),
    "checks_missed_many": (some_facts(checks_held=4, checks_missed=3), a_policy()),
    "reviews_overturned": (some_facts(overturned_reviews=1), a_policy()),
    "recordings_missing": (some_facts(recordings=Tally(kept=12, lessons=14)), DOUBTING_MISSING),
    "pipeline_unknown": (some_facts(opened_at=None, registered_at=STARTS_AT), a_policy(jurisdiction="340000")),
}


def doubt(reason: str) -> tuple[Facts, AskedPolicy, Finding]:
    facts, policy = CASES[reason]
    (found,) = (each for each in determine(facts, policy).findings if each.reason == reason)
    return facts, policy, found


def decided(finding: Finding, *, met: bool, **changes: Any) -> DeskDecision:
    values: dict[str, Any] = {
        "decision_id": new_id(),
        "criterion": str(finding.check),
        "doubt": finding.reason,
        "measured": finding.measured if finding.measured is None else str(finding.measured),
        "met": met,
        "reason": "调阅原始材料核实",
        "document": "绍人社核〔2022〕7号",
        "decided_by": ME,
        "decided_at": AT,
        "confirmed_by": SOMEBODY if met else None,
    }
    return DeskDecision(**values | changes)


def test_every_reason_of_the_rules_has_a_way_out_that_people_are_told() -> None:
    reasons = reasons_in_doubt() - FOLDED
    assert {"payer_elsewhere", "rate_under_review", "certificate_kind_open"} <= reasons
    assert reasons <= set(EXITS)
    assert set(EXITS) - reasons == {"person_in_doubt", "person_not_checked"}
    assert set(HOW) == set(ExitKind)


def test_a_doubt_without_a_way_out_is_not_made() -> None:
    with pytest.raises(NoWayOut, match="nobody_knows"):
        with_exits([Finding(check="payer", outcome=Outcome.DOUBT, reason="nobody_knows")])


def test_each_doubt_that_officers_decide_is_played_here() -> None:
    of_terms = {
        "benefit_had_before",
        "benefit_reported_elsewhere",
        "face_value_above_fee",
        "fee_payment_not_shown",
        "fee_taken_twice",
        "fee_unknown",
        "subsidy_above_fee_paid",
    }
    assert set(CASES) | of_terms == {reason for reason, ways in EXITS.items() if ExitKind.DECISION in ways}


@pytest.mark.parametrize("reason", sorted(CASES))
@pytest.mark.parametrize("met", [True, False])
def test_a_decision_ends_the_doubt_and_can_be_recomputed(reason: str, *, met: bool) -> None:
    facts, policy, finding = doubt(reason)
    assert finding.outcome is Outcome.DOUBT
    after = replace(facts, decisions=(decided(finding, met=met),))
    made = determine(after, policy)
    (told,) = (each for each in made.findings if each.check == finding.check)
    assert (told.outcome, told.reason) == ((Outcome.PASS, "decided_met") if met else (Outcome.FAIL, "decided_not_met"))
    assert (told.basis.document, told.basis.quote) == ("绍人社核〔2022〕7号", "调阅原始材料核实")
    if not met:
        assert (made.outcome, made.payments) == (DeterminationOutcome.NOT_ELIGIBLE, ())
    heading = Heading(determination_id=new_id(), ordinal=2, supersedes=new_id(), determined_at=AT)
    cause = Event(trainee_id=TRAINEE, event_id=new_id(), type="eligibility.doubt_decided", payload={}, occurred_at=AT)
    document = loads(document_of(heading, facts=after, policy=policy, determination=made, cause=cause))
    assert recompute.faults_of(document) == []
    assert facts_of(document) == after


def test_a_decision_is_about_one_doubt_as_it_was_measured_and_no_other() -> None:
    facts, policy, finding = doubt("payer_elsewhere")
    other_place = replace(facts, decisions=(decided(finding, met=True, measured="330200"),))
    assert determine(other_place, policy).outcome is DeterminationOutcome.DOUBTFUL
    other_doubt = replace(facts, decisions=(decided(finding, met=True, doubt="payer_nowhere"),))
    assert determine(other_doubt, policy).outcome is DeterminationOutcome.DOUBTFUL


def test_the_last_decision_about_a_doubt_counts() -> None:
    facts, policy, finding = doubt("pipeline_unknown")
    both = replace(facts, decisions=(decided(finding, met=False), decided(finding, met=True)))
    assert "decided_met" in {each.reason for each in determine(both, policy).findings}


def test_a_decision_overrides_no_denial() -> None:
    facts, policy, finding = doubt("person_in_doubt")
    civil_servant = replace(
        facts,
        person=with_fact(FactKind.ESTABLISHMENT),
        decisions=(decided(finding, met=True, doubt="person_excluded"),),
    )
    assert determine(civil_servant, policy).outcome is DeterminationOutcome.NOT_ELIGIBLE


def test_who_took_part_neither_decides_nor_confirms_and_nobody_confirms_their_own() -> None:
    assert refusal_to_decide_doubt("payer_nowhere", ME, took_part=set()) is None
    assert refusal_to_decide_doubt("payer_nowhere", ME, took_part={ME}) is not None
    assert refusal_to_decide_doubt("rate_under_review", ME, took_part=set()) is not None
    assert refusal_to_confirm(SOMEBODY, met=True, decided_by=ME, took_part=set()) is None
    assert refusal_to_confirm(SOMEBODY, met=True, decided_by=ME, took_part={SOMEBODY}) is not None
    assert refusal_to_confirm(ME, met=True, decided_by=ME, took_part=set()) is not None
    assert refusal_to_confirm(SOMEBODY, met=False, decided_by=ME, took_part=set()) is not None
