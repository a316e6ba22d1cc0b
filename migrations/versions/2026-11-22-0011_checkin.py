"""Check-ins and scans with their verdicts and reviews, and searches for double faces."""

from alembic import op

from migrations.columns import (
    belongs_to,
    big,
    binary,
    boolean,
    check,
    double,
    integer,
    json,
    moment,
    one_of,
    small,
    text,
    uuid,
)

revision = "checkin"
down_revision = "attendance"

_CLASSES = "evidence_class IN ('A', 'B', 'C', 'D', 'E', 'F', 'G')"


def upgrade() -> None:
    _attempts()
    _traces()
    _scans()
    _searches()


def _attempts() -> None:
    op.create_table(
        "attempt",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        uuid("class_id"),
        uuid("session_id"),
        text("phase"),
        text("proof"),
        text("decision"),
        moment("captured_at", "The phone's claim"),
        moment("received_at", "Ours; it decides"),
        boolean("person_failed", "Whether the person proof did not succeed: bounds guessing"),
        text("located", "How the fix lay to the fence; none without a usable fix", optional=True),
        text("sender", "device:<id> or terminal:<id>"),
        binary("body_digest"),
        binary("answer", "The first answer with every finding, byte for byte"),
        binary("evidence_sealed", "What was measured; purged when law says so, the verdict stands", optional=True),
        binary("evidence_commitment", "Salted SHA-256 of the evidence"),
        text("evidence_class", "Of an accepted attempt, A to G; none before classes were kept", optional=True),
        double("contrary_m", "Accuracy of a fix that spoke against the place; it outlasts saying less", optional=True),
        boolean("wrong_code", "A code that was never shown", default="false"),
        uuid("claim_id", "The claim of a classroom code that it brought and used up", optional=True),
        one_of("phase", "in mid out"),
        one_of("decision", "accepted doubtful refused"),
        one_of("proof", "face pin_code card_pin e_card"),
        one_of("located", "inside edge outside"),
        check("class_known", _CLASSES),
        check("contrary_positive", "contrary_m > 0"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Check-ins (打卡签到) as they came and as they were judged, append-only",
    )
    op.create_index(
        "attempt_doubtful_idx",
        "attempt",
        ["class_id", "received_at"],
        postgresql_where="decision = 'doubtful'",
    )
    op.create_index("attempt_failed_idx", "attempt", ["trainee_id", "received_at"], postgresql_where="person_failed")
    op.create_index(
        "attempt_located_idx", "attempt", ["trainee_id", "received_at"], postgresql_where="located IS NOT NULL"
    )
    op.create_index(
        "attempt_misplaced_idx",
        "attempt",
        ["session_id", "received_at"],
        postgresql_where="located IN ('edge', 'outside')",
    )
    op.create_index(
        "attempt_against_idx",
        "attempt",
        ["trainee_id", "session_id"],
        postgresql_where="contrary_m IS NOT NULL OR wrong_code",
    )
    op.create_index(
        "attempt_claim_key", "attempt", ["trainee_id", "claim_id"], unique=True, postgresql_where="claim_id IS NOT NULL"
    )


def _traces() -> None:
    op.create_table(
        "presence",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        uuid("session_id", key=True),
        text("phase", key=True),
        uuid("attempt_id"),
        text("evidence_class", "Of the attempt, A to G; none before classes were kept", optional=True),
        small(
            "missed_hours", "Class hours that a late arrival has cost, where they are credited by the hour", default="0"
        ),
        check("class_known", _CLASSES),
        check("missed_hours_counted", "missed_hours >= 0"),
        comment="Phases of sessions a trainee was accepted for: once each",
    )
    op.create_table(
        "code_use",
        uuid("trainee_id", key=True),
        uuid("session_id", key=True),
        big("code_window", "Its number; a beacon's minute below zero", key=True),
        uuid("attempt_id", "The attempt, or the claim, that it was used for"),
        text("source", "On whose screen it was shown", optional=True),
        integer("age_ms", "From the beginning of its window to its use", optional=True),
        one_of("source", "display remote_display beacon"),
        comment="A classroom code serves a person once",
    )
    op.create_table(
        "wrong_code_claim",
        uuid("trainee_id", key=True),
        uuid("claim_id", key=True),
        uuid("session_id"),
        uuid("device_id"),
        moment("claimed_at"),
        comment="Codes that were to be claimed and were never shown: guessing is bounded, append-only",
    )
    op.create_index("wrong_code_claim_session_idx", "wrong_code_claim", ["trainee_id", "session_id"])
    op.create_table(
        "review",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        boolean("accepted"),
        text("reason"),
        uuid("reviewed_by"),
        moment("reviewed_at"),
        belongs_to("attempt", "trainee_id", "attempt_id"),
        comment="Decisions of the authority's reviewers (人工复核) on doubtful attempts, one each, append-only",
    )
    op.create_table(
        "evidence_photo",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        binary("sealed", "The photo without metadata, under the key of the face"),
        moment("kept_until"),
        belongs_to("attempt", "trainee_id", "attempt_id"),
        comment="Photos kept for the reviewer, only where the policy and a separate consent say so; purged in time",
    )
    op.create_index("evidence_photo_kept_until_idx", "evidence_photo", ["kept_until"])


def _scans() -> None:
    op.create_table(
        "scan",
        uuid("trainee_id", key=True),
        uuid("scan_id", key=True),
        uuid("class_id"),
        uuid("session_id"),
        text("decision"),
        uuid("scanned_by", "The identified administrator of the institution"),
        uuid("qr_id", "The trainee's device made it; it serves once"),
        moment("received_at"),
        binary("body_digest"),
        binary("answer", "The first answer with every finding, byte for byte"),
        binary("evidence_sealed", "What was measured; purged when law says so, the verdict stands", optional=True),
        binary("evidence_commitment", "Salted SHA-256 of the evidence"),
        uuid("claim_id", "The claim of a classroom code that it brought and used up", optional=True),
        double("contrary_m", "Accuracy of the phone's own fix that spoke against the place", optional=True),
        one_of("decision", "accepted doubtful refused"),
        check("contrary_positive", "contrary_m > 0"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Vouchers scanned at sessions (扫码验券), as they were judged, append-only",
    )
    op.create_index(
        "scan_qr_key", "scan", ["trainee_id", "qr_id"], unique=True, postgresql_where="decision = 'accepted'"
    )
    op.create_index(
        "scan_claim_key", "scan", ["trainee_id", "claim_id"], unique=True, postgresql_where="claim_id IS NOT NULL"
    )
    op.create_index(
        "scan_contrary_idx", "scan", ["trainee_id", "session_id"], postgresql_where="contrary_m IS NOT NULL"
    )
    op.create_table(
        "platform_sign_in",
        uuid("trainee_id", key=True),
        uuid("sign_in_id", key=True),
        uuid("class_id"),
        uuid("session_id"),
        text("phase"),
        text("decision"),
        uuid("client_id", "The admitted client that asserts it"),
        moment("signed_at", "By the platform's clock: a claim"),
        moment("received_at"),
        binary("report_digest", "Keyed hash of the report, which names a person"),
        binary("answer", "The first answer with every finding, byte for byte"),
        one_of("decision", "accepted doubtful refused"),
        one_of("phase", "in mid out"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Sign-ins that the national platform asserts (asserted_by_platform), as they were judged, append-only",
    )
    op.create_index("platform_sign_in_session_idx", "platform_sign_in", ["trainee_id", "session_id"])


def _searches() -> None:
    op.create_table(
        "face_search",
        text("authority_code", key=True),
        uuid("search_id", key=True),
        uuid("institution_id"),
        uuid("searched_by"),
        moment("searched_at"),
        text("reason"),
        integer("people", "How many references were compared"),
        integer("left_out", "Withdrawn, or made by another engine or version"),
        json("pairs", "Ids and scores of people whose faces agree"),
        comment="Searches for one face enrolled for two people, by an authority; distributed by authority",
    )
