"""`checkin-service recheck`: judge a class's stored attempts again, by today's rules or by a draft; change nothing."""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.checkin.model.rechecks import Rechecked
from checkin_service.checkin.service.recheck import recheck
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import DATA, Book, load_book
from checkin_service.policy.book import book as decided
from checkin_service.policy.load import PackInvalid
from checkin_service.policy.model import PolicyUnknown
from checkin_service.policy_decisions.service import currency


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("recheck", help="replay the verdicts of a class and print what differs")
    command.add_argument("class_id", metavar="CLASS", type=UUID)
    command.add_argument("--policy", type=Path, default=DATA, help="a folder of packs, such as a draft")
    command.add_argument("--on", type=date.fromisoformat, help="the day whose rules apply; the session's when absent")
    command.add_argument("--known-on", type=date.fromisoformat, help="what was published by then; today when absent")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        book = load_book(arguments.policy)
    except (PackInvalid, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    with database_at_hand() as url:
        return asyncio.run(_recheck(Assembly.from_environment(url), book, arguments))


async def _recheck(assembly: Assembly, book: Book, arguments: argparse.Namespace) -> int:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        try:
            return await report(
                resources,
                book.with_decisions(decided().decisions),
                arguments.class_id,
                on=arguments.on,
                known_on=arguments.known_on,
            )
        except PolicyUnknown as unknown:
            print(unknown, file=sys.stderr)
            return 2


async def report(resources: Resources, book: Book, class_id: UUID, *, on: date | None, known_on: date | None) -> int:
    """Print every attempt that would be decided otherwise; 1 when there is one, as `diff` does."""
    replayed = purged = different = 0
    async for each in recheck(resources, book, class_id, on=on, known_on=known_on):
        replayed += 1
        purged += each.is_purged
        if each.differs:
            different += 1
            _print(each)
    print(f"{replayed} attempts, {different} would be decided otherwise; evidence purged: {purged}")
    print(f"共 {replayed} 次签到，{different} 次结论将不同；证据已清除：{purged}")
    return 1 if different else 0


def _print(each: Rechecked) -> None:
    attempt = each.attempt
    print(f"{attempt.attempt_id} {attempt.received_at:%Y-%m-%dT%H:%M:%SZ} trainee {attempt.trainee_id}")
    print(f"  {attempt.decision} → {each.decision}")
    for finding in each.findings:
        print(f"  {'+' if finding.is_new else '-'} {finding.check}: {finding.outcome} ({finding.reason})")
