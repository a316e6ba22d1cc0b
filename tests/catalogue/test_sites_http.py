"""Sites over HTTP: areas beside the circle, changes from a day to come, and sites near a point."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from checkin_service.access import model
from checkin_service.access.model import Role, Subject
from checkin_service.catalogue import service
from checkin_service.catalogue.store.sites import NEAR
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from geo import Circle, Datum, Position, Union, convert, displaced, distance_m
from tests.access.people import a_trainee, bearer
from tests.catalogue.registers import School, a_school, a_site
from tests.conftest import StoppedClock
from tests.geo.builders import a_box

SITE = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
TODAY = date(2026, 3, 2)


@pytest.fixture
async def school(resources: Resources, client: httpx.AsyncClient) -> School:
    return await a_school(resources, client)


def an_area(*boxes: list[list[float]], datum: str = "wgs84") -> dict[str, Any]:
    rings = list(boxes) or [a_box(400, -50, 600, 50, centre=SITE)]
    return {"datum": datum, "geometry": {"type": "Polygon", "coordinates": rings}}


def a_change(**changed: Any) -> dict[str, Any]:
    return {
        "request_id": str(new_id()),
        "longitude": SITE.longitude,
        "latitude": SITE.latitude,
        "datum": "wgs84",
        "radius_m": 300,
        "effective_from": "2026-03-10",
        "reason": "扩建后校门位置改变",
    } | changed


async def post(
    client: httpx.AsyncClient, resources: Resources, subject: Subject, path: str, body: dict[str, Any]
) -> httpx.Response:
    return await client.post(f"/v1/{path}", json=body, headers=bearer(resources, subject))


async def change(client: httpx.AsyncClient, resources: Resources, school: School, **changed: Any) -> httpx.Response:
    return await post(client, resources, school.officer, f"sites/{school.site_id}/places", a_change(**changed))


async def near(client: httpx.AsyncClient, resources: Resources, subject: Subject, **query: Any) -> httpx.Response:
    return await client.get("/v1/sites/near", params=query, headers=bearer(resources, subject))


# Areas -------------------------------------------------------------------------------------------------------------


async def test_an_area_adds_to_the_circle(client: httpx.AsyncClient, resources: Resources, school: School) -> None:
    body = a_site(school.institution_id, areas=[an_area()])
    answer = await post(client, resources, school.officer, "sites", body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["areas"][0]["datum"] == "wgs84"
    site = await service.site_of(resources, UUID(body["site_id"]))
    assert site is not None
    fence = site.place.fence
    assert isinstance(fence, Union)
    assert fence.fences[0] == Circle(centre=SITE, radius_m=200)
    place = displaced(SITE, east_m=500, north_m=0)
    assert fence.read(place.longitude, place.latitude, 5).probability_inside > 0.99


async def test_an_area_keeps_its_numbers_to_the_last_digit(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    body = a_site(school.institution_id, areas=[an_area(datum="gcj02")])
    answer = await post(client, resources, school.officer, "sites", body)
    kept = answer.json()["areas"][0]
    assert kept["datum"] == "gcj02"
    drawn = {tuple(corner) for corner in body["areas"][0]["geometry"]["coordinates"][0]}
    assert {tuple(corner) for corner in kept["geometry"]["coordinates"][0]} == drawn


_BOW_TIE = [[120.58, 29.99], [120.59, 30.0], [120.59, 29.99], [120.58, 30.0], [120.58, 29.99]]


@pytest.mark.parametrize(
    ("area", "says"),
    [
        (an_area(a_box(400, -50, 600, 50, centre=SITE)[:-1]), "closed"),
        (an_area(_BOW_TIE), "free of crossings"),
        (an_area([]), "at least three corners"),
        (an_area(datum="mars"), "datum"),
        (an_area([[120.58, 91.0]] * 5), "latitude"),
        (an_area(a_box(0, 0, 10, 10, centre=SITE), a_box(400, 0, 410, 10, centre=SITE)), "stray holes"),
        ({"datum": "wgs84", "geometry": {"type": "Point", "coordinates": [120.58, 29.99]}}, "Polygon"),
        ({"datum": "wgs84", "geometry": "everywhere"}, "geometry"),
        ({"geometry": an_area()["geometry"]}, "datum"),
    ],
)
async def test_what_is_no_area_is_refused_with_the_reason(
    client: httpx.AsyncClient, resources: Resources, school: School, area: dict[str, Any], says: str
) -> None:
    answer = await post(client, resources, school.officer, "sites", a_site(school.institution_id, areas=[area]))
    assert answer.status_code == 422
    assert says in str(answer.json()["errors"])


async def test_no_part_of_an_area_lies_out_of_reach(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    for east_m, status in ((2990, 201), (3020, 422)):
        area = an_area(a_box(east_m - 100, -5, east_m, 5, centre=SITE))
        answer = await post(client, resources, school.officer, "sites", a_site(school.institution_id, areas=[area]))
        assert answer.status_code == status, answer.text
    assert "more than 3000 metres" in answer.json()["detail_en"]


# Changes -----------------------------------------------------------------------------------------------------------


async def test_a_change_begins_on_its_day_and_the_days_before_keep_theirs(
    client: httpx.AsyncClient, resources: Resources, school: School, clock: StoppedClock
) -> None:
    answer = await change(client, resources, school)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["ordinal"], answer.json()["effective_from"]) == (2, "2026-03-10")

    async def radius_on(day: int) -> int:
        site = await service.site_of(resources, UUID(school.site_id), at=datetime(2026, 3, day, 4, 0, tzinfo=UTC))
        assert site is not None
        return site.place.radius_m

    assert [await radius_on(day) for day in (2, 9, 10, 20)] == [200, 200, 300, 300]
    # The civil day is China's: 16:00 UTC on the 9th is the 10th there.
    site = await service.site_of(resources, UUID(school.site_id), at=datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    assert site is not None
    assert site.place.radius_m == 300
    listed = (await client.get("/v1/sites", headers=bearer(resources, school.admin))).json()["sites"]
    assert [each["radius_m"] for each in listed] == [200]
    clock.advance(days=10)
    listed = (await client.get("/v1/sites", headers=bearer(resources, school.admin))).json()["sites"]
    assert [each["radius_m"] for each in listed] == [300]


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY])
async def test_no_change_reaches_back_to_what_has_been_judged(
    client: httpx.AsyncClient, resources: Resources, school: School, day: date
) -> None:
    answer = await change(client, resources, school, effective_from=day.isoformat())
    assert answer.status_code == 422
    assert "tomorrow at the earliest" in answer.json()["detail_en"]
    assert (await change(client, resources, school, effective_from="2026-03-03")).status_code == 201


async def test_the_later_approval_of_the_same_day_counts_and_an_earlier_day_yields_to_a_later(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    for day, radius_m in (("2026-03-10", 300), ("2026-03-05", 400), ("2026-03-10", 350)):
        answer = await change(client, resources, school, effective_from=day, radius_m=radius_m)
        assert answer.status_code == 201

    async def radius_on(day: int) -> int:
        site = await service.site_of(resources, UUID(school.site_id), at=datetime(2026, 3, day, tzinfo=UTC))
        assert site is not None
        return site.place.radius_m

    assert [await radius_on(day) for day in (2, 5, 9, 10, 12)] == [200, 400, 400, 350, 350]
    history = await client.get(f"/v1/sites/{school.site_id}/places", headers=bearer(resources, school.admin))
    assert [each["radius_m"] for each in history.json()["places"]] == [200, 300, 400, 350]


async def test_a_day_before_the_first_place_takes_the_first(resources: Resources, school: School) -> None:
    site = await service.site_of(resources, UUID(school.site_id), at=datetime(2020, 1, 1, tzinfo=UTC))
    assert site is not None
    assert site.place.ordinal == 1


async def test_a_repeated_change_is_one_change(client: httpx.AsyncClient, resources: Resources, school: School) -> None:
    request_id = str(new_id())
    first = await change(client, resources, school, request_id=request_id)
    again = await change(client, resources, school, request_id=request_id)
    assert (first.content, again.status_code) == (again.content, 201)
    other = await change(client, resources, school, request_id=request_id, radius_m=500)
    assert other.status_code == 409


async def test_only_the_supervising_authority_changes_a_site(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    stranger = await a_school(resources, client, "330100")
    path = f"sites/{school.site_id}/places"
    assert (await post(client, resources, stranger.officer, path, a_change())).status_code == 404
    assert (await post(client, resources, school.admin, path, a_change())).status_code == 403
    assert (await post(client, resources, school.officer, f"sites/{new_id()}/places", a_change())).status_code == 404
    for reader, status in ((school.admin, 200), (school.officer, 200), (stranger.admin, 404), (stranger.officer, 404)):
        answer = await client.get(f"/v1/{path}", headers=bearer(resources, reader))
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"radius_m": 49}, "between 50 and 1000"),
        ({"radius_m": 1001}, "between 50 and 1000"),
        ({"longitude": 0.0, "latitude": 0.0}, "no place"),
        ({"datum": None}, "datum"),
        ({"reason": " "}, "reason"),
        ({"effective_from": "soon"}, "effective_from"),
    ],
)
async def test_a_change_is_checked_like_a_new_site(
    client: httpx.AsyncClient, resources: Resources, school: School, changed: dict[str, Any], says: str
) -> None:
    answer = await change(client, resources, school, **changed)
    assert answer.status_code == 422
    assert says in answer.text


# Near a point ------------------------------------------------------------------------------------------------------


async def a_row_of_sites(
    client: httpx.AsyncClient, resources: Resources, school: School, origin: Position, *east_m: float
) -> list[str]:
    ids = []
    for each in east_m:
        place = displaced(origin, east_m=each, north_m=0)
        body = a_site(school.institution_id, longitude=place.longitude, latitude=place.latitude)
        assert (await post(client, resources, school.officer, "sites", body)).status_code == 201
        ids.append(body["site_id"])
    return ids


async def test_the_nearest_come_first_with_their_distance_on_the_ellipsoid(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    here = Position(longitude=117.1, latitude=36.65, datum=Datum.WGS84)
    far, nearest, middle = await a_row_of_sites(client, resources, school, here, 5000, -100, 900)
    answer = await near(
        client, resources, a_trainee(), longitude=here.longitude, latitude=here.latitude, datum="wgs84", limit=3
    )
    assert answer.status_code == 200
    found = answer.json()["sites"]
    assert [each["site_id"] for each in found] == [nearest, middle, far]
    assert [each["distance_m"] for each in found] == [100.0, 900.0, 5000.0]
    assert found[0]["institution_name"] == "示例职业培训学校"


@pytest.mark.parametrize("datum", list(Datum))
async def test_coordinates_come_back_in_the_datum_of_the_question(
    client: httpx.AsyncClient, resources: Resources, school: School, datum: Datum
) -> None:
    here = Position(longitude=108.94, latitude=34.26 + 0.1 * list(Datum).index(datum), datum=Datum.WGS84)
    (site_id,) = await a_row_of_sites(client, resources, school, here, 250)
    asked = convert(here, datum)
    answer = await near(
        client,
        resources,
        school.admin,
        longitude=asked.longitude,
        latitude=asked.latitude,
        datum=datum.value,
        limit=1,
    )
    (found,) = answer.json()["sites"]
    assert (found["site_id"], found["datum"]) == (site_id, datum.value)
    assert found["distance_m"] == pytest.approx(250, abs=0.1)
    shown = Position(longitude=found["longitude"], latitude=found["latitude"], datum=datum)
    assert distance_m(shown, asked) == pytest.approx(250, abs=0.1)


async def test_a_site_is_found_where_it_is_today(
    client: httpx.AsyncClient, resources: Resources, school: School, clock: StoppedClock
) -> None:
    old, new = ((102.70, 25.04), (102.80, 25.04))
    body = a_site(school.institution_id, longitude=old[0], latitude=old[1])
    assert (await post(client, resources, school.officer, "sites", body)).status_code == 201
    moved = a_change(longitude=new[0], latitude=new[1])
    assert (await post(client, resources, school.officer, f"sites/{body['site_id']}/places", moved)).status_code == 201

    async def distance_from_old() -> float:
        answer = await near(
            client, resources, school.officer, longitude=old[0], latitude=old[1], datum="wgs84", limit=1
        )
        (found,) = answer.json()["sites"]
        assert found["site_id"] == body["site_id"]
        return float(found["distance_m"])

    assert await distance_from_old() == 0
    clock.advance(days=10)
    assert await distance_from_old() == pytest.approx(10_093, abs=10)


async def test_every_role_finds_sites_and_strangers_do_not(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    query: dict[str, Any] = {"longitude": 120.58, "latitude": 30.0, "datum": "gcj02"}
    subjects = [
        school.officer,
        school.admin,
        a_trainee(),
        model.authority_staff(new_id(), role=Role.REVIEWER, authority_code="330600"),
        model.institution_staff(new_id(), role=Role.INSTRUCTOR, institution_id=UUID(school.institution_id)),
        model.terminal(new_id(), site_id=UUID(school.site_id), institution_id=UUID(school.institution_id)),
    ]
    for subject in subjects:
        assert (await near(client, resources, subject, **query)).status_code == 200
    assert (await client.get("/v1/sites/near", params=query)).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {"longitude": 120.58, "latitude": 30.0},
        {"longitude": 0, "latitude": 0, "datum": "wgs84"},
        {"longitude": 39.47, "latitude": 75.99, "datum": "wgs84"},
        {"longitude": "nan", "latitude": 30.0, "datum": "wgs84"},
        {"longitude": "inf", "latitude": 30.0, "datum": "wgs84"},
        {"longitude": 120.58, "latitude": 91, "datum": "wgs84"},
        {"longitude": 120.58, "latitude": 30.0, "datum": "mars"},
        {"longitude": 120.58, "latitude": 30.0, "datum": "wgs84", "limit": 0},
        {"longitude": 120.58, "latitude": 30.0, "datum": "wgs84", "limit": 51},
    ],
)
async def test_a_point_that_is_none_is_refused(
    client: httpx.AsyncClient, resources: Resources, query: dict[str, Any]
) -> None:
    assert (await near(client, resources, a_trainee(), **query)).status_code == 422


async def test_the_antimeridian_and_the_poles_have_neighbours(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    for longitude, latitude, from_longitude in ((179.9995, 10.0, -179.9995), (-30.0, 89.9995, 150.0)):
        body = a_site(school.institution_id, longitude=longitude, latitude=latitude)
        assert (await post(client, resources, school.officer, "sites", body)).status_code == 201
        answer = await near(
            client, resources, a_trainee(), longitude=from_longitude, latitude=latitude, datum="wgs84", limit=1
        )
        (found,) = answer.json()["sites"]
        assert found["site_id"] == body["site_id"]
        assert found["distance_m"] < 150


def test_the_index_serves_the_question(database_url: str) -> None:
    """So few sites are faster read through; the planner is told not to, as if there were many."""
    values = {"wgs84_longitude": 120.5, "wgs84_latitude": 30.0, "on": TODAY, "candidates": 18, "count": 10}
    with psycopg.connect(database_url, cursor_factory=psycopg.RawCursor) as connection:
        connection.execute("SET enable_seqscan = off")
        connection.execute("SET enable_sort = off")
        plan = connection.execute(f"EXPLAIN {NEAR.sql}", NEAR.parameters(values)).fetchall()
    assert any("site_place_place_idx" in line for (line,) in plan)
