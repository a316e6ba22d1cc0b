"""The browser session of staff: two cookies that scripts cannot read, renewed while somebody works."""

import asyncio
from datetime import datetime, timedelta
from hashlib import sha256

from fastapi import Request, Response

from checkin_service.access import granting, guessing, tokens
from checkin_service.access import service as access
from checkin_service.access.dependencies import address_of, origin_of
from checkin_service.access.model import Subject, SubjectKind
from checkin_service.access.origin import Origin
from checkin_service.access.schemas import TokenAnswer
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources

ACCESS_COOKIE, REFRESH_COOKIE, PURPOSE_COOKIE = "checkin_access", "checkin_refresh", "checkin_purpose"
KNOWN_COOKIE = "checkin_known"
_PURPOSE_S = 8 * 3600
_KNOWN_S = 90 * 24 * 3600


async def staff_of(request: Request, resources: Resources) -> Subject | None:
    """Who the cookies speak for. New cookies, when the old ones had run out, go with the answer (`keep`)."""
    subject = _verified(resources, request.cookies.get(cookie_name(request, ACCESS_COOKIE)))
    refresh_token = request.cookies.get(cookie_name(request, REFRESH_COOKIE))
    if subject is None and refresh_token:
        try:
            renewed = await _renewals.renew(resources, refresh_token, address_of(request))
        except Problem:
            return None
        request.state.renewed = renewed
        subject = _verified(resources, renewed.access_token)
    return subject


def start(request: Request, response: Response, granted: TokenAnswer) -> None:
    """Signed in: from now on the browser sends the tokens along, to this site only."""
    _set(request, response, ACCESS_COOKIE, granted.access_token, granted.expires_in_s)
    if granted.refresh_token is not None:
        _set(
            request,
            response,
            REFRESH_COOKIE,
            granted.refresh_token,
            int(granting.STAFF_STAYS_SIGNED_IN.total_seconds()),
        )


def origin(request: Request) -> Origin:
    """Where a sign-in comes from, and what the browser keeps of an earlier one."""
    return origin_of(request, browser=request.cookies.get(cookie_name(request, KNOWN_COOKIE), ""))


def know(request: Request, response: Response, resources: Resources, login: str) -> None:
    """The next time this browser is known, so that guessing by others never makes its owner wait."""
    if guessing.known_browser(resources, login, origin(request)) is None:
        _set(request, response, KNOWN_COOKIE, guessing.browser_to_know(resources, login), _KNOWN_S)


def hand_out_renewed_cookies(request: Request, response: Response) -> None:
    """Hand out the cookies that were renewed while this request was answered."""
    renewed: TokenAnswer | None = getattr(request.state, "renewed", None)
    if renewed is not None:
        start(request, response, renewed)


async def end(request: Request, response: Response, resources: Resources) -> None:
    """Signed out, here and on the server."""
    refresh_token = request.cookies.get(cookie_name(request, REFRESH_COOKIE))
    if refresh_token:
        await access.sign_out(resources, refresh_token, address=address_of(request))
    for name in (ACCESS_COOKIE, REFRESH_COOKIE, PURPOSE_COOKIE):
        _set(request, response, name, "", 0)
    # Nothing that was read stays in the browser; its storage does, for a trainee's phone keeps its key there.
    response.headers["Clear-Site-Data"] = '"cache", "cookies"'


class _Renewals:
    """A refresh token serves once, but two tabs send the same one at the same moment: both get the one new pair.

    Without this a second tab would look like a thief and end the session.
    """

    _SHARED_FOR = timedelta(seconds=20)

    def __init__(self) -> None:
        self._recent: dict[bytes, tuple[datetime, asyncio.Task[TokenAnswer]]] = {}

    async def renew(self, resources: Resources, refresh_token: str, address: str) -> TokenAnswer:
        now, key = resources.clock.now(), sha256(refresh_token.encode()).digest()
        self._recent = {
            each: (at, task) for each, (at, task) in self._recent.items() if timedelta(0) <= now - at < self._SHARED_FOR
        }
        if key not in self._recent:
            self._recent[key] = (now, asyncio.create_task(access.refresh(resources, refresh_token, address=address)))
        # Shielded: a tab that goes away does not take the other tab's cookies with it.
        return await asyncio.shield(self._recent[key][1])


_renewals = _Renewals()


def _verified(resources: Resources, token: str | None) -> Subject | None:
    if not token:
        return None
    try:
        subject = tokens.verify(resources, token)
    except Problem:
        return None
    return subject if subject.kind is SubjectKind.STAFF else None


def cookie_name(request: Request, name: str) -> str:
    """Over TLS the name itself promises that no other host and no plain connection has set it (`__Host-`)."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        cookie_name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        # A link from a messenger leads where it says; forms are taken from our own pages alone (`web.forms`).
        samesite="lax",
    )


def purpose_of(request: Request, subject: Subject) -> str:
    """Why people are looked up on this visit, as this very person said; another one's word counts for nothing."""
    said = request.cookies.get(cookie_name(request, PURPOSE_COOKIE), "")
    purpose, _, whose = said.partition(".")
    return purpose if whose == str(subject.subject_id) else ""


def keep_purpose(request: Request, response: Response, subject: Subject, purpose: str | None) -> None:
    """Kept for a working day at most, and no longer than the browser is open to this person."""
    value = f"{purpose}.{subject.subject_id}" if purpose else ""
    _set(request, response, PURPOSE_COOKIE, value, _PURPOSE_S if purpose else 0)
