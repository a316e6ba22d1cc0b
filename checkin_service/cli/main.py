"""All subcommands under one name; mistakes end with exit code 2 and one clear line."""

import sys
from collections.abc import Sequence
from importlib import import_module

from checkin_service import __version__
from checkin_service.cli.mistakes import Parser
from checkin_service.host.heap import loading
from checkin_service.kit.misconfigured import Misconfigured

_COMMANDS = (
    "serve",
    "worker",
    "demo",
    "redteam",
    "db",
    "staff",
    "person",
    "policy",
    "eligibility",
    "intake",
    "recheck",
    "verify",
    "credit",
    "locate",
    "sites",
    "signals",
    "terminals",
    "faces",
    "keys",
    "backup",
    "restore",
    "drill",
    "feed",
    "platform",
    "system",
)


def run(arguments: Sequence[str]) -> int:
    """Run a subcommand and return its exit code."""
    parser = Parser(
        prog="checkin-service", description="Geofenced attendance for publicly subsidised vocational training"
    )
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    with loading():
        for name in _needed(arguments):
            import_module(f"checkin_service.cli.{name}").register(subparsers)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except Misconfigured as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _needed(arguments: Sequence[str]) -> Sequence[str]:
    """Only the command asked for is imported: some bring the whole service with them, which takes seconds."""
    return arguments[:1] if arguments and arguments[0] in _COMMANDS else _COMMANDS
