"""Sanctions of institutions: decided by two people, appealed against, decided on anew by a third (FJ-34)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from checkin_service.access import accounts, audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.conduct import rules
from checkin_service.conduct.model.sanctions import (
    CLOSED_TO_PEOPLE,
    Imposed,
    Party,
    Sanction,
    SanctionAppeal,
    SanctionAppealDecision,
    SanctionKind,
)
from checkin_service.conduct.rules import sanctions as sanction_rules
from checkin_service.conduct.schemas.sanctions import (
    NewSanction,
    NewSanctionAppeal,
    NewSanctionAppealDecision,
    ProposedSanction,
    SanctionAnswer,
)
from checkin_service.conduct.service.reading import audit_entry, policy_of, sanction_shown, supervised
from checkin_service.conduct.store import sanctions as store
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import Refused, refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer

_REASON = "institution_conduct"


@once_per("sanction_id")
async def propose_sanction(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewSanction
) -> ProposalAnswer:
    """By an officer of the supervising authority; what could not be decided is refused at once."""
    await supervised(resources, subject, institution_id)
    await _require_instructor(resources, subject, institution_id, body)
    return await propose_against(unit, resources, subject, institution_id, ProposedSanction(**body.model_dump()))


async def propose_against(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: ProposedSanction
) -> ProposalAnswer:
    """The same within the write of whoever knows that the institution answers for the deeds."""
    await _require_fit(resources, institution_id, body)
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.SANCTION,
        proposal_id=body.sanction_id,
        about=institution_id,
        permission=Permission.CONDUCT_JUDGE,
    )


async def impose(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> SanctionAnswer:
    """Decided by a second person; it holds from now on."""
    body = proposal.request_as(ProposedSanction)
    await _require_fit(resources, proposal.about, body)
    new = Imposed(
        sanction_id=body.sanction_id,
        institution_id=proposal.about,
        authority_code=proposal.authority_code,
        kind=body.kind,
        party=body.party,
        platform_id=body.platform_id,
        instructor_id=body.instructor_id,
        until=body.until,
        referred_to=body.referred_to,
        law=body.law,
        document_number=body.document_number,
        reason=body.reason,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=resources.clock.now(),
    )
    store.add_sanction(unit, new)
    detail: dict[str, object] = {
        "sanction": str(new.sanction_id),
        "kind": new.kind.value,
        "document": new.document_number,
    }
    audit_entry(unit, resources, subject, proposal.about, detail)
    return sanction_shown(resources, Sanction(**{name: getattr(new, name) for name in Imposed.__dataclass_fields__}))


@once_per("request_id", operation="sanction-appeal")
async def appeal_sanction(
    unit: UnitOfWork, resources: Resources, subject: Subject, sanction_id: UUID, body: NewSanctionAppeal
) -> SanctionAnswer:
    """By the institution itself, once and in time."""
    found = existing(await store.sanction_of(resources.database, sanction_id))
    if found.institution_id != subject.institution_id:
        raise not_found()
    now, policy = resources.clock.now(), policy_of(resources, found.authority_code)
    refuse(rules.appeal_refusal(found, today=day_of(now), policy=policy), reason=_REASON)
    new = SanctionAppeal(sanction_id=sanction_id, words=body.words, filed_by=subject.subject_id, filed_at=now)
    store.add_appeal(unit, new)
    audit.record(unit, subject, Permission.CONDUCT_ANSWER, sanction_id, at=now, detail={"step": "appeal"})
    return sanction_shown(resources, found, appeal_words=body.words, appeal_at=now)


@once_per("request_id", operation="sanction-appeal-decision")
async def decide_sanction_appeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, sanction_id: UUID, body: NewSanctionAppealDecision
) -> SanctionAnswer:
    """By a third person of the authority."""
    found = existing(await store.sanction_of(resources.database, sanction_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    refuse(rules.appeal_decision_refusal(found, subject.subject_id), reason=_REASON)
    await proposals.require_independent(resources, subject, found.proposed_by, found.decided_by)
    now = resources.clock.now()
    decision = SanctionAppealDecision(
        sanction_id=sanction_id, upheld=body.upheld, reason=body.reason, decided_by=subject.subject_id, decided_at=now
    )
    store.add_appeal_decision(unit, decision)
    detail: dict[str, object] = {"appeal_of": str(sanction_id), "upheld": body.upheld}
    audit_entry(unit, resources, subject, found.institution_id, detail)
    changed = {"upheld": body.upheld, "appeal_reason": body.reason, "appeal_decided_at": now}
    return sanction_shown(resources, found, holds=found.holds_on(day_of(now)) and not body.upheld, **changed)


async def require_qualified(resources: Resources, institution_id: UUID) -> None:
    """Refuse a class of an institution that may not train for now."""
    await _require_none(resources, institution_id, {SanctionKind.DISQUALIFICATION})


async def require_open_to_people(resources: Resources, institution_id: UUID) -> None:
    """Refuse more people to an institution that takes no vouchers, or may not train, for now."""
    await _require_none(resources, institution_id, CLOSED_TO_PEOPLE)


async def refused_instructors(resources: Resources, staff_ids: Collection[UUID]) -> dict[UUID, Refused]:
    """Of these instructors, who is entered for no class more, and why."""
    found, today = await store.of_instructors(resources.database, staff_ids), day_of(resources.clock.now())
    refusals = {
        staff_id: sanction_rules.instructor_refusal([each for each in found if each.instructor_id == staff_id], today)
        for staff_id in staff_ids
    }
    return {staff_id: refusal for staff_id, refusal in refusals.items() if refusal is not None}


async def sanctions_of_platform(resources: Resources, platform_id: UUID) -> list[SanctionAnswer]:
    return [sanction_shown(resources, each) for each in await store.of_platform(resources.database, platform_id)]


async def platform_bar(resources: Resources, platform_id: UUID, opened_at: datetime) -> Basis | None:
    """What keeps a platform out of a class that opened at a moment, if anything does."""
    found = await store.of_platform(resources.database, platform_id)
    return sanction_rules.platform_bar(found, opened_at, day_of(resources.clock.now()))


async def _require_instructor(resources: Resources, subject: Subject, institution_id: UUID, body: NewSanction) -> None:
    """Who is named teaches there, and only trainers are named so."""
    if body.instructor_id is None:
        return
    known = {
        each.staff_id
        for each in await accounts.accounts(resources, subject)
        if each.institution_id == institution_id and each.role is Role.INSTRUCTOR
    }
    if body.party is not Party.TRAINER or body.instructor_id not in known:
        raise unfit(_NO_INSTRUCTOR, reason=_REASON)


async def _require_none(resources: Resources, institution_id: UUID, kinds: Collection[SanctionKind]) -> None:
    found = await store.sanctions_of(resources.database, institution_id)
    refuse(sanction_rules.bar_refusal(found, kinds, day_of(resources.clock.now())), reason="institution_sanction")


async def _require_fit(resources: Resources, institution_id: UUID, body: ProposedSanction) -> None:
    refuse(
        sanction_rules.sanction_refusal(
            body.kind,
            body.whose,
            until=body.until,
            referred_to=body.referred_to,
            present=await store.sanctions_of(resources.database, institution_id),
            today=day_of(resources.clock.now()),
        ),
        reason=_REASON,
    )


_NO_INSTRUCTOR = Words(
    "所选的不是该机构的授课人员，或处理对象不是授课人员，请核对。",
    "This is no instructor of the institution, or the party is no trainer; look again.",
)
