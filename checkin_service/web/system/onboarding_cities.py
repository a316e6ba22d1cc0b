"""The onboarding of a province's cities in pages (SD-09): handed in, late or missing, sealed and sent up together."""

from typing import Annotated, Literal

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.platform.schemas.onboarding import CityLine, NewTransmittal
from checkin_service.platform.service import transmitting
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/onboarding/cities", "cities.title", "landmark", Group.SYSTEM, Permission.ONBOARDING_CITIES),)

_TONES = {
    "missing": "fail",
    "handed_in": "pass",
    "late": "doubt",
    "sent_up": "note",
    "admitted": "pass",
    "refused": "fail",
}


@router.shows("/onboarding/cities", by=Permission.ONBOARDING_CITIES)
async def show(visit: Visit, done: Annotated[Literal["sent"] | None, Query()] = None) -> Response:
    return await _page(visit, Draft(), done=done)


@router.takes("/onboarding/cities", by=Permission.ONBOARDING_TRANSMIT)
async def send_up(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "transmittal_id": draft.form_id,
            "document_number": draft.value("document_number").strip(),
            "sealed_on": draft.value("sealed_on"),
            "applications": list(draft.values("applications")),
        }
        await transmitting.send_up(visit.resources, visit.subject, as_body(NewTransmittal, fields))
        return RedirectResponse("/onboarding/cities?done=sent", status_code=303)
    return await _page(visit, draft)


async def _page(visit: Visit, draft: Draft, *, done: str | None = None) -> Response:
    found = await transmitting.cities(visit.resources, visit.subject)
    waiting = [
        (str(each.application_id), f"{each.name} · {each.applicant}")
        for each in found.cities
        if each.state in {"handed_in", "late"}
    ]
    fields = [
        Field(name="applications", label="cities.forms", kind="checks", choices=waiting),
        Field(name="document_number", label="term.document_number"),
        Field(name="sealed_on", label="onboarding.sealed_on", kind="date"),
    ]
    return visit.page(
        "system/onboarding_cities.html",
        status=draft.status,
        found=found,
        lines=[(each, _days(visit, each)) for each in found.cities],
        tones=_TONES,
        waiting=waiting,
        fields=fields,
        draft=draft,
        done=done,
    )


def _days(visit: Visit, each: CityLine) -> str:
    """By how many days past the last day of the text, said as a fact and no fault."""
    if each.days_late is None:
        return ""
    return visit.speech("cities.overdue" if each.state == "missing" else "cities.past", days=each.days_late)
