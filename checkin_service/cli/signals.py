"""`checkin-service signals calibrate`: the table of honest classes that signals are held against, made anew."""

import argparse
import json
from pathlib import Path

from checkin_service.redteam.calibrating import calibrated
from checkin_service.signals.calibration import as_document


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    signals = subparsers.add_parser("signals", help="signals over many check-ins")
    actions = signals.add_subparsers(required=True, metavar="calibrate")
    calibrate = actions.add_parser("calibrate", help="simulate honest classes and write down how odd they look")
    calibrate.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed draws the same classes")
    calibrate.add_argument("--classes", type=int, default=4999, metavar="N", help="of each family and size")
    calibrate.add_argument("--table", type=Path, required=True, metavar="FILE", help="where to write the table")
    calibrate.set_defaults(run=_calibrate)


def _calibrate(arguments: argparse.Namespace) -> int:
    document = as_document(calibrated(seed=arguments.seed, classes=arguments.classes))
    arguments.table.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0
