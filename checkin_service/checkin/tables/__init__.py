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
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import CodeSource, Phase
from checkin_service.checkin.model.packing import ANSWERS
from checkin_service.checkin.tables.checks import (
    check_explanation,
    check_plan,
    check_time_decision,
    check_time_request,
    group_check,
    person_check,
)
from checkin_service.checkin.tables.headcounts import headcount, headcount_explanation
from checkin_service.checkin.tables.rooms import (
    fence_witness,
    moving_fence,
    session_display,
    terminal_departure,
    terminal_pace,
    terminal_sighting,
)
from checkin_service.kit.database import metadata, one_of, refers_to, table
from checkin_service.kit.packed import Packed
from checkin_service.kit.verdict import Decision
from checkin_service.policy.proofs import OFFERED
from geo.locate import Outcome
from geo.suspicion import Suspect

__all__ = [
    "attempt",
    "check_explanation",
    "check_plan",
    "check_time_decision",
    "check_time_request",
    "code_use",
    "evidence_photo",
    "face_search",
    "fence_witness",
    "group_check",
    "headcount",
    "headcount_explanation",
    "moving_fence",
    "person_check",
    "platform_sign_in",
    "presence",
    "review",
    "scan",
    "session_display",
    "site_suspicion",
    "terminal_departure",
    "terminal_pace",
    "terminal_sighting",
    "wrong_code_claim",
]

attempt = table(
    "attempt",
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
    Column("wrong_code", Boolean, nullable=False, server_default=text("false"), comment="A code that was never shown"),
    Column("claim_id", Uuid, comment="The claim of a classroom code that it brought and used up"),
    Column("located", Text, comment="How the fix lay to the fence; none without a usable fix"),
    Column("contrary_m", Double, comment="Accuracy of a fix that spoke against the place; it outlasts saying less"),
    Column("evidence_class", Text, comment="Of an accepted attempt, A to G; none before classes were kept"),
    Column("sender", Text, nullable=False, comment="device:<id> or terminal:<id>"),
    Column("body_digest", LargeBinary, nullable=False, comment="Keyed: the request holds position and PIN"),
    Column("answer", Packed(ANSWERS), nullable=False, comment="The first answer with every finding, byte for byte"),
    Column("evidence_sealed", LargeBinary, comment="What was measured; purged when law says so, the verdict stands"),
    Column("evidence_commitment", LargeBinary, nullable=False, comment="Salted SHA-256 of the evidence"),
    one_of("phase", Phase),
    one_of("decision", Decision),
    CheckConstraint(f"proof IN ({', '.join(map(repr, OFFERED))})", name="proof_known"),
    one_of("located", Outcome),
    CheckConstraint("contrary_m > 0", name="contrary_positive"),
    one_of("evidence_class", EvidenceClass, name="class_known"),
    refers_to("registration", "trainee_id", "class_id"),
    # Each located attempt is compared with the person's latest ones.
    Index("attempt_located_idx", "trainee_id", "received_at", postgresql_where=text("located IS NOT NULL")),
    # What speaks against the person in this session: a fix that lay elsewhere, codes that were guessed.
    Index(
        "attempt_against_idx",
        "trainee_id",
        "session_id",
        postgresql_where=text("contrary_m IS NOT NULL OR wrong_code"),
    ),
    # The nightly examination of sites reads the fixes that did not lie inside.
    Index(
        "attempt_misplaced_idx", "session_id", "received_at", postgresql_where=text("located IN ('edge', 'outside')")
    ),
    # The review queue reads doubts only, newest classes first.
    Index("attempt_doubtful_idx", "class_id", "received_at", postgresql_where=text("decision = 'doubtful'")),
    # A claim serves once.
    Index("attempt_claim_key", "trainee_id", "claim_id", unique=True, postgresql_where=text("claim_id IS NOT NULL")),
    # Guessing is bounded by the person's latest failures.
    Index("attempt_failed_idx", "trainee_id", "received_at", postgresql_where=text("person_failed")),
    comment="Check-ins (打卡签到) as they came and as they were judged, append-only",
)

presence = table(
    "presence",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("phase", Text, primary_key=True),
    Column("attempt_id", Uuid, nullable=False),
    Column(
        "missed_hours",
        SmallInteger,
        nullable=False,
        server_default=text("0"),
        comment="Class hours that a late arrival has cost, where they are credited by the hour",
    ),
    CheckConstraint("missed_hours >= 0", name="missed_hours_counted"),
    Column("evidence_class", Text, comment="Of the attempt, A to G; none before classes were kept"),
    one_of("evidence_class", EvidenceClass, name="class_known"),
    comment="Phases of sessions a trainee was accepted for: once each",
)

