"""`checkin-service db`: the database's schema and address."""

import argparse

from checkin_service import migrate
from checkin_service.assembly import database_at_hand


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    db = subparsers.add_parser("db", help="the database")
    actions = db.add_subparsers(required=True, metavar="upgrade|url")
    upgrade = actions.add_parser("upgrade", help="bring the schema up to date")
    upgrade.set_defaults(run=_upgrade)
    url = actions.add_parser("url", help="print where the database is")
    url.set_defaults(run=_url)


def _upgrade(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        migrate.upgrade(url)
    print("The schema is up to date.")
    return 0


def _url(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        print(url)
    return 0
