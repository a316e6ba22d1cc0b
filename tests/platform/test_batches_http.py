"""Batches: every row validated and answered, all or none unless asked otherwise, once per batch id."""

from typing import Any

import pytest

from checkin_service.client import InstitutionAdmin
from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from tests.building.world import AUTHORITY, PASSWORD, World, match
from tests.platform.admission import PlatformClient, admitted
from tests.platform.elsewhere import officials_elsewhere
from tests.platform.rows import a_batch, a_trainee, an_institution, states


@pytest.fixture
def world(shared_world: World) -> World:
    return shared_world


TRAINEES, INSTITUTIONS, VOIDS = "/v1/platform/trainees", "/v1/platform/institutions", "/v1/platform/voucher-voids"


async def test_trainees_are_entered_on_the_roster(world: World, platform: PlatformClient) -> None:
    rows = [a_trainee(world.class_id) for _ in range(3)]
    answer = await platform.post(TRAINEES, a_batch(*rows))
    assert (answer["done"], answer["refused"], states(answer)) == (3, 0, ["done"] * 3)
    roster = {each["trainee_id"]: each["name"] for each in await world.admin.roster_of(world.class_id)}
    assert {str(row["trainee_id"]): row["name"] for row in rows}.items() <= roster.items()


async def test_somebody_known_keeps_their_id(world: World, platform: PlatformClient) -> None:
    known = world.trainees[0]
    row = a_trainee(world.class_id, name=known.name, document=known.document)
    with pytest.raises(Refused) as refused:
        await platform.post(TRAINEES, a_batch(row))
    assert "on the roster" in refused.value.problem["rows"][0]["reason"]["en"]


async def test_one_bad_row_refuses_all_and_every_row_is_answered(world: World, platform: PlatformClient) -> None:
    good = a_trainee(world.class_id)
    bad = a_trainee(world.class_id, document={"kind": "resident_id", "number": "330602199003072330"})
    with pytest.raises(Refused) as refused:
        await platform.post(TRAINEES, a_batch(good, bad))
    assert refused.value.status == 422
    assert states(refused.value.problem) == ["not_done", "refused"]
    assert str(good["trainee_id"]) not in {each["trainee_id"] for each in await world.admin.roster_of(world.class_id)}


async def test_on_request_the_sound_rows_are_taken(world: World, platform: PlatformClient) -> None:
    good, nowhere = a_trainee(world.class_id), a_trainee(new_id())
    answer = await platform.post(TRAINEES, a_batch({}, good, nowhere, good, partial=True))
    assert states(answer) == ["refused", "done", "refused", "refused"]
    assert answer["rows"][0]["errors"]
    assert answer["rows"][1]["id"] == str(good["trainee_id"])
    assert "twice" in answer["rows"][3]["reason"]["en"]
    assert (answer["done"], answer["refused"]) == (1, 3)


async def test_one_new_person_in_two_classes_is_one_person(world: World, platform: PlatformClient) -> None:
    second = await world.admin.apply_for_class(
        name="第二班", project_id=world.project_id, teaching_plan="复习", sessions=[later(world)], proofs=None
    )
    row = a_trainee(world.class_id)
    again = row | {"class_id": second, "trainee_id": new_id()}
    answer = await platform.post(TRAINEES, a_batch(row, again))
    assert {each["id"] for each in answer["rows"]} == {str(row["trainee_id"])}


def later(world: World) -> dict[str, Any]:
    return world.sessions[-1] | {"session_id": new_id(), "ordinal": 1}


async def test_a_batch_counts_once(world: World, platform: PlatformClient) -> None:
    batch = a_batch(a_trainee(world.class_id))
    first = await platform.post(TRAINEES, batch)
    assert await platform.post(TRAINEES, batch) == first
    with pytest.raises(Refused) as refused:
        await platform.post(TRAINEES, batch | {"rows": [a_trainee(world.class_id)]})
    assert refused.value.status == 409


async def test_a_refused_batch_may_be_corrected_under_its_id(world: World, platform: PlatformClient) -> None:
    batch = a_batch({})
    with pytest.raises(Refused):
        await platform.post(TRAINEES, batch)
    answer = await platform.post(TRAINEES, batch | {"rows": [a_trainee(world.class_id)]})
    assert answer["done"] == 1


