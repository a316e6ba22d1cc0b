"""How a voucher lives: its transition graph, and whether it may be put to use on a day.

Graph of Shaoxing (SX-12 to SX-14, SX-23): obtained, activated (验券), used, then the money follows the determination.
"""

from collections.abc import Sequence
from datetime import date, datetime
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.voucher.model import Voucher, VoucherEvent, VoucherMove, VoucherRefusal, VoucherState
from checkin_service.voucher.rules.quota import ALREADY_USED, QUOTA_REACHED

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
        return VoucherRefusal("voucher_already_used", ALREADY_USED)
    is_over_quota = activations_allowed is not None and activations_this_year >= activations_allowed
    if state is VoucherState.ISSUED and is_over_quota:
        return VoucherRefusal("voucher_quota_reached", QUOTA_REACHED.filled(allowed=activations_allowed))
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
