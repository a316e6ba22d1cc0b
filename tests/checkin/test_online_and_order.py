"""Online sessions, theory before practice, and two classes at once: the rules."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from checkin_service.checkin.model.attempts import AssertionProof, CodeState, PinProof, SessionFacts
from checkin_service.checkin.rules import judge
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.kit.verdict import Decision, Verdict
from checkin_service.policy.book import DATA, PolicyView, load_book
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery, SessionPart
from tests.checkin.builders import a_case, evidence_of, finding, session_facts, trainee_facts

ONLINE = session_facts(delivery=Delivery.ONLINE)
E_CARD = {
    "proof_kind": ProofKind.E_CARD,
    "proof": AssertionProof(kind=ProofKind.E_CARD, fault=None),
    "code": CodeState.ABSENT,
    "position": None,
    "accuracy_m": None,
    "confidence": None,
    "is_mock": None,
}


def draft(folder: Path, before: str, after: str) -> PolicyView:
    """The rules of the day with one value changed."""
    shutil.copytree(DATA, folder / "packs")
    national = folder / "packs" / "000000.toml"
    text = national.read_text(encoding="utf-8")
    assert before in text
    national.write_text(text.replace(before, after, 1), encoding="utf-8")
    return load_book(folder / "packs").at("330600", on=date(2026, 3, 2))


def judged(policy: PolicyView, session: SessionFacts = ONLINE, **evidence: object) -> Verdict:
    return judge(a_case(evidence_of(**E_CARD | evidence), session), policy).verdict


def test_an_online_session_is_attended_with_the_e_card_from_anywhere(policy: PolicyView) -> None:
    verdict = judged(policy)
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "location").reason == "online_session"
    assert finding(verdict, "person").reason == "e_card_asserted"


def test_a_session_at_the_site_still_asks_where_one_is(policy: PolicyView) -> None:
    assert judged(policy, session_facts()).decision is Decision.DOUBTFUL


def test_online_only_the_proofs_of_the_policy_serve(policy: PolicyView) -> None:
    verdict = judged(policy, proof_kind=ProofKind.PIN_CODE, proof=PinProof(is_right=True))
    assert verdict.decision is Decision.DOUBTFUL
    assert finding(verdict, "person").reason == "proof_not_offered"


@pytest.mark.parametrize(("is_right", "decision"), [(True, Decision.ACCEPTED), (False, Decision.DOUBTFUL)])
def test_where_policy_allows_it_the_own_device_with_its_pin_serves_without_a_code(
    tmp_path: Path,
    *,
    is_right: bool,
    decision: Decision,
) -> None:
    key = 'key = "checkin.online_proofs"\nvalue = ["e_card"'
    policy = draft(tmp_path, key, f'{key}, "pin_code"')
    verdict = judged(policy, proof_kind=ProofKind.PIN_CODE, proof=PinProof(is_right=is_right))
    assert verdict.decision is decision


def test_an_online_session_keeps_its_hours(policy: PolicyView) -> None:
    late = evidence_of().received_at.replace(hour=1, minute=16)
    assert finding(judged(policy, received_at=late), "time").reason == "too_late"


PRACTICE = session_facts(part=SessionPart.PRACTICE)
AFTER_THEORY = (
    'key = "training.practice_after_theory"\nbasis = "not_required"',
    'key = "training.practice_after_theory"\nvalue = "theory_passed"\nbasis = "operator_default"',
)


@pytest.mark.parametrize(
    ("passed", "decision", "reason"),
    [(True, Decision.ACCEPTED, "theory_passed"), (False, Decision.REFUSED, "theory_not_passed")],
)
def test_where_asked_practice_waits_for_the_theory(
    tmp_path: Path,
    *,
    passed: bool,
    decision: Decision,
    reason: str,
) -> None:
    policy = draft(tmp_path, *AFTER_THEORY)
    verdict = judge(a_case(evidence_of(), PRACTICE, trainee_facts(has_passed_theory=passed)), policy).verdict
    assert (verdict.decision, finding(verdict, "theory").reason) == (decision, reason)


def test_a_scan_waits_for_the_theory_and_notices_two_classes_as_well(tmp_path: Path) -> None:
    policy = draft(tmp_path, *AFTER_THEORY)
    scan = evidence_of(proof=AssertionProof(kind=ProofKind.E_CARD, fault=None))
    refused = judge_scan(a_case(scan, PRACTICE, trainee_facts(has_passed_theory=False)), policy).verdict
    assert (refused.decision, finding(refused, "theory").reason) == (Decision.REFUSED, "theory_not_passed")
    doubtful = judge_scan(a_case(scan, session_facts(), trainee_facts(is_elsewhere=True)), policy).verdict
    assert (doubtful.decision, finding(doubtful, "elsewhere").reason) == (Decision.DOUBTFUL, "present_elsewhere")


def test_nobody_is_scanned_at_what_is_learnt_at_ones_own_pace(policy: PolicyView) -> None:
    scan = evidence_of(proof=AssertionProof(kind=ProofKind.E_CARD, fault=None))
    verdict = judge_scan(a_case(scan, session_facts(delivery=Delivery.SELF_PACED)), policy).verdict
    assert finding(verdict, "session").reason == "session_self_paced"


def test_where_nobody_asks_practice_waits_for_nothing(policy: PolicyView) -> None:
    assert judge(a_case(evidence_of(), PRACTICE), policy).verdict.decision is Decision.ACCEPTED


def test_theory_itself_waits_for_nothing(tmp_path: Path) -> None:
    policy = draft(tmp_path, *AFTER_THEORY)
    session = session_facts(part=SessionPart.THEORY)
    assert judge(a_case(evidence_of(), session), policy).verdict.decision is Decision.ACCEPTED


def test_two_classes_at_once_are_a_doubt(policy: PolicyView) -> None:
    verdict = judge(a_case(evidence_of(), session_facts(), trainee_facts(is_elsewhere=True)), policy).verdict
    assert verdict.decision is Decision.DOUBTFUL
    assert finding(verdict, "elsewhere").reason == "present_elsewhere"


def test_or_a_note_where_policy_says_so(tmp_path: Path) -> None:
    key = 'key = "attendance.two_classes"\nvalue ='
    policy = draft(tmp_path, f'{key} "doubt"', f'{key} "note"')
    assert (
        judge(a_case(evidence_of(), session_facts(), trainee_facts(is_elsewhere=True)), policy).verdict.decision
        is Decision.ACCEPTED
    )
