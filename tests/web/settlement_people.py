"""An institution and two officers with accounts, for the pages about money."""

from dataclasses import dataclass

from checkin_service.access import service as access
from checkin_service.access.model import Role
from checkin_service.access.schemas import NewStaff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.stored import StoredWorld
from tests.building.world import PASSWORD


@dataclass(frozen=True)
class People:
    """The logins of those who settle."""

    world: StoredWorld
    admin: str
    first: str
    second: str


async def people_of(resources: Resources, world: StoredWorld) -> People:
    tag = new_id().hex[-10:]
    people = People(world, f"admin-{tag}", f"first-{tag}", f"second-{tag}")
    for login, role in ((people.first, Role.OFFICER), (people.second, Role.OFFICER)):
        await access.create_authority_staff(
            resources,
            authority_code=world.authority_code,
            login=login,
            password=PASSWORD,
            role=role,
            display_name="经办",
        )
    admin = {"role": Role.INSTITUTION_ADMIN, "institution_id": world.institution_id, "display_name": "教务"}
    body = NewStaff.model_validate({"staff_id": new_id(), "login": people.admin, "password": PASSWORD, **admin})
    await access.create_staff(resources, world.officer, body)
    return people
