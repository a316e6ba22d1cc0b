"""Checks of the person: a proof the class offers shows the trainee, and a bound device or a terminal sent it."""

from collections.abc import Iterator

from checkin_service.checkin.model.attempts import (
    AssertionProof,
    CodeState,
    Evidence,
    FaceProof,
    PinProof,
)
from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.rules import faces
from checkin_service.checkin.rules.wrong_pin import is_looked_at, tells_a_pin
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery


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
        case proof if tells_a_pin(proof) and not is_looked_at(evidence, session, policy):
            # One answer for a right PIN and a wrong one: nobody learns by trying.
            yield from _not_looked_at(evidence, allowed.integer, is_online=is_online)
        case PinProof() as pin:
            yield _pin(pin, is_online=is_online)
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


def _not_looked_at(evidence: Evidence, allowed: int, *, is_online: bool) -> Iterator[Finding]:
    """What keeps a PIN from being looked at, as far as no other finding says so."""
    if evidence.pin_waits_s and evidence.recent_failures < allowed:
        yield Finding(
            check="person", outcome=Outcome.DOUBT, reason="pin_waits", measured=evidence.pin_waits_s, unit="s"
        )
    if isinstance(evidence.proof, PinProof) and not is_online and evidence.code is not CodeState.VALID:
        yield Finding(check="person", outcome=Outcome.DOUBT, reason="pin_without_code", measured=evidence.code)


def _pin(pin: PinProof, *, is_online: bool) -> Finding:
    if not pin.is_right:
        return Finding(check="person", outcome=Outcome.DOUBT, reason="pin_wrong")
    # The classroom code shows who is in the room; online there is none to be in.
    return Finding(check="person", outcome=Outcome.PASS, reason="pin_on_device" if is_online else "pin_and_code")


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
