"""How a voucher lives: its transition graph, its periods, and whether it may be put to use on a day.

Graph of Shaoxing (SX-12 to SX-14, SX-23): obtained, activated (验券), used, then the money follows the determination.
"""

import calendar
from collections.abc import Sequence
from datetime import date, datetime
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.voucher.model import Voucher, VoucherEvent, VoucherMove, VoucherRefusal, VoucherState

_MONTHS = 12

LIFECYCLE = MappingProxyType(
    {
        (VoucherState.ISSUED, VoucherEvent.ACTIVATED): VoucherState.ACTIVATED,
        (VoucherState.ISSUED, VoucherEvent.EXPIRED): VoucherState.EXPIRED,
        (VoucherState.ACTIVATED, VoucherEvent.USED): VoucherState.USED,
        (VoucherState.ACTIVATED, VoucherEvent.EXPIRED): VoucherState.EXPIRED,
        (VoucherState.USED, VoucherEvent.MADE_PAYABLE): VoucherState.PAYABLE,
        (VoucherState.USED, VoucherEvent.RELEASED): VoucherState.RELEASED,
        (VoucherState.PAYABLE, VoucherEvent.RETRACTED): VoucherState.USED,
        (VoucherState.RELEASED, VoucherEvent.RESERVED_AGAIN): VoucherState.USED,
    }
)
"""Every move there is; any other is impossible."""


class ImpossibleMove(Exception):
    """The lifecycle has no such edge."""


def state_after(state: VoucherState, event: VoucherEvent) -> VoucherState:
    """Where an event leads.

    >>> state_after(VoucherState.ISSUED, VoucherEvent.ACTIVATED)
    <VoucherState.ACTIVATED: 'activated'>
    """
    try:
        return LIFECYCLE[state, event]
    except KeyError:
        raise ImpossibleMove(f"a voucher that is {state} cannot be {event}") from None


def last_day(obtained_on: date, months: int) -> date:
    """The last day of a period of calendar months, that day included (Civil Code art. 201 and 202).

    The day of the same number ends it; where the month has none, its last day does.

    >>> last_day(date(2022, 8, 31), 3)
    datetime.date(2022, 11, 30)
    >>> last_day(date(2023, 11, 29), 3)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(obtained_on.month - 1 + months, _MONTHS)
    year, month = obtained_on.year + years, month + 1
    return date(year, month, min(obtained_on.day, calendar.monthrange(year, month)[1]))


def periods(obtained_on: date, *, activate_within_months: int | None, use_within_months: int) -> tuple[date, date]:
    """The last day to activate and the last day to use; both count from obtaining (取得; SX-12, SX-13).

    Where no activation is asked for, the time to use is the only one.

    >>> periods(date(2022, 3, 1), activate_within_months=3, use_within_months=6)
    (datetime.date(2022, 6, 1), datetime.date(2022, 9, 1))
    """
    use_by = last_day(obtained_on, use_within_months)
    if activate_within_months is None:
        return use_by, use_by
    return min(last_day(obtained_on, activate_within_months), use_by), use_by


def state_on(voucher: Voucher, on: date) -> VoucherState:
    """The state on a day: a voucher past its day is expired even when no job has written it down yet (SX-14)."""
    is_late = (voucher.state is VoucherState.ISSUED and on > voucher.activate_by) or (
        voucher.state is VoucherState.ACTIVATED and on > voucher.use_by
    )
    return VoucherState.EXPIRED if is_late else voucher.state


def refusal_to_use(
    voucher: Voucher, *, on: date, activations_this_year: int, activations_allowed: int | None
) -> VoucherRefusal | None:
    """Why the voucher cannot be activated and used on a day (SX-12 to SX-15); `None` when it can."""
    state = state_on(voucher, on)
    if state is VoucherState.EXPIRED:
        return VoucherRefusal("voucher_expired", _expired_words(voucher))
    if state not in {VoucherState.ISSUED, VoucherState.ACTIVATED}:
        return VoucherRefusal("voucher_already_used", _ALREADY_USED)
    is_over_quota = activations_allowed is not None and activations_this_year >= activations_allowed
    if state is VoucherState.ISSUED and is_over_quota:
        return VoucherRefusal("voucher_quota_reached", _QUOTA_REACHED.filled(allowed=activations_allowed))
    return None


def moves_to_use(state: VoucherState) -> Sequence[VoucherEvent]:
    """Being accepted at a class activates a voucher and uses it; one activated before is only used."""
    if state is VoucherState.ISSUED:
        return (VoucherEvent.ACTIVATED, VoucherEvent.USED)
    return (VoucherEvent.USED,)


def moves_of(
    voucher: Voucher, events: Sequence[VoucherEvent], *, at: datetime, actor: str, reason: str | None = None
) -> list[VoucherMove]:
    """The moves that these events make of a voucher, in order."""
    moves: list[VoucherMove] = []
    state = voucher.state
    for ordinal, event in enumerate(events, start=voucher.ordinal + 1):
        state = state_after(state, event)
        moves.append(
            VoucherMove(
                trainee_id=voucher.trainee_id,
                voucher_id=voucher.voucher_id,
                ordinal=ordinal,
                event=event,
                state=state,
                at=at,
                actor=actor,
                reason=reason,
            )
        )
    return moves


_ALREADY_USED = Words("该培训券已使用，同一张券只能使用一次。", "This voucher has been used; a voucher is used once.")
_QUOTA_REACHED = Words(
    "持券人本年度激活的培训券已达{allowed}张上限。",
    "Its holder has reached the limit of {allowed} activated voucher(s) in this calendar year.",
)
_NOT_ACTIVATED = Words(
    "该培训券应于{day}（含当日）前激活，现已失效。",
    "This voucher had to be activated by {day}, that day included; it has expired.",
)
_NOT_USED = Words(
    "该培训券应于{day}（含当日）前使用，现已失效。",
    "This voucher had to be used by {day}, that day included; it has expired.",
)


def _expired_words(voucher: Voucher) -> Words:
    if voucher.state is VoucherState.ACTIVATED:
        return _NOT_USED.filled(day=voucher.use_by)
    return _NOT_ACTIVATED.filled(day=voucher.activate_by)
