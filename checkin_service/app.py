"""The HTTP service: every router, the shell around them, and its life from start to stop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from hmac import compare_digest
from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from checkin_service import __version__
from checkin_service.access.routes import router as access_router
from checkin_service.admission.routes import router as admission_router
from checkin_service.assembly import Assembly
from checkin_service.attendance.routes.learning import router as learning_router
from checkin_service.attendance.routes.leave import router as absence_router
from checkin_service.attendance.routes.standing import router as attendance_router
from checkin_service.catalogue.routes import routers as catalogue_routers
from checkin_service.checkin.routes.attempts import router as checkin_router
from checkin_service.checkin.routes.devices import router as devices_router
from checkin_service.checkin.routes.own import router as own_router
from checkin_service.conduct.routes import router as conduct_router
from checkin_service.courses.routes import router as course_router
from checkin_service.credit.routes import router as credit_router
from checkin_service.eligibility.routes import routers as eligibility_routers
from checkin_service.evaluations.routes import router as evaluation_router
from checkin_service.feed.routes import router as feed_router
from checkin_service.fees.routes import router as fee_router
from checkin_service.identity.routes import router as identity_router
from checkin_service.inspections.routes import router as inspection_router
from checkin_service.intake.routes import router as intake_router
from checkin_service.kit.http.admission import Admission
from checkin_service.kit.http.body_limit import BodyLimit
from checkin_service.kit.http.compress import Compress
from checkin_service.kit.http.contract import described, operation_id
from checkin_service.kit.http.express import Express
from checkin_service.kit.http.observe import Observe, figures, watch_loop
from checkin_service.kit.http.problems import problem_answer
from checkin_service.kit.http.routes import rejection
from checkin_service.kit.http.schema import field_errors
from checkin_service.kit.http.secure import StrictTransport
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.scope import Work
from checkin_service.messages.routes import router as messages_router
from checkin_service.oversight.routes import routers as oversight_routers
from checkin_service.performance.routes import router as performance_router
from checkin_service.platform.routes import routers as platform_routers
from checkin_service.policy.book import Shelf, beside, going_by
from checkin_service.policy_decisions.routes import router as policy_router
from checkin_service.policy_decisions.service.currency import kept_current
from checkin_service.privacy.routes import router as privacy_router
from checkin_service.questions.routes import router as question_router
from checkin_service.recordings.routes import router as recording_router
from checkin_service.registry.routes import router as registry_router
from checkin_service.reporting.routes import router as reporting_router
from checkin_service.review.routes.corrections import router as person_correction_router
from checkin_service.review.routes.doubts import router as review_router
from checkin_service.review.routes.faces import router as face_router
from checkin_service.review.routes.proposals import router as proposal_router
from checkin_service.settlement.routes import router as settlement_router
from checkin_service.statistics.routes import router as statistics_router
from checkin_service.timetable.routes import router as timetable_router
from checkin_service.transparency.routes import router as log_router
from checkin_service.trust.routes import router as trust_router
from checkin_service.vacancies.routes import router as vacancy_router
from checkin_service.voucher.routes import money_router, voucher_router
from checkin_service.web.pages import page_of_problem
from checkin_service.web.routes import mount_static
from checkin_service.web.routes import router as web_router
from checkin_service.worker import background

_log = structlog.get_logger("checkin_service")

_ROUTERS = (
    access_router,
    policy_router,
    identity_router,
    *catalogue_routers,
    conduct_router,
    course_router,
    admission_router,
    registry_router,
    timetable_router,
    fee_router,
    question_router,
    vacancy_router,
    recording_router,
    voucher_router,
    money_router,
    attendance_router,
    absence_router,
    learning_router,
    checkin_router,
    devices_router,
    own_router,
    messages_router,
    review_router,
    person_correction_router,
    face_router,
    proposal_router,
    *oversight_routers,
    privacy_router,
    inspection_router,
    trust_router,
    evaluation_router,
    credit_router,
    *eligibility_routers,
    settlement_router,
    statistics_router,
    performance_router,
    intake_router,
    log_router,
    feed_router,
    reporting_router,
    *platform_routers,
)
_KINDS_BY_STATUS = {
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.NOT_FOUND,
    413: ProblemKind.BODY_TOO_LARGE,
    415: ProblemKind.UNSUPPORTED_MEDIA,
}


def create_app(assembly: Assembly, *, with_relay: bool = True) -> FastAPI:
    """The service as an ASGI application; `with_relay` delivers the outbox, and works at night, in the same process."""
    shelf = Shelf()
    app = FastAPI(
        title="职业培训打卡签到 · Training check-in",
        version=__version__,
        summary="Geofenced attendance for publicly subsidised vocational training (职业培训券)",
        lifespan=_life(assembly, shelf, with_relay=with_relay),
        # The documentation pages load scripts from elsewhere; docs/api.md and /openapi.json stand in.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # The redirect would name whatever host the client claims to have asked.
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    # Everybody in a class checks in within the same few minutes.
    app.router.routes.append(Express(checkin_router, "/v1/check-ins"))
    for router in _ROUTERS:
        app.include_router(router)
    app.include_router(web_router)
    mount_static(app)
    _add_shell(app)
    app.add_middleware(Compress)
    _add_operations(app, assembly.operations_key)
    app.add_middleware(BodyLimit, limit_bytes=assembly.body_limit_bytes)
    app.add_middleware(Admission, at_once=assembly.requests_at_once)
    app.add_middleware(Observe)
    app.add_middleware(
        StrictTransport, is_development=assembly.is_development, with_subdomains=assembly.hsts_subdomains
    )
    app.add_middleware(_GoingBy, shelf=shelf)
    return app


class _GoingBy:
    """Every request is answered by the rules on this application's own shelf."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self._app = app
        self._shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with going_by(self._shelf):
            await self._app(scope, receive, send)


