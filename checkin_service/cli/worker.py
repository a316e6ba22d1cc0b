"""`checkin-service worker`: deliver the outbox and do the nightly work in a process of its own."""

import argparse
import asyncio
import signal

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.host.heap import settle
from checkin_service.host.logs import set_up
from checkin_service.kit.scope import Work
from checkin_service.policy.book import shelf
from checkin_service.policy_decisions.service.currency import kept_current
from checkin_service.settings import LogSettings
from checkin_service.worker import background


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    worker = subparsers.add_parser("worker", help="deliver events and do nightly work until stopped")
    worker.set_defaults(run=_run)


def _run(_: argparse.Namespace) -> int:
    set_up(LogSettings().level)
    settle()
    with database_at_hand() as url:
        asyncio.run(deliver(Assembly.from_environment(url)))
    return 0


async def deliver(assembly: Assembly) -> None:
    """Background work until the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    own = shelf()
    async with assembly.opened(Work.WORKER) as resources, kept_current(resources, own):
        await background(resources, stop)
