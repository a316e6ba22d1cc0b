"""Grants of tokens: to a phone that has just signed, and to staff whose sign-in has just been checked."""

import hmac
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from checkin_service.access import model, store, tokens
from checkin_service.access.account import StaffAccount
from checkin_service.access.model import Subject
from checkin_service.access.origin import Origin
from checkin_service.access.schemas import TokenAnswer
from checkin_service.access.store import sign_ins
from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources

_DRAWN_BYTES, _CHECK_BYTES = 32, 8
STAFF_STAYS_SIGNED_IN = timedelta(hours=12)
"""A working day; then the password again, however busy the refresh token was."""
TRAINEE_STAYS_SIGNED_IN = timedelta(days=30)


def is_second_factor_required(resources: Resources) -> bool:
    """Whether staff without one may do nothing but set one up."""
    since = resources.second_factor_from
    return since is not None and resources.clock.now() >= since


def grant(resources: Resources, unit: UnitOfWork, subject: Subject, *, at: datetime) -> TokenAnswer:
    """Tokens for a trainee whose phone has just signed; the refresh token begins a new family."""
    token = store.RefreshToken(
        family_id=new_id(), subject=_remembered(subject), expires_at=at + TRAINEE_STAYS_SIGNED_IN
    )
    return with_refresh_token(resources, unit, subject, token)


def grant_staff(
    resources: Resources, unit: UnitOfWork, account: StaffAccount, *, at: datetime, origin: Origin, with_code: bool
) -> TokenAnswer:
    """The same for a member of staff: a new sign-in in the list of the account, for a working day."""
    family_id = new_id()
    subject = as_signed_in(resources, account.subject, family_id, with_code=with_code)
    remembered = _remembered(subject) | {"code": with_code}
    token = store.RefreshToken(family_id=family_id, subject=remembered, expires_at=at + STAFF_STAYS_SIGNED_IN)
    begun = sign_ins.SignIn(
        sign_in_id=family_id,
        staff_id=account.staff_id,
        network=origin.network,
        device=origin.device,
        with_code=with_code,
        begun_at=at,
        seen_at=at,
    )
    sign_ins.add_sign_in(unit, begun)
    return with_refresh_token(resources, unit, subject, token)


def as_signed_in(resources: Resources, subject: Subject, sign_in_id: UUID, *, with_code: bool) -> Subject:
    may_enrol_alone = is_second_factor_required(resources) and not with_code
    return replace(subject, sign_in_id=sign_in_id, granted=model.ENROLLING if may_enrol_alone else None)


def grant_access(resources: Resources, subject: Subject) -> TokenAnswer:
    """An access token alone, for those who can sign a nonce whenever they need the next one."""
    return TokenAnswer(
        access_token=tokens.issue(resources, subject),
        expires_in_s=int(tokens.ACCESS_TOKEN_LIFE.total_seconds()),
    )


def with_refresh_token(
    resources: Resources, unit: UnitOfWork, subject: Subject, token: store.RefreshToken
) -> TokenAnswer:
    drawn = secrets.token_bytes(_DRAWN_BYTES)
    refresh_token = encode(drawn + _check(resources, drawn))
    store.add_refresh_token(unit, hash_of(refresh_token), token)
    return grant_access(resources, subject).model_copy(update={"refresh_token": refresh_token})


def is_ours(resources: Resources, refresh_token: str) -> bool:
    """Whether a refresh token was made here, without asking the database; earlier versions made others."""
    try:
        token = decode(refresh_token)
    except ValueError:
        return False
    return hmac.compare_digest(token[_DRAWN_BYTES:], _check(resources, token[:_DRAWN_BYTES]))


def _check(resources: Resources, drawn: bytes) -> bytes:
    return resources.lookup.of(b"refresh token " + drawn)[:_CHECK_BYTES]


def hash_of(refresh_token: str) -> bytes:
    # 256 random bits cannot be guessed from their hash; no key and no slowness are needed.
    return sha256(refresh_token.encode()).digest()


def _remembered(subject: Subject) -> dict[str, Any]:
    device = str(subject.device_id) if subject.device_id else None
    return {"kind": subject.kind.value, "id": str(subject.subject_id), "device": device}
