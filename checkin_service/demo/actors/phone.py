"""A trainee's phone: its key, its owner's PIN, consents, a face, and check-ins."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx
from pydantic_core import to_json

from checkin_service.checkin.scan_code import to_be_signed
from checkin_service.demo.actors.keys import SigningKey
from checkin_service.demo.actors.wire import Actor, Json, decoded
from checkin_service.kit.base64url import encode
from checkin_service.kit.clock import Clock
from checkin_service.kit.ids import new_id


class Phone(Actor):
    def __init__(self, client: httpx.AsyncClient, clock: Clock, *, pin: str = "480275") -> None:
        super().__init__(client)
        self.device_id = new_id()
        self.trainee_id: UUID | None = None
        self.pin = pin
        self._key = SigningKey()
        self._clock = clock

    async def bind(self, invitation: str) -> None:
        """Bind this phone to the person the invitation was made for, and sign in."""
        answer = await self._post_unsigned(
            "/v1/devices",
            {
                "device_id": self.device_id,
                "invitation": invitation,
                "public_key": encode(self._key.public_key),
                "pin": self.pin,
                "signature": self._key.signature(invitation),
            },
        )
        self.trainee_id = UUID(answer["trainee_id"])
        await self.sign_in()

    async def consent(self, *purposes: str) -> None:
        """Give the separate consents to `location`, `face`, in the wording that is current."""
        texts = (await self.get("/v1/consent-texts"))["texts"]
        versions = {text["purpose"]: text["text_version"] for text in texts}
        for purpose in purposes:
            body = {
                "request_id": new_id(),
                "purpose": purpose,
                "given": True,
                "text_version": versions[purpose],
            }
            await self.post("/v1/consents", body)

    async def enrol_face(self, photos: Sequence[bytes]) -> Json:
        body = {"reference_id": new_id(), "photos": [b64encode(photo).decode() for photo in photos]}
        return dict(await self.post("/v1/face-references", body))

    async def check_in(
        self,
        session_id: UUID,
        *,
        proof: Mapping[str, Any],
        at: Mapping[str, Any] | None,
        phase: str = "in",
        classroom_code: str | None = None,
        attempt_id: UUID | None = None,
    ) -> Json:
        """One attempt and its verdict; `at` is a `position(...)` or `None` for a phone without a fix."""
        body = self.attempt(
            session_id, proof=proof, at=at, phase=phase, classroom_code=classroom_code, attempt_id=attempt_id
        )
        return dict(decoded(await self.send_attempt(body)))

    def attempt(
        self,
        session_id: UUID,
        *,
        proof: Mapping[str, Any],
        at: Mapping[str, Any] | None,
        phase: str = "in",
        classroom_code: str | None = None,
        attempt_id: UUID | None = None,
    ) -> bytes:
        """The body of a check-in, to be kept and sent again when the answer is lost."""
        return to_json(
            {
                "attempt_id": attempt_id or new_id(),
                "session_id": session_id,
                "phase": phase,
                "captured_at": self._clock.now(),
                "position": at,
                "person_proof": proof,
                "classroom_code": classroom_code,
            }
        )

    async def send_attempt(self, body: bytes) -> httpx.Response:
        return await self.send("POST", "/v1/check-ins", content=body)

    def pin_code(self, code: str) -> Json:
        """The proof that needs no face: the owner's PIN and the classroom code."""
        return {"kind": "pin_code", "pin": self.pin, "code": code}

    def live_qr(self, session_id: UUID, *, qr_id: UUID | None = None) -> str:
        """What this phone's screen shows at a session: made and signed here, for half a minute."""
        signed = to_be_signed(
            device_id=self.device_id, session_id=session_id, qr_id=qr_id or new_id(), made_at=self._clock.now()
        )
        return f"{signed}.{self._key.signature(signed)}"

    async def own_classes(self) -> list[Json]:
        return list((await self.get("/v1/me/classes"))["classes"])

    async def own_attendance(self) -> list[Json]:
        return list((await self.get("/v1/me/attendance"))["classes"])

    async def _new_tokens(self) -> Json:
        nonce = (await self._post_unsigned("/v1/tokens/nonce", {}))["nonce"]
        return await self._post_unsigned(
            "/v1/tokens/device",
            {"device_id": self.device_id, "nonce": nonce, "signature": self._key.signature(nonce)},
        )


def position(
    *,
    longitude: float,
    latitude: float,
    datum: str = "wgs84",
    accuracy_m: float | None = 15.0,
    confidence: float | None = 0.68,
    is_mock: bool | None = False,
) -> Json:
    """A fix as a phone reports it."""
    return {
        "longitude": longitude,
        "latitude": latitude,
        "datum": datum,
        "accuracy_m": accuracy_m,
        "confidence": confidence,
        "is_mock": is_mock,
    }


def face(photo: bytes) -> Json:
    """The proof that is a live photo."""
    return {"kind": "face", "photo": b64encode(photo).decode()}
