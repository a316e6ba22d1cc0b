"""The page of a tablet at the door: display, scanner and card reader of its site, and its worker for outages."""

from fastapi import APIRouter, Request, Response

from checkin_service.access.dependencies import Res
from checkin_service.web.assets import asset_file
from checkin_service.web.pages import PageRoute, page
from checkin_service.web.texts import Language, Speech

router = APIRouter(route_class=PageRoute)


@router.get("/kiosk")
async def kiosk(request: Request, resources: Res) -> Response:
    """A shell without anything of anybody; its script works under the device's own key."""
    return page(
        request,
        "kiosk.html",
        texts=Speech(Language.of(request)).under("kiosk"),
        now_ms=int(resources.clock.now().timestamp() * 1000),
    )


@router.get("/kiosk-worker.js")
async def worker() -> Response:
    """At the root, because a worker serves only what lies beneath its own address."""
    return Response(asset_file("kiosk/worker.js"), media_type="text/javascript")
