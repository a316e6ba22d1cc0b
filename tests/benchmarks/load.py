"""A load generator: prepared requests over keep-alive connections, each latency noted; no more work than that."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Burst:
    """What came back when a number of requests were sent by so many connections."""

    seconds: float
    latencies_ms: list[float]
    statuses: list[int]
    bodies: list[bytes]

    @property
    def per_second(self) -> float:
        return len(self.bodies) / self.seconds

    def percentile_ms(self, percent: int) -> float:
        return statistics.quantiles(self.latencies_ms, n=100, method="inclusive")[percent - 1]


def post(path: str, body: bytes, *, token: str) -> bytes:
    """A request as its bytes on the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, *, token: str) -> bytes:
    """A question as its bytes on the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def body_of(request: bytes) -> bytes:
    return request.partition(b"\r\n\r\n")[2]


async def send(requests: Sequence[bytes], *, port: int, connections: int) -> Burst:
    """Send every request once; each connection takes the next one as soon as it has its answer."""
    waiting = iter(requests)
    burst = Burst(0.0, [], [], [])
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for request in waiting:
            started = time.perf_counter()
            writer.write(request)
            status, body = await answered(reader)
            burst.latencies_ms.append(1000 * (time.perf_counter() - started))
            burst.statuses.append(status)
            burst.bodies.append(body)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(work(*stream) for stream in streams))
    return Burst(time.perf_counter() - started, burst.latencies_ms, burst.statuses, burst.bodies)


async def answered(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of the next answer on a connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(_LENGTH)[2].partition(b"\r\n")[0]
    return int(head.split(None, 2)[1]), await reader.readexactly(int(length))
