"""An invented authority, school, site and project, entered over HTTP as an officer would."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from checkin_service.access.model import Subject
from checkin_service.catalogue import service
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_institution_admin, an_officer, bearer

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def a_credit_code(seed: UUID | None = None) -> str:
    """A unified social credit code with a right check character (GB 32100-2015), invented."""
    number = (seed or new_id()).int
    body = "52330600" + "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(9))
    total = sum(_LETTERS.index(letter) * weight for letter, weight in zip(body, _WEIGHTS, strict=True))
    return body + _LETTERS[-total % len(_LETTERS)]


def an_institution(**changed: Any) -> dict[str, Any]:
    return {"institution_id": str(new_id()), "name": "示例职业培训学校", "credit_code": a_credit_code()} | changed


def a_site(institution_id: str, **changed: Any) -> dict[str, Any]:
    return {
        "site_id": str(new_id()),
        "institution_id": institution_id,
        "name": "一号教学楼",
        "address": "绍兴市越城区示例路1号",
        "longitude": 120.5821,
        "latitude": 29.9971,
        "datum": "wgs84",
    } | changed


def a_project(**changed: Any) -> dict[str, Any]:
    return {
        "project_id": str(new_id()),
        "name": "电工（四级）技能培训",
        "occupation": "电工",
        "training_type": "certificate",
        "subsidy_fen": 120_000,
    } | changed


@dataclass(frozen=True)
class School:
    """An institution with one site and one project, and the people who act for it."""

    officer: Subject
    admin: Subject
    institution_id: str
    site_id: str
    project_id: str


async def an_authority(resources: Resources, code: str = "330600") -> Subject:
    await service.register_authority(resources, authority_code=code, name="绍兴市人力资源和社会保障局")
    return an_officer(code)


async def a_school(resources: Resources, client: httpx.AsyncClient, code: str = "330600") -> School:
    officer = await an_authority(resources, code)
    headers = bearer(resources, officer)
    institution = an_institution()
    site, project = a_site(institution["institution_id"]), a_project()
    for path, body in (("institutions", institution), ("sites", site), ("projects", project)):
        created = await client.post(f"/v1/{path}", json=body, headers=headers)
        assert created.status_code == 201, created.text
    return School(
        officer=officer,
        admin=an_institution_admin(UUID(institution["institution_id"])),
        institution_id=institution["institution_id"],
        site_id=site["site_id"],
        project_id=project["project_id"],
    )
