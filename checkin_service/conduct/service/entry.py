"""Use cases of admission: anybody applies for an institution, two people of the authority decide (FJ-31, SX-27)."""

from dataclasses import fields
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct.model.entry import DecidedEntry, EntryApplication, EntryDecision
from checkin_service.conduct.rules import entry as rules
from checkin_service.conduct.schemas.entry import (
    EntryAnswer,
    EntryFiled,
    EntryPage,
    EntryQuery,
    EntryStatus,
    NewEntryApplication,
    NewEntryDecision,
)
from checkin_service.conduct.store import entry as store
from checkin_service.identity.rules import invitations
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer

_REASON = "institution_entry"
_FILED = Limit("institution applications", most=30)
_ASKED = Limit("institution application queries", most=60)


async def file_entry(resources: Resources, body: NewEntryApplication, *, address: str) -> EntryFiled:
    """Of one sent again the receipt is told again: its number follows from the id that only its sender has."""
    await resources.limits.require_of(_FILED, address)
    if not await catalogue.is_authority(resources, body.authority_code):
        raise unfit(_NO_AUTHORITY)
    now, receipt = resources.clock.now(), _receipt(resources, body.application_id)
    new = EntryApplication(
        **body.model_dump(exclude={"papers", "datum"}),
        datum=body.datum.value,
        papers=tuple(body.papers),
        receipt_hash=_hash(resources, receipt),
        filed_at=now,
    )
    before = await store.by_receipt(resources.database, new.receipt_hash)
    if before is not None:
        if any(getattr(before, each.name) != getattr(new, each.name) for each in _SAID):
            raise Problem(ProblemKind.ID_CONFLICT)
        return EntryFiled(receipt=receipt)
    refuse(
        rules.filing_refusal(
            valid_until=body.valid_until,
            is_registered=await catalogue.is_registered(resources, body.credit_code),
            is_waiting=await store.waiting_under(resources.database, body.credit_code) is not None,
            today=day_of(now),
        ),
        reason=_REASON,
    )
    async with resources.database.write() as unit:
        store.add_application(unit, new)
    return EntryFiled(receipt=receipt)


async def entry_status(resources: Resources, body: EntryQuery, *, address: str) -> EntryStatus:
    await resources.limits.require_of(_ASKED, address)
    found = await store.by_receipt(resources.database, _hash(resources, body.receipt))
    if found is None:
        raise not_found(_NO_RECEIPT)
    return EntryStatus.showing(found, state=found.state)


async def entries(resources: Resources, subject: Subject, page: PageRequest) -> EntryPage:
    """Those to one's own authority, oldest first."""
    found = await store.entries(
        resources.database, authority_code=authority_of(subject), after=page.after, fetch=page.fetch
    )
    shown, cursor = page.shown(found, lambda each: each.application_id)
    return EntryPage(applications=[_shown(each) for each in shown], next_cursor=cursor)


async def waiting_entries(resources: Resources, subject: Subject) -> list[EntryAnswer]:
    found = await store.waiting(resources.database, authority_code=authority_of(subject))
    return [_shown(each) for each in found]


async def entry_of(resources: Resources, subject: Subject, application_id: UUID) -> EntryAnswer:
    return _shown(await _own(resources, subject, application_id))


@once_per("decision_id")
async def propose_entry(
    unit: UnitOfWork, resources: Resources, subject: Subject, application_id: UUID, body: NewEntryDecision
) -> ProposalAnswer:
    """By an officer of the authority that was asked; what could not be decided is refused at once."""
    await _require_decidable(resources, await _own(resources, subject, application_id), admitted=body.admitted)
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.INSTITUTION_ENTRY,
        proposal_id=body.decision_id,
        about=application_id,
        permission=Permission.INSTITUTION_CREATE,
    )


async def entry_waits(resources: Resources, subject: Subject, application_id: UUID) -> bool:
    """Whether a decision is proposed on which a second person has not ruled."""
    found = await _own(resources, subject, application_id)
    waiting = await proposals.waiting_about(
        resources, [found.authority_code], application_id, ProposalKind.INSTITUTION_ENTRY
    )
    return bool(waiting)


async def decide_entry(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> EntryAnswer:
    """Approved by a second person; an admitted institution stands in the register, for the whole city (SX-27)."""
    body, found = proposal.request_as(NewEntryDecision), await _own(resources, subject, proposal.about)
    await _require_decidable(resources, found, admitted=body.admitted)
    institution_id = new_id() if body.admitted else None
    if institution_id is not None:
        names = (each.name for each in fields(catalogue.Admitted) if each.name != "institution_id")
        admitted = catalogue.Admitted(institution_id=institution_id, **{name: getattr(found, name) for name in names})
        catalogue.admit(unit, resources, subject, admitted)
    decided = EntryDecision(
        application_id=found.application_id,
        admitted=body.admitted,
        institution_id=institution_id,
        document_number=proposal.document_number,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=resources.clock.now(),
    )
    store.add_decision(unit, decided)
    detail = {"admitted": body.admitted, "document": proposal.document_number}
    audit.record(
        unit, subject, Permission.INSTITUTION_CREATE, found.application_id, at=decided.decided_at, detail=detail
    )
    known = {name: getattr(found, name) for name in (each.name for each in fields(EntryApplication))}
    said = {name: getattr(decided, name) for name in _DECIDED_NAMES}
    return _shown(DecidedEntry(**known, **said))


async def _own(resources: Resources, subject: Subject, application_id: UUID) -> DecidedEntry:
    found = existing(await store.entry_of(resources.database, application_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    return found


async def _require_decidable(resources: Resources, found: DecidedEntry, *, admitted: bool) -> None:
    refuse(
        rules.decision_refusal(
            is_decided=found.admitted is not None,
            is_registered=await catalogue.is_registered(resources, found.credit_code),
            admitted=admitted,
        ),
        reason=_REASON,
    )


def _shown(found: DecidedEntry) -> EntryAnswer:
    return EntryAnswer.showing(found, papers=list(found.papers), state=found.state)


def _receipt(resources: Resources, application_id: UUID) -> str:
    return invitations.code_of(resources.lookup.of(f"institution-application:{application_id}"))


def _hash(resources: Resources, receipt: str) -> bytes:
    return resources.lookup.of(f"institution-application-receipt:{invitations.normalised(receipt)}")


_SAID = [each for each in fields(EntryApplication) if each.name != "filed_at"]
_DECIDED_NAMES = ("admitted", "institution_id", "document_number", "reason", "decided_at")
_NO_AUTHORITY = Words(
    "没有这一主管部门，请核对行政区划代码。", "There is no such authority here; check the division code."
)
_NO_RECEIPT = Words("没有这一受理编号，请核对。", "There is no such receipt number; look at it again.")
