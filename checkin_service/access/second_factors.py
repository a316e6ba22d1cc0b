"""One's own second factor and one's own sign-ins: set up, codes on paper, given up, and the list that can be ended."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from pydantic import SecretStr

from checkin_service.access import accounts, audit, codes, granting, guessing, store, totp
from checkin_service.access.account import StaffAccount
from checkin_service.access.ended import end_sign_ins_of, look_again
from checkin_service.access.granting import grant_staff, is_second_factor_required
from checkin_service.access.model import Permission, Subject
from checkin_service.access.origin import UNKNOWN, Origin
from checkin_service.access.schemas import ConfirmedByCode, PresentPassword, TokenAnswer
from checkin_service.access.store import factors, sign_ins
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

ISSUER = "打卡签到"
"""How authenticator apps call the service."""

_ALREADY = Words(
    "身份验证器已设置；更换前请先用验证码停用现在的。",
    "The authenticator app is set up already: give the present one up first, by one of its codes.",
)
_NOT_BEGUN = Words(
    "请先输入密码，取得二维码后再输入验证码。", "Give the password first: it makes the QR that the code comes from."
)
_WRONG_CODE = Words(
    "验证码不正确或已用过，请输入应用中下一个六位数字。",
    "The code is not right or was used before: take the next one that the app shows.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an account stands with its second factor."""

    is_set: bool
    is_required: bool
    codes_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What an authenticator app takes over: as a QR's address, and to be typed."""

    address: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The codes for paper, told once, and the tokens of a sign-in that has the second factor."""

    recovery_codes: list[str]
    tokens: TokenAnswer


async def standing(resources: Resources, subject: Subject) -> Standing:
    return Standing(
        is_set=await has_one(resources, subject.subject_id),
        is_required=is_second_factor_required(resources),
        codes_left=await factors.codes_left(resources.database, subject.subject_id),
    )


async def has_one(resources: Resources, staff_id: UUID) -> bool:
    factor = await factors.factor_of(resources.database, staff_id)
    return factor is not None and factor.confirmed_at is not None


async def begin(resources: Resources, subject: Subject, body: PresentPassword, *, origin: Origin = UNKNOWN) -> Begun:
    """A new secret for the authenticator app, which counts from its first right code on."""
    account = existing(await store.account(resources.database, subject.subject_id))
    await accounts.require_present(resources, account, body.present, origin)
    secret = totp.new_secret()
    await resources.sealer.ready(codes.SECRET.realm, account.staff_id, make=True)
    sealed = resources.sealer.seal(account.staff_id, codes.SECRET, secret)
    try:
        async with resources.database.write() as unit:
            factors.begin(unit, staff_id=account.staff_id, secret=sealed, begun_at=resources.clock.now())
    except Stale:
        raise unfit(_ALREADY) from None
    return _shown(account, secret)


async def begun(resources: Resources, subject: Subject) -> Begun:
    """The same secret again, after a wrong code; a confirmed one is never shown."""
    account = existing(await store.account(resources.database, subject.subject_id))
    factor = await factors.factor_of(resources.database, subject.subject_id)
    if factor is None or factor.confirmed_at is not None:
        raise unfit(_NOT_BEGUN)
    await resources.sealer.ready(codes.SECRET.realm, account.staff_id)
    return _shown(account, resources.sealer.open(account.staff_id, codes.SECRET, factor.secret))


async def confirm(
    resources: Resources, subject: Subject, body: ConfirmedByCode, *, origin: Origin = UNKNOWN
) -> Confirmed:
    """The first right code sets the second factor up; every sign-in without one ends."""
    now, account = resources.clock.now(), existing(await store.account(resources.database, subject.subject_id))
    tried = await guessing.begun(resources, account.login, origin)
    if tried.facts.factor is None:
        raise unfit(_NOT_BEGUN)
    if tried.facts.has_factor:
        raise unfit(_ALREADY)
    use = await _used(resources, tried, account, body.code)
    fresh = totp.new_recovery_codes()
    try:
        async with resources.database.write() as unit:
            use(unit)
            _replace_codes(unit, resources, account.staff_id, fresh)
            end_sign_ins_of(unit, account.staff_id, at=now)
            _record(unit, resources, account.subject, step="set")
            granted = grant_staff(resources, unit, account, at=now, origin=origin, with_code=True)
    except Stale:
        raise unfit(_WRONG_CODE) from None
    look_again(resources)
    return Confirmed(recovery_codes=fresh, tokens=granted)


async def new_codes(
    resources: Resources, subject: Subject, body: ConfirmedByCode, *, origin: Origin = UNKNOWN
) -> list[str]:
    """New codes for paper in place of the old ones, for a code."""
    account, use = await _with_code(resources, subject, body, origin)
    fresh = totp.new_recovery_codes()
    try:
        async with resources.database.write() as unit:
            use(unit)
            _replace_codes(unit, resources, account.staff_id, fresh)
            _record(unit, resources, account.subject, step="new codes")
    except Stale:
        raise unfit(_WRONG_CODE) from None
    return fresh


async def give_up(resources: Resources, subject: Subject, body: ConfirmedByCode, *, origin: Origin = UNKNOWN) -> None:
    """The authenticator app is removed by one of its codes; where one is required, its place is taken at once."""
    account, use = await _with_code(resources, subject, body, origin)
    try:
        async with resources.database.write() as unit:
            use(unit)
            remove(unit, account.staff_id)
            _record(unit, resources, account.subject, step="given up")
            end_sign_ins_of(unit, account.staff_id, at=resources.clock.now())
    except Stale:
        raise unfit(_WRONG_CODE) from None
    await asyncio.to_thread(resources.sealer.destroy, account.staff_id, codes.SECRET.realm)
    look_again(resources)


def remove(unit: UnitOfWork, staff_id: UUID) -> None:
    factors.remove(unit, staff_id)
    factors.remove_codes(unit, staff_id)


# Sign-ins ----------------------------------------------------------------------------------------------------------


async def own_sign_ins(resources: Resources, subject: Subject) -> list[sign_ins.SignIn]:
    """Where one is signed in now, the latest first."""
    since = resources.clock.now() - granting.STAFF_STAYS_SIGNED_IN
    return await sign_ins.sign_ins_of(resources.database, subject.subject_id, since=since)


async def end_own(resources: Resources, subject: Subject, sign_in_id: UUID | None) -> None:
    """End one of one's own sign-ins, or with None every other one; within a second it opens nothing any more."""
    now = resources.clock.now()
    theirs = {each.sign_in_id for each in await own_sign_ins(resources, subject)}
    if sign_in_id is not None and sign_in_id not in theirs:
        raise not_found()
    async with resources.database.write() as unit:
        if sign_in_id is None:
            end_sign_ins_of(unit, subject.subject_id, at=now, but=subject.sign_in_id)
        else:
            store.revoke_family(unit, sign_in_id, at=now)
            sign_ins.end_one(unit, sign_in_id, at=now)
        audit.record(unit, subject, Permission.SIGN_IN_END, sign_in_id or subject.subject_id, at=now)
    look_again(resources)


