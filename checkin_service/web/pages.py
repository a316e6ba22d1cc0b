"""A page: its template filled in the visitor's language, under headers that let nothing foreign in."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined

from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.problems import problem_answer
from checkin_service.kit.money import yuan
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.web import moments, session
from checkin_service.web.assets import asset
from checkin_service.web.rail import current, rail_of
from checkin_service.web.texts import LANGUAGE_COOKIE, Language, Speech

SIGN_IN = "/staff/sign-in"
SECOND_FACTOR = "/account/second-factor"

_YEAR_S = 365 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages show people's data, and the phone page tells the time: neither is to be kept.
    "Cache-Control": "no-store",
}

_templates = Environment(
    loader=PackageLoader("checkin_service.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(asset=asset, Permission=Permission, moments=moments)
_templates.filters.update(yuan=yuan)


def page(
    request: Request,
    template: str,
    *,
    subject: Subject | None = None,
    status: int = 200,
    step_of: str = "",
    **values: Any,
) -> HTMLResponse:
    """The template as an answer; `t` and `said` speak the visitor's language, `me` is who is signed in.

    `step_of` is the address of the page that one came from, where the page's own says nothing of it.
    """
    speech = Speech(Language.of(request))
    rail = rail_of(subject) if subject else {}
    content = _templates.get_template(template).render(
        t=speech,
        said=speech.said,
        language=speech.language,
        other_language=_switch_address(request, speech.language),
        path=request.url.path,
        me=subject,
        rail=rail,
        current_way=current(rail, step_of or request.url.path),
        **values,
    )
    return HTMLResponse(content, status_code=status)


class PageRoute(APIRoute):
    """A route for browsers: problems become pages, whoever is not signed in is led there, headers are strict."""

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        async def handle_page(request: Request) -> Response:
            try:
                response: Response = await handle(request)
            except Problem as problem:
                response = _problem_page(request, problem)
            except RequestValidationError:
                # The only typed inputs of pages are ids in their addresses.
                response = _problem_page(request, Problem(ProblemKind.NOT_FOUND))
            return _finished(request, response)

        return handle_page


def page_of_problem(request: Request, problem: Problem) -> Response:
    """The answer to a request that no page serves, or that broke: a page under the same strict headers."""
    return _finished(request, _problem_page(request, problem))


def _problem_page(request: Request, problem: Problem) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return problem_answer(request, problem)
    if problem.kind is ProblemKind.NOT_SIGNED_IN and request.method == "GET":
        return RedirectResponse(f"{SIGN_IN}?{urlencode({'next': _address(request)})}", status_code=303)
    if problem.kind is ProblemKind.SECOND_FACTOR_NEEDED and request.method == "GET":
        return RedirectResponse(SECOND_FACTOR, status_code=303)
    response = page(request, "problem.html", status=problem.kind.value.status, kind=problem.kind, detail=problem.detail)
    if problem.retry_after_s is not None:
        response.headers["Retry-After"] = str(problem.retry_after_s)
    return response


def _finished(request: Request, response: Response) -> Response:
    # Files under an address that names their content are kept for good, as they say themselves.
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    session.hand_out_renewed_cookies(request, response)
    asked = Language.asked(request)
    if asked is not None:
        response.set_cookie(
            LANGUAGE_COOKIE,
            asked,
            max_age=_YEAR_S,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
    return response


def _switch_address(request: Request, language: Language) -> str:
    """The address of the same page in the other language."""
    other = Language.ZH if language is Language.EN else Language.EN
    query = [(name, value) for name, value in request.query_params.multi_items() if name != LANGUAGE_COOKIE]
    return f"{request.url.path}?{urlencode([*query, (LANGUAGE_COOKIE, other.value)])}"


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
