"""Is it the right place? Three answers, because a poor fix is not a distant one."""

from collections.abc import Iterator

from checkin_service.checkin.model import CodeState, Evidence, SessionFacts, TraineeFacts
from checkin_service.checkin.rules.fixes import fix_of
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from geo import Circle, Fix, InvalidFix, Location, Union, locate
from geo import Outcome as Place

_OUTCOMES = {
    Place.INSIDE: (Outcome.PASS, "inside"),
    Place.OUTSIDE: (Outcome.FAIL, "outside"),
    Place.EDGE: (Outcome.DOUBT, "edge"),
}


def location(evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView) -> Iterator[Finding]:
    """Inside the fence (MP-24, AH-13), with the fix's own uncertainty weighed in."""
    del trainee
    if session.delivery is Delivery.ONLINE:
        yield Finding(check="location", outcome=Outcome.PASS, reason="online_session")
        return
    if evidence.at_terminal:
        yield Finding(check="location", outcome=Outcome.PASS, reason="terminal_at_site")
        return
    if evidence.position is None:
        yield Finding(check="location", outcome=Outcome.DOUBT, reason="no_position")
        return
    try:
        fix = fix_of(evidence.sighting, policy)
    except InvalidFix:
        yield Finding(
            check="location", outcome=Outcome.DOUBT, reason="no_usable_accuracy", measured=evidence.accuracy_m, unit="m"
        )
        return
    yield _located(placed(fix, session.fence, policy), evidence, session, policy)
    if session.fence_moves:
        yield Finding(check="moving_fence", outcome=Outcome.NOTE, reason="around_instructor")


def placed(fix: Fix, fence: Circle | Union, policy: PolicyView) -> Location:
    """How a fix lies to a fence, by the thresholds of policy."""
    return locate(
        fix,
        fence,
        inside_at=policy.value("location.inside_at").number,
        outside_disc=policy.value("location.outside_disc").number,
        accuracy_cap_m=policy.value("location.accuracy_cap_m").number,
    )


def mock_location(
    evidence: Evidence, session: SessionFacts, trainee: TraineeFacts, policy: PolicyView
) -> Iterator[Finding]:
    """A phone that says its position is simulated is not believed without another look."""
    del trainee, policy
    if evidence.is_mock and session.delivery is not Delivery.ONLINE:
        yield Finding(check="mock_location", outcome=Outcome.DOUBT, reason="mock_flag")


def _located(place: Location, evidence: Evidence, session: SessionFacts, policy: PolicyView) -> Finding:
    outcome, reason = _OUTCOMES[place.outcome]
    cap = policy.value("location.accuracy_cap_m")
    if reason == "edge" and evidence.accuracy_m is not None and evidence.accuracy_m > cap.number:
        reason = "too_inaccurate"
    if outcome is Outcome.DOUBT and evidence.code is CodeState.VALID:
        # Who reads the code off the wall is in the room, which a poor fix could neither show nor deny.
        outcome, reason = Outcome.NOTE, "edge_but_code"
    return Finding(
        check="location",
        outcome=outcome,
        reason=reason,
        measured={
            "distance_m": round(place.distance_m, 1),
            "margin_m": round(place.margin_m, 1),
            "accuracy_m": evidence.accuracy_m,
            "probability_inside": round(place.probability_inside, 4),
        },
        limit=_radius_m(session.fence),
        unit="m",
        basis=policy.value("location.inside_at").basis,
    )


def _radius_m(fence: Circle | Union) -> float:
    """The effective radius; of several grounds the first is the circle."""
    circle = fence.fences[0] if isinstance(fence, Union) else fence
    return circle.radius_m if isinstance(circle, Circle) else 0.0
