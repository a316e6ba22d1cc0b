"""Limits that bind at a check-in are values of policy: another value binds, and the finding says whose it is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.checkin.model.attempts import AssertionProof, CodeState, FaceProof, PinProof
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED
from checkin_service.checkin.rules import judge, live_qr
from checkin_service.checkin.rules.platform_sign_ins import AssertedFacts, judge_asserted
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.checkin.service.assertions import Statement, signature_fault
from checkin_service.client.keys import SigningKey
from checkin_service.identity.rules.pins import failures_within, wait_s
from checkin_service.kit.base64url import encode
from checkin_service.kit.verdict import Decision, Finding
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from tests.building.policies import with_values
from tests.checkin.builders import STARTS_AT, a_case, evidence_of, finding

SESSION = UUID(int=1)
NOW = STARTS_AT
KEY = SigningKey()


def of_the_person(policy: PolicyView, **changes: Any) -> list[Finding]:
    found = judge(a_case(evidence_of(**changes)), policy).verdict.findings
    return [each for each in found if each.check in {"person", "liveness"}]


@pytest.mark.parametrize(("allowed", "is_told"), [(3, True), (4, False)])
def test_so_many_failures_as_policy_allows(policy: PolicyView, allowed: int, *, is_told: bool) -> None:
    rules = with_values(policy, {"checkin.failures_allowed": allowed})
    told = [each for each in of_the_person(rules, recent_failures=3) if each.reason == "too_many_failures"]
    assert bool(told) is is_told
    assert all((each.limit, each.basis) == (3, policy.value("checkin.failures_allowed").basis) for each in told)


@pytest.mark.parametrize(("minutes", "count"), [(10, 2), (5, 1), (60, 3)])
def test_failures_count_as_long_as_policy_says(policy: PolicyView, minutes: int, count: int) -> None:
    failed_at = [NOW - timedelta(minutes=ago) for ago in (1, 5, 59)]
    assert failures_within(failed_at, NOW, with_values(policy, {"checkin.failures_within_min": minutes})) == count


@pytest.mark.parametrize(
    ("failures", "ago_min", "is_told"),
    [(5, 9, True), (5, 11, False), (9, 59, False), (10, 59, True), (10, 61, False), (19, 359, False), (20, 359, True)],
)
def test_whoever_goes_on_guessing_waits_longer_each_time(
    policy: PolicyView, failures: int, ago_min: int, *, is_told: bool
) -> None:
    recent = failures_within([NOW - timedelta(minutes=ago_min)] * failures, NOW, policy)
    assert bool([each for each in of_the_person(policy, recent_failures=recent) if "many" in each.reason]) is is_told


@pytest.mark.parametrize(
    ("failures", "ago_s", "waits_s"),
    [(0, 0, 0), (1, 0, 15), (1, 14, 1), (1, 15, 0), (2, 0, 30), (3, 0, 60), (4, 0, 120), (4, 120, 0), (5, 599, 600)],
)
def test_the_wait_after_wrong_pins_doubles_until_they_are_too_many(
    policy: PolicyView, failures: int, ago_s: int, waits_s: int
) -> None:
    assert wait_s([NOW - timedelta(seconds=ago_s)] * failures, NOW, policy) == waits_s


def test_no_wait_is_longer_than_failures_count(policy: PolicyView) -> None:
    rules = with_values(policy, {"checkin.failures_allowed": 20, "checkin.failures_within_min": 5})
    assert wait_s([NOW] * 19, NOW, rules) == 300


@pytest.mark.parametrize(("failures", "days", "count"), [(99, 29, 4), (100, 29, 5), (100, 31, 0)])
def test_a_hundred_in_a_month_are_a_matter_for_the_counter(
    policy: PolicyView, failures: int, days: int, count: int
) -> None:
    assert failures_within([NOW - timedelta(days=days)] * failures, NOW, policy) == count


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"pin_waits_s": 12, "recent_failures": 1}, ["pin_waits"]),
        ({"code": CodeState.ABSENT}, ["pin_without_code"]),
        ({"pin_waits_s": 12, "recent_failures": 1, "code": CodeState.USED_BEFORE}, ["pin_waits", "pin_without_code"]),
        ({"sender_is_active": False}, []),
    ],
)
def test_where_a_pin_cannot_count_it_is_not_looked_at(
    policy: PolicyView, changes: dict[str, Any], reasons: list[str]
) -> None:
    right, wrong = (of_the_person(policy, **changes, proof=PinProof(is_right=is_right)) for is_right in (True, False))
    assert right == wrong
    assert [each.reason for each in right] == reasons
    assert [(each.measured, each.unit) for each in right if each.reason == "pin_waits"] in ([], [(12, "s")])


@pytest.mark.parametrize("code", list(CodeState))
def test_after_too_many_failures_a_right_pin_and_a_wrong_one_get_the_same_answer(
    policy: PolicyView, code: CodeState
) -> None:
    right, wrong = (
        judge(a_case(evidence_of(recent_failures=5, proof=PinProof(is_right=is_right), code=code)), policy).verdict
        for is_right in (True, False)
    )
    assert right == wrong
    assert right.decision is Decision.DOUBTFUL


def test_at_a_terminal_it_is_so_too_and_a_card_that_cannot_be_read_is_still_told_so(policy: PolicyView) -> None:
    right, wrong, unread = (
        of_the_person(
            policy,
            recent_failures=5,
            proof_kind=ProofKind.CARD_PIN,
            proof=AssertionProof(kind=ProofKind.CARD_PIN, fault=fault),
        )
        for fault in (None, PIN_NOT_VERIFIED, "not_fresh")
    )
    assert [each.reason for each in right] == [each.reason for each in wrong] == ["too_many_failures"]
    assert [each.reason for each in unread] == ["too_many_failures", "assertion_invalid"]


@pytest.mark.parametrize(
    ("numerator", "changes", "expected"),
    [
        ("located_or_scanned", {"code": CodeState.ABSENT}, None),
        ("located_and_scanned", {"code": CodeState.ABSENT}, "scan_missing"),
        ("located_and_scanned", {"code": CodeState.USED_BEFORE}, "scan_missing"),
        ("located_and_scanned", {"code": CodeState.VALID}, "scan_shown"),
        ("located_and_scanned", {"code": CodeState.ABSENT, "at_terminal": True}, "scan_shown"),
    ],
)
def test_where_both_are_asked_for_the_place_alone_is_a_doubt(
    policy: PolicyView, numerator: str, changes: dict[str, Any], expected: str | None
) -> None:
    verdict = judge(a_case(evidence_of(**changes)), with_values(policy, {"attendance.numerator": numerator})).verdict
    assert [each.reason for each in verdict.findings if each.check == "scan"] == ([expected] if expected else [])
    assert (verdict.decision is not Decision.ACCEPTED) or expected != "scan_missing"


def qr_fault(policy: PolicyView, *, age_s: float) -> str | None:
    made_at = NOW - timedelta(seconds=age_s)
    milliseconds = round(made_at.timestamp() * 1000).to_bytes(8)
    signed = live_qr.PREFIX + encode(UUID(int=8).bytes + SESSION.bytes + UUID(int=9).bytes + milliseconds)
    code = live_qr.parsed(f"{signed}.{KEY.signature(signed)}")
    assert code is not None
    return live_qr.fault_in(code, public_key=KEY.public_key, session_id=SESSION, now=NOW, used=False, policy=policy)


@pytest.mark.parametrize(
    ("valid_s", "age_s", "fault"),
    [(30, 30, None), (30, 31, "qr_too_old"), (5, 5, None), (5, 6, "qr_too_old"), (300, 299, None)],
)
def test_a_live_qr_lives_as_long_as_policy_says(
    policy: PolicyView, valid_s: int, age_s: float, fault: str | None
) -> None:
    assert qr_fault(with_values(policy, {"scan.valid_s": valid_s}), age_s=age_s) == fault


def test_a_qr_too_old_is_told_with_the_life_it_has(policy: PolicyView) -> None:
    proof = {"proof_kind": ProofKind.LIVE_QR, "proof": AssertionProof(kind=ProofKind.LIVE_QR, fault="qr_too_old")}
    told = finding(judge_scan(a_case(evidence_of(**proof)), policy).verdict, "person")
    assert (told.limit, told.unit, told.basis) == (30, "s", policy.value("scan.valid_s").basis)
    assert told.basis.clause == "SX-23"


@pytest.mark.parametrize(
    ("valid_s", "age_s", "fault"), [(120, 120, None), (120, 121, "not_fresh"), (10, 11, "not_fresh"), (600, -500, None)]
)
def test_an_assertion_is_fresh_as_long_as_policy_says(
    policy: PolicyView, valid_s: int, age_s: int, fault: str | None
) -> None:
    statement = KEY.assertion({"iat": int(NOW.timestamp()) - age_s})
    rules = with_values(policy, {"checkin.assertion_valid_s": valid_s})
    said = Statement(statement, public_key=KEY.public_key, expected={})
    assert signature_fault(said, now=NOW, policy=rules) == fault


def test_a_stale_assertion_is_told_with_the_life_it_has(policy: PolicyView) -> None:
    proof = AssertionProof(kind=ProofKind.E_CARD, fault="not_fresh")
    (told,) = of_the_person(policy, proof_kind=ProofKind.E_CARD, proof=proof)
    assert (told.measured, told.limit, told.unit) == ("not_fresh", 120, "s")
    assert told.basis == policy.value("checkin.assertion_valid_s").basis


@pytest.mark.parametrize(("allowed_s", "reason"), [(300, "asserted_ahead"), (301, "in_time")])
def test_a_platforms_clock_may_run_ahead_as_far_as_policy_says(policy: PolicyView, allowed_s: int, reason: str) -> None:
    received_at = STARTS_AT - timedelta(seconds=301)
    evidence = evidence_of(captured_at=STARTS_AT, received_at=received_at, position=None)
    facts = AssertedFacts(phases=frozenset(), place_agrees=True)
    rules = with_values(policy, {"clock.platform_ahead_s": allowed_s})
    verdict = judge_asserted(a_case(evidence), rules, asserted=facts).verdict
    told = finding(verdict, "time")
    assert told.reason == reason
    if reason == "asserted_ahead":
        assert verdict.decision is Decision.REFUSED
        assert (told.measured, told.limit, told.unit) == (301, 300, "s")
        assert told.basis == policy.value("clock.platform_ahead_s").basis


def test_a_liveness_check_too_long_ago_is_told_with_how_long_it_serves(policy: PolicyView) -> None:
    face = FaceProof(result="match", distance=0.3, match_at_most=0.4, liveness_fault="too_old")
    told = of_the_person(policy, proof_kind=ProofKind.FACE, proof=face)[-1]
    assert told.measured == {"label": "no_pad", "fault": "too_old", "valid_s": 120}
