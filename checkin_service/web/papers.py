"""Papers: those of a class to be printed, and for everybody the page that verifies one."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.printing import MEDIA_TYPE
from checkin_service.oversight.words.complaint_form import complaint_form
from checkin_service.settlement.service import papers
from checkin_service.timetable import service as timetable
from checkin_service.timetable.words.class_papers import Paper
from checkin_service.web.pages import page
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.shows("/classes/{class_id}/papers/{paper}", by=Permission.ROSTER_READ)
async def class_paper(visit: Visit, class_id: UUID, paper: Paper) -> Response:
    content = await timetable.class_paper(visit.resources, visit.subject, class_id, paper)
    return attachment(content, f"{paper}-{class_id}.pdf", MEDIA_TYPE)


@router.get("/complaint-form")
async def blank_complaint() -> Response:
    return attachment(await asyncio.to_thread(complaint_form), "complaint-form.pdf", MEDIA_TYPE)


@router.get("/verify")
async def ask(request: Request, sha256: Annotated[str, Query(max_length=100)] = "") -> Response:
    """A field for the hash, for whoever cannot scan the QR."""
    typed = "".join(sha256.split()).lower()
    if typed:
        return RedirectResponse(f"/verify/{typed}" if typed.isalnum() else "/verify", status_code=303)
    return page(request, "verify.html", found=None)


@router.get("/verify/{sha256}")
async def verify(request: Request, resources: Res, sha256: str) -> Response:
    """Whether the paper with this hash was issued here; nothing about people."""
    address = request.client.host if request.client else ""
    return page(request, "verify.html", found=await papers.issued(resources, sha256, address=address))
