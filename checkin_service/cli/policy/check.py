"""`policy check`: load every pack and say what is wrong with it."""

import argparse
import sys
from pathlib import Path

from checkin_service.policy.book import DATA, load_book
from checkin_service.policy.load import PackInvalid


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = actions.add_parser("check", help="load every pack and say what is wrong with it")
    check.add_argument("folder", type=Path, nargs="?", default=DATA, help="where the packs lie")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    try:
        packs = load_book(arguments.folder).packs
    except (PackInvalid, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for pack in packs.values():
        print(f"{pack.code} {pack.name.zh} · {pack.name.en}: {len(pack.values)} values")
    if not packs:
        print(f"no pack in {arguments.folder}", file=sys.stderr)
    return 0 if packs else 1
