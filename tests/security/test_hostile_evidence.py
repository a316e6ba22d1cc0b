"""Check-ins whose position, time, ids or codes are wrong, odd or invented."""

from typing import Any
from uuid import UUID

import pytest
from pydantic_core import to_json

from checkin_service.kit.ids import new_id
from tests.building.world import World, at_the_site
from tests.security.hostile import CANARY, Path, refused, with_raw
from tests.security.well_formed import REQUESTS, Scene

Body = dict[str, Any]


@pytest.fixture
async def attempt(in_class: World) -> Body:
    """A check-in that would be accepted."""
    wanted = await REQUESTS["POST /v1/check-ins"](Scene(in_class), in_class.trainees[0].phone)
    assert wanted.body is not None
    return wanted.body


_POSITION = ("position",)
_PLACE = '{"longitude": %s, "latitude": %s, "datum": "wgs84", "accuracy_m": 15}'

REFUSED: list[tuple[Path, str]] = [
    # Numbers that are none, and numbers in clothes.
    *(
        (("position", name), raw)
        for name in ("longitude", "latitude", "accuracy_m")
        for raw in ("true", '"39.9"', "[1]")
    ),
    *((("position", name), raw) for name in ("longitude", "latitude") for raw in ("null", '""', '"120,58"', '"0x10"')),
    (("position", "confidence"), "0"),
    (("position", "confidence"), "1"),
    (("position", "confidence"), "-0.5"),
    (("position", "confidence"), "1.0000000001"),
    (("position", "confidence"), "68"),
    (("position", "is_mock"), "0"),
    (("position", "is_mock"), '"false"'),
    # Places that do not exist, and slips.
    (_POSITION, _PLACE % ("120.58", "90.0000001")),
    (_POSITION, _PLACE % ("120.58", "-91")),
    (_POSITION, _PLACE % ("180.1", "30")),
    (_POSITION, _PLACE % ("-180.0000001", "30")),
    (_POSITION, _PLACE % ("1e308", "30")),
    (_POSITION, _PLACE % ("0", "0")),
    (_POSITION, _PLACE % ("0.0", "-0.0")),
    (_POSITION, _PLACE % ("29.9971", "120.5821")),
    (_POSITION, _PLACE % ("43.8", "87.6")),
    (_POSITION, "[120.58, 29.99]"),
    (_POSITION, '"POINT(120.58 29.99)"'),
    (_POSITION, "{}"),
    (("position", "datum"), '"wgs72"'),
    (("position", "datum"), "null"),
    (("position", "datum"), '""'),
    (("position", "datum"), "4326"),
    # Moments without a zone, moments that are none, moments that no calendar of the database holds.
    *(
        (("captured_at",), raw)
        for raw in (
            "null",
            "1772412730",
            "1772412730123",
            '"1772412730"',
            '"1772412730.5"',
            "-1",
            '"2026-03-02T08:52:10"',
            '"2026-03-02"',
            '"2026-03-02T24:00:00+08:00"',
            '"2026-03-02T23:59:60+08:00"',
            '"2026-02-29T08:00:00+08:00"',
            '"2026-13-01T08:00:00+08:00"',
            '"2026-03-02T08:52:10+25:00"',
            '"2026-03-02T08:52:10 Asia/Shanghai"',
            '"0000-01-01T00:00:00Z"',
            '"0001-01-01T00:00:00+08:00"',
            '"9999-12-31T23:59:59-12:00"',
            '"10000-01-01T00:00:00Z"',
            '"-0001-01-01T00:00:00Z"',
            '"now"',
            '"20260302T085210Z"',
            '"2026-W10-1T08:52:10Z"',
            '"infinity"',
            '"１９９０-01-01T00:00:00Z"',
        )
    ),
    # Ids.
    *(
        (("attempt_id",), raw)
        for raw in (
            "null",
            "1",
            '""',
            '"00000000-0000-0000-0000-000000000000"',
            '"ffffffff-ffff-ffff-ffff-ffffffffffff"',
            '"5f3c1c2e-8d3a-4f6e-9b0a-1c2d3e4f5a6b"',
            '"01997c3e-7a00-7c3d-9f00-0123456789ab "',
            '"01997c3e-7a00-7c3d-9f00-0123456789ag"',
            '"../../etc/passwd"',
            '"\' OR 1=1 --"',
        )
    ),
    *((("session_id",), raw) for raw in ("null", "7", '"7"', '"%00"', '["01997c3e-7a00-7c3d-9f00-0123456789ab"]')),
    # Words of a closed list.
    *((("phase",), raw) for raw in ("null", "0", '"IN"', '"in\\n"', '"in "', '"ｉｎ"', '["in"]')),
    *((("person_proof", "kind"), raw) for raw in ("null", "1", f'"{CANARY}"', '"FACE"', '"__class__"')),
    (("person_proof",), "null"),
    (("person_proof",), "[]"),
    (("person_proof",), '{"kind": "none"}'),
    (("person_proof",), '{"kind": "face"}'),
    (("person_proof",), '{"kind": "face", "photo": null}'),
    (("person_proof",), '{"kind": "e_card", "assertion": "a.b"}'),
    (("person_proof",), '{"kind": "e_card", "assertion": "全.角.字"}'),
    (("person_proof",), '{"kind": "e_card", "assertion": "a.b.c", "pin": "480275"}'),
    # Six ASCII digits, nothing else.
    *(
        (("person_proof", name), raw)
        for name in ("pin", "code")
        for raw in (
            "480275",
            '"48027"',
            '"4802755"',
            '"４８０２７５"',
            '"٤٨٠٢٧٥"',
            '"48027a"',
            '"480275\\n"',
            '" 480275"',
            '""',
        )
    ),
    (("classroom_code",), "481516"),
    (("classroom_code",), '"48151６"'),
]


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(("path", "raw"), REFUSED)
async def test_what_cannot_be_evidence_is_refused_and_not_kept(
    in_class: World, attempt: Body, path: Path, raw: str
) -> None:
    answer = await in_class.trainees[0].phone.send_attempt(with_raw(attempt, path, raw))
    problem = refused(answer, 422)
    assert problem["errors"][0]["field"].startswith(str(path[0]))


