"""Use cases of complaints: filed by anybody, followed by a receipt number, answered by the authority in time."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from checkin_service.access import accounts, audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.identity.rules import invitations
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.oversight.model import Complaint, ComplaintAssignment, ComplaintStep, OpenComplaint
from checkin_service.oversight.rules import complaints as rules
from checkin_service.oversight.schemas.complaints import (
    ComplaintContent,
    ComplaintFiled,
    ComplaintItem,
    ComplaintPage,
    ComplaintQuery,
    ComplaintReading,
    ComplaintStatus,
    ComplaintTold,
    NewComplaint,
    NewComplaintAssignment,
    NewComplaintStep,
)
from checkin_service.oversight.store import complaints as store
from checkin_service.policy.book import policy_at

TEXT = Purpose(Realm.IDENTITY, "complaint")
CONTACT = Purpose(Realm.IDENTITY, "complaint_contact")
_GONE = Words(
    "投诉内容的保存期限已过，内容和联系方式已销毁。",
    "The time for which a complaint is kept is over: its words and the contact are gone.",
)
_FILED = Limit("complaints", most=30)
_ASKED = Limit("complaint queries", most=60)


async def file(resources: Resources, body: NewComplaint, *, address: str) -> ComplaintFiled:
    """Of a complaint sent again the receipt is told again: its number follows from the id that only its sender has."""
    await resources.limits.require_of(_FILED, address)
    if not await catalogue.is_authority(resources, body.authority_code):
        raise unfit(_NO_AUTHORITY)
    now, owner = resources.clock.now(), body.complaint_id
    receipt = _receipt(resources, owner)
    new = Complaint(
        complaint_id=owner,
        authority_code=body.authority_code,
        kind=body.kind,
        about=body.about,
        text_sealed=await asyncio.to_thread(resources.sealer.seal, owner, TEXT, body.text.encode()),
        contact_sealed=await _sealed_contact(resources, body),
        receipt_hash=_hash(resources, receipt),
        filed_at=now,
    )
    if await store.by_receipt(resources.database, new.receipt_hash) is None:
        async with resources.database.write() as unit:
            store.add_complaint(unit, new)
    policy = policy_at(body.authority_code, now, known_at=now)
    return ComplaintFiled(receipt=receipt, answer_due=rules.answer_due(now, policy))


async def addressees(resources: Resources) -> list[tuple[str, str]]:
    """To whom a complaint can go: code and name of every authority here."""
    return [(each.authority_code, each.name) for each in await store.addressees(resources.database)]


async def status(resources: Resources, body: ComplaintQuery, *, address: str) -> ComplaintStatus:
    """Whoever has the receipt number is whoever complained."""
    await resources.limits.require_of(_ASKED, address)
    found = await store.by_receipt(resources.database, _hash(resources, invitations.normalised(body.receipt)))
    if found is None:
        raise not_found(_NO_RECEIPT)
    return _status(found, await store.steps_of(resources.database, [found.complaint_id]))


async def listed(resources: Resources, subject: Subject, page: PageRequest) -> ComplaintPage:
    """Those that one's own authority has, oldest first; what they say is read one by one."""
    found = await store.complaints(resources.database, authority_of(subject), page)
    shown, cursor = page.shown(found, lambda each: each.complaint_id)
    ids = [each.complaint_id for each in shown]
    steps = await store.steps_of(resources.database, ids)
    given = {each.complaint_id: each.assigned_to for each in await store.assignments_of(resources.database, ids)}
    items = [
        _item(
            resources,
            each,
            [step for step in steps if step.complaint_id == each.complaint_id],
            given.get(each.complaint_id),
        )
        for each in shown
    ]
    return ComplaintPage(complaints=items, next_cursor=cursor)


async def waiting(resources: Resources, subject: Subject) -> list[OpenComplaint]:
    """Those that wait for this person: given to them, or to nobody."""
    found = await store.open_ones(resources.database, authority_of(subject))
    ids = [each.complaint_id for each in found]
    given = {each.complaint_id: each.assigned_to for each in await store.assignments_of(resources.database, ids)}
    return [
        OpenComplaint(
            complaint_id=each.complaint_id, about=each.about, filed_at=each.filed_at, answer_due=_answer_due(each)
        )
        for each in found
        if given.get(each.complaint_id, subject.subject_id) == subject.subject_id
    ]


async def read(resources: Resources, subject: Subject, complaint_id: UUID, body: ComplaintReading) -> ComplaintContent:
    """What it says, and how to reach whoever said it; the look is written down with its purpose."""
    found = existing(await store.complaint_of(resources.database, complaint_id, authority_of(subject)))
    try:
        text = await asyncio.to_thread(resources.sealer.open, complaint_id, TEXT, found.text_sealed)
    except SealBroken:
        raise Problem(ProblemKind.STATE_CONFLICT, _GONE) from None
    contact = None
    if found.contact_sealed is not None:
        contact = (await asyncio.to_thread(resources.sealer.open, complaint_id, CONTACT, found.contact_sealed)).decode()
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject,
            Permission.COMPLAINT_HANDLE,
            complaint_id,
            at=resources.clock.now(),
            detail={"step": "read", "purpose": body.purpose},
        )
    return ComplaintContent(complaint_id=complaint_id, text=text.decode(), contact=contact)


