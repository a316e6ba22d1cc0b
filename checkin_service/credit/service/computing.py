"""Computing a score from the facts that exist now; kept where it rests on anything else than the one before."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Institution
from checkin_service.conduct import service as conduct
from checkin_service.credit import store
from checkin_service.credit.model import Inputs, KeptScore, Score
from checkin_service.credit.rules import appeals
from checkin_service.credit.rules.document import document_of, is_same
from checkin_service.credit.rules.scoring import is_low, scored, terms_of, values_of
from checkin_service.credit.schemas import NewScore, ScoreAnswer, score_shown
from checkin_service.evaluations import service as evaluations
from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import NATIONAL
from checkin_service.voucher.rules import last_day


@once_per("request_id", operation="credit-score")
async def compute(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewScore
) -> ScoreAnswer:
    """At once, by an officer of the supervising authority."""
    del body
    held = existing(await catalogue.institution_of(resources, institution_id))
    if held.authority_code != subject.authority_code:
        raise not_found()
    before = await store.scores_of(resources.database, institution_id)
    new = await computed(
        resources, held, before, by=subject.subject_id, set_aside=set_aside_now(before, today(resources))
    )
    store.add_score(unit, new)
    detail = {"score": str(new.score_id), "grade": new.grade}
    audit.record(unit, subject, Permission.CONDUCT_JUDGE, institution_id, at=new.computed_at, detail=detail)
    return shown(resources, KeptScore(**{name: getattr(new, name) for name in Score.__dataclass_fields__}))


async def compute_all(resources: Resources) -> int:
    """Every night: of each institution that completed a class; kept where anything changed. How many were kept."""
    since = _since(day_of(resources.clock.now()), policy_of(resources, NATIONAL))
    kept = 0
    for institution_id in await store.institutions_with_classes(resources.database, since=since):
        held = existing(await catalogue.institution_of(resources, institution_id))
        before = await store.scores_of(resources.database, institution_id)
        new = await computed(resources, held, before, by=None, set_aside=set_aside_now(before, today(resources)))
        if before and is_same(before[-1].document, new.document):
            continue
        with suppress(Stale):
            async with resources.database.write() as unit:
                store.add_score(unit, new)
            kept += 1
    return kept


async def computed(
    resources: Resources, held: Institution, before: Sequence[KeptScore], *, by: UUID | None, set_aside: set[str]
) -> Score:
    """A score of this moment with all that it rests on."""
    now, policy = resources.clock.now(), policy_of(resources, held.authority_code)
    since = _since(day_of(now), policy)
    inputs = await _inputs(resources, held.institution_id, since)
    stated = values_of(policy)
    result = scored(inputs, terms_of({each.key: each.integer for each in stated}), set_aside)
    return Score(
        score_id=new_id(),
        institution_id=held.institution_id,
        ordinal=len(before) + 1,
        authority_code=held.authority_code,
        document=document_of(inputs, stated, set_aside, result, since=day_of(since), until=day_of(now)),
        grade=result.grade,
        is_low=is_low(result.score, policy),
        computed_by=by,
        computed_at=now,
    )


def set_aside_now(before: Sequence[KeptScore], on: date) -> set[str]:
    """What upheld appeals of the institution still keep out."""
    return {item for each in before if each.until is not None and on <= each.until for item in each.set_aside or ()}


def shown(resources: Resources, found: KeptScore) -> ScoreAnswer:
    policy = policy_of(resources, found.authority_code)
    is_waiting = found.appeal_at is not None and found.upheld is None
    return score_shown(
        found,
        appeal_by=appeals.appeal_due(found.computed_at, policy),
        decide_by=appeals.decision_due(found.appeal_at, policy) if found.appeal_at and is_waiting else None,
    )


def policy_of(resources: Resources, authority_code: str) -> PolicyView:
    now = resources.clock.now()
    return policy_at(authority_code, now, known_at=now)


def today(resources: Resources) -> date:
    return day_of(resources.clock.now())


def _since(on: date, policy: PolicyView) -> datetime:
    return datetime.combine(last_day(on, -policy.value("credit.period_months").integer), time(), CHINA)


async def _inputs(resources: Resources, institution_id: UUID, since: datetime) -> Inputs:
    with acting_as(Work.INSTITUTION):
        facts = await store.counted(resources.database, institution_id=institution_id, since=since)
        satisfied = await evaluations.satisfactions(resources, day_of(since), institution_id=institution_id)
    said = satisfied.get(institution_id)
    marks = await conduct.marks_of(resources, institution_id, since=day_of(since))
    return Inputs(
        **{name: getattr(facts, name) for name in facts.__dataclass_fields__},
        evaluations=said.count if said else 0,
        satisfaction=said.share if said else None,
        lapses=marks.lapses,
        open_orders=marks.open_orders,
        sanctions=marks.sanctions,
    )
