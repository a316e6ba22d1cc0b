"""`checkin-service backup`: the database into one folder, the keys into another."""

import argparse
from pathlib import Path

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.cli.safekeeping.archives import take


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = subparsers.add_parser("backup", help="back up the database and, apart from it, the keys")
    backup.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="for the database; new or empty")
    backup.add_argument(
        "--keys-out", type=Path, required=True, metavar="FOLDER", help="for the keys: another place than the database's"
    )
    backup.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    with database_at_hand() as url:
        made = take(Assembly.from_environment(url), url, arguments.out, arguments.keys_out)
    print(
        f"{sum(made.rows.values()):,} rows, {made.base_bytes:,} bytes in {arguments.out}; keys in {arguments.keys_out}."
    )
    print("Keep the two in different hands, and few generations of the keys: what was erased must not come back.")
    return 0
