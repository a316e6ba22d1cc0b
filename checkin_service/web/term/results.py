"""Results of the assessment, typed in person by person, and the application for completion."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import unfit
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import CertificateKind
from checkin_service.timetable.schemas import Application, Results
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.term.class_form import class_form, class_of, people_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_NONE = Words("请至少选择一个人的考核结果。", "Choose the result of one person at least.")


@router.shows("/classes/{class_id}/results", by=Permission.ASSESSMENT_RECORD)
async def ask_results(
    visit: Visit,
    class_id: UUID,
    done: Annotated[Literal["recorded"] | None, Query()] = None,
) -> Response:
    today = day_of(visit.resources.clock.now()).isoformat()
    return await _results_page(visit, class_id, Draft({"assessed_on": [today], "issued_on": [today]}), done=done)


@router.takes("/classes/{class_id}/results", by=Permission.ASSESSMENT_RECORD)
async def record_results(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        rows = [row for each in await people_of(visit, class_id) if (row := _row(draft, each.trainee_id))]
        if not rows:
            raise unfit(_NONE)
        body = as_body(Results, {"request_id": draft.form_id, "results": rows})
        await timetable.record_results(visit.resources, visit.subject, class_id, body)
        return RedirectResponse(f"/classes/{class_id}/results?done=recorded", status_code=303)
    return await _results_page(visit, class_id, draft)


def _row(draft: Draft, trainee_id: UUID) -> dict[str, Any] | None:
    """What was chosen for a person; whoever was left open has no result yet."""
    passed, number = draft.value(f"passed-{trainee_id}"), draft.text(f"number-{trainee_id}")
    if not passed:
        return None
    certificate = {"number": number, "kind": draft.value("certificate_kind"), "issued_on": draft.value("issued_on")}
    return {
        "trainee_id": trainee_id,
        "passed": passed == "yes",
        "assessed_on": draft.value("assessed_on"),
        "certificate": certificate if number else None,
    }


async def _results_page(visit: Visit, class_id: UUID, draft: Draft, *, done: str | None = None) -> Response:
    say = visit.speech
    kinds = [(str(each), say(f"certificate_kind.{each}")) for each in CertificateKind]
    return visit.page(
        "term/results.html",
        status=draft.status,
        held=await class_of(visit, class_id),
        people=await people_of(visit, class_id),
        fields=[
            Field(name="assessed_on", label="term.assessed_on", kind="date"),
            Field(name="certificate_kind", label="term.certificate_kind", kind="select", choices=kinds),
            Field(name="issued_on", label="term.issued_on", kind="date"),
        ],
        draft=draft,
        done=done,
    )


@router.shows("/classes/{class_id}/completion", by=Permission.COMPLETION_APPLY)
async def ask_completion(visit: Visit, class_id: UUID) -> Response:
    return class_form(visit, await class_of(visit, class_id), Draft(), [], "completion")


@router.takes("/classes/{class_id}/completion", by=Permission.COMPLETION_APPLY)
async def apply_for_completion(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(Application, {"request_id": draft.form_id})
        await timetable.apply_for_completion(visit.resources, visit.subject, class_id, body)
        return RedirectResponse(f"/classes/{class_id}/board?done=completion", status_code=303)
    return class_form(visit, await class_of(visit, class_id), draft, [], "completion")
