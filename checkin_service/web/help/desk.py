"""The help desk (咨询台): one box, a person's whole story with what to say, and what can be done about it at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.money import yuan
from checkin_service.kit.words import Words
from checkin_service.messages.model import MessageKind
from checkin_service.messages.words import sentence
from checkin_service.oversight.model import Happening
from checkin_service.oversight.service import helping
from checkin_service.web import session
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Form, local_path
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/help", "help.title", "search", Group.WORK, Permission.PERSON_FIND),)

_AGAIN = [Field(name="reason", label="people.reason")]
_TONES = {
    "accepted": "pass",
    "true": "pass",
    "eligible": "pass",
    "doubtful": "doubt",
    "refused": "fail",
    "false": "fail",
    "not_eligible": "fail",
}

_SECTIONS = {"voucher": "voucher", "determined": "eligibility"}
"""Of texts, for states that have words elsewhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """A happening in words."""

    at: datetime
    what: str
    tone: str
    state: str
    where: str
    said: Sequence[str]


@router.shows("/help", by=Permission.PERSON_FIND)
async def ask(visit: Visit, to: Annotated[str, Query(max_length=100)] = "") -> Response:
    return _box(visit, purpose_of(visit), to=to)


@router.takes("/help", by=Permission.PERSON_FIND)
async def look(visit: Visit, form: Form) -> Response:
    """What is looked for may be a number, so that it stands in no address; why is asked once a visit."""
    purpose = _stated(form.get("purpose", "")) or purpose_of(visit)
    typed, to = form.get("q", "").strip()[:100], form.get("to", "")
    if purpose is None:
        return _box(visit, None, to=to, typed=typed, lacks_purpose=True)
    if not typed and to:
        response: Response = RedirectResponse(local_path(to, otherwise="/help"), status_code=303)
    elif not typed:
        response = _box(visit, purpose)
    else:
        found = await helping.look_for(visit.resources, visit.subject, typed, purpose=purpose)
        response = _box(visit, purpose, typed=typed, found=found)
    session.keep_purpose(visit.request, response, visit.subject, purpose)
    return response


@router.takes("/help/purpose", by=Permission.PERSON_FIND)
async def forget_purpose(visit: Visit, form: Form) -> Response:
    """The next caller may come for another reason."""
    response = RedirectResponse(local_path(form.get("to"), otherwise="/help"), status_code=303)
    session.keep_purpose(visit.request, response, visit.subject, None)
    return response


@router.shows("/help/{trainee_id}", by=Permission.PERSON_FIND)
async def case(visit: Visit, trainee_id: UUID, done: Annotated[Literal["released"] | None, Query()] = None) -> Response:
    purpose = purpose_of(visit)
    if purpose is None:
        return RedirectResponse(f"/help?to=/help/{trainee_id}", status_code=303)
    found = await helping.case_of(visit.resources, visit.subject, trainee_id, purpose=purpose)
    return visit.page(
        "help/case.html",
        case=found,
        lines=[_line(visit, each) for each in found.happenings],
        purpose=purpose,
        may_invite=visit.subject.may(Permission.DEVICE_REPLACE),
        again_fields=_AGAIN,
        draft=Draft(),
        done=done,
    )


def purpose_of(visit: Visit) -> Purpose | None:
    """Why this person looks things up, as said on this visit."""
    return _stated(session.purpose_of(visit.request, visit.subject))


def _stated(typed: str) -> Purpose | None:
    return Purpose(typed) if typed in set(Purpose) else None


def _box(visit: Visit, purpose: Purpose | None, **values: Any) -> Response:
    shown = {"to": "", "typed": "", "found": None, "lacks_purpose": False, **values}
    status = 422 if shown["lacks_purpose"] else 200
    return visit.page(
        "help/box.html", status=status, purpose=purpose, purposes=list(Purpose), most=helping.MOST, **shown
    )


def _line(visit: Visit, each: Happening) -> Line:
    say = visit.speech
    place = [each.class_name or "", say("help.lesson", number=each.lesson) if each.lesson else ""]
    return Line(
        at=each.at,
        what=say(f"help_kind.{each.kind}"),
        tone=_TONES.get(each.state or "", "quiet"),
        state=_state(visit, each),
        where=" · ".join(part for part in place if part),
        said=[visit.speech.said(words) for words in _said(visit, each)],
    )


def _state(visit: Visit, each: Happening) -> str:
    """How it came out; yes and no are said of each kind in its own words."""
    if each.state is None or each.kind == "told":
        return ""
    if each.kind in _SECTIONS:
        return visit.speech(f"{_SECTIONS[each.kind]}.{each.state}")
    is_answer = each.state in {"true", "false"}
    return visit.speech(f"help_state.{each.kind}_{each.state}" if is_answer else f"help_state.{each.state}")


def _said(visit: Visit, each: Happening) -> list[Words]:
    """What else there is to say of it, in words."""
    if each.answer is not None:
        return helping.said_against(each)
    if each.kind == "told":
        return [sentence(MessageKind(str(each.state)), json.loads(each.said or "{}"))]
    if each.said is None:
        return []
    if each.kind == "determined":
        return [Words(f"¥{yuan(int(each.said))}", f"¥{yuan(int(each.said))}")] if int(each.said) else []
    if each.kind in {"consent", "voucher_shown"}:
        key = f"help_said.{each.said}"
        return [Words(visit.speech(key), visit.speech(key))]
    return [Words(each.said, each.said)]
