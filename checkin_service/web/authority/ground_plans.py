"""The plan of a training place's ground: sent, pinned by two points, drawn under the schematic, taken off."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Site
from checkin_service.catalogue.schemas.pictures import NewSitePicture
from checkin_service.kit.problem import Problem, existing
from checkin_service.web.authority.site_plans import laid
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.intakes.uploads import SentPicture
from checkin_service.web.visits import PageRouter, Visit
from geo import Datum, Tile

router = PageRouter()

_POINTS = ("first", "second")
_PERCENT = 100


@router.shows("/sites/{site_id}/picture.jpg", by=Permission.SITE_READ)
async def show_picture(visit: Visit, site_id: UUID) -> Response:
    content = await catalogue.picture_file(visit.resources, visit.subject, site_id)
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, no-cache"})


@router.shows("/sites/{site_id}/tiles/{zoom}/{x}/{y}", by=Permission.SITE_READ)
async def show_tile(visit: Visit, site_id: UUID, zoom: int, x: int, y: int) -> Response:
    """Part of the base map under the drawing; who looks at it is known to nobody but this server."""
    picture, kind = await catalogue.map_tile(visit.resources, visit.subject, site_id, Tile(zoom, x, y))
    return Response(picture, media_type=kind, headers={"Cache-Control": "private, max-age=86400"})


@router.shows("/sites/{site_id}/plan", by=Permission.SITE_PICTURE)
async def ask_plan(visit: Visit, site_id: UUID) -> Response:
    return await _plan_page(visit, site_id, Draft())


@router.takes("/sites/{site_id}/plan", by=Permission.SITE_PICTURE)
async def send_plan(visit: Visit, site_id: UUID, sent: SentPicture) -> Response:
    """What was typed stays after a refusal; the file has to be chosen again, as browsers have it."""
    draft = Draft.sent({name: [value] for name, value in sent.fields.items()})
    with draft.correctable():
        fields = {"request_id": draft.form_id, "picture": b64encode(sent.content).decode()}
        body = as_body(NewSitePicture, fields | {"points": [_point(draft, each) for each in _POINTS]})
        await catalogue.state_picture(visit.resources, visit.subject, site_id, body)
        return RedirectResponse(f"/sites/{site_id}?done=entered", status_code=303)
    return await _plan_page(visit, site_id, draft)


@router.takes("/sites/{site_id}/plan/removal", by=Permission.SITE_PICTURE)
async def take_plan_off(visit: Visit, site_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    body = NewSitePicture(request_id=draft.form_id, picture=None, points=[])
    await catalogue.state_picture(visit.resources, visit.subject, site_id, body)
    return RedirectResponse(f"/sites/{site_id}?done=entered", status_code=303)


def map_shown(visit: Visit, site: Site) -> list[dict[str, Any]]:
    """What the schematic lays lowest: the tiles of the base map around a place."""
    place = site.place
    return [laid(each, place.position, place.radius_m) for each in catalogue.map_underlays(visit.resources, site)]


async def underlay_shown(visit: Visit, site: Site) -> dict[str, Any] | None:
    """What the schematic needs to lay the picture under a place; none where there is none for this visitor."""
    try:
        found = await catalogue.picture(visit.resources, visit.subject, site.site_id)
    except Problem:
        return None
    underlay = catalogue.underlay_of(found, f"/sites/{site.site_id}/picture.jpg?{found.ordinal}") if found else None
    return laid(underlay, site.place.position, site.place.radius_m) if underlay else None


def _point(draft: Draft, which: str) -> dict[str, Any]:
    """A point as it was clicked or typed, in hundredths of the picture."""
    parts = {name: draft.decimal(f"{which}_{name}") for name in ("right", "down", "longitude", "latitude")}
    for name in ("right", "down"):
        part = parts[name]
        parts[name] = part / _PERCENT if isinstance(part, float) else part
    return {**parts, "datum": draft.value("datum")}


async def _plan_page(visit: Visit, site_id: UUID, draft: Draft) -> Response:
    await catalogue.places(visit.resources, visit.subject, site_id)  # Not everybody's; others learn of nothing.
    site = existing(await catalogue.site_of(visit.resources, site_id))
    at = site.place.position
    if not draft.typed:
        draft.typed = {"datum": [at.datum.value]}
    datums = [(each.value, visit.speech(f"datum.{each.value}")) for each in Datum]
    return visit.page(
        "office/ground_plan.html",
        status=draft.status,
        site=site,
        draft=draft,
        datum=Field(name="datum", label="books.datum", kind="select", choices=datums, hint="books.datum_hint"),
        points={each: _fields(each) for each in _POINTS},
        underlay=await underlay_shown(visit, site),
    )


def _fields(which: str) -> list[Field]:
    return [
        Field(name=f"{which}_right", label="ground_plan.right", kind="decimal", placeholder="12.5", most=12),
        Field(name=f"{which}_down", label="ground_plan.down", kind="decimal", placeholder="80", most=12),
        Field(name=f"{which}_longitude", label="books.longitude", kind="decimal", placeholder="120.582100"),
        Field(name=f"{which}_latitude", label="books.latitude", kind="decimal", placeholder="29.997100"),
    ]
