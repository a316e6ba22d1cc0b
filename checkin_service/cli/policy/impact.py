"""`policy impact`: whom a draft pack or a proposed decision would affect; nothing is written."""

import argparse
from importlib import import_module
from pathlib import Path
from uuid import UUID


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    impact = actions.add_parser("impact", help="what if: whom a draft pack or a proposed decision would affect")
    drafts = impact.add_mutually_exclusive_group(required=True)
    drafts.add_argument(
        "draft", type=Path, nargs="?", help="a pack; it takes the place of the one for its jurisdiction"
    )
    drafts.add_argument("--decision", type=UUID, metavar="ID", help="a decision that an authority has proposed")
    impact.add_argument("--list", type=int, default=100, metavar="N", help="list at most so many; 100 when absent")
    impact.set_defaults(run=_impact)


def _impact(arguments: argparse.Namespace) -> int:
    # Brings the database with it; the other actions read packs only.
    replay = import_module("checkin_service.cli.policy.replay")
    return int(replay.run(arguments.draft or arguments.decision, listed=arguments.list))
