"""Senders who never finish, and heads without measure, on a real socket."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from checkin_service.host import wire

HEAD = b"POST / HTTP/1.1\r\nHost: service\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "HEAD_S", 0.3)
    monkeypatch.setattr(wire, "BODY_S", 0.3)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with _serving() as number:
        yield number


@asynccontextmanager
async def _serving() -> AsyncIterator[int]:
    config = uvicorn.Config(
        echo, port=0, http=wire.BoundedProtocol, log_config=None, access_log=False, lifespan="off", timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells by a flag alone
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


async def answer_to(port: int, *parts: bytes) -> bytes:
    """All that comes back until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_a_whole_request_is_answered_and_the_connection_serves_again(port: int) -> None:
    asked = HEAD + b"Content-Length: 2\r\n\r\n{}"
    answered = await answer_to(port, asked + asked)
    assert answered.count(b"HTTP/1.1 200") == 2


async def test_a_head_that_never_ends_is_given_up(port: int) -> None:
    began = time.monotonic()
    assert (await answer_to(port, HEAD)).startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 2


async def test_empty_lines_keep_no_connection(port: int) -> None:
    asked = HEAD + b"Content-Length: 2\r\n\r\n{}"
    assert (await answer_to(port, asked, b"\r\n")).startswith(b"HTTP/1.1 200")


async def test_a_silent_connection_is_given_up(port: int) -> None:
    assert (await answer_to(port)).startswith(b"HTTP/1.1 408")


async def test_a_body_that_never_comes_is_given_up(port: int) -> None:
    assert (await answer_to(port, HEAD + b"Content-Length: 20\r\n\r\n{")).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    "head",
    [
        b"X-Long: " + b"a" * 40_000 + b"\r\n\r\n",
        b"X-Endless: " + b"a" * 200_000,
        b"".join(b"X-%d: a\r\n" % number for number in range(200)) + b"\r\n",
    ],
    ids=["long header", "endless header", "many headers"],
)
async def test_a_head_beyond_measure_is_refused(port: int, head: bytes) -> None:
    answered = await answer_to(port, HEAD + head)
    assert answered == b"" or answered.startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize("hosts", [b"", b"Host: one\r\nHost: two\r\n"], ids=["none", "two"])
async def test_exactly_one_host_is_named(port: int, hosts: bytes) -> None:
    assert (await answer_to(port, b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")).startswith(b"HTTP/1.1 400")


async def test_one_address_holds_so_many_connections_and_a_proxy_beside_us_as_many_as_it_likes(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "_CONNECTIONS_OF_ONE_ADDRESS", 0)
    asked = HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
    assert (await answer_to(port, asked)).startswith(b"HTTP/1.1 200")
    monkeypatch.setattr(wire, "_is_here", lambda _: False)
    assert await answer_to(port, asked) == b""