async def _with_code(
    resources: Resources, subject: Subject, body: ConfirmedByCode, origin: Origin
) -> tuple[StaffAccount, codes.Use]:
    account = existing(await store.account(resources.database, subject.subject_id))
    tried = await guessing.begun(resources, account.login, origin)
    if not tried.facts.has_factor:
        raise unfit(_NOT_BEGUN)
    return account, await _used(resources, tried, account, body.code)


async def _used(resources: Resources, tried: guessing.Try, account: StaffAccount, code: SecretStr) -> codes.Use:
    factor = existing(tried.facts.factor)
    use = await codes.use_of(resources, account.staff_id, factor, code.get_secret_value())
    if use is None:
        await guessing.failed(resources, tried, of_code=True)
        raise unfit(_WRONG_CODE, errors=[{"field": "code", "reason": "refused"}])
    return use


def _replace_codes(unit: UnitOfWork, resources: Resources, staff_id: UUID, fresh: list[str]) -> None:
    factors.remove_codes(unit, staff_id)
    factors.add_codes(unit, staff_id, [codes.hash_of(resources, staff_id, each) for each in fresh])


def _record(unit: UnitOfWork, resources: Resources, subject: Subject, *, step: str) -> None:
    now = resources.clock.now()
    audit.record(unit, subject, Permission.SECOND_FACTOR_SET, subject.subject_id, at=now, detail={"step": step})


def _shown(account: StaffAccount, secret: bytes) -> Begun:
    return Begun(address=totp.address_of(secret, login=account.login, issuer=ISSUER), typed=totp.for_typing(secret))
