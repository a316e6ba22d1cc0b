"""The stage of the benchmarks: a cluster, a server and a class of their own, people at its door."""

import os
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from checkin_service import migrate
from checkin_service.assembly import Assembly
from checkin_service.demo.portraits import photo
from checkin_service.host.cluster import Cluster
from checkin_service.host.cluster.places import default_home
from checkin_service.host.folders import data_folder
from checkin_service.host.logs import set_up
from checkin_service.kit.base64url import encode
from checkin_service.kit.clock import ClockMover, MovedClock
from checkin_service.kit.resources import Resources
from checkin_service.kit.secrets import Secrets
from checkin_service.settings import FaceSettings
from tests.benchmarks.servers import Running, running
from tests.building.operator import OPERATIONS_KEY
from tests.building.world import World, a_world
from tests.tools.seeing import seeing

PORTRAIT = "hopper"
_DATABASE = "checkin_bench_demo"  # A clock can be moved for databases with this ending only.


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    cluster: Any
    """A cluster nobody else uses, or a pair of servers; see `own_cluster`, `patroni.a_pair`."""

    database_url: str
    environment: dict[str, str]
    resources: Resources
    """As the service has them; never used while something is measured."""

    service: Running
    mover: ClockMover
    world: World
    faces: int
    """How many of the world's trainees have a face reference."""

    @property
    def postmaster(self) -> int:
        return int((self.cluster.home / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A cluster nobody else uses: all that its processes do is ours."""
    # Told to stop, the benchmark cleans up as it does for Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = default_home()
    cluster = Cluster.at(home.with_name(f"{home.name}-bench-{os.getpid()}"))
    try:
        with cluster.lease():
            yield cluster
    finally:
        cluster.remove()


@asynccontextmanager
async def a_stage(
    *,
    trainees: int,
    faces: int,
    sessions: int,
    relay: bool = False,
    servers: Callable[[], AbstractContextManager[Any]] = own_cluster,
) -> AsyncIterator[Stage]:
    """An open class of that size, entered over HTTP; everything is gone afterwards."""
    # What is printed is the report.
    set_up("WARNING")
    with TemporaryDirectory(prefix="checkin-bench-") as folder, servers() as cluster:
        cluster.create(_DATABASE)
        url, home, keys = seeing(cluster.url(_DATABASE)), Path(folder), new_secrets()
        migrate.upgrade(url)
        mover = ClockMover(home / "clock")
        environment = environment_of(url, home, keys)
        arguments = ["serve"] if relay else ["serve", "--without-relay"]
        with running("checkin_service", arguments, environment=environment) as service:
            async with _assembly(url, home, keys).opened() as resources, _client(service.port) as client:
                world = await a_world(
                    resources, client, resources.clock, kinds=("targeted",) * trainees, sessions=sessions
                )
                for trainee in world.trainees[:faces]:
                    await trainee.phone.consent("face")
                    await trainee.phone.enrol_face([photo(PORTRAIT)])
                yield Stage(
                    cluster=cluster,
                    database_url=url,
                    environment=environment,
                    resources=resources,
                    service=service,
                    mover=mover,
                    world=world,
                    faces=faces,
                )


def _client(port: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30)


def new_secrets() -> Secrets:
    return Secrets(
        token_key=secrets.token_bytes(32),
        key_encryption_key=secrets.token_bytes(32),
        code_key=secrets.token_bytes(32),
    )


def environment_of(url: str, home: Path, keys: Secrets) -> dict[str, str]:
    (home / "models").symlink_to(data_folder() / "models")
    return {
        **os.environ,
        "CHECKIN_DATABASE_URL": url,
        "CHECKIN_HOME": str(home),
        "CHECKIN_OPERATIONS_KEY": OPERATIONS_KEY,
        "CHECKIN_CLOCK_FILE": str(home / "clock"),
        "CHECKIN_SECRET_TOKEN_KEY": encode(keys.token_key),
        "CHECKIN_SECRET_KEY_ENCRYPTION_KEY": encode(keys.key_encryption_key),
        "CHECKIN_SECRET_CODE_KEY": encode(keys.code_key),
    }


def _assembly(url: str, home: Path, keys: Secrets) -> Assembly:
    return Assembly(
        database_url=url,
        database_connections=8,
        body_limit_bytes=2**20,
        secrets=keys,
        clock=MovedClock(home / "clock"),
        keys=home / "keys" / _DATABASE,
        faces=FaceSettings(workers=1),
        face_options={"cache_dir": home / "models"},
        e_card_issuer=None,
    )
