"""Delivery of the news of a check-in, measured: paid after the answer, by whichever process delivers."""

import time

from checkin_service.feed.relay import Relay
from checkin_service.worker import ROUTING
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.stage import Stage

_BATCHES = 5


async def cpu_ms_per_event(stage: Stage) -> float:
    """CPU of this process and of PostgreSQL while batches of waiting events are delivered."""
    relay = Relay(stage.resources, ROUTING)
    await relay.deliver_batch()
    before_s = time.process_time() + cpu_seconds([stage.postmaster])
    delivered = sum([await relay.deliver_batch() for _ in range(_BATCHES)])
    spent_s = time.process_time() + cpu_seconds([stage.postmaster]) - before_s
    return round(1000 * spent_s / delivered, 2)
