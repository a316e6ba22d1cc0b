"""The page on which a place tells everybody of its vouchers: no sign-in, no script, no person."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from checkin_service.access.dependencies import Res
from checkin_service.statistics.service import public
from checkin_service.statistics.service.scope import public_scope
from checkin_service.statistics.words.names import MEASURES
from checkin_service.web.pages import PageRoute, page

router = APIRouter(route_class=PageRoute)


@router.get("/figures")
async def show_public_figures(
    request: Request,
    resources: Res,
    division: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    since: Annotated[str, Query(pattern="^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")] = "",
    until: Annotated[str, Query(pattern="^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")] = "",
) -> Response:
    """Of everywhere, this month, unless somebody asks for a place and months."""
    scope = public_scope(
        resources, division=division or "000000", since=since or until or None, until=until or since or None
    )
    address = request.client.host if request.client else ""
    found = await public.public_figures(resources, scope, address=address)
    return page(request, "figures/public.html", found=found, measures=MEASURES)
