"""The class of the evidence of an attempt: what person, place and room together are worth once it is accepted."""

from checkin_service.attendance.model.evidence import EvidenceClass, weakest
from checkin_service.checkin.model.attempts import (
    AssertionProof,
    Binding,
    CodeSource,
    CodeState,
    Evidence,
    FaceProof,
    TraineeFacts,
)
from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.rules.fixes import own_fix
from checkin_service.checkin.rules.where import carried_by_label, own_place
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery
from geo import Ground, Outcome


def evidence_class(case: Case, policy: PolicyView) -> EvidenceClass:
    """The class that an attempt has if it is accepted; less said by the phone never gives a better one.

    Nothing here accepts or refuses: that is the verdict's. The facts it reads are `Evidence.binding`, `code_source`,
    `is_offline`, `fix_is_own` and `at_terminal`, `SessionFacts.fence_moves` and where the fix lies.
    """
    evidence, session = case.evidence, case.session
    if session.delivery is not Delivery.ONLINE and evidence.at_terminal:
        # A device that was carried along stands where somebody has put it, not where it was entered.
        return EvidenceClass.D if session.fence_moves else EvidenceClass.E
    if evidence.binding is Binding.SELF_BOUND:
        # The place of a phone says nothing of its owner while nobody has seen whose it is.
        return EvidenceClass.G
    if session.delivery is Delivery.ONLINE:
        # There is no room to be in: what is left is the person on their own device.
        return EvidenceClass.B
    if evidence.is_offline or not evidence.fix_is_own or session.fence_moves:
        return EvidenceClass.D
    if evidence.proof_kind in _LEANING_ON_THE_ROOM and not _is_in_room(evidence):
        return EvidenceClass.D
    return _own(case, policy)


_LEANING_ON_THE_ROOM = frozenset({ProofKind.PIN_CODE, ProofKind.LIVE_QR})
"""A PIN is told on as easily as a code, and a QR asks for neither PIN nor face: what makes up for that is the room."""


def is_seen_by_display(case: Case, policy: PolicyView, *, worth: EvidenceClass) -> bool:
    """Whether an enrolled display's code confirms what a fix of the person's own, `worth` its class, leaves open.

    The fix must reach the fence as it is labelled, and lie no farther from it than the grey ring is wide: who keeps
    silent, is explained by a grey ring or another datum, or draws a disc so wide that it reaches, may have been told
    the code, and stays under the share.
    """
    evidence = case.evidence
    if evidence.code is not CodeState.VALID or evidence.code_source is not CodeSource.DISPLAY:
        return False
    fix = own_fix(case, policy)
    if fix is None or worth is not EvidenceClass.C:
        return False
    place = own_place(fix, case, policy)
    if place.ground is Ground.INSIDE:
        return not carried_by_label(fix, place, case, policy)
    return place.ground is Ground.UNSURE and -place.margin_m <= policy.value("location.grey_ring_m").number


def class_of_hours(found: EvidenceClass, trainee: TraineeFacts) -> EvidenceClass:
    """Of hours that this attempt completes: the weakest of the phases of their session."""
    return weakest((found, *trainee.phase_classes))


def _own(case: Case, policy: PolicyView) -> EvidenceClass:
    """Of the person's own fix on their own device."""
    evidence = case.evidence
    fix = own_fix(case, policy)
    if fix is None or not fix.accuracy_m <= policy.value("location.accuracy_cap_m").number:
        return EvidenceClass.D
    place = own_place(fix, case, policy)
    if place.outcome is not Outcome.INSIDE or carried_by_label(fix, place, case, policy):
        return EvidenceClass.D if _is_remote(evidence) else EvidenceClass.C
    # A picture of a QR travels as fast as a code, and the scanner's place is nobody else's.
    if evidence.proof_kind is ProofKind.LIVE_QR:
        return EvidenceClass.C
    return EvidenceClass.A if _is_in_room(evidence) and _is_proven(evidence) else EvidenceClass.B


def _is_remote(evidence: Evidence) -> bool:
    return evidence.code_source is CodeSource.REMOTE_DISPLAY


def _is_in_room(evidence: Evidence) -> bool:
    """Whether the code was read off a display at the site; what staff read elsewhere can be told from anywhere."""
    return evidence.code is CodeState.VALID and not _is_remote(evidence)


def _is_proven(evidence: Evidence) -> bool:
    """A person who was proven at the binding and is shown again by more than a PIN."""
    if evidence.binding is not Binding.PROVEN:
        return False
    proof = evidence.proof
    if isinstance(proof, FaceProof):
        return proof.result == "match" and proof.liveness == "challenge_passed"
    return isinstance(proof, AssertionProof) and proof.kind is ProofKind.E_CARD and proof.fault is None
