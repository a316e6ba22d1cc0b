"""The shell around routes: strict bodies, private answers, sizes, correlation ids."""

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError

from checkin_service.kit.http.body_limit import BodyLimit
from checkin_service.kit.http.observe import Observe
from checkin_service.kit.http.problems import problem_answer
from checkin_service.kit.http.routes import answer, rejection, service_router
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.problem import Problem, ProblemKind

LIMIT_BYTES = 1000


class Inner(StrictModel):
    number: int


class Body(StrictModel):
    number: int
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()


def _refuse() -> None:
    raise Problem(ProblemKind.NOT_SIGNED_IN)


def an_app() -> FastAPI:
    router = service_router(tag="test")

    @router.post("/echo")
    async def echo(body: Body) -> Body:
        return body

    @router.post("/guarded", dependencies=[Depends(_refuse)])
    async def guarded(body: Body) -> Body:
        return body

    @router.post("/stored", status_code=201, response_model=None)
    async def stored(request: Request) -> Any:
        await request.body()
        return answer(b'{"kept":  "byte for byte"}', status=201)

    app = FastAPI()
    app.include_router(router)

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> Any:
        return problem_answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Any:
        return problem_answer(request, rejection(error.body) or Problem(ProblemKind.MALFORMED))

    app.add_middleware(BodyLimit, limit_bytes=LIMIT_BYTES)
    app.add_middleware(Observe)
    return app


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=an_app())
    headers = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers) as client:
        yield client


async def test_a_sound_body_arrives(http: httpx.AsyncClient) -> None:
    answered = await http.post("/v1/echo", content=b'{"number": 4, "inner": {"number": 5}}')
    assert answered.json() == {"number": 4, "inner": {"number": 5}, "many": []}


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/problem+json"])
async def test_json_may_be_called_json_in_several_ways(http: httpx.AsyncClient, kind: str) -> None:
    answered = await http.post("/v1/echo", content=b'{"number": 4}', headers={"Content-Type": kind})
    assert answered.status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b'{"number": 4, "number": 4}',
        b'{"number": 4, "number": 5}',
        b'{"number": 4, "inner": {"number": 5, "number": 6}}',
        b'{"number": 4, "many": [{"number": 5}, {"number": 5, "number": 6}]}',
        b'{"number": 4, "n\\u0075mber": 5}',
    ],
)
async def test_a_field_named_twice_is_refused_at_any_depth(http: httpx.AsyncClient, content: bytes) -> None:
    answered = await http.post("/v1/echo", content=content)
    assert answered.status_code == 422
    assert answered.json()["detail_en"] == "A field is named twice."


async def test_the_same_name_in_two_objects_is_no_repetition(http: httpx.AsyncClient) -> None:
    content = b'{"number": 4, "inner": {"number": 4}, "many": [{"number": 4}, {"number": 4}]}'
    assert (await http.post("/v1/echo", content=content)).status_code == 200


async def test_who_asks_is_settled_before_what_was_sent(http: httpx.AsyncClient) -> None:
    for content, kind in ((b"{", "application/json"), (b'{"number": "4"}', "application/json"), (b"x", "text/plain")):
        answered = await http.post("/v1/guarded", content=content, headers={"Content-Type": kind})
        assert answered.status_code == 401


async def test_a_compressed_body_is_not_unpacked(http: httpx.AsyncClient) -> None:
    packed = gzip.compress(b'{"number": 4}')
    answered = await http.post("/v1/echo", content=packed, headers={"Content-Encoding": "gzip"})
    assert answered.status_code == 415
    plainly = await http.post("/v1/echo", content=b'{"number": 4}', headers={"Content-Encoding": "identity"})
    assert plainly.status_code == 200


async def test_stored_answers_go_out_byte_for_byte(http: httpx.AsyncClient) -> None:
    answered = await http.post("/v1/stored")
    assert (answered.status_code, answered.content) == (201, b'{"kept":  "byte for byte"}')


async def test_every_answer_is_private(http: httpx.AsyncClient) -> None:
    for content in (b'{"number": 4}', b"{"):
        answered = await http.post("/v1/echo", content=content)
        assert answered.headers["cache-control"] == "no-store"
        assert answered.headers["x-content-type-options"] == "nosniff"


# Sizes -------------------------------------------------------------------------------------------------------------


def _of_size(size: int) -> bytes:
    return b'{"number": 4' + b" " * (size - 13) + b"}"


async def test_the_limit_itself_is_taken_and_one_byte_more_is_not(http: httpx.AsyncClient) -> None:
    assert (await http.post("/v1/echo", content=_of_size(LIMIT_BYTES))).status_code == 200
    assert (await http.post("/v1/echo", content=_of_size(LIMIT_BYTES + 1))).status_code == 413


async def test_what_arrives_counts_and_not_what_was_announced(http: httpx.AsyncClient) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100

    assert (await http.post("/v1/echo", content=parts())).status_code == 413
    for announced in ("10", "-1", "1e9", "many"):
        answered = await http.post("/v1/echo", content=parts(), headers={"Content-Length": announced})
        assert answered.status_code == 413


async def test_what_is_announced_too_large_is_not_even_read(http: httpx.AsyncClient) -> None:
    read = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal read
        read += 1
        yield b"{}"

    answered = await http.post("/v1/echo", content=parts(), headers={"Content-Length": str(LIMIT_BYTES + 1)})
    assert (answered.status_code, read) == (413, 0)


# Correlation -------------------------------------------------------------------------------------------------------


async def test_every_answer_has_a_correlation_id_of_its_own(http: httpx.AsyncClient) -> None:
    seen = {(await http.post("/v1/echo", content=b"{")).headers["x-correlation-id"] for _ in range(5)}
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("offered", "kept"),
    [("a" * 8, True), ("A-1" * 21, True), ("a" * 7, False), ("a" * 65, False), ("a b c d e", False)],
)
async def test_a_gateways_id_is_kept_if_it_can_do_no_harm(http: httpx.AsyncClient, offered: str, kept: bool) -> None:  # noqa: FBT001 - a column of the table
    answered = await http.post("/v1/echo", content=b"{", headers={"X-Correlation-Id": offered})
    assert (answered.headers["x-correlation-id"] == offered) is kept


def test_the_documentation_still_knows_the_body() -> None:
    shown = an_app().openapi()["paths"]["/v1/echo"]["post"]["requestBody"]["content"]
    assert json.loads(json.dumps(shown)) == {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
