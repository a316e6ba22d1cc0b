"""The rules in force at an authority, and its own decisions on them: proposed by one person, approved by another."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import not_found
from checkin_service.policy.book import book
from checkin_service.policy.keys import KEYS, OneOf, Shape, Share, SomeDays, SomeOf, Whole
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES, allowed
from checkin_service.policy_decisions import service
from checkin_service.policy_decisions.model import DecisionState
from checkin_service.policy_decisions.schemas import DecisionAnswer, NewDecision, NewRepeal
from checkin_service.proposals.schemas import NewRuling
from checkin_service.timetable.service.affected import AffectedClass, affected_classes
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/policy", "nav.policy", "scale", Group.SYSTEM, Permission.POLICY_READ),)

Done = Annotated[Literal["proposed", "ruled"] | None, Query()]


@router.shows("/policy", by=Permission.POLICY_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    decisions = await every(
        lambda page: service.history(visit.resources, visit.subject, page, key=None), lambda page: page.decisions
    )
    waiting = [each for each in decisions if each.state is DecisionState.PROPOSED]
    return visit.page(
        "policy.html",
        found=service.in_force(visit.resources, visit.subject, on=None, known_on=None),
        decisions=decisions,
        waiting=[(each, await _affected(visit, each), new_id()) for each in waiting],
        done=done,
    )


@router.shows("/policy/decide", by=Permission.POLICY_PROPOSE)
async def ask(visit: Visit, key: Annotated[str, Query(max_length=200)]) -> Response:
    known = KEYS.get(key)
    if known is None or not known.decidable:
        raise not_found()
    return visit.page(
        "policy_decision.html",
        key=key,
        title=known.title,
        allowed=allowed(known.shape),
        names={name: NAMES[name] for name in known.shape.names} if isinstance(known.shape, OneOf | SomeOf) else {},
        is_many=isinstance(known.shape, SomeOf),
        kinds=list(VoucherKind),
        today=day_of(visit.resources.clock.now()),
        decision_id=new_id(),
    )


@router.takes("/policy/decisions", by=Permission.POLICY_PROPOSE)
async def propose(visit: Visit, form: Choices) -> Response:
    await service.propose(visit.resources, visit.subject, as_body(NewDecision, _fields(form)))
    return RedirectResponse("/policy?done=proposed", status_code=303)


@router.shows("/policy/decisions/{decision_id}/repeal", by=Permission.POLICY_PROPOSE)
async def repeal_form(visit: Visit, decision_id: UUID) -> Response:
    found = await service.decision_for(visit.resources, visit.subject, decision_id)
    today = day_of(visit.resources.clock.now())
    return visit.page("policy_repeal.html", decision=DecisionAnswer.of(found), repeal_id=new_id(), today=today)


@router.takes("/policy/decisions/{decision_id}/repeal", by=Permission.POLICY_PROPOSE)
async def propose_repeal(visit: Visit, decision_id: UUID, form: Form) -> Response:
    await service.propose_repeal(visit.resources, visit.subject, decision_id, as_body(NewRepeal, form))
    return RedirectResponse("/policy?done=proposed", status_code=303)


@router.takes("/policy/decisions/{decision_id}", by=Permission.POLICY_RULE)
async def rule(visit: Visit, decision_id: UUID, form: Form) -> Response:
    fields = {
        "request_id": form.get("request_id"),
        "approved": form.get("decision") == "approve",
        "reason": form.get("reason") or None,
    }
    await service.rule(visit.resources, visit.subject, decision_id, as_body(NewRuling, fields))
    return RedirectResponse("/policy?done=ruled", status_code=303)


async def _affected(visit: Visit, waiting: DecisionAnswer) -> list[AffectedClass]:
    """Whom it would affect, shown before anybody approves."""
    decision = await service.decision_for(visit.resources, visit.subject, waiting.decision_id)
    before = book()
    after = decision.added_to(before, entered_on=day_of(visit.resources.clock.now()))
    return await affected_classes(visit.resources, before=before, after=after, jurisdiction=decision.authority_code)


def _fields(form: Mapping[str, list[str]]) -> dict[str, Any]:
    single = {name: values[0] for name, values in form.items() if name != "value"}
    key = KEYS.get(single.get("key", ""))
    optional = {name: single.get(name) or None for name in ("voucher_kind", "effective_to")}
    return {**single, **optional, "value": _typed(key.shape, form.get("value", [])) if key else ""}


def _typed(shape: Shape, given: list[str]) -> object:
    """What a form sends as text, as the key means it; what does not fit is left for the rules to refuse."""
    text = given[0].strip() if given else ""
    if isinstance(shape, SomeOf):
        return given
    if isinstance(shape, SomeDays):
        return text.replace("，", " ").replace("、", " ").replace(",", " ").split()
    if isinstance(shape, Whole) and text.isascii() and text.isdigit():
        return int(text)
    if isinstance(shape, Share) and text.replace(".", "", 1).isdigit():
        return float(text)
    return text
