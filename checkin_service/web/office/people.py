"""The people of a class in pages: roster, preparation, vouchers, and invitations printed or shown at the counter."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import segno
from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.paging import everything
from checkin_service.kit.ids import derived_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import ClassAnswer, Roster, RosterLine
from checkin_service.timetable.schemas.invitations import InvitationAnswer, InvitationRequest
from checkin_service.timetable.schemas.preparing import NewBriefing, NewChecks
from checkin_service.timetable.schemas.vouchers import HeldBack, IssueAnswer, IssueRequest
from checkin_service.voucher.service import templates
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

Done = Annotated[Literal["sent", "sent_with_people", "approved", "roster", "briefing", "checks"] | None, Query()]

_ROSTER = [Field(name="lines", label="people.lines", hint="people.lines_hint", kind="textarea", most=40_000)]
_EVIDENCE = [Field(name="evidence", label="people.evidence")]
_AGAIN = [Field(name="reason", label="people.reason")]
_KINDS = {"通用": VoucherKind.GENERAL, "通用券": VoucherKind.GENERAL, "general": VoucherKind.GENERAL}
_COLUMNS = Words(
    "第 {row} 行不是“姓名 证件号码”两列或三列。", "Row {row} is not name and document number, two columns or three."
)
_RESIDENT_ID = re.compile(r"\d{17}[\dX]")


@dataclass(frozen=True, slots=True)
class Slip:
    """What somebody needs to bind a phone, on a sheet or on the counter's screen."""

    name: str
    code: str
    qr: str
    expires_at: Any
    voucher_code: str = ""


@router.shows("/classes/{class_id}/people", by=Permission.ROSTER_READ)
async def people(visit: Visit, class_id: UUID, done: Done = None) -> Response:
    return await _shown(visit, class_id, done=done)


