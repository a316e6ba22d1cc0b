"""Photographs of an inspection in pages: taken on a phone at the place, shown beside the visit they belong to."""

from base64 import b64encode
from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.inspections.schemas import NewPhoto
from checkin_service.inspections.service import photographs
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import as_body
from checkin_service.web.inspections.pages import case_page
from checkin_service.web.intakes.uploads import SentPicture
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.takes("/inspections/{inspection_id}/photographs", by=Permission.INSPECTION_RUN)
async def add_photograph(visit: Visit, inspection_id: UUID, sent: SentPicture) -> Response:
    draft = Draft.sent({name: [value] for name, value in sent.fields.items()})
    with draft.correctable():
        fields = {
            "photo_id": draft.form_id,
            "shows": draft.value("shows"),
            "picture": b64encode(sent.content).decode(),
        }
        await photographs.add(visit.resources, visit.subject, inspection_id, as_body(NewPhoto, fields))
        return RedirectResponse(f"/inspections/{inspection_id}?done=sent", status_code=303)
    return await case_page(visit, inspection_id, draft)


@router.shows("/inspections/{inspection_id}/photographs/{photo_id}.jpg", by=Permission.INSPECTION_READ)
async def show_photograph(visit: Visit, inspection_id: UUID, photo_id: UUID) -> Response:
    content = await photographs.photo_file(visit.resources, visit.subject, inspection_id, photo_id)
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
