"""Use cases of signing in and of staff accounts."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from checkin_service.access import audit, model, passwords, rules, store, tokens
from checkin_service.access.account import StaffAccount
from checkin_service.access.model import MalformedSubject, Permission, Role, Subject, SubjectKind
from checkin_service.access.schemas import MeAnswer, NewStaff, StaffAnswer, TokenAnswer, WithSecret
from checkin_service.access.store import accounts
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.model import prefix_of

STAFF_STAYS_SIGNED_IN = timedelta(hours=12)
"""A working day; then the password again, however busy the refresh token was."""
TRAINEE_STAYS_SIGNED_IN = timedelta(days=30)

_TOO_EASY = Words("密码过于简单。", "The password is too easy to guess.")


async def sign_in(resources: Resources, *, login: str, password: str) -> TokenAnswer:
    """Password sign-in of staff; an unknown login takes the same reads, work and writes as a known one."""
    now, login = resources.clock.now(), login.lower()
    facts = await store.sign_in_facts(resources.database, login, since=now - rules.FAILURES_REMEMBERED_FOR)
    wait_s = rules.wait_s(facts.failures, facts.last_failed_at, now)
    if wait_s > 0:
        raise Problem(ProblemKind.TOO_MANY_ATTEMPTS, retry_after_s=wait_s)
    account = facts.account if facts.account and facts.account.disabled_at is None else None
    is_right = await passwords.pool.is_right(password, account.password_hash if account else None)
    if account is None or not is_right:
        await remember_failure(resources, login)
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    async with resources.database.write() as unit:
        store.forget_failures(unit, login, until=now)
        accounts.see(unit, account.staff_id, at=now)
        audit.record(unit, account.subject, Permission.SIGN_IN, account.staff_id, at=now)
        return grant(resources, unit, account.subject, at=now)


def grant(resources: Resources, unit: UnitOfWork, subject: Subject, *, at: datetime) -> TokenAnswer:
    """Tokens for a subject whose sign-in has just been checked; the refresh token begins a new family."""
    life = STAFF_STAYS_SIGNED_IN if subject.kind is SubjectKind.STAFF else TRAINEE_STAYS_SIGNED_IN
    token = store.RefreshToken(family_id=new_id(), subject=_remembered(subject), expires_at=at + life)
    return _with_refresh_token(resources, unit, subject, token)


def grant_access(resources: Resources, subject: Subject) -> TokenAnswer:
    """An access token alone, for those who can sign a nonce whenever they need the next one."""
    return TokenAnswer(
        access_token=tokens.issue(resources, subject),
        expires_in_s=int(tokens.ACCESS_TOKEN_LIFE.total_seconds()),
    )


async def refresh(resources: Resources, refresh_token: str) -> TokenAnswer:
    """The next pair of tokens. A refresh token that comes a second time was stolen: its whole family ends."""
    now, token_hash = resources.clock.now(), _hash(refresh_token)
    known = await store.refresh_token_of(resources.database, token_hash)
    if known is None or known.is_revoked or now >= known.expires_at:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    if known.used_at is not None:
        await _end_family(resources, known.family_id, now)
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    subject = await _present_subject(resources, known)
    following = store.RefreshToken(family_id=known.family_id, subject=known.subject, expires_at=known.expires_at)
    try:
        async with resources.database.write() as unit:
            store.use_refresh_token(unit, token_hash, at=now)
            if subject.kind is SubjectKind.STAFF:
                accounts.see(unit, subject.subject_id, at=now)
            return _with_refresh_token(resources, unit, subject, following)
    except Stale:
        await _end_family(resources, known.family_id, now)
        raise Problem(ProblemKind.NOT_SIGNED_IN) from None


async def sign_out(resources: Resources, refresh_token: str) -> None:
    """End everything that descends from this sign-in; an unknown token is as good as signed out."""
    known = await store.refresh_token_of(resources.database, _hash(refresh_token))
    if known is not None:
        await _end_family(resources, known.family_id, resources.clock.now())


def end_sign_ins(unit: UnitOfWork, *, device_id: UUID, at: datetime) -> None:
    """Part of the write that unbinds a phone: nobody who has it stays signed in."""
    store.revoke_device(unit, device_id, at=at)
    store.end_device(unit, device_id=device_id, ended_at=at)


async def require_phone_in_use(resources: Resources, device_id: UUID) -> None:
    """A phone that another has replaced is signed out at once, not when its access token runs out."""
    if await store.times_ended(resources.database, device_id=device_id):
        raise Problem(ProblemKind.NOT_SIGNED_IN)


async def create_staff(resources: Resources, subject: Subject, body: NewStaff) -> Kept[StaffAnswer]:
    """An officer gives an institution its administrators, an administrator its instructors."""
    if not rules.may_create(subject, body.role):
        raise Problem(ProblemKind.NOT_PERMITTED)
    if not await is_theirs(resources, subject, body.institution_id):
        raise not_found()
    password = body.password.get_secret_value()
    require_hard(password, login=body.login)

    async def act(unit: UnitOfWork) -> StaffAnswer:
        now = resources.clock.now()
        store.add_account(
            unit,
            StaffAccount(
                **body.model_dump(exclude={"password"}),
                password_hash=await passwords.pool.hashed(password),
                authority_code=None,
                created_at=now,
            ),
        )
        audit.record(unit, subject, Permission.STAFF_CREATE, body.staff_id, at=now)
        return StaffAnswer(**body.model_dump(exclude={"password"}))

    compared = WithSecret(body=body, secret=resources.pins.of(password).hex())
    return await once(resources.database, caller=subject.tenant, request_id=body.staff_id, body=compared, act=act)


async def create_authority_staff(
    resources: Resources, *, authority_code: str, login: str, password: str, role: Role, display_name: str
) -> UUID:
    """The first accounts of an authority: made on the server's command line, never over HTTP."""
    require_hard(password, login=login)
    account = StaffAccount(
        staff_id=new_id(),
        login=login.lower(),
        password_hash=await passwords.pool.hashed(password),
        display_name=display_name,
        role=role,
        authority_code=authority_code,
        institution_id=None,
        created_at=resources.clock.now(),
    )
    subject = model.authority_staff(account.staff_id, role=role, authority_code=authority_code)
    try:
        async with resources.database.write() as unit:
            store.add_account(unit, account)
            audit.record(unit, subject, Permission.STAFF_CREATE, account.staff_id, at=account.created_at)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    return account.staff_id


