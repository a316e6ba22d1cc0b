"""Applications of institutions from outside to be entered in the register (准入), and what two people decided."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.catalogue.model.registers import InstitutionKind


class EntryState(StrEnum):
    FILED = "filed"
    """Also while one person's proposal waits for the other."""
    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryApplication:
    """What an institution says of itself that no register knows yet."""

    application_id: UUID
    authority_code: str
    name: str
    credit_code: str
    kind: InstitutionKind
    licence_number: str
    valid_from: date
    valid_until: date | None
    address: str
    telephone: str
    longitude: float
    latitude: float
    datum: str
    papers: tuple[str, ...]
    """What the authority can look at, each with its number."""
    receipt_hash: bytes
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDecision:
    """Admitted or refused, by two people of the authority."""

    application_id: UUID
    admitted: bool
    institution_id: UUID | None
    """As which it stands in the register from then on."""
    document_number: str
    reason: str
    proposed_by: UUID
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedEntry(EntryApplication):
    """An application with what became of it."""

    admitted: bool | None = None
    institution_id: UUID | None = None
    document_number: str | None = None
    reason: str | None = None
    decided_at: datetime | None = None

    @property
    def state(self) -> EntryState:
        if self.admitted is None:
            return EntryState.FILED
        return EntryState.ADMITTED if self.admitted else EntryState.REFUSED
