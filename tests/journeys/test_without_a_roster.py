"""From an empty register to a voucher whose subsidy is paid, over HTTP and without anybody typing a roster."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from pydantic_core import to_json

from checkin_service.client import ECardPlatform, Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer
from tests.building.news import deliver_all
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.registry.builders import Office, an_open_channel
from tests.registry.test_claims_http import a_known_person, by_pin, e_card, pushed, sent
from tests.registry.test_matches_http import a_template


async def posted(actor: Any, path: str, body: dict[str, Any]) -> Any:
    answer = await actor.send("POST", path, content=to_json(body))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def a_place(world: World, phone: Phone, voucher: dict[str, Any]) -> None:
    """The class is found in the public list, applied for, and the institution accepts."""
    await posted(world.admin, f"/v1/classes/{world.class_id}/offer", {"request_id": new_id(), "places": 5})
    query = {"words": "", "here": {"longitude": 120.58, "latitude": 29.99, "datum": "wgs84"}}
    found = (await world.client.post("/v1/courses", json=query)).json()["courses"]
    (course,) = [each for each in found if each["class_id"] == str(world.class_id)]
    assert (course["free"], course["places"]) == (4, 5)
    assert course["distance_m"] is not None
    application = {"application_id": new_id(), "voucher_id": voucher["voucher_id"], "declared": []}
    applied = await posted(phone, f"/v1/classes/{world.class_id}/applications", application)
    assert applied["state"] == "applied"
    waiting = await world.admin.get(f"/v1/classes/{world.class_id}/applications")
    (applicant,) = [each for each in waiting["applicants"] if each["application_id"] == applied["application_id"]]
    assert applicant["voucher_state"] == voucher["state"]
    ruling = {
        "request_id": new_id(),
        "state": "accepted",
        "examined": ["identity", "occupation_requirements", "subsidy_eligibility"],
        "evidence": "身份证原件、申报条件审核表",
    }
    path = f"/v1/applications/{applied['application_id']}/decision"
    assert (await posted(world.admin, path, ruling))["state"] == "accepted"
    (own,) = (await phone.get("/v1/me/applications"))["applications"]
    assert own["state"] == "accepted"


async def is_paid(office: Office, code: str) -> None:
    """Applied for by one officer for the person, reviewed and approved by two others, ordered, paid by the treasury."""
    authority = office.officer.authority_code
    first, second, third = (Office(office.client, office.resources, an_officer(authority or "")) for _ in range(3))
    application = str(new_id())
    body = {"application_id": application, "authority_code": authority, "voucher_codes": [code]}
    await third.done("settlements/applications", body)
    said = {"approved": True, "reason": None}
    await first.done(f"settlements/applications/{application}/review", {"request_id": str(new_id())} | said)
    await second.done(f"settlements/applications/{application}/approval", {"request_id": str(new_id())} | said)
    table = {"table_id": str(new_id()), "application_ids": [application], "repeat_table_id": None}
    ordered = await second.done("settlements/payment-tables", table)
    rows = [{"line": each["line"], "paid": True} for each in ordered["orders"]]
    results = {"request_id": str(new_id()), "rows": rows}
    await first.done(f"settlements/payment-tables/{table['table_id']}/results", results)
    await deliver_all(office.resources)


async def stands_at_the_end(phone: Phone, *, told: str = "补贴已拨付") -> str:
    """The state of the one voucher, whose holder was told so."""
    await phone.sign_in()
    (own,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    sentences = [each["sentence"]["zh"] for each in (await phone.get("/v1/me/messages"))["messages"]]
    assert any(told in each for each in sentences), sentences
    return str(own["state"])


async def attends_and_completes(
    world: World, phone: Phone, resources: Resources, clock: StoppedClock, *, sessions: int
) -> None:
    await phone.consent("location")
    for number in range(sessions):
        clock.move_to(world.starts_at(number) - timedelta(minutes=10))
        code = await world.instructor.classroom_code(world.session(number))
        answer = await phone.check_in(world.session(number), proof=phone.pin_code(code), at=at_the_site())
        assert answer["credited_hours"] == 4, answer
    clock.move_to(world.starts_at(sessions - 1) + timedelta(days=1))
    day = clock.now().date()
    certificate = {"number": f"S{new_id().hex[:12]}", "kind": "qualification", "issued_on": day}
    result = {"trainee_id": phone.trainee_id, "passed": True, "assessed_on": day, "certificate": certificate}
    await world.admin.record_results(world.class_id, [result])
    await world.admin.apply_for_completion(world.class_id)
    await deliver_all(resources)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)


async def test_in_anhui_a_pushed_voucher_is_claimed_held_used_and_its_training_completed(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """AH-03, AH-09, AH-10: the list of the province, the push, the claim, the hold at arrival, the use."""
    world = await a_world(resources, client, clock, authority="340000", sessions=2)
    office = Office(client, resources, an_officer("340000"))
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    claimed = await sent(phone, f"/v1/me/vouchers/{voucher['voucher_id']}/claim", by_pin(phone.pin))
    assert claimed.json()["state"] == "claimed"
    held = await posted(world.admin, "/v1/vouchers/holds", {"voucher_code": voucher["voucher_code"]})
    assert held["state"] == "held"
    await a_place(world, phone, voucher | {"state": "held"})
    await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    await attends_and_completes(world, phone, resources, clock, sessions=2)
    # Something about it has to be looked into: the money waits at the desk of doubts, and the person is told so.
    assert await stands_at_the_end(phone, told="须人工核实") == "completed"


async def test_in_shaoxing_a_voucher_applied_for_is_activated_without_a_class_used_and_paid(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    """SX-11 to SX-14, SX-18: real name, application, activation, then the class and its examination."""
    world = await a_world(resources, client, clock, sessions=2)
    office = Office(client, resources, an_officer("330600"))
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    application = {
        "request_id": str(new_id()),
        "template_id": await a_template(office, 5),
        "proof": e_card(e_card_platform, person, clock),
    }
    voucher = (await sent(phone, "/v1/me/voucher-applications", application)).json()
    assert voucher["state"] == "issued"
    activated = await posted(phone, f"/v1/me/vouchers/{UUID(voucher['voucher_id'])}/activation", {})
    assert activated["state"] == "activated"
    await a_place(world, phone, voucher | {"state": "activated"})
    await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    await attends_and_completes(world, phone, resources, clock, sessions=2)
    account = {"account_id": new_id(), "holder": person["name"], "bank": "测试银行", "number": "6222000011114444"}
    await phone.sign_in()
    await posted(phone, "/v1/settlements/accounts", account)
    await is_paid(office, voucher["voucher_code"])
    assert await stands_at_the_end(phone) == "written_off"
