"""The operations that concern one voucher, one person, one sign-in, one certificate, one application."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.rules import live_qr
from tests.building.identities import a_resident_id
from tests.building.world import AUTHORITY, World, at_the_site, match
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient, admitted
from tests.platform.elsewhere import officials_elsewhere
from tests.platform.rows import a_batch, a_trainee
from tests.web.staff_browser import a_browser, sign_in

SIGN_INS, CERTIFICATES = "/v1/platform/sign-ins", "/v1/platform/certificates"


@pytest.fixture
async def stranger(world: World) -> PlatformClient:
    """A client of another authority."""
    officer, reviewer = await officials_elsewhere(world)
    return await admitted(officer, reviewer, world.client)


async def a_live_qr(world: World, resources: Resources) -> str:
    voucher = await world.officer.voucher(world.trainees[0].voucher_code)
    return live_qr.new_token(
        resources.code_key,
        trainee_id=world.trainees[0].trainee_id,
        voucher_id=type(world.class_id)(voucher["voucher_id"]),
        now=resources.clock.now(),
    )


# Vouchers and people -----------------------------------------------------------------------------------------------


async def test_a_scan_is_answered_and_remembered(world: World, platform: PlatformClient) -> None:
    code = world.trainees[0].voucher_code
    body = {"shown": code, "operator_id": "admin-17"}
    seen = await platform.post("/v1/platform/voucher-verifications", body)
    # It is in use already, so that it cannot serve any more; its state says the rest.
    assert (seen["is_valid"], seen["voucher"]["voucher_code"]) == (False, code)
    looks = (await world.officer.get(f"/v1/vouchers/{code}/history"))["verifications"]
    assert "authority:330600" in {each["tenant"] for each in looks}


async def test_the_status_is_that_of_today(world: World, platform: PlatformClient) -> None:
    shown = await platform.get(f"/v1/platform/vouchers/{world.trainees[0].voucher_code}/status")
    assert shown["state"] == "used"


async def test_a_persons_vouchers_are_found_by_document(world: World, platform: PlatformClient) -> None:
    found = await platform.post("/v1/platform/user-vouchers", {"document": world.trainees[0].document})
    assert [each["voucher_code"] for each in found["vouchers"]] == [world.trainees[0].voucher_code]
    assert await platform.post("/v1/platform/user-vouchers", {"document": a_resident_id()}) == {"vouchers": []}


async def test_templates_are_listed(platform: PlatformClient) -> None:
    assert "templates" in await platform.get("/v1/platform/voucher-templates")


async def test_a_live_qr_names_the_trainee_with_the_document_masked(
    world: World, platform: PlatformClient, resources: Resources, clock: StoppedClock
) -> None:
    qr = await a_live_qr(world, resources)
    shown = await platform.post("/v1/platform/trainees-by-qr", {"qr": qr})
    trainee = world.trainees[0]
    assert (shown["name"], shown["class_ids"]) == (trainee.name, [str(world.class_id)])
    assert shown["masked_document"].endswith(trainee.document["number"][-4:])
    assert trainee.document["number"] not in str(shown)
    clock.advance(seconds=31)
    with pytest.raises(Refused, match="too old"):
        await platform.post("/v1/platform/trainees-by-qr", {"qr": qr})


async def test_a_printed_code_names_nobody(world: World, platform: PlatformClient) -> None:
    with pytest.raises(Refused, match="live QR"):
        await platform.post("/v1/platform/trainees-by-qr", {"qr": world.trainees[0].voucher_code})


async def test_a_voucher_that_is_not_payable_is_not_settled(world: World, platform: PlatformClient) -> None:
    body = {"application_id": new_id(), "voucher_codes": [world.trainees[0].voucher_code]}
    with pytest.raises(Refused) as refused:
        await platform.post("/v1/platform/settlements", body)
    assert refused.value.problem["rows"][0]["reason"] == "not_payable"


async def test_nothing_of_one_authority_shows_to_the_client_of_another(
    world: World, stranger: PlatformClient, resources: Resources
) -> None:
    code = world.trainees[0].voucher_code
    for send in (
        stranger.get(f"/v1/platform/vouchers/{code}/status"),
        stranger.post("/v1/platform/voucher-verifications", {"shown": code, "operator_id": "x"}),
        stranger.post("/v1/platform/trainees-by-qr", {"qr": await a_live_qr(world, resources)}),
        stranger.post(SIGN_INS, a_sign_in(world)),
    ):
        with pytest.raises(Refused) as refused:
            await send
        assert refused.value.status == 404
    document = {"document": world.trainees[0].document}
    assert await stranger.post("/v1/platform/user-vouchers", document) == {"vouchers": []}


# Sign-ins ----------------------------------------------------------------------------------------------------------


def a_sign_in(world: World, **changes: Any) -> dict[str, Any]:
    body = {
        "sign_in_id": new_id(),
        "session_id": world.session(),
        "document": world.trainees[0].document,
        "signed_at": world.starts_at() - timedelta(minutes=5),
        "place_agrees": True,
    }
    return body | changes


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at())
    return world


async def test_an_asserted_sign_in_is_credited_as_what_it_is(in_class: World, platform: PlatformClient) -> None:
    body = a_sign_in(in_class)
    answer = await platform.post(SIGN_INS, body)
    verdict = answer["verdict"]
    assert (answer["evidence_class"], verdict["outcome"]) == ("asserted_by_platform", "accepted")
    assert verdict["credited_hours"] == 4
    assert (verdict["attendance"]["credited_hours"], verdict["attendance"]["asserted_hours"]) == (4, 4)
    assert await platform.post(SIGN_INS, body) == answer
    again = await platform.post(SIGN_INS, body | {"sign_in_id": new_id()})
    assert again["verdict"]["credited_hours"] == 0


async def test_a_position_is_judged_against_the_fence(in_class: World, platform: PlatformClient) -> None:
    far = a_sign_in(in_class, position=at_the_site(longitude=120.7), place_agrees=True)
    assert (await platform.post(SIGN_INS, far))["verdict"]["outcome"] == "refused"
    near = a_sign_in(in_class, position=at_the_site(), place_agrees=None)
    assert (await platform.post(SIGN_INS, near))["verdict"]["outcome"] == "accepted"


async def test_without_the_persons_consent_a_position_is_not_looked_at(
    in_class: World, platform: PlatformClient
) -> None:
    withdrawal = {"request_id": new_id(), "purpose": "location", "given": False, "text_version": "2026-01"}
    await in_class.trainees[0].phone.post("/v1/consents", withdrawal)
    far = a_sign_in(in_class, position=at_the_site(longitude=120.7), place_agrees=None)
    verdict = (await platform.post(SIGN_INS, far))["verdict"]
    (found,) = [each for each in verdict["findings"] if each["check"] == "location"]
    assert (verdict["outcome"], found["reason"], found["measured"]) == ("doubtful", "no_position", None)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"place_agrees": None}, "doubtful"),
        ({"place_agrees": False}, "refused"),
        ({"signed_at": timedelta(minutes=-40)}, "refused"),
        ({"signed_at": timedelta(minutes=6)}, "refused"),
    ],
    ids=["no word about the place", "another place", "before the window", "in the future"],
)
async def test_an_assertion_is_judged_like_any_evidence(
    in_class: World, platform: PlatformClient, change: dict[str, Any], outcome: str
) -> None:
    if isinstance(change.get("signed_at"), timedelta):
        change = {"signed_at": in_class.starts_at() + change["signed_at"]}
    verdict = (await platform.post(SIGN_INS, a_sign_in(in_class, **change)))["verdict"]
    assert (verdict["outcome"], verdict["credited_hours"]) == (outcome, 0)


async def test_a_located_check_in_and_an_assertion_credit_a_session_once(
    in_class: World, platform: PlatformClient
) -> None:
    await platform.post(SIGN_INS, a_sign_in(in_class))
    phone = in_class.trainees[0].phone
    code = await in_class.instructor.classroom_code(in_class.session())
    mine = await phone.check_in(in_class.session(), at=at_the_site(), proof=phone.pin_code(code), classroom_code=code)
    assert (mine["attendance"]["credited_hours"], mine["attendance"]["asserted_hours"]) == (4, 4)


async def test_the_board_shows_asserted_hours_apart(in_class: World, platform: PlatformClient, app: FastAPI) -> None:
    await platform.post(SIGN_INS, a_sign_in(in_class))
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.admin.login)
        board = (await browser.get(f"/classes/{in_class.class_id}/board")).text
    assert "其中国家平台认定 4 课时" in board


# Certificates ------------------------------------------------------------------------------------------------------


def a_certificate(world: World, **changes: Any) -> dict[str, Any]:
    trainee = world.trainees[0]
    body = {
        "request_id": new_id(),
        "document": trainee.document,
        "name": trainee.name,
        "number": f"S{new_id().hex[-16:]}",
        "kind": "skill_level",
        "occupation": "电工",
        "level": "四级",
        "issued_on": "2026-03-01",
        "region_code": "370100",
    }
    return body | changes


async def test_the_public_finds_a_certificate_by_number_and_name_together(
    world: World, platform: PlatformClient
) -> None:
    body = a_certificate(world)
    assert (await platform.post(CERTIFICATES, body))["is_known_here"]
    asked = {"number": body["number"], "name": body["name"]}
    found = await world.client.post("/v1/certificate-queries", json=asked)
    assert found.json() == {"kind": "skill_level", "issued_on": "2026-03-01", "occupation": "电工", "level": "四级"}
    wrong = [asked | {"name": "无此人"}, asked | {"number": "S0"}]
    answers = [await world.client.post("/v1/certificate-queries", json=each) for each in wrong]
    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1


async def test_who_asks_too_often_waits(world: World, clock: StoppedClock) -> None:
    clock.advance(hours=7)
    asked = {"number": "S0", "name": "无此人"}
    answers = [await world.client.post("/v1/certificate-queries", json=asked) for _ in range(31)]
    assert [each.status_code for each in answers] == [404] * 30 + [429]
    assert answers[-1].headers["Retry-After"]
    clock.advance(minutes=1)
    assert (await world.client.post("/v1/certificate-queries", json=asked)).status_code == 404


async def test_a_certificate_of_a_class_follows_the_rules_of_results(
    in_class: World, platform: PlatformClient, clock: StoppedClock
) -> None:
    body = a_certificate(in_class, region_code=None, class_id=in_class.class_id, issued_on=clock.now().date())
    with pytest.raises(Refused, match="failed assessment"):
        await platform.post(CERTIFICATES, body)
    clock.move_to(in_class.starts_at(4) + timedelta(hours=4))
    await in_class.admin.record_results(
        in_class.class_id,
        [{"trainee_id": in_class.trainees[0].trainee_id, "passed": True, "assessed_on": clock.now().date()}],
    )
    late = a_certificate(in_class, region_code=None, class_id=in_class.class_id, issued_on=clock.now().date())
    await platform.post(CERTIFICATES, late)
    assert (await in_class.admin.roster_of(in_class.class_id))[0]["certificates"] == 1


async def test_a_benefit_had_elsewhere_is_not_given_again_until_it_is_corrected(
    world: World, platform: PlatformClient
) -> None:
    row = a_trainee(world.class_id)
    report = a_certificate(world, document=row["document"], name=row["name"], is_subsidised=True)
    await platform.post(CERTIFICATES, report)
    await platform.post("/v1/platform/trainees", a_batch(row))
    await match(world.officer, [row["document"]], place=AUTHORITY)
    path = f"/v1/classes/{world.class_id}/vouchers"
    held = await world.officer.post(path, {"request_id": new_id()})
    assert held["held_back"] == {str(row["trainee_id"]): ["duplicate_benefit"]}
    await platform.post(CERTIFICATES, report | {"request_id": new_id(), "is_subsidised": False})
    issued = await world.officer.post(path, {"request_id": new_id()})
    assert [each["trainee_id"] for each in issued["vouchers"]] == [str(row["trainee_id"])]


async def test_a_subsidy_had_elsewhere_is_taken_back_only_by_the_authority_that_reported_it(
    world: World, platform: PlatformClient
) -> None:
    row = a_trainee(world.class_id)
    report = a_certificate(world, document=row["document"], name=row["name"], is_subsidised=True)
    await platform.post(CERTIFICATES, report)
    other = await admitted(*await officials_elsewhere(world), world.client)
    for is_subsidised in (True, False):
        await other.post(CERTIFICATES, report | {"request_id": new_id(), "is_subsidised": is_subsidised})
    await platform.post("/v1/platform/trainees", a_batch(row))
    await match(world.officer, [row["document"]], place=AUTHORITY)
    held = await world.officer.post(f"/v1/classes/{world.class_id}/vouchers", {"request_id": new_id()})
    assert held["held_back"] == {str(row["trainee_id"]): ["duplicate_benefit"]}
