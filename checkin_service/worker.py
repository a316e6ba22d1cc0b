"""The composition root of background work: who hears of which event, relay, courier and sealer, and the nights."""

import asyncio
from types import MappingProxyType

from checkin_service.checkin.examination import examine_sites
from checkin_service.eligibility import service as eligibility
from checkin_service.feed import ledger
from checkin_service.feed.courier import Courier
from checkin_service.feed.guard import Guard
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Routing
from checkin_service.kit.nightly import every_night
from checkin_service.kit.resources import Resources
from checkin_service.transparency.sealer import Sealer

ROUTING: Routing = MappingProxyType(
    {
        "attendance.changed": eligibility.determine_for,
        "class.completed": eligibility.determine_for,
        "eligibility.determined": ledger.follow,
        "review.decided": eligibility.determine_for,
        "voucher.activated": ledger.reserve,
    }
)


async def background(resources: Resources, stop: asyncio.Event) -> None:
    """Everything that is done beside answering requests, until told to stop."""
    nights = every_night(lambda: examine_sites(resources), resources.clock, stop)
    await asyncio.gather(relay(resources, stop), nights)


async def relay(resources: Resources, stop: asyncio.Event) -> None:
    """Deliver the outbox, inside and out, and seal the log until told to stop."""
    guard = Guard(allows_loopback=resources.is_development)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(Relay(resources, ROUTING).run(stop))
        tasks.create_task(Courier(resources, guard).run(stop))
        tasks.create_task(Sealer(resources).run(stop))
