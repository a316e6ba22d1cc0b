"""Papers of a class: every name is read back from them, documents are masked, strangers get none."""

import io

import httpx
import pytest
from pypdf import PdfReader

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_institution_admin, bearer
from tests.building.identities import a_resident_id
from tests.building.world import World, a_world
from tests.conftest import StoppedClock

NAMES = ("李㛃", "阿依古丽·买买提", "Anna Nowak", "欧阳〇")


def pages_of(content: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_world(resources, client, clock, kinds=("targeted",), sessions=2)
    people = [
        {"trainee_id": new_id(), "name": name, "document": a_resident_id(), "voucher_kind": "targeted"}
        for name in NAMES
    ]
    await world.admin.post(f"/v1/classes/{world.class_id}/roster", {"request_id": new_id(), "trainees": people})
    return world


async def test_the_roster_and_a_sign_in_sheet_for_each_session_have_every_name(world: World) -> None:
    roster = await world.admin.send("GET", f"/v1/classes/{world.class_id}/papers/roster")
    (page,) = pages_of(roster.content)
    assert page.startswith("花名册")
    assert all("".join(name.split()) in page for name in (*NAMES, world.trainees[0].name))
    assert world.trainees[0].document["number"] not in page
    assert world.trainees[0].document["number"][-4:] in page
    sheets = await world.officer.send("GET", f"/v1/classes/{world.class_id}/papers/sign-in-sheet")
    pages = pages_of(sheets.content)
    assert len(pages) == 2
    assert all("".join(name.split()) in page for page in pages for name in NAMES)
    assert "第1课次" in pages[0]
    assert "第2课次" in pages[1]


async def test_certificates_are_listed_under_the_names_of_their_holders(world: World, clock: StoppedClock) -> None:
    trainee, day = world.trainees[0], clock.now().date()
    certificate = {"number": "S000033060026400001", "kind": "skill_level", "issued_on": day}
    result = {"trainee_id": trainee.trainee_id, "passed": True, "assessed_on": day, "certificate": certificate}
    await world.admin.record_results(world.class_id, [result])
    paper = await world.admin.send("GET", f"/v1/classes/{world.class_id}/papers/certificates")
    (page,) = pages_of(paper.content)
    assert f"{trainee.name}" in page
    assert "S000033060026400001职业技能等级证书" in page


async def test_a_paper_is_for_those_whose_matter_the_class_is(
    world: World, client: httpx.AsyncClient, resources: Resources
) -> None:
    stranger = bearer(resources, an_institution_admin(new_id()))
    path = f"/v1/classes/{world.class_id}/papers"
    assert (await client.get(f"{path}/roster", headers=stranger)).status_code == 404
    assert (await client.get(f"{path}/roster")).status_code == 401
    assert (await world.admin.send("GET", f"{path}/diploma")).status_code in {404, 422}
