"""The standing of an institution in pages: suspended, closed or let return, by two people of its authority."""

from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas.standing import NewStanding
from checkin_service.conduct import service as conduct
from checkin_service.kit.problem import existing
from checkin_service.timetable import service as timetable
from checkin_service.web import moments
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_COLUMNS = tuple(map(Column, ("standings.standing", "standings.since", "term.document_number", "term.reason")))


@router.shows("/institutions/{institution_id}/standings", by=Permission.INSTITUTION_READ)
async def show(visit: Visit, institution_id: UUID) -> Response:
    found = await catalogue.standings(visit.resources, visit.subject, institution_id)
    say, at = visit.speech, f"/institutions/{institution_id}/standings"
    rows = [
        (
            Cell(say(f"standings.{each.standing}")),
            Cell(moments.day(each.decided_at, say.language), order=each.decided_at),
            Cell(each.document_number),
            Cell(each.reason),
        )
        for each in reversed(found.decisions)
    ]
    may = visit.subject.may(Permission.INSTITUTION_CREATE) and found.standing is not Standing.CLOSED
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="standings",
        title=say("standings.title"),
        lead=f"{await _name(visit, institution_id)} · {say(f'standings.{found.standing}')}",
        back="/institutions",
        back_word=say("books.institutions"),
        nothing=say("standings.none"),
        actions=[(f"{at}/new", say("standings.propose"))] if may else [],
        done="",
    )


@router.shows("/institutions/{institution_id}/standings/new", by=Permission.INSTITUTION_CREATE)
async def ask(visit: Visit, institution_id: UUID) -> Response:
    return await _form(visit, institution_id, Draft())


@router.takes("/institutions/{institution_id}/standings/new", by=Permission.INSTITUTION_CREATE)
async def propose(visit: Visit, institution_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("standing", "document_number", "reason")
        fields = {"standing_id": draft.form_id, **{name: draft.value(name).strip() for name in names}}
        await conduct.propose_standing(visit.resources, visit.subject, institution_id, as_body(NewStanding, fields))
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _form(visit, institution_id, draft)


async def _form(visit: Visit, institution_id: UUID, draft: Draft) -> Response:
    say, at = visit.speech, f"/institutions/{institution_id}/standings"
    found = await catalogue.standings(visit.resources, visit.subject, institution_id)
    # Only what would change something is offered.
    choices = [(each.value, say(f"standings.to_{each}")) for each in Standing if each is not found.standing]
    fields = [
        Field(name="standing", label="standings.standing", kind="select", choices=choices),
        Field(name="document_number", label="term.document_number"),
        Field(name="reason", label="term.reason"),
    ]
    left = await timetable.unfinished_classes(visit.resources, institution_id)
    return visit.page(
        "office/standing_form.html",
        left=left,
        status=draft.status,
        title=say("standings.propose"),
        lead=f"{await _name(visit, institution_id)} · {say('standings.lead')}",
        back=at,
        back_word=say("standings.title"),
        action=f"{at}/new",
        fields=fields,
        draft=draft,
        submit=say("standings.send"),
    )


async def _name(visit: Visit, institution_id: UUID) -> str:
    return existing(await catalogue.institution_of(visit.resources, institution_id)).name
