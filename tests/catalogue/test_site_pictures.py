"""A plan of a site's ground: taken from strangers within bounds, drawn anew, placed by two points, shown to its own."""

import io
from base64 import b64encode
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image as Pillow
from pydantic_core import to_json

from checkin_service.kit.resources import Resources
from tests.building.plans import a_plan, a_point, laid
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, sessions=1)


async def put(world: World, body: dict[str, Any], who: str = "admin") -> httpx.Response:
    answer: httpx.Response = await getattr(world, who).send(
        "POST", f"/v1/sites/{world.site_id}/picture", content=to_json(body)
    )
    return answer


async def seen(world: World, who: str = "admin") -> httpx.Response:
    answer: httpx.Response = await getattr(world, who).send("GET", f"/v1/sites/{world.site_id}/picture")
    return answer


@pytest.mark.parametrize("who", ["admin", "officer"])
async def test_two_points_place_scale_and_turn_the_picture(world: World, who: str) -> None:
    answer = (await put(world, laid(a_plan()), who)).json()
    assert answer["metres_per_pixel"] == pytest.approx(1, rel=0.001)
    assert answer["turned_degrees"] == pytest.approx(0, abs=0.1)
    turned = laid(a_plan(), a_point(0, 0, east_m=150, north_m=200), a_point(1, 1, east_m=-150, north_m=-200))
    answer = (await put(world, turned, who)).json()
    assert answer["metres_per_pixel"] == pytest.approx(1, rel=0.001)
    assert answer["turned_degrees"] == pytest.approx(90, abs=0.1)


async def test_it_is_drawn_anew_without_what_the_camera_wrote(world: World) -> None:
    tags = Pillow.Exif()
    tags[0x010E] = "phone of Wang Fang"
    tags[0x0112] = 6
    tags.get_ifd(0x8825).update({1: "N", 2: (30.0, 0.0, 0.0)})
    photo = a_plan("JPEG", width=4000, height=3000, exif=tags)
    assert b"phone of Wang Fang" in photo
    answer = await put(world, laid(photo))
    assert (answer.json()["width_px"], answer.json()["height_px"]) == (960, 1280), "upright and smaller"
    file = await seen(world)
    assert file.headers["content-type"] == "image/jpeg"
    kept = Pillow.open(io.BytesIO(file.content))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (960, 1280), {})
    assert b"phone of Wang Fang" not in file.content


async def test_what_is_transparent_is_paper(world: World) -> None:
    file = io.BytesIO()
    Pillow.new("RGBA", (300, 300), (0, 0, 0, 0)).save(file, "PNG")
    assert (await put(world, laid(file.getvalue()))).status_code == 201
    assert Pillow.open(io.BytesIO((await seen(world)).content)).getpixel((150, 150)) == (255, 255, 255)


async def test_the_largest_transparent_plan_is_taken_as_well(world: World) -> None:
    file, plan = io.BytesIO(), Pillow.effect_noise((62, 187), 50).resize((1999, 5990), Pillow.Resampling.NEAREST)
    plan.convert("RGBA").save(file, "PNG")
    assert (await put(world, laid(file.getvalue()))).status_code == 201


async def test_another_picture_of_the_same_length_is_another_request(world: World) -> None:
    body = laid(a_plan())
    assert (await put(world, body)).status_code == 201
    other = bytearray(a_plan())
    other[-1] ^= 1
    assert (await put(world, laid(bytes(other)) | {"request_id": body["request_id"]})).status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a" + bytes(200), "JPEG 或 PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG 或 PNG"),
        (a_plan("JPEG")[:-300], "已损坏"),
        (a_plan(width=99, height=99), "太小或太窄"),
        (a_plan(width=2000, height=200), "太小或太窄"),
        (a_plan(width=6000, height=4000), "图片过大"),
    ],
)
async def test_a_file_that_is_no_usable_picture_is_refused_with_what_to_do(
    world: World, content: bytes, said: str
) -> None:
    refused = await put(world, laid(content))
    assert (refused.status_code, said in refused.json()["detail"]) == (422, True), refused.text
    assert (await seen(world)).status_code == 404


