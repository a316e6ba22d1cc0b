"""Checks of place: inside, outside, or a fix too poor to tell, because a poor fix is not a distant one.

The code of the room helps wherever a fix leaves room for it, and wherever there is none: people who show the same code
get the same answer, whatever their phones say of their own precision. What it never helps against is a phone that has
said it is elsewhere.
"""

from collections.abc import Iterator
from functools import lru_cache

from checkin_service.checkin.model.attempts import CodeState, Evidence
from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.rules.fixes import is_stale, own_fix
from checkin_service.checkin.rules.labels import is_usual
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from geo import Circle, Fix, Ground, Location, LocationRule, Union, locate, rests_on_label
from geo import Outcome as GeoOutcome

_EXPLAINED = {Ground.OTHER_DATUM: "other_datum", Ground.GREY_RING: "grey_ring"}


def location(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Inside the fence (MP-24, AH-13), with the fix's own uncertainty weighed in."""
    evidence, session = case.evidence, case.session
    if session.delivery is Delivery.ONLINE:
        yield Finding(check="location", outcome=Outcome.PASS, reason="online_session")
        return
    # A card terminal is fixed at its site: whose card it read was there.
    if evidence.at_terminal:
        yield Finding(check="location", outcome=Outcome.PASS, reason="terminal_at_site")
        return
    if evidence.position is None:
        yield _without_fix(evidence, "no_position")
        return
    fix = own_fix(case, policy)
    if fix is None:
        is_old = is_stale(evidence.sighting, policy)
        yield _without_fix(evidence, "fix_too_old" if is_old else "no_usable_accuracy")
        return
    yield from _located(fix, case, policy)
    if session.fence_moves:
        yield _moving(own_place(fix, case, policy), evidence, policy)


def scan(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """A code of the session beside the place, where policy asks for both; a terminal at the site is both by itself."""
    evidence = case.evidence
    asked = policy.value("attendance.numerator")
    if asked.text != "located_and_scanned" or case.session.delivery is Delivery.ONLINE:
        return
    is_shown = evidence.at_terminal or evidence.code is CodeState.VALID
    outcome, reason = (Outcome.PASS, "scan_shown") if is_shown else (Outcome.DOUBT, "scan_missing")
    yield Finding(check="scan", outcome=outcome, reason=reason, measured=evidence.code, basis=asked.basis)


def contrary(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """A phone that said in this session that it is elsewhere is not made present by saying less.

    What lifts that: a fresh fix of the person's own phone that is no coarser, a terminal of the site, or a person.
    """
    evidence, said_m = case.evidence, case.trainee.contrary_m
    if said_m is None or evidence.at_terminal or case.session.delivery is Delivery.ONLINE:
        return
    fix = own_fix(case, policy) if evidence.fix_is_own else None
    # Nor by another label for the same numbers.
    if fix is None or not fix.accuracy_m <= said_m or not is_usual(case, policy):
        yield Finding(
            check="contrary",
            outcome=Outcome.DOUBT,
            reason="contrary_stands",
            measured=None if fix is None else fix.accuracy_m,
            limit=said_m,
            unit="m",
        )


def own_place(fix: Fix, case: Case, policy: PolicyView) -> Location:
    """How the fix that the attempt itself brings lies to the fence of its session."""
    return case.once("own_place", policy, lambda: placed(fix, case.session.fence, policy))


def placed(fix: Fix, fence: Circle | Union, policy: PolicyView) -> Location:
    """How a fix lies to a fence, by the thresholds of policy."""
    return locate(fix, fence, location_rule(policy, grey_ring_m(fence, policy)))


def grey_ring_m(fence: Circle | Union, policy: PolicyView) -> float:
    """How far beyond the boundary nobody is called outside.

    A small circle has a wider ring: a wall or a misplaced site moves a fix as far there as anywhere, while the radius
    makes good less of it.
    """
    ring_m = policy.value("location.grey_ring_m").number
    if not isinstance(fence, Circle):
        return ring_m
    return max(ring_m, policy.value("location.grey_within_m").number - fence.radius_m)


def carried_by_label(fix: Fix, place: Location, case: Case, policy: PolicyView) -> bool:
    """Whether a fix that lies inside does so by an unusual label alone: that is worth no more than an edge."""
    # The usual label comes first: to read the numbers in other datums costs more than all of the rest.
    if place.ground is not Ground.INSIDE or is_usual(case, policy):
        return False
    fence = case.session.fence
    return rests_on_label(fix, fence, location_rule(policy, grey_ring_m(fence, policy)))


@lru_cache(maxsize=256)
def location_rule(policy: PolicyView, ring_m: float) -> LocationRule:
    """The thresholds of a day for a fence with this grey ring; every one of them is a dated value."""
    return LocationRule(
        inside_at=policy.value("location.inside_at").number,
        outside_disc=policy.value("location.outside_disc").number,
        believed_at_most=policy.value("location.believed_confidence").number,
        widening=policy.value("location.disc_widening_percent").integer / 100,
        least_disc_m=policy.value("location.disc_min_m").number,
        grey_ring_m=ring_m,
        reach_m=policy.value("location.reach_m").number,
        accuracy_cap_m=policy.value("location.accuracy_cap_m").number,
    )


def mock_location(case: Case, _policy: PolicyView) -> Iterator[Finding]:
    """A phone that says its position is simulated is not believed without another look."""
    if case.evidence.is_mock and case.session.delivery is not Delivery.ONLINE:
        yield Finding(check="mock_location", outcome=Outcome.DOUBT, reason="mock_flag")


def _without_fix(evidence: Evidence, reason: str) -> Finding:
    """Silence is worth the room's code and nothing else."""
    if evidence.code is CodeState.VALID:
        return Finding(check="location", outcome=Outcome.NOTE, reason=f"{reason}_but_code")
    if evidence.position is None:
        return Finding(check="location", outcome=Outcome.DOUBT, reason=reason)
    return Finding(check="location", outcome=Outcome.DOUBT, reason=reason, measured=evidence.accuracy_m, unit="m")


def _located(fix: Fix, case: Case, policy: PolicyView) -> Iterator[Finding]:
    evidence, place = case.evidence, own_place(fix, case, policy)
    if carried_by_label(fix, place, case, policy):
        outcome, reason = _by_label(evidence)
    else:
        outcome, reason = _judged(place, evidence, policy.value("location.accuracy_cap_m").number)
    yield Finding(
        check="location",
        outcome=outcome,
        reason=reason,
        measured={
            "distance_m": round(place.distance_m, 1),
            "margin_m": round(place.margin_m, 1),
            "accuracy_m": evidence.accuracy_m,
            "probability_inside": round(place.probability_inside, 4),
        },
        limit=_radius_m(case.session.fence),
        unit="m",
        basis=policy.value("location.inside_at").basis,
    )
    if place.ground in _EXPLAINED:
        ring = policy.value("location.grey_ring_m")
        yield Finding(
            check="grey_fix",
            outcome=Outcome.NOTE,
            reason=_EXPLAINED[place.ground],
            measured=round(-place.margin_m, 1),
            limit=round(grey_ring_m(case.session.fence, policy)) if place.ground is Ground.GREY_RING else None,
            unit="m",
            basis=ring.basis,
        )


def _by_label(evidence: Evidence) -> tuple[Outcome, str]:
    if evidence.code is CodeState.VALID:
        return Outcome.NOTE, "inside_by_label_but_code"
    return Outcome.DOUBT, "inside_by_label"


def _moving(place: Location, evidence: Evidence, policy: PolicyView) -> Finding:
    """One account of the staff moves no class: several phones of trainees, or a device of the site, were there too."""
    others, needed = evidence.fence_others, policy.value("site.moving_witnesses")
    if others is None:
        by = "around_device" if evidence.fence_by_device else "around_instructor"
        return Finding(check="moving_fence", outcome=Outcome.NOTE, reason=by)
    inside = others + (1 if evidence.fix_is_own and place.outcome is GeoOutcome.INSIDE else 0)
    is_borne_out = inside >= needed.integer
    return Finding(
        check="moving_fence",
        outcome=Outcome.NOTE if is_borne_out else Outcome.DOUBT,
        reason="fence_borne_out" if is_borne_out else "fence_not_borne_out",
        measured=inside,
        limit=needed.integer,
        basis=needed.basis,
    )


def _judged(place: Location, evidence: Evidence, cap_m: float) -> tuple[Outcome, str]:
    if place.ground is Ground.INSIDE:
        return Outcome.PASS, "inside"
    if place.ground is Ground.OUTSIDE:
        return Outcome.FAIL, "outside"
    # A disc of kilometres reaches every fence of a town: the code alone would let anybody in who is told it.
    if place.ground is Ground.OUT_OF_REACH:
        return Outcome.DOUBT, "out_of_reach"
    # Who reads the code off the wall is in the room, which a poor fix could neither show nor deny.
    if evidence.code is CodeState.VALID:
        return Outcome.NOTE, "edge_but_code"
    is_coarse = evidence.accuracy_m is not None and evidence.accuracy_m > cap_m
    return Outcome.DOUBT, "too_inaccurate" if is_coarse else "edge"


def _radius_m(fence: Circle | Union) -> float:
    """The effective radius; of several grounds the first is the circle."""
    circle = fence.fences[0] if isinstance(fence, Union) else fence
    return circle.radius_m if isinstance(circle, Circle) else 0.0
