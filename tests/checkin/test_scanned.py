"""A voucher scanned at a session: what is judged, and that neither side can do it alone."""

from typing import Any

import pytest

from checkin_service.checkin.model import AssertionProof, PinProof, ProofKind
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.kit.verdict import OURS, Decision, Outcome, Verdict
from checkin_service.policy.book import PolicyView
from geo import displaced
from tests.builders import SITE, a_session, a_trainee, evidence_of, finding

LIVE = {"proof_kind": ProofKind.E_CARD, "proof": AssertionProof(kind=ProofKind.E_CARD, fault=None)}


def scanned(policy: PolicyView, session: Any = None, trainee: Any = None, **changes: Any) -> Verdict:
    return judge_scan(evidence_of(**LIVE | changes), session or a_session(), trainee or a_trainee(), policy)


def test_a_live_code_scanned_at_the_site_in_time_is_accepted(policy: PolicyView) -> None:
    verdict = scanned(policy)
    assert verdict.decision is Decision.ACCEPTED
    assert [(each.check, each.reason) for each in verdict.findings] == [
        ("registration", "registered"),
        ("session", "session_takes_place"),
        ("time", "in_time"),
        ("location", "inside"),
        ("person", "qr_live"),
    ]


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (AssertionProof(kind=ProofKind.E_CARD, fault="qr_not_fresh"), "qr_not_fresh"),
        (PinProof(is_right=True), "qr_unsigned"),
    ],
)
def test_a_code_that_is_not_live_is_refused_and_says_why(policy: PolicyView, proof: Any, reason: str) -> None:
    verdict = scanned(policy, proof=proof)
    found = finding(verdict, "person")
    assert (verdict.decision, found.outcome, found.reason) == (Decision.REFUSED, Outcome.FAIL, reason)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"position": displaced(SITE, east_m=5000, north_m=0)}, "location"),
        ({"received_at": a_session().ends_at}, "time"),
        ({"session": a_session(is_cancelled=True)}, "session"),
        ({"trainee": a_trainee(is_withdrawn=True)}, "registration"),
    ],
)
def test_a_live_code_alone_is_not_enough(policy: PolicyView, changes: dict[str, Any], check: str) -> None:
    verdict = scanned(policy, **changes)
    assert verdict.decision is Decision.REFUSED
    assert finding(verdict, check).outcome is Outcome.FAIL


def test_a_simulated_position_of_the_administrator_is_a_doubt(policy: PolicyView) -> None:
    assert finding(scanned(policy, is_mock=True), "mock_location").outcome is Outcome.DOUBT


def test_a_second_scan_is_noted_and_counts_once(policy: PolicyView) -> None:
    session = a_session()
    present = a_trainee(presences=frozenset({(session.session_id, evidence_of().phase)}))
    assert finding(scanned(policy, session, present), "repeat").reason == "already_counted"


def test_a_check_that_breaks_is_a_doubt_under_its_own_name(policy: PolicyView, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checkin_service.checkin.rules.where.locate", broken)
    verdict = scanned(policy)
    found = finding(verdict, "location")
    assert verdict.decision is Decision.DOUBTFUL
    assert (found.outcome, found.reason, found.basis) == (Outcome.DOUBT, "check_failed", OURS)
