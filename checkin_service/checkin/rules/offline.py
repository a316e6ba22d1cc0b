"""Attempts made without a network: the code of then brackets the phone's claim, and a day is enough to deliver them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.rules.classroom_code import Recognised, recognised, window_number
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView


def recognised_then(
    key: bytes, session_id: UUID, code: str, *, claimed_at: datetime, policy: PolicyView
) -> Recognised | None:
    """The window whose code this was, as near to the phone's claim as clocks differ; `None` when there is none."""
    length, tolerance = policy.value("classroom_code.window_s").integer, _tolerance(policy)
    last = window_number(claimed_at + tolerance, length)
    return recognised(
        key,
        session_id,
        code,
        now_window=last,
        accepted=last - window_number(claimed_at - tolerance, length) + 1,
    )


def moment_of_then(window: int, *, claimed_at: datetime, policy: PolicyView) -> datetime:
    """The claim, kept within the time for which that code was on the screen and accepted."""
    length = policy.value("classroom_code.window_s").integer
    shown_at = datetime.fromtimestamp(window * length, UTC)
    gone_at = shown_at + timedelta(seconds=length * policy.value("classroom_code.windows_accepted").integer)
    return min(max(claimed_at, shown_at), gone_at)


def is_claim_of_then(claimed_at: datetime, *, made_at: datetime, policy: PolicyView) -> bool:
    """Whether a claim of the code was good when the phone says that it was used, as near as clocks differ."""
    tolerance, life = _tolerance(policy), timedelta(seconds=policy.value("classroom_code.claim_s").integer)
    return -tolerance <= made_at - claimed_at <= life + tolerance


def moment_of_claim(claimed_at: datetime, *, made_at: datetime, policy: PolicyView) -> datetime:
    """What the phone says, kept within the life of the claim: a claim is given by our own clock."""
    return min(max(made_at, claimed_at), claimed_at + timedelta(seconds=policy.value("classroom_code.claim_s").integer))


def delivery(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Bracketed and delivered within the time for it; nothing to say of an attempt made with a network."""
    evidence = case.evidence
    if not evidence.is_offline:
        return
    limit = policy.value("offline.received_within_h")
    age = evidence.received_at - evidence.moment
    hours = round(age / timedelta(hours=1), 1)
    if age > timedelta(hours=limit.integer):
        outcome, reason = Outcome.DOUBT, "offline_too_old"
    elif evidence.bracketed_at is None:
        outcome, reason = Outcome.DOUBT, "offline_not_bracketed"
    else:
        outcome, reason = Outcome.NOTE, "offline_bracketed"
    yield Finding(
        check="offline",
        outcome=outcome,
        reason=reason,
        measured=hours,
        limit=limit.integer,
        unit="h",
        basis=limit.basis,
    )


def _tolerance(policy: PolicyView) -> timedelta:
    return timedelta(seconds=policy.value("offline.clock_tolerance_s").integer)
