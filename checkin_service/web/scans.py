"""The institution's desk: vouchers verified at arrival (验券), live QRs scanned at a session, and the log of both."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic_core import from_json

from checkin_service.access import accounts
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin.rules import live_qr
from checkin_service.checkin.schemas.attempts import CheckInAnswer, ScanRequest
from checkin_service.checkin.service import scans
from checkin_service.identity import service as identity
from checkin_service.kit.http.routes import answer
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.problem import Problem, existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.vouchers import Activation, ActivationAnswer
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import DeskLook, Voucher, VoucherState
from checkin_service.voucher.rules import DEAD
from checkin_service.voucher.schemas import Shown
from checkin_service.web import moments
from checkin_service.web.forms import Form, as_body
from checkin_service.web.listing import Cell, Column, Row, Source, answered
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Bilingual, Language, Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_SCANNER_CLOCK = "scanner_clock_differs"
RAIL = (
    Entry("/desk", "nav.desk", "badge-check", Group.INSTITUTION, Permission.VOUCHER_HOLD),
    Entry("/verifications", "nav.verifications", "history", Group.WATCH, Permission.VERIFICATION_READ),
    Entry("/verifications", "nav.verifications", "history", Group.INSTITUTION, Permission.VERIFICATION_READ),
)

_REASONS = frozenset(
    {
        "has_used_another",
        "move_impossible",
        "not_on_roster",
        "not_in_this_state",
        "qr_forged",
        "qr_too_old",
        "step_too_early",
        "template_not_for_institution",
        "unknown",
        "voucher_already_used",
        "voucher_dead",
        "voucher_expired",
        "voucher_held_elsewhere",
        "voucher_not_for_this_class",
        "voucher_of_other_kind",
    }
)
"""Refusals at a desk that have words in the log."""
_SIMPLY_DEAD = DEAD - {VoucherState.EXPIRED}
_OUTCOMES: dict[Decision, Literal["pass", "doubt", "fail"]] = {
    Decision.ACCEPTED: "pass",
    Decision.DOUBTFUL: "doubt",
    Decision.REFUSED: "fail",
}
_DEEDS: dict[str, Callable[[Resources, Subject, str], Awaitable[Voucher]]] = {
    "activate": vouchers.activate_shown,
    "hold": vouchers.hold,
    "end_hold": vouchers.end_hold,
}


class Scanned(StrictModel):
    """What one scan came to, in the visitor's language, for the list on the screen."""

    outcome: Literal["pass", "doubt", "fail"]
    headline: str
    lines: list[str]


@router.shows("/classes/{class_id}/arrivals", by=Permission.VOUCHER_ACTIVATE)
async def arrivals(visit: Visit, class_id: UUID) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    return visit.page("scan.html", held=held, session=None, target=f"/classes/{class_id}/arrivals", deeds=[])


@router.takes("/classes/{class_id}/arrivals", by=Permission.VOUCHER_ACTIVATE)
async def verify(visit: Visit, class_id: UUID, form: Form) -> Response:
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


@router.shows("/desk", by=Permission.VOUCHER_HOLD)
async def desk(visit: Visit) -> Response:
    """Vouchers before there is a class: activated (SX-12), held at arrival (AH-10), or given free again."""
    return visit.page("scan.html", held=None, session=None, target="/desk", deeds=list(_DEEDS))


@router.takes("/desk", by=Permission.VOUCHER_HOLD)
async def at_the_desk(visit: Visit, form: Form) -> Response:
    deed = form.get("deed", "")
    try:
        if deed not in _DEEDS:
            raise not_found()
        shown = as_body(Shown, {"voucher_code": form.get("shown", "").strip()})
        voucher = await _DEEDS[deed](visit.resources, visit.subject, shown.voucher_code)
    except Problem as problem:
        return answer(_refused(visit, problem))
    speech = _speech(visit)
    headline = speech(f"scan.{deed}_done", name=await _name(visit, voucher.trainee_id))
    return answer(Scanned(outcome="pass", headline=headline, lines=[speech(f"voucher.{voucher.state}")]))


