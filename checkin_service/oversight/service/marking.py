"""The mark on what is taken along: who exported it, when and what for, in one line that readers of tables pass over."""

from datetime import datetime

from checkin_service.access import service as access
from checkin_service.access.model import Subject
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.resources import Resources
from checkin_service.oversight.words.marks import mark_of


async def mark(resources: Resources, subject: Subject, *, at: datetime, purpose: Purpose) -> str:
    """By the name of the account; one that has none, such as a platform, by what the trail calls it."""
    name = (await access.me(resources, subject)).display_name or subject.name
    return mark_of(name, subject.role, subject.authority_code or "", at=at, purpose=purpose)
