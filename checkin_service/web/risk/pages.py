"""The risk list in a page: why a class is to be looked at, how it comes about honestly, and what to do next."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.checkin.schemas.group_checks import NewGroupCheck
from checkin_service.kit.ids import new_id
from checkin_service.timetable import service as timetable
from checkin_service.trust import service
from checkin_service.trust.schemas import NewRiskClosing
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/risk", "risk.title", "triangle-alert", Group.WATCH, Permission.RISK_READ),)

Done = Annotated[Literal["sent"] | None, Query()]


@router.shows("/risk", by=Permission.RISK_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, Draft(), done)


@router.takes("/risk/{class_id}", by=Permission.RISK_CLOSE)
async def close(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewRiskClosing, {"request_id": draft.form_id, "reason": draft.value("reason").strip()})
        await service.close(visit.resources, visit.subject, class_id, body)
        return RedirectResponse("/risk?done=sent", status_code=303)
    return await _page(visit, draft)


@router.shows("/risk/{class_id}/group", by=Permission.RISK_CLOSE)
async def choose_group(visit: Visit, class_id: UUID) -> Response:
    return await _group_page(visit, class_id, Draft())


@router.takes("/risk/{class_id}/group", by=Permission.RISK_CLOSE)
async def propose_group(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = {
            "group_check_id": draft.form_id,
            "trainee_ids": draft.values("trainee_ids"),
            **{name: draft.value(name).strip() for name in ("document_number", "reason")},
        }
        await service.propose_group(visit.resources, visit.subject, class_id, as_body(NewGroupCheck, body))
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _group_page(visit, class_id, draft)


async def _group_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await timetable.roster(visit.resources, visit.subject, class_id)
    people = [each for each in found.trainees if each.is_active]
    slower = await service.slower_together(visit.resources, visit.subject, class_id)
    return visit.page("risk/group.html", status=draft.status, held=held, people=people, slower=slower, draft=draft)


async def _page(visit: Visit, draft: Draft, done: Done = None) -> Response:
    found = await service.risk_list(visit.resources, visit.subject)
    names = await catalogue.institution_names(visit.resources, {each.institution_id for each in found.classes})
    return visit.page(
        "risk/list.html", status=draft.status, risk=found, names=names, draft=draft, new_id=new_id, done=done
    )
