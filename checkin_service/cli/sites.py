"""`checkin-service sites examine`: what the nightly examination does, at once."""

import argparse
import asyncio

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.host.logs import set_up
from checkin_service.policy_decisions.service import currency
from checkin_service.review.service.site_suspicions import examine_sites
from checkin_service.settings import LogSettings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sites = subparsers.add_parser("sites", help="training places")
    actions = sites.add_subparsers(required=True, metavar="examine")
    examine = actions.add_parser("examine", help="look for sites entered in another datum, as happens every night")
    examine.set_defaults(run=_examine)


def _examine(_: argparse.Namespace) -> int:
    set_up(LogSettings().level)
    with database_at_hand() as url:
        found = asyncio.run(_examined(Assembly.from_environment(url)))
    print(f"{found} 个地点疑似坐标系有误 · sites that may have been entered in another datum: {found}")
    return 0


async def _examined(assembly: Assembly) -> int:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        return await examine_sites(resources)
