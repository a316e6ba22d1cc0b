"""The way to subscribers over HTTP: signed, to the address that was checked, and nowhere else."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import httpx

from checkin_service.feed.guard import Guard, Target, TargetRefused
from checkin_service.feed.messages import signed_message
from checkin_service.feed.model import Delivery
from checkin_service.kit.signing import Signer

_AT_ONCE = 16
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_WHOLE_S = 20.0
_ANSWER_LIMIT = 2**16


class Webhook:
    """Sends batches with one client; every error becomes a reason in words."""

    def __init__(self, client: httpx.AsyncClient, guard: Guard, signer: Signer) -> None:
        self._client = client
        self._guard = guard
        self._signer = signer

    async def send(self, url: str, batch: Sequence[Delivery], *, now: datetime) -> list[str | None]:
        """Why each did not arrive, or nothing; the target is looked up and checked once for the batch."""
        try:
            target = await self._guard.check(url)
        except TargetRefused as refused:
            return [f"refused: {refused}"] * len(batch)
        turns = asyncio.Semaphore(_AT_ONCE)

        async def in_turn(delivery: Delivery) -> str | None:
            async with turns:
                return await self._send(target, delivery, now)

        return await asyncio.gather(*map(in_turn, batch))

    async def _send(self, target: Target, delivery: Delivery, now: datetime) -> str | None:
        body, headers = signed_message(delivery, self._signer, now=now, subscriber_id=delivery.subscriber_id)
        request = self._client.build_request(
            "POST",
            target.url,
            content=body,
            headers={**headers, "host": f"{target.host}:{target.port}"},
            extensions={"sni_hostname": target.host},
        )
        try:
            async with asyncio.timeout(_WHOLE_S):
                answer = await self._client.send(request, stream=True)
                try:
                    return await _reason_of(answer)
                finally:
                    await answer.aclose()
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            return type(error).__name__


async def _reason_of(answer: httpx.Response) -> str | None:
    """Nothing for 2xx. Read to its end, the connection serves again; a long or endless answer is left alone."""
    is_short = int(answer.headers.get("content-length", _ANSWER_LIMIT)) < _ANSWER_LIMIT
    if is_short and not answer.is_stream_consumed:
        async for _ in answer.aiter_raw():
            continue
    return None if answer.is_success else f"HTTP {answer.status_code}"


def careful_client() -> httpx.AsyncClient:
    """Follows no redirect and obeys no proxy: it connects to the address that was checked."""
    limits = httpx.Limits(max_connections=_AT_ONCE * 8)
    return httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False, limits=limits)
