"""All subcommands under one name; mistakes end with exit code 2 and one clear line."""

import argparse
import sys
from collections.abc import Sequence

from checkin_service import __version__
from checkin_service.assembly import NotAllowed
from checkin_service.cli import db, demo, faces, keys, policy, serve, staff, system, worker
from checkin_service.kit.cluster import ClusterError
from checkin_service.kit.secrets import SecretsError

_COMMANDS = (serve, worker, demo, db, staff, policy, faces, keys, system)
_EXPECTED = (ClusterError, SecretsError, NotAllowed)


def run(arguments: Sequence[str]) -> int:
    """Run a subcommand and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="checkin-service", description="Geofenced attendance for publicly subsidised vocational training"
    )
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(subparsers)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except _EXPECTED as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
