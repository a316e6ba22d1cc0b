"""The figures of a place as a file; who took it, of which months, and its digest are in the audit trail."""

import asyncio
from dataclasses import dataclass
from typing import get_args

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.oversight.words.tables import Manifest, content_digest
from checkin_service.statistics.schemas import Dimension
from checkin_service.statistics.service.board import board, breakdown
from checkin_service.statistics.service.scope import Scope
from checkin_service.statistics.service.workbook import file_of, manifest_of, sheets_of


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    content: bytes
    digest: str
    manifest: Manifest


async def workbook_of(resources: Resources, subject: Subject, scope: Scope) -> File:
    now = resources.clock.now()
    found = await board(resources, scope)
    parts = [await breakdown(resources, scope, each) for each in get_args(Dimension)]
    sheets = sheets_of(found, parts)
    manifest = manifest_of(found, sheets, made_at=now.isoformat(timespec="seconds"), made_by=subject.name)
    content = await asyncio.to_thread(file_of, sheets, manifest)
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject=subject,
            action=Permission.STATISTICS_READ,
            object_id=new_id(),
            at=now,
            detail={**manifest.said, "manifest_sha256": manifest.sha256},
        )
    return File(content=content, digest=content_digest(content), manifest=manifest)
