"""Attempts and their verdicts are facts; the evidence that names a place or a face is sealed beside them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import metadata

attempt = Table(
    "attempt",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("phase", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("captured_at", DateTime(timezone=True), nullable=False, comment="The phone's claim"),
    Column("received_at", DateTime(timezone=True), nullable=False, comment="Ours; it decides"),
    Column(
        "person_failed", Boolean, nullable=False, comment="Whether the person proof did not succeed: bounds guessing"
    ),
    Column("located", Text, comment="How the fix lay to the fence; none without a usable fix"),
    Column("sender", Text, nullable=False, comment="device:<id> or terminal:<id>"),
    Column("body_digest", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False, comment="The first answer with every finding, byte for byte"),
    Column("evidence_sealed", LargeBinary, comment="What was measured; purged when law says so, the verdict stands"),
    Column("evidence_commitment", LargeBinary, nullable=False, comment="Salted SHA-256 of the evidence"),
    CheckConstraint("phase IN ('in', 'mid', 'out')", name="phase_known"),
    CheckConstraint("decision IN ('accepted', 'doubtful', 'refused')", name="decision_known"),
    CheckConstraint("proof IN ('face', 'pin_code', 'card_pin', 'e_card')", name="proof_known"),
    CheckConstraint("located IN ('inside', 'edge', 'outside')", name="located_known"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # Each located attempt is compared with the person's latest ones.
    Index("attempt_located_idx", "trainee_id", "received_at", postgresql_where=text("located IS NOT NULL")),
    # The nightly examination of sites reads the fixes that did not lie inside.
    Index(
        "attempt_misplaced_idx", "session_id", "received_at", postgresql_where=text("located IN ('edge', 'outside')")
    ),
    # The review queue reads doubts only, newest classes first.
    Index("attempt_doubtful_idx", "class_id", "received_at", postgresql_where=text("decision = 'doubtful'")),
    # Guessing is bounded by the person's latest failures.
    Index("attempt_failed_idx", "trainee_id", "received_at", postgresql_where=text("person_failed")),
    comment="Check-ins (打卡签到) as they came and as they were judged, append-only",
)

presence = Table(
    "presence",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("phase", Text, primary_key=True),
    Column("attempt_id", Uuid, nullable=False),
    comment="Phases of sessions a trainee was accepted for: once each",
)

code_use = Table(
    "code_use",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("code_window", BigInteger, primary_key=True, comment="Number of the 10-second window"),
    Column("attempt_id", Uuid, nullable=False),
    comment="A classroom code serves a person once",
)

review = Table(
    "review",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewed_by", Uuid, nullable=False),
    Column("reviewed_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id", "attempt_id"], ["attempt.trainee_id", "attempt.attempt_id"]),
    comment="Decisions of the authority's reviewers (人工复核) on doubtful attempts, one each, append-only",
)

scan = Table(
    "scan",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("scan_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("decision", Text, nullable=False),
    Column("scanned_by", Uuid, nullable=False, comment="The identified administrator of the institution"),
    Column("qr_id", Uuid, nullable=False, comment="The trainee's device made it; it serves once"),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("body_digest", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False, comment="The first answer with every finding, byte for byte"),
    Column("evidence_sealed", LargeBinary, comment="What was measured; purged when law says so, the verdict stands"),
    Column("evidence_commitment", LargeBinary, nullable=False, comment="Salted SHA-256 of the evidence"),
    CheckConstraint("decision IN ('accepted', 'doubtful', 'refused')", name="decision_known"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # A picture of a QR that has been scanned shows nothing any more.
    Index("scan_qr_key", "trainee_id", "qr_id", unique=True, postgresql_where=text("decision = 'accepted'")),
    comment="Vouchers scanned at sessions (扫码验券), as they were judged, append-only",
)

platform_sign_in = Table(
    "platform_sign_in",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("sign_in_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("phase", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("client_id", Uuid, nullable=False, comment="The admitted client that asserts it"),
    Column("signed_at", DateTime(timezone=True), nullable=False, comment="By the platform's clock: a claim"),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("report_digest", LargeBinary, nullable=False, comment="Keyed hash of the report, which names a person"),
    Column("answer", LargeBinary, nullable=False, comment="The first answer with every finding, byte for byte"),
    CheckConstraint("decision IN ('accepted', 'doubtful', 'refused')", name="decision_known"),
    CheckConstraint("phase IN ('in', 'mid', 'out')", name="phase_known"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # Which phases of a session the platform has attested.
    Index("platform_sign_in_session_idx", "trainee_id", "session_id"),
    comment="Sign-ins that the national platform asserts (asserted_by_platform), as they were judged, append-only",
)

moving_fence = Table(
    "moving_fence",
    metadata,
    Column("session_id", ForeignKey("class_session.session_id"), primary_key=True),
    Column("fence_id", Uuid, primary_key=True),
    Column("longitude", Double, nullable=False, comment="As measured, in `datum`"),
    Column("latitude", Double, nullable=False, comment="As measured, in `datum`"),
    Column("datum", Text, nullable=False),
    Column("radius_m", Double, nullable=False, comment="The site's effective radius and the fix's own accuracy"),
    Column("placed_by", Uuid, nullable=False, comment="The instructor"),
    Column("placed_at", DateTime(timezone=True), nullable=False, comment="It holds for attempts received from then on"),
    CheckConstraint("longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90", name="on_earth"),
    CheckConstraint("datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')", name="datum_known"),
    CheckConstraint("radius_m > 0", name="radius_positive"),
    # The latest one holds.
    Index("moving_fence_latest_idx", "session_id", "placed_at"),
    comment="Fences around an instructor's own fix, for classes approved to be held away from the site, append-only",
)

site_suspicion = Table(
    "site_suspicion",
    metadata,
    Column("site_id", ForeignKey("site.site_id"), primary_key=True),
    Column("place_ordinal", Integer, primary_key=True, comment="Which place of the site; a corrected one starts clean"),
    Column("found_on", Date, primary_key=True),
    Column("suspect", Text, nullable=False, comment="Whose datum is wrong"),
    Column("declared", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("longitude", Double, nullable=False, comment="Where the site belongs, in `datum`"),
    Column("latitude", Double, nullable=False, comment="Where the site belongs, in `datum`"),
    Column("datum", Text, nullable=False),
    Column("displacement_m", Double, nullable=False, comment="How far such a mix-up moves a position there"),
    Column("residual_m", Double, nullable=False, comment="How far the middle of the fixes lies from its prediction"),
    Column("limit_m", Double, nullable=False, comment="How far it might lie by chance"),
    Column("people", Integer, nullable=False, comment="How many people's fixes it rests on"),
    CheckConstraint("suspect IN ('site', 'fixes')", name="suspect_known"),
    comment="Datum mix-ups that the nightly examination suspects; a proposal for people to check, no personal data",
)

evidence_photo = Table(
    "evidence_photo",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False, comment="The photo without metadata, under the key of the face"),
    Column("kept_until", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id", "attempt_id"], ["attempt.trainee_id", "attempt.attempt_id"]),
    # The purge asks for what has run out.
    Index("evidence_photo_kept_until_idx", "kept_until"),
    comment="Photos kept for the reviewer, only where the policy and a separate consent say so; purged in time",
)


face_search = Table(
    "face_search",
    metadata,
    Column("authority_code", Text, primary_key=True),
    Column("search_id", Uuid, primary_key=True),
    Column("institution_id", Uuid, nullable=False),
    Column("searched_by", Uuid, nullable=False),
    Column("searched_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("people", Integer, nullable=False, comment="How many references were compared"),
    Column("left_out", Integer, nullable=False, comment="Withdrawn, or made by another engine or version"),
    Column("pairs", JSONB, nullable=False, comment="Ids and scores of people whose faces agree"),
    comment="Searches for one face enrolled for two people, by an authority; distributed by authority",
)
