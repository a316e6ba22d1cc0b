"""Around the body: its type, size and coding, methods, paths and headers."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.assembly import Assembly
from checkin_service.kit.ids import new_id
from tests.building.operator import OPERATOR
from tests.building.world import World
from tests.security.hostile import CANARY, refused
from tests.security.well_formed import REQUESTS, Scene

MIB = 2**20


@pytest.fixture
async def attempt(in_class: World) -> dict[str, Any]:
    """A check-in that would be accepted."""
    wanted = await REQUESTS["POST /v1/check-ins"](Scene(in_class), in_class.trainees[0].phone)
    assert wanted.body is not None
    return wanted.body


@pytest.fixture
async def headers(in_class: World) -> dict[str, str]:
    phone = in_class.trainees[0].phone
    await phone.me()
    return {"Authorization": f"Bearer {phone._tokens['access_token']}", "Content-Type": "application/json"}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "application/xml",
        "image/jpeg",
        "application/jsonp",
        "nonsense",
        "",
    ],
)
async def test_only_json_is_taken(
    client: httpx.AsyncClient, attempt: dict[str, Any], headers: dict[str, str], kind: str
) -> None:
    answer = await client.post("/v1/check-ins", content=to_json(attempt), headers=headers | {"Content-Type": kind})
    assert refused(answer, 415)["type"] == "/problems/unsupported-media"


@pytest.mark.usefixtures("nothing_stored")
async def test_a_body_without_any_type_is_not_taken(
    client: httpx.AsyncClient, attempt: dict[str, Any], headers: dict[str, str]
) -> None:
    del headers["Content-Type"]
    refused(await client.post("/v1/check-ins", content=to_json(attempt), headers=headers), 415)


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
async def test_a_compressed_body_is_never_unpacked(
    client: httpx.AsyncClient, headers: dict[str, str], coding: str
) -> None:
    bomb = gzip.compress(b'{"a": "' + b" " * 50 * MIB)
    answer = await client.post("/v1/check-ins", content=bomb, headers=headers | {"Content-Encoding": coding})
    refused(answer, 415)


@pytest.mark.usefixtures("nothing_stored")
async def test_a_body_over_the_limit_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str], assembly: Assembly
) -> None:
    body = b'{"a": "' + b"a" * assembly.body_limit_bytes + b'"}'
    assert refused(await client.post("/v1/check-ins", content=body, headers=headers), 413)["type"] == (
        "/problems/body-too-large"
    )


@pytest.mark.usefixtures("nothing_stored")
async def test_a_body_without_end_is_cut_off_at_the_limit(
    client: httpx.AsyncClient, headers: dict[str, str], assembly: Assembly
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"a": "'
        while sent < 10 * assembly.body_limit_bytes:
            sent += MIB
            yield b"a" * MIB

    refused(await client.post("/v1/check-ins", content=endless(), headers=headers), 413)
    assert sent <= assembly.body_limit_bytes + 2 * MIB


@pytest.mark.usefixtures("nothing_stored")
async def test_the_limit_holds_for_people_without_a_token(client: httpx.AsyncClient, assembly: Assembly) -> None:
    body = b'{"login": "' + b"a" * assembly.body_limit_bytes + b'"}'
    answer = await client.post("/v1/tokens/password", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 413)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/v1/check-ins"),
        ("PUT", "/v1/check-ins"),
        ("PATCH", "/v1/classes"),
        ("TRACE", "/v1/check-ins"),
        ("CONNECT", "/v1/check-ins"),
        ("PROPFIND", "/v1/classes"),
        (CANARY.upper(), "/v1/classes"),
        ("GET", "/v1/check-ins"),
        ("OPTIONS", "/v1/check-ins"),
    ],
)
async def test_other_methods_are_refused(client: httpx.AsyncClient, method: str, path: str) -> None:
    refused(await client.request(method, path), 405)


async def test_a_method_cannot_be_overridden(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        refused(await client.get("/v1/check-ins", headers=headers | {name: "POST"}), 405)


@pytest.mark.parametrize(
    "path",
    [
        f"/{CANARY}",
        f"/v1/{CANARY}",
        f"/v1/{CANARY}/330602199001011236",
        "/v1/classes/",
        "//v1/classes",
        "/v1//classes",
        "/V1/classes",
        "/v1/classes/%2e%2e/%2e%2e/metrics",
        "/v1/classes/%2e%2e%2fmetrics",
        "/v1/check-ins/%00",
        "/v1/classes%00",
        "/v1/classes/%ff%fe",
        "/v1/classes/%C0%AF",
        "/v1/classes.json",
        "/v1/classes;jsessionid=1",
        "/docs",
        "/redoc",
        "/.env",
        "/.git/config",
        f"/{'a' * 5000}",
    ],
)
async def test_paths_that_lead_nowhere_are_not_found(
    client: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    problem = refused(await client.get(path, headers=headers | {"Host": f"{CANARY}.example"}), 403, 404, 422)
    # The route or nothing: a path may hold a person's number.
    assert problem["instance"] == "/" or problem["instance"].startswith("/v1/")
    assert "330602" not in problem["instance"]


@pytest.mark.parametrize(
    "identifier",
    ["1", "../x", "%00", "1 OR 1=1", "'; DROP TABLE attempt; --", "{{7*7}}", "${jndi:ldap://x}", "𠮷", "*"],
)
async def test_what_is_no_id_is_refused(in_class: World, identifier: str) -> None:
    for path in (f"/v1/classes/{identifier}", f"/v1/classes/{identifier}/roster", f"/v1/sessions/{identifier}/code"):
        refused(await in_class.admin.send("GET", path), 404, 422)
    refused(await in_class.admin.send("GET", f"/v1/vouchers/{identifier}"), 404)
    refused(await in_class.trainees[0].phone.send("GET", f"/v1/check-ins/{identifier}"), 404, 422)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "-1"},
        {"limit": "0"},
        {"limit": "1000000000"},
        {"limit": "9" * 5000},
        {"limit": "NaN"},
        {"limit": "1e2"},
        {"limit": ""},
        {"cursor": CANARY},
        {"cursor": "' OR 1=1 --"},
        {"cursor": "\x00"},
        {"state": CANARY},
        {"state": "open\x00"},
    ],
)
async def test_queries_are_as_strict_as_bodies(in_class: World, query: dict[str, str]) -> None:
    refused(await in_class.admin.send("GET", "/v1/classes", query=query), 422)


@pytest.mark.parametrize(
    "code", ["\x00", "33060\x00", "33060０", "330600\n", "1" * 5000, "../..", "330600' --", "３３０６００"]
)
async def test_codes_in_queries_are_checked_before_the_database_sees_them(in_class: World, code: str) -> None:
    refused(await in_class.officer.send("GET", "/v1/ledger", query={"authority": code}), 422)
    refused(await in_class.officer.send("GET", "/v1/eligibility", query={"voucher": code}), 404, 422)


async def test_a_query_for_somebody_elses_tenant_is_of_no_effect(in_class: World) -> None:
    asked = {"tenant": f"institution:{new_id()}", "institution_id": str(new_id()), "sort": "1; DROP TABLE attempt"}
    mine, asked_for = (
        await in_class.admin.send("GET", "/v1/classes"),
        await in_class.admin.send("GET", "/v1/classes", query=asked),
    )
    assert mine.json() == asked_for.json()


async def test_thousands_of_parameters_do_no_harm(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    query = "&".join(f"limit={number}" for number in range(5_000))
    assert (await client.get(f"/v1/consent-texts?{query}", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "offered", ["short", "a" * 65, "semi;colon-12345", "<script>alert(1)</script>", "a b c d e f g"]
)
async def test_a_correlation_id_that_is_none_is_replaced(client: httpx.AsyncClient, offered: str) -> None:
    answer = await client.get("/v1/consent-texts", headers={"X-Correlation-Id": offered})
    assert answer.headers["x-correlation-id"] != offered


async def test_a_sound_correlation_id_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/consent-texts", headers={"X-Correlation-Id": "gateway-0001"})
    assert answer.headers["x-correlation-id"] == "gateway-0001"


async def test_invented_methods_make_no_new_time_series(client: httpx.AsyncClient) -> None:
    await client.request(CANARY.upper(), "/v1/consent-texts")
    assert CANARY.upper() not in (await client.get("/metrics", headers=OPERATOR)).text


async def test_answers_are_kept_by_nobody_on_the_way(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for path in ("/v1/me", "/v1/me/classes", "/v1/me/attendance", "/v1/consents"):
        answer = await client.get(path, headers=headers)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
