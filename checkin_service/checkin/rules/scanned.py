"""A voucher scanned at a session (扫码验券): the trainee's device shows it, an identified administrator scans it.

Neither side can do it alone: the QR is signed by the trainee's own device and holds its own fix and the room's code,
and the administrator's fix is a second witness, which places nobody else.
"""

from collections.abc import Iterator

from checkin_service.checkin.model.attempts import AssertionProof, CodeState
from checkin_service.checkin.model.cases import Case, Judgement
from checkin_service.checkin.rules import entitled, habits, labels, when, where
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.rules.judge import Check, judge_by
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from geo import Ground

_OF_THE_CLOCK = frozenset({"qr_too_old", "qr_clock_ahead"})
_STANDS = {
    Ground.INSIDE: (Outcome.PASS, "scanner_at_site"),
    Ground.OUTSIDE: (Outcome.FAIL, "scanner_elsewhere"),
    Ground.OUT_OF_REACH: (Outcome.DOUBT, "scanner_unplaced"),
}


def judge_scan(case: Case, policy: PolicyView) -> Judgement:
    """The judgement of one scan."""
    return judge_by(CHECKS, case, policy)


def live_qr(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Signed by the trainee's own bound device for this session, fresh, and scanned for the first time."""
    evidence, proof = case.evidence, case.evidence.proof
    fault = proof.fault if isinstance(proof, AssertionProof) else "qr_unsigned"
    if fault is None:
        yield Finding(check="person", outcome=Outcome.PASS, reason="qr_live")
    elif fault in _OF_THE_CLOCK:
        valid = policy.value("scan.valid_s")
        yield Finding(
            check="person",
            outcome=Outcome.FAIL,
            reason=fault,
            measured=round((evidence.received_at - evidence.captured_at).total_seconds()),
            limit=valid.integer,
            unit="s",
            basis=valid.basis,
        )
    else:
        yield Finding(check="person", outcome=Outcome.FAIL, reason=fault)


def place(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Where the phone says it is; of a QR that shows nothing there is nothing to say."""
    proof = case.evidence.proof
    if isinstance(proof, AssertionProof) and proof.fault is None:
        yield from where.location(case, policy)


def room(case: Case, _policy: PolicyView) -> Iterator[Finding]:
    """What became of the room's code in the QR; without one there is nothing to say."""
    code = case.evidence.code
    if code is not CodeState.ABSENT and case.session.delivery is not Delivery.ONLINE:
        is_valid = code is CodeState.VALID
        reason = "code_in_qr" if is_valid else f"code_{code}"
        yield Finding(check="classroom_code", outcome=Outcome.PASS if is_valid else Outcome.NOTE, reason=reason)


def scanner(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Where the administrator stands, by a fix that is no evidence of where the trainee is; and the scanner's clock."""
    evidence = case.evidence
    if case.session.delivery is not Delivery.ONLINE:
        yield _stands(case, policy)
    limit, ahead_s = policy.value("clock.skew_note_s"), evidence.scanner_ahead_s
    if ahead_s is not None and abs(ahead_s) > limit.integer:
        yield Finding(
            check="scanner",
            outcome=Outcome.NOTE,
            reason="scanner_clock_differs",
            measured=ahead_s,
            limit=limit.integer,
            unit="s",
            basis=limit.basis,
        )


def _stands(case: Case, policy: PolicyView) -> Finding:
    said, fix = case.evidence.witness, usable_fix(case.evidence.witness, policy)
    if fix is None or said is None or said.is_mock:
        return Finding(check="scanner", outcome=Outcome.DOUBT, reason="scanner_unplaced")
    place = where.placed(fix, case.session.fence, policy)
    # Indoors a desk is no better placed than the phones around it.
    outcome, reason = _STANDS.get(place.ground, (Outcome.NOTE, "scanner_near"))
    return Finding(check="scanner", outcome=outcome, reason=reason, measured=round(place.distance_m, 1), unit="m")


CHECKS: tuple[tuple[str, Check[Case]], ...] = (
    ("registration", entitled.registration),
    ("session", entitled.session),
    ("theory", entitled.theory),
    ("elsewhere", entitled.elsewhere),
    ("time", when.time),
    ("location", place),
    ("datum", labels.label),
    ("contrary", where.contrary),
    ("mock_location", where.mock_location),
    ("travel", habits.travel),
    ("person", live_qr),
    ("classroom_code", room),
    ("scanner", scanner),
    ("repeat", entitled.repeat),
)
