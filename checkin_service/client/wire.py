"""The HTTP client that all actors share: token renewal, retries, and problem documents as exceptions."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic_core import to_json

_TRIES_WHEN_BUSY = 6
_LONGEST_WAIT_S = 10.0

Json = dict[str, Any]


class Refused(Exception):
    """The service answered with a problem document."""

    def __init__(self, status: int, problem: Json) -> None:
        self.status = status
        self.problem = problem
        errors = problem.get("errors") or problem.get("rows") or ""
        super().__init__(f"{status} {problem.get('type')}: {problem.get('detail_en')} {errors}".rstrip())

    @classmethod
    def of(cls, response: httpx.Response) -> "Refused":
        is_problem = response.headers.get("content-type", "").startswith("application/problem+json")
        return cls(response.status_code, response.json() if is_problem else {"detail_en": response.text[:200]})


class Actor(ABC):
    """Somebody who talks to the service. A kind of actor says how it signs in; renewing is the same for all."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._tokens: Json = {}
        self._renewing = asyncio.Lock()

    async def get(self, path: str, **query: object) -> Any:
        known = {name: str(value) for name, value in query.items() if value is not None}
        return decoded(await self.send("GET", path, query=known))

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return decoded(await self.send("POST", path, content=to_json(body)))

    async def send(
        self, method: str, path: str, *, content: bytes | None = None, query: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """The answer as it came; the token is renewed when it has run out."""
        tokens = self._tokens
        response = await self._send(method, path, content=content, query=query)
        if response.status_code == httpx.codes.UNAUTHORIZED and tokens:
            await self._renew(tokens)
            response = await self._send(method, path, content=content, query=query)
        return response

    async def sign_in(self) -> None:
        self._tokens = await self._new_tokens()

    async def me(self) -> Json:
        return dict(await self.get("/v1/me"))

    @abstractmethod
    async def _new_tokens(self) -> Json:
        """Sign in, in the way of this kind of actor."""

    async def _post_unsigned(self, path: str, body: Mapping[str, Any]) -> Json:
        """A request that carries its own proof instead of a token."""
        return dict(decoded(await self._send("POST", path, content=to_json(body), with_token=False)))

    async def _renew(self, run_out: Json) -> None:
        async with self._renewing:
            if self._tokens is not run_out:
                return  # Another request of this actor was faster; a refresh token serves once.
            refresh_token = run_out.get("refresh_token")
            if refresh_token is not None:
                try:
                    self._tokens = await self._post_unsigned("/v1/tokens/refresh", {"refresh_token": refresh_token})
                except Refused:
                    pass
                else:
                    return
            await self.sign_in()

    async def _send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
        with_token: bool = True,
    ) -> httpx.Response:
        headers = {"Content-Type": "application/json"} if content is not None else {}
        if with_token and self._tokens:
            headers["Authorization"] = f"Bearer {self._tokens['access_token']}"
        for _ in range(_TRIES_WHEN_BUSY):
            response = await self._client.request(method, path, content=content, params=query, headers=headers)
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            wait_s = float(response.headers.get("Retry-After", "1"))
            await asyncio.sleep(min(wait_s, _LONGEST_WAIT_S))
        return response


def decoded(response: httpx.Response) -> Any:
    """The JSON of an answer, or `Refused`."""
    if response.is_error:
        raise Refused.of(response)
    return response.json() if response.content else None
