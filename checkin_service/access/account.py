"""The staff account: whose it is, its role and tenant, and the subject it signs in as."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import MalformedSubject, Role, Subject, authority_staff, institution_staff


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccount:
    """An account of an institution's or an authority's member of staff."""

    staff_id: UUID
    login: str
    password_hash: str
    """Empty until its owner has set a password."""
    display_name: str
    role: Role
    authority_code: str | None
    institution_id: UUID | None
    created_at: datetime
    disabled_at: datetime | None = None
    last_seen_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        if self.institution_id is not None:
            return institution_staff(self.staff_id, role=self.role, institution_id=self.institution_id)
        if self.authority_code is not None:
            return authority_staff(self.staff_id, role=self.role, authority_code=self.authority_code)
        raise MalformedSubject("the account belongs to no tenant")
