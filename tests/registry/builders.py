"""Invented people, a channel that signs for them, and the officer's ways into the register."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from checkin_service.access.model import Subject
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.identities import a_name, a_resident_id


def a_person() -> dict[str, Any]:
    return {"name": a_name(), "document": a_resident_id()}


def a_list(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"batch_id": str(new_id()), "source": "省厅核实名单", "people": list(people)} | changes


@dataclass
class Office:
    """An officer with the means to act over HTTP."""

    client: httpx.AsyncClient
    resources: Resources
    officer: Subject

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.client.post(f"/v1/{path}", json=body, headers=bearer(self.resources, self.officer))

    async def done(self, path: str, body: dict[str, Any]) -> Any:
        answer = await self.post(path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, path: str) -> Any:
        answer = await self.client.get(f"/v1/{path}", headers=bearer(self.resources, self.officer))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def enter(self, *people: dict[str, Any]) -> list[str]:
        rows = (await self.done("people", a_list(*people)))["rows"]
        return [row["trainee_id"] for row in rows]


@dataclass
class SignedChannel:
    """A channel with its own key: it knows people by their real names and signs what they ask for."""

    kind: str = "alipay"
    issuer: str = field(default_factory=lambda: f"channel-{new_id().hex[-8:]}")
    channel_id: str = field(default_factory=lambda: str(new_id()))
    key: SigningKey = field(default_factory=SigningKey)

    def body(self, opens_on: str, **changes: Any) -> dict[str, Any]:
        return {
            "channel_id": self.channel_id,
            "kind": self.kind,
            "name": "市民中心",
            "issuer": self.issuer,
            "public_key": encode(self.key.public_key),
            "opens_on": opens_on,
        } | changes

    def states(self, person: dict[str, Any], *, at: datetime, **changes: Any) -> str:
        """What the channel signs of a person."""
        return self.key.assertion(
            {
                "iss": self.issuer,
                "aud": "checkin-service",
                "name": person["name"],
                "document_kind": person["document"]["kind"],
                "document_number": person["document"]["number"],
                "iat": int(at.timestamp()),
            }
            | changes
        )

    def registration(self, person: dict[str, Any], *, at: datetime, **changes: Any) -> dict[str, Any]:
        assertion = self.states(person, at=at, **{"purpose": "registration"} | changes)
        return {"request_id": str(new_id()), "channel_id": self.channel_id, "assertion": assertion}


async def an_open_channel(office: Office, kind: str = "alipay") -> SignedChannel:
    channel = SignedChannel(kind)
    await office.done("claim-channels", channel.body(office.resources.clock.now().date().isoformat()))
    return channel
