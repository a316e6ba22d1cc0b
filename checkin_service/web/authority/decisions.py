"""Decisions on what people ask for: appeals about hours and denials, leave, and completion, each with its reason."""

from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.attendance.schemas.appeals import AppealBody, AppealDecisionRequest
from checkin_service.attendance.schemas.leave import LeaveBody, LeaveDecisionRequest
from checkin_service.attendance.service import appeals as hour_appeals
from checkin_service.attendance.service import leave
from checkin_service.eligibility import service as eligibility
from checkin_service.eligibility.model.appeals import Appeal
from checkin_service.eligibility.model.facts import Criterion
from checkin_service.eligibility.schemas.appeals import AppealDecision
from checkin_service.identity import service as identity
from checkin_service.kit.http.paging import PageRequest, every, everything
from checkin_service.kit.ids import new_id
from checkin_service.review.service import appeals as deciding
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas import Decision
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/appeals", "appeals.title", "message-square-warning", Group.WORK, Permission.APPEAL_DECIDE),)

Done = Annotated[Literal["decided"] | None, Query()]

_REASON = [Field(name="reason", label="opening.reason", is_required=False, hint="opening.reason_hint")]


@router.shows("/appeals", by=Permission.APPEAL_DECIDE)
async def appeals(visit: Visit, done: Done = None, first: UUID | None = None) -> Response:
    """`first` is the one that whoever comes from elsewhere wants to see."""
    return await _appeals_page(visit, done=done, first=first)


@router.takes("/appeals/hours/{appeal_id}", by=Permission.APPEAL_DECIDE)
async def decide_hours(visit: Visit, appeal_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        texts = {name: draft.value(name) for name in ("trainee_id", "decision", "reason")}
        body = as_body(AppealDecisionRequest, {"request_id": draft.form_id, "appeal_id": appeal_id, **texts})
        await deciding.decide(visit.resources, visit.subject, body)
        return RedirectResponse("/appeals?done=decided", status_code=303)
    return await _appeals_page(visit, refused=(appeal_id, draft))


@router.takes("/appeals/denials/{appeal_id}", by=Permission.DENIAL_APPEAL_DECIDE)
async def decide_denial(visit: Visit, appeal_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "upheld": draft.value("decision") == "accept",
            "criteria": list(draft.values("criteria")),
            "reason": draft.value("reason"),
        }
        await eligibility.decide_appeal(visit.resources, visit.subject, appeal_id, as_body(AppealDecision, fields))
        return RedirectResponse("/appeals?done=decided", status_code=303)
    return await _appeals_page(visit, refused=(appeal_id, draft))


class OpenAppeal(NamedTuple):
    """An open appeal before whoever decides it: against hours that were not credited, or against a denial."""

    appeal: AppealBody | Appeal
    name: str
    draft: Draft
    is_denial: bool


async def open_hour_appeals(visit: Visit) -> list[AppealBody]:
    return await every(
        lambda page: hour_appeals.appeals_visible_to(
            visit.resources, visit.subject, class_id=None, only_open=True, page=page
        ),
        lambda page: page.appeals,
    )


async def open_denial_appeals(visit: Visit) -> list[Appeal]:
    async def ask(page: PageRequest) -> tuple[list[Appeal], str | None]:
        return page.shown(await eligibility.appeals(visit.resources, visit.subject, page), lambda each: each.appeal_id)

    return [each for each in await everything(ask) if each.upheld is None]


async def _appeals_page(
    visit: Visit, *, done: Done = None, first: UUID | None = None, refused: tuple[UUID, Draft] | None = None
) -> Response:
    hours = await open_hour_appeals(visit)
    denials = await open_denial_appeals(visit) if visit.subject.may(Permission.DENIAL_APPEAL_DECIDE) else []
    people = await identity.people(visit.resources, {each.trainee_id for each in denials})
    drafts = dict([refused]) if refused else {}
    waiting = [
        OpenAppeal(each, each.trainee_name, drafts.get(each.appeal_id, Draft()), is_denial=False) for each in hours
    ]
    for each in denials:
        name, draft = people[each.trainee_id].name, drafts.get(each.appeal_id, Draft())
        waiting.append(OpenAppeal(each, name, draft, is_denial=True))
    # What has just been refused stands on the first page, with what is wrong.
    waiting.sort(key=lambda each: each.appeal.appeal_id != (refused[0] if refused else first))
    return visit.page(
        "office/appeals.html",
        status=refused[1].status if refused else 200,
        listing=sifted(visit, waiting, lambda each: [each.name, each.appeal.reason]),
        criteria=list(Criterion),
        done=done,
    )


@router.shows("/classes/{class_id}/leaves", by=Permission.LEAVE_READ)
async def leaves(visit: Visit, class_id: UUID, done: Done = None) -> Response:
    return await _leaves_page(visit, class_id, done=done)


@router.takes("/classes/{class_id}/leaves/{leave_id}", by=Permission.LEAVE_DECIDE)
async def decide_leave(visit: Visit, class_id: UUID, leave_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "leave_id": leave_id,
            "trainee_id": draft.value("trainee_id"),
            "granted": draft.value("decision") == "accept",
            "reason": draft.value("reason"),
        }
        await leave.decide(visit.resources, visit.subject, as_body(LeaveDecisionRequest, fields))
        return RedirectResponse(f"/classes/{class_id}/leaves?done=decided", status_code=303)
    return await _leaves_page(visit, class_id, problem=draft)


async def leaves_of(visit: Visit, class_id: UUID | None, *, only_open: bool) -> list[LeaveBody]:
    return await every(
        lambda page: leave.leaves_visible_to(
            visit.resources, visit.subject, class_id=class_id, only_open=only_open, page=page
        ),
        lambda page: page.leaves,
    )


async def _leaves_page(visit: Visit, class_id: UUID, *, done: Done = None, problem: Draft | None = None) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    return visit.page(
        "office/leaves.html",
        status=problem.status if problem else 200,
        held=held,
        leaves=[(each, new_id()) for each in await leaves_of(visit, class_id, only_open=False)],
        problem=problem.problem if problem else None,
        done=done,
    )


@router.shows("/completions/{class_id}", by=Permission.COMPLETION_APPROVE)
async def completion(visit: Visit, class_id: UUID) -> Response:
    return await _completion_page(visit, class_id, Draft())


@router.takes("/completions/{class_id}", by=Permission.COMPLETION_APPROVE)
async def decide_completion(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        approved = draft.value("decision") == "approve"
        fields = {"request_id": draft.form_id, "approved": approved, "reason": draft.text("reason")}
        await timetable.decide_completion(visit.resources, visit.subject, class_id, as_body(Decision, fields))
        return RedirectResponse("/queue", status_code=303)
    return await _completion_page(visit, class_id, draft)


async def _completion_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    people = (await timetable.roster(visit.resources, visit.subject, class_id)).trainees
    return visit.page(
        "office/completion.html",
        status=draft.status,
        held=held,
        people=[each for each in people if each.is_active],
        draft=draft,
        fields=_REASON,
    )
