"""Holders of the vouchers of a place (领取人信息): looked up with a purpose, every look on record."""

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.civil import day_of
from checkin_service.statistics.schemas import HolderQuery, Holders
from checkin_service.statistics.service import holders as service
from checkin_service.statistics.words.names import CHANNELS
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/holders", "holders.title", "wallet-cards", Group.WATCH, Permission.HOLDER_READ),)

_NAMES = ("purpose", "obtained_from", "obtained_until")


@router.shows("/holders", by=Permission.HOLDER_READ)
async def ask(visit: Visit) -> Response:
    today = day_of(visit.resources.clock.now())
    begun = {"obtained_from": [today.replace(month=1, day=1).isoformat()], "obtained_until": [today.isoformat()]}
    return _page(visit, Draft(begun))


@router.takes("/holders", by=Permission.HOLDER_READ)
async def look(visit: Visit, form: Choices) -> Response:
    """Sent as a form: why it is asked belongs to the question, and each answer is written down."""
    draft, answers = Draft.sent(form), list[Holders]()
    with draft.correctable():
        fields = {name: draft.value(name) for name in _NAMES} | {"cursor": draft.text("cursor")}
        asked = as_body(HolderQuery, fields)
        answers.append(await service.holders(visit.resources, visit.subject, asked))
    return _page(visit, draft, answers[0] if answers else None)


def _page(visit: Visit, draft: Draft, found: Holders | None = None) -> Response:
    say = visit.speech
    fields = [
        Field(
            name="purpose",
            label="help.purpose",
            kind="select",
            choices=[(str(each), say(f"look_purpose.{each}")) for each in Purpose],
        ),
        Field(name="obtained_from", label="holders.since", kind="date"),
        Field(name="obtained_until", label="holders.until", kind="date"),
    ]
    return visit.page(
        "figures/holders.html", status=draft.status, fields=fields, draft=draft, found=found, channels=CHANNELS
    )
