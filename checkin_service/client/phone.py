"""A trainee's phone: its key, its owner's PIN, consents, a face, and check-ins."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any
from uuid import UUID

import httpx
from pydantic_core import to_json

from checkin_service.client.keys import SigningKey
from checkin_service.client.wire import Actor, Json, decoded
from checkin_service.kit.base64url import encode
from checkin_service.kit.clock import Clock
from checkin_service.kit.ids import new_id

_QR_PREFIX = "S2."
_QR_PROOF = Struct(">iiBIHB16s")
"""Place, datum, accuracy and age of a fix, then what shows the room, as docs/api.md lays them out."""
_QR_DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")


class Phone(Actor):
    def __init__(self, client: httpx.AsyncClient, clock: Clock, *, pin: str = "480275") -> None:
        super().__init__(client)
        self.device_id = new_id()
        self.trainee_id: UUID | None = None
        self.pin = pin
        self._key = SigningKey()
        self._clock = clock

    async def bind(self, invitation: str, *, proof: Mapping[str, Any] | None = None) -> None:
        """Bind this phone to the person the invitation was made for, proven or not, and sign in."""
        answer = await self._post_unsigned(
            "/v1/devices",
            {
                "device_id": self.device_id,
                "invitation": invitation,
                "public_key": encode(self._key.public_key),
                "pin": self.pin,
                "signature": self._key.signature(invitation),
                "proof": proof,
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
        code_claim: str | None = None,
        attempt_id: UUID | None = None,
    ) -> Json:
        """One attempt and its verdict; `at` is a `position(...)` or `None` for a phone without a fix."""
        body = self.attempt(
            session_id,
            proof=proof,
            at=at,
            phase=phase,
            classroom_code=classroom_code,
            code_claim=code_claim,
            attempt_id=attempt_id,
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
        code_claim: str | None = None,
        beacon: str | None = None,
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
                "code_claim": code_claim,
                "beacon": beacon,
            }
        )

    async def send_attempt(self, body: bytes) -> httpx.Response:
        return await self.send("POST", "/v1/check-ins", content=body)

    async def claim_code(self, session_id: UUID, code: str, *, claim_id: UUID | None = None) -> Json:
        """Exchange the classroom code the moment it was read; the answer holds the claim, or says what was wrong."""
        body = {"claim_id": claim_id or new_id(), "code": code}
        return dict(await self.post(f"/v1/sessions/{session_id}/code-claims", body))

    def seal(self, attempt: bytes) -> Json:
        """An attempt made without a network, as it is kept until it can be delivered."""
        text = attempt.decode()
        return {"sealed": text, "signature": self._key.signature(f"O1.{text}")}

    async def deliver(self, sealed: Json) -> Json:
        return dict(await self.post("/v1/offline-check-ins", sealed))

    def pin_code(self, code: str | None) -> Json:
        """The proof that needs no face: the owner's PIN and the classroom code, or none where it was claimed."""
        return {"kind": "pin_code", "pin": self.pin, "code": code}

    def live_qr(
        self,
        session_id: UUID,
        *,
        at: Mapping[str, Any] | None = None,
        claim_id: UUID | None = None,
        code: str | None = None,
        qr_id: UUID | None = None,
    ) -> str:
        """What this phone's screen shows at a session, for half a minute: its own fix and the room's code signed in."""
        milliseconds = round(self._clock.now().timestamp() * 1000)
        ids = b"".join(each.bytes for each in (self.device_id, session_id, qr_id or new_id()))
        body = ids + milliseconds.to_bytes(8) + qr_proof(at, claim_id=claim_id, code=code)
        signed = _QR_PREFIX + encode(body)
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


def qr_proof(at: Mapping[str, Any] | None, *, claim_id: UUID | None = None, code: str | None = None) -> bytes:
    """The part of a live QR that shows where the phone is and that its owner is in the room."""
    kind, room = (
        (1, claim_id.bytes) if claim_id else (2, int(code).to_bytes(4).ljust(16, b"\0")) if code else (0, bytes(16))
    )
    if at is None:
        return _QR_PROOF.pack(0, 0, 0, 0, 0, kind, room)
    numbers = (round(at[name] * 1e7) for name in ("longitude", "latitude"))
    datum = _QR_DATUMS.index(at["datum"]) + 1 | (0x80 if at["is_mock"] else 0)
    return _QR_PROOF.pack(*numbers, datum, round((at["accuracy_m"] or 0) * 10), 0, kind, room)


def face(photo: bytes) -> Json:
    """The proof that is a live photo."""
    return {"kind": "face", "photo": b64encode(photo).decode()}
