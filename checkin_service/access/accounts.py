"""The life of accounts of staff: begun by a link, a password of one's own, seen, ended and brought back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from pydantic import SecretStr

from checkin_service.access import audit, guessing, passwords, rules, service, store
from checkin_service.access.account import StaffAccount
from checkin_service.access.ended import end_sign_ins_of, look_again
from checkin_service.access.granting import grant_staff
from checkin_service.access.model import AUTHORITY_ROLES, Permission, Role, Subject
from checkin_service.access.origin import UNKNOWN, Origin
from checkin_service.access.schemas import Invitation, NewOwnPassword, PasswordByLink, TokenAnswer
from checkin_service.access.store import accounts as links
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

LINK_LIVES = timedelta(days=7)
OPERATOR = UUID(int=1)
"""Whoever is at the server's command line, in the audit trail; every authority's first accounts come from there."""

_LOGIN_TAKEN = Words("该登录名已被使用。", "This login is taken.")
_LINK_SPENT = Words(
    "链接无效、已使用或已过期，请向管理员索取新的链接。",
    "The link is not valid, was used or has expired: ask for a new one.",
)
_NOT_ONESELF = Words("不能停用自己的账号。", "Nobody ends their own account.")
_WRONG_PASSWORD = Words("当前密码不正确。", "The present password is not right.")


class Standing(StrEnum):
    """Whether somebody can sign in with an account."""

    INVITED = "invited"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An account with the link that lets its owner in; the link is told once, to whoever made it."""

    account: StaffAccount
    link: str


def standing(account: StaffAccount) -> Standing:
    if account.disabled_at is not None:
        return Standing.ENDED
    return Standing.ACTIVE if account.password_hash else Standing.INVITED


async def accounts(resources: Resources, subject: Subject) -> list[StaffAccount]:
    """An authority's own accounts and those of its institutions; an institution's own."""
    return await links.accounts_of(
        resources.database, of_authority=subject.authority_code, of_institution=subject.institution_id
    )


async def account_of(resources: Resources, subject: Subject, staff_id: UUID) -> StaffAccount:
    return existing(next((each for each in await accounts(resources, subject) if each.staff_id == staff_id), None))


def invitable(subject: Subject) -> list[Role]:
    """The roles that somebody may invite to."""
    return [role for role in Role if rules.may_invite(subject, role)]


async def invite(resources: Resources, subject: Subject, body: Invitation) -> Invited:
    """An account without a password, and the link by which its owner sets one; the same request gives the same link."""
    if not rules.may_invite(subject, body.role):
        raise Problem(ProblemKind.NOT_PERMITTED)
    of_authority = body.role in AUTHORITY_ROLES
    institution_id = None if of_authority else (subject.institution_id or body.institution_id)
    if not of_authority and (institution_id is None or not await service.is_theirs(resources, subject, institution_id)):
        raise not_found()
    account = StaffAccount(
        staff_id=body.staff_id,
        login=body.login,
        password_hash="",
        display_name=body.display_name,
        role=body.role,
        authority_code=subject.authority_code if of_authority else None,
        institution_id=institution_id,
        created_at=resources.clock.now(),
    )
    return await begin(resources, subject, account)


async def begin(resources: Resources, by: Subject, account: StaffAccount) -> Invited:
    """The account and its first link; also how the first account of an authority begins."""
    before = await store.account(resources.database, account.staff_id)
    if before is None:
        try:
            async with resources.database.write() as unit:
                store.add_account(unit, account)
                link = add_link(unit, resources, by, account.staff_id, request_id=account.staff_id)
                audit.record(unit, by, Permission.STAFF_CREATE, account.staff_id, at=account.created_at)
        except Stale:
            raise Problem(ProblemKind.STATE_CONFLICT, _LOGIN_TAKEN, fields=_at("login")) from None
        return Invited(account=account, link=link)
    if before.login != account.login or before.role != account.role:
        raise Problem(ProblemKind.ID_CONFLICT)
    return Invited(account=before, link=link_for(resources, account.staff_id, request_id=account.staff_id))


async def reset(resources: Resources, subject: Subject, staff_id: UUID, *, request_id: UUID) -> Invited:
    """A new link for whoever forgot the password; until it is used the old password goes on, earlier links do not."""
    account = await account_of(resources, subject, staff_id)
    if not rules.may_invite(subject, account.role):
        raise Problem(ProblemKind.NOT_PERMITTED)
    link = link_for(resources, staff_id, request_id=request_id)
    if await links.link_of(resources.database, _hash(link)) is None:
        async with resources.database.write() as unit:
            links.replace_links(unit, staff_id, at=resources.clock.now())
            add_link(unit, resources, subject, staff_id, request_id=request_id)
            audit.record(unit, subject, Permission.STAFF_CREATE, staff_id, at=resources.clock.now())
    return Invited(account=account, link=link)


