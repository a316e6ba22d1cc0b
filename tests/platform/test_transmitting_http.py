"""The province's step: it sees how far its cities are, and seals and sends their forms up together (SD-09)."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client import Officer
from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.desks import somebody
from tests.conftest import StoppedClock
from tests.platform.admission import DAY, a_form
from tests.policy_decisions.deciding import an_authority
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

APPLICATIONS, CITIES = "/v1/onboarding/applications", "/v1/onboarding/cities"
TRANSMITTALS = "/v1/onboarding/transmittals"
Of = Callable[[str], Awaitable[Officer]]


@pytest.fixture
def officer_of(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> Of:
    del clock

    async def of(authority: str) -> Officer:
        return await somebody(resources, client, Role.OFFICER, authority)

    return of


def without(*offices: str, **changes: Any) -> dict[str, Any]:
    form = a_form(**changes)
    form["seals"] = [each for each in form["seals"] if each["office"] not in offices]
    return form


async def lines(officer: Officer) -> dict[str, Any]:
    return {each["authority_code"]: each for each in (await officer.get(CITIES))["cities"]}


async def sent_up(officer: Officer, *forms: dict[str, Any], **changes: Any) -> Any:
    body = {
        "transmittal_id": new_id(),
        "document_number": "鲁人社函〔2021〕60号",
        "sealed_on": DAY,
        "applications": [each["application_id"] for each in forms],
    }
    return await officer.post(TRANSMITTALS, body | changes)


async def test_a_province_sees_its_cities_and_sends_their_forms_up_together(
    resources: Resources, client: httpx.AsyncClient, officer_of: Of
) -> None:
    province, jinan, qingdao = [await officer_of(each) for each in ("370000", "370100", "370200")]
    forms = [without("province"), without("province")]
    for city, form in zip((jinan, qingdao), forms, strict=True):
        await city.post(APPLICATIONS, form)
    before = await lines(province)
    assert {code for code in before if code.endswith("00")} == set(before)
    assert len(before) >= 16, "all that annex 1 names"
    assert (before["370100"]["state"], before["370100"]["days_late"]) == ("late", 1658)
    assert (before["370300"]["state"], before["370300"]["days_late"]) == ("missing", 1659)
    shown = await sent_up(province, *forms)
    assert shown["transmittals"][0]["forms"] == 2
    for code in ("370100", "370200"):
        line = (await lines(province))[code]
        assert (line["state"], line["passed_on"]) == ("sent_up", DAY)
    own = await lines(jinan)
    assert {code: each["state"] for code, each in own.items()} == {"370100": "sent_up"}
    application = await jinan.get(f"{APPLICATIONS}/{forms[0]['application_id']}")
    assert application["application"]["sealed_on"]["province"] == DAY
    second = await somebody(resources, client, Role.REVIEWER, "370100")
    body = {"request_id": new_id(), "approved": True, "reason": None}
    await second.post(f"{APPLICATIONS}/{forms[0]['application_id']}/decision", body)
    assert (await lines(province))["370100"]["state"] == "admitted"


async def test_what_went_up_or_lacks_the_citys_seal_does_not_go_up(officer_of: Of) -> None:
    province, city = await officer_of("370000"), await officer_of("370400")
    unsealed, once, sealed = without("province", "city"), without("province"), a_form()
    for form in (unsealed, once, sealed):
        await city.post(APPLICATIONS, form)
    with pytest.raises(Refused, match="lacks the city's seal"):
        await sent_up(province, unsealed, once)
    assert (await lines(province))["370400"]["state"] == "sent_up", "the latest form has its seal on paper"
    await sent_up(province, once)
    for again in (once, sealed):
        with pytest.raises(Refused, match="gone up or been decided"):
            await sent_up(province, again)
    later = without("province")
    await city.post(APPLICATIONS, later)
    with pytest.raises(Refused, match="contradict"):
        await sent_up(province, later, sealed_on="2027-01-01")


async def test_a_city_sends_nothing_up_and_no_province_anothers(officer_of: Of) -> None:
    city, elsewhere = await officer_of("370500"), await officer_of("330000")
    form = without("province")
    await city.post(APPLICATIONS, form)
    with pytest.raises(Refused, match="province sends the forms") as refused:
        await sent_up(city, form)
    assert refused.value.problem["clause"] == "SD-09"
    with pytest.raises(Refused, match="404"):
        await sent_up(elsewhere, form)
    assert "370500" not in await lines(elsewhere)


async def test_a_later_day_is_the_authoritys_decision_by_two_people(
    resources: Resources, client: httpx.AsyncClient, officer_of: Of
) -> None:
    province, city = await officer_of("370000"), await officer_of("370600")
    yantai = await an_authority(client, resources, "370600")
    fixed = await yantai.propose("onboarding.apply_by", "2026-12-31")
    assert fixed.status_code == 422
    await yantai.decide("onboarding.extended_to", "2026-12-31")
    filed = await city.post(APPLICATIONS, without("province"))
    assert (filed["apply_by"], filed["days_late"], filed["is_decided_day"]) == ("2026-12-31", None, True)
    line = (await lines(province))["370600"]
    assert (line["state"], line["days_late"]) == ("handed_in", None)


async def test_in_pages_the_province_ticks_what_goes_up(app: FastAPI, officer_of: Of) -> None:
    province, city = await officer_of("370000"), await officer_of("370700")
    form = without("province", applicant=f"潍坊局{new_id().hex[-6:]}")
    await city.post(APPLICATIONS, form)
    async with a_browser(app) as browser:
        await sign_in(browser, province.login)
        desk = Desk(browser)
        page = await desk.see("/onboarding/cities")
        assert "截止日已过" in page
        assert "晚于截止日1658天" in page
        chosen = await desk.checked("/onboarding/cities", f"[^<]*{form['applicant']}")
        typed = {"document_number": "鲁人社函〔2021〕61号", "sealed_on": DAY}
        assert (await desk.fill("/onboarding/cities", **typed)).status_code == 422
        done = await desk.fill("/onboarding/cities", applications=chosen, **typed)
        assert "已报送，省级盖章日期" in done.text
        assert "鲁人社函〔2021〕61号" in done.text
    async with a_browser(app) as browser:
        await sign_in(browser, city.login)
        own = await Desk(browser).see("/onboarding/cities")
        assert "省级已报送" in own
        assert "盖章并统一报送" not in own
