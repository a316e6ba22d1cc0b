"""Quotas of a person: how many vouchers may be held, activated and used."""

from datetime import date

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import VoucherRefusal


def refusal_to_issue(view: PolicyView, kind: VoucherKind, *, live: int) -> VoucherRefusal | None:
    """FJ-14: whoever holds a live voucher gets no new one; elsewhere several are allowed at once (MP-04)."""
    return _reached(view, "voucher.live_per_person", kind, live, "voucher_still_held", _STILL_HELD)


def refusal_to_activate(view: PolicyView, kind: VoucherKind, *, activated_this_year: int) -> VoucherRefusal | None:
    """SX-15: so many activated vouchers per person and calendar year."""
    key = "voucher.activations_per_year"
    return _reached(view, key, kind, activated_this_year, "voucher_quota_reached", _QUOTA_REACHED)


def refusal_of_occupation(view: PolicyView, kind: VoucherKind, *, used_this_year: int) -> VoucherRefusal | None:
    """FJ-19: one training with a voucher per person, calendar year and occupation."""
    key = "voucher.uses_per_occupation_and_year"
    return _reached(view, key, kind, used_this_year, "occupation_quota_reached", _OCCUPATION)


def refusal_to_claim(view: PolicyView, kind: VoucherKind, *, claimed: int) -> VoucherRefusal | None:
    """MP-09: the same voucher is claimed once."""
    return _reached(view, "voucher.claims_per_voucher", kind, claimed, "voucher_already_claimed", _ALREADY_CLAIMED)


def refusal_to_use_again(view: PolicyView, kind: VoucherKind, *, used: int) -> VoucherRefusal | None:
    """MP-09: the same voucher is used once."""
    return _reached(view, "voucher.uses_per_voucher", kind, used, "voucher_already_used", ALREADY_USED)


def quota_year(view: PolicyView, kind: VoucherKind, *, registered_on: date, activated_on: date) -> int:
    """The calendar year a use counts in: that of the activation (SX-15) or of the registration (FJ-19)."""
    goes_by = view.value("voucher.year_of", kind).text
    return (registered_on if goes_by == "registration" else activated_on).year


def _reached(
    view: PolicyView, key: str, kind: VoucherKind, number: int, reason: str, words: Words
) -> VoucherRefusal | None:
    allowed = view.value(key, kind)
    if not allowed.is_required or number < allowed.integer:
        return None
    return VoucherRefusal(reason, words.filled(allowed=allowed.integer), allowed.basis)


ALREADY_USED = Words("该培训券已使用，同一张券只能使用一次。", "This voucher has been used; a voucher is used once.")
_QUOTA_REACHED = Words(
    "持券人本年度激活的培训券已达{allowed}张上限。",
    "Its holder has reached the limit of {allowed} activated voucher(s) in this calendar year.",
)
_STILL_HELD = Words(
    "已持有培训券，每人同时只能持有{allowed}张，不再发放新的。",
    "A voucher is held already; a person holds {allowed} at a time, so that no new one is issued.",
)
_OCCUPATION = Words(
    "本年度已持券参加过该职业（工种）的培训，每年限{allowed}次。",
    "A voucher was used for this occupation in this calendar year; {allowed} time(s) a year is the limit.",
)
_ALREADY_CLAIMED = Words(
    "该培训券已领取，同一张券只能领取{allowed}次。",
    "This voucher has been claimed; a voucher is claimed {allowed} time(s).",
)
