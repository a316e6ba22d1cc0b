"""Admission of other systems (正式入网): the form with its seals, a second person's word, and access keys."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.http.paging import everything
from checkin_service.kit.ids import new_id
from checkin_service.platform.model import OFFERS, Office
from checkin_service.platform.schemas.onboarding import (
    AccessKeyAnswer,
    NewAccessKey,
    NewOnboarding,
    OnboardingAnswer,
    Revocation,
)
from checkin_service.platform.service import keys, onboarding
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.schemas import Decision
from checkin_service.voucher.model.vouchers import VoucherForm
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, Row, listed
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/onboarding", "onboarding.title", "key-round", Group.SYSTEM, Permission.ONBOARDING_DECIDE),)

_TONES = {"filed": "doubt", "admitted": "pass", "refused": "fail"}
_TEXTS = ("applicant", "credit_code", "channel_name", "channel_code")
_SEAL = ("contact", "phone", "sealed_on")
_COLUMNS = ("applicant", "channel_name", "filled_on", "passed_on", "apply_by", "state")
Done = Annotated[Literal["filed", "decided", "revoked"] | None, Query()]


@router.shows("/onboarding", by=Permission.ONBOARDING_DECIDE)
async def applications(visit: Visit, done: Done = None) -> Response:
    say = visit.speech

    async def ask(page: Any) -> tuple[list[Row], str | None]:
        found = await onboarding.applications(visit.resources, visit.subject, page)
        return [
            (
                Cell(each.applicant, href=f"/onboarding/{each.application_id}"),
                Cell(each.channel_name),
                Cell(each.filled_on.isoformat()),
                Cell(each.passed_on.isoformat() if each.passed_on else ""),
                Cell(_deadline(visit, each)),
                Cell(say(f"onboarding.{each.state}"), tone=_TONES[each.state]),
            )
            for each in found.applications
        ], found.next_cursor

    may_file = visit.subject.may(Permission.ONBOARDING_FILE)
    return await listed(
        visit,
        "office/list.html",
        tuple(Column(f"onboarding.{each}") for each in _COLUMNS),
        await everything(ask),
        file="onboarding",
        title=say("onboarding.title"),
        lead=say("onboarding.lead"),
        nothing=say("onboarding.none"),
        actions=[("/onboarding/new", say("onboarding.file"))] if may_file else [],
        done=say(f"onboarding.done_{done}") if done else "",
    )


@router.shows("/onboarding/new", by=Permission.ONBOARDING_FILE)
async def ask_form(visit: Visit) -> Response:
    return _form_page(visit, Draft())


@router.takes("/onboarding/new", by=Permission.ONBOARDING_FILE)
async def file(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewOnboarding, _body(draft))
        await onboarding.file(visit.resources, visit.subject, body)
        return RedirectResponse("/onboarding?done=filed", status_code=303)
    return _form_page(visit, draft)


@router.shows("/onboarding/{application_id}", by=Permission.ONBOARDING_DECIDE)
async def show(visit: Visit, application_id: UUID, done: Done = None) -> Response:
    return await _page(visit, application_id, Draft(), done=done)


@router.takes("/onboarding/{application_id}", by=Permission.ONBOARDING_DECIDE)
async def decide(visit: Visit, application_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "approved": draft.value("decision") == "approve",
            "reason": draft.text("reason"),
        }
        await onboarding.decide(visit.resources, visit.subject, application_id, as_body(Decision, fields))
        return RedirectResponse(f"/onboarding/{application_id}?done=decided", status_code=303)
    return await _page(visit, application_id, draft)


@router.takes("/onboarding/{application_id}/keys", by=Permission.ACCESS_KEY_MANAGE)
async def issue_key(visit: Visit, application_id: UUID, form: Choices) -> Response:
    """A key that is shown this once; earlier ones serve a few days more."""
    draft, issued = Draft.sent(form), list[AccessKeyAnswer]()
    with draft.correctable():
        body = as_body(NewAccessKey, {"key_id": draft.form_id, "valid_days": draft.number("valid_days")})
        kept = await keys.issue(visit.resources, visit.subject, application_id, body)
        issued.append(AccessKeyAnswer.model_validate_json(kept))
    return await _page(visit, application_id, draft, issued=issued)


@router.takes("/onboarding/{application_id}/keys/{key_id}/revocation", by=Permission.ACCESS_KEY_MANAGE)
async def revoke_key(visit: Visit, application_id: UUID, key_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    body = as_body(Revocation, {"request_id": draft.form_id, "reason": draft.value("reason")})
    await keys.revoke(visit.resources, visit.subject, key_id, body)
    return RedirectResponse(f"/onboarding/{application_id}?done=revoked", status_code=303)


def _deadline(visit: Visit, found: OnboardingAnswer) -> str:
    if found.apply_by is None:
        return ""
    past = "" if found.days_late is None else visit.speech("onboarding.is_late", days=found.days_late)
    return f"{found.apply_by}{past}"


def _body(draft: Draft) -> dict[str, Any]:
    """The form as it is asked for; a row of a seal that is left empty is no seal."""
    seals = [
        {"office": each, **{name: draft.value(f"{each}-{name}") for name in _SEAL}}
        for each in Office
        if any(draft.text(f"{each}-{name}") for name in _SEAL)
    ]
    contact = {
        "name": draft.value("contact"),
        "phone": draft.value("contact_phone"),
        "email": draft.text("contact_email"),
    }
    return {
        "application_id": draft.form_id,
        "filled_on": draft.value("filled_on"),
        **{name: draft.value(name) for name in _TEXTS},
        **{name: list(draft.values(name)) for name in ("voucher_kinds", "voucher_forms", "operations")},
        "contact": contact,
        "seals": seals,
    }


def _fields(visit: Visit) -> list[Field]:
    say = visit.speech
    kinds = [(str(each), say(f"voucher.{each}")) for each in VoucherKind]
    forms = [(str(each), say(f"voucher_form.{each}")) for each in VoucherForm]
    operations = [(str(each), say.said(OFFERS[each].title)) for each in OFFERS]
    return [
        *(Field(name=name, label=f"onboarding.{name}") for name in _TEXTS),
        Field(name="filled_on", label="onboarding.filled_on", kind="date"),
        Field(name="contact", label="onboarding.contact"),
        Field(name="contact_phone", label="onboarding.phone"),
        Field(name="contact_email", label="onboarding.email", is_required=False),
        Field(name="voucher_kinds", label="onboarding.voucher_kinds", kind="checks", choices=kinds),
        Field(name="voucher_forms", label="onboarding.voucher_forms", kind="checks", choices=forms),
        Field(name="operations", label="onboarding.operations", kind="checks", choices=operations),
    ]


def _seals(visit: Visit) -> Sequence[tuple[str, list[Field]]]:
    """Four offices seal the form, each with somebody who can be asked, and its day."""
    say = visit.speech
    return [
        (
            say(f"onboarding.{each}"),
            [
                Field(name=f"{each}-contact", label="onboarding.contact", is_required=False),
                Field(name=f"{each}-phone", label="onboarding.phone", is_required=False),
                Field(name=f"{each}-sealed_on", label="onboarding.sealed_on", kind="date", is_required=False),
            ],
        )
        for each in Office
    ]


def _form_page(visit: Visit, draft: Draft) -> Response:
    return visit.page(
        "system/onboarding_form.html", status=draft.status, fields=_fields(visit), seals=_seals(visit), draft=draft
    )


async def _page(
    visit: Visit,
    application_id: UUID,
    draft: Draft,
    *,
    issued: Sequence[AccessKeyAnswer] = (),
    done: Done = None,
) -> Response:
    found = await onboarding.details(visit.resources, visit.subject, application_id)
    return visit.page(
        "system/onboarding.html",
        status=draft.status,
        found=found.application,
        people=found.people,
        # An id per form makes pressing twice harmless.
        keys=[(new_id(), each) for each in found.keys],
        operations=[OFFERS[each].title for each in found.application.operations],
        draft=draft if draft.problem else Draft(),
        issued=list(issued),
        now=visit.resources.clock.now(),
        done=done,
    )
