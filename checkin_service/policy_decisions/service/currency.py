"""The currency of a node's policy book: what another node approved is loaded at the start and when it grows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import Shelf, beside, shelf
from checkin_service.policy_decisions import store
from checkin_service.policy_decisions.model import approved_values

_log = structlog.get_logger(__name__)

_LOOK_EVERY_S = 0.25


async def refresh(resources: Resources, own: Shelf | None = None) -> None:
    """Load the approved decisions if there are newer ones than the shelf holds (absent: the one at work here)."""
    own = own or shelf()
    # Read before the decisions: what is approved in between is loaded now, and once more at the next look.
    version = await store.version(resources.database)
    if version > own.version:
        decisions = await store.approved(resources.database)
        own.place(approved_values(decisions), version=version)


async def catch_up(resources: Resources, version: int) -> None:
    """Load what another node has approved, when a read of something else has told that there is more."""
    if version > shelf().version:
        await refresh(resources)


@asynccontextmanager
async def kept_current(resources: Resources, own: Shelf) -> AsyncIterator[None]:
    """The shelf holds all approved decisions from the start, and new ones within a second, while the block runs."""
    await refresh(resources, own)
    looking = asyncio.create_task(_look(resources, own), context=beside(own))
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _look(resources: Resources, own: Shelf) -> None:
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        try:
            await refresh(resources, own)
        except Problem as problem:
            _log.warning("policy.waits_for_database", problem=problem.kind.slug)
        except Exception:  # noqa: BLE001 - a node that stopped looking would judge by old rules in silence
            _log.exception("policy.stumbled")
