"""A pair of PostgreSQL servers under Patroni, with etcd, of Debian's packages: one leads, one follows synchronously.

Nothing leaves the loopback. Each server is run by a Patroni of its own, so that killing both kills what a machine would
take with it.
"""

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

import psycopg
from psycopg import sql

from checkin_service.host.cluster.binaries import find
from tests.benchmarks.servers import free_port

NEEDED = ("patroni", "etcd")
TTL_S = 20
"""How long a leader that says nothing stays one: the least that Patroni takes."""
_LONGEST_S = 90
_OWNER = "checkin"


class Node:
    """One server and its Patroni."""

    def __init__(self, folder: Path, name: str, etcd: int) -> None:
        self.name, self.port, self._api = name, free_port(), free_port()
        self._folder = folder / name
        self._folder.mkdir(mode=0o700)
        self._settings = self._folder / "patroni.json"
        self._settings.write_text(json.dumps(self._configuration(etcd)), encoding="utf-8")
        _give(self._folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["patroni", str(self._settings)], stdout=log, stderr=log, user=_account(), group=_account(), cwd="/"
            )

    def kill(self) -> None:
        """As when the power goes: Patroni first, so that it starts nothing again, then every process of the server."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError, ValueError):
            pid = int((self._folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
            os.kill(pid, signal.SIGKILL)

    def role(self) -> str:
        """`primary`, `standby` or, while it may not take over, anything else; nothing while it does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self._api}/patroni", timeout=2) as answer:
                found = json.load(answer)
        except (OSError, ValueError):
            return ""
        # Only who is written down as synchronous takes over: another may lack what was acknowledged.
        return "standby" if found.get("sync_standby") else {"master": "primary"}.get(found["role"], found["role"])

    def log(self) -> str:
        return (self._folder / "log").read_text(encoding="utf-8")[-3000:]

    def _configuration(self, etcd: int) -> dict[str, Any]:
        return {
            "scope": "checkin",
            "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self._api}", "connect_address": f"127.0.0.1:{self._api}"},
            "etcd3": {"host": f"127.0.0.1:{etcd}"},
            "bootstrap": {
                "dcs": {
                    "ttl": TTL_S,
                    "loop_wait": 2,
                    "retry_timeout": 3,
                    "synchronous_mode": True,
                    "postgresql": {"use_pg_rewind": True, "parameters": {"wal_log_hints": "on"}},
                },
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
                "pg_hba": ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"],
            },
            "postgresql": {
                "listen": f"127.0.0.1:{self.port}",
                "connect_address": f"127.0.0.1:{self.port}",
                "data_dir": str(self._folder / "data"),
                "pgpass": str(self._folder / "pgpass"),
                "bin_dir": str(find().program("initdb").parent),
                "authentication": {"superuser": {"username": _OWNER}, "replication": {"username": _OWNER}},
                "parameters": {"unix_socket_directories": str(self._folder), "shared_buffers": "128MB"},
            },
        }


class Pair:
    """What the service and those who look at it see: one address of two servers, of which one takes writes."""

    def __init__(self, nodes: tuple[Node, Node]) -> None:
        self.nodes = nodes

    def url(self, database: str) -> str:
        ports = ",".join(str(each.port) for each in self.nodes)
        return f"postgresql:///{database}?host=127.0.0.1,127.0.0.1&port={ports}&user={_OWNER}&target_session_attrs=read-write"

    def create(self, database: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION postgis")

    def wait_until_whole(self) -> Node:
        """Until one leads and the other follows it synchronously; which one leads."""
        deadline = time.monotonic() + _LONGEST_S
        while time.monotonic() < deadline:
            leading = [each for each in self.nodes if each.role() == "primary"]
            following = [each for each in self.nodes if each.role() == "standby"]
            if len(leading) == len(following) == 1:
                return leading[0]
            time.sleep(0.3)
        raise TimeoutError("\n".join(each.log() for each in self.nodes))


@contextmanager
def a_pair() -> Iterator[Pair]:
    with TemporaryDirectory(prefix="checkin-patroni-") as name:
        folder, port, peers = Path(name), free_port(), free_port()
        folder.chmod(0o755)
        nodes = Node(folder, "one", port), Node(folder, "two", port)
        etcd = _etcd(folder / "etcd", port, peers)
        try:
            for each in nodes:
                each.start()
            pair = Pair(nodes)
            pair.wait_until_whole()
            yield pair
        finally:
            for each in nodes:
                each.kill()
            etcd.kill()
            etcd.wait()


def missing() -> list[str]:
    """What has to be installed first (`apt-get install patroni etcd-server`)."""
    return [each for each in NEEDED if shutil.which(each) is None]


def _etcd(folder: Path, port: int, peers: int) -> "subprocess.Popen[bytes]":
    here, there = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peers}"
    return subprocess.Popen(
        [
            *("etcd", "--name", "one", "--data-dir", str(folder)),
            *("--listen-client-urls", here, "--advertise-client-urls", here),
            *("--listen-peer-urls", there, "--initial-advertise-peer-urls", there),
            *("--initial-cluster", f"one={there}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _account() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _give(folder: Path) -> None:
    if name := _account():
        found = pwd.getpwnam(name)
        for each in (folder, *folder.iterdir()):
            os.chown(each, found.pw_uid, found.pw_gid)
