"""`checkin-service demo`: a whole term over HTTP, then the live service; its libraries come with the extra `demo`."""

import argparse
from importlib import import_module
from pathlib import Path

from checkin_service.demo.cast import FEWEST_TRAINEES
from checkin_service.kit.misconfigured import Misconfigured

SESSIONS_STEP = 5


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = subparsers.add_parser("demo", help="play a whole term over HTTP, then serve it live")
    demo.add_argument("--once", action="store_true", help="end after the report")
    demo.add_argument("--json", type=Path, metavar="FILE", help="write the report there")
    demo.add_argument("--trainees", type=int, default=30, metavar="N", help=f"at least {FEWEST_TRAINEES}")
    demo.add_argument("--sessions", type=int, default=10, metavar="N", help=f"a multiple of {SESSIONS_STEP}")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same report")
    demo.add_argument("--port", type=int, metavar="N", help="of the server; by default any free one")
    demo.add_argument("--tls", action="store_true", help="HTTPS with a local certificate")
    demo.add_argument("--messages-folder", type=Path, metavar="FOLDER", help="messages to people are written there")
    demo.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        term = import_module("checkin_service.cli.term")
    except ModuleNotFoundError as missing:
        raise Misconfigured(f"The demonstration needs the extra `demo`: {missing.name} is not installed.") from missing
    return int(term.run(arguments))
