"""Accounts of staff in pages: the list, invitation by link, a forgotten password, end and return, one's own account."""

from typing import Annotated, Literal
from uuid import UUID

import segno
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access import accounts, recoveries, second_factors
from checkin_service.access import service as access
from checkin_service.access.accounts import Invited, Standing, standing
from checkin_service.access.dependencies import Res
from checkin_service.access.model import INSTITUTION_ROLES, Permission
from checkin_service.access.schemas import Invitation, NewOwnPassword, PasswordByLink
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.web import moments, session
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Language, Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/accounts", "accounts.rail", "user-cog", Group.SYSTEM, Permission.STAFF_READ),
    Entry("/accounts", "accounts.rail_institution", "user-cog", Group.INSTITUTION, Permission.STAFF_READ),
    Entry("/account", "accounts.own", "user-round", Group.SYSTEM, Permission.PASSWORD_CHANGE),
    Entry("/account", "accounts.own", "user-round", Group.INSTITUTION, Permission.PASSWORD_CHANGE),
)

TONES = {Standing.ACTIVE: "pass", Standing.INVITED: "doubt", Standing.ENDED: "quiet"}

_COLUMNS = tuple(
    Column(f"accounts.{name}") for name in ("name", "login", "role", "institution", "standing", "last_seen")
)
_PASSWORD = (
    Field(name="password", label="accounts.new_password", kind="password", hint="accounts.password_hint", most=128),
    Field(name="again", label="accounts.again", kind="password", most=128),
)
_CODE = Field(name="code", label="second_factor.code", hint="accounts.code_hint", most=16, is_required=False)
_DONE = {"changed": "changed", "ended": "sign_in_ended", "welcome": "welcomed"}
RECOVERY = (Field(name="reason", label="recovery.reason", hint="recovery.reason_hint"),)
_DIFFERENT = Words("两次输入的密码不一致。", "The two passwords differ.")


@router.shows("/accounts", by=Permission.STAFF_READ)
async def show(visit: Visit, done: Annotated[Literal["ended", "returned"] | None, Query()] = None) -> Response:
    say = visit.speech
    names = await institutions(visit)
    rows = [
        (
            Cell(each.display_name, href=f"/accounts/{each.staff_id}"),
            Cell(each.login),
            Cell(say(f"role.{each.role}")),
            Cell(names.get(each.institution_id, "") if each.institution_id else ""),
            Cell(say(f"standing.{standing(each)}"), tone=TONES[standing(each)]),
            Cell(
                moments.day_and_hour(each.last_seen_at, say.language) if each.last_seen_at else "",
                order=each.last_seen_at,
            ),
        )
        for each in await accounts.accounts(visit.resources, visit.subject)
    ]
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="accounts",
        title=say("accounts.title"),
        lead=say("accounts.lead"),
        nothing=say("accounts.lead"),
        actions=[("/accounts/invite", say("accounts.invite"))] if visit.subject.may(Permission.STAFF_CREATE) else [],
        done=say(f"accounts.{done}") if done else "",
    )


@router.shows("/accounts/invite", by=Permission.STAFF_CREATE)
async def ask(visit: Visit) -> Response:
    role = visit.request.query_params.get("role", "")
    return await _invite_page(visit, Draft({"role": [role]}))


