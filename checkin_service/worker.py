"""The composition root of background work: who hears of which event, the relay that tells them, and the nights."""

import asyncio
from functools import partial
from types import MappingProxyType

from checkin_service.checkin.examination import examine_sites
from checkin_service.checkin.purging import purge
from checkin_service.eligibility import service as eligibility
from checkin_service.feed import ledger
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Routing
from checkin_service.kit.nightly import every_night
from checkin_service.kit.resources import Resources

ROUTING: Routing = MappingProxyType(
    {
        "attendance.changed": eligibility.determine_for,
        "class.completed": eligibility.determine_for,
        "eligibility.appeal_upheld": eligibility.determine_for,
        "eligibility.determined": ledger.follow,
        "person.facts_changed": eligibility.determine_for,
        "review.decided": eligibility.determine_for,
        "voucher.activated": ledger.reserve,
    }
)


async def background(resources: Resources, stop: asyncio.Event) -> None:
    """Everything that is done beside answering requests, until told to stop."""
    nights = (every_night(partial(act, resources), resources.clock, stop) for act in (examine_sites, purge))
    await asyncio.gather(relay(resources, stop), *nights)


async def relay(resources: Resources, stop: asyncio.Event) -> None:
    """Deliver the outbox until told to stop."""
    await Relay(resources, ROUTING).run(stop)
