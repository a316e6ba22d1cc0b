"""faces."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0003"  # The numbers were given out before the order was known.
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "face_search",
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("searched_by", sa.Uuid(), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False, comment="How many references were compared"),
        sa.Column("left_out", sa.Integer(), nullable=False, comment="Withdrawn, or made by another engine or version"),
        sa.Column(
            "pairs",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Ids and scores of people whose faces agree",
        ),
        sa.PrimaryKeyConstraint("authority_code", "search_id", name=op.f("face_search_pkey")),
        comment="Searches for one face enrolled for two people, by an authority; distributed by authority",
    )
    op.create_table(
        "face_change",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False, comment="Whose supervising authority decides"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="The new reference vector; empty once decided or withdrawn",
        ),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("model_hash", sa.Text(), nullable=False),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("face_change_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "change_id", name=op.f("face_change_pkey")),
        comment="New references that trainees ask for, waiting for an authority",
    )
    op.create_index(
        "face_change_open_idx",
        "face_change",
        ["class_id", "change_id"],
        unique=False,
        postgresql_where=sa.text("sealed <> ''"),
    )
    op.create_table(
        "face_photo",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("photo_hash", sa.LargeBinary(), nullable=False, comment="HMAC of the file under a server secret"),
        sa.Column(
            "fingerprint_sealed",
            sa.LargeBinary(),
            nullable=True,
            comment="Perceptual hash of the picture, sealed; absent without one",
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("face_photo_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "photo_hash", name=op.f("face_photo_pkey")),
        comment="Photos seen before, none of them kept: a replay shows",
    )
    op.create_index("face_photo_latest_idx", "face_photo", ["trainee_id", "seen_at"], unique=False)
    op.create_index("face_photo_seen_idx", "face_photo", ["seen_at"], unique=False)
    op.create_table(
        "face_tries",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, comment="Comparisons in a row that did not match"),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, comment="Two tries at once notice each other"),
        sa.CheckConstraint("failures >= 0", name=op.f("face_tries_failures_counted_check")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("face_tries_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", name=op.f("face_tries_pkey")),
        comment="How often a face has failed in a row, to bound guessing",
    )
    op.create_table(
        "liveness_challenge",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column(
            "turns", postgresql.ARRAY(sa.Text()), nullable=False, comment="Where the person is asked to look, in order"
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id"], ["trainee.trainee_id"], name=op.f("liveness_challenge_trainee_id_fkey")
        ),
        sa.PrimaryKeyConstraint("trainee_id", "challenge_id", name=op.f("liveness_challenge_pkey")),
        comment="Liveness challenges (活体检测), each for one person, device and session",
    )
    op.create_index("liveness_challenge_expired_idx", "liveness_challenge", ["expires_at"], unique=False)
    op.create_table(
        "face_change_decision",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "change_id"],
            ["face_change.trainee_id", "face_change.change_id"],
            name=op.f("face_change_decision_trainee_id_change_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "change_id", name=op.f("face_change_decision_pkey")),
        comment="The authority's word on a change of reference, one each, append-only",
    )
    op.create_table(
        "liveness_answer",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False, comment="A challenge is answered once"),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("same_person", sa.Text(), nullable=False, comment="The frontal frames against the reference"),
        sa.Column(
            "report",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Steps and faults as numbers and codes; no picture, no vector",
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=True, comment="The one check-in it served"),
        sa.CheckConstraint(
            "label IN ('challenge_passed', 'challenge_failed')", name=op.f("liveness_answer_label_known_check")
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "challenge_id"],
            ["liveness_challenge.trainee_id", "liveness_challenge.challenge_id"],
            name=op.f("liveness_answer_trainee_id_challenge_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("trainee_id", "challenge_id", name=op.f("liveness_answer_pkey")),
        comment="What became of the challenges",
    )
    op.create_table(
        "evidence_photo",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sealed", sa.LargeBinary(), nullable=False, comment="The photo without metadata, under the key of the face"
        ),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "attempt_id"],
            ["attempt.trainee_id", "attempt.attempt_id"],
            name=op.f("evidence_photo_trainee_id_attempt_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "attempt_id", name=op.f("evidence_photo_pkey")),
        comment="Photos kept for the reviewer, only where the policy and a separate consent say so; purged in time",
    )
    op.create_index("evidence_photo_kept_until_idx", "evidence_photo", ["kept_until"], unique=False)
    op.add_column(
        "face_reference",
        sa.Column(
            "origin",
            sa.Text(),
            server_default=sa.text("'enrolment'"),
            nullable=False,
            comment="The first enrolment, a change an authority approved, or a renewal for another engine",
        ),
    )
    op.create_index(
        "face_reference_stored_idx",
        "face_reference",
        ["trainee_id"],
        unique=False,
        postgresql_where=sa.text("sealed <> ''"),
    )
    op.create_check_constraint(
        op.f("face_reference_origin_known_check"), "face_reference", "origin IN ('enrolment', 'change', 'renewal')"
    )
    op.drop_constraint(op.f("consent_purpose_known_check"), "consent", type_="check")
    op.create_check_constraint(
        op.f("consent_purpose_known_check"), "consent", "purpose IN ('location', 'face', 'face_photo')"
    )
