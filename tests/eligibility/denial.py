"""A denial as if a class had been completed: for tests of who may read it and appeal against it."""

from uuid import UUID

from checkin_service.eligibility import rules
from checkin_service.eligibility.model.canonical import digest
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from tests.eligibility.builders import FAILED, a_policy, some_facts


async def a_denial(resources: Resources, class_id: UUID, trainee_id: UUID, institution_id: UUID) -> UUID:
    """Write it straight into the store and return its id."""
    facts = some_facts(class_id=class_id, trainee_id=trainee_id, institution_id=institution_id, assessment=FAILED)
    policy, now = a_policy(), resources.clock.now()
    made = rules.determine(facts, policy)
    heading = Heading(determination_id=new_id(), ordinal=1, supersedes=None, determined_at=now)
    cause = Event(trainee_id=trainee_id, event_id=new_id(), type="class.completed", payload={}, occurred_at=now)
    document = document_of(heading, facts=facts, policy=policy, determination=made, cause=cause)
    async with resources.database.write() as unit:
        stored = StoredDetermination(
            trainee_id=trainee_id,
            class_id=class_id,
            ordinal=1,
            determination_id=heading.determination_id,
            voucher_id=None,
            outcome=made.outcome,
            eligible=False,
            document=document,
            document_sha256=digest(document),
            cause=cause.event_id,
            determined_at=now,
            amount_fen=0,
            credited_hours=facts.credited_hours,
            total_hours=facts.total_hours,
            known_on=policy.known_on,
        )
        determinations.add_determinations(unit, [stored])
    return heading.determination_id
