"""Two nodes on one database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.kit.resources import Resources


@pytest.fixture(scope="module")
async def nodes(assembly: Assembly) -> AsyncIterator[tuple[FastAPI, FastAPI]]:
    one, other = (create_app(assembly, with_relay=False) for _ in range(2))
    async with one.router.lifespan_context(one), other.router.lifespan_context(other):
        yield one, other


@pytest.fixture(scope="module")
async def resources(nodes: tuple[FastAPI, FastAPI]) -> Resources:
    held: Resources = nodes[0].state.resources
    return held


@pytest.fixture(scope="module")
async def client(nodes: tuple[FastAPI, FastAPI]) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(nodes[0]) as http:
        yield http


@pytest.fixture(scope="module")
async def other_node(nodes: tuple[FastAPI, FastAPI]) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(nodes[1]) as http:
        yield http


def _client(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://service")
