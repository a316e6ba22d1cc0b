"""Checks of the person: a proof the class offers shows the trainee, and a bound device or a terminal sent it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from checkin_service.checkin.model.attempts import (
    AssertionProof,
    CodeState,
    Evidence,
    FaceProof,
    PinProof,
)
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED, Case
from checkin_service.checkin.rules import faces
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery

LOOKS_BACK = ((1, 1), (6, 2), (36, 4))
"""So many times as long as the policy says, and of how many failures in it one counts."""


def failures_within(failed_at: Iterable[datetime], now: datetime, policy: PolicyView) -> int:
    """How many person proofs failed so shortly ago that they count (NIST SP 800-63B).

    Those of a longer time count, too, for less: in six times as long half of them, in thirty-six times a quarter. So
    whoever goes on guessing waits longer each time, while typing errors of a morning are forgotten by noon.
    """
    moments, minutes = list(failed_at), policy.value("checkin.failures_within_min").integer
    return max(
        sum(moment > now - timedelta(minutes=minutes * longer) for moment in moments) // share
        for longer, share in LOOKS_BACK
    )


def person(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """The proof is one the class offers, and it shows the trainee."""
    evidence, session = case.evidence, case.session
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
    allowed = policy.value("checkin.failures_allowed")
    if evidence.recent_failures >= allowed.integer:
        yield Finding(
            check="person",
            outcome=Outcome.DOUBT,
            reason="too_many_failures",
            measured=evidence.recent_failures,
            limit=allowed.integer,
            basis=allowed.basis,
        )
    match evidence.proof:
        case FaceProof() as face:
            yield from faces.findings(face, evidence.code, policy)
        case proof if evidence.recent_failures >= allowed.integer and _tells_a_pin(proof):
            # One answer for a right PIN and a wrong one: from now on nobody learns by trying.
            pass
        case PinProof() as pin:
            yield _pin_online(pin) if is_online else _pin(pin, evidence.code)
        case assertion:
            yield _assertion(assertion, policy)
    if evidence.renewal is not None:
        yield faces.renewal(evidence.renewal)
    if not is_online and evidence.code not in (CodeState.ABSENT, CodeState.VALID):
        yield Finding(check="classroom_code", outcome=_code_outcome(evidence), reason=f"code_{evidence.code}")


def sender(case: Case, _policy: PolicyView) -> Iterator[Finding]:
    """Sent by the trainee's bound device or by a terminal in service."""
    if case.evidence.sender_is_active:
        yield Finding(check="sender", outcome=Outcome.PASS, reason="sender_known")
    else:
        # A phone that another has replaced serves nobody any more; about a terminal a person may have to be asked.
        outcome = Outcome.DOUBT if case.evidence.proof_kind is ProofKind.CARD_PIN else Outcome.FAIL
        yield Finding(check="sender", outcome=outcome, reason="sender_revoked")


def _tells_a_pin(proof: FaceProof | PinProof | AssertionProof) -> bool:
    if isinstance(proof, AssertionProof):
        return proof.kind is ProofKind.CARD_PIN and proof.fault in {None, PIN_NOT_VERIFIED}
    return isinstance(proof, PinProof)


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


def _assertion(assertion: AssertionProof, policy: PolicyView) -> Finding:
    if assertion.fault is None:
        return Finding(check="person", outcome=Outcome.PASS, reason=f"{assertion.kind}_asserted")
    if assertion.fault == "not_fresh":
        valid = policy.value("checkin.assertion_valid_s")
        return Finding(
            check="person",
            outcome=Outcome.DOUBT,
            reason="assertion_invalid",
            measured=assertion.fault,
            limit=valid.integer,
            unit="s",
            basis=valid.basis,
        )
    return Finding(check="person", outcome=Outcome.DOUBT, reason="assertion_invalid", measured=assertion.fault)


def _code_outcome(evidence: Evidence) -> Outcome:
    # A PIN is worthless without its code; other proofs merely did not get the help the code would have given.
    return Outcome.DOUBT if isinstance(evidence.proof, PinProof) else Outcome.NOTE
