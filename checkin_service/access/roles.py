"""Who people are in this service: of an institution, of an authority, a trainee, or a terminal."""

from enum import StrEnum


class Role(StrEnum):
    INSTITUTION_ADMIN = "institution_admin"
    INSTRUCTOR = "instructor"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    TERMINAL = "terminal"
    TRAINEE = "trainee"


AUTHORITY_ROLES = frozenset({Role.OFFICER, Role.REVIEWER})
INSTITUTION_ROLES = frozenset({Role.INSTITUTION_ADMIN, Role.INSTRUCTOR})
