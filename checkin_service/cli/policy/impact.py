"""`policy impact`: which determinations a draft pack would change; nothing is written."""

import argparse
from importlib import import_module
from pathlib import Path


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    impact = actions.add_parser("impact", help="what if: which determinations would change under a draft pack")
    impact.add_argument("draft", type=Path, help="a pack; it takes the place of the one for its jurisdiction")
    impact.add_argument("--list", type=int, default=100, metavar="N", help="list at most so many; 100 when absent")
    impact.set_defaults(run=_impact)


def _impact(arguments: argparse.Namespace) -> int:
    # Brings the database with it; the other actions read packs only.
    return int(import_module("checkin_service.cli.policy.replay").run(arguments.draft, listed=arguments.list))
