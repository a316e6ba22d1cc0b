"""The composition root of background work: who hears of which event, the relay that tells them, and the nights."""

import asyncio
from contextlib import suppress
from types import MappingProxyType

import structlog

from checkin_service.checkin.examination import examine_sites
from checkin_service.eligibility import service as eligibility
from checkin_service.feed import ledger
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Routing
from checkin_service.kit.nightly import every_night
from checkin_service.kit.resources import Resources
from checkin_service.settlement.service import at_once
from checkin_service.timetable import service as timetable

_log = structlog.get_logger(__name__)

ROUTING: Routing = MappingProxyType(
    {
        "attendance.changed": eligibility.determine_for,
        "class.completed": eligibility.determine_for,
        "eligibility.determined": ledger.follow,
        "review.decided": eligibility.determine_for,
        "voucher.activated": ledger.reserve,
        "voucher.ended": ledger.release,
        "voucher.payable": at_once.settle,
    }
)


_EXPIRES_EVERY_S = 3600


async def background(resources: Resources, stop: asyncio.Event) -> None:
    """Everything that is done beside answering requests, until told to stop."""
    nights = every_night(lambda: examine_sites(resources), resources.clock, stop)
    await asyncio.gather(relay(resources, stop), nights, _expire(resources, stop))


async def relay(resources: Resources, stop: asyncio.Event) -> None:
    """Deliver the outbox until told to stop."""
    await Relay(resources, ROUTING).run(stop)


async def _expire(resources: Resources, stop: asyncio.Event) -> None:
    """Once an hour; a voucher past its day is refused anyway, even when this is late."""
    while not stop.is_set():
        try:
            await timetable.expire_due(resources)
        except Exception:  # noqa: BLE001 - the next hour tries again; deliveries must go on
            _log.exception("expiry.stumbled")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _EXPIRES_EVERY_S)
