"""`checkin-service serve`: the HTTP service, over TLS when phones are to use it."""

import argparse
import gc
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.host.certificate import local_certificate
from checkin_service.host.folders import data_folder
from checkin_service.host.logs import set_up
from checkin_service.host.message_folder import MessageFolder
from checkin_service.host.wire import BoundedProtocol
from checkin_service.settings import LogSettings, ServiceSettings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = subparsers.add_parser("serve", help="run the service")
    serve.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets phones in the same network reach it")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument(
        "--tls", action="store_true", help="HTTPS with a local certificate: browsers give camera and position only so"
    )
    serve.add_argument("--without-relay", action="store_true", help="leave delivery to `checkin-service worker`")
    serve.add_argument("--messages-folder", type=Path, metavar="FOLDER", help="messages to people are written there")
    serve.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    set_up(LogSettings().level)
    # uvicorn raises the signal again once it has stopped; dying of it would leave the embedded database running.
    signal.signal(signal.SIGTERM, _leave)
    with database_at_hand() as url:
        assembly = Assembly.from_environment(url)
        if arguments.messages_folder is not None:
            assembly = replace(assembly, messenger=MessageFolder(arguments.messages_folder))
        migrate.upgrade(url)
        scheme = "https" if arguments.tls else "http"
        print(f"{scheme}://{arguments.host}:{arguments.port}/", flush=True)
        app = create_app(assembly, with_relay=not arguments.without_relay)
        _settle()
        uvicorn.run(
            app,
            host=arguments.host,
            port=arguments.port,
            log_config=None,
            access_log=False,
            server_header=False,
            http=BoundedProtocol,
            backlog=512,
            timeout_keep_alive=20,
            timeout_graceful_shutdown=10,
            **_tls(arguments),
        )
    return 0


def _settle() -> None:
    """Garbage is looked for seldom: what was made at the start stays, and a request leaves few cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)


def _tls(arguments: argparse.Namespace) -> dict[str, Any]:
    if not arguments.tls:
        return {}
    home: Path = ServiceSettings().home or data_folder()
    certificate, key = local_certificate(home / "tls", ["localhost", "127.0.0.1", "::1"])
    return {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}
