"""The composition root of background work: who hears of which event, and the relay that tells them."""

import asyncio
from contextlib import suppress
from types import MappingProxyType

import structlog

from checkin_service.checkin.purging import purge
from checkin_service.eligibility import service as eligibility
from checkin_service.feed import ledger
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Routing
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources

_PURGES_EVERY_S = 3600

_log = structlog.get_logger("checkin_service.worker")

ROUTING: Routing = MappingProxyType(
    {
        "attendance.changed": eligibility.determine_for,
        "class.completed": eligibility.determine_for,
        "eligibility.determined": ledger.follow,
        "review.decided": eligibility.determine_for,
        "voucher.activated": ledger.reserve,
    }
)


async def relay(resources: Resources, stop: asyncio.Event) -> None:
    """Deliver the outbox and keep house until told to stop."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(Relay(resources, ROUTING).run(stop))
        tasks.create_task(_keep_house(resources, stop))


async def _keep_house(resources: Resources, stop: asyncio.Event) -> None:
    """Remove what has run out, soon after the start and then every hour; a failure is told and tried again."""
    while not stop.is_set():
        try:
            await purge(resources)
        except (Problem, OSError) as error:
            _log.warning("purge_failed", error=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _PURGES_EVERY_S)
