"""Photos that are none, and photos made to harm: refused; photos of nobody are evidence, kept and doubted."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.client import face
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building import faces_material
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.security.hostile import CANARY, refused


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_png(width: int, height: int, *, rows: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def bomb() -> bytes:
    """A few dozen kilobytes that unpack to 20,000 × 20,000 pixels."""
    return a_png(20_000, 20_000, rows=bytes(20_000 * (1 + 20_000 // 8)))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\xff",
    "text": lambda: CANARY.encode() * 100,
    "JPEG marker and text": lambda: b"\xff\xd8\xff\xe0" + CANARY.encode() * 100,
    "JPEG cut in the header": lambda: faces_material.collins()[:100],
    "JPEG cut in half": lambda: faces_material.collins()[: len(faces_material.collins()) // 2],
    "bomb": bomb,
    "one row without end": lambda: a_png(2**31 - 1, 1),
    "one column without end": lambda: a_png(1, 2**31 - 1),
    "no width": lambda: a_png(0, 100),
    "declared, not there": lambda: a_png(640, 480),
    "PNG and nothing": lambda: b"\x89PNG\r\n\x1a\n",
    "GIF": lambda: b"GIF89a" + bytes(200),
    "TIFF": lambda: b"II*\x00" + bytes(200),
    "BMP": lambda: b"BM" + bytes(200),
    "HEIC": lambda: b"\x00\x00\x00\x18ftypheic" + bytes(200),
    "AVIF": lambda: b"\x00\x00\x00\x18ftypavif" + bytes(200),
    "JPEG 2000": lambda: b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(200),
    "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "SVG with entities": lambda: b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
    "PDF": lambda: b"%PDF-1.7\n" + bytes(200),
    "archive": lambda: b"PK\x03\x04" + bytes(200),
    "program": lambda: b"\x7fELF" + bytes(200),
}


@pytest.fixture(scope="module")
async def enrolled(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """Two trainees who consented to their face; the first has enrolled it."""
    world = await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))
    for trainee in world.trainees:
        await trainee.phone.consent("face")
    await world.trainees[0].phone.enrol_face([faces_material.collins()])
    return world


def attempt(world: World, photo: str) -> Any:
    phone = world.trainees[0].phone
    return phone.attempt(world.session(), at=at_the_site(), proof={"kind": "face", "photo": photo})


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
async def test_a_file_that_is_no_photo_is_refused_and_not_kept(enrolled: World, make: Callable[[], bytes]) -> None:
    photo = b64encode(make()).decode()
    refused(await enrolled.trainees[0].phone.send_attempt(attempt(enrolled, photo)), 413, 415, 422)
    enrolment = to_json({"reference_id": new_id(), "photos": [photo]})
    phone = enrolled.trainees[1].phone
    refused(await phone.send("POST", "/v1/face-references", content=enrolment), 413, 415, 422)


NO_BASE64 = {
    "text": f"{CANARY}!",
    "data URL": "data:image/jpeg;base64,/9j/4AAQ",
    "unpadded": "/9j/4",
    "with spaces": "/9j/ 4AAQ",
    "with line feeds": "/9j/\n4AAQ",
    "URL alphabet": "_9j_4AAQ",
    "full width": "／９ｊ／",
    "NUL": "/9j/\x00AAQ",
}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("photo", NO_BASE64.values(), ids=NO_BASE64)
@pytest.mark.parametrize("number", [0, 1], ids=["enrolled", "not enrolled"])
async def test_a_photo_that_is_not_base64_is_refused(enrolled: World, number: int, photo: str) -> None:
    phone = enrolled.trainees[number].phone
    refused(await phone.send_attempt(attempt(enrolled, photo)), 422)
    enrolment = to_json({"reference_id": new_id(), "photos": [photo]})
    refused(await phone.send("POST", "/v1/face-references", content=enrolment), 422)


@pytest.mark.usefixtures("nothing_stored")
async def test_photos_are_one_to_three(enrolled: World) -> None:
    phone, photo = enrolled.trainees[1].phone, b64encode(faces_material.collins()).decode()
    for photos in ([], [photo] * 4, photo, [[photo]], [None]):
        content = to_json({"reference_id": new_id(), "photos": photos})
        refused(await phone.send("POST", "/v1/face-references", content=content), 422)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (faces_material.landscape, "face_no_face"),
        (faces_material.several_people, "face_several_faces"),
        (faces_material.hopper, "face_no_match"),
    ],
)
async def test_a_photo_of_nobody_or_of_others_is_kept_and_doubted(
    enrolled: World, clock: StoppedClock, make: Callable[[], bytes], reason: str
) -> None:
    clock.move_to(enrolled.starts_at())
    answer = await enrolled.trainees[0].phone.check_in(enrolled.session(), at=at_the_site(), proof=face(make()))
    assert answer["outcome"] == "doubtful"
    (finding,) = [each for each in answer["findings"] if each["check"] == "person"]
    assert finding["reason"] == reason
    assert finding["advice"]["zh"]


async def test_a_bomb_does_not_disturb_the_next_person(enrolled: World, clock: StoppedClock) -> None:
    clock.move_to(enrolled.starts_at())
    await enrolled.trainees[0].phone.send_attempt(attempt(enrolled, b64encode(bomb()).decode()))
    right = face(faces_material.collins(3))
    answer = await enrolled.trainees[0].phone.check_in(enrolled.session(), at=at_the_site(), proof=right)
    assert answer["outcome"] == "accepted"
