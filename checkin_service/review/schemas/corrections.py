"""Wire shapes of the list of corrections of people's names and documents."""

from uuid import UUID

from pydantic import AwareDatetime

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import StrictModel


class WrittenBody(StrictModel):
    """Name and document as they are written somewhere, the number masked."""

    name: str
    document_kind: DocumentKind
    masked_document: str


class CorrectionItem(StrictModel):
    """A correction with both spellings and what became of it."""

    correction_id: UUID
    trainee_id: UUID
    class_id: UUID
    before: WrittenBody
    after: WrittenBody
    evidence: str
    reason: str
    asked_by: UUID
    asked_at: AwareDatetime
    approved: bool | None
    document_number: str | None
    decision_reason: str | None
    decided_at: AwareDatetime | None


class CorrectionPage(StrictModel):
    corrections: list[CorrectionItem]
    next_cursor: str | None
