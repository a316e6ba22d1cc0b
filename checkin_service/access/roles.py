"""The roles a subject can have: staff of an institution or authority, trainee, terminal, platform operator."""

from enum import StrEnum


class Role(StrEnum):
    AUDITOR = "auditor"
    DESK = "desk"
    FINANCE = "finance"
    INSTITUTION_ADMIN = "institution_admin"
    INSTRUCTOR = "instructor"
    OFFICER = "officer"
    PLATFORM = "platform"
    PROVINCE = "province"
    REVIEWER = "reviewer"
    SECTOR = "sector"
    TERMINAL = "terminal"
    TRAINEE = "trainee"


AUTHORITY_ROLES = frozenset(
    {Role.AUDITOR, Role.DESK, Role.FINANCE, Role.OFFICER, Role.PROVINCE, Role.REVIEWER, Role.SECTOR}
)
INSTITUTION_ROLES = frozenset({Role.INSTITUTION_ADMIN, Role.INSTRUCTOR})
