"""The vocabulary of a check-in: what was sent, what was measured, what is known; nothing judged."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.attendance.model.credits import Counter
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.devices import TerminalState
from checkin_service.checkin.model.places import FenceState
from checkin_service.identity.model import AnsweredChallenge, FaceTries, PhoneBinding
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery, SessionPart
from geo import Circle, Position, Union


class Phase(StrEnum):
    """Which moment of a session is attested."""

    IN = "in"
    MID = "mid"
    OUT = "out"


class CodeState(StrEnum):
    """What became of a classroom code."""

    ABSENT = "absent"
    VALID = "valid"
    EXPIRED_OR_WRONG = "expired_or_wrong"
    USED_BEFORE = "used_before"
    CLAIM_INVALID = "claim_invalid"  # Run out, used up, or of another device or session.
    TOO_MANY_WRONG = "too_many_wrong"  # Of this device in the session: no further one is looked at.


class CodeSource(StrEnum):
    """On whose screen the classroom code was shown."""

    DISPLAY = "display"
    """Enrolled at the site by the authority."""
    REMOTE_DISPLAY = "remote_display"
    """A member of staff's own screen, wherever that is: no proof of the room by itself."""
    BEACON = "beacon"
    """What a device at the site signs each minute, seen by a phone without a network."""


class Binding(StrEnum):
    """How surely the person's own phone is the person's own."""

    PROVEN = "proven"
    """By an assertion of identity, at the authority's counter, or at a desk and confirmed later."""
    SELF_BOUND = "self_bound"
    """By an invitation and a PIN of one's choice."""


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
    fault: str | None = None
    took_s: float | None = None
    """From our challenge, or the terminal's statement before if that was later, to this one's arrival; `None` where
    a terminal asked for no challenge."""
    clock_ahead_s: int | None = None
    """How far a terminal's own clock runs ahead of ours."""
    is_confirmed: bool = True
    """Whether a second person of the authority has confirmed the terminal."""
    is_away: bool = False
    """Whether the terminal's latest fix lies elsewhere than its site."""


PersonProof = FaceProof | PinProof | AssertionProof


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A position as a phone reported it and when that was received."""

    position: Position
    accuracy_m: float | None = None
    confidence: float | None = None
    is_mock: bool | None = None
    received_at: datetime
    age_s: float | None = None
    """When it was sent, by the phone's own clock; `None` when the phone does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything measured about one attempt, frozen; kept without what is `None`, so that is always a default."""

    phase: Phase
    captured_at: datetime
    received_at: datetime
    position: Position | None = None
    accuracy_m: float | None = None
    confidence: float | None = None
    is_mock: bool | None = None
    at_terminal: bool
    """Sent by a card terminal fixed at the session's site."""

    proof_kind: ProofKind
    proof: PersonProof
    code: CodeState
    sender_is_active: bool
    recent_failures: int
    """Wrong PINs of the last minutes, of the channel that this attempt comes by."""
    pin_waits_s: int | None = None
    """For how long yet no PIN typed by this channel is looked at; `None` where nothing is waited for."""
    renewal: str | None = None
    """What became of a photo sent to renew a face reference of another version."""
    binding: Binding | None = None
    """How the sending phone was bound; `None` where nobody has kept that."""
    agent_family: str | None = None
    """By what kind of client the sending phone was bound; `None` where nobody has kept that."""
    code_source: CodeSource | None = None
    """Where a valid classroom code was shown; `None` where nobody has kept that."""
    code_claimed_at: datetime | None = None
    """When the code of a valid claim was exchanged: it was read in the room by then."""
    fix_age_s: float | None = None
    is_offline: bool = False
    """Made without a network, sealed on the phone and delivered later."""
    bracketed_at: datetime | None = None
    """When it was made offline, as the code of then shows; `None` where nothing shows it."""
    fence_by_device: bool = False
    """Whether a device of the site has carried the moving fence along."""
    fence_others: int | None = None
    """How many others of the class bear the moving fence out; `None` where it needs nobody to."""
    fix_is_own: bool = True
    """Measured by the trainee's own phone, not by whoever scanned or vouched for it."""
    witness: Sighting | None = None
    """Where somebody stands who has scanned the person's QR."""
    scanner_ahead_s: int | None = None
    """How far the clock of the scanning device runs ahead of ours; `None` where it does not say."""

    @property
    def moment(self) -> datetime:
        """When it happened: received, or offline as it is shown; the phone's claim only where nothing else is left."""
        return (self.bracketed_at or self.captured_at) if self.is_offline else self.received_at

    @property
    def sighting(self) -> Sighting | None:
        if self.position is None:
            return None
        return Sighting(
            position=self.position,
            accuracy_m=self.accuracy_m,
            confidence=self.confidence,
            is_mock=self.is_mock,
            received_at=self.moment,
            age_s=self.fix_age_s,
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
    missed_hours: int = 0
    """Class hours of this very session that a late arrival has cost, accepted before."""
    has_passed_theory: bool = False
    """Theory of the same occupation, wherever it was taught; looked up for sessions of practice only."""
    phase_classes: tuple[EvidenceClass, ...] = ()
    """Of the phases of this very session that were accepted before."""
    contrary_m: float | None = None
    """Accuracy of the finest fix by which the person's own phone said in this session that it is elsewhere; `None`
    when it never did, or a better fix, a terminal or a person has lifted it since."""
    check: tuple[datetime, datetime] | None = None
    """When an unannounced check of the person in this session began and ends; before it begins nothing tells of it."""
    is_asked_together: bool = False
    is_elsewhere: bool = False
    """Accepted for a session of another class that takes place at the same time."""
    last_accepted: Sighting | None = None
    """The latest fix that was believed: nobody travels faster from there than people do."""
    recent: tuple[Sighting, ...] = ()
    """The latest fixes whatever became of them, oldest first."""

    def is_present(self, session_id: UUID, phase: Phase) -> bool:
        return (session_id, phase) in self.presences


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
    device_key: bytes | None
    terminal_key: bytes | None
    terminal_site_id: UUID | None
    terminal: TerminalState
    moving: FenceState | None
    door_pin: bytes | None
    """Hash of the person's PIN for the door; looked up for terminals only."""
    beacon_keys: tuple[bytes, ...]
    """Of the devices that stood at the site in the minute of the beacon that was brought."""
    document_owner: UUID | None
    face: FaceSituation
    used_code_windows: frozenset[int]
    failed_at: tuple[datetime, ...]
    """When wrong PINs came by the channel of this attempt, as far back as any policy looks."""
    wrong_codes: int = 0
    """Codes that were never shown, typed on the asking device in this session."""
    is_claim_used: bool = False
    """Whether the claim that the attempt names has served before."""
    agent_family: str | None = None
    phone: PhoneBinding | None = None
    """How the sending phone was bound; none of a terminal or of a phone that is not the trainee's."""
    policy_version: int = 0  # The latest ruling on policy: a node whose book is older loads it first.
    sealed_last_accepted: bytes | None = None
    sealed_recent: tuple[bytes, ...] = ()
    """Evidence of the latest located attempts, newest first; read only when there is a fix to compare with."""
