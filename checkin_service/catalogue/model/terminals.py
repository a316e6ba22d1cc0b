"""Devices at sites: how one offers itself, is entered by a person of the authority and confirmed by another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.catalogue.model.registers import Approval
from geo import Datum


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal(Approval):
    """A device fixed at a site, with the institution the site belongs to."""

    terminal_id: UUID
    site_id: UUID
    institution_id: UUID
    public_key: bytes
    name: str
    document_number: str | None
    reason: str | None
    longitude: float | None = None
    latitude: float | None = None
    datum: Datum | None = None
    accuracy_m: float | None = None
    revoked_at: datetime | None = None
    confirmed_by: UUID | None = None
    """Who of the authority said so besides; a device that only one person has entered reads no cards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A device that shows a code and waits for somebody of the authority to enter it."""

    terminal_id: UUID
    code_hash: bytes
    public_key: bytes
    longitude: float
    latitude: float
    datum: Datum
    accuracy_m: float
    offered_at: datetime
