"""A worker that determines: `… determining DATABASE_URL`; delivers until no class that was completed waits any more."""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Sequence

from checkin_service.assembly import Assembly
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Together, subscribers_only
from checkin_service.host.heap import settle
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from checkin_service.worker import ROUTING

_COMPLETED = "class.completed"
_EARLY = 5_000


async def determine(url: str) -> dict[str, float]:
    determined, early_mib = 0, 0.0
    handler = ROUTING[_COMPLETED]
    assert isinstance(handler, Together)

    async def counted(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
        nonlocal determined
        await handler.handle(resources, unit, events)
        determined += len(events)

    # What the ledger makes of the determinations is measured elsewhere.
    routing = {**ROUTING, _COMPLETED: Together(counted), "eligibility.determined": subscribers_only}
    async with Assembly.from_environment(url).opened() as resources:
        # What loading the service costs is paid once, however many wait.
        began_s = time.process_time()
        relay, before = Relay(resources, routing), -1
        while determined > before:
            before = determined
            await relay.deliver_batch()
            early_mib = early_mib or (_memory_mib() if determined > _EARLY else 0.0)
    return {
        "determined": determined,
        "cpu_s": round(time.process_time() - began_s, 1),
        "memory_mib_early": early_mib,
        "memory_mib_at_the_end": _memory_mib(),
    }


def _memory_mib() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    settle()
    print(json.dumps(asyncio.run(determine(sys.argv[1]))))  # noqa: T201 - the result
