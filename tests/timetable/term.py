"""A term of an invented class, driven over HTTP by the people whose matter it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from checkin_service.access.model import Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, bearer
from tests.building.honest import EXAMINED
from tests.building.identities import a_passport
from tests.catalogue.registers import School, a_school

FIRST_DAY = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shaoxing, a week after the tests' clock."""


def a_trainee_row(**changed: Any) -> dict[str, Any]:
    return {
        "trainee_id": str(new_id()),
        "name": "王芳",
        "document": a_passport(),
        "voucher_kind": "targeted",
    } | changed


def sessions(site_id: str, count: int = 3, *, starts_at: datetime = FIRST_DAY, hours: int = 4) -> list[dict[str, Any]]:
    """One meeting of three clock hours a day."""
    days = [starts_at + timedelta(days=day) for day in range(count)]
    return [
        {
            "session_id": str(new_id()),
            "ordinal": ordinal,
            "site_id": site_id,
            "starts_at": start.isoformat(),
            "ends_at": (start + timedelta(hours=3)).isoformat(),
            "class_hours": hours,
        }
        for ordinal, start in enumerate(days, start=1)
    ]


def an_application(school: School, **changed: Any) -> dict[str, Any]:
    return {
        "class_id": str(new_id()),
        "name": "电工四级 2026 春一班",
        "project_id": school.project_id,
        "teaching_plan": "安全用电、线路安装、故障排查。",
        "sessions": sessions(school.site_id),
    } | changed


@dataclass(frozen=True)
class Term:
    """One class, its school, and the means to act for everybody."""

    client: httpx.AsyncClient
    resources: Resources
    school: School
    class_id: str

    async def post(self, subject: Subject, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """To a path below the class; a request id is made unless the body has one."""
        body = body or {}
        if not {"briefing_id", "check_id"} & body.keys():
            body = {"request_id": str(new_id())} | body
        url = f"/v1/classes/{self.class_id}/{path}"
        return await self.client.post(url, json=body, headers=bearer(self.resources, subject))

    async def done(self, subject: Subject, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.post(subject, path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, subject: Subject, path: str = "") -> httpx.Response:
        return await self.client.get(f"/v1/classes/{self.class_id}{path}", headers=bearer(self.resources, subject))

    async def brief(self) -> None:
        items = ["voucher_briefing", "subsidy_briefing"]
        body = {"briefing_id": str(new_id()), "items": items, "evidence": "行前教育签到表"}
        await self.done(self.school.admin, "briefings", body)

    async def open(self) -> Any:
        """Briefed and approved; where that needs people and nobody is there yet, somebody is who leaves again."""
        await self.brief()
        approved = await self.post(self.school.officer, "opening", {"approved": True})
        if approved.status_code == 201:
            return approved.json()
        nobody = await self.enter(a_trainee_row()) if approved.json().get("clause") == "SX-28" else []
        opened = await self.done(self.school.officer, "opening", {"approved": True})
        for each in nobody:
            await self.done(a_trainee(UUID(each)), "withdrawal", {"reason": "个人原因"})
        return opened

    async def enter(self, *rows: dict[str, Any]) -> list[str]:
        """Put people on the roster, checked as an institution does; their ids."""
        entered = await self.done(self.school.admin, "roster", {"trainees": list(rows)})
        people = [each["trainee_id"] for each in entered["trainees"]]
        await self.check(*people)
        await self.examine(people)
        return people

    async def check(self, *people: str) -> None:
        items = ["identity", "occupation_requirements", "subsidy_eligibility"]
        body = {"check_id": str(new_id()), "items": items, "evidence": "身份证原件、申报条件审核表"}
        await self.done(self.school.admin, "registration-checks", body | {"trainees": list(people)})

    async def examine(self, people: list[str]) -> Any:
        """The officer looks at everybody's conditions, and all are met."""
        body = {
            "examination_id": str(new_id()),
            "people": people,
            "conditions": EXAMINED,
            "examined_on": self.resources.clock.now().date().isoformat(),
            "document": "社保缴费凭证",
            "reason": "逐人核对原件",
        }
        headers = bearer(self.resources, self.school.officer)
        answer = await self.client.post("/v1/examinations", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def issue(self) -> list[dict[str, Any]]:
        issued: list[dict[str, Any]] = (await self.done(self.school.officer, "vouchers"))["vouchers"]
        return issued

    async def activate(self, voucher_code: str) -> Any:
        return await self.done(self.school.admin, "activations", {"voucher_code": voucher_code})


async def a_term(
    resources: Resources, client: httpx.AsyncClient, school: School | None = None, **application: Any
) -> Term:
    """A class that has been applied for."""
    school = school or await a_school(resources, client)
    body = an_application(school, **application)
    answer = await client.post("/v1/classes", json=body, headers=bearer(resources, school.admin))
    assert answer.status_code == 201, answer.text
    return Term(client, resources, school, body["class_id"])
