"""The register of people over HTTP: lists, one's own registration through a channel, rosters, and facts about them."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.client import Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.identities import a_name
from tests.catalogue.registers import an_authority
from tests.conftest import StoppedClock
from tests.registry.builders import Office, SignedChannel, a_list, a_person, an_open_channel
from tests.timetable.term import a_term, a_trainee_row

ANHUI = "340000"


@pytest.fixture
async def office(resources: Resources, client: httpx.AsyncClient) -> Office:
    return Office(client, resources, await an_authority(resources, ANHUI))


async def registered(client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    return await client.post("/v1/people/own", json=body)


async def test_every_row_of_a_list_is_answered_and_nobody_is_two_people(office: Office) -> None:
    first, second = a_person(), a_person()
    under_another_name = second | {"name": a_name()}
    wrong = {"name": a_name(), "document": {"kind": "resident_id", "number": "330602199003072330"}}
    body = a_list(first, second, first, under_another_name, wrong)
    answer = await office.done("people", body)
    assert [row["status"] for row in answer["rows"]] == ["entered", "entered", "known", "refused", "refused"]
    assert answer["rows"][0]["trainee_id"] == answer["rows"][2]["trainee_id"]
    assert "校验位" in answer["rows"][4]["reason"]["zh"]
    assert await office.done("people", body) == answer
    assert (await office.enter(first)) == [answer["rows"][0]["trainee_id"]]


async def test_a_person_registers_through_an_open_channel_and_binds_a_phone(
    office: Office, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    channel, person = await an_open_channel(office), a_person()
    body = channel.registration(person, at=clock.now())
    answer = (await registered(client, body)).json()
    assert answer["authority_code"] == ANHUI
    assert answer["invitation"]
    assert (await registered(client, body)).json() == answer
    phone = Phone(client, clock)
    await phone.bind(answer["invitation"])
    assert str(phone.trainee_id) == answer["trainee_id"]
    again = (await registered(client, channel.registration(person, at=clock.now()))).json()
    assert again["invitation"] is None
    assert (await office.enter(person)) == [answer["trainee_id"]]
    listed = {each["trainee_id"]: each for each in (await office.get("people?limit=200"))["people"]}
    assert listed[answer["trainee_id"]]["way"] == "own"


async def test_a_stranger_learns_nothing_from_a_refused_registration(
    office: Office, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    channel, known = await an_open_channel(office), a_person()
    await office.enter(known)
    stranger = SignedChannel(issuer=channel.issuer, channel_id=channel.channel_id)
    of_known = await registered(client, stranger.registration(known, at=clock.now()))
    of_nobody = await registered(client, stranger.registration(a_person(), at=clock.now()))
    assert of_known.status_code == of_nobody.status_code == 422
    assert of_known.json() == of_nobody.json()
    assert of_known.json()["reason"] == "bad_signature"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"purpose": "device_binding"}, "other_purpose"),
        ({"aud": "another-service"}, "other_aud"),
        ({"iss": "another-channel"}, "other_iss"),
        ({"iat": 1_000_000_000}, "not_fresh"),
    ],
)
async def test_a_statement_for_something_else_registers_nobody(
    office: Office, client: httpx.AsyncClient, clock: StoppedClock, changes: dict[str, Any], reason: str
) -> None:
    channel = await an_open_channel(office)
    refused = await registered(client, channel.registration(a_person(), at=clock.now(), **changes))
    assert (refused.status_code, refused.json()["reason"]) == (422, reason)


@pytest.mark.parametrize(("age_s", "status"), [(299, 201), (302, 422)])
async def test_a_statement_is_fresh_for_as_long_as_policy_says(
    office: Office, client: httpx.AsyncClient, clock: StoppedClock, age_s: int, status: int
) -> None:
    channel, signed_at = await an_open_channel(office), clock.now() - timedelta(seconds=age_s)
    assert (await registered(client, channel.registration(a_person(), at=signed_at))).status_code == status


async def test_nothing_comes_through_a_channel_that_is_not_open(
    office: Office, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    channel = await an_open_channel(office)
    today = clock.now().date()
    closing = {"request_id": str(new_id()), "closes_on": today.isoformat()}
    closed = await office.done(f"claim-channels/{channel.channel_id}/closing", closing)
    assert (closed["closes_on"], closed["is_open"]) == (today.isoformat(), True)
    clock.advance(days=1)
    (listed,) = [
        each for each in (await office.get("claim-channels"))["channels"] if each["channel_id"] == channel.channel_id
    ]
    assert listed["is_open"] is False
    late = await registered(client, channel.registration(a_person(), at=clock.now()))
    unknown = await registered(client, SignedChannel().registration(a_person(), at=clock.now()))
    assert late.status_code == unknown.status_code == 404
    assert late.json()["detail"] == unknown.json()["detail"]


async def test_a_kind_of_channel_that_the_rules_do_not_name_is_refused(office: Office) -> None:
    """AH-09 names Alipay, Wanshitong and the e-card."""
    opens_on = office.resources.clock.now().date().isoformat()
    refused = await office.post("claim-channels", SignedChannel("minzhengtong").body(opens_on))
    assert (refused.status_code, refused.json()["reason"]) == (422, "channel_not_named")
    assert (await office.post("claim-channels", SignedChannel("wanshitong").body(opens_on))).status_code == 201


async def test_another_authority_closes_no_channel_of_this_one(office: Office, client: httpx.AsyncClient) -> None:
    channel = await an_open_channel(office)
    today = office.resources.clock.now().date() + timedelta(days=1)
    body = {"request_id": str(new_id()), "closes_on": today.isoformat()}
    headers = bearer(office.resources, an_officer("330600"))
    answer = await client.post(f"/v1/claim-channels/{channel.channel_id}/closing", json=body, headers=headers)
    assert answer.status_code == 404


async def test_facts_attach_to_people_of_the_register_and_to_nobody_elses(
    office: Office, resources: Resources, client: httpx.AsyncClient
) -> None:
    person = a_person()
    await office.enter(person)
    fact = {"document": person["document"], "kind": "graduation", "since": "2024-06-30"}
    batch = {"batch_id": str(new_id()), "source": "学籍比对", "facts": [fact]}
    assert (await office.done("person-facts", batch))["rows"][0]["status"] == "recorded"
    elsewhere = Office(client, resources, await an_authority(resources, "330600"))
    other = await elsewhere.done("person-facts", batch | {"batch_id": str(new_id())})
    assert other["rows"][0]["status"] == "unknown_person"


async def test_whoever_stands_on_a_roster_is_in_the_register_of_the_paying_authority(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    term = await a_term(resources, client)
    (trainee_id,) = await term.enter(a_trainee_row())
    office = Office(client, resources, term.school.officer)
    page = await office.get("people?limit=200")
    while all(each["trainee_id"] != trainee_id for each in page["people"]):
        page = await office.get(f"people?limit=200&cursor={page['next_cursor']}")
    (entry,) = [each for each in page["people"] if each["trainee_id"] == trainee_id]
    assert (entry["way"], entry["source"]) == ("roster", f"class:{term.class_id}")
