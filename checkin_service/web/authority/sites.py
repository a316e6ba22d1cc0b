"""Training places in pages: entered with point and radius, drawn to scale, and moved from a day to come."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Site
from checkin_service.catalogue.schemas import NewSite, NewSitePlace, SiteAnswer
from checkin_service.kit.http.paging import every
from checkin_service.kit.problem import existing
from checkin_service.review.service import site_fixes, site_suspicions
from checkin_service.web.authority.ground_plans import map_shown, underlay_shown
from checkin_service.web.authority.registers import form_page, long_register_page
from checkin_service.web.authority.site_plans import Cloud, cloud_of, datum_plan, scale_of
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, Row, Source
from checkin_service.web.office.accounts import institutions
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit
from geo import Datum, Suspect

router = PageRouter()

RAIL = (
    Entry("/sites", "books.sites", "map-pin", Group.BOOKS, Permission.SITE_READ),
    Entry("/sites", "books.sites", "map-pin", Group.INSTITUTION, Permission.SITE_READ),
)

Done = Annotated[Literal["entered"] | None, Query()]
Fixes = Annotated[Literal["shown"] | None, Query()]


@router.shows("/sites", by=Permission.SITE_READ)
async def sites(visit: Visit, done: Done = None) -> Response:
    async def show(found: Sequence[Site]) -> list[Row]:
        names = await catalogue.institution_names(visit.resources, {each.institution_id for each in found})
        return [
            (
                Cell(each.name, href=f"/sites/{each.site_id}"),
                Cell(names[each.institution_id]),
                Cell(each.address),
                Cell(str(each.place.radius_m)),
            )
            for each in found
        ]

    columns = (
        *(Column(f"books.{name}") for name in ("name", "institution", "address")),
        Column("books.radius", is_number=True),
    )
    source = Source(partial(catalogue.listed_sites, visit.resources, visit.subject), show)
    may = visit.subject.may(Permission.SITE_CREATE)
    without = ("institution",) if visit.is_of_institution else ()
    return await long_register_page(visit, columns, source, name="sites", may_add=may, done=done, without=without)


async def all_sites(visit: Visit) -> list[SiteAnswer]:
    return await every(lambda page: catalogue.sites(visit.resources, visit.subject, page), lambda page: page.sites)


def _place_fields(visit: Visit) -> list[Field]:
    say = visit.speech
    datums = [(each.value, say(f"datum.{each.value}")) for each in Datum]
    return [
        Field(name="longitude", label="books.longitude", kind="decimal", placeholder="120.582100"),
        Field(name="latitude", label="books.latitude", kind="decimal", placeholder="29.997100"),
        Field(name="datum", label="books.datum", kind="select", choices=datums, hint="books.datum_hint"),
        Field(name="radius_m", label="books.radius", kind="number", hint="books.radius_hint", is_required=False),
    ]


def _place(draft: Draft) -> dict[str, object]:
    return {
        "longitude": draft.decimal("longitude"),
        "latitude": draft.decimal("latitude"),
        "datum": draft.value("datum"),
        "radius_m": draft.number("radius_m") if draft.text("radius_m") else None,
    }


async def _site_page(visit: Visit, draft: Draft) -> Response:
    choices = [(str(key), name) for key, name in (await institutions(visit)).items()]
    fields = [
        Field(name="institution_id", label="books.institution", kind="select", choices=choices),
        Field(name="name", label="books.name"),
        Field(name="address", label="books.address"),
        *_place_fields(visit),
    ]
    return form_page(visit, draft, fields, action="/sites/new", title="books.new_site", lead="books.site_lead")


@router.shows("/sites/new", by=Permission.SITE_CREATE)
async def ask_site(visit: Visit) -> Response:
    return await _site_page(visit, Draft({"datum": ["gcj02"]}))


@router.takes("/sites/new", by=Permission.SITE_CREATE)
async def add_site(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        texts = {name: draft.value(name) for name in ("institution_id", "name", "address")}
        body = as_body(NewSite, {"site_id": draft.form_id, **texts, **_place(draft)})
        await catalogue.approve_site(visit.resources, visit.subject, body)
        return RedirectResponse(f"/sites/{body.site_id}?done=entered", status_code=303)
    return await _site_page(visit, draft)


@router.shows("/sites/{site_id}", by=Permission.SITE_READ)
async def show_site(visit: Visit, site_id: UUID, done: Done = None, fixes: Fixes = None) -> Response:
    return await _shown(visit, site_id, Draft(), done=done, fixes=fixes)


@router.takes("/sites/{site_id}", by=Permission.SITE_CHANGE)
async def move_site(visit: Visit, site_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        texts = {name: draft.value(name) for name in ("effective_from", "reason")}
        body = as_body(NewSitePlace, {"request_id": draft.form_id, **texts, **_place(draft)})
        await catalogue.change_site(visit.resources, visit.subject, site_id, body)
        return RedirectResponse(f"/sites/{site_id}?done=entered", status_code=303)
    return await _shown(visit, site_id, draft, done=None)


async def _shown(visit: Visit, site_id: UUID, draft: Draft, *, done: Done, fixes: Fixes = None) -> Response:
    history = await catalogue.places(visit.resources, visit.subject, site_id)
    site = existing(await catalogue.site_of(visit.resources, site_id))
    names = await institutions(visit)
    may_change = visit.subject.may(Permission.SITE_CHANGE)
    asked = may_change and fixes == "shown"
    if not draft.typed:
        now = history.places[-1]
        draft.typed = {
            "longitude": [f"{now.longitude:.6f}"],
            "latitude": [f"{now.latitude:.6f}"],
            "datum": [now.datum],
            "radius_m": [str(now.radius_m)],
        }
    fields = [
        *_place_fields(visit),
        Field(name="effective_from", label="books.effective_from", kind="date"),
        Field(name="reason", label="books.reason"),
    ]
    return visit.page(
        "office/site.html",
        status=draft.status,
        site=site,
        institution=names.get(site.institution_id, ""),
        history=history.places,
        underlay=await underlay_shown(visit, site),
        tiles=map_shown(visit, site),
        base_map=visit.base_map,
        scale=scale_of(site.place.radius_m),
        datums=datum_plan(site.place.position, site.place.radius_m, suspected=await _suspected(visit, site_id)),
        draft=draft,
        fields=fields,
        may_change=may_change,
        asked=asked,
        cloud=await _cloud(visit, site) if asked else None,
        people_at_least=site_fixes.PEOPLE_AT_LEAST,
        done=done,
    )


async def _cloud(visit: Visit, site: Site) -> Cloud | None:
    place = site.place
    fixes = await site_fixes.accepted_fixes(visit.resources, visit.subject, site.site_id, place_ordinal=place.ordinal)
    return None if fixes is None else cloud_of(place.position, place.radius_m, fixes)


async def _suspected(visit: Visit, site_id: UUID) -> dict[Datum, int]:
    """In which datum the place's numbers probably are, with how many people's fixes say so; mostly there is none."""
    found = (await site_suspicions.suspicions(visit.resources, visit.subject)).suspicions
    return {
        Datum(each.actual): each.people for each in found if each.site_id == site_id and each.suspect is Suspect.SITE
    }
