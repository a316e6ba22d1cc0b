"""Names, numbers and days that institutions and officers enter."""

from typing import Any

import pytest
from pydantic_core import to_json
from stdnum.cn import ric

from checkin_service.kit.http.routes import _is_crumbled
from checkin_service.kit.http.schema import LIST_BYTES
from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code, a_name, a_resident_id
from tests.building.world import World
from tests.security.hostile import CANARY, Path, refused, with_raw
from tests.security.well_formed import REQUESTS, Scene

Body = dict[str, Any]


def person(**changes: Any) -> Body:
    return {
        "trainee_id": new_id(),
        "name": a_name(),
        "document": a_resident_id(),
        "voucher_kind": "targeted",
    } | changes


async def submitted(world: World, *people: Body) -> Any:
    body = {"request_id": new_id(), "trainees": list(people)}
    return await world.admin.send("POST", f"/v1/classes/{world.class_id}/roster", content=to_json(body))


NO_NAMES = {
    "nothing": "",
    "spaces": "   ",
    "ideographic spaces": "\u3000\u3000",
    "zero width": "\u200b",
    "direction override": "\u202e芳王",
    "isolate": "\u2066王芳\u2069",
    "emoji": "王芳😀",
    "joined emoji": "👩\u200d👩\u200d👧",
    "digits": "王芳2",
    "full-width digits": "王芳２",
    "noncharacter": "王\uffff",
    "private use": "王\ue000",
    "tag": f"<script>alert('{CANARY}')</script>",
    "attribute": f'" onload="{CANARY}',
    "SQL": f"'; DROP TABLE trainee; -- {CANARY}",
    "template": "{{7*7}}",
    "format string": "{0.__class__}%s%n",
    "lookup": "${jndi:ldap://example/a}",
    "formula": "=HYPERLINK(1)",
    "formula with at": "@SUM(A1)",
    "formula with plus": "+1",
    "formula with tab": "\t=1",
    "log line": "王芳\r\nlevel=error",
    "path": "../../etc/passwd",
    "101 letters": "王" * 101,
    "10 kB": CANARY * 1000,
}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("name", NO_NAMES.values(), ids=NO_NAMES)
async def test_what_is_no_name_is_refused_without_being_repeated(in_class: World, name: str) -> None:
    refused(await submitted(in_class, person(name=name)), 422)


NAMES = {
    "王": "王",
    "𠮷田": "𠮷田",
    "𰻝": "𰻝",
    "㛃𤰉": "㛃𤰉",
    "阿依古丽·买买提": "阿依古丽·买买提",
    "阿依古丽•买买提": "阿依古丽·买买提",
    "  Ōtani   Ken’ichi ": "Ōtani Ken’ichi",
    "e\u0301lodie": "élodie",
    "Anne-Marie O'Brien Jr.": "Anne-Marie O'Brien Jr.",
    "محمد علي": "محمد علي",
    "民" * 100: "民" * 100,
}


@pytest.mark.parametrize(("name", "kept"), NAMES.items())
async def test_rare_characters_and_foreign_names_are_names(in_class: World, name: str, kept: str) -> None:
    someone = person(name=name)
    assert (await submitted(in_class, someone)).status_code == 201
    shown = {each["trainee_id"]: each["name"] for each in await in_class.admin.roster_of(in_class.class_id)}
    assert shown[str(someone["trainee_id"])] == kept


def _with_check_digit(body: str) -> str:
    return body + str(ric.calc_check_digit(body + "0"))


