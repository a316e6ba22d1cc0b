"""Subjects, the callers a verified token names: kind, id, roles and tenant."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from checkin_service.access.grants import PERMISSIONS
from checkin_service.access.permissions import LOOKED, LOOKS, Permission
from checkin_service.access.roles import AUTHORITY_ROLES, INSTITUTION_ROLES, Role
from checkin_service.kit.scope import Scope
from checkin_service.policy.model import prefix_of

__all__ = [
    "AUTHORITY_ROLES",
    "ENROLLING",
    "INSTITUTION_ROLES",
    "LOOKED",
    "LOOKS",
    "PERMISSIONS",
    "MalformedSubject",
    "Permission",
    "Role",
    "Subject",
    "SubjectKind",
    "authority_staff",
    "institution_staff",
    "platform_client",
    "scope_of",
    "terminal",
    "trainee",
]


class SubjectKind(StrEnum):
    PLATFORM = "platform"
    STAFF = "staff"
    TERMINAL = "terminal"
    TRAINEE = "trainee"


ENROLLING = frozenset(
    {Permission.PASSWORD_CHANGE, Permission.SECOND_FACTOR_SET, Permission.SELF_READ, Permission.SIGN_IN}
)
"""All that staff may do who have no second factor where one is required: set one up."""


class MalformedSubject(ValueError):
    """The parts of a subject do not fit together; it is nobody and may do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody signed in. It comes from a verified token only, never from input."""

    kind: SubjectKind
    subject_id: UUID
    role: Role
    tenant: str
    institution_id: UUID | None = None
    authority_code: str | None = None
    device_id: UUID | None = None
    site_id: UUID | None = None
    granted: frozenset[Permission] | None = None
    """Of what the role may do, only these; absent: all of it."""
    sign_in_id: UUID | None = None
    """Of staff: the sign-in that this token descends from."""

    @property
    def name(self) -> str:
        """How the audit trail calls the subject."""
        return f"{self.kind}:{self.subject_id}"

    def may(self, permission: Permission) -> bool:
        of_role = PERMISSIONS.get(self.role, frozenset())
        return permission in of_role and (self.granted is None or permission in self.granted)


def trainee(trainee_id: UUID, *, device_id: UUID) -> Subject:
    return Subject(
        kind=SubjectKind.TRAINEE,
        subject_id=trainee_id,
        role=Role.TRAINEE,
        tenant=f"trainee:{trainee_id}",
        device_id=device_id,
    )


def acting_at(subject: Subject, institution_id: UUID) -> Subject:
    """A person who does from afar what an institution's desk would do for them: its own records have it."""
    return replace(subject, tenant=f"institution:{institution_id}", institution_id=institution_id)


def institution_staff(staff_id: UUID, *, role: Role, institution_id: UUID) -> Subject:
    if role not in INSTITUTION_ROLES:
        raise MalformedSubject(f"{role} is no role of an institution")
    return Subject(
        kind=SubjectKind.STAFF,
        subject_id=staff_id,
        role=role,
        tenant=f"institution:{institution_id}",
        institution_id=institution_id,
    )


def authority_staff(staff_id: UUID, *, role: Role, authority_code: str) -> Subject:
    if role not in AUTHORITY_ROLES:
        raise MalformedSubject(f"{role} is no role of an authority")
    return Subject(
        kind=SubjectKind.STAFF,
        subject_id=staff_id,
        role=role,
        tenant=f"authority:{authority_code}",
        authority_code=authority_code,
    )


def terminal(terminal_id: UUID, *, site_id: UUID, institution_id: UUID) -> Subject:
    return Subject(
        kind=SubjectKind.TERMINAL,
        subject_id=terminal_id,
        role=Role.TERMINAL,
        tenant=f"institution:{institution_id}",
        institution_id=institution_id,
        site_id=site_id,
    )


def platform_client(client_id: UUID, *, authority_code: str, granted: frozenset[Permission]) -> Subject:
    """A system that holds an access key: it acts in the scope of the authority that admitted it."""
    return Subject(
        kind=SubjectKind.PLATFORM,
        subject_id=client_id,
        role=Role.PLATFORM,
        tenant=f"authority:{authority_code}",
        authority_code=authority_code,
        granted=granted,
    )


def scope_of(subject: Subject) -> Scope:
    """Whose rows a subject may touch: one's own, an institution's, or an authority's and all below it.

    >>> scope_of(authority_staff(UUID(int=1), role=Role.OFFICER, authority_code="330600")).values
    [b'', b'', b'3306%', b'']
    """
    if subject.kind is SubjectKind.TRAINEE:
        return Scope(trainee=str(subject.subject_id))
    if subject.institution_id is not None:
        return Scope(institution=str(subject.institution_id))
    # A pattern: that of the nation fits every code, and no scope at all fits none.
    return Scope(authority=f"{prefix_of(subject.authority_code or '')}%")
