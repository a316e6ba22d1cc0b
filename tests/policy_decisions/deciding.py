"""Two people of an authority, invented, who enter its decisions over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from checkin_service.access import model
from checkin_service.access.model import Role, Subject
from checkin_service.catalogue.service import register_authority
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer


def a_decision(key: str = "voucher.use_within_months", value: Any = 6, **changed: Any) -> dict[str, Any]:
    return {
        "decision_id": str(new_id()),
        "key": key,
        "value": value,
        "document_number": "示人社发〔2026〕3号",
        "document_title": "关于职业培训券有关事项的通知",
        "published_on": "2026-02-27",
        "effective_from": "2026-03-01",
        "quote": "职业培训券自领取之日起6个月内使用",
        "reason": "上级文件未作规定",
    } | changed


def a_reviewer(authority_code: str) -> Subject:
    return model.authority_staff(new_id(), role=Role.REVIEWER, authority_code=authority_code)


@dataclass
class Authority:
    """Its officers and a reviewer, at one node."""

    code: str
    client: httpx.AsyncClient
    resources: Resources
    officer: Subject = field(init=False)
    second: Subject = field(init=False)
    reviewer: Subject = field(init=False)

    def __post_init__(self) -> None:
        self.officer, self.second = an_officer(self.code), an_officer(self.code)
        self.reviewer = a_reviewer(self.code)

    async def propose(self, key: str, value: Any, *, by: Subject | None = None, **changed: Any) -> httpx.Response:
        return await self.post("/v1/policy-decisions", a_decision(key, value, **changed), by=by)

    async def rule(self, decision_id: str, *, by: Subject | None = None, **changed: Any) -> httpx.Response:
        body = {"request_id": str(new_id()), "approved": True} | changed
        return await self.post(f"/v1/policy-decisions/{decision_id}/ruling", body, by=by or self.second)

    async def decide(self, key: str, value: Any, **changed: Any) -> dict[str, Any]:
        """Proposed by one, approved by another."""
        proposed = await self.propose(key, value, **changed)
        assert proposed.status_code == 201, proposed.text
        ruled = await self.rule(proposed.json()["decision_id"])
        assert ruled.status_code == 201, ruled.text
        return dict(ruled.json())

    async def in_force(self, **query: str) -> dict[str, Any]:
        answer = await self.client.get("/v1/policy", params=query, headers=bearer(self.resources, self.officer))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def value(self, key: str, **query: str) -> dict[str, Any] | None:
        """What is in force of a key; `None` when nobody has decided."""
        values = (await self.in_force(**query))["values"]
        return next((each for each in values if each["key"] == key), None)

    async def get(self, path: str, *, by: Subject | None = None, **query: str) -> httpx.Response:
        return await self.client.get(path, params=query, headers=bearer(self.resources, by or self.officer))

    async def post(self, path: str, body: dict[str, Any], *, by: Subject | None = None) -> httpx.Response:
        return await self.client.post(path, json=body, headers=bearer(self.resources, by or self.officer))


async def an_authority(client: httpx.AsyncClient, resources: Resources, code: str) -> Authority:
    await register_authority(resources, authority_code=code, name="测试人社局")
    return Authority(code, client, resources)
