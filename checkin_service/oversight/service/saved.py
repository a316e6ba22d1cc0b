"""Use cases of saved queries: kept by one account, run with a purpose of their own each time, renamed, deleted."""

from uuid import UUID

from pydantic_core import to_json

from checkin_service.access.model import Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.oversight.model import Listed
from checkin_service.oversight.model.saved import SavedQuery
from checkin_service.oversight.rules import saved as rules
from checkin_service.oversight.schemas import Narrowing, Search
from checkin_service.oversight.schemas.saved import (
    NewSavedQuery,
    SavedQueries,
    SavedQueryBody,
    SavedQueryDone,
    SavedQueryEnd,
    SavedQueryKept,
    SavedQueryName,
    SavedQueryRun,
)
from checkin_service.oversight.service.searching import search
from checkin_service.oversight.store import saved as store


@once_per("query_id")
async def save(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewSavedQuery) -> SavedQueryKept:
    held = await store.queries_of(resources.database, subject.subject_id)
    if (refusal := rules.saving_refusal([each.name for each in held], body.name)) is not None:
        raise unfit(refusal)
    new = SavedQuery(
        query_id=body.query_id,
        staff_id=subject.subject_id,
        name=body.name,
        filters=body.model_dump(mode="json", exclude={"query_id", "name"}, exclude_none=True),
        saved_at=resources.clock.now(),
    )
    store.add_query(unit, new)
    # Answers to requests outlive what is deleted: the name is not in this one.
    return SavedQueryKept(query_id=new.query_id, saved_at=new.saved_at)


async def saved_queries(resources: Resources, subject: Subject) -> SavedQueries:
    """One's own: another account's are nobody's."""
    found = await store.queries_of(resources.database, subject.subject_id)
    return SavedQueries(queries=[SavedQueryBody.showing(each, filters=_filters(each)) for each in found])


async def run(resources: Resources, subject: Subject, query_id: UUID, asked: SavedQueryRun) -> list[Listed]:
    """As the search that it is: within today's scope of whoever asks, and on record with the purpose of this time."""
    found = await own(resources, subject, query_id)
    fields = {**found.filters, "purpose": asked.purpose, "cursor": asked.cursor, "limit": asked.limit}
    return await search(resources, subject, Search.model_validate_json(to_json(fields)))


@once_per("request_id", operation="saved-query-name")
async def rename(
    unit: UnitOfWork, resources: Resources, subject: Subject, query_id: UUID, body: SavedQueryName
) -> SavedQueryDone:
    await own(resources, subject, query_id)
    held = await store.queries_of(resources.database, subject.subject_id)
    others = [each.name for each in held if each.query_id != query_id]
    if (refusal := rules.name_refusal(others, body.name)) is not None:
        raise unfit(refusal)
    store.rename(unit, subject.subject_id, query_id, new_name=body.name)
    return SavedQueryDone(query_id=query_id)


@once_per("request_id", operation="saved-query-deletion")
async def delete(
    unit: UnitOfWork, resources: Resources, subject: Subject, query_id: UUID, body: SavedQueryEnd
) -> SavedQueryDone:
    del body
    await own(resources, subject, query_id)
    store.remove(unit, subject.subject_id, query_id)
    return SavedQueryDone(query_id=query_id)


async def own(resources: Resources, subject: Subject, query_id: UUID) -> SavedQuery:
    """Another account's is not found."""
    return existing(await store.query_of(resources.database, subject.subject_id, query_id))


def _filters(saved: SavedQuery) -> Narrowing:
    return Narrowing.model_validate_json(to_json(saved.filters))
