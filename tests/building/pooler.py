"""PgBouncer in transaction mode before a test's database, by way of a link that can fail."""

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from tests.building.faulty_link import FaultyLink, a_faulty_link

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
SERVERS = 4
"""Connections to the server, for any number of clients."""

_SETTINGS = """
[databases]
pooled = host=127.0.0.1 port={port} dbname={name} user={user} connect_query='{first}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listens}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {servers}
max_client_conn = 200
query_wait_timeout = 3
"""
_FIRST = "SET role checkin_app; SET statement_timeout = 5000; SET synchronous_commit = on; SET TimeZone = UTC"


@asynccontextmanager
async def a_pooler(url: str) -> AsyncIterator[tuple[str, FaultyLink]]:
    """The database by way of the pooler, and the link between pooler and server."""
    given, listens = conninfo_to_dict(url), _free_port()
    async with a_faulty_link(url) as link:
        port = conninfo_to_dict(link.url)["port"]
        with tempfile.TemporaryDirectory(prefix="checkin-pooler-") as folder:
            text = _SETTINGS.format(
                port=port, name=given["dbname"], user=given["user"], first=_FIRST, listens=listens, servers=SERVERS
            )
            settings = _written(Path(folder), text)
            assert PROGRAM is not None
            whose = ["-u", "nobody"] if os.geteuid() == 0 else []
            process = await asyncio.create_subprocess_exec(
                PROGRAM, "-q", *whose, str(settings), stderr=asyncio.subprocess.DEVNULL
            )
            try:
                await _listening(listens)
                yield f"postgresql://anybody@127.0.0.1:{listens}/pooled", link
            finally:
                process.kill()
                await process.wait()


def _written(folder: Path, text: str) -> Path:
    # It runs as nobody, and never as root.
    folder.chmod(0o755)
    settings = folder / "pgbouncer.ini"
    settings.write_text(text, encoding="utf-8")
    return settings


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise TimeoutError("the pooler does not listen")
