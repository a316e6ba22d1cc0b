"""Faces as proof: the comparison, liveness by policy, and photos that came before."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from biometrics import NEAR_IDENTICAL_BITS
from checkin_service.checkin.model.attempts import CodeState, FaceProof
from checkin_service.checkin.rules import judge
from checkin_service.checkin.words.findings import SAID
from checkin_service.kit.verdict import BasisKind, Decision, Outcome, Verdict
from checkin_service.policy.book import DATA, Book, PolicyView, load_book
from checkin_service.policy.load import parse_pack
from checkin_service.policy.proofs import ProofKind
from tests.checkin.builders import a_case, evidence_of, finding, session_facts

ON = date(2026, 3, 2)
PASSED, FAILED = "challenge_passed", "challenge_failed"


def a_match(**changes: Any) -> FaceProof:
    return replace(FaceProof(result="match", distance=0.3, match_at_most=0.4), **changes)


def the_policy(**changed: str) -> PolicyView:
    """The national pack with other values of ours."""
    text = (DATA / "000000.toml").read_text("utf-8")
    for key, value in changed.items():
        before = text
        text = text.replace(f'key = "face.{key}"\nvalue = "note"', f'key = "face.{key}"\nvalue = "{value}"')
        assert text != before
    return Book([parse_pack(text, file="000000.toml")]).at("000000", on=ON)


def judged(face: FaceProof, code: CodeState = CodeState.ABSENT, *, without_liveness: str | None = None) -> Verdict:
    policy = the_policy(without_liveness=without_liveness) if without_liveness else load_book(DATA).at("000000", on=ON)
    evidence = evidence_of(proof_kind=ProofKind.FACE, proof=face, code=code)
    return judge(a_case(evidence, session_facts(supervising_authority="000000")), policy).verdict


def test_a_match_without_liveness_is_accepted_by_default_and_says_so() -> None:
    verdict = judged(a_match())
    assert verdict.decision is Decision.ACCEPTED
    liveness = finding(verdict, "liveness")
    assert (liveness.outcome, liveness.reason) == (Outcome.NOTE, "liveness_absent")
    assert liveness.measured == {"label": "no_pad", "fault": None}
    assert liveness.basis.kind is BasisKind.OPERATOR_DEFAULT


@pytest.mark.parametrize(
    ("policy", "face", "code", "outcome"),
    [
        ("note", {}, CodeState.ABSENT, Outcome.NOTE),
        ("note", {"liveness": FAILED}, CodeState.ABSENT, Outcome.NOTE),
        ("doubt_unless_code", {}, CodeState.ABSENT, Outcome.DOUBT),
        ("doubt_unless_code", {}, CodeState.EXPIRED_OR_WRONG, Outcome.DOUBT),
        ("doubt_unless_code", {}, CodeState.VALID, Outcome.NOTE),
        ("doubt_unless_code", {"liveness": PASSED}, CodeState.ABSENT, Outcome.PASS),
        ("doubt", {}, CodeState.VALID, Outcome.DOUBT),
        ("doubt", {"liveness": FAILED}, CodeState.VALID, Outcome.DOUBT),
        ("doubt", {"liveness_fault": "too_old"}, CodeState.VALID, Outcome.DOUBT),
        ("doubt", {"liveness": PASSED}, CodeState.ABSENT, Outcome.PASS),
    ],
)
def test_the_policy_says_what_a_face_without_liveness_is_worth(
    policy: str, face: dict[str, str], code: CodeState, outcome: Outcome
) -> None:
    verdict = judged(a_match(**face), code, without_liveness=None if policy == "note" else policy)
    assert finding(verdict, "liveness").outcome is outcome
    assert (verdict.decision is Decision.DOUBTFUL) == (outcome is Outcome.DOUBT)


def test_liveness_of_somebody_else_is_a_doubt_under_every_policy() -> None:
    verdict = judged(a_match(liveness=FAILED, liveness_fault="other_person"), CodeState.VALID)
    assert verdict.decision is Decision.DOUBTFUL


def test_liveness_does_not_mend_a_face_that_does_not_match() -> None:
    assert judged(a_match(result="no_match", liveness=PASSED)).decision is Decision.DOUBTFUL


def test_the_very_same_photo_is_a_doubt() -> None:
    verdict = judged(a_match(was_seen=True, differing_bits=0, liveness=PASSED))
    assert verdict.decision is Decision.DOUBTFUL
    assert finding(verdict, "replay").reason == "photo_used_before"


@pytest.mark.parametrize(
    ("bits", "is_noted"), [(0, True), (NEAR_IDENTICAL_BITS, True), (NEAR_IDENTICAL_BITS + 1, False)]
)
def test_a_nearly_identical_photo_is_noted_and_decides_nothing(bits: int, *, is_noted: bool) -> None:
    verdict = judged(a_match(differing_bits=bits))
    assert verdict.decision is Decision.ACCEPTED
    assert ("replay" in {each.check for each in verdict.findings}) is is_noted


def test_a_stopped_face_is_a_doubt_with_another_way() -> None:
    verdict = judged(a_match(result="stopped", distance=None))
    assert verdict.decision is Decision.DOUBTFUL
    assert SAID["face_stopped"].advice is not None


@pytest.mark.parametrize(("became", "reason"), [("renewed", "face_renewed"), ("blurred", "face_not_renewed")])
def test_a_renewal_decides_nothing(became: str, reason: str) -> None:
    policy = load_book(DATA).at("000000", on=ON)
    verdict = judge(a_case(evidence_of(renewal=became)), policy).verdict
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "face_renewal").reason == reason


def test_every_reason_has_its_sentence() -> None:
    results = ["match", "doubt", "no_match", "no_reference", "other_version", "stopped"]
    liveness = ["passed", "absent", "failed", "other_person"]
    photos = {"photo_used_before", "photo_nearly_used_before"}
    assert photos | {f"face_{each}" for each in results} | {f"liveness_{each}" for each in liveness} <= set(SAID)
