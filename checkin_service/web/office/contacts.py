"""Telephone and counter of one's own authority or institution, for the people whom a text sends there."""

from typing import Annotated, Literal

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.schemas.contacts import NewContact
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = tuple(
    Entry("/contact", "contacts.title", "mail", group, Permission.CONTACT_STATE)
    for group in (Group.SYSTEM, Group.INSTITUTION)
)

_FIELDS = [
    Field(name="telephone", label="contacts.telephone", hint="contacts.telephone_hint", kind="tel", most=30),
    Field(name="place", label="contacts.place", hint="contacts.place_hint"),
    Field(name="hours", label="contacts.hours", hint="contacts.hours_hint", is_required=False),
]


@router.shows("/contact", by=Permission.CONTACT_STATE)
async def show(visit: Visit, done: Annotated[Literal["stated"] | None, Query()] = None) -> Response:
    """What holds now stands in the form, to be changed."""
    held = (await catalogue.own_contact(visit.resources, visit.subject)).contact
    typed = {name: [getattr(held, name) or ""] for name in ("telephone", "place", "hours")} if held else {}
    return _page(visit, Draft(typed), done=done)


@router.takes("/contact", by=Permission.CONTACT_STATE)
async def state(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {name: draft.text(name) or "" for name in ("telephone", "place")}
        body = as_body(NewContact, {"contact_id": draft.form_id, **fields, "hours": draft.text("hours")})
        await catalogue.state_contact(visit.resources, visit.subject, body)
        return RedirectResponse("/contact?done=stated", status_code=303)
    return _page(visit, draft)


def _page(visit: Visit, draft: Draft, *, done: str | None = None) -> Response:
    say = visit.speech
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("contacts.title"),
        lead=say("contacts.lead"),
        done=say("contacts.stated") if done else "",
        action="/contact",
        fields=_FIELDS,
        draft=draft,
        submit=say("contacts.state"),
    )
