"""The figures of a place as a file; who took it, what for, of which months, and its digest are in the audit trail."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.ids import new_id
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.kit.resources import Resources
from checkin_service.kit.workbook import MEDIA_TYPE as XLSX
from checkin_service.oversight.service.marking import mark
from checkin_service.oversight.words.tables import Manifest, content_digest, kept_of
from checkin_service.statistics.schemas import Dimension
from checkin_service.statistics.service.board import board, breakdown
from checkin_service.statistics.service.scope import Scope
from checkin_service.statistics.service.workbook import file_of, manifest_of, paper_of, sheets_of


class Format(StrEnum):
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA = {Format.XLSX: XLSX, Format.PDF: PDF}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    content: bytes
    digest: str
    manifest: Manifest


async def figures_as(
    resources: Resources, subject: Subject, scope: Scope, form: Format, *, purpose: Purpose = Purpose.STATISTICS
) -> File:
    """Board and breakdowns as a workbook or on paper: the same rows, so that their digest is the same."""
    now = resources.clock.now()
    found = await board(resources, scope)
    parts = [await breakdown(resources, scope, each) for each in get_args(Dimension)]
    sheets = sheets_of(found, parts)
    marked = await mark(resources, subject, at=now, purpose=purpose)
    at = now.isoformat(timespec="seconds")
    manifest = manifest_of(found, sheets, mark=marked, made_at=at, made_by=subject.name, purpose=purpose)
    if form is Format.PDF:
        content = await asyncio.to_thread(paper_of, found, sheets, manifest)
    else:
        content = await asyncio.to_thread(file_of, sheets, manifest)
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject=subject,
            action=Permission.STATISTICS_READ,
            object_id=new_id(),
            at=now,
            detail={**kept_of(manifest), "format": form, "manifest_sha256": manifest.sha256},
        )
    return File(content=content, digest=content_digest(content), manifest=manifest)
