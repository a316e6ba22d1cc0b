"""Wrong PINs: what counts as a failure of the person, and what says nothing about them."""

from checkin_service.checkin.model.attempts import AssertionProof, Evidence, PinProof
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED
from checkin_service.policy.proofs import ProofKind


def is_wrong_pin(evidence: Evidence) -> bool:
    """Whether somebody in service typed a wrong PIN: nothing else can count against a person.

    A stale code, a forged or old statement and another's phone say nothing about what the person knows.
    """
    proof = evidence.proof
    if not evidence.sender_is_active:
        return False
    if isinstance(proof, PinProof):
        return not proof.is_right
    return isinstance(proof, AssertionProof) and proof.kind is ProofKind.CARD_PIN and proof.fault == PIN_NOT_VERIFIED
