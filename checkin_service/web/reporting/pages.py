"""Reports to the national platform (上报与对账): the decision, the backlog, what was refused, and where both differ."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.ids import new_id
from checkin_service.kit.workbook import MEDIA_TYPE
from checkin_service.policy.wording import NAMES
from checkin_service.proposals.schemas import NewRuling
from checkin_service.reporting import service
from checkin_service.reporting.model import ReportKind
from checkin_service.reporting.schemas import DayToCompare, FileAsked, NewSwitch, Reason, Repeat, SignInChoice
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/national-platform", "reporting.title", "arrow-up", Group.WATCH, Permission.REPORTING_READ),)

Done = Annotated[Literal["asked", "ruled", "again", "settled", "resolved", "compared"] | None, Query()]
Act = Callable[[], Awaitable[object]]
_PAGE = "/national-platform"
_SWITCH = [
    Field(name="document_number", label="term.document_number"),
    Field(name="reason", label="term.reason"),
]


@router.shows("/national-platform", by=Permission.REPORTING_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, Draft(), done=done)


@router.takes("/national-platform/switches", by=Permission.REPORTING_SWITCH)
async def switch(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {
        "switch_id": draft.form_id,
        "is_on": draft.value("decision") == "on",
        **{each.name: draft.value(each.name).strip() for each in _SWITCH},
    }
    return await _done(
        visit, draft, "asked", lambda: service.ask(visit.resources, visit.subject, as_body(NewSwitch, fields))
    )


@router.takes("/national-platform/switches/{switch_id}", by=Permission.PROPOSAL_RULE)
async def rule(visit: Visit, switch_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {
        "request_id": draft.form_id,
        "approved": draft.value("decision") == "approve",
        "reason": draft.text("reason"),
    }
    return await _done(
        visit,
        draft,
        "ruled",
        lambda: service.rule(visit.resources, visit.subject, switch_id, as_body(NewRuling, fields)),
    )


@router.takes("/national-platform/refusals/{report_id}/repetition", by=Permission.REPORTING_HANDLE)
async def send_again(visit: Visit, report_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    body = as_body(Repeat, {"request_id": draft.form_id})
    return await _done(
        visit, draft, "again", lambda: service.send_again(visit.resources, visit.subject, report_id, body)
    )


@router.takes("/national-platform/refusals/{report_id}/settlement", by=Permission.REPORTING_HANDLE)
async def settle(visit: Visit, report_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    return await _done(
        visit,
        draft,
        "settled",
        lambda: service.settle(visit.resources, visit.subject, report_id, _reason(draft)),
    )


@router.takes("/national-platform/differences/{difference_id}", by=Permission.REPORTING_HANDLE)
async def resolve(visit: Visit, difference_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    return await _done(
        visit,
        draft,
        "resolved",
        lambda: service.resolve(visit.resources, visit.subject, difference_id, _reason(draft)),
    )


@router.takes("/national-platform/comparisons", by=Permission.REPORTING_HANDLE)
async def compare(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "day": draft.value("day")}
    return await _done(
        visit,
        draft,
        "compared",
        lambda: service.compare_now(visit.resources, visit.subject, as_body(DayToCompare, fields)),
    )


@router.takes("/national-platform/files", by=Permission.REPORTING_HANDLE)
async def export(visit: Visit, form: Choices) -> Response:
    """The rows as a workbook; who took it and what for stays on record."""
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {name: draft.value(name) for name in ("kind", "first", "last", "purpose")}
        file = await service.workbook_of(visit.resources, visit.subject, as_body(FileAsked, fields))
        return attachment(file.content, f"{draft.value('kind')}.xlsx", MEDIA_TYPE)
    return await _page(visit, draft)


def _reason(draft: Draft) -> Reason:
    return as_body(Reason, {"request_id": draft.form_id, "reason": draft.value("reason").strip()})


async def _done(visit: Visit, draft: Draft, what: str, act: Act) -> Response:
    """What was sent is done and the page shown anew, or the refusal stands above it."""
    with draft.correctable():
        await act()
        return RedirectResponse(f"{_PAGE}?done={what}", status_code=303)
    return await _page(visit, draft)


def _way(visit: Visit, chosen: SignInChoice) -> tuple[str, str, int]:
    """Moments, proofs and classes of one choice, in words."""
    phases = [visit.speech(f"phase.{each}") for each in chosen.phases]
    proofs = [visit.speech.said(NAMES[each]) for each in chosen.proofs]
    return "、".join(phases), "、".join(proofs), chosen.classes


async def _page(visit: Visit, draft: Draft, *, done: Done = None) -> Response:
    standing = await service.standing_of(visit.resources, visit.subject)
    refused = await service.refused_reports(visit.resources, visit.subject)
    differences = await service.open_differences(visit.resources, visit.subject)
    pilot = await service.pilot_of(visit.resources, visit.subject)
    now = visit.resources.clock.now()
    return visit.page(
        "reporting/reporting.html",
        status=draft.status,
        standing=standing,
        refused=refused.reports,
        pilot=pilot,
        ways=[_way(visit, each) for each in pilot.sign_in],
        differences=differences.differences,
        age_h=int((now - standing.oldest_at).total_seconds() // 3600) if standing.oldest_at else None,
        yesterday=(day_of(now) - timedelta(days=1)).isoformat(),
        month_began=day_of(now).replace(day=1).isoformat(),
        today=day_of(now).isoformat(),
        kinds=[(each.value, visit.speech(f"report_kind.{each}")) for each in ReportKind],
        fields=_SWITCH,
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        draft=draft,
        done=done,
    )
