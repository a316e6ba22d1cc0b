"""The composition root of background work: who hears of which event, relay, courier and sealer, and the nights."""

import asyncio
from contextlib import suppress
from functools import partial
from types import MappingProxyType

import structlog

from checkin_service.attendance import watch
from checkin_service.checkin.examination import examine_sites
from checkin_service.checkin.purging import purge
from checkin_service.eligibility import service as eligibility
from checkin_service.feed import ledger
from checkin_service.feed.bus import bus_of
from checkin_service.feed.courier import Courier
from checkin_service.feed.guard import Guard
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Routing, Together, subscribers_only
from checkin_service.kit.nightly import every_night
from checkin_service.kit.resources import Resources
from checkin_service.settlement.service import at_once
from checkin_service.timetable import service as timetable
from checkin_service.transparency.sealer import Sealer
from checkin_service.voucher.news import RETURNED_BY_BANK
from checkin_service.voucher.news import TYPES as VOUCHER_NEWS

_log = structlog.get_logger(__name__)

_determine = Together(eligibility.determine_for)

ROUTING: Routing = MappingProxyType(
    {
        # An appeal filed after the completion leaves the money where it is: its decision determines anew.
        "appeal.decided": _determine,
        "appeal.filed": subscribers_only,
        "attendance.at_risk": subscribers_only,
        "attendance.changed": _determine,
        "attendance.out_of_reach": subscribers_only,
        "class.completed": _determine,
        "correction.confirmed": _determine,
        "eligibility.appeal_upheld": _determine,
        "eligibility.determined": Together(ledger.follow),
        "leave.decided": subscribers_only,
        "person.facts_changed": _determine,
        "registration.transferred": subscribers_only,
        "registration.withdrawn": ledger.withdraw,
        "result.recorded": _determine,
        "review.decided": _determine,
        "voucher.activated": ledger.reserve,
        "voucher.ended": ledger.release,
        "voucher.payable": at_once.settle,
        **dict.fromkeys((*sorted(VOUCHER_NEWS), RETURNED_BY_BANK), subscribers_only),
    }
)


_EXPIRES_EVERY_S = 3600


async def background(resources: Resources, stop: asyncio.Event) -> None:
    """Everything that is done beside answering requests, until told to stop."""
    nightly = (examine_sites, purge, timetable.give_back_unused, watch.look)
    nights = (every_night(partial(act, resources), resources.clock, stop) for act in nightly)
    await asyncio.gather(relay(resources, stop), _expire(resources, stop), *nights)


async def relay(resources: Resources, stop: asyncio.Event) -> None:
    """Deliver the outbox, inside and out, and seal the log until told to stop."""
    guard = Guard(allows_loopback=resources.is_development)
    async with bus_of(resources) as bus, asyncio.TaskGroup() as tasks:
        tasks.create_task(Relay(resources, ROUTING).run(stop))
        tasks.create_task(Courier(resources, guard, bus=bus).run(stop))
        tasks.create_task(Sealer(resources).run(stop))


async def _expire(resources: Resources, stop: asyncio.Event) -> None:
    """Once an hour; a voucher past its day is refused anyway, even when this is late."""
    while not stop.is_set():
        try:
            await timetable.expire_due(resources)
        except Exception:  # noqa: BLE001 - the next hour tries again; deliveries must go on
            _log.exception("expiry.stumbled")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _EXPIRES_EVERY_S)
