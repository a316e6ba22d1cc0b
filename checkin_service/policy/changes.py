"""The keys whose values differ between two states of the rules, such as before and after a decision."""

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import Plain


def changed_keys(before: PolicyView, after: PolicyView) -> frozenset[str]:
    """The keys whose value is another one for vouchers of some kind, or was or becomes unknown."""
    one, other = _said(before), _said(after)
    return frozenset(key for key, kind in one.keys() | other.keys() if one.get((key, kind)) != other.get((key, kind)))


def _said(view: PolicyView) -> dict[tuple[str, str | None], tuple[bool, Plain | None]]:
    return {(value.key, value.voucher_kind): (value.is_required, value.value) for value in view.every()}
