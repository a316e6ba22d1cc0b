"""The conduct of an institution as it is read, and what its use cases share."""

from datetime import date, datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import reads
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Institution
from checkin_service.conduct import rules, store
from checkin_service.conduct.model import (
    Lapse,
    Marks,
    Rectification,
    RectificationStep,
    Step,
)
from checkin_service.conduct.model.sanctions import Sanction
from checkin_service.conduct.rules.sanctions import counted_since
from checkin_service.conduct.schemas import (
    Conduct,
    LapseAnswer,
    RectificationAnswer,
    StepAnswer,
    TallyAnswer,
)
from checkin_service.conduct.schemas.sanctions import AnnouncedSanction, ProposedSanction, SanctionAnswer
from checkin_service.conduct.store import sanctions as sanction_store
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, line_of, policy_at
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import ProposalKind


async def conduct_of(resources: Resources, subject: Subject, institution_id: UUID) -> Conduct:
    """For the institution itself and for those who supervise it, from above too."""
    held = existing(await catalogue.institution_of(resources, institution_id))
    if subject.institution_id != institution_id and not reads(subject, held.authority_code):
        raise not_found()
    policy = policy_of(resources, held.authority_code)
    lapses = await store.lapses_of(resources.database, institution_id)
    orders = await store.rectifications_of(resources.database, institution_id)
    steps = {each.rectification_id: await steps_of(resources, each) for each in orders}
    counts = rules.tallies(lapses, since=met_at(orders, steps), on=day_of(resources.clock.now()), policy=policy)
    return Conduct(
        institution_id=institution_id,
        tallies=[TallyAnswer.showing(each, clause=each.basis.clause if each.basis else None) for each in counts],
        lapses=[lapse_shown(each, policy) for each in lapses],
        rectifications=[order_shown(resources, each, steps[each.rectification_id]) for each in orders],
        sanctions=[
            sanction_shown(resources, each)
            for each in await sanction_store.sanctions_of(resources.database, institution_id)
        ],
        proposed=await announced(resources, held),
    )


async def announced(resources: Resources, held: Institution) -> list[AnnouncedSanction]:
    """Sanctions of an institution that one person proposed and nobody has decided, of its authority and those above."""
    found = await proposals.waiting_about(
        resources, line_of(held.authority_code), held.institution_id, ProposalKind.SANCTION
    )
    asked = [(each, each.request_as(ProposedSanction)) for each in found]
    return [AnnouncedSanction.showing(body, proposed_at=each.proposed_at) for each, body in asked]


async def marks_of(resources: Resources, institution_id: UUID, *, since: date) -> Marks:
    """What stands against an institution today."""
    lapses = await store.lapses_of(resources.database, institution_id)
    orders = await store.rectifications_of(resources.database, institution_id)
    is_met = [rules.is_met(await steps_of(resources, each)) for each in orders]
    return Marks(
        lapses=sum(each.counts and each.occurred_on >= since for each in lapses),
        open_orders=is_met.count(False),
        sanctions=counted_since(await sanction_store.sanctions_of(resources.database, institution_id), since),
    )


async def judges_of(resources: Resources, institution_id: UUID) -> set[UUID]:
    """Who found a lapse or imposed a sanction, or said the second word: they decide no appeal that rests on it."""
    lapses = await store.lapses_of(resources.database, institution_id)
    sanctions = await sanction_store.sanctions_of(resources.database, institution_id)
    words = [(each.proposed_by, each.decided_by) for each in lapses]
    words += [(each.proposed_by, each.decided_by) for each in sanctions]
    return {person for pair in words for person in pair}


def met_at(orders: list[Rectification], steps: dict[UUID, list[RectificationStep]]) -> datetime | None:
    met = [step.taken_at for each in orders for step in steps[each.rectification_id] if step.step is Step.MET]
    return max(met, default=None)


async def steps_of(resources: Resources, each: Rectification) -> list[RectificationStep]:
    return await store.steps_of(resources.database, each.rectification_id)


async def supervised(resources: Resources, subject: Subject, institution_id: UUID) -> Institution:
    held = existing(await catalogue.institution_of(resources, institution_id))
    if held.authority_code != subject.authority_code:
        raise not_found()
    return held


def policy_of(resources: Resources, authority_code: str) -> PolicyView:
    now = resources.clock.now()
    return policy_at(authority_code, now, known_at=now)


def lapse_shown(found: Lapse, policy: PolicyView, **changed: object) -> LapseAnswer:
    return LapseAnswer.showing(found, appeal_by=rules.appeal_due(found.decided_at, policy), **changed)


def order_shown(resources: Resources, found: Rectification, steps: list[RectificationStep]) -> RectificationAnswer:
    is_overdue = not rules.is_met(steps) and day_of(resources.clock.now()) > found.due_on
    return RectificationAnswer.showing(found, is_overdue=is_overdue, steps=[StepAnswer.showing(each) for each in steps])


def sanction_shown(resources: Resources, found: Sanction, **changed: object) -> SanctionAnswer:
    today, policy = day_of(resources.clock.now()), policy_of(resources, found.authority_code)
    shown = {"holds": found.holds_on(today), "appeal_by": rules.appeal_due(found.decided_at, policy)}
    return SanctionAnswer.showing(found, **(shown | changed))


def audit_entry(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, detail: dict[str, object]
) -> None:
    """In the institution's own chain too: it is its matter."""
    audit.record(
        unit,
        subject,
        Permission.CONDUCT_JUDGE,
        institution_id,
        at=resources.clock.now(),
        tenant=f"institution:{institution_id}",
        detail=detail,
    )
