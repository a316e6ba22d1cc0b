"""Wrong PINs: only what somebody in service typed counts against a person."""

import pytest

from checkin_service.checkin.model.attempts import AssertionProof, CodeState, Evidence, PinProof
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED
from checkin_service.checkin.rules.wrong_pin import is_wrong_pin
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery
from tests.checkin.builders import evidence_of, session_facts

WRONG = PinProof(is_right=False)


def at_a_terminal(kind: ProofKind, fault: str | None) -> Evidence:
    return evidence_of(proof_kind=kind, proof=AssertionProof(kind=kind, fault=fault), at_terminal=True)


@pytest.mark.parametrize(
    ("evidence", "is_wrong"),
    [
        (evidence_of(proof=WRONG), True),
        (evidence_of(), False),
        (evidence_of(proof=WRONG, sender_is_active=False), False),
        (at_a_terminal(ProofKind.CARD_PIN, PIN_NOT_VERIFIED), True),
        (at_a_terminal(ProofKind.CARD_PIN, "stale"), False),
        (at_a_terminal(ProofKind.CARD_PIN, None), False),
        # What was not looked at has not failed: otherwise the count would tell.
        (evidence_of(proof=WRONG, code=CodeState.ABSENT), False),
        (evidence_of(proof=WRONG, pin_waits_s=9, recent_failures=1), False),
        (evidence_of(proof=WRONG, recent_failures=5), False),
    ],
)
def test_a_wrong_pin_of_somebody_in_service_is_one_and_nothing_else(
    policy: PolicyView, evidence: Evidence, *, is_wrong: bool
) -> None:
    assert is_wrong_pin(evidence, session_facts(), policy) is is_wrong


def test_online_there_is_no_code_to_wait_for(policy: PolicyView) -> None:
    evidence = evidence_of(proof=WRONG, code=CodeState.ABSENT)
    assert is_wrong_pin(evidence, session_facts(delivery=Delivery.ONLINE), policy)
