"""Counting of live vouchers and of uses of one occupation, across institutions and authorities (FJ-14, FJ-19)."""

from collections.abc import Iterable
from datetime import date

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.uses import Use
from checkin_service.voucher.model.vouchers import BEFORE_USE, Voucher, VoucherRefusal, VoucherState
from checkin_service.voucher.rules.lifecycle import state_on
from checkin_service.voucher.rules.quota import quota_year, refusal_of_occupation, refusal_to_issue

_LIVE = BEFORE_USE | {VoucherState.USED}
"""Held: still to be used, or in a training that is not over."""


def refusal_while_held(
    view: PolicyView, kind: VoucherKind, held: Iterable[Voucher], *, on: date
) -> VoucherRefusal | None:
    """FJ-14: why no further voucher is issued to somebody who holds one, of whatever kind and from whomever here."""
    live = [each for each in held if state_on(each, on) in _LIVE and same_area(each.authority_code, view.jurisdiction)]
    return refusal_to_issue(view, kind, live=len(live))


def refusal_of_use(
    view: PolicyView, kind: VoucherKind, uses: Iterable[Use], *, occupation: str, registered_on: date, on: date
) -> VoucherRefusal | None:
    """FJ-19: why a voucher cannot serve for an occupation that the person was trained in with one in that year."""
    year = quota_year(view, kind, registered_on=registered_on, activated_on=on)
    return refusal_of_occupation(
        view, kind, used_this_year=len(uses_in_year(view, kind, uses, occupation=occupation, year=year))
    )


def uses_in_year(view: PolicyView, kind: VoucherKind, uses: Iterable[Use], *, occupation: str, year: int) -> list[Use]:
    """The uses of an occupation that count in a calendar year, of every authority of the province."""
    return [
        each
        for each in uses
        if same_area(each.authority_code, view.jurisdiction)
        and folded(each.occupation) == folded(occupation)
        and year_of(view, kind, each) == year
    ]


def year_of(view: PolicyView, kind: VoucherKind, use: Use) -> int:
    """The calendar year a use made before counts in; without an activation on record that of the registration."""
    activated_on = date(use.activated_in, 1, 1) if use.activated_in else use.registered_on
    return quota_year(view, kind, registered_on=use.registered_on, activated_on=activated_on)


def same_area(one: str, other: str) -> bool:
    """Whether two authorities lie in the same province; the ministry's own (000000) lies in every one.

    >>> same_area("350100", "350200"), same_area("350100", "330600"), same_area("000000", "330600")
    (True, False, True)
    """
    provinces = {one[:2], other[:2]}
    return len(provinces - {"00"}) <= 1


def folded(occupation: str) -> str:
    """An occupation's name as it is compared: white space and case say nothing."""
    return "".join(occupation.split()).casefold()
