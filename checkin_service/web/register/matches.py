"""Matching by facts: a query is tried, its list proposed, approved by another person, and pushed."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.http.paging import every, everything
from checkin_service.kit.ids import new_id
from checkin_service.policy.model import VoucherKind
from checkin_service.proposals.schemas import NewRuling
from checkin_service.registry import service
from checkin_service.registry.model import MatchState
from checkin_service.registry.schemas.matches import MatchBody, NewMatch, PreviewAnswer
from checkin_service.voucher.model.persons import FactKind
from checkin_service.voucher.service import templates
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Language, Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/matches", "register.matches", "list-checks", Group.WORK, Permission.MATCH_READ),)

Done = Annotated[str | None, Query(pattern="^[a-z]{1,20}$")]


@router.shows("/matches", by=Permission.MATCH_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    """The newest first; while one is pushed the page comes again by itself."""
    found = await every(lambda page: service.matches(visit.resources, visit.subject, page), lambda page: page.matches)
    return visit.page(
        "register/matches.html",
        listing=sifted(visit, reversed(found), lambda each: [each.name, visit.speech(f"match_state.{each.state}")]),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        is_running=any(each.state is MatchState.RUNNING for each in found),
        done=done,
    )


@router.shows("/matches/new", by=Permission.MATCH_PROPOSE)
async def ask(visit: Visit) -> Response:
    return await _form(visit, Draft({"without_voucher": ["yes"]}))


@router.takes("/matches/new", by=Permission.MATCH_PROPOSE)
async def propose(visit: Visit, form: Choices) -> Response:
    """Tried as often as one likes; proposed once."""
    draft, seen = Draft.sent(form), None
    with draft.correctable():
        body = as_body(MatchBody, _body(draft))
        if draft.value("do") == "propose":
            new = as_body(NewMatch, _body(draft) | {"match_id": draft.form_id, "name": draft.text("name")})
            await service.propose(visit.resources, visit.subject, new)
            return RedirectResponse("/matches?done=proposed", status_code=303)
        seen = await service.preview(visit.resources, visit.subject, body)
    return await _form(visit, draft, seen)


@router.takes("/matches/{match_id}", by=Permission.MATCH_RULE)
async def rule(visit: Visit, match_id: UUID, form: Form) -> Response:
    fields = {
        "request_id": form.get("request_id"),
        "approved": form.get("decision") == "approve",
        "reason": form.get("reason") or None,
    }
    await service.rule(visit.resources, visit.subject, match_id, as_body(NewRuling, fields))
    return RedirectResponse("/matches?done=ruled", status_code=303)


async def _form(visit: Visit, draft: Draft, seen: PreviewAnswer | None = None) -> Response:
    return visit.page("register/match.html", status=draft.status, fields=await _fields(visit), draft=draft, seen=seen)


async def _fields(visit: Visit) -> tuple[Field, ...]:
    speech = Speech(Language.of(visit.request))
    code = visit.subject.authority_code or ""
    offered = await everything(lambda page: templates.templates(visit.resources, code, page))
    facts = [(kind.value, speech(f"fact.{kind}")) for kind in FactKind]
    return (
        Field(name="name", label="register.match_name", is_required=False, hint="register.match_name_hint"),
        Field(
            name="voucher_kind",
            label="register.voucher_kind",
            kind="select",
            choices=[(kind.value, speech(f"voucher.{kind}")) for kind in VoucherKind],
        ),
        Field(
            name="template_id",
            label="register.template",
            kind="select",
            is_required=False,
            choices=[(str(each.template_id), each.name) for each in offered],
        ),
        Field(name="source", label="register.of_list", is_required=False),
        Field(name="holds", label="register.holds", kind="checks", choices=facts),
        Field(name="lacks", label="register.lacks", kind="checks", choices=facts),
        Field(name="place", label="register.place", is_required=False, hint="register.place_hint", most=6),
        Field(name="since_from", label="register.since_from", kind="date", is_required=False),
        Field(name="born_from", label="register.born_from", kind="date", is_required=False),
        Field(name="born_until", label="register.born_until", kind="date", is_required=False),
        Field(
            name="without_voucher",
            label="register.without_voucher",
            kind="checks",
            choices=[("yes", speech("register.without_voucher_yes"))],
        ),
    )


def _body(draft: Draft) -> dict[str, object]:
    single = ("place", "since_from", "born_from", "born_until", "source")
    query: dict[str, object] = {name: draft.text(name) for name in single}
    query |= {name: list(draft.values(name)) for name in ("holds", "lacks")}
    query["without_voucher"] = bool(draft.values("without_voucher"))
    return {"query": query, "voucher_kind": draft.text("voucher_kind"), "template_id": draft.text("template_id")}
