"""A sign-in that the national platform asserts (AH-13): believed as its word, and never taken for our own evidence.

The platform is the witness of person, moment and, where it sends no position, of the place. So the moment it states is
judged, not the moment its message arrives; and the hours carry a mode of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import Phase, SessionFacts
from checkin_service.checkin.model.cases import Case, Judgement
from checkin_service.checkin.rules import entitled, where
from checkin_service.checkin.rules.judge import Check, checked
from checkin_service.checkin.rules.when import allowed_window, no_check_now
from checkin_service.kit.civil import CHINA
from checkin_service.kit.verdict import Decision, Finding, Outcome, Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from checkin_service.timetable.rules.plan import OPENS_BY

MODE = "asserted_by_platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertedFacts:
    """What the national platform has said about a person's session."""

    phases: frozenset[Phase]
    """Those it attested before, accepted."""
    place_agrees: bool | None
    """Its own comparison of places, where it sends no position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertedCase(Case):
    """A case that rests on the national platform's word."""

    asserted: AssertedFacts


def judge_asserted(case: Case, policy: PolicyView, *, asserted: AssertedFacts) -> Judgement:
    """The judgement of one asserted sign-in."""
    said = AssertedCase(evidence=case.evidence, session=case.session, trainee=case.trainee, asserted=asserted)
    verdict, faults = checked(CHECKS, said, policy)
    completes = completes_by_assertion(verdict, case.evidence.phase, case.session, asserted, policy)
    worth = EvidenceClass.F if verdict.decision is Decision.ACCEPTED else None
    return Judgement(verdict=verdict, completes_session=completes, evidence_class=worth, faults=faults)


def completes_by_assertion(
    verdict: Verdict, phase: Phase, session: SessionFacts, asserted: AssertedFacts, policy: PolicyView
) -> bool:
    """Whether the platform's word alone now covers every phase of the session, and policy counts it.

    Phases that our own evidence covers are not mixed in: nobody could tell by whose witness the hours were given.
    """
    if verdict.decision is not Decision.ACCEPTED or not _is_counted(policy):
        return False
    return phase in session.phases and session.phases <= asserted.phases | {phase}


def _person(_case: Case, _policy: PolicyView) -> Iterator[Finding]:
    yield Finding(check="person", outcome=Outcome.PASS, reason="asserted_person")


def _time(case: Case, policy: PolicyView) -> Iterator[Finding]:
    evidence = case.evidence
    if (allowed := allowed_window(case, policy)) is None:
        yield no_check_now(policy)
        return
    signed_at, ahead = evidence.captured_at, policy.value("clock.platform_ahead_s")
    ahead_s = (signed_at - evidence.received_at).total_seconds()
    # What has not happened yet cannot have been witnessed; a few minutes are the difference of two clocks.
    if ahead_s > ahead.integer:
        yield Finding(
            check="time",
            outcome=Outcome.FAIL,
            reason="asserted_ahead",
            measured=round(ahead_s),
            limit=ahead.integer,
            unit="s",
            basis=ahead.basis,
        )
        return
    outcome, reason = Outcome.PASS, "in_time"
    if signed_at < allowed.opens_at:
        outcome, reason = Outcome.FAIL, "too_early"
    elif signed_at > allowed.closes_at:
        outcome, reason = Outcome.FAIL, "too_late"
    key = "checks.answer_within_s" if evidence.phase is Phase.MID else OPENS_BY[evidence.phase]
    yield Finding(
        check="time",
        outcome=outcome,
        reason=reason,
        measured=signed_at.astimezone(CHINA).replace(tzinfo=None).isoformat(" ", "seconds"),
        basis=policy.value(key).basis,
    )


def _location(case: AssertedCase, policy: PolicyView) -> Iterator[Finding]:
    if case.evidence.position is not None or case.session.delivery is Delivery.ONLINE:
        yield from where.location(case, policy)
    elif case.asserted.place_agrees is None:
        yield Finding(check="location", outcome=Outcome.DOUBT, reason="no_position")
    # The platform's word and no measurement of ours: a note says so, whatever else is found.
    elif case.asserted.place_agrees:
        yield Finding(check="location", outcome=Outcome.NOTE, reason="asserted_place")
    else:
        yield Finding(check="location", outcome=Outcome.FAIL, reason="asserted_elsewhere")


def _phase(case: AssertedCase, _policy: PolicyView) -> Iterator[Finding]:
    phase = case.evidence.phase
    if phase in case.asserted.phases:
        yield Finding(check="repeat", outcome=Outcome.NOTE, reason="already_counted")
    elif phase not in case.session.phases:
        yield Finding(check="repeat", outcome=Outcome.NOTE, reason="phase_not_required", measured=phase)


def _counting(_case: Case, policy: PolicyView) -> Iterator[Finding]:
    reason = "asserted_counts" if _is_counted(policy) else "asserted_recorded"
    basis = policy.value("attendance.counted_modes").basis
    yield Finding(check="counting", outcome=Outcome.NOTE, reason=reason, basis=basis)


def _is_counted(policy: PolicyView) -> bool:
    modes = policy.value("attendance.counted_modes")
    return not modes.is_required or MODE in modes.names


CHECKS: tuple[tuple[str, Check[AssertedCase]], ...] = (
    ("registration", entitled.registration),
    ("session", entitled.session),
    ("person", _person),
    ("time", _time),
    ("location", _location),
    ("contrary", where.contrary),
    ("phase", _phase),
    ("counting", _counting),
)
