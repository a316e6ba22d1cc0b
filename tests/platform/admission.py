"""Clients admitted to the platform's operations, over HTTP."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import httpx

from checkin_service.client import Officer, Reviewer
from checkin_service.client.wire import Actor, Json
from checkin_service.kit.ids import new_id
from checkin_service.platform.model import Office, Operation
from tests.building.identities import a_credit_code, a_resident_id

DAY = "2026-03-01"


class PlatformClient(Actor):
    """A system with an access key."""

    def __init__(self, client: httpx.AsyncClient, access_key: str) -> None:
        super().__init__(client)
        self.access_key = access_key
        self._tokens = {"access_token": access_key}

    async def _new_tokens(self) -> Json:
        return {"access_token": self.access_key}


def a_form(operations: Iterable[Operation] = Operation, **changes: Any) -> dict[str, Any]:
    """职业培训券正式入网申请表, filled in and sealed four times."""
    form = {
        "application_id": new_id(),
        "filled_on": DAY,
        "applicant": "示例市人力资源和社会保障局",
        "credit_code": a_credit_code(),
        "channel_name": "示例通",
        "channel_code": "3700000001",
        "voucher_kinds": ["targeted"],
        "voucher_forms": ["face_value"],
        "contact": {"name": "李明", "phone": "13800000000", "email": "office@example.com"},
        "operations": [each.value for each in operations],
        "accounts": [
            {
                "province": "浙江省",
                "city": "绍兴市",
                "name": "李明",
                "spelled_name": "li ming",
                "phone": "13800000000",
                "resident_id": a_resident_id()["number"],
            }
        ],
        "seals": [
            {"office": office.value, "contact": "王芳", "phone": "0575-0000000", "sealed_on": DAY} for office in Office
        ],
    }
    return form | changes


async def admitted(
    officer: Officer, reviewer: Reviewer, http: httpx.AsyncClient, operations: Iterable[Operation] = Operation
) -> PlatformClient:
    """Filed by the officer, admitted by the reviewer, with its first key."""
    form = a_form(operations)
    await officer.post("/v1/onboarding/applications", form)
    await decide(reviewer, form["application_id"])
    issued = await issue_key(officer, form["application_id"])
    return PlatformClient(http, issued["access_key"])


async def decide(actor: Actor, application_id: UUID, *, approved: bool = True) -> Json:
    body = {"request_id": new_id(), "approved": approved, "reason": None if approved else "公章不清"}
    return dict(await actor.post(f"/v1/onboarding/applications/{application_id}/decision", body))


async def issue_key(officer: Officer, application_id: UUID, **changes: Any) -> Json:
    body = {"key_id": new_id()} | changes
    return dict(await officer.post(f"/v1/onboarding/applications/{application_id}/keys", body))
