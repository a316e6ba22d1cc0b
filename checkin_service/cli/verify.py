"""`checkin-service verify`: every counter is made again from the facts, and every credit traced to its evidence."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.attendance import verification as attendance
from checkin_service.checkin import verification as checkin
from checkin_service.kit.database import Database


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = subparsers.add_parser("verify", help="prove that counters and credits agree with the facts")
    verify.set_defaults(run=_run)


def _run(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        return asyncio.run(_verify(Assembly.from_environment(url)))


async def _verify(assembly: Assembly) -> int:
    async with Database.connected(assembly.database_url, connections=2) as database:
        return await verify(database)


async def verify(database: Database) -> int:
    """Print what does not agree; 0 when everything does, 1 when something does not."""
    faults = 0
    for each in await attendance.counter_differences(database):
        faults += 1
        print(
            f"counter {_hours(each.counted)} ≠ facts {_hours(each.facts)}: "
            f"trainee {each.trainee_id}, class {each.class_id}"
        )
    async for fault in checkin.unfounded(database):
        faults += 1
        print(f"{fault.fault}: trainee {fault.trainee_id}, session {fault.session_id}, evidence {fault.attempt_id}")
    if faults:
        print(f"{faults} differences · {faults} 处不一致", file=sys.stderr)
        return 1
    number = await attendance.number_of_counters(database)
    print(f"{number} counters agree with their facts · {number} 个计数与事实一致")
    return 0


def _hours(parts: Sequence[int]) -> str:
    """Credited, of these corrected, of these imported."""
    return "/".join(map(str, parts))