DOUBTED: dict[str, Body] = {
    "accuracy of zero": {"accuracy_m": 0.0},
    "accuracy of a whole zero": {"accuracy_m": 0},
    "negative accuracy": {"accuracy_m": -1.0},
    "accuracy of a thousand kilometres": {"accuracy_m": 1e9},
    "greatest double": {"accuracy_m": 1.7976931348623157e308},
    "smallest double": {"accuracy_m": 5e-324},
    "no accuracy": {"accuracy_m": None},
}


@pytest.mark.parametrize("changes", DOUBTED.values(), ids=DOUBTED)
async def test_a_fix_of_no_use_is_kept_and_worth_no_more_than_silence(
    in_class: World, attempt: Body, changes: Body
) -> None:
    answer = await _sent(in_class, attempt | {"position": at_the_site() | changes})
    assert_no_more_than_silence(answer)


def assert_no_more_than_silence(answer: Body) -> None:
    """Doubtful, or class D by the code of the room, which serves a person once."""
    if answer["outcome"] == "accepted":
        assert answer["evidence"]["evidence_class"] == "D"
    else:
        assert (answer["outcome"], answer["credited_hours"]) == ("doubtful", 0)


async def test_a_fix_without_the_field_for_its_accuracy_is_worth_no_more_than_silence(
    in_class: World, attempt: Body
) -> None:
    position = at_the_site()
    del position["accuracy_m"], position["confidence"], position["is_mock"]
    assert_no_more_than_silence(await _sent(in_class, attempt | {"position": position}))


FAR_AWAY = {
    "north pole": ("1e-300", "90"),
    "antimeridian east": ("180", "30"),
    "antimeridian west": ("-180", "30"),
    "seventeen digits": ("120.63400000000000001", "29.997100000000000001"),
    "minus zero": ("-0.0", "51.48"),
    "Sydney": ("151.2", "-33.9"),
}


@pytest.mark.parametrize("place", FAR_AWAY.values(), ids=FAR_AWAY)
async def test_far_places_are_judged_like_any_other(in_class: World, attempt: Body, place: tuple[str, str]) -> None:
    content = with_raw(attempt | {"attempt_id": new_id()}, _POSITION, _PLACE % place)
    response = await in_class.trainees[1].phone.send_attempt(content)
    assert response.status_code == 201, response.text
    assert response.json()["outcome"] == "refused"


@pytest.mark.parametrize("spelling", [str.upper, lambda text: text.replace("-", "")])
async def test_an_id_in_another_spelling_is_the_same_id(in_class: World, attempt: Body, spelling: Any) -> None:
    attempt_id = new_id()
    body = attempt | {"attempt_id": attempt_id, "position": None}
    first = await in_class.trainees[1].phone.send_attempt(to_json(body))
    second = await in_class.trainees[1].phone.send_attempt(to_json(body | {"attempt_id": spelling(str(attempt_id))}))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00Z", "1988-04-10T02:30:00+08:00", "2090-01-01T00:00:00+14:00"])
async def test_a_phone_with_a_wrong_clock_is_noted_and_nothing_worse(
    in_class: World, attempt: Body, moment: str
) -> None:
    answer = await _sent(in_class, attempt | {"captured_at": moment})
    assert {"clock_differs"} == {each["reason"] for each in answer["findings"] if each["check"] == "clock"}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("session_id", [UUID(int=0), UUID(int=2**128 - 1), new_id()])
async def test_a_session_that_does_not_exist_is_not_found(in_class: World, attempt: Body, session_id: UUID) -> None:
    answer = await in_class.trainees[0].phone.send_attempt(to_json(attempt | {"session_id": session_id}))
    refused(answer, 404)


async def _sent(world: World, body: Body) -> Body:
    """From the second trainee, whose attempts nobody counts on."""
    code = body["classroom_code"]
    fresh = body | {
        "attempt_id": new_id(),
        "classroom_code": None,
        "person_proof": world.trainees[1].phone.pin_code(code),
    }
    response = await world.trainees[1].phone.send_attempt(to_json(fresh))
    assert response.status_code == 201, response.text
    answer: Body = response.json()
    return answer
