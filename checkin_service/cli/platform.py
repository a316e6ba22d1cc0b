"""`checkin-service platform`: the national platform that this installation asks."""

import argparse
import asyncio

from checkin_service.feed.guard import Guard
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.platform.service.http_client import HttpPlatform
from checkin_service.platform.service.port import PlatformRefused, PlatformUnavailable
from checkin_service.settings import PlatformSettings, ServiceSettings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    platform = subparsers.add_parser("platform", help="the national platform that is asked")
    actions = platform.add_subparsers(required=True, metavar="check")
    check = actions.add_parser("check", help="whether it answers, and lets us in")
    check.set_defaults(run=_check)


def _check(_: argparse.Namespace) -> int:
    settings = PlatformSettings()
    if settings.url is None or settings.access_key is None:
        raise Misconfigured("Set CHECKIN_PLATFORM_URL and CHECKIN_PLATFORM_ACCESS_KEY.")
    guard = Guard(allows_loopback=ServiceSettings().environment == "development")
    try:
        templates = asyncio.run(_templates(settings.url, settings.access_key.get_secret_value(), guard))
    except (PlatformRefused, PlatformUnavailable) as error:
        print(f"No · 未接通: {error}")
        return 1
    print(f"It answers; {templates} voucher template(s) on the first page. · 已接通。")
    return 0


async def _templates(url: str, access_key: str, guard: Guard) -> int:
    async with HttpPlatform.connected(url, access_key, guard=guard) as platform:
        return len((await platform.list_templates()).templates)
