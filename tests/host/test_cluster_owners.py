"""The cluster outlives killed owners and killed servers, and ends with its last owner."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from checkin_service.host.cluster import Cluster, ClusterError
from checkin_service.host.cluster.places import Places
from checkin_service.host.cluster.server import Server, Status

OWNER = """
import sys
from pathlib import Path
from checkin_service.host.cluster import Cluster
with Cluster.at(Path(sys.argv[1])).lease():
    print("held", flush=True)
    sys.stdin.read()
"""

FORKING_OWNER = """
import os
import sys
from pathlib import Path
from checkin_service.host.cluster import Cluster
with Cluster.at(Path(sys.argv[1])).lease():
    child = os.fork()
    if child == 0:
        sys.stdin.read()
        os._exit(0)
"""


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """One stopped cluster for all tests here: making it is the slow part."""
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        with Cluster.at(home).lease() as cluster:
            cluster.create("example")
        yield home


@pytest.fixture
def home(made: Path) -> Iterator[Path]:
    yield made
    with Cluster.at(made).lease():
        pass
    assert status(made) is Status.STOPPED


def status(home: Path) -> Status:
    return Server(Places(home)).status()


def server_pid(home: Path) -> int:
    return int((home / "data" / "postmaster.pid").read_text().splitlines()[0])


def start_owner(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OWNER, str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def another_owner(home: Path) -> Iterator[subprocess.Popen[str]]:
    with start_owner(home) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        yield owner


def answers(home: Path) -> bool:
    with psycopg.connect(Cluster.at(home).url("example")) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_the_last_owner_out_stops_the_server(home: Path) -> None:
    with another_owner(home) as owner:
        with Cluster.at(home).lease():
            assert answers(home)
        assert answers(home)
        owner.communicate()
    assert status(home) is Status.STOPPED
    assert not (home / "data" / "postmaster.pid").exists()


def test_one_process_may_hold_several_leases(home: Path) -> None:
    with Cluster.at(home).lease():
        with Cluster.at(home).lease():
            pass
        assert answers(home)


def test_owners_that_start_together_share_one_server(home: Path) -> None:
    owners = [start_owner(home) for _ in range(3)]
    for owner in owners:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
    assert answers(home)
    for owner in owners:
        owner.communicate()
    assert [owner.returncode for owner in owners] == [0, 0, 0]


def test_the_server_of_a_killed_owner_is_adopted_and_stopped(home: Path) -> None:
    with another_owner(home) as owner:
        first = server_pid(home)
        owner.kill()
        owner.wait()
    assert status(home) is Status.READY
    with Cluster.at(home).lease():
        assert server_pid(home) == first
        assert answers(home)
    assert status(home) is Status.STOPPED


def test_a_forked_child_does_not_hold_the_cluster(home: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", FORKING_OWNER, str(home)], stdin=subprocess.PIPE) as owner:
        owner.wait()
        assert status(home) is Status.STOPPED
        owner.communicate()


def test_a_killed_server_is_started_again_with_what_it_had_promised(home: Path) -> None:
    cluster = Cluster.at(home)
    with cluster.lease():
        cluster.recreate("example")
        with psycopg.connect(cluster.url("example")) as connection:
            connection.execute("CREATE TABLE promised AS SELECT 7 AS number")
        os.kill(server_pid(home), signal.SIGKILL)
    with cluster.lease(), psycopg.connect(cluster.url("example")) as connection:
        assert connection.execute("SELECT number FROM promised").fetchone() == (7,)


@pytest.mark.parametrize("pid", [os.getpid(), 2**22 - 1], ids=["of another process", "of nobody"])
def test_a_stale_process_number_does_not_stop_the_start(home: Path, pid: int) -> None:
    (home / "data" / "postmaster.pid").write_text(f"{pid}\n{home / 'data'}\n1700000000\n5432\n\n\n\nready\n")
    with Cluster.at(home).lease():
        assert answers(home)


def test_an_empty_process_file_does_not_stop_the_start(home: Path) -> None:
    (home / "data" / "postmaster.pid").touch()
    with Cluster.at(home).lease():
        assert answers(home)


def test_an_interrupted_first_start_is_made_again() -> None:
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / ("a long way down " * 6) / "home"
        (home / "data.unfinished").mkdir(parents=True)
        (home / "data.unfinished" / "PG_VERSION").write_text("15")
        with Cluster.at(home).lease() as cluster:
            assert len(cluster.url("").split("host=")[1]) < 100
        cluster.remove()
        assert not home.exists()


def test_a_server_that_cannot_start_says_why_in_one_line(home: Path) -> None:
    whole = (home / "data" / "global" / "pg_control").read_bytes()
    (home / "data" / "global" / "pg_control").write_bytes(whole[:100])
    try:
        with (
            pytest.raises(ClusterError, match=r"PostgreSQL does not start: .*pg_control") as caught,
            Cluster.at(home).lease(),
        ):
            pass
        assert "\n" not in str(caught.value)
    finally:
        (home / "data" / "global" / "pg_control").write_bytes(whole)