async def me(resources: Resources, subject: Subject) -> MeAnswer:
    account = None
    if subject.kind is SubjectKind.STAFF:
        account = await store.account(resources.database, subject.subject_id)
    return MeAnswer.showing(
        subject,
        display_name=account.display_name if account else None,
        permissions=sorted(model.PERMISSIONS[subject.role]),
    )


def require_hard(password: str, *, login: str) -> None:
    if rules.is_too_easy(password, login=login):
        raise unfit(_TOO_EASY)


def authority_of(subject: Subject) -> str:
    """The authority that somebody acts for; nobody else is permitted."""
    if subject.authority_code is None:
        raise Problem(ProblemKind.NOT_PERMITTED)
    return subject.authority_code


def reach_of(subject: Subject) -> str | None:
    """What the codes of the authorities begin with whose things somebody reads: the own, from above those below it."""
    code = subject.authority_code
    return prefix_of(code) if code is not None and subject.role is Role.PROVINCE else code


def reads(subject: Subject, authority_code: str) -> bool:
    """Whether an authority's registers and money are somebody's to read."""
    reach = reach_of(subject)
    return reach is not None and authority_code.startswith(reach)


async def is_theirs(resources: Resources, subject: Subject, institution_id: UUID) -> bool:
    if subject.institution_id is not None:
        return subject.institution_id == institution_id
    supervising = await store.supervising_authority(resources.database, institution_id)
    return supervising is not None and supervising == subject.authority_code


async def wait_before(resources: Resources, login: str) -> int:
    """Seconds before a password of this login may be tried again."""
    now = resources.clock.now()
    facts = await store.sign_in_facts(resources.database, login, since=now - rules.FAILURES_REMEMBERED_FOR)
    return rules.wait_s(facts.failures, facts.last_failed_at, now)


async def remember_failure(resources: Resources, login: str) -> None:
    now = resources.clock.now()
    async with resources.database.write() as unit:
        store.forget_failures(unit, login, until=now - rules.FAILURES_REMEMBERED_FOR)
        store.add_failure(unit, login, at=now)


async def _end_family(resources: Resources, family_id: UUID, now: datetime) -> None:
    async with resources.database.write() as unit:
        store.revoke_family(unit, family_id, at=now)


def _with_refresh_token(
    resources: Resources, unit: UnitOfWork, subject: Subject, token: store.RefreshToken
) -> TokenAnswer:
    refresh_token = secrets.token_urlsafe(32)
    store.add_refresh_token(unit, _hash(refresh_token), token)
    return grant_access(resources, subject).model_copy(update={"refresh_token": refresh_token})


def _hash(refresh_token: str) -> bytes:
    # 256 random bits cannot be guessed from their hash; no key and no slowness are needed.
    return sha256(refresh_token.encode()).digest()


async def who_did(resources: Resources, action: Permission, object_id: UUID, *, tenant: str) -> set[UUID]:
    """The ids of those who did this to an object, as their tenant's audit trail has it."""
    return await store.who_did(resources.database, action.value, str(object_id), tenant=tenant)


def _remembered(subject: Subject) -> dict[str, Any]:
    device = str(subject.device_id) if subject.device_id else None
    return {"kind": subject.kind.value, "id": str(subject.subject_id), "device": device}


async def _present_subject(resources: Resources, token: store.RefreshToken) -> Subject:
    """The subject as it is today: a disabled account gets nothing, a changed role counts at once."""
    kind, subject_id = token.subject["kind"], UUID(token.subject["id"])
    if kind == SubjectKind.TRAINEE:
        return model.trainee(subject_id, device_id=UUID(token.subject["device"]))
    account = await store.account(resources.database, subject_id) if kind == SubjectKind.STAFF else None
    if account is None or account.disabled_at is not None:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    try:
        return account.subject
    except MalformedSubject as error:
        raise Problem(ProblemKind.NOT_SIGNED_IN) from error
