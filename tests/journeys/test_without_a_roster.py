"""From an empty register to a voucher whose subsidy is paid, over HTTP and without anybody typing a roster."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from pydantic_core import to_json

from checkin_service.client import ECardPlatform, Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer
from tests.building.authorities import an_authority_of_fujian
from tests.building.news import deliver_all
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.policy_decisions.deciding import an_authority
from tests.registry.builders import Office, an_open_channel
from tests.registry.test_claims_http import a_known_person, an_office, by_pin, e_card, pushed, sent
from tests.registry.test_matches_http import FUND, a_template


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


async def is_paid_at_once(office: Office) -> None:
    """Ordered by itself when the determination came (FJ-24); the treasury answers."""
    (listed,) = (await office.get("settlements/payment-tables"))["tables"]
    ordered = await office.get(f"settlements/payment-tables/{listed['table_id']}")
    rows = [{"line": each["line"], "paid": True} for each in ordered["orders"]]
    results = {"request_id": str(new_id()), "rows": rows}
    await office.done(f"settlements/payment-tables/{listed['table_id']}/results", results)
    await deliver_all(office.resources)


async def claimed(phone: Phone, body: dict[str, Any]) -> dict[str, Any]:
    """The one voucher, which its holder is told of and has claimed."""
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    assert (voucher["state"], voucher["may_claim"]) == ("issued", True)
    answer = await sent(phone, f"/v1/me/vouchers/{voucher['voucher_id']}/claim", body)
    assert (answer.status_code, answer.json()["state"]) == (201, "claimed"), answer.text
    return dict(voucher | {"state": "claimed"})


async def is_funded(office: Office) -> None:
    """A budget to issue within (FJ-11)."""
    year = office.resources.clock.now().year
    grant = {"kind": "grant", "fund": FUND, "fiscal_year": year, "amount_fen": 10**9, "document": "财社〔2026〕3号"}
    await office.done("budgets", {"request_id": str(new_id())} | grant)


async def states_an_account(phone: Phone, person: dict[str, Any]) -> None:
    account = {"account_id": new_id(), "holder": person["name"], "bank": "测试银行", "number": "6222000011114444"}
    await phone.sign_in()
    await posted(phone, "/v1/settlements/accounts", account)


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
    (own,) = (await phone.get("/v1/me/classes"))["classes"]
    for number, session in enumerate(own["sessions"][:sessions]):
        # Where going is attested too (SD-29), the hours count with the second phase.
        for window in session["windows"]:
            clock.move_to(datetime.fromisoformat(window["closes_at"]) - timedelta(minutes=1))
            code = await world.instructor.classroom_code(world.session(number))
            proof, phase = phone.pin_code(code), window["phase"]
            answer = await phone.check_in(world.session(number), proof=proof, at=at_the_site(), phase=phase)
            assert answer["outcome"] == "accepted", answer
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


async def test_in_anhui_a_pushed_voucher_is_claimed_held_used_and_paid(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """AH-01, AH-03, AH-09, AH-10, AH-15: the list of the province, push, claim, hold at arrival, use, payment."""
    world = await a_world(resources, client, clock, authority="340100", sessions=2, fee_fen=600_000)
    office = Office(client, resources, an_officer("340100"))
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    voucher = await claimed(phone, by_pin(phone.pin))
    held = await posted(world.admin, "/v1/vouchers/holds", {"voucher_code": voucher["voucher_code"]})
    assert held["state"] == "held"
    await a_place(world, phone, voucher | {"state": "held"})
    await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    await attends_and_completes(world, phone, resources, clock, sessions=2)
    (own,) = (await phone.get("/v1/me/subsidies"))["subsidies"]
    assert own["subsidy_fen"] == 600_000
    assert (own["determination"]["outcome"], own["determination"]["amount_fen"]) == ("eligible", 600_000)
    await is_paid(office, voucher["voucher_code"])
    assert await stands_at_the_end(phone) == "written_off"


async def test_in_anhui_a_fee_below_the_face_value_is_for_the_authority_to_decide(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """AH-01: what becomes of the rest nobody has said; the money waits at the desk, and the person reads why."""
    world = await a_world(resources, client, clock, authority="340100", sessions=1)
    office = Office(client, resources, an_officer("340100"))
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    voucher = await claimed(phone, by_pin(phone.pin))
    await a_place(world, phone, voucher)
    await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    await attends_and_completes(world, phone, resources, clock, sessions=1)
    assert await stands_at_the_end(phone, told="须人工核实") == "completed"
    (own,) = (await phone.get("/v1/me/subsidies"))["subsidies"]
    assert "低于券面值" in own["determination"]["reasons"][0]["sentence"]["zh"]


async def test_in_fujian_a_pushed_general_voucher_is_claimed_by_the_e_card_used_and_paid(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    """FJ-05, FJ-09, FJ-15, FJ-16: matching by facts, push, real name at the claim, free choice of the class."""
    office = await an_office(resources, client, an_authority_of_fujian())
    await is_funded(office)
    world = await a_world(resources, client, clock, authority=office.officer.authority_code or "", sessions=2)
    channel = await an_open_channel(office, "minzhengtong")
    person, phone = await a_known_person(office, channel, clock)
    await pushed(office, person, kind="general", template_id=await a_template(office, 5))
    (waiting,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    path = f"/v1/me/vouchers/{waiting['voucher_id']}/claim"
    not_enough = await sent(phone, path, by_pin(phone.pin))
    assert (not_enough.status_code, not_enough.json()["reason"]) == (422, "proof_not_enough")
    voucher = await claimed(phone, {"request_id": str(new_id()), "proof": e_card(e_card_platform, person, clock)})
    await a_place(world, phone, voucher)
    await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    await attends_and_completes(world, phone, resources, clock, sessions=2)
    await is_paid_at_once(office)
    assert await stands_at_the_end(phone) == "written_off"


async def test_in_shandong_a_voucher_made_after_the_opening_is_claimed_scanned_used_and_paid(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    """SD-11 to SD-14: vouchers are made after the opening, claimed by real name, and scanned at the desk."""
    qingdao = await an_authority(client, resources, "370200")
    await qingdao.decide("voucher.use_within_months", 6)
    world = await a_world(resources, client, clock, authority="370200", sessions=2)
    office = Office(client, resources, an_officer("370200"))
    channel = await an_open_channel(office, "city_e_card_channels")
    person, phone = await a_known_person(office, channel, clock)
    assert (await phone.get("/v1/me/vouchers"))["vouchers"] == []
    row = {"trainee_id": new_id(), "voucher_kind": "targeted", **person}
    await world.admin.submit_roster(world.class_id, [row])
    await world.officer.issue_vouchers(world.class_id)
    voucher = await claimed(phone, {"request_id": str(new_id()), "proof": e_card(e_card_platform, person, clock)})
    shown = await phone.get(f"/v1/me/vouchers/{voucher['voucher_id']}/qr")
    await world.admin.activate_voucher(world.class_id, shown["token"])
    await attends_and_completes(world, phone, resources, clock, sessions=2)
    await is_paid(office, voucher["voucher_code"])
    assert await stands_at_the_end(phone) == "written_off"


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
    await states_an_account(phone, person)
    await is_paid(office, voucher["voucher_code"])
    assert await stands_at_the_end(phone) == "written_off"