@router.shows("/sessions/{session_id}/scans", by=Permission.SCAN_CREATE)
async def at_session(visit: Visit, session_id: UUID) -> Response:
    found = existing(await timetable.session_with_class(visit.resources.database, session_id))
    held = await timetable.shown_class(visit.resources, visit.subject, found.session.class_id)
    return visit.page("scan.html", held=held, session=found.session, target=f"/sessions/{session_id}/scans", deeds=[])


@router.takes("/sessions/{session_id}/scans", by=Permission.SCAN_CREATE)
async def scan(visit: Visit, session_id: UUID, form: Form) -> Response:
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


@router.shows("/verifications", by=Permission.VERIFICATION_READ)
async def log(visit: Visit) -> Response:
    """What this desk has verified, accepted or not; the latest first."""
    say, staff = visit.speech, await accounts.accounts(visit.resources, visit.subject)
    said = {
        "what": {each: say(f"verification_purpose.{each}") for each in ("look", "hold", "activate")},
        "way": {each: say(f"verification_way.{each}") for each in ("code", "live_qr", "e_card")},
        "who": {f"staff:{each.staff_id}": each.display_name for each in staff},
        "result": {each: say(f"outcome.{each}") for each in ("pass", "fail")},
        "reason": {each: say(f"verification_reason.{each}") for each in _REASONS}
        | dict.fromkeys((f"voucher_{state}" for state in _SIMPLY_DEAD), say("verification_reason.voucher_dead")),
    }
    return await answered(
        visit,
        "office/list.html",
        tuple(Column(f"verification.{name}") for name in ("at", "voucher", "what", "way", "who", "result", "reason")),
        Source(partial(vouchers.listed_looks, visit.resources, visit.subject), partial(_looks, say, said), said),
        file="verifications",
        title=say("nav.verifications"),
        lead=say("verification.lead"),
        nothing=say("verification.none"),
        done=None,
    )


async def _looks(say: Speech, said: Mapping[str, Mapping[str, str]], found: Sequence[DeskLook]) -> list[Row]:
    """Verifications in a line each; a code that nobody issued belongs to no voucher."""
    other = say("verification_reason.other")
    return [
        (
            Cell(moments.day_and_hour(each.at, say.language)),
            Cell(each.voucher_code or say("verification.no_voucher")),
            Cell(said["what"][each.purpose]),
            Cell(said["way"][each.way]),
            Cell(said["who"].get(each.subject, "")),
            Cell(said["result"]["pass" if each.is_valid else "fail"], tone="pass" if each.is_valid else "fail"),
            Cell(said["reason"].get(each.reason, other) if each.reason else ""),
        )
        for each in found
    ]


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
        "scanned_at": form.get("scanned_at") or None,
    }


def _open_findings(verdict: CheckInAnswer, speech: Speech) -> list[str]:
    """What stands in the way, and clocks that are wrong, with by how many seconds."""
    told = [each for each in verdict.findings if each.outcome in {"doubt", "fail"} or each.reason == _SCANNER_CLOCK]
    return [
        f"{speech.said(each.sentence)} ({each.measured} s)" if each.unit == "s" else speech.said(each.sentence)
        for each in told
    ]


def _refused(visit: Visit, problem: Problem) -> Scanned:
    told: list[Bilingual | None] = [problem.detail, problem.kind.value.advice]
    headline, *lines = [_speech(visit).said(words) for words in (problem.kind.value.title, *told) if words]
    return Scanned(outcome="fail", headline=headline, lines=lines)


async def _name_behind(visit: Visit, qr: str) -> str:
    code = live_qr.parsed(qr)
    device = None if code is None else await identity.active_device(visit.resources, code.device_id)
    return "" if device is None else await _name(visit, device.trainee_id)


async def _name(visit: Visit, trainee_id: UUID) -> str:
    return (await identity.people(visit.resources, [trainee_id]))[trainee_id].name


def _speech(visit: Visit) -> Speech:
    return Speech(Language.of(visit.request))
