"""Appeals against a score: by the institution; a third person of the authority decides, and a new score follows."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service as conduct
from checkin_service.credit import store
from checkin_service.credit.model import KeptScore, ScoreAppeal, ScoreAppealDecision
from checkin_service.credit.rules import appeals as rules
from checkin_service.credit.schemas import NewScoreAppeal, NewScoreAppealDecision, ScoreAnswer
from checkin_service.credit.service.computing import computed, policy_of, set_aside_now, shown, today
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.proposals import service as proposals


@once_per("request_id", operation="credit-appeal")
async def appeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, score_id: UUID, body: NewScoreAppeal
) -> ScoreAnswer:
    """By the institution itself."""
    found = existing(await store.score_of(resources.database, score_id))
    if found.institution_id != subject.institution_id:
        raise not_found()
    every = await store.scores_of(resources.database, found.institution_id)
    policy, now = policy_of(resources, found.authority_code), resources.clock.now()
    refuse(
        rules.appeal_refusal(found, is_latest=every[-1].score_id == score_id, today=today(resources), policy=policy),
        reason="credit_score",
    )
    store.add_appeal(unit, ScoreAppeal(score_id=score_id, words=body.words, filed_by=subject.subject_id, filed_at=now))
    audit.record(unit, subject, Permission.CONDUCT_ANSWER, score_id, at=now, detail={"step": "credit-appeal"})
    return shown(resources, _with(found, appeal_words=body.words, appeal_at=now))


@once_per("request_id", operation="credit-appeal-decision")
async def decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, score_id: UUID, body: NewScoreAppealDecision
) -> ScoreAnswer:
    """Upheld, the score is computed anew in the same write without what is set aside; the answer is the old one."""
    found = existing(await store.score_of(resources.database, score_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    items = {each.value for each in body.set_aside}
    await _require_third(resources, subject, found, body, items)
    now = resources.clock.now()
    decision = ScoreAppealDecision(
        score_id=score_id,
        upheld=body.upheld,
        set_aside=tuple(sorted(items)),
        until=body.until,
        reason=body.reason,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    store.add_decision(unit, decision)
    if body.upheld:
        await _anew(unit, resources, found, items)
    detail = {"credit_appeal_of": str(score_id), "upheld": body.upheld}
    audit.record(unit, subject, Permission.LAPSE_APPEAL_DECIDE, found.institution_id, at=now, detail=detail)
    return shown(
        resources,
        _with(
            found,
            upheld=body.upheld,
            set_aside=decision.set_aside,
            until=body.until,
            appeal_reason=body.reason,
            appeal_decided_at=now,
        ),
    )


async def _require_third(
    resources: Resources, subject: Subject, found: KeptScore, body: NewScoreAppealDecision, items: set[str]
) -> None:
    """Refuse whoever computed the score or had a part in its lapses, and what is set aside without a day."""
    refuse(
        rules.decision_refusal(
            found,
            by=subject.subject_id,
            involved=await conduct.judges_of(resources, found.institution_id),
            set_aside=items,
            until=body.until,
            today=today(resources),
        ),
        reason="credit_score",
    )
    if found.computed_by is not None:
        await proposals.require_independent(resources, subject, found.computed_by)


async def _anew(unit: UnitOfWork, resources: Resources, found: KeptScore, items: set[str]) -> None:
    held = existing(await catalogue.institution_of(resources, found.institution_id))
    before = await store.scores_of(resources.database, found.institution_id)
    kept_out = set_aside_now(before, today(resources)) | items
    store.add_score(unit, await computed(resources, held, before, by=None, set_aside=kept_out))


def _with(found: KeptScore, **changes: object) -> KeptScore:
    values = {name: getattr(found, name) for name in KeptScore.__dataclass_fields__}
    return KeptScore(**{**values, **changes})
