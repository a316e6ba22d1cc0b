"""A fix for the geometry, from what was measured."""

from datetime import datetime

from checkin_service.checkin.model import Evidence, Sighting
from checkin_service.policy.book import PolicyView
from geo import Fix, InvalidFix, Position


def fix_of(evidence: Evidence, policy: PolicyView) -> Fix:
    """The fix of an attempt; `InvalidFix` when there is no position or no usable accuracy.

    Its moment is the time of receipt: the phone's clock is only a claim, and who sets it back must not seem to
    travel slowly.
    """
    if evidence.position is None or evidence.accuracy_m is None:
        raise InvalidFix("accuracy_m", evidence.accuracy_m, "a number of metres above 0")
    return _fix(
        evidence.position, evidence.accuracy_m, evidence.confidence, evidence.received_at, evidence.is_mock, policy
    )


def fix_of_sighting(sighting: Sighting, policy: PolicyView) -> Fix | None:
    """The fix of an earlier attempt, if it was one."""
    try:
        return _fix(
            sighting.position,
            sighting.accuracy_m,
            sighting.confidence,
            sighting.received_at,
            sighting.is_mock,
            policy,
        )
    except InvalidFix:
        return None


def _fix(
    position: Position,
    accuracy_m: float,
    confidence: float | None,
    received_at: datetime,
    is_mock: bool | None,  # noqa: FBT001 - what the platform said, not a switch
    policy: PolicyView,
) -> Fix:
    if confidence is None:
        confidence = policy.value("location.default_confidence").number
    return Fix(
        position=position, accuracy_m=accuracy_m, confidence=confidence, captured_at=received_at, is_mock=is_mock
    )
