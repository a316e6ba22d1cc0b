"""Machines that vouch for a person: the card terminal of a site and the e-card platform."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from pydantic_core import to_json

from checkin_service.demo.actors.keys import SigningKey
from checkin_service.demo.actors.wire import Actor, Json, decoded
from checkin_service.kit.clock import Clock
from checkin_service.kit.ids import new_id


class Terminal(Actor):
    """A card terminal fixed at a site: it reads a physical card, checks its PIN and signs that it did."""

    def __init__(self, client: httpx.AsyncClient, clock: Clock) -> None:
        super().__init__(client)
        self.terminal_id: UUID | None = None
        self._key = SigningKey()
        self._clock = clock

    @property
    def public_key(self) -> bytes:
        return self._key.public_key

    async def go_into_service(self, terminal_id: UUID) -> None:
        """Sign in under the id that the authority entered with this terminal's key."""
        self.terminal_id = terminal_id
        await self.sign_in()

    async def check_in(
        self,
        session_id: UUID,
        *,
        document: Mapping[str, str],
        phase: str = "in",
        attempt_id: UUID | None = None,
        claims: Mapping[str, Any] | None = None,
    ) -> Json:
        """A card was inserted and its PIN was right; `claims` replaces what the assertion says."""
        attempt_id = attempt_id or new_id()
        said = {
            "attempt_id": str(attempt_id),
            "session_id": str(session_id),
            "phase": phase,
            "document_kind": document["kind"],
            "document_number": document["number"],
            "pin_verified": True,
            "iat": int(self._clock.now().timestamp()),
        }
        body = {
            "attempt_id": attempt_id,
            "session_id": session_id,
            "phase": phase,
            "captured_at": self._clock.now(),
            "position": None,
            "person_proof": {
                "kind": "card_pin",
                "terminal_id": self.terminal_id,
                "assertion": self._key.assertion(said | dict(claims or {})),
            },
        }
        return dict(decoded(await self.send("POST", "/v1/check-ins", content=to_json(body))))

    async def _new_tokens(self) -> Json:
        nonce = (await self._post_unsigned("/v1/tokens/nonce", {}))["nonce"]
        return await self._post_unsigned(
            "/v1/tokens/terminal",
            {"terminal_id": self.terminal_id, "nonce": nonce, "signature": self._key.signature(nonce)},
        )


class ECardPlatform:
    """The electronic social security card's platform: it checks the holder itself and signs what it saw."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._key = SigningKey()

    @property
    def public_key(self) -> bytes:
        return self._key.public_key

    def proof(
        self,
        *,
        attempt_id: UUID,
        session_id: UUID,
        document: Mapping[str, str],
        at: datetime,
        method: str = "password",
    ) -> Json:
        """The proof for one attempt of the document's holder; the attempt's id is chosen before."""
        claims = {
            "iss": self.name,
            "aud": "checkin-service",
            "attempt_id": str(attempt_id),
            "session_id": str(session_id),
            "document_kind": document["kind"],
            "document_number": document["number"],
            "method": method,
            "iat": int(at.timestamp()),
        }
        return {"kind": "e_card", "assertion": self._key.assertion(claims)}
