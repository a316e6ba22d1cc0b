"""Inspections of institutions and the draws that some of them come from."""

from uuid import UUID

from fastapi import Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.inspections import service
from checkin_service.inspections.schemas import (
    DrawAnswer,
    DrawPage,
    InspectionAnswer,
    InspectionPage,
    NewDraw,
    NewInspection,
    NewPhoto,
    NewResult,
    NewReveal,
    NewStatement,
    NewVisit,
)
from checkin_service.inspections.service import draws, photographs
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.idempotency import Kept

router = service_router(tag="catalogue")

JPEG = "image/jpeg"


@router.creates("/inspections", by=Permission.INSPECTION_RUN, summary="Plan an inspection (抽查检查)")
async def plan_inspection(resources: Res, subject: Subject, body: NewInspection) -> Kept[InspectionAnswer]:
    """Of a class or an institution, on a signal or without; an unannounced one is not told to the institution."""
    return await service.plan(resources, subject, body)


@router.reads("/inspections", by=Permission.INSPECTION_READ, summary="Inspections, oldest first")
async def list_inspections(resources: Res, subject: Subject, page: Page) -> InspectionPage:
    """One's authority's; an institution's own as far as it may know of them."""
    return await service.inspections(resources, subject, page)


@router.reads("/inspections/{inspection_id}", by=Permission.INSPECTION_READ)
async def get_inspection(resources: Res, subject: Subject, inspection_id: UUID) -> InspectionAnswer:
    """A case with its timeline."""
    return await service.inspection(resources, subject, inspection_id)


@router.creates("/inspections/{inspection_id}/visits", by=Permission.INSPECTION_RUN, summary="Enter a visit (到场)")
async def enter_visit(resources: Res, subject: Subject, inspection_id: UUID, body: NewVisit) -> Kept[InspectionAnswer]:
    """Heads counted and what was seen, beside what the roll of the lesson knew at that moment."""
    return await service.visit(resources, subject, inspection_id, body)


@router.creates(
    "/inspections/{inspection_id}/photographs",
    by=Permission.INSPECTION_RUN,
    summary="Add a photograph of a visit (照片)",
)
async def add_photograph(
    resources: Res, subject: Subject, inspection_id: UUID, body: NewPhoto
) -> Kept[InspectionAnswer]:
    """Of a room or a paper, drawn anew without what the camera wrote; with a face in it, it is refused and not kept."""
    return await photographs.add(resources, subject, inspection_id, body)


@router.hands_out(
    "/inspections/{inspection_id}/photographs/{photo_id}",
    by=Permission.INSPECTION_READ,
    media=[JPEG],
    summary="A photograph of a visit (JPEG)",
)
async def get_photograph(resources: Res, subject: Subject, inspection_id: UUID, photo_id: UUID) -> Response:
    """For those who may read the inspection; its SHA-256 stands in the case."""
    return attachment(await photographs.photo_file(resources, subject, inspection_id, photo_id), "photograph.jpg", JPEG)


@router.creates("/inspections/{inspection_id}/result", by=Permission.INSPECTION_RUN, summary="Conclude an inspection")
async def conclude_inspection(
    resources: Res, subject: Subject, inspection_id: UUID, body: NewResult
) -> Kept[InspectionAnswer]:
    """Final; the lapse of a wanting one waits for a second person."""
    return await service.conclude(resources, subject, inspection_id, body)


@router.creates(
    "/inspections/{inspection_id}/statement", by=Permission.INSPECTION_ANSWER, summary="What the institution says to it"
)
async def make_statement(
    resources: Res, subject: Subject, inspection_id: UUID, body: NewStatement
) -> Kept[InspectionAnswer]:
    """Once."""
    return await service.state(resources, subject, inspection_id, body)


@router.creates("/inspection-draws", by=Permission.INSPECTION_RUN, summary="Announce a draw (随机抽取)")
async def announce_draw(resources: Res, subject: Subject, body: NewDraw) -> Kept[DrawAnswer]:
    """The hash of a seed that nobody knows yet."""
    return await draws.announce(resources, subject, body)


@router.reads("/inspection-draws", by=Permission.INSPECTION_RUN, summary="Draws, revealed or not, oldest first")
async def list_draws(resources: Res, subject: Subject, page: Page) -> DrawPage:
    """None disappears from the list."""
    return await draws.draws(resources, subject, page)


@router.creates("/inspection-draws/{draw_id}/reveal", by=Permission.INSPECTION_RUN, summary="Reveal the seed and draw")
async def reveal_draw(resources: Res, subject: Subject, draw_id: UUID, body: NewReveal) -> Kept[DrawAnswer]:
    """Among the open classes of this moment; anybody computes it again from the seed."""
    return await draws.reveal(resources, subject, draw_id, body)
