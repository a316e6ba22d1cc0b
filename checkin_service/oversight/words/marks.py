"""The line that marks a file: it begins as a remark below a table does, so that reading the table leaves it out."""

from datetime import datetime

from checkin_service.access.model import Role
from checkin_service.kit.civil import CHINA
from checkin_service.oversight.words.looks import MACHINE, PURPOSES, ROLES

MARK = "mark"
"""Under this name a manifest holds it; the trail does not, for it names a person."""
_MARK = "说明：本件由{name}（{role}，{office}）于{at}导出，用途：{purpose}。仅限该用途，不得外传。"


def mark_of(name: str, role: Role, office: str, *, at: datetime, purpose: str) -> str:
    """Who, as what and of which authority, when by the clock in China, and what for."""
    words = ROLES.get(role, MACHINE)
    said = PURPOSES[purpose].zh if purpose in PURPOSES else purpose
    moment = f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return _MARK.format(name=name, role=words.zh, office=office, at=moment, purpose=said)
