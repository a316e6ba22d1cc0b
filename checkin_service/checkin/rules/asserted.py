"""A sign-in that the national platform asserts (AH-13): believed as its word, and never taken for our own evidence.

The platform is the witness of person, moment and, where it sends no position, of the place. So the moment it states is
judged, not the moment its message arrives; and the hours carry a mode of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from checkin_service.checkin.model import Evidence, Phase, SessionFacts, TraineeFacts
from checkin_service.checkin.rules import entitled, where
from checkin_service.kit.civil import CHINA
from checkin_service.kit.verdict import Decision, Finding, Outcome, Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from checkin_service.timetable.rules.plan import window

MODE = "asserted_by_platform"

_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertedFacts:
    """What the national platform has said about a person's session."""

    phases: frozenset[Phase]
    """Those it attested before, accepted."""
    place_agrees: bool | None
    """Its own comparison of places, where it sends no position."""


def judge_asserted(
    evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, asserted: AssertedFacts, policy: PolicyView
) -> Verdict:
    """The verdict on one asserted sign-in. A check that raises leaves a DOUBT."""
    findings: list[Finding] = []
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("registration", lambda: entitled.registration(evidence, session, trainee, policy)),
        ("session", lambda: entitled.session(evidence, session, trainee, policy)),
        ("person", lambda: iter([Finding(check="person", outcome=Outcome.PASS, reason="asserted_person")])),
        ("time", lambda: _time(evidence, session, policy)),
        ("location", lambda: _location(evidence, session, trainee, asserted, policy)),
        ("phase", lambda: _phase(evidence, session, asserted)),
        ("counting", lambda: _counting(policy)),
    )
    for name, check in checks:
        try:
            findings.extend(check())
        except Exception:  # noqa: BLE001 - whatever broke, the answer is a doubt
            findings.append(Finding(check=name, outcome=Outcome.DOUBT, reason="check_failed"))
    return Verdict.of(findings)


def completes_by_assertion(
    verdict: Verdict, phase: Phase, session: SessionFacts, asserted: AssertedFacts, policy: PolicyView
) -> bool:
    """Whether the platform's word alone now covers every phase of the session, and policy counts it.

    Phases that our own evidence covers are not mixed in: nobody could tell by whose witness the hours were given.
    """
    if verdict.decision is not Decision.ACCEPTED or not _is_counted(policy):
        return False
    return phase in session.phases and session.phases <= asserted.phases | {phase}


def _time(evidence: Evidence, session: SessionFacts, policy: PolicyView) -> Iterator[Finding]:
    allowed = window(evidence.phase, session.starts_at, session.ends_at, policy)
    signed_at = evidence.captured_at
    outcome, reason = Outcome.PASS, "in_time"
    if signed_at > evidence.received_at + _CLOCKS_DIFFER:
        outcome, reason = Outcome.FAIL, "asserted_ahead"
    elif signed_at < allowed.opens_at:
        outcome, reason = Outcome.FAIL, "too_early"
    elif signed_at > allowed.closes_at:
        outcome, reason = Outcome.FAIL, "too_late"
    key = "checkin.phases" if evidence.phase is Phase.MID else f"checkin.{evidence.phase}_opens_before_min"
    yield Finding(
        check="time",
        outcome=outcome,
        reason=reason,
        measured=signed_at.astimezone(CHINA).replace(tzinfo=None).isoformat(" ", "seconds"),
        basis=policy.value(key).basis,
    )


def _location(
    evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, asserted: AssertedFacts, policy: PolicyView
) -> Iterator[Finding]:
    if evidence.position is not None or session.delivery is Delivery.ONLINE:
        yield from where.location(evidence, session, trainee, policy)
    elif asserted.place_agrees is None:
        yield Finding(check="location", outcome=Outcome.DOUBT, reason="no_position")
    elif asserted.place_agrees:
        yield Finding(check="location", outcome=Outcome.NOTE, reason="asserted_place")
    else:
        yield Finding(check="location", outcome=Outcome.FAIL, reason="asserted_elsewhere")


def _phase(evidence: Evidence, session: SessionFacts, asserted: AssertedFacts) -> Iterator[Finding]:
    if evidence.phase in asserted.phases:
        yield Finding(check="repeat", outcome=Outcome.NOTE, reason="already_counted")
    elif evidence.phase not in session.phases:
        yield Finding(check="repeat", outcome=Outcome.NOTE, reason="phase_not_required", measured=evidence.phase)


def _counting(policy: PolicyView) -> Iterator[Finding]:
    reason = "asserted_counts" if _is_counted(policy) else "asserted_recorded"
    basis = policy.value("attendance.counted_modes").basis
    yield Finding(check="counting", outcome=Outcome.NOTE, reason=reason, basis=basis)


def _is_counted(policy: PolicyView) -> bool:
    modes = policy.value("attendance.counted_modes")
    return not modes.is_required or MODE in modes.names
