"""The HTTP service: every router, the shell around them, and its life from start to stop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from checkin_service import __version__
from checkin_service.access.routes import router as access_router
from checkin_service.assembly import Assembly
from checkin_service.attendance.absence_routes import router as absence_router
from checkin_service.attendance.learning_routes import router as learning_router
from checkin_service.attendance.routes import router as attendance_router
from checkin_service.catalogue.routes import router as catalogue_router
from checkin_service.checkin.face_routes import router as face_router
from checkin_service.checkin.routes import router as checkin_router
from checkin_service.eligibility.routes import routers as eligibility_routers
from checkin_service.feed.routes import router as feed_router
from checkin_service.identity.routes import router as identity_router
from checkin_service.kit.body_limit import BodyLimit
from checkin_service.kit.express import Express
from checkin_service.kit.http import rejection
from checkin_service.kit.observe import REGISTRY, Observe, watch_loop
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.problem_answer import problem_answer
from checkin_service.kit.schema import field_errors
from checkin_service.settlement.routes import router as settlement_router
from checkin_service.timetable.routes import router as timetable_router
from checkin_service.transparency.routes import router as log_router
from checkin_service.voucher.routes import money_router, voucher_router
from checkin_service.web.routes import mount_static
from checkin_service.web.routes import router as web_router
from checkin_service.worker import background

_log = structlog.get_logger("checkin_service")

_ROUTERS = (
    access_router,
    identity_router,
    catalogue_router,
    timetable_router,
    voucher_router,
    money_router,
    attendance_router,
    absence_router,
    learning_router,
    checkin_router,
    face_router,
    *eligibility_routers,
    settlement_router,
    log_router,
    feed_router,
)
_KINDS_BY_STATUS = {
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.NOT_FOUND,
    413: ProblemKind.BODY_TOO_LARGE,
    415: ProblemKind.UNSUPPORTED_MEDIA,
}


def create_app(assembly: Assembly, *, with_relay: bool = True) -> FastAPI:
    """The service as an ASGI application; `with_relay` delivers the outbox, and works at night, in the same process."""
    app = FastAPI(
        title="职业培训打卡签到 · Training check-in",
        version=__version__,
        summary="Geofenced attendance for publicly subsidised vocational training (职业培训券)",
        lifespan=_life(assembly, with_relay=with_relay),
        # The documentation pages load scripts from elsewhere; docs/api.md and /openapi.json stand in.
        docs_url=None,
        redoc_url=None,
        # The redirect would name whatever host the client claims to have asked.
        redirect_slashes=False,
    )
    # Everybody in a class checks in within the same few minutes.
    app.router.routes.append(Express(checkin_router, "/v1/check-ins"))
    for router in _ROUTERS:
        app.include_router(router)
    app.include_router(web_router)
    mount_static(app)
    _add_shell(app)
    app.add_middleware(BodyLimit, limit_bytes=assembly.body_limit_bytes)
    app.add_middleware(Observe)
    return app


def _life(assembly: Assembly, *, with_relay: bool) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        async with assembly.opened() as resources:
            app.state.resources = resources
            resources.faces.warm_up()
            stop = asyncio.Event()
            behind = asyncio.create_task(background(resources, stop)) if with_relay else None
            watching = asyncio.create_task(watch_loop())
            try:
                yield
            finally:
                watching.cancel()
                stop.set()
                if behind is not None:
                    with suppress(asyncio.CancelledError):
                        await behind

    return life


def _add_shell(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_crash)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz(request: Request, response: Response) -> dict[str, str]:
        ready = await request.app.state.resources.database.is_ready()
        response.status_code = 200 if ready else 503
        return {"status": "ready" if ready else "database unreachable"}

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


async def _on_problem(request: Request, error: Any) -> Response:
    return problem_answer(request, error)


async def _on_invalid(request: Request, error: Any) -> Response:
    generic = Problem(ProblemKind.MALFORMED, fields={"errors": field_errors(error.errors())})
    return problem_answer(request, rejection(error.body) or generic)


async def _on_http(request: Request, error: Any) -> Response:
    kind = _KINDS_BY_STATUS.get(error.status_code, ProblemKind.MALFORMED)
    return problem_answer(request, Problem(kind), status=error.status_code, headers=error.headers)


async def _on_crash(request: Request, error: Exception) -> Response:
    correlation_id = request.state.correlation_id
    route = getattr(request.scope.get("route"), "path", None)
    _log.error("crash", route=route, correlation_id=correlation_id, exc_info=error)
    return problem_answer(request, Problem(ProblemKind.INTERNAL), headers={"X-Correlation-Id": correlation_id})
