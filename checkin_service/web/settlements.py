"""Settlement for the institution and its authority: apply, follow each voucher, review, approve."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.identity import service as identity
from checkin_service.kit.http.paging import Page, every
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import not_found
from checkin_service.settlement.model import ApplicationState, Claim
from checkin_service.settlement.schemas.applications import (
    Account,
    NewApplication,
    PaymentTableSummary,
    SettlementDecision,
)
from checkin_service.settlement.service import accounts, applying, desk, ordering
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.term.class_form import classes_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/settlements", "nav.settlements", "banknote", Group.WORK, Permission.SETTLEMENT_READ),
    Entry("/settlements", "nav.settlements", "banknote", Group.INSTITUTION, Permission.SETTLEMENT_READ),
)

Done = Annotated[Literal["account", "applied", "decided"] | None, Query()]


@router.shows("/settlements", by=Permission.SETTLEMENT_READ)
async def applications(visit: Visit, paging: Page, done: Done = None) -> Response:
    found = await applying.applications(visit.resources, visit.subject, paging)
    may = visit.subject.may
    is_payee = may(Permission.ACCOUNT_STATE)
    return visit.page(
        "settlements.html",
        applications=found.applications,
        next_cursor=found.next_cursor,
        done=done,
        account=await accounts.stated(visit.resources, visit.subject) if is_payee else None,
        account_id=new_id(),
        table_id=new_id(),
        completed=await classes_of(visit, ClassState.COMPLETED) if may(Permission.SETTLEMENT_APPLY) else [],
        tables=await payment_tables(visit) if may(Permission.SETTLEMENT_REVIEW) else [],
    )


async def payment_tables(visit: Visit) -> list[PaymentTableSummary]:
    return await every(lambda page: ordering.tables(visit.resources, visit.subject, page), lambda page: page.tables)


@router.takes("/settlements/account", by=Permission.ACCOUNT_STATE)
async def state_account(visit: Visit, form: Form) -> Response:
    await accounts.state_account(visit.resources, visit.subject, as_body(Account, form))
    return RedirectResponse("/settlements?done=account", status_code=303)


@router.shows("/classes/{class_id}/settlement", by=Permission.SETTLEMENT_APPLY)
async def choose(visit: Visit, class_id: UUID) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    claims = await desk.payables(visit.resources, visit.subject, class_id)
    return visit.page(
        "settlement_choice.html",
        held=held,
        claims=claims,
        total_fen=sum(each.amount_fen for each in claims if each.refusal is None),
        names=await _names(visit, claims),
        application_id=new_id(),
    )


@router.takes("/settlements", by=Permission.SETTLEMENT_APPLY)
async def apply(visit: Visit, form: Choices) -> Response:
    body = as_body(
        NewApplication,
        {
            "application_id": form.get("application_id", [""])[0],
            "authority_code": form.get("authority_code", [""])[0],
            "voucher_codes": form.get("voucher_code", []),
        },
    )
    await applying.apply(visit.resources, visit.subject, body)
    return RedirectResponse(f"/settlements/{body.application_id}?done=applied", status_code=303)


@router.shows("/settlements/{application_id}", by=Permission.SETTLEMENT_READ)
async def application(visit: Visit, application_id: UUID, done: Done = None) -> Response:
    found, claims = await desk.application_with_lines(visit.resources, visit.subject, application_id)
    step = desk.next_step(found)
    is_desk = visit.subject.may(Permission.SETTLEMENT_REVIEW)
    return visit.page(
        "settlement.html",
        application=found,
        claims=claims,
        names=await _names(visit, claims),
        step={ApplicationState.REVIEWED: "review", ApplicationState.APPROVED: "approval"}.get(step)
        if step and is_desk
        else None,
        refusal=desk.refusal_of_step(visit.subject, found) if is_desk else None,
        request_id=new_id(),
        done=done,
    )


@router.takes("/settlements/{application_id}/{step}", by=Permission.SETTLEMENT_REVIEW)
async def decide(visit: Visit, application_id: UUID, step: str, form: Form) -> Response:
    acts = {"review": applying.review, "approval": applying.approve}
    if step not in acts or not visit.subject.may(Permission.SETTLEMENT_APPROVE):
        raise not_found()
    body = as_body(
        SettlementDecision,
        {
            "request_id": form.get("request_id"),
            "approved": form.get("decision") == "approve",
            "reason": form.get("reason") or None,
        },
    )
    await acts[step](visit.resources, visit.subject, application_id, body)
    return RedirectResponse(f"/settlements/{application_id}?done=decided", status_code=303)


async def _names(visit: Visit, claims: list[Claim]) -> dict[UUID, str]:
    """Names for those who may read the roster; the ledger itself knows ids only."""
    if not visit.subject.may(Permission.ROSTER_READ):
        return {}
    people = await identity.people(visit.resources, {each.trainee_id for each in claims})
    return {trainee_id: person.name for trainee_id, person in people.items()}
