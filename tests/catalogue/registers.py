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
from tests.building.identities import a_credit_code


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


def an_occupation(**changed: Any) -> dict[str, Any]:
    return {"occupation_code": "6-31-01-03", "name": "电工", "level": "四级", "kind": "operation"} | changed


async def register_occupations(
    resources: Resources, client: httpx.AsyncClient, officer: Subject, *rows: dict[str, Any]
) -> httpx.Response:
    body = {"request_id": str(new_id()), "document": "职业分类大典（示例）", "rows": list(rows)}
    return await client.post("/v1/occupations", json=body, headers=bearer(resources, officer))


async def qualify(
    resources: Resources, client: httpx.AsyncClient, officer: Subject, institution_id: str, **changed: Any
) -> None:
    """What the authority examined of an institution: a technical school, unless told otherwise."""
    body = {"qualification_id": str(new_id()), "kind": "technical_school", "licence_number": "人社民3501号"}
    path = f"/v1/institutions/{institution_id}/qualifications"
    body |= {"valid_from": "2020-01-01"} | changed
    answer = await client.post(path, json=body, headers=bearer(resources, officer))
    assert answer.status_code == 201, answer.text


async def state_telephone(resources: Resources, client: httpx.AsyncClient, admin: Subject) -> None:
    """What an institution's entry has to hold in Anhui before a class of it opens (AH-06)."""
    body = {"contact_id": str(new_id()), "telephone": "0551-62810012", "place": "教学楼一楼", "hours": None}
    answer = await client.post("/v1/contacts", json=body, headers=bearer(resources, admin))
    assert answer.status_code == 201, answer.text


async def a_school(
    resources: Resources,
    client: httpx.AsyncClient,
    code: str = "330600",
    *,
    is_qualified: bool = True,
    **project_values: Any,
) -> School:
    officer = await an_authority(resources, code)
    headers = bearer(resources, officer)
    institution = an_institution()
    site, project = a_site(institution["institution_id"]), a_project(**project_values)
    if code.startswith("35") and "occupation_code" not in project:
        project |= {"occupation_code": f"test-{project['occupation']}", "level": "四级"}
        row = an_occupation(occupation_code=project["occupation_code"], name=project["occupation"])
        assert (await register_occupations(resources, client, officer, row)).status_code == 201
    for path, body in (("institutions", institution), ("sites", site), ("projects", project)):
        created = await client.post(f"/v1/{path}", json=body, headers=headers)
        assert created.status_code == 201, created.text
    if code.startswith("35") and is_qualified:
        await qualify(resources, client, officer, institution["institution_id"])
    admin = an_institution_admin(UUID(institution["institution_id"]))
    if code.startswith("34"):
        await state_telephone(resources, client, admin)
    return School(
        officer=officer,
        admin=admin,
        institution_id=institution["institution_id"],
        site_id=site["site_id"],
        project_id=project["project_id"],
    )
