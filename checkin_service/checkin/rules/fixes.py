"""A fix for the geometry, from what was measured."""

from checkin_service.checkin.model import Sighting
from checkin_service.policy.book import PolicyView
from geo import Fix, InvalidFix


def fix_of(sighting: Sighting | None, policy: PolicyView) -> Fix:
    """The fix; `InvalidFix` when nothing was measured or it has no usable accuracy.

    Its moment is the time of receipt: the phone's clock is only a claim, and who sets it back must not seem to
    travel slowly.
    """
    if sighting is None or sighting.accuracy_m is None:
        raise InvalidFix("accuracy_m", None, "a number of metres above 0")
    confidence = sighting.confidence
    if confidence is None:
        confidence = policy.value("location.default_confidence").number
    return Fix(
        position=sighting.position,
        accuracy_m=sighting.accuracy_m,
        confidence=confidence,
        captured_at=sighting.received_at,
        is_mock=sighting.is_mock,
    )


def usable_fix(sighting: Sighting | None, policy: PolicyView) -> Fix | None:
    """The same, or none; for checks that have nothing to say without one."""
    try:
        return fix_of(sighting, policy)
    except InvalidFix:
        return None
