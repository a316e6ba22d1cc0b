"""`checkin-service feed`: what waits to be delivered, what was given up, and trying that again."""

import argparse
import asyncio
from uuid import UUID

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.feed import service


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    feed = subparsers.add_parser("feed", help="delivery of events")
    actions = feed.add_subparsers(required=True, metavar="status|replay|forget-bus")
    status = actions.add_parser("status", help="what waits, and what was given up")
    status.set_defaults(run=_status)
    replay = actions.add_parser("replay", help="try again what was given up")
    replay.add_argument("--subscriber", type=UUID, metavar="ID", help="only what was meant for this one")
    replay.set_defaults(run=_replay)
    forget = actions.add_parser("forget-bus", help="keep nothing more for a message bus that is gone for good")
    forget.set_defaults(run=_forget_bus)


def _status(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        asyncio.run(_show(Assembly.from_environment(url)))
    return 0


async def _show(assembly: Assembly) -> None:
    async with assembly.opened() as resources:
        inside, standings = await service.status(resources)
    since = f", the oldest since {inside.oldest_at.isoformat()}" if inside.oldest_at else ""
    print(f"inside: {inside.waiting} waiting, {inside.dead} given up{since}")
    for each in standings:
        error = f" · last error: {each.last_error}" if each.last_error else ""
        behind = f"{each.waiting} waiting, {each.dead} given up"
        print(f"{each.subscriber.subscriber_id} {each.subscriber.url}: {behind}{error}")


def _replay(arguments: argparse.Namespace) -> int:
    with database_at_hand() as url:
        asyncio.run(_try_again(Assembly.from_environment(url), arguments.subscriber))
    print("Tried again from the start. · 已重新投递。")
    return 0


async def _try_again(assembly: Assembly, subscriber_id: UUID | None) -> None:
    async with assembly.opened() as resources:
        await service.replay(resources, subscriber_id=subscriber_id)


def _forget_bus(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        is_forgotten = asyncio.run(_forget(Assembly.from_environment(url)))
    print("Forgotten. · 已停止向消息总线投递。" if is_forgotten else "There is no bus. · 没有消息总线。")
    return 0


async def _forget(assembly: Assembly) -> bool:
    async with assembly.opened() as resources:
        return await service.forget_bus(resources)
