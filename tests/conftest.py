"""Fixtures of every test: a real PostgreSQL with PostGIS, the application, and a clock that tests move."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.catalogue.service import register_authority
from checkin_service.client import ECardPlatform
from checkin_service.host.cluster import Cluster
from checkin_service.host.folders import data_folder
from checkin_service.host.logs import set_up
from checkin_service.kit.database import database_name
from checkin_service.kit.resources import ECardIssuer, Resources
from checkin_service.kit.secrets import Secrets
from checkin_service.settings import FaceSettings, ServiceSettings
from tests.building.news import deliver_all
from tests.building.operator import OPERATIONS_KEY
from tests.tools.seeing import seeing


class StoppedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def move_to(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def advance(self, **by: float) -> None:
        self._moment += timedelta(**by)


set_up("WARNING")
# How long an example takes tells how busy the machine is and nothing of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@contextmanager
def a_database(purpose: str, *, copy_of: str | None = None) -> Iterator[str]:
    """A database that no other test and no other run of the tests has, empty or a copy; afterwards it is gone."""
    name = f"checkin_test_{os.getpid()}_{purpose}"
    original = None if copy_of is None else database_name(copy_of)
    given = ServiceSettings().database_url
    if given is None:
        with Cluster.at().lease() as cluster:
            cluster.recreate(name, original)
            try:
                yield seeing(cluster.url(name))
            finally:
                cluster.drop(name)
        return
    with psycopg.connect(given, autocommit=True) as connection:
        template = f' TEMPLATE "{original}"' if original else ""
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"{template}')
        try:
            yield seeing(given.rsplit("/", 1)[0] + f"/{name}")
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated() -> Iterator[str]:
    """A database with all tables and nothing in them, to be copied: that takes a tenth of the time of making them."""
    with a_database("migrated") as url:
        migrate.upgrade(url)
        yield url


@pytest.fixture(scope="module")
def database_url(migrated: str) -> Iterator[str]:
    """Every file of tests has a database of its own, so that nothing depends on which files ran before it."""
    with a_database("own", copy_of=migrated) as url:
        yield url


@pytest.fixture(scope="session")
def session_clock() -> StoppedClock:
    return StoppedClock(datetime(2026, 3, 2, 0, 0, tzinfo=UTC))


@pytest.fixture
def clock(session_clock: StoppedClock) -> Iterator[StoppedClock]:
    before = session_clock.now()
    yield session_clock
    session_clock.move_to(before)


@pytest.fixture(scope="session")
def e_card_platform() -> ECardPlatform:
    return ECardPlatform("test-e-card")


@pytest.fixture(scope="session")
def network_identity() -> ECardPlatform:
    return ECardPlatform("test-network-identity")


@pytest.fixture(scope="module")
def assembly(
    database_url: str,
    session_clock: StoppedClock,
    e_card_platform: ECardPlatform,
    network_identity: ECardPlatform,
    tmp_path_factory: pytest.TempPathFactory,
) -> Assembly:
    return Assembly(
        database_url=database_url,
        database_connections=40,
        body_limit_bytes=6 * 2**20,
        operations_key=OPERATIONS_KEY,
        # A machine busy with tests is slow without being stuck; `tests/security/test_deadlines.py` waits as people do.
        request_waits_s=60,
        stuck_s=3,
        secrets=Secrets(
            token_key=bytes(range(32)), key_encryption_key=bytes(range(32, 64)), code_key=bytes(range(64, 96))
        ),
        clock=session_clock,
        keys=tmp_path_factory.mktemp("keys"),
        faces=FaceSettings(workers=1, waiting_limit=8),
        face_options={"cache_dir": _models()},
        e_card_issuer=ECardIssuer(
            name=e_card_platform.name, public_key=e_card_platform.public_key, page="https://e-card.example/check"
        ),
        network_identity_issuer=ECardIssuer(name=network_identity.name, public_key=network_identity.public_key),
    )


def _models() -> Path:
    return data_folder() / "models"


@pytest.fixture(scope="module")
async def app(assembly: Assembly) -> AsyncIterator[FastAPI]:
    """The application with its relay off: tests deliver when they want to. Most are about the authority of Shaoxing."""
    application = create_app(assembly, with_relay=False)
    async with application.router.lifespan_context(application):
        await register_authority(
            application.state.resources, authority_code="330600", name="绍兴市人力资源和社会保障局"
        )
        yield application


@pytest.fixture(scope="module")
async def resources(app: FastAPI) -> Resources:
    held: Resources = app.state.resources
    return held


@pytest.fixture
async def nothing_waiting(resources: Resources) -> None:
    """What other tests left waiting is no news of this one."""
    await deliver_all(resources)


@pytest.fixture(scope="module")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
        yield http
