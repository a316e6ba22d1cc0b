"""Check-ins and scans with their verdicts and reviews, fences, and searches for double faces."""

from alembic import op

from migrations.columns import (
    belongs_to,
    big,
    binary,
    boolean,
    check,
    day,
    double,
    integer,
    json,
    moment,
    one_of,
    text,
    uuid,
)

revision = "checkin"
down_revision = "attendance"


def upgrade() -> None:
    _attempts()
    _scans()
    _fences()
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
        one_of("phase", "in mid out"),
        one_of("decision", "accepted doubtful refused"),
        one_of("proof", "face pin_code card_pin e_card"),
        one_of("located", "inside edge outside"),
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
    op.create_table(
        "presence",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        uuid("session_id", key=True),
        text("phase", key=True),
        uuid("attempt_id"),
        comment="Phases of sessions a trainee was accepted for: once each",
    )
    op.create_table(
        "code_use",
        uuid("trainee_id", key=True),
        uuid("session_id", key=True),
        big("code_window", "Number of the 10-second window", key=True),
        uuid("attempt_id"),
        comment="A classroom code serves a person once",
    )
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
        one_of("decision", "accepted doubtful refused"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Vouchers scanned at sessions (扫码验券), as they were judged, append-only",
    )
    op.create_index(
        "scan_qr_key", "scan", ["trainee_id", "qr_id"], unique=True, postgresql_where="decision = 'accepted'"
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


def _fences() -> None:
    op.create_table(
        "moving_fence",
        uuid("session_id", key=True, of="class_session.session_id"),
        uuid("fence_id", key=True),
        double("longitude", "As measured, in `datum`"),
        double("latitude", "As measured, in `datum`"),
        text("datum"),
        double("radius_m", "The site's effective radius and the fix's own accuracy"),
        uuid("placed_by", "The instructor"),
        moment("placed_at", "It holds for attempts received from then on"),
        check("on_earth", "longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90"),
        one_of("datum", "wgs84 cgcs2000 gcj02 bd09"),
        check("radius_positive", "radius_m > 0"),
        comment="Fences around an instructor's own fix, for classes approved to be held away from the site, append-only",
    )
    op.create_index("moving_fence_latest_idx", "moving_fence", ["session_id", "placed_at"])
    op.create_table(
        "site_suspicion",
        uuid("site_id", key=True, of="site.site_id"),
        integer("place_ordinal", "Which place of the site; a corrected one starts clean", key=True),
        day("found_on", key=True),
        text("suspect", "Whose datum is wrong"),
        text("declared"),
        text("actual"),
        double("longitude", "Where the site belongs, in `datum`"),
        double("latitude", "Where the site belongs, in `datum`"),
        text("datum"),
        double("displacement_m", "How far such a mix-up moves a position there"),
        double("residual_m", "How far the middle of the fixes lies from its prediction"),
        double("limit_m", "How far it might lie by chance"),
        integer("people", "How many people's fixes it rests on"),
        one_of("suspect", "site fixes"),
        comment="Datum mix-ups that the nightly examination suspects; a proposal for people to check, no personal data",
    )


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