async def set_password(resources: Resources, body: PasswordByLink, *, origin: Origin = UNKNOWN) -> TokenAnswer:
    """The owner of a link sets the password and is signed in; every earlier sign-in of the account ends.

    A link alone is not enough where the account has a second factor.
    """
    now, of_hash = resources.clock.now(), _hash(body.link.strip())
    link = await links.link_of(resources.database, of_hash)
    account = await store.account(resources.database, link.staff_id) if link else None
    is_good = link is not None and link.used_at is None and link.replaced_at is None and now < link.expires_at
    if account is None or account.disabled_at is not None or not is_good:
        raise unfit(_LINK_SPENT, **_at("link"))
    password = body.password.get_secret_value()
    service.require_hard(password, login=account.login)
    tried = await guessing.begun(resources, account.login, origin)
    code = body.code.get_secret_value() if body.code else None
    use = await service.require_code(resources, tried, account, code)
    hashed = await passwords.pool.hashed(password)
    try:
        async with resources.database.write() as unit:
            links.use_link(unit, of_hash, at=now)
            if use is not None:
                use(unit)
            granted = _renewed(unit, resources, account, hashed, origin=origin, with_code=use is not None)
    except Stale:
        raise unfit(_LINK_SPENT, **_at("link")) from None
    look_again(resources)
    return granted


async def change_password(
    resources: Resources, subject: Subject, body: NewOwnPassword, *, origin: Origin = UNKNOWN
) -> TokenAnswer:
    """One's own password; every other sign-in of the account ends."""
    account = existing(await store.account(resources.database, subject.subject_id))
    tried = await require_present(resources, account, body.present, origin)
    password = body.password.get_secret_value()
    service.require_hard(password, login=account.login)
    hashed = await passwords.pool.hashed(password)
    # Whoever has a second factor has used it in this sign-in: setting one up ended every other.
    with_code = tried.facts.has_factor and subject.granted is None
    async with resources.database.write() as unit:
        granted = _renewed(unit, resources, account, hashed, origin=origin, with_code=with_code)
    look_again(resources)
    return granted


async def require_present(
    resources: Resources, account: StaffAccount, present: SecretStr, origin: Origin
) -> guessing.Try:
    """The present password once more, before something is done that a browser left open must not do."""
    tried = await guessing.begun(resources, account.login, origin)
    if not await passwords.pool.is_right(present.get_secret_value(), account.password_hash, share=tried.share):
        await guessing.failed(resources, tried)
        raise unfit(_WRONG_PASSWORD, **_at("present"))
    return tried


async def end(resources: Resources, subject: Subject, staff_id: UUID, *, returns: bool = False) -> None:
    """An account ends, and with it every sign-in, within a second; or it comes back with its old password."""
    account = await account_of(resources, subject, staff_id)
    if staff_id == subject.subject_id:
        raise unfit(_NOT_ONESELF)
    if not rules.may_invite(subject, account.role):
        raise Problem(ProblemKind.NOT_PERMITTED)
    if (account.disabled_at is None) is returns:
        return
    now = resources.clock.now()
    async with resources.database.write() as unit:
        links.set_disabled(unit, staff_id, at=None if returns else now)
        end_sign_ins_of(unit, staff_id, at=now)
        audit.record(unit, subject, Permission.STAFF_END, staff_id, at=now, detail={"returned": returns})
    look_again(resources)


async def end_all(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, *, at: datetime
) -> None:
    """Every account of an institution ends with the write, and its sign-ins within a second."""
    for account in await links.accounts_of(resources.database, of_authority=None, of_institution=institution_id):
        if account.disabled_at is None:
            links.set_disabled(unit, account.staff_id, at=at)
            end_sign_ins_of(unit, account.staff_id, at=at)
            audit.record(unit, subject, Permission.STAFF_END, account.staff_id, at=at, detail={"returned": False})
    look_again(resources)


async def origins_of(resources: Resources, *accounts_: UUID) -> dict[UUID, frozenset[UUID]]:
    """Of each account itself and everybody of the authority who let it in or gave it a new password, however far back.

    Whoever made a link may have used it: what such an account says is not certain to be somebody else's word.
    """
    found = await links.origins(resources.database, accounts_)
    return {each: frozenset(one.through for one in found if one.account == each) for each in accounts_}


def _renewed(
    unit: UnitOfWork, resources: Resources, account: StaffAccount, hashed: str, *, origin: Origin, with_code: bool
) -> TokenAnswer:
    now = resources.clock.now()
    links.set_password(unit, account.staff_id, hashed=hashed)
    end_sign_ins_of(unit, account.staff_id, at=now)
    audit.record(unit, account.subject, Permission.PASSWORD_CHANGE, account.staff_id, at=now)
    return grant_staff(resources, unit, account, at=now, origin=origin, with_code=with_code)


def add_link(unit: UnitOfWork, resources: Resources, by: Subject, staff_id: UUID, *, request_id: UUID) -> str:
    link, now = link_for(resources, staff_id, request_id=request_id), resources.clock.now()
    made_by = None if by.subject_id in (OPERATOR, staff_id) else by.subject_id
    links.add_link(
        unit,
        links.StaffLink(
            link_hash=_hash(link), staff_id=staff_id, made_by=made_by, made_at=now, expires_at=now + LINK_LIVES
        ),
    )
    return link


def link_for(resources: Resources, staff_id: UUID, *, request_id: UUID) -> str:
    """Derived from the request under a server secret, so that a repeated press shows the same link."""
    return resources.pins.of(f"staff link {staff_id} {request_id}").hex()


def _hash(link: str) -> bytes:
    # 256 bits under a secret cannot be guessed from their hash.
    return sha256(link.encode()).digest()


def _at(name: str) -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"field": name, "reason": "refused"}]}
