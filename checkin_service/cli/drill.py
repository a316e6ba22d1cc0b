"""`checkin-service drill`: a backup brought back into a scratch database, whole and with each part lost."""

import argparse

from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.cli.safekeeping.drill import drill


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("drill", help="try a backup and its loss, beside the running service")
    parser.set_defaults(run=_run)


def _run(_: argparse.Namespace) -> int:
    with database_at_hand() as url:
        return drill(Assembly.from_environment(url), url)
