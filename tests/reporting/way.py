"""Authorities that report: the switch by two people, passes of the courier, and what is refused sent again."""

from typing import Any

from checkin_service.feed.relay import Relay
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.reporting import service
from checkin_service.reporting.store import sending
from checkin_service.worker import ROUTING
from tests.building.world import World

SWITCH = {"is_on": True, "document_number": "闽人社函〔2026〕9号", "reason": "按省厅要求回流数据"}
PATH = "/v1/national-platform"


async def asked_to_report(world: World, **changes: Any) -> str:
    body = {"switch_id": new_id(), **SWITCH, **changes}
    return str((await world.officer.post(f"{PATH}/switches", body))["switch_id"])


async def reporting(world: World) -> None:
    """Two people of the authority have said that its facts go up."""
    ruling = {"request_id": new_id(), "approved": True}
    await world.reviewer.post(f"{PATH}/switches/{await asked_to_report(world)}/ruling", ruling)


async def news_goes_out(resources: Resources) -> None:
    relay = Relay(resources, ROUTING, notes=(service.note,))
    while await relay.deliver_batch():
        pass


async def collected(resources: Resources) -> None:
    await news_goes_out(resources)
    while await service.collect(resources):
        pass


async def passes(resources: Resources, platform: Any, count: int) -> None:
    """Each by a courier that knows nothing of the last one's rest, as after a restart."""
    for _ in range(count):
        await service.Courier(resources, platform).deliver()


async def until_all_is_up(resources: Resources, platform: Any, authority: str) -> None:
    for _ in range(60):
        await passes(resources, platform, 1)
        if not (await sending.backlog(resources.database, authority)).waiting:
            return
    raise AssertionError("it never ends")


async def send_refused_again(world: World) -> int:
    """An officer goes through the list of what was refused."""
    found = (await world.officer.get(f"{PATH}/refusals"))["reports"]
    for each in found:
        body = {"request_id": new_id()}
        await world.officer.post(f"{PATH}/refusals/{each['report_id']}/repetition", body)
    return len(found)
