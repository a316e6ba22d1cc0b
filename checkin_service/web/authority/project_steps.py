"""A project's standing and history in pages: renamed, suspended, closed or let return, by two people."""

from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas.project_steps import NewProjectStep
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web import moments
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_COLUMNS = tuple(
    map(
        Column,
        (
            *("projects.standing", "projects.called", "projects.former", "projects.since"),
            *("term.document_number", "term.reason"),
        ),
    )
)
_RENAME = "renamed"


@router.shows("/projects/{project_id}/steps", by=Permission.PROJECT_READ)
async def show(visit: Visit, project_id: UUID) -> Response:
    found = await catalogue.project_history(visit.resources, visit.subject, project_id)
    say, at = visit.speech, f"/projects/{project_id}/steps"
    rows = [
        (
            Cell(say(f"projects.{each.standing}")),
            Cell(each.name),
            Cell(each.former_name if each.former_name != each.name else ""),
            Cell(moments.day(each.decided_at, say.language), order=each.decided_at),
            Cell(each.document_number),
            Cell(each.reason),
        )
        for each in reversed(found.steps)
    ]
    may = visit.subject.may(Permission.PROJECT_CREATE) and found.standing is not Standing.CLOSED
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="project-steps",
        title=say("projects.history"),
        lead=f"{found.name} · {say(f'projects.{found.standing}')}",
        back="/projects",
        back_word=say("books.projects"),
        nothing=say("projects.none"),
        actions=[(f"{at}/new", say("projects.propose"))] if may else [],
        done="",
    )


@router.shows("/projects/{project_id}/steps/new", by=Permission.PROJECT_CREATE)
async def ask(visit: Visit, project_id: UUID) -> Response:
    return await _form(visit, project_id, Draft())


@router.takes("/projects/{project_id}/steps/new", by=Permission.PROJECT_CREATE)
async def propose(visit: Visit, project_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"step_id": draft.form_id, **{name: draft.value(name) for name in ("document_number", "reason")}}
        fields |= {"change": draft.value("change"), "name": draft.text("name")}
        body = as_body(NewProjectStep, fields)
        await catalogue.propose_project_step(visit.resources, visit.subject, project_id, body)
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _form(visit, project_id, draft)


async def _form(visit: Visit, project_id: UUID, draft: Draft) -> Response:
    say, at = visit.speech, f"/projects/{project_id}/steps"
    found = await catalogue.project_history(visit.resources, visit.subject, project_id)
    # Only what would change something is offered.
    choices = [(each.value, say(f"projects.to_{each}")) for each in Standing if each is not found.standing]
    classes = await timetable.classes_of_project(visit.resources, project_id)
    waiting = [each for each in classes if each.state is ClassState.APPLIED]
    going_on = [each for each in classes if each not in waiting]
    fields = [
        Field(
            name="change",
            label="projects.what",
            kind="select",
            choices=[(_RENAME, say("projects.to_rename")), *choices],
        ),
        Field(name="name", label="projects.new_name", hint="projects.new_name_hint", is_required=False),
        Field(name="document_number", label="term.document_number"),
        Field(name="reason", label="term.reason"),
    ]
    counted = say("projects.counted", open=len(going_on), waiting=len(waiting))
    return visit.page(
        "office/project_step_form.html",
        classes=[("going_on", going_on), ("waiting", waiting)],
        status=draft.status,
        title=say("projects.propose"),
        lead=f"{found.name} · {counted} · {say('projects.lead')}",
        back=at,
        back_word=say("projects.history"),
        action=f"{at}/new",
        fields=fields,
        draft=draft,
        submit=say("projects.send"),
    )
