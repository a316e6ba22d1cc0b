"""Licences of institutions (资质) in pages: entered as the authority examined it, the latest decides."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import InstitutionKind
from checkin_service.catalogue.schemas.qualifications import NewQualification
from checkin_service.kit.problem import existing
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_COLUMNS = tuple(
    map(Column, ("licences.kind", "licences.number", "licences.valid_from", "licences.valid_until", "books.since"))
)


@router.shows("/institutions/{institution_id}/qualifications", by=Permission.INSTITUTION_READ)
async def show(
    visit: Visit, institution_id: UUID, done: Annotated[Literal["entered"] | None, Query()] = None
) -> Response:
    found = await catalogue.qualifications(visit.resources, visit.subject, institution_id)
    say, at = visit.speech, f"/institutions/{institution_id}/qualifications"
    rows = [
        (
            Cell(say(f"institution_kind.{each.kind}")),
            Cell(each.licence_number),
            Cell(each.valid_from.isoformat()),
            Cell(each.valid_until.isoformat() if each.valid_until else say("licences.open")),
            Cell(each.approved_at.date().isoformat(), order=each.approved_at),
        )
        for each in reversed(found.qualifications)
    ]
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="qualifications",
        title=say("licences.title"),
        lead=f"{await _name(visit, institution_id)} · {say('licences.lead')}",
        back="/institutions",
        back_word=say("books.institutions"),
        nothing=say("books.nothing"),
        actions=[(f"{at}/new", say("books.enter"))] if visit.subject.may(Permission.INSTITUTION_CREATE) else [],
        done=say("books.entered") if done else "",
    )


@router.shows("/institutions/{institution_id}/qualifications/new", by=Permission.INSTITUTION_CREATE)
async def ask(visit: Visit, institution_id: UUID) -> Response:
    return await _form(visit, institution_id, Draft())


@router.takes("/institutions/{institution_id}/qualifications/new", by=Permission.INSTITUTION_CREATE)
async def enter(visit: Visit, institution_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "qualification_id": draft.form_id,
            **{name: draft.value(name) for name in ("kind", "licence_number", "valid_from")},
            "valid_until": draft.text("valid_until"),
        }
        body = as_body(NewQualification, fields)
        await catalogue.enter_qualification(visit.resources, visit.subject, institution_id, body)
        return RedirectResponse(f"/institutions/{institution_id}/qualifications?done=entered", status_code=303)
    return await _form(visit, institution_id, draft)


async def _form(visit: Visit, institution_id: UUID, draft: Draft) -> Response:
    say, at = visit.speech, f"/institutions/{institution_id}/qualifications"
    kinds = [(kind.value, say(f"institution_kind.{kind}")) for kind in InstitutionKind]
    fields = [
        Field(name="kind", label="licences.kind", kind="select", choices=kinds),
        Field(name="licence_number", label="licences.number"),
        Field(name="valid_from", label="licences.valid_from", kind="date"),
        Field(
            name="valid_until", label="licences.valid_until", kind="date", is_required=False, hint="licences.until_hint"
        ),
    ]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("licences.new"),
        lead=await _name(visit, institution_id),
        back=at,
        back_word=say("licences.title"),
        action=f"{at}/new",
        fields=fields,
        draft=draft,
        submit=say("books.enter"),
    )


async def _name(visit: Visit, institution_id: UUID) -> str:
    """The institution by name; of another authority's there is no page."""
    await catalogue.qualifications(visit.resources, visit.subject, institution_id)
    return existing(await catalogue.institution_of(visit.resources, institution_id)).name
