"""Persons: every payload that names somebody is sealed under that person's own key."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.identity.model import BindingProof, DocumentKind, Origin
from checkin_service.kit.database import one_of, refers_to, table

trainee = table(
    "trainee",
    Column("trainee_id", Uuid, primary_key=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("document_kind", Text, nullable=False),
    Column("document_sealed", LargeBinary, nullable=False),
    Column("born_on", Date, comment="From the document where it tells; guards minors"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("erased_at", DateTime(timezone=True), comment="Since when nothing names this person any more"),
    one_of("document_kind", DocumentKind),
    comment="Trainees (参训人员)",
)

document_index = table(
    "document_index",
    Column("document_hash", LargeBinary, primary_key=True, comment="HMAC of kind and number under a server secret"),
    Column("trainee_id", Uuid, nullable=False),
    # A determination asks what other regions have reported of a person.
    Index("document_index_trainee_idx", "trainee_id"),
    comment="One person per identity document; distributed by the hash",
)

person_index = table(
    "person_index",
    Column(
        "key_hash",
        LargeBinary,
        primary_key=True,
        comment="HMAC of a name or of a number's end, under a server secret",
    ),
    Column("trainee_id", Uuid, primary_key=True),
    comment="Who is found by a name or by the end of a document's number; distributed by the hash",
)

consent = table(
    "consent",
    Column("trainee_id", Uuid, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts; giving and withdrawing alternate"),
    Column("given", Boolean, nullable=False, comment="False withdraws"),
    Column("text_version", Text, nullable=False, comment="Which wording the person read"),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("purpose", ("location", "face", "face_photo")),
    refers_to("trainee", "trainee_id"),
    comment="Separate consents (单独同意), append-only",
)

invitation = table(
    "invitation",
    Column("invitation_hash", LargeBinary, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    # Whether somebody has one that still serves: the help desk asks.
    Index("invitation_trainee_idx", "trainee_id"),
    comment="One-time codes that travel with the voucher and let a person bind a device; distributed by the hash",
)

door_pin = table(
    "door_pin",
    Column("trainee_id", Uuid, primary_key=True),
    Column("set_at", DateTime(timezone=True), primary_key=True, comment="The latest counts"),
    Column("pin_hash", LargeBinary, nullable=False, comment="HMAC under a server secret, salted by the person's id"),
    Column("invitation_hash", LargeBinary, nullable=False),
    Column("terminal_id", Uuid, nullable=False, comment="The device at the door at which it was set"),
    UniqueConstraint("trainee_id", "invitation_hash"),
    comment="PINs of people who sign in at the door and bind no phone, append-only",
)

device = table(
    "device",
    Column("trainee_id", Uuid, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("public_key", LargeBinary, nullable=False, comment="P-256, uncompressed point"),
    Column("pin_hash", LargeBinary, nullable=False, comment="HMAC under a server secret, salted by the device id"),
    Column("invitation_hash", LargeBinary, nullable=False),
    Column("bound_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    UniqueConstraint("trainee_id", "invitation_hash", name="device_invitation_used_once"),
    refers_to("trainee", "trainee_id"),
    # At most one active device per person.
    Index("device_active_key", "trainee_id", unique=True, postgresql_where=text("revoked_at IS NULL")),
    comment="Phones bound to a person by a key pair",
)

device_proof = table(
    "device_proof",
    Column("trainee_id", Uuid, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("reason", Text, comment="What the person who proved it saw or was told"),
    Column("proved_by", Uuid, comment="Member of staff; none where a platform's signed statement proved it"),
    Column("proved_at", DateTime(timezone=True), nullable=False),
    one_of("kind", BindingProof),
    refers_to("device", "trainee_id", "device_id"),
    comment="By what a bound phone was shown to be the person's own, each way once, append-only",
)

_earlier = device.alias("earlier")
replaces_another = (
    exists()
    .where(_earlier.c.trainee_id == device.c.trainee_id, _earlier.c.bound_at < device.c.bound_at)
    .correlate(device)
)
"""Whether the person had another phone before this one."""
proofs_of_device = (
    select(func.array_agg(device_proof.c.kind))
    .where(device_proof.c.trainee_id == device.c.trainee_id, device_proof.c.device_id == device.c.device_id)
    .correlate(device)
    .scalar_subquery()
)
"""By what a phone was proven; null without any proof."""

device_origin = table(
    "device_origin",
    Column("trainee_id", Uuid, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("network_hash", LargeBinary, comment="HMAC of the /24 or /48 under a server secret; no address is kept"),
    Column("agent_family", Text, nullable=False, comment="Such as wechat, ios, android; nothing finer"),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    refers_to("device", "trainee_id", "device_id"),
    # The nightly purge asks for what is older than 180 days.
    Index("device_origin_seen_idx", "seen_at"),
    comment="From which network and kind of client a phone was bound, purged after 180 days",
)

agent_of_device = (
    select(device_origin.c.agent_family)
    .where(device_origin.c.trainee_id == device.c.trainee_id, device_origin.c.device_id == device.c.device_id)
    .correlate(device)
    .scalar_subquery()
)
"""By what kind of client a phone was bound, while that is kept."""

device_index = table(
    "device_index",
    Column("device_id", Uuid, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    comment="Whose device this is, for signing in; distributed by device",
)

device_key_index = table(
    "device_key_index",
    Column("key_hash", LargeBinary, primary_key=True, comment="SHA-256 of the public key"),
    Column("trainee_id", Uuid, nullable=False),
    comment="One key serves one person: a phone does not sign for others; distributed by the hash",
)

face_reference = table(
    "face_reference",
    Column("trainee_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts"),
    Column("sealed", LargeBinary, nullable=False, comment="The reference vector, no image; empty once withdrawn"),
    Column("engine", Text, nullable=False),
    Column("model_hash", Text, nullable=False),
    Column("path_version", Text, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("enrolled_at", DateTime(timezone=True), nullable=False),
    Column(
        "origin",
        Text,
        nullable=False,
        server_default=text("'enrolment'"),
        comment="The first enrolment, a change an authority approved, or a renewal for another engine",
    ),
    one_of("origin", Origin),
    refers_to("trainee", "trainee_id"),
    # How many people's faces are stored is counted at every enrolment.
    Index("face_reference_stored_idx", "trainee_id", postgresql_where=text("sealed <> ''")),
    comment="Face references (参考特征)",
)

face_change = table(
    "face_change",
    Column("trainee_id", Uuid, primary_key=True),
    Column("change_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False, comment="Whose supervising authority decides"),
    Column("reason", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="The new reference vector; empty once decided or withdrawn"),
    Column("engine", Text, nullable=False),
    Column("model_hash", Text, nullable=False),
    Column("path_version", Text, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    # An authority's queue is cut to its classes.
    Index("face_change_open_idx", "class_id", "change_id", postgresql_where=text("sealed <> ''")),
    comment="New references that trainees ask for, waiting for an authority",
)

face_change_decision = table(
    "face_change_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("change_id", Uuid, primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    refers_to("face_change", "trainee_id", "change_id"),
    comment="The authority's word on a change of reference, one each, append-only",
)

face_tries = table(
    "face_tries",
    Column("trainee_id", Uuid, primary_key=True),
    Column("failures", Integer, nullable=False, comment="Comparisons in a row that did not match"),
    Column("last_failed_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, comment="Two tries at once notice each other"),
    CheckConstraint("failures >= 0", name="failures_counted"),
    refers_to("trainee", "trainee_id"),
    comment="How often a face has failed in a row, to bound guessing",
)

face_photo = table(
    "face_photo",
    Column("trainee_id", Uuid, primary_key=True),
    Column("photo_hash", LargeBinary, primary_key=True, comment="HMAC of the file under a server secret"),
    Column("fingerprint_sealed", LargeBinary, comment="Perceptual hash of the picture, sealed; absent without one"),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    # The latest pictures are compared with a new one; old rows are purged.
    Index("face_photo_latest_idx", "trainee_id", "seen_at"),
    Index("face_photo_seen_idx", "seen_at"),
    comment="Photos seen before, none of them kept: a replay shows",
)

liveness_challenge = table(
    "liveness_challenge",
    Column("trainee_id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("turns", ARRAY(Text), nullable=False, comment="Where the person is asked to look, in order"),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    # Challenges are purged when they are of no more use.
    Index("liveness_challenge_expired_idx", "expires_at"),
    comment="Liveness challenges (活体检测), each for one person, device and session",
)

liveness_answer = table(
    "liveness_answer",
    Column("trainee_id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, primary_key=True, comment="A challenge is answered once"),
    Column("label", Text, nullable=False),
    Column("same_person", Text, nullable=False, comment="The frontal frames against the reference"),
    Column("report", JSONB, nullable=False, comment="Steps and faults as numbers and codes; no picture, no vector"),
    Column("answered_at", DateTime(timezone=True), nullable=False),
    Column("attempt_id", Uuid, comment="The one check-in it served"),
    one_of("label", ("challenge_passed", "challenge_failed")),
    refers_to("liveness_challenge", "trainee_id", "challenge_id", ondelete="CASCADE"),
    comment="What became of the challenges",
)
