"""One's own second factor and one's own sign-ins in pages: QR, first code, codes for paper, where one is signed in."""

from uuid import UUID

import segno
from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access import second_factors
from checkin_service.access.model import Permission
from checkin_service.access.schemas import ConfirmedByCode, PresentPassword
from checkin_service.access.second_factors import Begun
from checkin_service.web import session
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.pages import SECOND_FACTOR
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_PRESENT = (Field(name="present", label="accounts.present", kind="password", most=128),)
_CODE = (Field(name="code", label="second_factor.code", hint="second_factor.code_hint", most=16),)


@router.shows(SECOND_FACTOR, by=Permission.SECOND_FACTOR_SET)
async def show(visit: Visit) -> Response:
    return await _page(visit, Draft())


@router.takes(f"{SECOND_FACTOR}/begin", by=Permission.SECOND_FACTOR_SET)
async def begin(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(PresentPassword, {"present": draft.value("present")})
        origin = session.origin(visit.request)
        return _qr_page(visit, await second_factors.begin(visit.resources, visit.subject, body, origin=origin), Draft())
    return await _page(visit, draft)


@router.takes(f"{SECOND_FACTOR}/confirm", by=Permission.SECOND_FACTOR_SET)
async def confirm(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        origin = session.origin(visit.request)
        confirmed = await second_factors.confirm(visit.resources, visit.subject, _code(draft), origin=origin)
        response = _codes_page(visit, confirmed.recovery_codes)
        session.start(visit.request, response, confirmed.tokens)
        return response
    return _qr_page(visit, await second_factors.begun(visit.resources, visit.subject), draft)


@router.takes(f"{SECOND_FACTOR}/codes", by=Permission.SECOND_FACTOR_SET)
async def new_codes(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        origin = session.origin(visit.request)
        return _codes_page(
            visit, await second_factors.new_codes(visit.resources, visit.subject, _code(draft), origin=origin)
        )
    return await _page(visit, draft)


@router.takes(f"{SECOND_FACTOR}/removal", by=Permission.SECOND_FACTOR_SET)
async def give_up(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        origin = session.origin(visit.request)
        await second_factors.give_up(visit.resources, visit.subject, _code(draft), origin=origin)
        # Every sign-in has ended with it, this one too.
        return RedirectResponse("/staff/sign-in", status_code=303)
    return await _page(visit, draft)


@router.takes("/account/sign-ins/end", by=Permission.SIGN_IN_END)
async def end_others(visit: Visit, form: Form) -> Response:
    del form  # Read for where it comes from.
    await second_factors.end_own(visit.resources, visit.subject, None)
    return RedirectResponse("/account?done=ended", status_code=303)


@router.takes("/account/sign-ins/{sign_in_id}/end", by=Permission.SIGN_IN_END)
async def end_one(visit: Visit, sign_in_id: UUID, form: Form) -> Response:
    del form
    await second_factors.end_own(visit.resources, visit.subject, sign_in_id)
    return RedirectResponse("/account?done=ended", status_code=303)


def _code(draft: Draft) -> ConfirmedByCode:
    return as_body(ConfirmedByCode, {"code": draft.value("code").strip()})


async def _page(visit: Visit, draft: Draft) -> Response:
    return visit.page(
        "office/second_factor.html",
        status=draft.status,
        standing=await second_factors.standing(visit.resources, visit.subject),
        present=_PRESENT,
        code=_CODE,
        draft=draft,
    )


def _qr_page(visit: Visit, begun: Begun, draft: Draft) -> Response:
    return visit.page(
        "office/second_factor_qr.html",
        status=draft.status,
        qr=segno.make(begun.address, error="m", micro=False).svg_data_uri(scale=5, border=2, light="#fff"),
        typed=begun.typed,
        code=_CODE,
        draft=draft,
    )


def _codes_page(visit: Visit, codes: list[str]) -> Response:
    return visit.page("office/recovery_codes.html", codes=codes)
