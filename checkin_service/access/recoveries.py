"""Lost authenticator apps: one person asks to remove one, a second one does and hands a new link over."""

import asyncio
from uuid import UUID

from checkin_service.access import accounts, audit, codes, rules, second_factors
from checkin_service.access.account import StaffAccount
from checkin_service.access.accounts import OPERATOR, Invited
from checkin_service.access.ended import end_sign_ins_of, look_again
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.access.schemas import NewRecovery
from checkin_service.access.store import accounts as links
from checkin_service.access.store import factors
from checkin_service.access.store.factors import Recovery
from checkin_service.kit.database import Stale
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_NOT_ONESELF = Words(
    "不能为自己的账号申请；请由有权限的同事申请，再由另一位同事确认。",
    "Nobody asks for the own account: let a colleague ask, and another one confirm.",
)
_WAITS = Words("该账号已有一份申请，等待另一位同事确认。", "One for this account waits for a second person already.")
_NONE = Words("该账号没有设置身份验证器，请直接生成重设密码的链接。", "It has no second factor: make a link instead.")
_SECOND = Words(
    "须由另一位同事确认：不能是申请人、本人，也不能是由申请人邀请或邀请了申请人的同事。",
    "Somebody else confirms: not who asked, not the owner, and nobody whom one of them let in.",
)
_NOT_ASKED = Words(
    "请先由一位有权限的同事在“人员与权限”中申请，服务器只作第二人确认。",
    "Let somebody ask in “People and roles” first: the server's word is the second one.",
)


async def waiting(resources: Resources, staff_id: UUID) -> Recovery | None:
    """What somebody asked for and nobody has ruled on."""
    return await factors.waiting_recovery(resources.database, staff_id)


async def ask(resources: Resources, subject: Subject, staff_id: UUID, body: NewRecovery) -> None:
    """The first word: the owner lost the app and the codes on paper; nothing is done yet."""
    account, now = await accounts.account_of(resources, subject, staff_id), resources.clock.now()
    if staff_id == subject.subject_id:
        raise unfit(_NOT_ONESELF)
    if not rules.may_recover(subject, account.role, is_second=False):
        raise Problem(ProblemKind.NOT_PERMITTED)
    if not await second_factors.has_one(resources, staff_id):
        raise unfit(_NONE)
    before = await waiting(resources, staff_id)
    if before is not None and before.recovery_id == body.recovery_id:
        return
    asked = Recovery(
        recovery_id=body.recovery_id,
        staff_id=staff_id,
        reason=body.reason,
        asked_by=subject.subject_id,
        asked_at=now,
    )
    try:
        async with resources.database.write() as unit:
            factors.add_recovery(unit, asked)
            audit.record(unit, subject, Permission.RECOVERY_ASK, staff_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT, _WAITS) from None


async def rule(
    resources: Resources, subject: Subject, staff_id: UUID, recovery_id: UUID, *, approved: bool
) -> Invited | None:
    """The second word. Approved: app, password and sign-ins are gone, and a link begins anew; told twice, the same."""
    account = await accounts.account_of(resources, subject, staff_id)
    asked = existing(await factors.recovery_of(resources.database, recovery_id, staff_id))
    if asked.ruled_at is not None:
        if asked.ruled_by != subject.subject_id or asked.approved is not approved:
            raise Problem(ProblemKind.STATE_CONFLICT)
        link = accounts.link_for(resources, staff_id, request_id=recovery_id)
        return Invited(account=account, link=link) if approved else None
    if not rules.may_recover(subject, account.role, is_second=True):
        raise Problem(ProblemKind.NOT_PERMITTED)
    by = subject.subject_id
    origins = await accounts.origins_of(resources, by, asked.asked_by)
    if by in (asked.asked_by, staff_id) or not rules.is_independent(by, asked.asked_by, origins):
        raise unfit(_SECOND)
    return await _ruled(resources, subject, account, asked, approved=approved)


async def rule_at_the_server(resources: Resources, operator: Subject, account: StaffAccount) -> Invited:
    """The operator's word is the second one, and the only one where nobody of the authority could say the first."""
    asked = await waiting(resources, account.staff_id)
    if asked is None:
        others = await accounts.accounts(resources, operator)
        if any(each.role is Role.OFFICER and each.disabled_at is None and each != account for each in others):
            raise unfit(_NOT_ASKED)
        return await _removed(resources, operator, account, None)
    return await _removed(resources, operator, account, asked)


async def _ruled(
    resources: Resources, subject: Subject, account: StaffAccount, asked: Recovery, *, approved: bool
) -> Invited | None:
    if approved:
        return await _removed(resources, subject, account, asked)
    now = resources.clock.now()
    async with resources.database.write() as unit:
        factors.rule(unit, asked.recovery_id, by=subject.subject_id, at=now, said=False)
        detail = {"approved": False}
        audit.record(unit, subject, Permission.RECOVERY_RULE, account.staff_id, at=now, detail=detail)
    return None


async def _removed(resources: Resources, subject: Subject, account: StaffAccount, asked: Recovery | None) -> Invited:
    now, staff_id = resources.clock.now(), account.staff_id
    async with resources.database.write() as unit:
        if asked is not None:
            factors.rule(unit, asked.recovery_id, by=subject.subject_id, at=now, said=True)
        second_factors.remove(unit, staff_id)
        # Whoever knows the old password must not set up an app of their own.
        links.set_password(unit, staff_id, hashed="")
        links.replace_links(unit, staff_id, at=now)
        end_sign_ins_of(unit, staff_id, at=now)
        request_id = asked.recovery_id if asked is not None else new_id()
        link = accounts.add_link(unit, resources, subject, staff_id, request_id=request_id)
        detail = {"approved": True, "by_operator": subject.subject_id == OPERATOR}
        audit.record(unit, subject, Permission.RECOVERY_RULE, staff_id, at=now, detail=detail)
    await asyncio.to_thread(resources.sealer.destroy, staff_id, codes.SECRET.realm)
    look_again(resources)
    return Invited(account=account, link=link)
