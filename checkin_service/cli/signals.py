"""`checkin-service signals`: the nightly look at classes at once, and the table of honest classes made anew."""

import argparse
import asyncio
import json
from pathlib import Path

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.host.logs import set_up
from checkin_service.policy_decisions.service import currency
from checkin_service.redteam.calibrating import calibrated
from checkin_service.settings import LogSettings
from checkin_service.signals.calibration import as_document
from checkin_service.trust.service import look_at_classes


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    signals = subparsers.add_parser("signals", help="signals over many check-ins")
    actions = signals.add_subparsers(required=True, metavar="look|calibrate")
    look = actions.add_parser(
        "look", help="look at classes of which five more lessons are over, as happens every night"
    )
    look.set_defaults(run=_look)
    calibrate = actions.add_parser("calibrate", help="simulate honest classes and write down how odd they look")
    calibrate.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed draws the same classes")
    calibrate.add_argument("--classes", type=int, default=4999, metavar="N", help="of each family and size")
    calibrate.add_argument("--table", type=Path, required=True, metavar="FILE", help="where to write the table")
    calibrate.set_defaults(run=_calibrate)


def _look(_: argparse.Namespace) -> int:
    set_up(LogSettings().level)
    with database_at_hand() as url:
        looked = asyncio.run(_looked(Assembly.from_environment(url)))
    print(f"已看 {looked} 次 · looks at classes: {looked}")
    return 0


async def _looked(assembly: Assembly) -> int:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        return await look_at_classes(resources)


def _calibrate(arguments: argparse.Namespace) -> int:
    document = as_document(calibrated(seed=arguments.seed, classes=arguments.classes))
    arguments.table.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0
