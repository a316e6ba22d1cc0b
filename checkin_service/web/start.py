"""Pages for everybody: where to begin, the trainee's phone page, and what each kind of problem means."""

from fastapi import APIRouter, Request, Response

from checkin_service.access.dependencies import Res
from checkin_service.identity import service as identity
from checkin_service.identity.model import Purpose
from checkin_service.kit.problem import ProblemKind, not_found
from checkin_service.web.pages import PageRoute, page
from checkin_service.web.texts import Language, Speech

router = APIRouter(route_class=PageRoute)

_KINDS = {kind.slug: kind for kind in ProblemKind}
_SCRIPT_TEXTS = ("phone", "phase", "proof", "outcome", "voucher", "voucher_next")


@router.get("/")
async def start(request: Request) -> Response:
    return page(request, "start.html")


@router.get("/phone")
async def phone(request: Request, resources: Res) -> Response:
    """The shell of the trainee's page; everything personal is fetched by its script, with the phone's own key.

    It carries the service's time, because phones are often wrong about it.
    """
    texts = {text.purpose: text for text in identity.current_texts()}
    return page(
        request,
        "phone.html",
        texts=Speech(Language.of(request)).under(*_SCRIPT_TEXTS),
        consents=[texts[purpose] for purpose in (Purpose.LOCATION, Purpose.FACE)],
        now_ms=int(resources.clock.now().timestamp() * 1000),
    )


@router.get("/problems/{slug}")
async def problem(request: Request, slug: str) -> Response:
    """What the `type` of a problem document leads to (RFC 9457, section 3.1.1)."""
    kind = _KINDS.get(slug)
    if kind is None:
        raise not_found()
    return page(request, "problem.html", kind=kind, detail=None)
