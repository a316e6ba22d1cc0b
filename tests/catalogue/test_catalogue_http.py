"""The registers over HTTP: who may enter what, what is refused and why, and who sees it."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.access.model import Subject
from checkin_service.catalogue import service
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from geo import Circle, Datum, Position, convert, distance_m
from tests.access.people import Phone, a_trainee, an_institution_admin, an_officer, base64url, bearer
from tests.building.identities import a_credit_code
from tests.catalogue.registers import a_project, a_school, a_site, an_authority, an_institution


@pytest.fixture
async def officer(resources: Resources) -> Subject:
    return await an_authority(resources)


async def post(
    client: httpx.AsyncClient, resources: Resources, subject: Subject, path: str, body: dict[str, Any]
) -> httpx.Response:
    return await client.post(f"/v1/{path}", json=body, headers=bearer(resources, subject))


async def get(client: httpx.AsyncClient, resources: Resources, subject: Subject, path: str) -> Any:
    answer = await client.get(f"/v1/{path}", headers=bearer(resources, subject))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_officer_enters_an_institution(
    client: httpx.AsyncClient, resources: Resources, officer: Subject
) -> None:
    body = an_institution()
    answer = await post(client, resources, officer, "institutions", body)
    assert answer.status_code == 201
    assert answer.json() | body == answer.json()
    assert answer.json()["authority_code"] == "330600"


async def test_a_repeat_gives_the_first_answer_and_another_body_conflicts(
    client: httpx.AsyncClient, resources: Resources, officer: Subject
) -> None:
    body = an_institution()
    first = await post(client, resources, officer, "institutions", body)
    again = await post(client, resources, officer, "institutions", body)
    assert (again.status_code, again.content) == (201, first.content)
    other = await post(client, resources, officer, "institutions", body | {"name": "另一所学校"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/id-conflict")


async def test_a_credit_code_is_registered_once(
    client: httpx.AsyncClient, resources: Resources, officer: Subject
) -> None:
    body = an_institution()
    assert (await post(client, resources, officer, "institutions", body)).status_code == 201
    again = await post(client, resources, officer, "institutions", body | {"institution_id": str(new_id())})
    assert again.status_code == 409
    assert "registered already" in again.json()["detail_en"]


@pytest.mark.parametrize(
    "change",
    [
        {"credit_code": "91110000600037341M"},
        {"credit_code": ""},
        {"name": "  "},
        {"name": "学校\x00"},
        {"institution_id": "5a0f2f7e-7d5b-4c0a-9a64-0d5d3f1f7a11"},
        {"authority_code": "330100"},
    ],
)
async def test_a_malformed_institution_is_refused(
    client: httpx.AsyncClient, resources: Resources, officer: Subject, change: dict[str, Any]
) -> None:
    answer = await post(client, resources, officer, "institutions", an_institution() | change)
    assert answer.status_code == 422


async def test_a_credit_code_may_be_typed_in_small_letters(
    client: httpx.AsyncClient, resources: Resources, officer: Subject
) -> None:
    code = a_credit_code()
    answer = await post(client, resources, officer, "institutions", an_institution(credit_code=code.lower()))
    assert answer.json()["credit_code"] == code


async def test_institutions_and_trainees_enter_nothing(client: httpx.AsyncClient, resources: Resources) -> None:
    for subject in (an_institution_admin(), a_trainee()):
        for path in ("institutions", "sites", "terminals", "projects"):
            assert (await post(client, resources, subject, path, {})).status_code == 403


async def test_a_site_gets_the_radius_policy_proposes(client: httpx.AsyncClient, resources: Resources) -> None:
    school = await a_school(resources, client)
    answer = await post(client, resources, school.officer, "sites", a_site(school.institution_id))
    assert answer.json()["radius_m"] == 200


@pytest.mark.parametrize(("radius_m", "status"), [(49, 422), (50, 201), (1000, 201), (1001, 422)])
async def test_a_radius_lies_within_the_bounds_of_policy(
    client: httpx.AsyncClient, resources: Resources, radius_m: int, status: int
) -> None:
    school = await a_school(resources, client)
    answer = await post(client, resources, school.officer, "sites", a_site(school.institution_id, radius_m=radius_m))
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["clause"] == "MP-24"
        assert "between 50 and 1000 metres" in answer.json()["detail_en"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"longitude": 0, "latitude": 0}, "(0, 0) is no place"),
        ({"longitude": 29.9971, "latitude": 120.5821}, "latitude"),
        ({"longitude": 39.47, "latitude": 75.99}, "exchanged"),
        ({"datum": "mars"}, "datum"),
        ({"datum": None}, "datum"),
        ({"radius_m": 0}, "radius_m"),
        ({"radius_m": 200.5}, "radius_m"),
    ],
)
async def test_a_slip_in_coordinates_is_refused_with_its_reason(
    client: httpx.AsyncClient, resources: Resources, change: dict[str, Any], says: str
) -> None:
    school = await a_school(resources, client)
    answer = await post(client, resources, school.officer, "sites", a_site(school.institution_id) | change)
    assert answer.status_code == 422
    assert says in str(answer.json()["errors"])


async def test_a_site_keeps_its_coordinates_in_the_datum_given(client: httpx.AsyncClient, resources: Resources) -> None:
    school = await a_school(resources, client)
    surveyed = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
    on_the_map = convert(surveyed, Datum.GCJ02)
    body = a_site(school.institution_id, longitude=on_the_map.longitude, latitude=on_the_map.latitude, datum="GCJ-02")
    answer = await post(client, resources, school.officer, "sites", body)
    assert (answer.json()["datum"], answer.json()["longitude"]) == ("gcj02", on_the_map.longitude)
    site = await service.site_of(resources, UUID(body["site_id"]))
    assert site is not None
    assert distance_m(site.place.position, surveyed) < 0.01
    assert site.place.fence == Circle(centre=site.place.position, radius_m=200)


GROUNDS = {"name": "门口", "document_number": "绍人社函〔2026〕1号", "reason": "新设签到设备"}


async def test_another_authoritys_institution_does_not_exist(client: httpx.AsyncClient, resources: Resources) -> None:
    school = await a_school(resources, client)
    stranger = await an_authority(resources, "330100")
    assert (await post(client, resources, stranger, "sites", a_site(school.institution_id))).status_code == 404
    body = {
        "terminal_id": str(new_id()),
        "site_id": school.site_id,
        "public_key": base64url(Phone().public_key),
    } | GROUNDS
    assert (await post(client, resources, stranger, "terminals", body)).status_code == 404
    body["site_id"] = str(new_id())
    assert (await post(client, resources, school.officer, "terminals", body)).status_code == 404


async def test_lists_show_the_own_tenants_entries_only(client: httpx.AsyncClient, resources: Resources) -> None:
    school, other = await a_school(resources, client, "330200"), await a_school(resources, client, "330300")
    listed = await get(client, resources, school.officer, "institutions?limit=200")
    assert {each["authority_code"] for each in listed["institutions"]} == {"330200"}
    for subject in (school.officer, school.admin):
        sites = await get(client, resources, subject, "sites?limit=200")
        assert school.site_id in [each["site_id"] for each in sites["sites"]]
        assert other.site_id not in [each["site_id"] for each in sites["sites"]]
        projects = await get(client, resources, subject, "projects?limit=200")
        assert {each["authority_code"] for each in projects["projects"]} == {"330200"}


async def test_an_institution_sees_no_other_institutions_sites(client: httpx.AsyncClient, resources: Resources) -> None:
    school, neighbour = await a_school(resources, client), await a_school(resources, client)
    sites = await get(client, resources, school.admin, "sites")
    assert [each["site_id"] for each in sites["sites"]] == [school.site_id]
    assert neighbour.site_id != school.site_id


async def test_an_institution_nobody_entered_sees_no_projects(client: httpx.AsyncClient, resources: Resources) -> None:
    answer = await client.get("/v1/projects", headers=bearer(resources, an_institution_admin()))
    assert answer.status_code == 404


async def test_long_lists_come_in_pages(client: httpx.AsyncClient, resources: Resources) -> None:
    officer = await an_authority(resources, "330400")
    entered = []
    for _ in range(5):
        body = a_project()
        assert (await post(client, resources, officer, "projects", body)).status_code == 201
        entered.append(body["project_id"])
    seen, cursor = [], ""
    for _ in range(3):
        page = await get(client, resources, officer, f"projects?limit=2{cursor}")
        seen += [each["project_id"] for each in page["projects"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert seen == sorted(entered)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=first"])
async def test_an_odd_page_is_refused(client: httpx.AsyncClient, resources: Resources, query: str) -> None:
    answer = await client.get(f"/v1/projects?{query}", headers=bearer(resources, an_officer()))
    assert answer.status_code == 422


@pytest.mark.parametrize("change", [{"subsidy_fen": 0}, {"subsidy_fen": 12.5}, {"training_type": "hobby"}])
async def test_a_project_needs_a_subsidy_in_whole_fen_and_a_known_type(
    client: httpx.AsyncClient, resources: Resources, officer: Subject, change: dict[str, Any]
) -> None:
    assert (await post(client, resources, officer, "projects", a_project() | change)).status_code == 422


async def test_a_terminal_signs_in_with_its_key(client: httpx.AsyncClient, resources: Resources) -> None:
    school, terminal = await a_school(resources, client), Phone()
    body = {
        "terminal_id": str(new_id()),
        "site_id": school.site_id,
        "public_key": base64url(terminal.public_key),
    } | GROUNDS
    assert (await post(client, resources, school.officer, "terminals", body)).status_code == 201
    nonce = (await client.post("/v1/tokens/nonce")).json()["nonce"]
    signed = {"terminal_id": body["terminal_id"], "nonce": nonce, "signature": base64url(terminal.sign(nonce))}
    token = await client.post("/v1/tokens/terminal", json=signed)
    assert token.status_code == 200
    assert token.json()["refresh_token"] is None
    me = await client.get("/v1/me", headers={"Authorization": f"Bearer {token.json()['access_token']}"})
    assert (me.json()["role"], me.json()["site_id"]) == ("terminal", school.site_id)
    for wrong in (
        {"signature": base64url(Phone().sign(nonce))},
        {"terminal_id": str(new_id())},
        {"nonce": base64url(bytes(56))},
    ):
        refused = await client.post("/v1/tokens/terminal", json=signed | wrong)
        assert refused.status_code == 401


async def test_an_authority_is_registered_once(resources: Resources) -> None:
    for _ in range(2):
        await service.register_authority(resources, authority_code="330500", name="湖州市人力资源和社会保障局")
    assert await service.is_authority(resources, "330500")
    assert not await service.is_authority(resources, "999999")