NO_NUMBERS = {
    "wrong check digit": "330602199001011230",
    "seventeen digits": "33060219900101123",
    "nineteen digits": "3306021990010112367",
    "old form": "330602900101123",
    "unknown province": _with_check_digit("99060219900101123"),
    "30 February": _with_check_digit("33060219900230123"),
    "born in 1850": _with_check_digit("33060218500101123"),
    "born tomorrow": _with_check_digit("33060220991231123"),
    "a child": _with_check_digit("33060220200101123"),
    "letters": "ABCDEFGHIJKLMNOPQR",
    "Arabic digits": "٣٣٠٦٠٢١٩٩٠٠١٠١١٢٣٦",
    "superscripts": "33060219900101123⁶",
    "SQL": "' OR '1'='1",
    "65 characters": "3" * 65,
}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("number", NO_NUMBERS.values(), ids=NO_NUMBERS)
async def test_a_number_that_cannot_be_is_refused_without_being_repeated(in_class: World, number: str) -> None:
    answer = await submitted(in_class, person(document={"kind": "resident_id", "number": number}))
    refused(answer, 422)
    assert number not in answer.text


@pytest.mark.usefixtures("nothing_stored")
async def test_one_bad_row_keeps_out_all_and_is_named(in_class: World) -> None:
    problem = refused(await submitted(in_class, person(), person(name="{{7*7}}"), person()), 422)
    assert [row["row"] for row in problem["rows"]] == [2]


async def test_a_number_typed_full_width_or_in_lower_case_is_the_same_person(in_class: World) -> None:
    body = next(text for text in (f"33060219910203{n:03d}" for n in range(999)) if _with_check_digit(text)[-1] == "X")
    name = a_name()
    first = person(name=name, document={"kind": "resident_id", "number": f"{body}x"})
    assert (await submitted(in_class, first)).status_code == 201
    wide = str.maketrans("0123456789x", "０１２３４５６７８９ｘ")
    again = person(name=name, document={"kind": "resident_id", "number": f"{body}x".translate(wide)})
    problem = refused(await submitted(in_class, again), 422)
    assert problem["rows"][0]["reason"]["en"] == "This person is on the roster of the class already."


CLASS_FIELDS: list[tuple[Path, str]] = [
    (("sessions", 0, "starts_at"), '"0001-01-01T00:00:00+08:00"'),
    (("sessions", 0, "starts_at"), '"9999-12-31T20:00:00-12:00"'),
    (("sessions", 0, "starts_at"), '"2026-04-01T09:00:00"'),
    (("sessions", 0, "ends_at"), '"9999-12-31T23:59:59-12:00"'),
    (("sessions", 0, "class_hours"), "0"),
    (("sessions", 0, "class_hours"), "-4"),
    (("sessions", 0, "class_hours"), "2147483648"),
    (("sessions", 0, "class_hours"), "4.0000001"),
    (("sessions", 0, "class_hours"), '"4"'),
    (("sessions", 0, "class_hours"), "true"),
    (("sessions", 0, "ordinal"), "99999999999999999999"),
    (("sessions",), "[]"),
    (("proofs",), "[]"),
    (("proofs",), '["face"]'),
    (("proofs",), '["face", "face"]'),
    (("proofs",), '["none", "pin_code"]'),
    (("paying_authority",), '"33060a"'),
    (("paying_authority",), '"３３０６００"'),
    (("paying_authority",), '"999999"'),
]


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(("path", "raw"), CLASS_FIELDS)
async def test_a_timetable_that_cannot_be_is_refused(in_class: World, path: Path, raw: str) -> None:
    wanted = await REQUESTS["POST /v1/classes"](Scene(in_class), in_class.admin)
    refused(await in_class.admin.send("POST", wanted.path, content=with_raw(wanted.body, path, raw)), 422)


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("year", ["0001", "1969", "2100", "9999"])
async def test_a_whole_class_in_an_absurd_year_is_refused(in_class: World, year: str) -> None:
    wanted = await REQUESTS["POST /v1/classes"](Scene(in_class), in_class.admin)
    content = to_json(wanted.body).replace(b'"2026-', f'"{year}-'.encode())
    refused(await in_class.admin.send("POST", wanted.path, content=content), 422)


RESULT_DAYS = ["0001-01-01", "9999-12-31", "2026-02-29", "2026-3-2", "20260302", "1772412730", "2026-03-02T09:00:00Z"]


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("day", RESULT_DAYS)
@pytest.mark.parametrize("path", [("results", 0, "assessed_on"), ("results", 0, "certificate", "issued_on")])
async def test_a_result_of_an_impossible_day_is_refused(in_class: World, path: Path, day: str) -> None:
    wanted = await REQUESTS["POST /v1/classes/{class_id}/assessments"](Scene(in_class), in_class.admin)
    refused(await in_class.admin.send("POST", wanted.path, content=with_raw(wanted.body, path, f'"{day}"')), 422)


