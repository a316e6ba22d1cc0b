"""Saved queries of staff, and what an auditor reads of their looks."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import Kept
from checkin_service.oversight.schemas import ListedBody, SearchPage
from checkin_service.oversight.schemas.saved import (
    NewSavedQuery,
    SavedQueries,
    SavedQueryDone,
    SavedQueryEnd,
    SavedQueryKept,
    SavedQueryName,
    SavedQueryRun,
)
from checkin_service.oversight.schemas.trail import OfficeLookPage, OfficeLookQuery
from checkin_service.oversight.service import saved, trail

router = service_router(tag="eligibility")


@router.creates(
    "/saved-queries", by=Permission.DETERMINATION_SEARCH, summary="Keep a search under a name of one's own (已存查询)"
)
async def post_saved_query(resources: Res, subject: Subject, body: NewSavedQuery) -> Kept[SavedQueryKept]:
    """For oneself alone; why it is asked is asked each time that it is run."""
    return await saved.save(resources, subject, body)


@router.reads("/saved-queries", by=Permission.DETERMINATION_SEARCH, summary="One's own saved queries")
async def get_saved_queries(resources: Res, subject: Subject) -> SavedQueries:
    return await saved.saved_queries(resources, subject)


@router.reads(
    "/saved-queries/{query_id}/runs",
    by=Permission.DETERMINATION_SEARCH,
    method="POST",
    summary="Run a saved query, with the purpose of this time",
)
async def post_saved_query_run(resources: Res, subject: Subject, query_id: UUID, body: SavedQueryRun) -> SearchPage:
    """The read is written down as any search."""
    found = await saved.run(resources, subject, query_id, body)
    shown, following = PageRequest(body.cursor or UUID(int=0), body.limit).shown(
        found, lambda each: each.determination_id
    )
    return SearchPage(determinations=[ListedBody.of(each) for each in shown], next_cursor=following)


@router.creates(
    "/saved-queries/{query_id}/name", by=Permission.DETERMINATION_SEARCH, summary="Give a saved query another name"
)
async def post_saved_query_name(
    resources: Res, subject: Subject, query_id: UUID, body: SavedQueryName
) -> Kept[SavedQueryDone]:
    return await saved.rename(resources, subject, query_id, body)


@router.creates(
    "/saved-queries/{query_id}/deletion", by=Permission.DETERMINATION_SEARCH, summary="Delete a saved query"
)
async def post_saved_query_deletion(
    resources: Res, subject: Subject, query_id: UUID, body: SavedQueryEnd
) -> Kept[SavedQueryDone]:
    return await saved.delete(resources, subject, query_id, body)


@router.reads(
    "/looks", by=Permission.TRAIL_READ, method="POST", summary="Who of the offices below looked at whom and why"
)
async def post_looks(resources: Res, subject: Subject, body: OfficeLookQuery) -> OfficeLookPage:
    """For an auditor, with a purpose and itself on record: searches, opened evidence, copies, files."""
    return await trail.looks_of_offices(resources, subject, body)
