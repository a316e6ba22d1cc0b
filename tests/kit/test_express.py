"""The short way answers as the ordinary way does, and leaves what is unusual to it."""

from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from checkin_service.kit.http.express import Express, NotExpress
from checkin_service.kit.http.problems import problem_answer
from checkin_service.kit.http.routes import answer, rejection, service_router
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.problem import Problem, ProblemKind

PATH = "/v1/things"


class Thing(StrictModel):
    thing_id: UUID


async def a_caller(request: Request) -> str:
    if "authorization" not in request.headers:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    return request.headers["authorization"]


router = service_router(tag="things")


@router.post("/things", status_code=201, response_model=None)
async def make(caller: Annotated[str, Depends(a_caller)], body: Thing) -> Response:
    return answer(f'{{"{caller}":"{body.thing_id}"}}'.encode(), status=201)


async def on_problem(request: Request, error: Any) -> Response:
    return problem_answer(request, error)


async def on_invalid(request: Request, error: Any) -> Response:
    return problem_answer(request, rejection(error.body) or Problem(ProblemKind.MALFORMED))


def an_app(*, with_express: bool) -> httpx.AsyncClient:
    app = FastAPI()
    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    if with_express:
        app.router.routes.append(Express(router, PATH))
    app.include_router(router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://service")


GOOD = b'{"thing_id": "01997c3e-7a00-7c3d-9f00-0123456789ab"}'
REQUESTS = {
    "good": ({"authorization": "me"}, GOOD),
    "nobody": ({}, GOOD),
    "nobody with a bad body": ({}, b"{"),
    "a twin field": ({"authorization": "me"}, GOOD[:-1] + b', "thing_id": "01997c3e-7a00-7c3d-9f00-0123456789ab"}'),
    "compressed": ({"authorization": "me", "content-encoding": "gzip"}, GOOD),
    "with a charset": ({"authorization": "me", "content-type": "application/json; charset=utf-8"}, GOOD),
}


@pytest.mark.parametrize("name", REQUESTS)
async def test_both_ways_answer_alike(name: str) -> None:
    headers, body = REQUESTS[name]
    answers = []
    for with_express in (True, False):
        async with an_app(with_express=with_express) as client:
            answers.append(
                await client.post(PATH, content=body, headers={"content-type": "application/json", **headers})
            )
    short, ordinary = answers
    assert (short.status_code, short.content, short.headers) == (
        ordinary.status_code,
        ordinary.content,
        ordinary.headers,
    )


async def test_other_methods_and_media_go_the_ordinary_way() -> None:
    async with an_app(with_express=True) as client:
        assert (await client.get(PATH)).status_code == 405
        assert (await client.post(PATH + "/", content=GOOD)).status_code in {307, 404}


async def test_the_route_stays_in_the_documentation() -> None:
    async with an_app(with_express=True) as client:
        assert PATH in (await client.get("/openapi.json")).json()["paths"]


def test_a_route_that_asks_for_more_cannot_go_the_short_way() -> None:
    more = service_router(tag="more")

    @more.post("/more", response_model=None)
    async def ask(body: Thing, page: Annotated[int, Query()] = 1) -> Response:
        return answer(f"{page}{body.thing_id}".encode())

    @more.post("/nested", response_model=None)
    async def nested(caller: Annotated[str, Depends(page_of)], body: Thing) -> Response:
        return answer(f"{caller}{body.thing_id}".encode())

    for path in ("/v1/more", "/v1/nested"):
        with pytest.raises(NotExpress):
            Express(more, path)


def page_of(page: Annotated[int, Query()] = 1) -> str:
    return str(page)
