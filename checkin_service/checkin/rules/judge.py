"""All checks in one pass: case and policy in, judgement out; a check that breaks is a doubt."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from checkin_service.checkin.model.attempts import Phase, SessionFacts, TraineeFacts
from checkin_service.checkin.model.cases import Case, Fault, Judgement
from checkin_service.checkin.rules import entitled, habits, labels, offline, terminals, when, where, who
from checkin_service.checkin.rules.evidence_class import evidence_class, is_seen_by_display
from checkin_service.kit.verdict import Decision, Finding, Outcome, Verdict
from checkin_service.policy.book import PolicyView

C = TypeVar("C", bound=Case)
Check = Callable[[C, PolicyView], Iterator[Finding]]

# No check sees what another found; their order is the one in which people read the findings.
CHECKS: tuple[tuple[str, Check[Case]], ...] = (
    ("registration", entitled.registration),
    ("session", entitled.session),
    ("theory", entitled.theory),
    ("elsewhere", entitled.elsewhere),
    ("time", when.time),
    ("offline", offline.delivery),
    ("clock", when.clock),
    ("location", where.location),
    ("datum", labels.label),
    ("scan", where.scan),
    ("contrary", where.contrary),
    ("mock_location", where.mock_location),
    ("travel", habits.travel),
    ("fix_habits", habits.habits),
    ("person", who.person),
    ("sender", who.sender),
    ("terminal", terminals.statement),
    ("repeat", entitled.repeat),
)


def judge(case: Case, policy: PolicyView) -> Judgement:
    """The judgement of one check-in."""
    return judge_by(CHECKS, case, policy)


def judge_by(checks: Iterable[tuple[str, Check[Case]]], case: Case, policy: PolicyView) -> Judgement:
    """The judgement by some checks, where our own evidence alone completes a session."""
    verdict, faults = checked(checks, case, policy)
    completes = completes_session(verdict, case.evidence.phase, case.session, case.trainee)
    accepted = verdict.decision is Decision.ACCEPTED
    worth = evidence_class(case, policy) if accepted else None
    return Judgement(
        verdict=verdict,
        completes_session=completes,
        evidence_class=worth,
        faults=faults,
        missed_hours=when.missed_hours(case, policy) if accepted else 0,
        is_seen_by_display=worth is not None and is_seen_by_display(case, policy, worth=worth),
    )


def checked(checks: Iterable[tuple[str, Check[C]]], case: C, policy: PolicyView) -> tuple[Verdict, tuple[Fault, ...]]:
    """The verdict of some checks, and those that broke. Every check leaves a finding or says why it does not apply.

    A check that raises leaves a DOUBT: nothing is ever accepted because something broke.
    """
    findings: list[Finding] = []
    faults: list[Fault] = []
    for name, check in checks:
        try:
            findings.extend(check(case, policy))
        except Exception as error:  # noqa: BLE001 - whatever broke, the answer is a doubt that a person resolves
            findings.append(Finding(check=name, outcome=Outcome.DOUBT, reason="check_failed"))
            faults.append(Fault.of(name, error))
    return Verdict.of(findings), tuple(faults)


def completes_session(verdict: Verdict, phase: Phase, session: SessionFacts, trainee: TraineeFacts) -> bool:
    """Whether this attempt is the accepted one that makes the session's required phases complete.

    The middle is none of them: it answers an unannounced check, which not everybody is given.
    """
    if verdict.decision is not Decision.ACCEPTED or trainee.is_present(session.session_id, phase):
        return False
    required = session.phases - {Phase.MID}
    return phase in required and all(
        other is phase or trainee.is_present(session.session_id, other) for other in required
    )
