"""Checks of time: the time of receipt decides, the phone's own clock is only a claim."""

from collections.abc import Iterator
from datetime import datetime

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.cases import Case
from checkin_service.kit.civil import CHINA
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Window
from checkin_service.timetable.rules import plan
from checkin_service.timetable.rules.plan import OPENS_BY, window


def time(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Received within the window of the phase, or its code exchanged within it: a slow fix makes nobody late."""
    evidence, session = case.evidence, case.session
    allowed = allowed_window(case, policy)
    if allowed is None:
        yield no_check_now(policy)
        return
    claimed_at = evidence.code_claimed_at
    was_claimed_in_time = claimed_at is not None and allowed.opens_at <= claimed_at <= allowed.closes_at
    if evidence.moment < allowed.opens_at:
        outcome, reason = Outcome.FAIL, "too_early"
    elif evidence.moment > allowed.closes_at and not was_claimed_in_time:
        missed = missed_hours(case, policy)
        if missed < session.class_hours and evidence.phase is not Phase.MID:
            yield _late(missed, case, policy)
            return
        outcome, reason = Outcome.FAIL, "too_late"
    else:
        outcome, reason = Outcome.PASS, "in_time"
    key = _time_by(case)
    yield Finding(
        check="time",
        outcome=outcome,
        reason=reason,
        measured=_civil(evidence.moment),
        limit=f"{_civil(allowed.opens_at)} – {_civil(allowed.closes_at)}",
        basis=policy.value(key).basis,
    )


def _time_by(case: Case) -> str:
    """The key that says how long the window is."""
    if case.evidence.phase is not Phase.MID:
        return OPENS_BY[case.evidence.phase]
    return "checks.room_within_s" if case.trainee.is_asked_together else "checks.answer_within_s"


def no_check_now(policy: PolicyView) -> Finding:
    """The middle of a session is attested when somebody is asked to, and at no other time."""
    basis = policy.value("checks.per_term").basis
    return Finding(check="time", outcome=Outcome.FAIL, reason="no_check_now", basis=basis)


def allowed_window(case: Case, policy: PolicyView) -> Window | None:
    """An end of the session, or an unannounced check of the person that has begun; none where there is no check."""
    evidence, session = case.evidence, case.session
    if evidence.phase is not Phase.MID:
        return window(evidence.phase, session.starts_at, session.ends_at, policy)
    return None if case.trainee.check is None else Window(evidence.phase, *case.trainee.check)


def missed_hours(case: Case, policy: PolicyView) -> int:
    """Class hours that this arrival costs; only an arrival costs any, and only one counts."""
    evidence, session = case.evidence, case.session
    # Who has exchanged the code was there by then, however long the phone looked for its position.
    arrived_at = min(evidence.moment, evidence.code_claimed_at or evidence.moment)
    if evidence.phase is Phase.MID:
        return 0
    if evidence.phase is Phase.OUT:
        return 0 if arrived_at <= _closing(case, policy) else session.class_hours
    return plan.missed_hours(arrived_at, session.starts_at, session.ends_at, session.class_hours, policy)


def _late(missed: int, case: Case, policy: PolicyView) -> Finding:
    """Who reviews such an attempt reads here what it may still credit."""
    return Finding(
        check="time",
        outcome=Outcome.NOTE,
        reason="late",
        measured=missed,
        limit=case.session.class_hours,
        unit="class hour",
        basis=policy.value("attendance.credit").basis,
    )


def _closing(case: Case, policy: PolicyView) -> datetime:
    session = case.session
    return window(case.evidence.phase, session.starts_at, session.ends_at, policy).closes_at


def clock(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """A phone's clock far from ours is remembered, never a ground by itself."""
    evidence = case.evidence
    if evidence.is_offline:
        return
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