@once_per("request_id", operation="complaint-assignment")
async def assign(
    unit: UnitOfWork, resources: Resources, subject: Subject, complaint_id: UUID, body: NewComplaintAssignment
) -> ComplaintItem:
    """To somebody of one's own authority who deals with complaints, oneself among them."""
    found = existing(await store.complaint_of(resources.database, complaint_id, authority_of(subject)))
    if body.staff_id not in await handlers(resources, subject):
        raise unfit(_NO_HANDLER)
    before = await store.assignments_of(resources.database, [complaint_id])
    new = ComplaintAssignment(
        complaint_id=complaint_id,
        ordinal=len(before) + 1,
        assigned_to=body.staff_id,
        assigned_by=subject.subject_id,
        assigned_at=resources.clock.now(),
    )
    store.add_assignment(unit, new)
    detail = {"assigned_to": str(body.staff_id)}
    audit.record(unit, subject, Permission.COMPLAINT_HANDLE, complaint_id, at=new.assigned_at, detail=detail)
    return _item(resources, found, await store.steps_of(resources.database, [complaint_id]), body.staff_id)


async def handlers(resources: Resources, subject: Subject) -> dict[UUID, str]:
    """Who deals with complaints at one's authority, by name."""
    return {
        each.staff_id: each.display_name
        for each in await accounts.accounts(resources, subject)
        if each.authority_code == subject.authority_code
        and each.disabled_at is None
        and each.subject.may(Permission.COMPLAINT_HANDLE)
    }


async def require_own(resources: Resources, subject: Subject, complaint_id: UUID) -> None:
    """404 for a complaint to another authority."""
    existing(await store.complaint_of(resources.database, complaint_id, authority_of(subject)))


@once_per("request_id", operation="complaint-step")
async def take_step(
    unit: UnitOfWork, resources: Resources, subject: Subject, complaint_id: UUID, body: NewComplaintStep
) -> ComplaintStatus:
    """By the authority that has it: to which it was filed, or transferred."""
    found = existing(await store.complaint_of(resources.database, complaint_id, authority_of(subject)))
    steps = await store.steps_of(resources.database, [complaint_id])
    refusal = rules.step_refusal(rules.state_after(steps), body.state, body.words)
    if refusal is None and body.to_authority is not None:
        is_authority = await catalogue.is_authority(resources, body.to_authority)
        refusal = rules.transfer_refusal(
            steps, filed_to=found.authority_code, to=body.to_authority, is_authority=is_authority
        )
    if refusal is not None:
        raise unfit(refusal)
    step = ComplaintStep(
        complaint_id=complaint_id,
        ordinal=len(steps) + 1,
        state=body.state,
        words=body.words,
        to_authority=body.to_authority,
        taken_by=subject.subject_id,
        taken_at=resources.clock.now(),
    )
    store.add_step(unit, step)
    detail = {"state": body.state.value}
    audit.record(unit, subject, Permission.COMPLAINT_HANDLE, complaint_id, at=step.taken_at, detail=detail)
    return _status(found, [*steps, step])


def _status(found: Complaint, steps: Sequence[ComplaintStep]) -> ComplaintStatus:
    return ComplaintStatus(
        kind=found.kind,
        about=found.about,
        state=rules.state_after(steps),
        filed_at=found.filed_at,
        answer_due=_answer_due(found),
        steps=list(map(ComplaintTold.showing, steps)),
    )


def _answer_due(found: Complaint) -> date:
    """By the rules of the day it was filed on, however often it was transferred."""
    return rules.answer_due(found.filed_at, policy_at(found.authority_code, found.filed_at, known_at=found.filed_at))


def _item(
    resources: Resources, found: Complaint, steps: Sequence[ComplaintStep], assigned_to: UUID | None
) -> ComplaintItem:
    is_late = day_of(resources.clock.now()) > _answer_due(found)
    return ComplaintItem.showing(
        _status(found, steps),
        complaint_id=found.complaint_id,
        is_overdue=is_late and rules.is_open(steps),
        has_contact=found.contact_sealed is not None,
        assigned_to=assigned_to,
    )


async def _sealed_contact(resources: Resources, body: NewComplaint) -> bytes | None:
    if body.contact is None:
        return None
    return await asyncio.to_thread(resources.sealer.seal, body.complaint_id, CONTACT, body.contact.encode())


def _receipt(resources: Resources, complaint_id: UUID) -> str:
    return invitations.code_of(resources.lookup.of(f"complaint:{complaint_id}"))


def _hash(resources: Resources, receipt: str) -> bytes:
    return resources.lookup.of(f"complaint-receipt:{invitations.normalised(receipt)}")


_NO_AUTHORITY = Words(
    "没有这一主管部门，请核对行政区划代码。", "There is no such authority here; check the division code."
)
_NO_HANDLER = Words(
    "只能分给本部门办理投诉的工作人员。", "It is given to somebody of your authority who deals with complaints."
)
_NO_RECEIPT = Words("没有这一回执编号，请核对后再查。", "There is no such receipt number; check it and ask again.")
