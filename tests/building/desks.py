"""Desks of authorities: somebody signed in with a role of theirs."""

import httpx

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD


async def somebody(resources: Resources, client: httpx.AsyncClient, role: Role, authority: str) -> Officer:
    """A new account of an authority, which is registered where it was not."""
    await register_authority(resources, authority_code=authority, name="测试机关")
    found = Officer(client, login=f"{role}-{new_id().hex[-10:]}", password=PASSWORD)
    await create_authority_staff(
        resources, authority_code=authority, login=found.login, password=PASSWORD, role=role, display_name="查阅"
    )
    await found.sign_in()
    return found