@router.takes("/accounts/invite", by=Permission.STAFF_CREATE)
async def invite(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(
            Invitation,
            {
                "staff_id": draft.form_id,
                "login": (draft.text("login") or "").lower(),
                "display_name": draft.text("display_name") or "",
                "role": draft.text("role") or "",
                "institution_id": draft.text("institution_id"),
            },
        )
        return link_page(visit, await accounts.invite(visit.resources, visit.subject, body))
    return await _invite_page(visit, draft)


@router.shows("/accounts/{staff_id}", by=Permission.STAFF_READ)
async def show_one(visit: Visit, staff_id: UUID) -> Response:
    return await account_page(visit, staff_id, Draft())


@router.takes("/accounts/{staff_id}/link", by=Permission.STAFF_CREATE)
async def make_link(visit: Visit, staff_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    return link_page(visit, await accounts.reset(visit.resources, visit.subject, staff_id, request_id=draft.form_id))


@router.takes("/accounts/{staff_id}/{change}", by=Permission.STAFF_END)
async def change(visit: Visit, staff_id: UUID, change: Literal["end", "return"], form: Form) -> Response:
    del form  # Read for where it comes from.
    await accounts.end(visit.resources, visit.subject, staff_id, returns=change == "return")
    return RedirectResponse(f"/accounts?done={'returned' if change == 'return' else 'ended'}", status_code=303)


@router.shows("/account", by=Permission.PASSWORD_CHANGE)
async def own(visit: Visit, done: Annotated[Literal["changed", "ended", "welcome"] | None, Query()] = None) -> Response:
    return await _own_page(visit, Draft(), done=done)


@router.takes("/account", by=Permission.PASSWORD_CHANGE)
async def change_own(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        _require_equal(draft)
        fields = {name: draft.value(name) for name in ("present", "password")}
        granted = await accounts.change_password(
            visit.resources, visit.subject, as_body(NewOwnPassword, fields), origin=session.origin(visit.request)
        )
        response = RedirectResponse("/account?done=changed", status_code=303)
        session.start(visit.request, response, granted)
        return response
    return await _own_page(visit, draft, done=None)


@router.get("/welcome")
async def welcome(request: Request) -> Response:
    return _welcome_page(request, Draft())


@router.post("/welcome")
async def accept(request: Request, resources: Res, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        _require_equal(draft)
        code = draft.value("code").strip() or None
        fields = {name: draft.value(name) for name in ("link", "password")} | {"code": code}
        granted = await accounts.set_password(
            resources, as_body(PasswordByLink, fields), origin=session.origin(request)
        )
        response = RedirectResponse("/account?done=welcome", status_code=303)
        session.start(request, response, granted)
        return response
    return _welcome_page(request, draft)


async def institutions(visit: Visit) -> dict[UUID, str]:
    """The institutions of an authority by name; for the institution itself none are needed."""
    if not visit.subject.may(Permission.INSTITUTION_READ):
        return {}
    found = await every(
        lambda page: catalogue.institutions(visit.resources, visit.subject, page), lambda page: page.institutions
    )
    return {each.institution_id: each.name for each in found}


async def _invite_page(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    roles = accounts.invitable(visit.subject)
    names = await institutions(visit)
    fields = [
        Field(name="display_name", label="accounts.name"),
        Field(name="login", label="accounts.login", hint="accounts.login_hint", most=64),
        Field(
            name="role",
            label="accounts.role",
            kind="select",
            choices=[(str(each), say(f"role.{each}")) for each in roles],
        ),
    ]
    if names and INSTITUTION_ROLES & set(roles):
        choices = [(str(key), name) for key, name in names.items()]
        fields.append(
            Field(
                name="institution_id",
                label="accounts.institution",
                kind="select",
                choices=choices,
                hint="accounts.institution_hint",
                is_required=False,
            )
        )
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("accounts.invite"),
        lead=say("accounts.invite_lead"),
        back="/accounts",
        back_word=say("accounts.title"),
        action="/accounts/invite",
        fields=fields,
        draft=draft,
        submit=say("accounts.make_link"),
    )


def link_page(visit: Visit, invited: Invited) -> Response:
    address = f"{visit.request.base_url}welcome#{invited.link}"
    return visit.page(
        "office/account_link.html",
        account=invited.account,
        address=address,
        qr=segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=2, light="#fff"),
        days=accounts.LINK_LIVES.days,
    )


async def account_page(visit: Visit, staff_id: UUID, draft: Draft) -> Response:
    """One account, with what waits for a second person."""
    account = await accounts.account_of(visit.resources, visit.subject, staff_id)
    names = await institutions(visit) if account.institution_id else {}
    recovery = await recoveries.waiting(visit.resources, staff_id)
    known = {each.staff_id: each.display_name for each in await accounts.accounts(visit.resources, visit.subject)}
    is_theirs = account.role in accounts.invitable(visit.subject)
    is_own = account.staff_id == visit.subject.subject_id
    may_ask = visit.subject.may(Permission.RECOVERY_ASK) and is_theirs and not is_own
    has_asked = recovery is not None and recovery.asked_by == visit.subject.subject_id
    return visit.page(
        "office/account.html",
        status=draft.status,
        account=account,
        standing=standing(account),
        tone=TONES[standing(account)],
        institution=names.get(account.institution_id, "") if account.institution_id else "",
        may_change=visit.subject.may(Permission.STAFF_END) and is_theirs,
        is_own=is_own,
        form_id=new_id(),
        draft=draft,
        recovery=recovery,
        asked_by=known.get(recovery.asked_by, "") if recovery else "",
        recovery_fields=RECOVERY,
        may_ask=may_ask and await second_factors.has_one(visit.resources, staff_id),
        may_rule=visit.subject.may(Permission.RECOVERY_RULE) and is_theirs and not is_own and not has_asked,
    )


async def _own_page(visit: Visit, draft: Draft, *, done: str | None) -> Response:
    known = await access.me(visit.resources, visit.subject)
    since = visit.resources.second_factor_from
    return visit.page(
        "office/own_account.html",
        status=draft.status,
        name=known.display_name or "",
        done=done,
        done_words=_DONE,
        draft=draft,
        fields=(Field(name="present", label="accounts.present", kind="password", most=128), *_PASSWORD),
        standing=await second_factors.standing(visit.resources, visit.subject),
        required_from=moments.day(since, visit.speech.language) if since else "",
        sign_ins=await second_factors.own_sign_ins(visit.resources, visit.subject),
        may_end=visit.subject.may(Permission.SIGN_IN_END),
    )


def _welcome_page(request: Request, draft: Draft) -> Response:
    link = Field(name="link", label="accounts.link", hint="accounts.link_hint", most=80)
    say = Speech(Language.of(request))
    return page(
        request,
        "office/welcome.html",
        status=draft.status,
        draft=draft,
        fields=(link, *_PASSWORD, _CODE),
        title=say("accounts.welcome"),
    )


def _require_equal(draft: Draft) -> None:
    if draft.value("password") != draft.value("again"):
        raise Problem(ProblemKind.MALFORMED, _DIFFERENT, fields={"errors": [{"field": "again", "reason": "differs"}]})
