"""The way to a message bus: NATS JetStream, which keeps every event until its consumers have taken it.

Within its own window JetStream drops what it has had, by the event's id; a consumer that must be sure for longer
looks at the id itself.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from checkin_service.feed.messages import signed_message
from checkin_service.feed.model import Delivery
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.resources import MessageBus, Resources
from checkin_service.kit.signing import Signer

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.js import JetStreamContext

_log = structlog.get_logger(__name__)

SUBJECTS = "checkin"
_CONNECT_S = 5
_ACKNOWLEDGED_WITHIN_S = 10.0
_DUPLICATES_WITHIN_S = 3600.0


class Bus:
    """One connection to the server, made again whenever it was lost."""

    def __init__(self, at: MessageBus, *, signer: Signer) -> None:
        self._at = at
        self._signer = signer
        self._client: Client | None = None
        self._jetstream: JetStreamContext | None = None

    async def send(self, batch: Sequence[Delivery], *, now: datetime) -> list[str | None] | None:
        """Why each was not taken, or nothing. None at all when the server is away, which is no event's fault."""
        jetstream = await self._connected()
        if jetstream is None:
            return None

        async def publish(delivery: Delivery) -> str | None:
            body, headers = signed_message(delivery, self._signer, now=now)
            headers["Nats-Msg-Id"] = str(delivery.event_id)
            subject = f"{SUBJECTS}.{delivery.type}"
            try:
                await jetstream.publish(subject, body, timeout=_ACKNOWLEDGED_WITHIN_S, headers=headers)
            except Exception as error:  # noqa: BLE001 - the library's errors share no base class
                return type(error).__name__
            return None

        errors = await asyncio.gather(*map(publish, batch))
        return None if all(errors) and not self._is_up() else errors

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    def _is_up(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def _connected(self) -> "JetStreamContext | None":
        if self._jetstream is not None and self._is_up():
            return self._jetstream
        await self.close()
        try:
            self._client = await _client(self._at.url)
            self._jetstream = self._client.jetstream()
            await _ensure_stream(self._jetstream, self._at.stream)
        except Exception as error:  # noqa: BLE001 - whatever keeps us from the server, we come back later
            # Its words may hold the address with its password.
            _log.warning("feed.bus_away", error=type(error).__name__)
            self._jetstream = None
        return self._jetstream


@asynccontextmanager
async def bus_of(resources: Resources) -> AsyncIterator[Bus | None]:
    """The bus that the settings name, closed at the end; None where they name none."""
    if resources.message_bus is None:
        yield None
        return
    bus = Bus(resources.message_bus, signer=resources.signing.feed)
    try:
        yield bus
    finally:
        await bus.close()


async def _client(url: str) -> "Client":
    try:
        import nats  # noqa: PLC0415 - an optional extra, wanted only where a bus is
    except ImportError:
        raise Misconfigured("CHECKIN_NATS_URL needs the extra `nats`: install checkin-service[nats].") from None
    return await nats.connect(url, connect_timeout=_CONNECT_S, allow_reconnect=False, error_cb=_say)


async def _ensure_stream(jetstream: "JetStreamContext", name: str) -> None:
    """Made where there is none; one that the operator has made is left as it is."""
    from nats.js.api import StreamConfig  # noqa: PLC0415 - as above
    from nats.js.errors import NotFoundError  # noqa: PLC0415

    try:
        await jetstream.stream_info(name)
    except NotFoundError:
        wanted = StreamConfig(name=name, subjects=[f"{SUBJECTS}.>"], duplicate_window=_DUPLICATES_WITHIN_S)
        await jetstream.add_stream(wanted)


async def _say(error: Exception) -> None:
    _log.warning("feed.bus_error", error=type(error).__name__)
