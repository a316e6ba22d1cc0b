"""Two nodes on a database of their own: what authorities decide there disturbs no other test."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.kit.resources import Resources
from tests.conftest import a_database


@pytest.fixture(scope="session")
def decided_url() -> Iterator[str]:
    with a_database(f"checkin_test_decided_{os.getpid()}") as url:
        migrate.upgrade(url)
        yield url


@pytest.fixture(scope="session")
async def nodes(assembly: Assembly, decided_url: str) -> AsyncIterator[tuple[FastAPI, FastAPI]]:
    own = replace(assembly, database_url=decided_url)
    one, other = (create_app(own, with_relay=False) for _ in range(2))
    async with one.router.lifespan_context(one), other.router.lifespan_context(other):
        yield one, other


@pytest.fixture(scope="session")
async def resources(nodes: tuple[FastAPI, FastAPI]) -> Resources:
    held: Resources = nodes[0].state.resources
    return held


@pytest.fixture(scope="session")
async def client(nodes: tuple[FastAPI, FastAPI]) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(nodes[0]) as http:
        yield http


@pytest.fixture(scope="session")
async def other_node(nodes: tuple[FastAPI, FastAPI]) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(nodes[1]) as http:
        yield http


def _client(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://service")
