"""An attempt as it is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import Phase
from checkin_service.kit.verdict import Decision
from checkin_service.policy.proofs import ProofKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt as it came and as it was judged, ready to be kept."""

    trainee_id: UUID
    attempt_id: UUID
    class_id: UUID
    session_id: UUID
    phase: Phase
    proof: ProofKind
    decision: Decision
    captured_at: datetime
    received_at: datetime
    person_failed: bool
    wrong_code: bool
    claim_id: UUID | None
    located: str | None
    contrary_m: float | None
    evidence_class: EvidenceClass | None
    sender: str
    body_digest: bytes
    answer: bytes
    evidence_sealed: bytes
    evidence_commitment: bytes
