"""Another authority, with people of its own."""

import httpx

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer, Reviewer
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, World

ELSEWHERE = "330700"


async def officials_elsewhere(world: World) -> tuple[Officer, Reviewer]:
    tag = new_id().hex[-8:]
    resources = _resources(world.client)
    await register_authority(resources, authority_code=ELSEWHERE, name="另一人社局")
    officer = Officer(world.client, login=f"officer-there-{tag}", password=PASSWORD)
    reviewer = Reviewer(world.client, login=f"reviewer-there-{tag}", password=PASSWORD)
    for actor, role in ((officer, Role.OFFICER), (reviewer, Role.REVIEWER)):
        await create_authority_staff(
            resources, authority_code=ELSEWHERE, login=actor.login, password=PASSWORD, role=role, display_name="测试"
        )
        await actor.sign_in()
    return officer, reviewer


def _resources(http: httpx.AsyncClient) -> Resources:
    transport = http._transport
    assert isinstance(transport, httpx.ASGITransport)
    held: Resources = transport.app.state.resources  # type: ignore[attr-defined]
    return held
