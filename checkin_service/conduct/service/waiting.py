"""Appeals, reports and new applications of institutions that their authority has not decided, for its queue."""

from collections.abc import Collection
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.conduct import rules, store
from checkin_service.conduct.model import Step, Undecided
from checkin_service.conduct.service.reading import policy_of
from checkin_service.conduct.store import sanctions as sanction_store
from checkin_service.kit.resources import Resources


async def waiting_appeals(resources: Resources, subject: Subject) -> list[Undecided]:
    """Those that this person may decide: whoever found or confirmed the lapse does not judge it again."""
    found = [
        (each, each.appeal_at)
        for each in await store.appealed(resources.database, authority_of(subject))
        if each.appeal_at is not None and rules.appeal_decision_refusal(each, subject.subject_id) is None
    ]
    names = await _names(resources, [each.institution_id for each, _ in found])
    policy = policy_of(resources, authority_of(subject))
    return [
        Undecided(
            about=each.lapse_id,
            institution=names[each.institution_id],
            institution_id=each.institution_id,
            since=filed_at,
            due_on=rules.decision_due(filed_at, policy),
        )
        for each, filed_at in found
    ]


async def waiting_sanction_appeals(resources: Resources, subject: Subject) -> list[Undecided]:
    """Those that this person may decide: whoever proposed or decided the sanction does not judge it again."""
    found = [
        (each, each.appeal_at)
        for each in await sanction_store.appealed(resources.database, authority_of(subject))
        if each.appeal_at is not None and rules.appeal_decision_refusal(each, subject.subject_id) is None
    ]
    names = await _names(resources, [each.institution_id for each, _ in found])
    policy = policy_of(resources, authority_of(subject))
    return [
        Undecided(
            about=each.sanction_id,
            institution=names[each.institution_id],
            institution_id=each.institution_id,
            since=filed_at,
            due_on=rules.decision_due(filed_at, policy),
        )
        for each, filed_at in found
    ]


async def waiting_orders(resources: Resources, subject: Subject) -> list[Undecided]:
    """Reports to decide about, until the day of the order; and new applications of those not let return yet."""
    found = [
        each
        for each in await store.answered(resources.database, authority_of(subject))
        if each.step is Step.REPORTED
        or await catalogue.standing_of(resources, each.institution_id) is Standing.SUSPENDED
    ]
    names = await _names(resources, [each.institution_id for each in found])
    return [
        Undecided(
            about=each.rectification_id,
            institution=names[each.institution_id],
            institution_id=each.institution_id,
            since=each.taken_at,
            due_on=each.due_on if each.step is Step.REPORTED else None,
        )
        for each in found
    ]


async def _names(resources: Resources, institution_ids: Collection[UUID]) -> dict[UUID, str]:
    return await catalogue.institution_names(resources, institution_ids)
