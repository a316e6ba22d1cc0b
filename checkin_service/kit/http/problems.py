"""A problem as an HTTP answer."""

from collections.abc import Mapping

from fastapi import Request, Response
from pydantic_core import to_json

from checkin_service.kit.problem import Problem

PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""On every answer of the API: it concerns one person or one tenant and is JSON whatever a browser thinks."""


def problem_answer(
    request: Request, problem: Problem, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """application/problem+json (RFC 9457); its instance is the route, never the path with its ids."""
    route = getattr(request.scope.get("route"), "path", "/")
    document = problem.document(instance=route)
    extra = {**PRIVATE, **(headers or {})}
    if status is not None:
        document["status"] = status
    if problem.retry_after_s is not None:
        extra["Retry-After"] = str(problem.retry_after_s)
    if problem.kind.value.status == 401:  # noqa: PLR2004 - the status is the rule
        extra["WWW-Authenticate"] = "Bearer"
    return Response(
        to_json(document), status_code=document["status"], media_type="application/problem+json", headers=extra
    )
