"""Signals of a face or fix that does not look like a phone's: reason, figures, unit and basis."""

from datetime import timedelta
from typing import Any

import pytest

from biometrics import NEAR_IDENTICAL_BITS
from checkin_service.checkin.model.attempts import FaceProof
from checkin_service.kit.verdict import OURS, Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from geo import displaced
from tests.checkin.builders import SITE, a_sighting, evidence_of, trainee_facts
from tests.checkin.conftest import Judge

PASS, NOTE, DOUBT, _ = Outcome


def told(judged: Judge, check: str, **face: Any) -> Finding:
    stated: dict[str, Any] = {"result": "match", "distance": 0.3, "match_at_most": 0.45, "measured": 0.9}
    proof = FaceProof(**stated | face)
    verdict = judged(proof_kind=ProofKind.FACE, proof=proof)
    return next(each for each in verdict.findings if each.check == check)


@pytest.mark.parametrize(("result", "outcome"), [("match", PASS), ("no_match", DOUBT), ("blurred", DOUBT)])
def test_a_comparison_is_told_with_score_limit_and_assurance(judged: Judge, result: str, outcome: Outcome) -> None:
    found = told(judged, "person", result=result)
    assert (found.outcome, found.reason, found.limit) == (outcome, f"face_{result}", 0.45)
    assert found.measured == {"score": 0.3, "assurance": "unproven", "quality": 0.9}


@pytest.mark.parametrize(
    ("liveness", "fault", "outcome", "reason"),
    [
        ("challenge_passed", None, PASS, "liveness_passed"),
        ("challenge_failed", "still", NOTE, "liveness_failed"),
        ("challenge_failed", "other_person", DOUBT, "liveness_other_person"),
        ("no_pad", None, NOTE, "liveness_absent"),
    ],
)
def test_liveness_is_told_with_what_the_policy_says_it_is_worth(
    judged: Judge, policy: PolicyView, liveness: str, fault: str | None, outcome: Outcome, reason: str
) -> None:
    found = told(judged, "liveness", liveness=liveness, liveness_fault=fault)
    assert (found.outcome, found.reason, found.limit) == (outcome, reason, "note")
    assert found.measured == {"label": liveness, "fault": fault}
    assert found.basis == policy.value("face.without_liveness").basis


def test_a_photo_nearly_seen_before_is_told_in_bits(judged: Judge) -> None:
    found = told(judged, "replay", differing_bits=NEAR_IDENTICAL_BITS)
    assert (found.outcome, found.reason) == (NOTE, "photo_nearly_used_before")
    assert (found.measured, found.limit, found.unit) == (NEAR_IDENTICAL_BITS, NEAR_IDENTICAL_BITS, "bit")


def test_the_very_same_photo_is_a_doubt(judged: Judge) -> None:
    found = told(judged, "replay", was_seen=True)
    assert (found.outcome, found.reason, found.measured, found.unit) == (DOUBT, "photo_used_before", None, None)


def test_impossible_travel_stands_on_the_limit_of_the_policy(judged: Judge, policy: PolicyView) -> None:
    before = evidence_of().received_at - timedelta(minutes=5)
    far = a_sighting(displaced(SITE, east_m=60_000, north_m=0), received_at=before)
    found = next(each for each in judged(None, trainee_facts(last_accepted=far)).findings if each.check == "travel")
    assert (found.outcome, found.reason, found.limit, found.unit) == (DOUBT, "impossible_travel", 400, "km/h")
    assert isinstance(found.measured, int)
    assert found.basis == policy.value("location.travel_max_kmh").basis


def test_round_coordinates_are_a_habit_noted_on_our_own_account(judged: Judge) -> None:
    found = next(each for each in judged().findings if each.check == "fix_habits")
    assert (found.outcome, found.reason, found.basis) == (NOTE, "round_coordinates", OURS)
