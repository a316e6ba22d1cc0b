"""The explanation of a determination: the stored one that counts, or a preview at this moment."""

from dataclasses import dataclass
from uuid import UUID

from checkin_service.eligibility.service.determining import heading_after, judged
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.store import facts as facts_store
from checkin_service.eligibility.words.document import document_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources

EXPLAINED = "eligibility.explained"
"""The cause named in a document that was made to be shown and is not stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A determination's document; `is_stored` tells whether it counts."""

    document: bytes
    is_stored: bool


async def explain(resources: Resources, *, trainee_id: UUID, class_id: UUID) -> Explanation | None:
    """`None` when the person is not in the class or the class is not completed."""
    stored = await determinations.that_counts(resources.database, trainee_id, class_id)
    if stored is not None:
        return Explanation(document=stored.document, is_stored=True)
    known = await facts_store.of_completed(resources.database, [(trainee_id, class_id)])
    facts = known.get((trainee_id, class_id))
    if facts is None:
        return None
    now = resources.clock.now()
    policy, determination = judged(facts, None, now)
    document = document_of(
        heading_after(None, now),
        facts=facts,
        policy=policy,
        determination=determination,
        cause=Event(trainee_id=trainee_id, event_id=new_id(), type=EXPLAINED, payload={}, occurred_at=now),
    )
    return Explanation(document=document, is_stored=False)
