"""Events about vouchers for the outbox: one event for all that a single write does to a voucher."""

from collections.abc import Iterable, Sequence
from typing import Any

from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.voucher.model.vouchers import Voucher, VoucherEvent, VoucherMove

_TOLD = frozenset(
    {
        VoucherEvent.ISSUED,
        VoucherEvent.CLAIMED,
        VoucherEvent.HELD,
        VoucherEvent.HOLD_ENDED,
        VoucherEvent.REQUESTED,
        VoucherEvent.REQUEST_REFUSED,
        VoucherEvent.APPROVED,
        VoucherEvent.PAYMENT_REFUSED,
        VoucherEvent.WRITTEN_OFF,
        VoucherEvent.CLAWED_BACK,
    }
)
"""Use, end and determination have news of their own, which the service itself hears too."""

TYPES = frozenset(f"voucher.{event}" for event in _TOLD)
RETURNED_BY_BANK = "voucher.payment_returned"


def about(voucher: Voucher) -> dict[str, Any]:
    """Which voucher, whose money, and which class if it has one."""
    found = {"voucher_id": str(voucher.voucher_id), "authority_code": voucher.authority_code}
    return found if voucher.class_id is None else found | {"class_id": str(voucher.class_id)}


def news_of(moved: Iterable[tuple[Voucher, Sequence[VoucherMove]]]) -> list[Event]:
    """Named after the last event of each; those of which others are told elsewhere are left out."""
    return [
        Event(
            trainee_id=voucher.trainee_id,
            event_id=new_id(),
            type=f"voucher.{moves[-1].event}",
            payload=about(voucher)
            | {"events": [each.event.value for each in moves], "state": moves[-1].state.value}
            | {"ordinal": moves[-1].ordinal, "activate_by": voucher.activate_by.isoformat()},
            occurred_at=moves[-1].at,
        )
        for voucher, moves in moved
        if moves and moves[-1].event in _TOLD
    ]
