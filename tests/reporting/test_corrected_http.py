"""Corrections after something went up, of a person or an institution: told once more, and once."""

from collections import Counter
from typing import Any

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.reporting.service import collect_registers
from tests.building.world import World
from tests.reporting.test_way_up_http import fujian, taught
from tests.reporting.unruly import NamingPlatform
from tests.reporting.way import collected, reporting, until_all_is_up
from tests.settlement.test_real_time_http import Class

__all__ = ["fujian", "taught"]


async def test_a_name_corrected_after_it_went_up_goes_up_again_for_each_class(
    resources: Resources, fujian: World, taught: Class
) -> None:
    """And what follows waits for it; a refused correction changes nothing."""
    platform: Any = NamingPlatform()
    await reporting(fujian)
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    await fujian.admin.sign_in()
    trainee = fujian.trainees[0]
    before, had = platform.asked.copy(), set(platform.names)
    for name, is_approved in (("更正前", False), ("更正后", True)):
        asked = await fujian.admin.post(
            "/v1/person-corrections",
            {
                "correction_id": new_id(),
                "class_id": fujian.class_id,
                "document": trainee.document,
                "right_name": name,
                "evidence": "身份证复印件",
                "reason": "名单笔误",
            },
        )
        decision = {"request_id": new_id(), "trainee_id": asked["trainee_id"], "approved": is_approved}
        await fujian.officer.post(
            f"/v1/person-corrections/{asked['correction_id']}/decision",
            decision | {"document_number": "人社更正〔2026〕3号", "reason": "已核对"},
        )
    for _ in range(2):
        await collect_registers(resources)
        await collected(resources)
        await until_all_is_up(resources, platform, taught.authority)
    mine = [each for each in platform.names if each[0] == trainee.document["number"]]
    assert {name for _, name in mine if (trainee.document["number"], name) not in had} == {"更正后"}
    assert platform.asked - before == Counter({"person": mine.count((trainee.document["number"], "更正后"))})
    assert platform.faults == []


async def test_another_telephone_of_an_institution_goes_up_by_the_next_night(
    resources: Resources, fujian: World, taught: Class
) -> None:
    platform: Any = NamingPlatform()
    await reporting(fujian)
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    before = platform.asked.copy()
    await fujian.admin.sign_in()
    contact = {"contact_id": new_id(), "telephone": "0591-88001234", "place": "教学楼一楼", "hours": None}
    await fujian.admin.post("/v1/contacts", contact)
    for _ in range(2):
        await collect_registers(resources)
        await collected(resources)
        await until_all_is_up(resources, platform, taught.authority)
    assert platform.asked - before == Counter({"institution": 1})
    assert [value for kind, value in platform.held.values() if kind == "institution"][-1].endswith(" 0591-88001234")
