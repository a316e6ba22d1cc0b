"""Checks of entitlement: registration, session, repeats, theory before practice, two classes at once."""

from collections.abc import Iterator

from checkin_service.checkin.model.cases import Case
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery, SessionPart

_IN_USE = {"used", "activated"}


def registration(case: Case, _policy: PolicyView) -> Iterator[Finding]:
    """Registered in the class, with a voucher that is in use there."""
    trainee = case.trainee
    if trainee.is_withdrawn:
        yield Finding(check="registration", outcome=Outcome.FAIL, reason="withdrawn")
    # The institution activates the voucher at arrival; its delay must not cost the person the hours.
    elif trainee.voucher_state not in _IN_USE:
        yield Finding(
            check="registration",
            outcome=Outcome.DOUBT,
            reason="voucher_not_in_use",
            measured=trainee.voucher_state,
        )
    else:
        yield Finding(check="registration", outcome=Outcome.PASS, reason="registered")


def session(case: Case, _policy: PolicyView) -> Iterator[Finding]:
    """The class is open and the session takes place."""
    session = case.session
    if session.class_state != "open":
        yield Finding(
            check="session", outcome=Outcome.FAIL, reason="class_not_open", measured=session.class_state, limit="open"
        )
    elif session.is_cancelled:
        yield Finding(check="session", outcome=Outcome.FAIL, reason="session_cancelled")
    # Those hours are earned by learning records, not by being somewhere.
    elif session.delivery is Delivery.SELF_PACED:
        yield Finding(check="session", outcome=Outcome.FAIL, reason="session_self_paced")
    else:
        yield Finding(check="session", outcome=Outcome.PASS, reason="session_takes_place")


def repeat(case: Case, _policy: PolicyView) -> Iterator[Finding]:
    """What was accepted before counts once; a phase nobody asks for is remembered."""
    evidence, session, trainee = case.evidence, case.session, case.trainee
    if trainee.is_present(session.session_id, evidence.phase):
        yield Finding(check="repeat", outcome=Outcome.NOTE, reason="already_counted")
    elif evidence.phase not in session.phases and trainee.check is None:
        yield Finding(
            check="repeat",
            outcome=Outcome.NOTE,
            reason="phase_not_required",
            measured=evidence.phase,
            limit=sorted(session.phases),
        )


def theory(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Practice comes after theory passed in the same occupation, where the jurisdiction says so (FJ-23)."""
    session, trainee = case.session, case.trainee
    if session.part is not SessionPart.PRACTICE:
        return
    asked = policy.value("training.practice_after_theory")
    if not asked.is_required or asked.text != "theory_passed":
        return
    if trainee.has_passed_theory:
        yield Finding(check="theory", outcome=Outcome.PASS, reason="theory_passed", basis=asked.basis)
    else:
        yield Finding(check="theory", outcome=Outcome.FAIL, reason="theory_not_passed", basis=asked.basis)


def elsewhere(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Nobody attends two classes at once; what that means is the jurisdiction's to say."""
    if not case.trainee.is_elsewhere:
        return
    asked = policy.value("attendance.two_classes")
    outcome = Outcome.DOUBT if asked.text == "doubt" else Outcome.NOTE
    yield Finding(check="elsewhere", outcome=outcome, reason="present_elsewhere", basis=asked.basis)
