"""Signing in, refreshing, signing out and accounts, over HTTP on a real database."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import bindparam, func, select, update

from checkin_service.access import service
from checkin_service.access.model import Role
from checkin_service.access.tables import audit_entry, staff
from checkin_service.catalogue.tables import authority, institution
from checkin_service.kit.database import Fragment, Stale
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from tests.access.people import PASSWORD, a_login, a_trainee, an_institution_admin, an_officer, bearer, later
from tests.tools.reading import reading

AUTHORITY = "330600"


@dataclass(frozen=True)
class Officer:
    staff_id: UUID
    login: str


@pytest.fixture
async def officer(resources: Resources) -> Officer:
    login = a_login()
    staff_id = await service.create_authority_staff(
        resources, authority_code=AUTHORITY, login=login, password=PASSWORD, role=Role.OFFICER, display_name="王芳"
    )
    return Officer(staff_id, login)


@pytest.fixture
async def institution_id(resources: Resources) -> UUID:
    """An institution supervised by the authority."""
    now, new = resources.clock.now(), new_id()
    await _insert(resources, authority, authority_code=AUTHORITY, name="绍兴市人力资源和社会保障局", created_at=now)
    await _insert(
        resources,
        institution,
        institution_id=new,
        authority_code=AUTHORITY,
        name="会稽职业培训学校",
        credit_code=new.hex[-18:].upper(),
        address=None,
        approved_by=new_id(),
        approved_at=now,
    )
    return new


async def _insert(resources: Resources, table: Any, **values: Any) -> None:
    with suppress(Stale):  # The authority may be there already.
        async with resources.database.write() as unit:
            unit.add(Fragment(table.insert()), **values)


async def _sign_in(client: httpx.AsyncClient, login: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/v1/tokens/password", json={"login": login, "password": password})


def _new_staff(institution_id: UUID, role: str, **changed: Any) -> dict[str, Any]:
    return {
        "staff_id": str(new_id()),
        "login": a_login(),
        "password": PASSWORD,
        "display_name": "李梅",
        "role": role,
        "institution_id": str(institution_id),
        **changed,
    }


async def test_an_officer_signs_in_and_is_told_who_they_are(client: httpx.AsyncClient, officer: Officer) -> None:
    answer = (await _sign_in(client, officer.login.upper())).json()
    assert (answer["token_type"], answer["expires_in_s"]) == ("Bearer", 600)
    me = (await client.get("/v1/me", headers={"Authorization": f"Bearer {answer['access_token']}"})).json()
    assert me["subject_id"] == str(officer.staff_id)
    assert (me["role"], me["authority_code"], me["display_name"]) == ("officer", AUTHORITY, "王芳")
    assert "timetable:class:approve" in me["permissions"]


async def test_a_wrong_password_and_an_unknown_login_look_the_same(client: httpx.AsyncClient, officer: Officer) -> None:
    wrong = await _sign_in(client, officer.login, "not-the-password")
    unknown = await _sign_in(client, a_login(), "not-the-password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_guessing_is_slowed_and_the_owner_gets_in_after_half_a_minute(
    client: httpx.AsyncClient, resources: Resources, officer: Officer
) -> None:
    for _ in range(5):
        assert (await _sign_in(client, officer.login, "not-the-password")).status_code == 401
    slowed = await _sign_in(client, officer.login)
    assert slowed.status_code == 429
    assert 1 <= int(slowed.headers["Retry-After"]) <= 30
    answer = await service.sign_in(later(resources, seconds=31), login=officer.login, password=PASSWORD)
    assert answer.refresh_token
    assert (await _sign_in(client, officer.login)).status_code == 200


async def test_a_refresh_token_serves_once_and_brings_the_next(client: httpx.AsyncClient, officer: Officer) -> None:
    first = (await _sign_in(client, officer.login)).json()["refresh_token"]
    second = await client.post("/v1/tokens/refresh", json={"refresh_token": first})
    assert second.status_code == 200
    assert second.json()["refresh_token"] != first


async def test_a_refresh_token_used_twice_ends_the_whole_sign_in(client: httpx.AsyncClient, officer: Officer) -> None:
    first = (await _sign_in(client, officer.login)).json()["refresh_token"]
    second = (await client.post("/v1/tokens/refresh", json={"refresh_token": first})).json()["refresh_token"]
    assert (await client.post("/v1/tokens/refresh", json={"refresh_token": first})).status_code == 401
    assert (await client.post("/v1/tokens/refresh", json={"refresh_token": second})).status_code == 401


async def test_of_parallel_uses_of_one_refresh_token_at_most_one_succeeds(
    client: httpx.AsyncClient, officer: Officer
) -> None:
    token = (await _sign_in(client, officer.login)).json()["refresh_token"]
    answers = await asyncio.gather(
        *(client.post("/v1/tokens/refresh", json={"refresh_token": token}) for _ in range(8))
    )
    succeeded = [answer for answer in answers if answer.status_code == 200]
    assert len(succeeded) <= 1
    assert {answer.status_code for answer in answers} <= {200, 401}
    for answer in succeeded:
        following = answer.json()["refresh_token"]
        assert (await client.post("/v1/tokens/refresh", json={"refresh_token": following})).status_code == 401


async def test_signing_out_ends_the_refresh_tokens_of_that_sign_in_only(
    client: httpx.AsyncClient, officer: Officer
) -> None:
    here, there = [(await _sign_in(client, officer.login)).json()["refresh_token"] for _ in range(2)]
    assert (await client.post("/v1/tokens/revocation", json={"refresh_token": here})).status_code == 204
    assert (await client.post("/v1/tokens/revocation", json={"refresh_token": "unknown"})).status_code == 204
    assert (await client.post("/v1/tokens/refresh", json={"refresh_token": here})).status_code == 401
    assert (await client.post("/v1/tokens/refresh", json={"refresh_token": there})).status_code == 200


async def test_a_refresh_token_ends_with_the_working_day(resources: Resources, officer: Officer) -> None:
    signed_in = await service.sign_in(resources, login=officer.login, password=PASSWORD)
    with pytest.raises(Problem) as refused:
        await service.refresh(later(resources, hours=12), signed_in.refresh_token or "", address="192.0.2.1")
    assert refused.value.kind is ProblemKind.NOT_SIGNED_IN


async def test_an_officer_creates_an_administrator_who_creates_an_instructor(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID
) -> None:
    body = _new_staff(institution_id, "institution_admin")
    created = await client.post("/v1/staff", json=body, headers=bearer(resources, an_officer(AUTHORITY)))
    assert created.status_code == 201
    assert "password" not in created.json()
    token = (await _sign_in(client, body["login"])).json()["access_token"]
    made = await client.post(
        "/v1/staff",
        json=_new_staff(institution_id, "instructor"),
        headers={"Authorization": f"Bearer {token}"},
    )
    assert made.status_code == 201


async def test_creating_an_account_is_audited(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID
) -> None:
    subject, body = an_officer(AUTHORITY), _new_staff(institution_id, "institution_admin")
    await client.post("/v1/staff", json=body, headers=bearer(resources, subject))
    entries = await resources.database.read(
        reading(select(func.count().label("count")).where(audit_entry.c.subject == subject.name))
    )
    assert entries[0].count == 1


async def test_repeating_the_request_gives_the_first_answer_and_another_body_is_a_conflict(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID
) -> None:
    headers, body = bearer(resources, an_officer(AUTHORITY)), _new_staff(institution_id, "institution_admin")
    first = await client.post("/v1/staff", json=body, headers=headers)
    assert (await client.post("/v1/staff", json=body, headers=headers)).content == first.content
    for changed in ({"display_name": "另一人"}, {"password": "another-good-password"}):
        assert (await client.post("/v1/staff", json={**body, **changed}, headers=headers)).status_code == 409


async def test_a_login_belongs_to_one_person(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID, officer: Officer
) -> None:
    body = _new_staff(institution_id, "institution_admin", login=officer.login)
    answer = await client.post("/v1/staff", json=body, headers=bearer(resources, an_officer(AUTHORITY)))
    assert answer.status_code == 409


async def test_an_institution_of_another_authority_does_not_exist(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID
) -> None:
    body = _new_staff(institution_id, "institution_admin")
    for subject in (an_officer("330100"), an_officer(AUTHORITY)):
        changed = body if subject.authority_code == "330100" else {**body, "institution_id": str(new_id())}
        answer = await client.post("/v1/staff", json=changed, headers=bearer(resources, subject))
        assert answer.status_code == 404


async def test_an_administrator_creates_nobody_elsewhere_and_nobody_above(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID
) -> None:
    headers = bearer(resources, an_institution_admin(institution_id))
    elsewhere = await client.post("/v1/staff", json=_new_staff(new_id(), "instructor"), headers=headers)
    above = await client.post("/v1/staff", json=_new_staff(institution_id, "institution_admin"), headers=headers)
    assert (elsewhere.status_code, above.status_code) == (404, 403)


@pytest.mark.parametrize(
    "changed",
    [
        {"password": "short"},
        {"password": "aaaaaaaaaaaaaaaa"},
        {"login": "Wang Fang"},
        {"role": "officer"},
        {"staff_id": "00000000-0000-0000-0000-000000000000"},
        {"tenant": "authority:330600"},
    ],
    ids=str,
)
async def test_a_malformed_account_is_refused(
    client: httpx.AsyncClient, resources: Resources, institution_id: UUID, changed: dict[str, Any]
) -> None:
    body = {**_new_staff(institution_id, "institution_admin"), **changed}
    answer = await client.post("/v1/staff", json=body, headers=bearer(resources, an_officer(AUTHORITY)))
    assert answer.status_code == 422
    assert body["password"] not in answer.text


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer "}, {"Authorization": "Basic d2FuZzpmYW5n"}])
async def test_without_a_token_nothing_opens(client: httpx.AsyncClient, header: dict[str, str]) -> None:
    answer = await client.get("/v1/me", headers=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_permission_one_does_not_have_is_403(client: httpx.AsyncClient, resources: Resources) -> None:
    body = _new_staff(new_id(), "instructor")
    answer = await client.post("/v1/staff", json=body, headers=bearer(resources, a_trainee()))
    assert answer.status_code == 403


async def test_a_disabled_account_neither_signs_in_nor_refreshes(
    client: httpx.AsyncClient, resources: Resources, officer: Officer
) -> None:
    signed_in = (await _sign_in(client, officer.login)).json()["refresh_token"]
    disable = Fragment(
        update(staff)
        .values(disabled_at=bindparam("at", type_=staff.c.disabled_at.type))
        .where(staff.c.staff_id == bindparam("of_staff"))
    )
    async with resources.database.write() as unit:
        unit.add(disable, at=resources.clock.now(), of_staff=officer.staff_id)
    assert (await _sign_in(client, officer.login)).status_code == 401
    assert (await client.post("/v1/tokens/refresh", json={"refresh_token": signed_in})).status_code == 401
