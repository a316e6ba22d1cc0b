"""Signing in and out, and accounts of staff."""

from fastapi import Request, Response

from checkin_service.access import service, tokens
from checkin_service.access.dependencies import Res, address_of, origin_of, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import (
    MeAnswer,
    NewStaff,
    NonceAnswer,
    PasswordSignIn,
    RefreshRequest,
    StaffAnswer,
    TokenAnswer,
)
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="access")


@router.post("/tokens/password", response_model=TokenAnswer)
async def sign_in(resources: Res, request: Request, body: PasswordSignIn) -> Response:
    """Staff sign in with login, password and the code of their second factor, if they have one.

    After five wrong tries the next one has to wait a little.
    """
    granted = await service.sign_in(
        resources,
        login=body.login,
        password=body.password.get_secret_value(),
        code=body.code.get_secret_value() if body.code else None,
        origin=origin_of(request),
    )
    return answer(granted)


@router.post("/tokens/nonce", response_model=NonceAnswer)
async def new_nonce(resources: Res) -> Response:
    """Something fresh for a device or a terminal to sign."""
    return answer(NonceAnswer(nonce=tokens.new_nonce(resources)))


@router.post("/tokens/refresh", response_model=TokenAnswer)
async def refresh(resources: Res, request: Request, body: RefreshRequest) -> Response:
    """A refresh token serves once and brings the next; used a second time, it ends the whole sign-in."""
    return answer(await service.refresh(resources, body.refresh_token, address=address_of(request)))


@router.post("/tokens/revocation", status_code=204)
async def sign_out(resources: Res, request: Request, body: RefreshRequest) -> None:
    """Sign out: no refresh token of this sign-in works any more."""
    await service.sign_out(resources, body.refresh_token, address=address_of(request))


@router.creates("/staff", by=Permission.STAFF_CREATE)
async def create_staff(resources: Res, subject: Subject, body: NewStaff) -> Kept[StaffAnswer]:
    """An officer creates administrators of an institution it supervises; an administrator creates instructors."""
    return await service.create_staff(resources, subject, body)


@router.reads("/me", by=Permission.SELF_READ)
async def who_am_i(resources: Res, subject: Subject) -> MeAnswer:
    """Who the token speaks for, and what they may do."""
    return await service.me(resources, subject)
