"""`checkin-service restore`: a backup into an empty database and an empty key folder, or not at all."""

import argparse
from pathlib import Path

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.cli.safekeeping.archives import give_back
from checkin_service.host.key_database import DatabaseKeyStore


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    restore = subparsers.add_parser("restore", help="bring a backup back into an empty place")
    restore.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER", help="of the database")
    restore.add_argument("--keys-from", type=Path, required=True, metavar="FOLDER", help="of the keys")
    restore.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    with database_at_hand() as url:
        assembly = Assembly.from_environment(url)
        store = assembly.key_store()
        made = give_back(
            assembly.secrets,
            url,
            assembly.keys,
            arguments.folder,
            arguments.keys_from,
            store=store if isinstance(store, DatabaseKeyStore) else None,
        )
        store.close()
        migrate.upgrade(url)
    print(f"{sum(made.rows.values()):,} rows as of {made.made_at:%Y-%m-%d %H:%M} UTC are back, with their keys.")
    print("Now `checkin-service verify`, with the checkpoints that the authorities keep.")
    return 0
