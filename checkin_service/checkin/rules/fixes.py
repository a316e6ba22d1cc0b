"""Conversion of measured evidence into a fix that the geometry judges."""

from checkin_service.checkin.model.attempts import Sighting
from checkin_service.checkin.model.cases import Case
from checkin_service.policy.book import PolicyView
from geo import Fix, InvalidFix


def fix_of(sighting: Sighting | None, policy: PolicyView) -> Fix:
    """The fix; `InvalidFix` when nothing was measured or it has no usable accuracy.

    Its moment is the time of receipt: the phone's clock is only a claim, and who sets it back must not seem to
    travel slowly.
    """
    if sighting is None or sighting.accuracy_m is None:
        raise InvalidFix("accuracy_m", None, "a number of metres above 0")
    if is_stale(sighting, policy):
        raise InvalidFix("age_s", sighting.age_s, "a fix measured just before it was sent")
    confidence = sighting.confidence
    # Phones that do not document a confidence are judged by the policy's, not by a number of ours.
    if confidence is None:
        confidence = policy.value("location.default_confidence").number
    return Fix(
        position=sighting.position,
        accuracy_m=sighting.accuracy_m,
        confidence=confidence,
        captured_at=sighting.received_at,
        is_mock=sighting.is_mock,
    )


def is_stale(sighting: Sighting | None, policy: PolicyView) -> bool:
    """Whether the fix is so old, or so far in the phone's own future, that it does not say where the phone is now."""
    if sighting is None or sighting.age_s is None:
        return False
    return abs(sighting.age_s) > policy.value("location.fix_age_max_s").integer


def own_fix(case: Case, policy: PolicyView) -> Fix | None:
    """The fix that the attempt itself brings, where it can be used."""
    return case.once("own_fix", policy, lambda: usable_fix(case.evidence.sighting, policy))


def usable_fix(sighting: Sighting | None, policy: PolicyView) -> Fix | None:
    """The same, or none; for checks that have nothing to say without one."""
    try:
        return fix_of(sighting, policy)
    except InvalidFix:
        return None
