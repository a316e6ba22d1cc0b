"""Systems that hear of events (事件订阅): entered, how far behind each is, and ended."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.feed import service
from checkin_service.feed.schemas import EndRequest, SubscriberRequest
from checkin_service.kit.ids import new_id
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/subscribers", "subscribers.title", "network", Group.SYSTEM, Permission.SUBSCRIBER_MANAGE),)

_FIELDS = [
    Field(name="url", label="subscribers.url", hint="subscribers.url_hint", most=2000, placeholder="https://"),
    Field(name="types", label="subscribers.types", hint="subscribers.types_hint", kind="textarea", most=2000),
]
Done = Annotated[Literal["entered", "ended"] | None, Query()]


@router.shows("/subscribers", by=Permission.SUBSCRIBER_MANAGE)
async def subscribers(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, Draft(), done=done)


@router.takes("/subscribers", by=Permission.SUBSCRIBER_MANAGE)
async def enter(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"subscriber_id": draft.form_id, "url": draft.value("url"), "types": draft.value("types").split()}
        await service.subscribe(visit.resources, visit.subject, as_body(SubscriberRequest, fields))
        return RedirectResponse("/subscribers?done=entered", status_code=303)
    return await _page(visit, draft)


@router.takes("/subscribers/{subscriber_id}/end", by=Permission.SUBSCRIBER_MANAGE)
async def end(visit: Visit, subscriber_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    body = as_body(EndRequest, {"request_id": draft.form_id, "reason": draft.value("reason")})
    await service.end(visit.resources, visit.subject, subscriber_id, body)
    return RedirectResponse("/subscribers?done=ended", status_code=303)


async def _page(visit: Visit, draft: Draft, *, done: Done = None) -> Response:
    found = await service.overview(visit.resources, visit.subject)
    return visit.page(
        "system/subscribers.html",
        status=draft.status,
        fields=_FIELDS,
        draft=draft,
        # An id per form makes pressing twice harmless.
        subscribers=[(new_id(), each) for each in found.subscribers],
        public_key=found.public_key,
        done=done,
    )