def _life(
    assembly: Assembly, shelf: Shelf, *, with_relay: bool
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        async with assembly.opened(Work.SERVER) as resources, kept_current(resources, shelf):
            app.state.resources, app.state.shelf = resources, shelf
            resources.faces.warm_up()
            stop = asyncio.Event()
            behind = asyncio.create_task(background(resources, stop), context=beside(shelf)) if with_relay else None
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


def _add_operations(app: FastAPI, key: str | None) -> None:
    """What operators read. Whoever lacks their key does not even learn that it is there."""

    async def operator(request: Request) -> None:
        presented = request.headers.get("authorization", "").removeprefix("Bearer ")
        if key is None or not compare_digest(presented.encode(), key.encode()):
            raise Problem(ProblemKind.NOT_FOUND)

    @app.get("/metrics", include_in_schema=False, dependencies=[Depends(operator)])
    async def metrics() -> Response:
        return Response(figures(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/openapi.json", include_in_schema=False, dependencies=[Depends(operator)])
    async def description(request: Request) -> Response:
        # A closure over the application would stay in the framework's cache of endpoints, and the application with it.
        return JSONResponse(described(request.app))


async def _on_problem(request: Request, error: Any) -> Response:
    return problem_answer(request, error)


async def _on_invalid(request: Request, error: Any) -> Response:
    generic = Problem(ProblemKind.MALFORMED, fields={"errors": field_errors(error.errors())})
    return problem_answer(request, rejection(error.body) or generic)


def _is_for_a_person(request: Request) -> bool:
    """Whether a browser asks for a page, and not a program for an answer of the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")


async def _on_http(request: Request, error: Any) -> Response:
    kind = _KINDS_BY_STATUS.get(error.status_code, ProblemKind.MALFORMED)
    if _is_for_a_person(request):
        return page_of_problem(request, Problem(kind))
    return problem_answer(request, Problem(kind), status=error.status_code, headers=error.headers)


async def _on_crash(request: Request, error: Exception) -> Response:
    correlation_id = request.state.correlation_id
    route = getattr(request.scope.get("route"), "path", None)
    _log.error("crash", route=route, correlation_id=correlation_id, exc_info=error)
    if _is_for_a_person(request):
        return page_of_problem(request, Problem(ProblemKind.INTERNAL))
    return problem_answer(request, Problem(ProblemKind.INTERNAL), headers={"X-Correlation-Id": correlation_id})
