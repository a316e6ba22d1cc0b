"""Wire shapes of determinations."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.kit.http.schema import StrictModel


class Purpose(StrEnum):
    """Why somebody at an authority reads about people; it is written into the audit trail."""

    SUPERVISION = "supervision"
    """日常监管"""
    PAYMENT = "payment"
    """补贴审核与拨付"""
    COMPLAINT = "complaint"
    """投诉与申诉办理"""
    INSPECTION = "inspection"
    """审计与专项检查"""
    STATISTICS = "statistics"
    """统计"""


class DeterminationBody(StrictModel):
    """A determination with its document: facts, arithmetic, criteria with clause and quote, policy values."""

    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    voucher_id: UUID | None
    ordinal: int
    outcome: DeterminationOutcome
    eligible: bool
    determined_at: datetime
    document_sha256: str = Field(description="Of the document in canonical JSON (RFC 8785), hexadecimal")
    document: dict[str, Any]

    @classmethod
    def of(cls, stored: StoredDetermination) -> "DeterminationBody":
        return cls.showing(stored, document_sha256=stored.document_sha256.hex(), document=json.loads(stored.document))


class DeterminationPage(StrictModel):
    determinations: list[DeterminationBody]
    next_cursor: str | None
