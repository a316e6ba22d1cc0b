"""Is it the right time? Received time decides; the phone's own clock is only a claim."""

from collections.abc import Iterator
from datetime import datetime

from checkin_service.checkin.model import Evidence, Phase, SessionFacts, TraineeFacts
from checkin_service.kit.civil import CHINA
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.rules.plan import window


def time(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """Received within the window of the phase."""
    del trainee
    allowed = window(evidence.phase, session.starts_at, session.ends_at, policy)
    if evidence.received_at < allowed.opens_at:
        outcome, reason = Outcome.FAIL, "too_early"
    elif evidence.received_at > allowed.closes_at:
        outcome, reason = Outcome.FAIL, "too_late"
    else:
        outcome, reason = Outcome.PASS, "in_time"
    key = "checkin.phases" if evidence.phase is Phase.MID else f"checkin.{evidence.phase}_opens_before_min"
    yield Finding(
        check="time",
        outcome=outcome,
        reason=reason,
        measured=_civil(evidence.received_at),
        limit=f"{_civil(allowed.opens_at)} – {_civil(allowed.closes_at)}",
        basis=policy.value(key).basis,
    )


def clock(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """A phone's clock far from ours is remembered, never a ground by itself."""
    del session, trainee
    limit = policy.value("clock.skew_note_s")
    difference_s = round((evidence.captured_at - evidence.received_at).total_seconds())
    if abs(difference_s) > limit.integer:
        yield Finding(
            check="clock",
            outcome=Outcome.NOTE,
            reason="clock_differs",
            measured=difference_s,
            limit=limit.value,
            unit="s",
            basis=limit.basis,
        )


def _civil(moment: datetime) -> str:
    return moment.astimezone(CHINA).replace(tzinfo=None).isoformat(" ", "seconds")
