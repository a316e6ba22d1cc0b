"""Rules of an online platform in pages: published by an authority, accepted by institutions, read by everybody."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.catalogue import service
from checkin_service.catalogue.model.platform_rules import RulesKind
from checkin_service.catalogue.schemas.platform_rules import NewPlatformRules, NewRulesAcceptance
from checkin_service.kit.ids import new_id
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/platform-rules", "platform_rules.title", "scroll-text", Group.BOOKS, Permission.INSTITUTION_LOOK),
    Entry("/platform-rules", "platform_rules.title", "scroll-text", Group.INSTITUTION, Permission.INSTITUTION_KEEP),
)

Done = Annotated[Literal["published", "accepted"] | None, Query()]
_TYPED = (
    Field(name="title", label="platform_rules.name"),
    Field(name="text", label="platform_rules.text", hint="platform_rules.text_hint", kind="textarea", most=20_000),
    Field(name="effective_from", label="platform_rules.effective_from", kind="date"),
    Field(name="document_number", label="term.document_number"),
)


@router.get("/rules")
async def public(
    request: Request, resources: Res, division: Annotated[str, Query(pattern="^([0-9]{6})?$")] = ""
) -> Response:
    """For everybody: no sign-in, no script."""
    address = request.client.host if request.client else ""
    found = await service.public_rules(resources, division or "000000", address=address)
    return page(request, "office/public_rules.html", found=found)


@router.shows("/platform-rules", by=Permission.INSTITUTION_LOOK)
async def show(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, Draft(), done)


@router.shows("/platform-rules/new", by=Permission.INSTITUTION_CREATE)
async def ask(visit: Visit) -> Response:
    return _form(visit, Draft())


@router.takes("/platform-rules/new", by=Permission.INSTITUTION_CREATE)
async def publish(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        typed = {name: draft.value(name).strip() for name in ("kind", *(each.name for each in _TYPED))}
        body = as_body(NewPlatformRules, {"rules_id": draft.form_id, **typed})
        await service.publish_rules(visit.resources, visit.subject, body)
        return RedirectResponse("/platform-rules?done=published", status_code=303)
    return _form(visit, draft)


@router.takes("/platform-rules/{rules_id}", by=Permission.INSTITUTION_KEEP)
async def accept(visit: Visit, rules_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewRulesAcceptance, {"request_id": draft.form_id})
        await service.accept_rules(visit.resources, visit.subject, rules_id, body)
        return RedirectResponse("/platform-rules?done=accepted", status_code=303)
    return await _page(visit, draft)


async def _page(visit: Visit, draft: Draft, done: Done = None) -> Response:
    found = await service.platform_rules(visit.resources, visit.subject)
    return visit.page(
        "office/platform_rules.html", status=draft.status, rules=found.rules, draft=draft, done=done, new_id=new_id
    )


def _form(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    kinds = [(each.value, say(f"platform_rules.kind.{each}")) for each in RulesKind]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("platform_rules.publish"),
        lead=say("platform_rules.publish_lead"),
        back="/platform-rules",
        back_word=say("platform_rules.title"),
        action="/platform-rules/new",
        fields=[Field(name="kind", label="platform_rules.what", kind="select", choices=kinds), *_TYPED],
        draft=draft,
        submit=say("platform_rules.publish"),
    )
