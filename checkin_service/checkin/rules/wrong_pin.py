"""Wrong PINs: when a PIN is looked at at all, and what counts as a failure of the person."""

from checkin_service.checkin.model.attempts import (
    AssertionProof,
    CodeState,
    Evidence,
    PersonProof,
    PinProof,
    SessionFacts,
)
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery


def tells_a_pin(proof: PersonProof) -> bool:
    """Whether what is answered to it would tell a right PIN from a wrong one."""
    if isinstance(proof, AssertionProof):
        return proof.kind is ProofKind.CARD_PIN and proof.fault in {None, PIN_NOT_VERIFIED}
    return isinstance(proof, PinProof)


def is_looked_at(evidence: Evidence, session: SessionFacts, policy: PolicyView) -> bool:
    """Whether the answer may depend on the PIN: only where it could count, and not while a wrong one is recent.

    Otherwise a right PIN and a wrong one get the same answer and count alike, which is not at all: whoever tries
    without the room's code, or again and again, learns nothing by it, neither at once nor by what is counted later.
    """
    if not evidence.sender_is_active or evidence.pin_waits_s:
        return False
    if evidence.recent_failures >= policy.value("checkin.failures_allowed").integer:
        return False
    needs_code = isinstance(evidence.proof, PinProof) and session.delivery is not Delivery.ONLINE
    return evidence.code is CodeState.VALID or not needs_code


def is_wrong_pin(evidence: Evidence, session: SessionFacts, policy: PolicyView) -> bool:
    """Whether somebody in service typed a wrong PIN and was told so: nothing else can count against a person.

    A stale code, a forged or old statement and another's phone say nothing about what the person knows.
    """
    proof = evidence.proof
    if not is_looked_at(evidence, session, policy):
        return False
    if isinstance(proof, PinProof):
        return not proof.is_right
    return isinstance(proof, AssertionProof) and proof.kind is ProofKind.CARD_PIN and proof.fault == PIN_NOT_VERIFIED
