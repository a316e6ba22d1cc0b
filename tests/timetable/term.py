"""A term of an invented class, driven over HTTP by the people whose matter it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from checkin_service.access.model import Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.catalogue.registers import School, a_school

FIRST_DAY = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shaoxing, a week after the tests' clock."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def a_resident_id(seed: UUID | None = None, *, born: str = "19900307") -> str:
    """A resident identity number with a right check digit (GB 11643-1999), invented."""
    body = f"330602{born}{(seed or new_id()).int % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def a_passport(seed: UUID | None = None) -> dict[str, str]:
    """Invented; unlike resident numbers there are enough of them for every test to have its own."""
    return {"kind": "passport", "number": f"E{(seed or new_id()).int % 10**12:012d}"}


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
        body = {"request_id": str(new_id())} | (body or {})
        url = f"/v1/classes/{self.class_id}/{path}"
        return await self.client.post(url, json=body, headers=bearer(self.resources, subject))

    async def done(self, subject: Subject, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.post(subject, path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, subject: Subject, path: str = "") -> httpx.Response:
        return await self.client.get(f"/v1/classes/{self.class_id}{path}", headers=bearer(self.resources, subject))

    async def open(self) -> Any:
        return await self.done(self.school.officer, "opening", {"approved": True})

    async def enter(self, *rows: dict[str, Any]) -> list[str]:
        """Put people on the roster; their ids."""
        entered = await self.done(self.school.admin, "roster", {"trainees": list(rows)})
        return [each["trainee_id"] for each in entered["trainees"]]

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
