"""Learning platforms (学习平台) in pages: proposed with their operator and key, approved by another, ended at once."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.attendance.model.learning import OperatorDuty
from checkin_service.attendance.schemas.learning import NewDutyPaper, NewPlatform, PlatformEnd
from checkin_service.attendance.service import learning_platforms, platform_duties, platform_sanctions
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.policy.wording import NAMES
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/learning-platforms", "platforms.title", "book-open", Group.BOOKS, Permission.PLATFORM_MANAGE),)


@router.shows("/learning-platforms", by=Permission.PLATFORM_MANAGE)
async def show(visit: Visit, done: Annotated[Literal["ended"] | None, Query()] = None) -> Response:
    """One's authority's own, and those of the authorities above it, which only they end."""
    found = (await learning_platforms.entered(visit.resources, visit.subject)).platforms
    names = dict(await _institutions(visit))
    for each in found:
        if each.operator_id is not None and str(each.operator_id) not in names:
            operator = await catalogue.institution_of(visit.resources, each.operator_id)
            names[str(each.operator_id)] = operator.name if operator else ""
    return visit.page(
        "office/platforms.html",
        # An id per form makes pressing twice harmless.
        platforms=[(new_id(), each, names.get(str(each.operator_id), "")) for each in found],
        authority=visit.subject.authority_code,
        done=done,
    )


@router.shows("/learning-platforms/new", by=Permission.PLATFORM_MANAGE)
async def ask(visit: Visit) -> Response:
    return await _form(visit, Draft())


@router.takes("/learning-platforms/new", by=Permission.PLATFORM_MANAGE)
async def propose(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("name", "operator_id", "public_key", "document_number", "reason")
        fields = {
            "platform_id": draft.form_id,
            **{name: draft.value(name).strip() for name in names},
            "duties": list(draft.values("duties")),
        }
        await learning_platforms.propose(visit.resources, visit.subject, as_body(NewPlatform, fields))
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _form(visit, draft)


@router.shows("/learning-platforms/{platform_id}", by=Permission.PLATFORM_MANAGE)
async def show_one(
    visit: Visit, platform_id: UUID, done: Annotated[Literal["recorded"] | None, Query()] = None
) -> Response:
    """The operator's six duties, each shown by use or paper, or said to have no record (FJ-30)."""
    return await _duties(visit, platform_id, Draft(), done=done)


@router.takes("/learning-platforms/{platform_id}", by=Permission.PLATFORM_MANAGE)
async def record(visit: Visit, platform_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("duty", "document_number", "shows", "seen_on")
        fields = {"request_id": draft.form_id, **{name: draft.value(name).strip() for name in names}}
        await platform_duties.record_paper(visit.resources, visit.subject, platform_id, as_body(NewDutyPaper, fields))
        return RedirectResponse(f"/learning-platforms/{platform_id}?done=recorded", status_code=303)
    return await _duties(visit, platform_id, draft)


async def _duties(visit: Visit, platform_id: UUID, draft: Draft, *, done: str | None = None) -> Response:
    found = await platform_duties.duties_of(visit.resources, visit.subject, platform_id)
    choices = [(each.duty.value, visit.speech.said(NAMES[each.duty])) for each in found.duties]
    fields = [
        Field(name="duty", label="platforms.duty", kind="select", choices=choices),
        Field(name="document_number", label="term.document_number"),
        Field(name="shows", label="platforms.shows"),
        Field(name="seen_on", label="platforms.seen_on", kind="date"),
    ]
    return visit.page(
        "office/platform.html",
        status=draft.status,
        found=found,
        sanctions=(await platform_sanctions.sanctions_of(visit.resources, visit.subject, platform_id)).sanctions,
        is_own=found.platform.authority_code == visit.subject.authority_code,
        fields=fields,
        draft=draft,
        done=done,
    )


@router.takes("/learning-platforms/{platform_id}/end", by=Permission.PLATFORM_MANAGE)
async def end(visit: Visit, platform_id: UUID, form: Form) -> Response:
    await learning_platforms.end(visit.resources, visit.subject, platform_id, as_body(PlatformEnd, form))
    return RedirectResponse("/learning-platforms?done=ended", status_code=303)


async def _form(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    duties = [(each.value, say.said(NAMES[each])) for each in OperatorDuty]
    fields = [
        Field(name="name", label="books.name"),
        Field(name="operator_id", label="platforms.operator", kind="select", choices=await _institutions(visit)),
        Field(name="document_number", label="term.document_number"),
        Field(name="reason", label="term.reason"),
        Field(name="duties", label="platforms.duties", kind="checks", choices=duties, hint="platforms.duties_hint"),
        Field(name="public_key", label="platforms.key", kind="textarea", hint="platforms.key_hint"),
    ]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("platforms.new"),
        lead=say("platforms.new_lead"),
        back="/learning-platforms",
        back_word=say("platforms.title"),
        action="/learning-platforms/new",
        fields=fields,
        draft=draft,
        submit=say("platforms.propose"),
    )


async def _institutions(visit: Visit) -> list[tuple[str, str]]:
    found = await every(
        lambda page: catalogue.institutions(visit.resources, visit.subject, page), lambda page: page.institutions
    )
    return [(str(each.institution_id), each.name) for each in found]