code_use = table(
    "code_use",
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("code_window", BigInteger, primary_key=True, comment="Its number; a beacon's minute below zero"),
    Column("attempt_id", Uuid, nullable=False, comment="The attempt, or the claim, that it was used for"),
    Column("source", Text, comment="On whose screen it was shown"),
    Column("age_ms", Integer, comment="From the beginning of its window to its use"),
    one_of("source", CodeSource),
    comment="A classroom code serves a person once",
)

wrong_code_claim = table(
    "wrong_code_claim",
    Column("trainee_id", Uuid, primary_key=True),
    Column("claim_id", Uuid, primary_key=True),
    Column("session_id", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Index("wrong_code_claim_session_idx", "trainee_id", "session_id"),
    comment="Codes that were to be claimed and were never shown: guessing is bounded, append-only",
)

review = table(
    "review",
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_s", Integer, comment="Whole seconds from opening the evidence to the decision"),
    Column("is_hasty", Boolean, comment="Decided faster than the policy of the day asks for: looked at again"),
    Column("reviewed_by", Uuid, nullable=False),
    Column("reviewed_at", DateTime(timezone=True), nullable=False),
    refers_to("attempt", "trainee_id", "attempt_id"),
    comment="Decisions of the authority's reviewers (人工复核) on doubtful attempts, one each, append-only",
)

scan = table(
    "scan",
    Column("trainee_id", Uuid, primary_key=True),
    Column("scan_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("decision", Text, nullable=False),
    Column("scanned_by", Uuid, nullable=False, comment="The identified administrator of the institution"),
    Column("qr_id", Uuid, nullable=False, comment="The trainee's device made it; it serves once"),
    Column("claim_id", Uuid, comment="The claim of a classroom code that it brought and used up"),
    Column("contrary_m", Double, comment="Accuracy of the phone's own fix that spoke against the place"),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("body_digest", LargeBinary, nullable=False, comment="Keyed: the request holds position and PIN"),
    Column("answer", Packed(ANSWERS), nullable=False, comment="The first answer with every finding, byte for byte"),
    Column("evidence_sealed", LargeBinary, comment="What was measured; purged when law says so, the verdict stands"),
    Column("evidence_commitment", LargeBinary, nullable=False, comment="Salted SHA-256 of the evidence"),
    one_of("decision", Decision),
    refers_to("registration", "trainee_id", "class_id"),
    CheckConstraint("contrary_m > 0", name="contrary_positive"),
    # A claim serves once.
    Index("scan_claim_key", "trainee_id", "claim_id", unique=True, postgresql_where=text("claim_id IS NOT NULL")),
    # Whether the person's own phone has spoken against the place in this session.
    Index("scan_contrary_idx", "trainee_id", "session_id", postgresql_where=text("contrary_m IS NOT NULL")),
    # A picture of a QR that has been scanned shows nothing any more.
    Index("scan_qr_key", "trainee_id", "qr_id", unique=True, postgresql_where=text("decision = 'accepted'")),
    comment="Vouchers scanned at sessions (扫码验券), as they were judged, append-only",
)

platform_sign_in = table(
    "platform_sign_in",
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
    Column("answer", Packed(ANSWERS), nullable=False, comment="The first answer with every finding, byte for byte"),
    one_of("decision", Decision),
    one_of("phase", Phase),
    refers_to("registration", "trainee_id", "class_id"),
    # Which phases of a session the platform has attested.
    Index("platform_sign_in_session_idx", "trainee_id", "session_id"),
    comment="Sign-ins that the national platform asserts (asserted_by_platform), as they were judged, append-only",
)

site_suspicion = table(
    "site_suspicion",
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
    one_of("suspect", Suspect),
    comment="Datum mix-ups that the nightly examination suspects; a proposal for people to check, no personal data",
)

evidence_photo = table(
    "evidence_photo",
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False, comment="The photo without metadata, under the key of the face"),
    Column("kept_until", DateTime(timezone=True), nullable=False),
    refers_to("attempt", "trainee_id", "attempt_id"),
    # The purge asks for what has run out.
    Index("evidence_photo_kept_until_idx", "kept_until"),
    comment="Photos kept for the reviewer, only where the policy and a separate consent say so; purged in time",
)


face_search = table(
    "face_search",
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
