"""Resources of a running service, made once at start and handed to every use case."""

from dataclasses import dataclass, field
from datetime import datetime

from biometrics.thresholds import Book
from checkin_service.kit.base_map import BaseMap
from checkin_service.kit.clock import Clock
from checkin_service.kit.database import Database
from checkin_service.kit.elsewhere import AskElsewhere
from checkin_service.kit.face_duties import FaceDuties
from checkin_service.kit.limits import Limits
from checkin_service.kit.messenger import Messenger
from checkin_service.kit.offload import Offload
from checkin_service.kit.sealing import KeyedHash, Sealer
from checkin_service.kit.signing import SigningKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class ECardIssuer:
    """A platform whose signed assertions of identity are believed: the e-card's, or the network identity's."""

    name: str
    public_key: bytes
    """P-256, uncompressed point (65 bytes)."""
    page: str | None = None
    """Where a phone's browser is sent to be checked; it comes back with a signed statement."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MessageBus:
    """Where every event goes beside the subscribers. It never prints itself: the address may hold a password."""

    url: str
    stream: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PlatformAccess:
    """The national platform that reports go up to. It never prints itself: it holds a key."""

    url: str
    access_key: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Resources:
    """The parts a use case works with. It never prints itself: it holds keys."""

    database: Database
    clock: Clock
    sealer: Sealer
    limits: Limits
    lookup: KeyedHash
    """Hashes identity documents and one-time codes for look-ups."""
    pins: KeyedHash
    token_key: bytes
    code_key: bytes
    faces: Offload
    face_thresholds: Book = field(default_factory=dict)
    """The operator's own calibration, before the shipped thresholds."""
    face_duties: FaceDuties = field(default_factory=FaceDuties)
    e_card_issuer: ECardIssuer | None = None
    network_identity_issuer: ECardIssuer | None = None
    signing: SigningKeys = field(default_factory=SigningKeys)
    """Of the log's checkpoints and of what the feed sends."""
    message_bus: MessageBus | None = None
    base_map: BaseMap | None = None
    """Under the drawings that officers see; none: they are drawn in metres on blank ground."""
    national_platform: PlatformAccess | None = None
    """Where reports go up; none: they wait, and leave by file."""
    ask_elsewhere: AskElsewhere | None = None
    """Who has a voucher elsewhere, before one is issued; none: nobody is asked."""
    messenger: Messenger | None = None
    """By which messages leave the service; none: they stay in the app."""
    second_factor_from: datetime | None = None
    """From when on staff must have a second factor; none: they may."""
    is_development: bool = False
    """Webhooks may then go to this machine itself."""
