"""Use cases of signing in and of staff accounts."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit, codes, granting, guessing, halfway, model, passwords, rules, store
from checkin_service.access.account import StaffAccount
from checkin_service.access.ended import look_again
from checkin_service.access.model import MalformedSubject, Permission, Role, Subject, SubjectKind
from checkin_service.access.origin import UNKNOWN, Origin
from checkin_service.access.schemas import MeAnswer, NewStaff, StaffAnswer, TokenAnswer, WithSecret
from checkin_service.access.store import accounts, sign_ins
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.ids import new_id
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.model import prefix_of

_REFRESHES = Limit("uses of one refresh token", most=30)
_UNKNOWN_TOKENS = Limit("refresh tokens that are not ours", most=600)
_TOO_EASY = Words("密码过于简单。", "The password is too easy to guess.")


async def sign_in(
    resources: Resources, *, login: str, password: str, code: str | None = None, origin: Origin = UNKNOWN
) -> TokenAnswer:
    """Sign-in of staff with password and code; an unknown login takes the same reads, work and writes as a known one.

    A code is asked for where the account has a second factor.
    """
    tried = await guessing.begun(resources, login, origin)
    account = tried.facts.account if tried.facts.account and tried.facts.account.disabled_at is None else None
    password_hash = account.password_hash if account else None
    is_right = await passwords.pool.is_right(password, password_hash, share=tried.share)
    if account is None or not is_right:
        await guessing.failed(resources, tried)
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    return await _admitted(resources, tried, account, code, origin)


async def sign_in_with_code(
    resources: Resources, *, halfway_there: str, code: str, origin: Origin = UNKNOWN
) -> TokenAnswer:
    """The second step of a sign-in in the browser, whose first has just checked the password."""
    account = await store.account(resources.database, halfway.account_of(resources, halfway_there))
    if account is None or account.disabled_at is not None:
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    tried = await guessing.begun(resources, account.login, origin)
    return await _admitted(resources, tried, account, code, origin)


async def _admitted(
    resources: Resources, tried: guessing.Try, account: StaffAccount, code: str | None, origin: Origin
) -> TokenAnswer:
    """Somebody whose password is right, and who has the second factor if there is one."""
    now, has_factor = resources.clock.now(), tried.facts.has_factor
    if has_factor and code is None:
        fields = {"halfway": halfway.issue(resources, account)}
        raise Problem(ProblemKind.SECOND_FACTOR_NEEDED, fields=fields)
    use = await require_code(resources, tried, account, code)
    try:
        async with resources.database.write() as unit:
            if use is not None:
                use(unit)
            guessing.forgive(unit, tried)
            accounts.see(unit, account.staff_id, at=now)
            detail = {"second_factor": has_factor}
            audit.record(unit, account.subject, Permission.SIGN_IN, account.staff_id, at=now, detail=detail)
            return granting.grant_staff(resources, unit, account, at=now, origin=origin, with_code=has_factor)
    except Stale:
        raise Problem(ProblemKind.SIGN_IN_REFUSED) from None


async def require_code(
    resources: Resources, tried: guessing.Try, account: StaffAccount, code: str | None
) -> codes.Use | None:
    """How the code is used up with the write; nothing, where the account has no second factor."""
    factor = tried.facts.factor
    if factor is None or factor.confirmed_at is None:
        return None
    if code is None:
        raise Problem(ProblemKind.SECOND_FACTOR_NEEDED)
    use = await codes.use_of(resources, account.staff_id, factor, code)
    if use is None:
        await guessing.failed(resources, tried, of_code=True)
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    return use


async def refresh(resources: Resources, refresh_token: str, *, address: str) -> TokenAnswer:
    """The next pair of tokens. A refresh token that comes a second time was stolen: its whole family ends."""
    now, token_hash = resources.clock.now(), granting.hash_of(refresh_token)
    await _require_within(resources, refresh_token, address)
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
                sign_ins.see(unit, known.family_id, at=now)
            return granting.with_refresh_token(resources, unit, subject, following)
    except Stale:
        await _end_family(resources, known.family_id, now)
        raise Problem(ProblemKind.NOT_SIGNED_IN) from None


async def sign_out(resources: Resources, refresh_token: str, *, address: str) -> None:
    """End everything that descends from this sign-in; an unknown token is as good as signed out."""
    await _require_within(resources, refresh_token, address)
    known = await store.refresh_token_of(resources.database, granting.hash_of(refresh_token))
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
        permissions=sorted(each for each in model.PERMISSIONS[subject.role] if subject.may(each)),
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


async def _require_within(resources: Resources, refresh_token: str, address: str) -> None:
    """Whoever has a token of ours is never counted with strangers who share the address."""
    if granting.is_ours(resources, refresh_token):
        await resources.limits.require(_REFRESHES, granting.hash_of(refresh_token).hex())
    else:
        await resources.limits.require_of(_UNKNOWN_TOKENS, address)


async def _end_family(resources: Resources, family_id: UUID, now: datetime) -> None:
    async with resources.database.write() as unit:
        store.revoke_family(unit, family_id, at=now)
        sign_ins.end_one(unit, family_id, at=now)
    look_again(resources)


async def who_did(resources: Resources, action: Permission, object_id: UUID, *, tenant: str) -> set[UUID]:
    """The ids of those who did this to an object, as their tenant's audit trail has it."""
    return await store.who_did(resources.database, action.value, str(object_id), tenant=tenant)


async def _present_subject(resources: Resources, token: store.RefreshToken) -> Subject:
    """The subject as it is today: a disabled account gets nothing, a changed role counts at once."""
    kind, subject_id = token.subject["kind"], UUID(token.subject["id"])
    if kind == SubjectKind.TRAINEE:
        return model.trainee(subject_id, device_id=UUID(token.subject["device"]))
    account = await store.account(resources.database, subject_id) if kind == SubjectKind.STAFF else None
    if account is None or account.disabled_at is not None:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    try:
        with_code = token.subject.get("code") is True
        return granting.as_signed_in(resources, account.subject, token.family_id, with_code=with_code)
    except MalformedSubject as error:
        raise Problem(ProblemKind.NOT_SIGNED_IN) from error
