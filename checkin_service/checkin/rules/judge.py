"""All checks in one pass: evidence and facts in, verdict out; a check that breaks is a doubt."""

from collections.abc import Callable, Iterable, Iterator

from checkin_service.checkin.model import Evidence, Phase, SessionFacts, TraineeFacts
from checkin_service.checkin.rules import entitled, habits, when, where, who
from checkin_service.kit.verdict import Decision, Finding, Outcome, Verdict
from checkin_service.policy.book import PolicyView

Check = Callable[[Evidence, SessionFacts, TraineeFacts, PolicyView], Iterator[Finding]]

_CHECKS: tuple[tuple[str, Check], ...] = (
    ("registration", entitled.registration),
    ("session", entitled.session),
    ("theory", entitled.theory),
    ("elsewhere", entitled.elsewhere),
    ("time", when.time),
    ("clock", when.clock),
    ("location", where.location),
    ("mock_location", where.mock_location),
    ("travel", habits.travel),
    ("fix_habits", habits.habits),
    ("person", who.person),
    ("sender", who.sender),
    ("repeat", entitled.repeat),
)


def judge(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Verdict:
    """The verdict on one attempt."""
    return judge_by(_CHECKS, evidence, session, trainee, policy)


def judge_by(
    checks: Iterable[tuple[str, Check]],
    evidence: Evidence,
    session: SessionFacts,
    trainee: TraineeFacts,
    policy: PolicyView,
) -> Verdict:
    """The verdict of some checks. Every check leaves a finding or says why it does not apply.

    A check that raises leaves a DOUBT: nothing is ever accepted because something broke.
    """
    findings: list[Finding] = []
    for name, check in checks:
        try:
            findings.extend(check(evidence, session, trainee, policy))
        except Exception:  # noqa: BLE001 - whatever broke, the answer is a doubt that a person resolves
            findings.append(Finding(check=name, outcome=Outcome.DOUBT, reason="check_failed"))
    return Verdict.of(findings)


def completes_session(verdict: Verdict, phase: Phase, session: SessionFacts, trainee: TraineeFacts) -> bool:
    """Whether this attempt is the accepted one that makes the session's required phases complete."""
    if verdict.decision is not Decision.ACCEPTED or trainee.is_present(session.session_id, phase):
        return False
    return phase in session.phases and all(
        other is phase or trainee.is_present(session.session_id, other) for other in session.phases
    )
