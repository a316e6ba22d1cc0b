"""The decision desk: every doubt that holds money, decided by one person and confirmed by another, or examined."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.eligibility.model.doubts import ExitKind
from checkin_service.eligibility.schemas.doubts import DoubtBody, DoubtConfirmation, DoubtDecision, HeldBackBody
from checkin_service.eligibility.schemas.examinations import ExaminationRequest
from checkin_service.eligibility.service import desk, examine
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/doubts", "nav.doubts", "circle-help", Group.WORK, Permission.DOUBT_READ),)


@router.shows("/doubts", by=Permission.DOUBT_READ)
async def show(
    visit: Visit,
    done: Annotated[Literal["decided", "confirmed", "examined"] | None, Query()] = None,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
) -> Response:
    found = await every(
        lambda page: desk.open_doubts(visit.resources, visit.subject, class_id=class_id, page=page),
        lambda page: [*page.doubts, *page.held_back],
    )
    cases: list[DoubtBody | HeldBackBody] = [each for each in found if isinstance(each, DoubtBody)]
    cases += [each for each in found if isinstance(each, HeldBackBody)]
    return visit.page(
        "doubts.html",
        listing=sifted(visit, cases, lambda each: _words(visit.speech, each)),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        decision=ExitKind.DECISION,
        today=day_of(visit.resources.clock.now()),
        done=done,
    )


def _words(say: Speech, each: DoubtBody | HeldBackBody) -> list[str]:
    """What a doubt is found by."""
    missing = [say.said(one.name) for one in each.missing]
    if isinstance(each, DoubtBody):
        return [each.trainee_name, say.said(each.sentence), *missing]
    return [each.trainee_name, each.class_name, say("doubts.held_back"), *missing]


@router.takes("/doubts/{determination_id}/decisions", by=Permission.DOUBT_DECIDE)
async def decide(visit: Visit, determination_id: UUID, form: Form) -> Response:
    fields = {**form, "met": form.get("met") == "yes"}
    await desk.decide_doubt(visit.resources, visit.subject, determination_id, as_body(DoubtDecision, fields))
    return RedirectResponse("/doubts?done=decided", status_code=303)


@router.takes("/doubts/confirmations/{decision_id}", by=Permission.DOUBT_CONFIRM)
async def confirm(visit: Visit, decision_id: UUID, form: Form) -> Response:
    confirmed = form.get("confirmed") == "yes"
    fields = {"request_id": form.get("request_id"), "confirmed": confirmed, "reason": form.get("reason") or None}
    await desk.confirm_decision(visit.resources, visit.subject, decision_id, as_body(DoubtConfirmation, fields))
    return RedirectResponse("/doubts?done=confirmed", status_code=303)


@router.takes("/doubts/examinations", by=Permission.EXAMINATION_RECORD)
async def record_examination(visit: Visit, form: Choices) -> Response:
    """Each condition is answered yes, no, or not at all."""
    names = [name.removeprefix("condition.") for name in form if name.startswith("condition.")]
    answers = {name: form[f"condition.{name}"][0] for name in names}
    fields = {
        **{name: form.get(name, [""])[0] for name in ("examination_id", "examined_on", "document", "reason")},
        "people": form.get("people", []),
        "conditions": [
            {"condition": name, "holds": answer == "yes"} for name, answer in answers.items() if answer in {"yes", "no"}
        ],
    }
    await examine(visit.resources, visit.subject, as_body(ExaminationRequest, fields))
    return RedirectResponse("/doubts?done=examined", status_code=303)