async def test_more_bytes_than_allowed_are_not_looked_at(world: World) -> None:
    assert (await put(world, laid(bytes(4 * 2**20 + 1)))).status_code == 422


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ((a_point(0.5, 0.5, east_m=0, north_m=0), a_point(0.55, 0.5, east_m=50, north_m=0)), "离得太近"),
        ((a_point(0, 0, east_m=0, north_m=0), a_point(1, 1, east_m=2, north_m=2)), "相距不到5米"),
        ((a_point(0, 0, east_m=0, north_m=0), a_point(1, 1, east_m=9000, north_m=0)), "请核对经纬度和坐标系"),
        ((a_point(0, 0, east_m=0, north_m=0),), "两个已知位置的点"),
    ],
)
async def test_points_that_cannot_place_it_are_refused(world: World, points: Any, said: str) -> None:
    refused = await put(world, laid(a_plan(), *points))
    assert (refused.status_code, said in refused.text) == (422, True), refused.text


async def test_it_is_taken_off_and_others_never_see_it(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock, sessions=1, authority="330602")
    body = laid(a_plan())
    assert (await put(world, body)).json() == (await put(world, body)).json(), "sent twice it is one"
    for stranger in (other.admin, other.officer):
        for method, content in (("GET", None), ("POST", to_json(laid(a_plan())))):
            path = f"/v1/sites/{world.site_id}/picture"
            assert (await stranger.send(method, path, content=content)).status_code == 404
    assert (await seen(world, "instructor")).status_code == 200
    assert (await put(world, laid(None))).json()["has_picture"] is False
    assert (await seen(world)).status_code == 404


async def test_pages_draw_it_under_the_fence(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert "上传平面图" in (await browser.get(f"/sites/{world.site_id}")).text
        form = (await browser.get(f"/sites/{world.site_id}/plan")).text
        fields = {"form_id": form.partition('name="form_id" value="')[2][:36], "datum": "wgs84"}
        for which, part, way in (("first", "0", -1), ("second", "100.00", 1)):
            point = a_point(0, 0, east_m=200 * way, north_m=-150 * way)
            fields |= {f"{which}_right": part, f"{which}_down": part}
            fields |= {f"{which}_{name}": f"{point[name]:.8f}" for name in ("longitude", "latitude")}
        path = f"/sites/{world.site_id}/plan"
        wrong = await browser.post(path, data=fields, files={"file": ("a.png", b"no picture")}, headers=SAME_ORIGIN)
        assert (wrong.status_code, "JPEG 或 PNG" in wrong.text, 'value="100.00"' in wrong.text) == (422, True, True)
        empty = await browser.post(path, data=fields, files={"file": ("", b"")}, headers=SAME_ORIGIN)
        assert empty.status_code == 422
        sent = await browser.post(path, data=fields, files={"file": ("a.png", a_plan())}, headers=SAME_ORIGIN)
        assert sent.status_code == 303, sent.text
        shown = (await browser.get(f"/sites/{world.site_id}")).text
        assert f'<image class="plan-underlay" href="/sites/{world.site_id}/picture.jpg?1"' in shown
        # 200 m are 120 pixels: the picture's corner lies 200 m west and 150 m north of the middle.
        matrix = [float(each) for each in shown.partition("matrix(")[2].partition(")")[0].split()]
        assert matrix == pytest.approx([0.6, 0, 0, 0.6, 40, 70], abs=0.02)
        assert (await browser.get(f"/sites/{world.site_id}/picture.jpg")).headers["content-type"] == "image/jpeg"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "plan-underlay" in (await browser.get(f"/openings/{world.class_id}")).text
        await browser.post(f"{path}/removal", data={"form_id": fields["form_id"][:-4] + "abcd"}, headers=SAME_ORIGIN)
        assert "plan-underlay" not in (await browser.get(f"/sites/{world.site_id}")).text


async def test_the_reviewers_drawing_has_it_and_the_trainees_has_not(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    await put(world, laid(a_plan()))
    clock.move_to(world.starts_at())
    phone = world.trainees[0].phone
    doubt = await phone.check_in(world.session(), proof=phone.pin_code("000000"), at=at_the_site(accuracy_m=2000))
    assert doubt["outcome"] == "doubtful"
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        trainee = world.trainees[0].trainee_id
        drawn = await browser.get(f"/reviews/{doubt['attempt_id']}/plan.svg?trainee={trainee}")
    kept = b64encode((await seen(world)).content).decode()
    assert f'<image href="data:image/jpeg;base64,{kept}"' in drawn.text
    assert drawn.headers["content-security-policy"] == "default-src 'none'; img-src data:"
    own = await phone.send("GET", f"/v1/check-ins/{doubt['attempt_id']}/plan.svg")
    assert (own.status_code, "<image" in own.text) == (200, False)