SITE_FIELDS: list[tuple[str, str]] = [
    ("longitude", "180.1"),
    ("latitude", "90.0000001"),
    ("latitude", "NaN"),
    ("radius_m", "0"),
    ("radius_m", "-200"),
    ("radius_m", "200.5"),
    ("radius_m", "1000000000000000000000000000000"),
    ("radius_m", "9223372036854775807"),
    ("radius_m", "100000"),
    ("datum", '"beijing54"'),
    ("name", '"\\u0000"'),
    ("name", f'"{CANARY * 21}"'),
    ("address", '""'),
]


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(("name", "raw"), SITE_FIELDS)
async def test_a_site_that_cannot_be_is_refused(in_class: World, name: str, raw: str) -> None:
    wanted = await REQUESTS["POST /v1/sites"](Scene(in_class), in_class.officer)
    refused(await in_class.officer.send("POST", wanted.path, content=with_raw(wanted.body, (name,), raw)), 422)


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("place", [(0.0, 0.0), (29.9971, 120.5821), (43.8, 87.6)])
async def test_a_site_with_a_slip_in_its_place_is_refused(in_class: World, place: tuple[float, float]) -> None:
    wanted = await REQUESTS["POST /v1/sites"](Scene(in_class), in_class.officer)
    body = (wanted.body or {}) | {"longitude": place[0], "latitude": place[1]}
    refused(await in_class.officer.send("POST", wanted.path, content=to_json(body)), 422)


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(
    "code", ["", "913306002222222222", a_credit_code()[:-1] + "?", "<91330600MA0000001X>", "９" * 18, "9" * 201]
)
async def test_a_credit_code_that_cannot_be_is_refused(in_class: World, code: str) -> None:
    body = {"institution_id": new_id(), "name": "某校", "credit_code": code}
    refused(await in_class.officer.send("POST", "/v1/institutions", content=to_json(body)), 422)


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("fen", ["0", "-1", "0.5", "1e3", "1000000000000001", "9" * 40, '"100"', "true"])
async def test_a_subsidy_that_cannot_be_is_refused(in_class: World, fen: str) -> None:
    wanted = await REQUESTS["POST /v1/projects"](Scene(in_class), in_class.officer)
    content = with_raw(wanted.body, ("subsidy_fen",), fen)
    refused(await in_class.officer.send("POST", wanted.path, content=content), 422)


async def test_far_more_values_than_a_roster_of_that_size_has_are_refused_at_a_glance(world: World) -> None:
    content = b"{" + b",".join(b'"n%d":1' % number for number in range(80_000)) + b"}"
    answered = await world.admin.send("POST", f"/v1/classes/{world.class_id}/roster", content=content)
    refused(answered, 422)
    assert answered.json()["detail_en"].startswith("The body has far more fields or rows than one of its size")


async def test_thousands_of_mistakes_are_not_told_apart(world: World) -> None:
    content = b"{" + b",".join(b'"n%d":"aaaaaaaaaaaaaaaaaaaa"' % number for number in range(30_000)) + b"}"
    answered = await world.admin.send("POST", f"/v1/classes/{world.class_id}/roster", content=content)
    refused(answered, 422)
    assert answered.json()["detail_en"].startswith("More than ten thousand fields are wrong")


def test_as_many_people_as_a_request_can_hold_are_no_crumbs() -> None:
    people = [person() for _ in range(LIST_BYTES // len(to_json(person())))]
    assert not _is_crumbled(to_json({"request_id": new_id(), "trainees": people}))
    # The shortest that means something: a result of one word for each person.
    results = [{"trainee_id": new_id(), "result": "pass"}] * 10_000
    assert not _is_crumbled(to_json({"request_id": new_id(), "results": results}))
