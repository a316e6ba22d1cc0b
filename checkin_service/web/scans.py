"""The institution's desk: vouchers verified at arrival (验券), live QRs scanned at a session, and the log of both."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic_core import from_json

from checkin_service.access.model import Permission
from checkin_service.checkin import scan_code, scans
from checkin_service.checkin.schemas import CheckInAnswer, ScanRequest
from checkin_service.identity import service as identity
from checkin_service.kit.http import answer
from checkin_service.kit.paging import Page
from checkin_service.kit.problem import Problem, not_found
from checkin_service.kit.schema import StrictModel
from checkin_service.kit.verdict import Decision
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.vouchers import Activation, ActivationAnswer
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.service import settling
from checkin_service.web.forms import Form, as_body
from checkin_service.web.pages import PageRoute
from checkin_service.web.texts import Bilingual, Language, Speech
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

_OUTCOMES: dict[Decision, Literal["pass", "doubt", "fail"]] = {
    Decision.ACCEPTED: "pass",
    Decision.DOUBTFUL: "doubt",
    Decision.REFUSED: "fail",
}


class Scanned(StrictModel):
    """What one scan came to, in the visitor's language, for the list on the screen."""

    outcome: Literal["pass", "doubt", "fail"]
    headline: str
    lines: list[str]


@router.get("/classes/{class_id}/arrivals")
async def arrivals(visit: Annotated[Visit, Depends(Visitor(Permission.VOUCHER_ACTIVATE))], class_id: UUID) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    return visit.page("scan.html", held=held, session=None, target=f"/classes/{class_id}/arrivals")


@router.post("/classes/{class_id}/arrivals")
async def verify(
    visit: Annotated[Visit, Depends(Visitor(Permission.VOUCHER_ACTIVATE))], class_id: UUID, form: Form
) -> Response:
    try:
        fields = {"request_id": form.get("request_id"), "voucher_code": form.get("shown", "").strip()}
        kept = await timetable.activate(visit.resources, visit.subject, class_id, as_body(Activation, fields))
    except Problem as problem:
        return answer(_refused(visit, problem))
    activated = ActivationAnswer.model_validate_json(kept)
    speech = _speech(visit)
    name = await _name(visit, activated.trainee_id)
    kind = speech(f"voucher.{activated.voucher_kind}")
    return answer(Scanned(outcome="pass", headline=speech("scan.activated", name=name), lines=[kind]))


@router.get("/sessions/{session_id}/scans")
async def at_session(visit: Annotated[Visit, Depends(Visitor(Permission.SCAN_CREATE))], session_id: UUID) -> Response:
    found = await timetable.session_with_class(visit.resources.database, session_id)
    if found is None:
        raise not_found()
    held = await timetable.shown_class(visit.resources, visit.subject, found.session.class_id)
    return visit.page("scan.html", held=held, session=found.session, target=f"/sessions/{session_id}/scans")


@router.post("/sessions/{session_id}/scans")
async def scan(
    visit: Annotated[Visit, Depends(Visitor(Permission.SCAN_CREATE))], session_id: UUID, form: Form
) -> Response:
    try:
        body = as_body(ScanRequest, _scan_fields(form))
        kept = await scans.record_scan(visit.resources, visit.subject, session_id, body)
    except Problem as problem:
        return answer(_refused(visit, problem))
    verdict = CheckInAnswer.model_validate_json(kept)
    said, name = _speech(visit).said, await _name_behind(visit, body.qr)
    return answer(
        Scanned(
            outcome=_OUTCOMES[verdict.outcome],
            headline=f"{name} · {said(verdict.summary)}",
            lines=[verdict.attendance.rate, *_open_findings(verdict, _speech(visit))],
        )
    )


@router.get("/verifications")
async def log(visit: Annotated[Visit, Depends(Visitor(Permission.VERIFICATION_READ))], paging: Page) -> Response:
    """What this desk has verified, accepted or not."""
    found = await vouchers.verifications(visit.resources, visit.subject, paging)
    shown, next_cursor = paging.shown(found, lambda look: look.verification_id)
    seen = await settling.claims_of(visit.resources, sorted({(each.trainee_id, each.voucher_id) for each in shown}))
    codes = {voucher_id: voucher.voucher_code for voucher_id, voucher in seen.vouchers.items()}
    return visit.page("verifications.html", looks=shown, codes=codes, next_cursor=next_cursor)


def _scan_fields(form: Form) -> dict[str, object]:
    try:
        position = from_json(form.get("position", ""))
    except ValueError:
        position = None
    return {
        "scan_id": form.get("request_id"),
        "qr": form.get("shown", "").strip(),
        "phase": form.get("phase", "in"),
        "position": position,
    }


def _open_findings(verdict: CheckInAnswer, speech: Speech) -> list[str]:
    return [speech.said(each.sentence) for each in verdict.findings if each.outcome in {"doubt", "fail"}]


def _refused(visit: Visit, problem: Problem) -> Scanned:
    told: list[Bilingual | None] = [problem.detail, problem.kind.value.advice]
    headline, *lines = [_speech(visit).said(words) for words in (problem.kind.value.title, *told) if words]
    return Scanned(outcome="fail", headline=headline, lines=lines)


async def _name_behind(visit: Visit, qr: str) -> str:
    code = scan_code.parsed(qr)
    device = None if code is None else await identity.active_device(visit.resources, code.device_id)
    return "" if device is None else await _name(visit, device.trainee_id)


async def _name(visit: Visit, trainee_id: UUID) -> str:
    return (await identity.people(visit.resources, [trainee_id]))[trainee_id].name


def _speech(visit: Visit) -> Speech:
    return Speech(Language.of(visit.request))
