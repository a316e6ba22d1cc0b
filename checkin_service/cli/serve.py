"""`checkin-service serve`: the HTTP service, over TLS when phones are to use it, in one process or several."""

import argparse
import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin_service.host.heap import loading

_MOST_WORKERS = 64


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = subparsers.add_parser("serve", help="run the service")
    serve.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets phones in the same network reach it")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument(
        "--tls", action="store_true", help="HTTPS with a local certificate: browsers give camera and position only so"
    )
    serve.add_argument(
        "--workers",
        type=int,
        default=1,
        choices=range(1, _MOST_WORKERS + 1),
        metavar="N",
        help="processes that answer, about one for each core; beside several, one more delivers and works at night",
    )
    serve.add_argument("--without-relay", action="store_true", help="leave delivery to `checkin-service worker`")
    serve.add_argument("--messages-folder", type=Path, metavar="FOLDER", help="messages to people are written there")
    serve.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.workers == 1:
        return _serve(arguments)
    # Several processes count into files of one folder, so that whoever is asked tells the figures of all. The library
    # looks for the folder as it is loaded.
    with TemporaryDirectory(prefix="checkin-figures-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        return _serve(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    with loading():
        serving = import_module("checkin_service.cli.serving")
    return int(serving.serve(arguments))
