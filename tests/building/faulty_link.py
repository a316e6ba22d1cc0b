"""A link to PostgreSQL that freezes, drips, breaks or refuses when a test says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class FaultyLink:
    """Hands bytes on between a client and the server's socket."""

    def __init__(self, url: str) -> None:
        self._given = conninfo_to_dict(url)
        self._url = url
        self.open: set[asyncio.StreamWriter] = set()
        """Both ends of every connection."""
        self._flows = asyncio.Event()
        self._flows.set()
        self._is_refusing = False
        self._delay_s = 0.0
        self._at_once = 65_536
        self._port = 0

    @property
    def url(self) -> str:
        """The database by way of this link."""
        return make_conninfo(self._url, host="127.0.0.1", port=self._port)

    def freeze(self) -> None:
        """What is sent is acknowledged and handed on to nobody."""
        self._flows.clear()

    def drip(self, delay_s: float, *, at_once: int = 65_536) -> None:
        """So many bytes at once are handed on, each time later than they came."""
        self._delay_s, self._at_once = delay_s, at_once

    def refuse(self) -> None:
        self._is_refusing = True
        self.reset()

    def reset(self) -> None:
        """Every connection breaks."""
        for writer in self.open:
            writer.transport.abort()

    def heal(self) -> None:
        self._is_refusing = False
        self._delay_s, self._at_once = 0.0, 65_536
        self._flows.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_refusing:
            writer.transport.abort()
            return
        there = await self._connected()
        self.open |= {writer, there[1]}
        try:
            await asyncio.gather(self._pump(reader, there[1]), self._pump(there[0], writer))
        finally:
            self.open -= {writer, there[1]}

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, port = str(self._given.get("host") or "127.0.0.1"), self._given.get("port") or 5432
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, int(port))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(self._at_once):
                await self._flows.wait()
                await self._sleep()
                writer.write(part)
                await writer.drain()
        writer.close()

    async def _sleep(self) -> None:
        """As long as the link is slow: healed, it hands on at once."""
        slept = 0.0
        while slept < self._delay_s:
            await asyncio.sleep(min(0.05, self._delay_s - slept))
            slept += 0.05


@asynccontextmanager
async def a_faulty_link(url: str) -> AsyncIterator[FaultyLink]:
    link = FaultyLink(url)
    server = await asyncio.start_server(link.serve, "127.0.0.1", 0)
    link._port = server.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        link.heal()
        link.reset()
        server.close()
