"""Sanctions of institutions in pages: the authority proposes, the institution appeals, a third person decides."""

from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access import accounts
from checkin_service.access.model import Permission, Role
from checkin_service.attendance.service import learning_platforms, platform_sanctions
from checkin_service.conduct import service
from checkin_service.conduct.model.sanctions import OF_INSTITUTIONS, Party, SanctionKind
from checkin_service.conduct.schemas.sanctions import (
    NewPlatformSanction,
    NewSanction,
    NewSanctionAppeal,
    NewSanctionAppealDecision,
)
from checkin_service.kit.problem import existing
from checkin_service.web.conduct.pages import form_of, sent, words_of
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_TYPED = [
    Field(name="until", label="sanctions.until", hint="sanctions.until_hint", kind="date", is_required=False),
    Field(name="referred_to", label="sanctions.referred_to", hint="sanctions.referred_hint", is_required=False),
    Field(name="law", label="sanctions.law", hint="sanctions.law_hint"),
    Field(name="document_number", label="term.document_number"),
    Field(name="reason", label="conduct.found", hint="conduct.found_hint", kind="textarea"),
]
_OPTIONAL = {"instructor_id"} | {each.name for each in _TYPED if not each.is_required}


@router.shows("/institutions/{institution_id}/sanctions/new", by=Permission.CONDUCT_JUDGE)
async def ask(visit: Visit, institution_id: UUID) -> Response:
    return await _form(visit, institution_id, Draft())


@router.takes("/institutions/{institution_id}/sanctions/new", by=Permission.CONDUCT_JUDGE)
async def propose(visit: Visit, institution_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewSanction, _typed(draft, "kind", "party", "instructor_id"))
        await service.propose_sanction(visit.resources, visit.subject, institution_id, body)
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _form(visit, institution_id, draft)


async def _form(visit: Visit, institution_id: UUID, draft: Draft) -> Response:
    say = visit.speech
    kinds = [(each.value, say(f"sanctions.kind.{each}")) for each in SanctionKind]
    parties = [(each.value, say(f"sanctions.party.{each}")) for each in Party]
    fields = [
        Field(name="kind", label="sanctions.what", kind="select", choices=kinds),
        Field(name="party", label="sanctions.whose", kind="select", choices=parties),
        Field(
            name="instructor_id",
            label="sanctions.instructor",
            hint="sanctions.instructor_hint",
            kind="select",
            choices=[("", "—"), *await _instructors(visit, institution_id)],
            is_required=False,
        ),
        *_TYPED,
    ]
    return await form_of(visit, institution_id, draft, fields, "sanctions", "sanction")


async def _instructors(visit: Visit, institution_id: UUID) -> list[tuple[str, str]]:
    found = await accounts.accounts(visit.resources, visit.subject)
    return [
        (str(each.staff_id), each.display_name)
        for each in found
        if each.institution_id == institution_id and each.role is Role.INSTRUCTOR
    ]


def _typed(draft: Draft, *choices: str) -> dict[str, object]:
    names = (*choices, *(each.name for each in _TYPED))
    typed = {name: draft.text(name) if name in _OPTIONAL else draft.value(name).strip() for name in names}
    return {"sanction_id": draft.form_id, **typed}


@router.shows("/learning-platforms/{platform_id}/sanctions/new", by=Permission.CONDUCT_JUDGE)
async def ask_of_platform(visit: Visit, platform_id: UUID) -> Response:
    return await _platform_form(visit, platform_id, Draft())


@router.takes("/learning-platforms/{platform_id}/sanctions/new", by=Permission.CONDUCT_JUDGE)
async def propose_of_platform(visit: Visit, platform_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewPlatformSanction, _typed(draft, "kind"))
        await platform_sanctions.propose_sanction(visit.resources, visit.subject, platform_id, body)
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _platform_form(visit, platform_id, draft)


async def _platform_form(visit: Visit, platform_id: UUID, draft: Draft) -> Response:
    say = visit.speech
    named = existing(await learning_platforms.name_of(visit.resources, platform_id))
    kinds = [(each.value, say(f"sanctions.kind.{each}")) for each in SanctionKind if each not in OF_INSTITUTIONS]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("conduct.new_sanction"),
        lead=f"{named} · {say('sanctions.platform_lead')}",
        back=f"/learning-platforms/{platform_id}",
        back_word=named,
        action=f"/learning-platforms/{platform_id}/sanctions/new",
        fields=[Field(name="kind", label="sanctions.what", kind="select", choices=kinds), *_TYPED],
        draft=draft,
        submit=say("standings.send"),
    )


@router.takes("/institutions/{institution_id}/sanctions/{sanction_id}", by=Permission.LAPSE_APPEAL_DECIDE)
async def decide_appeal(visit: Visit, institution_id: UUID, sanction_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "upheld": draft.value("decision") == "yes", "reason": words_of(draft)}
    return await sent(
        visit,
        institution_id,
        draft,
        lambda: service.decide_sanction_appeal(
            visit.resources, visit.subject, sanction_id, as_body(NewSanctionAppealDecision, fields)
        ),
    )


@router.takes("/conduct/sanctions/{sanction_id}", by=Permission.CONDUCT_ANSWER)
async def appeal(visit: Visit, sanction_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "words": words_of(draft)}
    return await sent(
        visit,
        None,
        draft,
        lambda: service.appeal_sanction(
            visit.resources, visit.subject, sanction_id, as_body(NewSanctionAppeal, fields)
        ),
    )
