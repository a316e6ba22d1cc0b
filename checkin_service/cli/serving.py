"""The processes that `checkin-service serve` runs: one that does everything, or several beside one that delivers."""

import argparse
import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.cli.worker import deliver
from checkin_service.host.certificate import local_certificate
from checkin_service.host.folders import data_folder
from checkin_service.host.heap import loading, settle
from checkin_service.host.logs import set_up
from checkin_service.host.message_folder import MessageFolder
from checkin_service.host.processes import Processes
from checkin_service.host.wire import BoundedProtocol
from checkin_service.kit.connections import offered_connections
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.settings import LogSettings, ServiceSettings

_BACKLOG = 512


class TooManyConnections(Misconfigured):
    """The database would refuse some of the processes under load."""

    def __init__(self, needed: int, offered: int) -> None:
        super().__init__(
            f"{needed} 个数据库连接超过了服务器的上限 {offered}：请减少 --workers 或 CHECKIN_DATABASE_CONNECTIONS。 "
            f"{needed} database connections are more than the {offered} that the server gives: "
            "fewer --workers or CHECKIN_DATABASE_CONNECTIONS, or a higher max_connections."
        )


def serve(arguments: argparse.Namespace) -> int:
    set_up(LogSettings().level)
    # uvicorn raises the signal again once it has stopped; dying of it would leave the embedded database running.
    signal.signal(signal.SIGTERM, _leave)
    with database_at_hand() as url:
        assembly = _assembled(arguments, url)
        migrate.upgrade(url)
        scheme = "https" if arguments.tls else "http"
        print(f"{scheme}://{arguments.host}:{arguments.port}/", flush=True)
        if arguments.workers == 1:
            with loading():
                app = create_app(assembly, with_relay=not arguments.without_relay)
            settle()
            uvicorn.run(app, host=arguments.host, port=arguments.port, backlog=_BACKLOG, **_server(arguments))
            return 0
        return _many(arguments, assembly)


def _assembled(arguments: argparse.Namespace, url: str) -> Assembly:
    assembly = Assembly.from_environment(url)
    if arguments.messages_folder is not None:
        assembly = replace(assembly, messenger=MessageFolder(arguments.messages_folder))
    of_one = max(1, assembly.faces.workers // arguments.workers)
    return replace(assembly, faces=assembly.faces.model_copy(update={"workers": of_one}))


def _many(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Several processes behind one socket; what works behind has one of its own, so that nights slow nobody."""
    acts: dict[str, Callable[[], None]] = {}
    if not arguments.without_relay:
        acts["worker"] = partial(_work_behind, assembly)
    _require_connections(assembly, arguments.workers + len(acts))
    with loading():
        app = create_app(assembly, with_relay=False)
    family = socket.AF_INET6 if ":" in arguments.host else socket.AF_INET
    with socket.create_server((arguments.host, arguments.port), family=family, backlog=_BACKLOG) as listening:
        acts |= {f"web-{each + 1}": partial(_answer, app, listening, arguments) for each in range(arguments.workers)}
        settle()
        return Processes(acts).run()


def _work_behind(assembly: Assembly) -> None:
    asyncio.run(deliver(assembly))


def _answer(app: FastAPI, listening: socket.socket, arguments: argparse.Namespace) -> None:
    uvicorn.Server(uvicorn.Config(app, **_server(arguments))).run(sockets=[listening])


def _require_connections(assembly: Assembly, processes: int) -> None:
    needed, offered = processes * assembly.database_connections, offered_connections(assembly.database_url)
    if needed > offered:
        raise TooManyConnections(needed, offered)


def _server(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "http": BoundedProtocol,
        "timeout_keep_alive": 20,
        "timeout_graceful_shutdown": 10,
        **_tls(arguments),
    }


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)


def _tls(arguments: argparse.Namespace) -> dict[str, Any]:
    if not arguments.tls:
        return {}
    home: Path = ServiceSettings().home or data_folder()
    certificate, key = local_certificate(home / "tls", ["localhost", "127.0.0.1", "::1"])
    return {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}
