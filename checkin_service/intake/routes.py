"""Filled tables over HTTP: what can be sent, the template, the preview, the confirmation."""

import asyncio

from fastapi import Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Subject
from checkin_service.intake import service
from checkin_service.intake.dependencies import MaySend
from checkin_service.intake.schemas import FilledTable, Kinds, Preview, Taken
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.intake.template import template
from checkin_service.kit.workbook import MEDIA_TYPE

router = service_router(tag="intake")

_MAY_SEND = MaySend()


@router.reads("/intakes", by=_MAY_SEND, summary="The tables one may send (批量导入)")
async def list_kinds(subject: Subject) -> Kinds:
    """Columns with their headings and words, and what is asked for beside the table."""
    return service.kinds(subject)


@router.hands_out(
    "/intakes/{kind}/template", by=_MAY_SEND, media=[MEDIA_TYPE], summary="The template of a table (XLSX)"
)
async def get_template(subject: Subject, kind: str) -> Response:
    """Explanation and example stand above the heading, where they may stay."""
    content = await asyncio.to_thread(template, service.use_of(kind, subject).spec)
    return attachment(content, f"{kind}.xlsx", MEDIA_TYPE)


@router.reads("/intakes/{kind}/previews", by=_MAY_SEND, method="POST", summary="What confirming a table would do")
async def preview(resources: Res, subject: Subject, kind: str, body: FilledTable) -> Preview:
    """Nothing is kept; what has to be corrected is named by row and column of the file."""
    return (await service.preview(resources, subject, kind, body)).preview


@router.creates("/intakes/{kind}", by=_MAY_SEND, summary="Confirm a table")
async def confirm(resources: Res, subject: Subject, kind: str, body: FilledTable) -> Kept[Taken]:
    """All rows or none, by the same rules as row by row; sent again, it gives the first answer."""
    return await service.confirm(resources, subject, kind, body)
