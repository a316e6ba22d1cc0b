"""Machines that vouch for a person: the card terminal of a site and the e-card platform."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from pydantic_core import to_json

from checkin_service.client.keys import SigningKey
from checkin_service.client.wire import Actor, Json, decoded
from checkin_service.kit.base64url import encode
from checkin_service.kit.clock import Clock
from checkin_service.kit.ids import new_id


def stood_at(fix: Mapping[str, Any]) -> Json:
    """What of a fix is kept as the place where a device was entered."""
    return {name: fix[name] for name in ("longitude", "latitude", "datum", "accuracy_m")}


CARD_AND_PIN_S = 8
Takes = Callable[[float], Awaitable[None]]
"""What lets the seconds pass that a person takes; with a clock that is moved by hand, whoever moves it."""


class Terminal(Actor):
    """A card terminal fixed at a site: it reads a physical card, checks its PIN and signs that it did."""

    def __init__(self, client: httpx.AsyncClient, clock: Clock, *, takes: Takes = asyncio.sleep) -> None:
        super().__init__(client)
        self.terminal_id: UUID | None = None
        self._key = SigningKey()
        self._clock = clock
        self._takes = takes
        self._at: Mapping[str, Any] | None = None

    @property
    def public_key(self) -> bytes:
        return self._key.public_key

    async def go_into_service(self, terminal_id: UUID) -> None:
        """Sign in under the id that the authority entered with this terminal's key."""
        self.terminal_id = terminal_id
        await self.sign_in()

    async def offer(self, *, at: Mapping[str, Any]) -> str:
        """Show a code by which somebody of the authority enters this device."""
        self.terminal_id = self.terminal_id or new_id()
        body = {
            "terminal_id": self.terminal_id,
            "public_key": encode(self.public_key),
            "signature": self._key.signature(f"pair:{self.terminal_id}"),
            "position": stood_at(at),
        }
        return str((await self._post_unsigned("/v1/terminal-pairings", body))["code"])

    async def check_in(
        self,
        session_id: UUID,
        *,
        document: Mapping[str, str],
        phase: str = "in",
        attempt_id: UUID | None = None,
        challenge: str | None = None,
        pin: str | None = None,
        claims: Mapping[str, Any] | None = None,
    ) -> Json:
        """A card was inserted and its PIN was right, or a person's own PIN for the door was typed.

        `claims` replaces what the assertion says.

        Without a challenge one is asked for, and card and PIN take their time.
        """
        attempt_id = attempt_id or new_id()
        if challenge is None:
            challenge = await self.challenge(attempt_id, session_id)
            await self._takes(CARD_AND_PIN_S)
        said = {
            "attempt_id": str(attempt_id),
            "session_id": str(session_id),
            "phase": phase,
            "document_kind": document["kind"],
            "document_number": document["number"],
            "pin_verified": pin is None,
            "challenge": challenge,
            "iat": int(self._clock.now().timestamp()),
        }
        said |= ({} if pin is None else {"pin_entered": True}) | dict(claims or {})
        what = {"attempt_id": attempt_id, "session_id": session_id, "phase": phase}
        return await self._attempt(what, challenge=challenge, pin=pin, said=said)

    async def _attempt(self, what: Json, *, challenge: str, pin: str | None, said: Json) -> Json:
        body = what | {
            "captured_at": self._clock.now(),
            "position": None,
            "person_proof": {
                "kind": "card_pin",
                "terminal_id": self.terminal_id,
                "challenge": challenge,
                "pin": pin,
                "assertion": self._key.assertion(said),
            },
        }
        return dict(decoded(await self.send("POST", "/v1/check-ins", content=to_json(body))))

    async def challenge(self, attempt_id: UUID, session_id: UUID) -> str:
        """Asked for when the card is put in; signed with the statement of this very attempt."""
        body = {"attempt_id": attempt_id, "session_id": session_id}
        return str((await self.post("/v1/card-challenges", body))["challenge"])

    async def show_code(self, session_id: UUID, *, at: Mapping[str, Any]) -> str:
        """Become the display of a session and show its code."""
        await self.become_display(session_id, at=at)
        return await self.display_code(session_id)

    async def become_display(self, session_id: UUID, *, at: Mapping[str, Any]) -> Json:
        """From now on the one display of a session, by the device's own fix; also before its window opens."""
        self._at = at
        body = {"request_id": new_id(), "position": at}
        return dict(await self.post(f"/v1/sessions/{session_id}/displays", body))

    async def report(self, *, at: Mapping[str, Any] | None) -> Json:
        """Say where it stands and what its clock shows."""
        self._at = at
        return dict(await self.post("/v1/terminals/own/reports", {"position": at, "sent_at": self._clock.now()}))

    async def display_code(self, session_id: UUID) -> str:
        """What it shows at this moment; it has said where it is before, as it does every minute."""
        await self.report(at=self._at)
        return str((await self.get(f"/v1/sessions/{session_id}/display-code"))["code"])

    def beacon(self, session_id: UUID, *, at: datetime | None = None) -> str:
        """What it shows in this minute to phones without a network, signed by its own key."""
        minute = int((at or self._clock.now()).timestamp()) // 60
        text = f"B1.{encode(session_id.bytes + minute.to_bytes(4))}"
        return f"{text}.{self._key.signature(text)}"

    async def place_fence(self, session_id: UUID, at: Mapping[str, Any]) -> Json:
        """Carry along the fence of a class that is held away from its site."""
        return dict(await self.post(f"/v1/sessions/{session_id}/fences", {"fence_id": new_id(), **at}))

    async def set_pin(self, *, invitation: str, pin: str) -> Json:
        """A person without a phone sets a PIN for the door."""
        return dict(await self.post("/v1/door-pins", {"invitation": invitation, "pin": pin}))

    async def scan(self, session_id: UUID, qr: str, *, at: Mapping[str, Any]) -> Json:
        """What a phone in front of it shows."""
        body = {"scan_id": new_id(), "qr": qr, "position": at}
        return dict(await self.post(f"/v1/sessions/{session_id}/scans", body))

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

    def claim(self, *, document: Mapping[str, str], at: datetime) -> Json:
        """The proof that whoever claims a voucher is the document's holder."""
        claims = {
            "iss": self.name,
            "aud": "checkin-service",
            "purpose": "voucher_claim",
            "document_kind": document["kind"],
            "document_number": document["number"],
            "iat": int(at.timestamp()),
        }
        return {"kind": "e_card", "assertion": self._key.assertion(claims)}

    def deduction(self, *, voucher_id: UUID, class_id: UUID, document: Mapping[str, str], at: datetime) -> str:
        """The statement by which the document's holder puts this voucher to use in this class from afar."""
        claims = {
            "iss": self.name,
            "aud": "checkin-service",
            "purpose": "voucher_deduction",
            "voucher_id": str(voucher_id),
            "class_id": str(class_id),
            "document_kind": document["kind"],
            "document_number": document["number"],
            "iat": int(at.timestamp()),
        }
        return self._key.assertion(claims)

    def binding(self, *, device_id: UUID, document: Mapping[str, str], at: datetime, kind: str = "e_card") -> Json:
        """The proof that a phone is the document's holder's own; `kind` may be `network_identity`."""
        claims = {
            "iss": self.name,
            "aud": "checkin-service",
            "purpose": "device_binding",
            "device_id": str(device_id),
            "document_kind": document["kind"],
            "document_number": document["number"],
            "iat": int(at.timestamp()),
        }
        return {"kind": kind, "assertion": self._key.assertion(claims)}
