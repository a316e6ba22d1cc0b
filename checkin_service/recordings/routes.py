"""References to recordings of lessons, over HTTP."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.recordings import service
from checkin_service.recordings.schemas import ClassRecordings, NewRecordings, UnrecordedClasses

router = service_router(tag="recordings")


@router.creates(
    "/classes/{class_id}/recordings",
    by=Permission.RECORDING_KEEP,
    summary="Say where recordings of lessons are kept, or why there is none (远程监控)",
)
async def keep_recordings(
    resources: Res, subject: Subject, class_id: UUID, body: NewRecordings
) -> Kept[ClassRecordings]:
    """For lessons that are over, one or many at once; links are kept and never fetched.

    A correction is a further record with its reason.
    """
    return await service.record(resources, subject, class_id, body)


@router.reads(
    "/classes/{class_id}/recordings", by=Permission.RECORDING_READ, summary="Recordings of a class, lesson by lesson"
)
async def get_recordings(resources: Res, subject: Subject, class_id: UUID) -> ClassRecordings:
    """Whether a recording is kept that spans each lesson, and how many minutes it leaves out."""
    return await service.recordings(resources, subject, class_id)


@router.reads(
    "/unrecorded-classes",
    by=Permission.RECORDING_READ,
    summary="Classes that are to be on video and are not, or not whole",
)
async def get_unrecorded_classes(resources: Res, subject: Subject, page: Page) -> UnrecordedClasses:
    """Where the supervising authority's rules ask for video of the whole training, for authorities."""
    return await service.unrecorded_classes(resources, subject, page)
