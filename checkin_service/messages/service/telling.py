"""Messages made: from events, in the write that delivers them, and at night from vouchers that are near their end."""

from collections.abc import Sequence
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from checkin_service.messages import rules, store
from checkin_service.messages.model import Message
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import NATIONAL
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Voucher

TYPES = rules.TYPES
_PAGE = 500
_BEFORE_ALL = UUID(int=0)


async def tell(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
    """What events say to whom they concern, once each: the write that adds it marks them delivered."""
    now = resources.clock.now()
    new = []
    for event in events:
        said = rules.said_by(event.type, event.payload)
        class_id = event.payload.get("class_id")
        new.append(
            Message(
                trainee_id=event.trainee_id,
                cause=event.event_id,
                kind=said.kind,
                class_id=None if class_id is None else UUID(class_id),
                facts=said.facts,
                told_at=now,
            )
        )
    await _add(resources, unit, new)


async def tell_of_expiry(resources: Resources) -> int:
    """Every night, whoever holds a voucher that ends unused within the days of its authority; how many were told."""
    now = resources.clock.now()
    told, after = 0, (_BEFORE_ALL, _BEFORE_ALL)
    while page := await vouchers.ending_unused(resources, on=day_of(now), after=after, count=_PAGE):
        after = (page[-1].trainee_id, page[-1].voucher_id)
        told += await _tell_holders(resources, page)
    return told


async def _tell_holders(resources: Resources, page: Sequence[Voucher]) -> int:
    now = resources.clock.now()
    near = [
        Message(
            trainee_id=each.trainee_id,
            cause=each.voucher_id,
            kind=said.kind,
            class_id=None,
            facts=said.facts,
            told_at=now,
        )
        for each in page
        if (said := rules.near_its_end(each, policy_at(each.authority_code, now), on=day_of(now)))
    ]
    told = await store.told_already(
        resources.database, trainees=[each.trainee_id for each in near], causes=[each.cause for each in near]
    )
    new = [each for each in near if (each.trainee_id, each.cause, each.kind) not in told]
    if not new:
        return 0
    try:
        async with resources.database.write() as unit:
            await _add(resources, unit, new)
    except Stale:
        return 0  # Told a moment ago by another process; whoever is left out is told the next night.
    return len(new)


async def _add(resources: Resources, unit: UnitOfWork, new: Sequence[Message]) -> None:
    store.add_messages(unit, new)
    if resources.messenger is None:
        return
    people = [each.trainee_id for each in new]
    contacts = {each.trainee_id: each for each in await store.contacts_of(resources.database, trainees=people)}
    view = policy_at(NATIONAL, resources.clock.now())
    store.add_dispatches(
        unit,
        [
            store.Dispatch(each.trainee_id, each.cause, each.kind, each.told_at)
            for each in new
            if rules.goes_out(contacts.get(each.trainee_id), each.kind, view)
        ],
    )
