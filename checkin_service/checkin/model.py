"""The vocabulary of a check-in: what was sent, what was measured, what is known; nothing judged."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.attendance.model import Counter
from checkin_service.identity.model import AnsweredChallenge, FaceTries
from checkin_service.kit.verdict import Decision
from checkin_service.timetable.model import Delivery, SessionPart
from geo import Circle, Position, Suspicion, Union


class Phase(StrEnum):
    """Which moment of a session is attested."""

    IN = "in"
    MID = "mid"
    OUT = "out"


class ProofKind(StrEnum):
    """How a person shows who they are; every class offers at least two, never the face only."""

    FACE = "face"
    PIN_CODE = "pin_code"
    CARD_PIN = "card_pin"
    E_CARD = "e_card"
    LIVE_QR = "live_qr"
    """Of a scan by the institution (扫码验券), never of a check-in."""


class CodeState(StrEnum):
    """What became of a classroom code."""

    ABSENT = "absent"
    VALID = "valid"
    EXPIRED_OR_WRONG = "expired_or_wrong"
    USED_BEFORE = "used_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceProof:
    """A live photo compared with the reference: the score, or why there is none."""

    result: str
    """match, doubt, no_match, no_reference, other_version, stopped, or the refusal's reason."""

    distance: float | None = None
    match_at_most: float | None = None
    assurance: str = "unproven"
    measured: float | None = None
    liveness: str = "no_pad"
    """How the evidence is labelled: no_pad, challenge_passed or challenge_failed."""

    liveness_fault: str | None = None
    """Why a challenge that was named does not count."""

    was_seen: bool = False
    """Whether the very same file was sent before."""

    differing_bits: int | None = None
    """Of the perceptual hash, from the most similar of the latest photos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinProof:
    """The person's own PIN on their own bound device; the classroom code is judged beside it."""

    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionProof:
    """A signed statement of a card terminal or of the e-card platform; `fault` names what is wrong with it."""

    kind: ProofKind
    fault: str | None


PersonProof = FaceProof | PinProof | AssertionProof


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A position as a phone reported it and when that was received."""

    position: Position
    accuracy_m: float | None
    confidence: float | None
    is_mock: bool | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything measured about one attempt, frozen."""

    phase: Phase
    captured_at: datetime
    received_at: datetime
    position: Position | None
    accuracy_m: float | None
    confidence: float | None
    is_mock: bool | None
    at_terminal: bool
    """Sent by a card terminal fixed at the session's site."""

    proof_kind: ProofKind
    proof: PersonProof
    code: CodeState
    sender_is_active: bool
    recent_failures: int
    """Attempts in the last minutes whose person proof, other than a face, did not succeed."""

    renewal: str | None = None
    """What became of a photo sent to renew a face reference of another version."""

    @property
    def sighting(self) -> Sighting | None:
        if self.position is None:
            return None
        return Sighting(
            position=self.position,
            accuracy_m=self.accuracy_m,
            confidence=self.confidence,
            is_mock=self.is_mock,
            received_at=self.received_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """The session as it stands in the timetable, and its site."""

    session_id: UUID
    class_id: UUID
    institution_id: UUID
    supervising_authority: str
    paying_authority: str
    class_state: str
    is_cancelled: bool
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    total_hours: int
    phases: frozenset[Phase]
    proofs: frozenset[ProofKind]
    site_id: UUID
    fence: Circle | Union
    """What is in force on the session's day, or around the instructor where the class is approved for that."""

    fence_moves: bool = False
    """Whether the fence lies around the instructor's own position."""
    delivery: Delivery = Delivery.OFFLINE
    part: SessionPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeFacts:
    """What is known of the trainee in this class when the attempt arrives."""

    trainee_id: UUID
    voucher_kind: str
    is_withdrawn: bool
    voucher_state: str | None
    counter: Counter
    presences: frozenset[tuple[UUID, Phase]]
    session_hours: int = 0
    """Class hours of this very session credited before, by whatever evidence."""
    has_passed_theory: bool = False
    """Theory of the same occupation, wherever it was taught; looked up for sessions of practice only."""
    is_elsewhere: bool = False
    """Accepted for a session of another class that takes place at the same time."""
    last_accepted: Sighting | None = None
    """The latest fix that was believed: nobody travels faster from there than people do."""

    recent: tuple[Sighting, ...] = ()
    """The latest fixes whatever became of them, oldest first."""

    def is_present(self, session_id: UUID, phase: Phase) -> bool:
        return (session_id, phase) in self.presences


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNow:
    """The classroom code on the instructor's screen and how long it lives."""

    code: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSituation:
    """What is known of the person's face; all empty when the attempt brings no photo."""

    sealed_reference: bytes | None
    ordinal: int
    """Of the latest reference; 0 without any."""
    was_seen: bool
    """Whether the very same photo came before."""
    may_keep_photo: bool
    """Whether the person has consented to photos being kept."""
    sealed_fingerprints: tuple[bytes, ...]
    tries: FaceTries
    challenge: AnsweredChallenge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything known when an attempt arrives: one read."""

    session: SessionFacts
    trainee: TraineeFacts
    class_revision: int
    first_answer: bytes | None
    first_digest: bytes | None
    consents: frozenset[str]
    sender_is_active: bool
    pin_hash: bytes | None
    terminal_key: bytes | None
    terminal_site_id: UUID | None
    document_owner: UUID | None
    face: FaceSituation
    used_code_windows: frozenset[int]
    recent_failures: int
    sealed_last_accepted: bytes | None = None
    sealed_recent: tuple[bytes, ...] = ()
    """Evidence of the latest located attempts, newest first; read only when there is a fix to compare with."""


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
    located: str | None
    sender: str
    body_digest: bytes
    answer: bytes
    evidence_sealed: bytes
    evidence_commitment: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedAttempt:
    """An attempt with its evidence and the fence it was judged by."""

    trainee_id: UUID
    class_id: UUID
    supervising_authority: str
    starts_at: datetime
    received_at: datetime
    evidence_sealed: bytes | None
    fence: Circle | Union


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingFence:
    """A fence around the instructor's own fix, for a class approved to be held away from its site."""

    session_id: UUID
    fence_id: UUID
    circle: Circle
    placed_by: UUID
    placed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedPlace:
    """A site's present place, at which enough people's fixes did not lie inside."""

    site_id: UUID
    ordinal: int
    position: Position
    authority_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSuspicion:
    """A datum mix-up suspected at a site, as it is shown to the institution and the authority over it."""

    site_id: UUID
    site_name: str
    institution_id: UUID
    place_ordinal: int
    found_on: date
    suspicion: Suspicion
