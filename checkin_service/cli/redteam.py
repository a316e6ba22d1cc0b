"""`checkin-service redteam`: honest phones and attacks against a server of its own, with figures that may not fall."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from random import Random

import numpy as np

from checkin_service.demo.stage import Officials, set_up
from checkin_service.demo.theatre import Theatre, theatre
from checkin_service.kit.civil import day_of
from checkin_service.kit.clock import SystemClock
from checkin_service.redteam import checks_page, visits_page
from checkin_service.redteam.campaign import RADII, Campaign, Size
from checkin_service.redteam.ground import Ground
from checkin_service.redteam.report import Report, fallen, published_in

_DAYS_BACK = 40


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    redteam = subparsers.add_parser("redteam", help="attack a server of its own, and count who gets through")
    redteam.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed draws the same people")
    redteam.add_argument("--tries", type=int, default=368, metavar="N", help="of each attack; 368 support 99 %%")
    redteam.add_argument("--radius", type=int, action="append", choices=RADII, help="of honest classes; all by default")
    redteam.add_argument("--report", type=Path, metavar="FILE", help="write the page there, and its data beside it")
    redteam.add_argument("--checks", action="store_true", help="only simulate unannounced checks, without a server")
    redteam.add_argument("--people", type=int, default=4000, metavar="N", help="of each kind, against checks")
    redteam.add_argument("--visits", action="store_true", help="only simulate cities and visits, without a server")
    redteam.add_argument("--cities", type=int, default=8, metavar="N", help="of each kind, for visits")
    redteam.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.checks or arguments.visits:
        return _simulate(arguments)
    published = _published(arguments.report)
    with theatre() as stage:
        report = asyncio.run(_fight(stage, arguments))
    if arguments.report is not None:
        arguments.report.write_text(report.page(), encoding="utf-8")
        data = json.dumps(report.as_document(), ensure_ascii=False, indent=2)
        arguments.report.with_suffix(".json").write_text(data + "\n", encoding="utf-8")
    else:
        print(report.page())
    worse = fallen(report.as_document(), published)
    for sentence in worse:
        print(f"fallen: {sentence}", file=sys.stderr)
    return 1 if worse else 0


def _simulate(arguments: argparse.Namespace) -> int:
    """Unannounced checks or visits alone."""
    if arguments.visits:
        page = visits_page.page(seed=arguments.seed, cities=arguments.cities, classes=arguments.tries)
    else:
        page = checks_page.page(seed=arguments.seed, people=arguments.people, classes=arguments.tries)
    if arguments.report is None:
        print(page)
    else:
        arguments.report.write_text(page, encoding="utf-8")
    return 0


def _published(report: Path | None) -> dict[str, object] | None:
    data = None if report is None else report.with_suffix(".json")
    return published_in(data.read_text(encoding="utf-8") if data is not None and data.exists() else None)


async def _fight(stage: Theatre, arguments: argparse.Namespace) -> Report:
    async with stage.server.client() as client:
        officials = Officials.with_new_passwords(client)
        async with stage.assembly.opened() as resources:
            await officials.create_accounts(resources)
        first_day = day_of(SystemClock().now()).fromordinal(day_of(SystemClock().now()).toordinal() - _DAYS_BACK)
        ground = Ground(
            client=client,
            stage=await set_up(client, stage.assembly.clock, stage.mover, officials, stage.platform),
            clock=stage.assembly.clock,
            mover=stage.mover,
            first_day=first_day,
            draw=Random(arguments.seed),  # noqa: S311 - a play, not a secret
        )
        campaign = Campaign(
            ground=ground,
            size=Size.of(arguments.tries, tuple(arguments.radius or RADII)),
            draw=np.random.default_rng(arguments.seed),
            watcher=_Lines(),
        )
        return Report(
            seed=arguments.seed, tries=arguments.tries, honest=await campaign.honest(), fought=await campaign.attacks()
        )


class _Lines:
    """A line per stage, on a pipe too."""

    def saw(self, what: str) -> None:
        print(what, file=sys.stderr, flush=True)
