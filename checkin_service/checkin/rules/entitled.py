"""May this person earn class hours here at all."""

from collections.abc import Iterator

from checkin_service.checkin.model import Evidence, SessionFacts, TraineeFacts
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView

_IN_USE = {"used", "activated"}


def registration(
    evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView
) -> Iterator[Finding]:
    """Registered in the class, with a voucher that is in use there."""
    del evidence, session, policy
    if trainee.is_withdrawn:
        yield Finding(check="registration", outcome=Outcome.FAIL, reason="withdrawn")
    elif trainee.voucher_state not in _IN_USE:
        yield Finding(
            check="registration",
            outcome=Outcome.DOUBT,
            reason="voucher_not_in_use",
            measured=trainee.voucher_state,
        )
    else:
        yield Finding(check="registration", outcome=Outcome.PASS, reason="registered")


def session(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """The class is open and the session takes place."""
    del evidence, trainee, policy
    if session.class_state != "open":
        yield Finding(
            check="session", outcome=Outcome.FAIL, reason="class_not_open", measured=session.class_state, limit="open"
        )
    elif session.is_cancelled:
        yield Finding(check="session", outcome=Outcome.FAIL, reason="session_cancelled")
    else:
        yield Finding(check="session", outcome=Outcome.PASS, reason="session_takes_place")


def repeat(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """What was accepted before counts once; a phase nobody asks for is remembered."""
    del policy
    if trainee.is_present(session.session_id, evidence.phase):
        yield Finding(check="repeat", outcome=Outcome.NOTE, reason="already_counted")
    elif evidence.phase not in session.phases:
        yield Finding(
            check="repeat",
            outcome=Outcome.NOTE,
            reason="phase_not_required",
            measured=evidence.phase,
            limit=sorted(session.phases),
        )
