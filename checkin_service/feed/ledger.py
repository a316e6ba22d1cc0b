"""Event handlers of the embedded ledger: subsidies are reserved at activation and follow the determination."""

from collections.abc import Sequence
from types import MappingProxyType
from uuid import UUID

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.ledger import Position
from checkin_service.voucher.service import ledger_moves

_POSITION_OF = MappingProxyType(
    {
        DeterminationOutcome.ELIGIBLE: Position.PAYABLE,
        DeterminationOutcome.NOT_ELIGIBLE: Position.RELEASED,
        DeterminationOutcome.DOUBTFUL: Position.RESERVED,
    }
)


async def reserve(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """`voucher.activated`: the subsidy is set aside."""
    await ledger_moves.reserve(
        resources,
        unit,
        trainee_id=event.trainee_id,
        voucher_id=UUID(event.payload["voucher_id"]),
        amount_fen=event.payload["amount_fen"],
        payee=event.payload["payee"],
        cause=event.event_id,
        at=resources.clock.now(),
    )


async def follow(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
    """`eligibility.determined`: the money becomes payable, goes back to the budget, or stays reserved in doubt."""
    # Nothing was reserved for somebody who put no voucher to use.
    wishes = [_wish(event) for event in events if event.payload["voucher_id"] is not None]
    if wishes:
        await ledger_moves.move_all(resources, unit, wishes, at=resources.clock.now())


def _wish(event: Event) -> ledger_moves.Wish:
    return ledger_moves.Wish(
        target=_POSITION_OF[DeterminationOutcome(event.payload["outcome"])],
        trainee_id=event.trainee_id,
        voucher_id=UUID(event.payload["voucher_id"]),
        amount_fen=event.payload["amount_fen"],
        payees={each["leg"]: each["payee"] for each in event.payload.get("payments", ())},
        cause=event.event_id,
    )


async def withdraw(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """`registration.withdrawn`: nothing is earned in a class that was left; what was set aside is free for others."""
    if event.payload["voucher_id"] is not None:
        await release(resources, unit, event)


async def release(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """`voucher.ended`: a voucher returned, expired or voided frees what was set aside for it."""
    await ledger_moves.release_ended(
        resources,
        unit,
        trainee_id=event.trainee_id,
        voucher_id=UUID(event.payload["voucher_id"]),
        cause=event.event_id,
        at=resources.clock.now(),
    )