async def test_institutions_come_with_coordinates_in_a_named_datum(world: World, platform: PlatformClient) -> None:
    rows = [an_institution(), an_institution(radius_m=150)]
    answer = await platform.post(INSTITUTIONS, a_batch(*rows))
    assert [each["id"] for each in answer["rows"]] == [str(row["institution_id"]) for row in rows]
    places = (await world.officer.get(f"/v1/sites/{rows[1]['site_id']}/places"))["places"]
    assert [(each["datum"], each["radius_m"], each["longitude"]) for each in places] == [("gcj02", 150, 120.5821)]
    near = await world.officer.get("/v1/sites/near", longitude=120.5821, latitude=29.9971, datum="gcj02", limit=50)
    found = {each["site_id"]: each["distance_m"] for each in near["sites"]}
    assert found[str(rows[0]["site_id"])] < 1


async def test_an_institution_comes_with_its_telephone(world: World, platform: PlatformClient) -> None:
    named, unnamed = an_institution(telephone="0575-85112233"), an_institution()
    await platform.post(INSTITUTIONS, a_batch(named, unnamed))
    for row, telephone in ((named, "0575-85112233"), (unnamed, None)):
        login = f"reached-{new_id().hex[-10:]}"
        await world.officer.create_admin(
            login=login, password=PASSWORD, display_name="教务", institution_id=row["institution_id"]
        )
        admin = InstitutionAdmin(world.client, login=login, password=PASSWORD)
        await admin.sign_in()
        stated = (await admin.get("/v1/contacts"))["contact"]
        assert (stated and stated["telephone"]) == telephone
    wrong = await platform.post(
        INSTITUTIONS, a_batch(an_institution(telephone="请打总机"), an_institution(), partial=True)
    )
    assert states(wrong) == ["refused", "done"]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"datum": None}, "datum"), ({"radius_m": 40_000}, "radius"), ({"longitude": 29.9971, "latitude": 120.0}, "")],
)
async def test_an_institution_whose_place_cannot_be_is_refused(
    platform: PlatformClient, change: dict[str, Any], said: str
) -> None:
    answer = await platform.post(INSTITUTIONS, a_batch(an_institution(**change), an_institution(), partial=True))
    assert states(answer) == ["refused", "done"]
    assert said in str(answer["rows"][0])


async def test_a_credit_code_stands_in_the_register_once(platform: PlatformClient) -> None:
    row = an_institution()
    twin = an_institution(credit_code=row["credit_code"])
    answer = await platform.post(INSTITUTIONS, a_batch(row, twin, partial=True))
    assert states(answer) == ["done", "refused"]
    assert states(await platform.post(INSTITUTIONS, a_batch(row, partial=True))) == ["refused"]


async def test_vouchers_are_voided_by_their_code(world: World, platform: PlatformClient) -> None:
    row = a_trainee(world.class_id)
    await platform.post(TRAINEES, a_batch(row))
    await match(world.officer, [row["document"]], place=AUTHORITY)
    issued = await world.officer.issue_vouchers(world.class_id)
    codes = [{"voucher_code": each["voucher_code"]} for each in issued if each["trainee_id"] == str(row["trainee_id"])]
    unknown = {"voucher_code": world.trainees[0].voucher_code[:-1] + "0"}
    answer = await platform.post(VOIDS, a_batch(*codes, *codes, unknown, partial=True, reason="信息录入错误"))
    assert states(answer) == ["done", "refused", "refused"]
    assert (await world.officer.voucher(codes[0]["voucher_code"]))["state"] == "voided"


async def test_another_authoritys_client_reaches_none_of_it(world: World) -> None:
    officer, reviewer = await officials_elsewhere(world)
    stranger = await admitted(officer, reviewer, world.client)
    answer = await stranger.post(TRAINEES, a_batch(a_trainee(world.class_id), partial=True))
    assert states(answer) == ["refused"]
    body = a_batch({"voucher_code": world.trainees[0].voucher_code}, partial=True, reason="无")
    assert states(await stranger.post(VOIDS, body)) == ["refused"]
