"""Emptiness of a class: whether so few hours were signed in for, where no rate is asked, that somebody should look."""

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind


def asks_for_rate(policy: PolicyView, kind: VoucherKind) -> bool:
    """Whether the rate decides about the subsidy, so that an empty class pays nothing anyway."""
    criteria = policy.value("eligibility.criteria", kind)
    minimum = policy.value("attendance.minimum_percent", kind)
    return minimum.is_required and criteria.is_required and "attendance_rate" in criteria.names


def is_empty(policy: PolicyView, kind: VoucherKind, *, signed: int, held: int) -> bool:
    """Whether the class hours signed in for are hardly any of those held, the share itself included."""
    limit = policy.value("class.empty_share_percent", kind)
    return held > 0 and limit.is_required and signed * 100 <= limit.integer * held
