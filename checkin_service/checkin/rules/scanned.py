"""A voucher scanned at a session (扫码验券): the trainee's device shows it, an identified administrator scans it.

Neither side can do it alone: the QR is signed by the trainee's own device, and the fix is the administrator's.
"""

from collections.abc import Iterator

from checkin_service.checkin.model import AssertionProof, Evidence, SessionFacts, TraineeFacts
from checkin_service.checkin.rules import entitled, when, where
from checkin_service.kit.verdict import Finding, Outcome, Verdict
from checkin_service.policy.book import PolicyView


def judge_scan(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Verdict:
    """The verdict on one scan. A check that raises leaves a DOUBT."""
    findings: list[Finding] = []
    for name, check in _CHECKS:
        try:
            findings.extend(check(evidence, session, trainee, policy))
        except Exception:  # noqa: BLE001 - whatever broke, the answer is a doubt that a person resolves
            findings.append(Finding(check=name, outcome=Outcome.DOUBT, reason="check_failed"))
    return Verdict.of(findings)


def live_qr(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """Signed by the trainee's own bound device for this session, fresh, and scanned for the first time."""
    del session, trainee, policy
    fault = evidence.proof.fault if isinstance(evidence.proof, AssertionProof) else "qr_unsigned"
    if fault is None:
        yield Finding(check="person", outcome=Outcome.PASS, reason="qr_live")
    else:
        yield Finding(check="person", outcome=Outcome.FAIL, reason=fault)


_CHECKS = (
    ("registration", entitled.registration),
    ("session", entitled.session),
    ("theory", entitled.theory),
    ("elsewhere", entitled.elsewhere),
    ("time", when.time),
    ("location", where.location),
    ("mock_location", where.mock_location),
    ("person", live_qr),
    ("repeat", entitled.repeat),
)
