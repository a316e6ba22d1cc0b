"""Is it the right person? Four ways to show it."""

from collections.abc import Iterator

from checkin_service.checkin.model import (
    AssertionProof,
    CodeState,
    Evidence,
    FaceProof,
    PinProof,
    SessionFacts,
    TraineeFacts,
)
from checkin_service.checkin.rules import faces
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery

FAILURES_ALLOWED = 5
"""Person proofs that may fail within the look-back before a person has to help (NIST SP 800-63B)."""


def person(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """The proof is one the class offers, and it shows the trainee."""
    del trainee
    is_online = session.delivery is Delivery.ONLINE
    asked = policy.value("checkin.online_proofs" if is_online else "checkin.proofs")
    offered, basis = frozenset(asked.names) if is_online else session.proofs, asked.basis
    if evidence.proof_kind not in offered:
        yield Finding(
            check="person",
            outcome=Outcome.DOUBT,
            reason="proof_not_offered",
            measured=evidence.proof_kind,
            limit=sorted(offered),
            basis=basis,
        )
    if evidence.recent_failures >= FAILURES_ALLOWED:
        yield Finding(
            check="person",
            outcome=Outcome.DOUBT,
            reason="too_many_failures",
            measured=evidence.recent_failures,
            limit=FAILURES_ALLOWED,
        )
    match evidence.proof:
        case FaceProof() as face:
            yield from faces.findings(face, evidence.code, policy)
        case PinProof() as pin:
            yield _pin_online(pin) if is_online else _pin(pin, evidence.code)
        case assertion:
            yield _assertion(assertion)
    if evidence.renewal is not None:
        yield faces.renewal(evidence.renewal)
    if not is_online and evidence.code in (CodeState.EXPIRED_OR_WRONG, CodeState.USED_BEFORE):
        yield Finding(check="classroom_code", outcome=_code_outcome(evidence), reason=f"code_{evidence.code}")


def sender(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """Sent by the trainee's bound device or by a terminal in service."""
    del session, trainee, policy
    if evidence.sender_is_active:
        yield Finding(check="sender", outcome=Outcome.PASS, reason="sender_known")
    else:
        yield Finding(check="sender", outcome=Outcome.DOUBT, reason="sender_revoked")


def _pin(pin: PinProof, code: CodeState) -> Finding:
    if not pin.is_right:
        return Finding(check="person", outcome=Outcome.DOUBT, reason="pin_wrong")
    if code is not CodeState.VALID:
        return Finding(check="person", outcome=Outcome.DOUBT, reason="pin_without_code", measured=code)
    return Finding(check="person", outcome=Outcome.PASS, reason="pin_and_code")


def _pin_online(pin: PinProof) -> Finding:
    # The classroom code shows who is in the room; online there is none to be in.
    if pin.is_right:
        return Finding(check="person", outcome=Outcome.PASS, reason="pin_on_device")
    return Finding(check="person", outcome=Outcome.DOUBT, reason="pin_wrong")


def _assertion(assertion: AssertionProof) -> Finding:
    if assertion.fault is None:
        return Finding(check="person", outcome=Outcome.PASS, reason=f"{assertion.kind}_asserted")
    return Finding(check="person", outcome=Outcome.DOUBT, reason="assertion_invalid", measured=assertion.fault)


def _code_outcome(evidence: Evidence) -> Outcome:
    # A PIN is worthless without its code; other proofs merely did not get the help the code would have given.
    return Outcome.DOUBT if isinstance(evidence.proof, PinProof) else Outcome.NOTE
