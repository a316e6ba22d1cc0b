"""Displays and terminals of the authority's institutions: entered by the code they show, confirmed, watched, ended."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.schemas.terminals import PairedTerminal, TerminalConfirmation, TerminalEnd
from checkin_service.checkin.schemas.devices import ShownDeviceAnswer
from checkin_service.checkin.service import devices, moving_fences
from checkin_service.kit.ids import new_id
from checkin_service.web.authority.sites import all_sites
from checkin_service.web.forms import Form, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/terminals", "nav.terminals", "tablet-smartphone", Group.WATCH, Permission.TERMINAL_READ),
    Entry("/moving-fences", "nav.moving_fences", "route", Group.WATCH, Permission.FENCE_READ),
)

Done = Annotated[Literal["entered", "confirmed", "ended"] | None, Query()]


@router.shows("/terminals", by=Permission.TERMINAL_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    found = (await devices.devices(visit.resources, visit.subject)).terminals
    may_enter = visit.subject.may(Permission.TERMINAL_CREATE)
    return visit.page(
        "terminals.html",
        listing=sifted(visit, found, lambda each: _words(visit.speech, each)),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        sites=await all_sites(visit) if may_enter else [],
        request_id=new_id(),
        done=done,
    )


def _words(say: Speech, each: ShownDeviceAnswer) -> list[str | None]:
    """What a device is found by."""
    return [each.name, say(f"terminal_state.{each.state}"), each.institution_name, each.site_name, each.document_number]


@router.shows("/moving-fences", by=Permission.FENCE_READ)
async def show_fences(visit: Visit) -> Response:
    """Where classes were held away from their sites, each drawn to scale."""
    found = (await moving_fences.fences(visit.resources, visit.subject)).fences
    words = ("class_name", "institution_name", "site_name")
    listing = sifted(visit, found, lambda each: [getattr(each, name) for name in words])
    return visit.page("moving_fences.html", listing=listing)


@router.takes("/terminals", by=Permission.TERMINAL_CREATE)
async def enter(visit: Visit, form: Form) -> Response:
    fields = {**form, "code": "".join(form.get("code", "").split())}
    await catalogue.enter_paired(visit.resources, visit.subject, as_body(PairedTerminal, fields))
    return RedirectResponse("/terminals?done=entered", status_code=303)


@router.takes("/terminals/{terminal_id}/confirmation", by=Permission.TERMINAL_CONFIRM)
async def confirm(visit: Visit, terminal_id: UUID, form: Form) -> Response:
    await catalogue.confirm_terminal(visit.resources, visit.subject, terminal_id, as_body(TerminalConfirmation, form))
    return RedirectResponse("/terminals?done=confirmed", status_code=303)


@router.takes("/terminals/{terminal_id}/end", by=Permission.TERMINAL_END)
async def end(visit: Visit, terminal_id: UUID, form: Form) -> Response:
    await catalogue.end_terminal(visit.resources, visit.subject, terminal_id, as_body(TerminalEnd, form))
    return RedirectResponse("/terminals?done=ended", status_code=303)
