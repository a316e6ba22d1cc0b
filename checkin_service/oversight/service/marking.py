"""The mark on what is taken along: who exported it, when and what for, in one line that readers of tables pass over."""

from datetime import datetime
from hashlib import sha256

from checkin_service.access import audit
from checkin_service.access import service as access
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.oversight.words.marks import mark_of


async def mark(resources: Resources, subject: Subject, *, at: datetime, purpose: str) -> str:
    """By the name of the account; one that has none, such as a platform, by what the trail calls it."""
    name = (await access.me(resources, subject)).display_name or subject.name
    return mark_of(name, subject.role, await _office(resources, subject), at=at, purpose=purpose)


async def note_taken(
    resources: Resources, subject: Subject, *, file: str, rows: int, purpose: str, content: bytes
) -> None:
    """A list of a page was taken along: once for the file, with its stamp under a key, and of nobody in it."""
    stamp = resources.lookup.of(sha256(content).hexdigest()).hex()
    detail = {"purpose": purpose, "file": file, "rows": rows, "manifest_stamp": stamp}
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.LIST_TAKE, new_id(), at=resources.clock.now(), detail=detail)


async def _office(resources: Resources, subject: Subject) -> str:
    if subject.institution_id is None:
        return subject.authority_code or ""
    return (await catalogue.institution_names(resources, [subject.institution_id])).get(subject.institution_id, "")