@router.takes("/classes/{class_id}/people", by=Permission.ROSTER_WRITE)
async def enter(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(Roster, {"request_id": draft.form_id, "trainees": roster_lines(draft)})
        await timetable.register(visit.resources, visit.subject, class_id, body)
        return RedirectResponse(f"/classes/{class_id}/people?done=roster", status_code=303)
    return await _shown(visit, class_id, roster=draft)


@router.takes("/classes/{class_id}/briefing", by=Permission.ROSTER_WRITE)
async def brief(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        items = ["voucher_briefing", "subsidy_briefing"]
        fields = {"briefing_id": draft.form_id, "items": items, "evidence": draft.value("evidence")}
        await timetable.record_briefing(visit.resources, visit.subject, class_id, as_body(NewBriefing, fields))
        return RedirectResponse(f"/classes/{class_id}/people?done=briefing", status_code=303)
    return await _shown(visit, class_id, briefing=draft)


@router.takes("/classes/{class_id}/checks", by=Permission.ROSTER_WRITE)
async def check(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """Everybody on the roster was examined; whoever was not is taken off it first."""
    draft = Draft.sent(form)
    with draft.correctable():
        lines = (await timetable.roster(visit.resources, visit.subject, class_id)).trainees
        fields = {
            "check_id": draft.form_id,
            "items": ["identity", "occupation_requirements", "subsidy_eligibility"],
            "evidence": draft.value("evidence"),
            "trainees": [each.trainee_id for each in lines if each.is_active],
        }
        await timetable.record_checks(visit.resources, visit.subject, class_id, as_body(NewChecks, fields))
        return RedirectResponse(f"/classes/{class_id}/people?done=checks", status_code=303)
    return await _shown(visit, class_id, checks=draft)


@router.takes("/classes/{class_id}/slips", by=Permission.VOUCHER_ISSUE)
async def issue(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """Vouchers to everybody who has none, and a printed slip for everybody without a phone; twice gives the same."""
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(IssueRequest, {"request_id": draft.form_id, "template_id": draft.text("template_id")})
        kept = await timetable.issue(visit.resources, visit.subject, class_id, body)
        answer = IssueAnswer.model_validate_json(kept)
        names = {each.trainee_id: each.name for each in await _lines(visit, class_id)}
        slips = [
            _slip(visit, names.get(each.trainee_id, ""), each.invitation, each.invitation_expires_at, each.voucher_code)
            for each in answer.vouchers
            if each.invitation is not None
        ]
        held_back = [(names.get(key, ""), _why_held_back(answer, key)) for key in answer.held_back]
        skipped = [(each.name, _cited(each)) for each in answer.skipped.values()]
        return await _slips_page(visit, class_id, slips, held_back, skipped, issued=len(answer.vouchers))
    return await _shown(visit, class_id, issuing=draft)


@router.takes("/classes/{class_id}/invitations/{trainee_id}", by=Permission.DEVICE_REPLACE)
async def invite_again(visit: Visit, class_id: UUID, trainee_id: UUID, form: Choices) -> Response:
    """At the counter: a new invitation for one person, shown at once; the phone bound before serves no more."""
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"request_id": draft.form_id, "trainee_id": trainee_id, "reason": draft.value("reason")}
        body = as_body(InvitationRequest, fields)
        kept = await timetable.invite_again(visit.resources, visit.subject, class_id, body)
        answer = InvitationAnswer.model_validate_json(kept)
        names = {each.trainee_id: each.name for each in await _lines(visit, class_id)}
        slip = _slip(visit, names.get(trainee_id, ""), answer.invitation or "", answer.invitation_expires_at, "")
        return await _slips_page(visit, class_id, [slip], [], [], issued=0)
    return await _shown(visit, class_id, again=(trainee_id, draft))


def roster_lines(draft: Draft) -> list[dict[str, Any]]:
    """Lines as they are pasted from a table: name, document number, and perhaps the kind of voucher."""
    found = []
    text = unicodedata.normalize("NFKC", draft.value("lines"))
    for row, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in re.split(r"[\t,;]", line) if cell.strip()]
        if len(cells) == 1:
            cells = line.rsplit(maxsplit=1)
        if len(cells) not in (2, 3):
            raise Problem(ProblemKind.MALFORMED, _COLUMNS.filled(row=row), fields=_WRONG_LINES)
        found.append(
            {
                "trainee_id": derived_id(draft.form_id, f"row {row}"),
                "name": cells[0],
                "document": document_of(cells[1]),
                "voucher_kind": _KINDS.get(cells[2] if len(cells) > 2 else "", VoucherKind.TARGETED),  # noqa: PLR2004 - the third
            }
        )
    return found


def document_of(typed: str) -> dict[str, str]:
    """A number as it was typed: a resident identity number by its form, anything else a passport's."""
    number = typed.strip().upper()
    is_resident = _RESIDENT_ID.fullmatch(number) is not None
    return {"kind": DocumentKind.RESIDENT_ID if is_resident else DocumentKind.PASSPORT, "number": number}


_WRONG_LINES = {"errors": [{"field": "lines", "reason": "columns"}]}


def _why_held_back(answer: IssueAnswer, trainee_id: UUID) -> list[Words]:
    """In words: a rule's own, or the names of the conditions that are not met or not checked."""
    if (rule := answer.reasons.get(trainee_id)) is not None:
        return [_cited(rule)]
    names = (each.removeprefix("person.") for each in answer.held_back[trainee_id])
    return [NAMES.get(each, Words(each, each)) for each in names]


def _cited(rule: HeldBack) -> Words:
    """Its words with the clause that they stand on."""
    return Words(*(f"{text}（{rule.clause}）" if rule.clause else text for text in (rule.words.zh, rule.words.en)))


async def _lines(visit: Visit, class_id: UUID) -> list[RosterLine]:
    return (await timetable.roster(visit.resources, visit.subject, class_id)).trainees


def _slip(visit: Visit, name: str, invitation: str, expires_at: Any, voucher_code: str) -> Slip:
    # Behind the # the invitation reaches no log.
    address = f"{visit.request.base_url}me#invitation={invitation}"
    qr = segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2, light="#fff")
    return Slip(name=name, code=invitation, qr=qr, expires_at=expires_at, voucher_code=voucher_code)


async def _slips_page(
    visit: Visit,
    class_id: UUID,
    slips: Sequence[Slip],
    held_back: Sequence[tuple[str, list[Words]]],
    skipped: Sequence[tuple[str, Words]],
    *,
    issued: int,
) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    return visit.page(
        "office/slips.html",
        held=held,
        slips=slips,
        held_back=held_back,
        skipped=skipped,
        issued=issued,
        contact=(await catalogue.own_contact(visit.resources, visit.subject)).contact,
    )


async def _shown(
    visit: Visit,
    class_id: UUID,
    *,
    done: Done = None,
    roster: Draft | None = None,
    briefing: Draft | None = None,
    checks: Draft | None = None,
    issuing: Draft | None = None,
    again: tuple[UUID, Draft] | None = None,
) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    refused = next((each for each in (roster, briefing, checks, issuing, again[1] if again else None) if each), None)
    return visit.page(
        "office/people.html",
        status=refused.status if refused else 200,
        held=held,
        lines=await _lines(visit, class_id),
        rows=(roster.problem.fields.get("rows", []) if roster and roster.problem else []),
        can_prepare=visit.subject.may(Permission.ROSTER_WRITE) and held.state in (ClassState.APPLIED, ClassState.OPEN),
        prepared=await _prepared(visit, class_id),
        roster=roster or Draft(),
        briefing=briefing or Draft(),
        checks=checks or Draft(),
        issuing=issuing or Draft(),
        again_id=again[0] if again else None,
        again=again[1] if again else Draft(),
        roster_fields=_ROSTER,
        evidence_fields=_EVIDENCE,
        again_fields=_AGAIN,
        issue_fields=await _issue_fields(visit, held),
        done=done,
    )


async def _prepared(visit: Visit, class_id: UUID) -> dict[str, int]:
    if not visit.subject.may(Permission.CLASS_APPLY) and not visit.subject.may(Permission.CLASS_APPROVE):
        return {}
    found = await timetable.preparation(visit.resources, visit.subject, class_id)
    return {"briefings": len(found.briefings), "checked": len({each.trainee_id for each in found.checks})}


async def _issue_fields(visit: Visit, held: ClassAnswer) -> list[Field]:
    if not visit.subject.may(Permission.VOUCHER_ISSUE):
        return []
    found = await everything(
        lambda page: templates.templates(visit.resources, visit.subject.authority_code or held.paying_authority, page)
    )
    choices = [(str(each.template_id), each.name) for each in found]
    return [Field(name="template_id", label="people.template", kind="select", choices=choices, is_required=False)]
