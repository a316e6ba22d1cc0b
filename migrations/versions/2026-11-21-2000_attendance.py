"""attendance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("credit_mode_known_check", "credit")
    op.create_check_constraint(
        op.f("credit_mode_known_check"), "credit", "mode IN ('located', 'scanned', 'online', 'corrected', 'imported')"
    )
    op.alter_column(
        "credit",
        "attempt_id",
        existing_type=sa.Uuid(),
        comment="What it rests on: a check-in, an appeal, a paper record",
    )
    op.add_column(
        "attendance",
        sa.Column(
            "corrected_hours",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Of these, by decision",
        ),
    )
    op.add_column(
        "attendance",
        sa.Column(
            "imported_hours", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="Of these, from paper"
        ),
    )
    op.add_column(
        "attendance", sa.Column("outlook", sa.Text(), comment="As last told: a change for the worse is news, once")
    )
    op.create_check_constraint(
        op.f("attendance_outlook_known_check"),
        "attendance",
        "outlook IN ('not_required', 'reached', 'on_track', 'at_risk', 'out_of_reach')",
    )
    op.create_check_constraint(
        op.f("attendance_parts_within_whole_check"),
        "attendance",
        "corrected_hours + imported_hours <= credited_hours",
    )
    op.create_table(
        "appeal",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ordinal", sa.SmallInteger(), nullable=False, comment="Which appeal about this session: two at once collide"
        ),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="The supervising authority, which decides"),
        sa.Column("origin", sa.Text(), nullable=False, comment="Who says so: the trainee or the institution"),
        sa.Column("hours", sa.SmallInteger(), nullable=False, comment="Class hours said to be missing"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "evidence_sealed", sa.LargeBinary(), comment="What the claim is proved with; purged when law says so"
        ),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False, comment="Last day for the decision, in working days"),
        sa.CheckConstraint("hours > 0", name=op.f("appeal_hours_positive_check")),
        sa.CheckConstraint("origin IN ('trainee', 'institution')", name=op.f("appeal_origin_known_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("appeal_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "appeal_id", name=op.f("appeal_pkey")),
        sa.UniqueConstraint(
            "trainee_id", "session_id", "ordinal", name=op.f("appeal_trainee_id_session_id_ordinal_key")
        ),
        comment="Claims that class hours are missing (更正申请), append-only",
    )
    op.create_index("appeal_authority_idx", "appeal", ["authority_code", "appeal_id"])
    op.create_index("appeal_institution_idx", "appeal", ["institution_id", "appeal_id"])
    op.create_table(
        "correction_decision",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "decided_by",
            sa.Uuid(),
            nullable=False,
            comment="Another person than who filed it, on the authority's side",
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "appeal_id"],
            ["appeal.trainee_id", "appeal.appeal_id"],
            name=op.f("correction_decision_trainee_id_appeal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "appeal_id", name=op.f("correction_decision_pkey")),
        comment="Decisions of the authority on appeals, one each, append-only",
    )
    op.create_table(
        "correction_confirmation",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("corrected_hours", sa.Integer(), nullable=False, comment="The corrected hours that were confirmed"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "confirmed_by",
            sa.Uuid(),
            nullable=False,
            comment="A second person, who decided none of the corrections",
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrected_hours > 0", name=op.f("correction_confirmation_hours_positive_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("correction_confirmation_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "class_id", "ordinal", name=op.f("correction_confirmation_pkey")),
        comment="A second person's word where many hours were corrected, append-only",
    )
    op.add_column(
        "training_class",
        sa.Column("baseline_hours", sa.Integer(), comment="总课时 of the plan as approved at the opening, frozen"),
    )
    op.execute("UPDATE training_class SET baseline_hours = total_hours")
    op.alter_column("training_class", "baseline_hours", existing_type=sa.Integer(), nullable=False)
    op.alter_column(
        "training_class",
        "total_hours",
        existing_type=sa.Integer(),
        comment="总课时 with the changes approved since, in class hours",
    )
    op.add_column(
        "class_session",
        sa.Column(
            "delivery",
            sa.Text(),
            server_default=sa.text("'offline'"),
            nullable=False,
            comment="线上 online or 线下 offline",
        ),
    )
    op.add_column(
        "class_session", sa.Column("part", sa.Text(), comment="Theory or practice, where the two are told apart")
    )
    op.create_check_constraint(
        op.f("class_session_delivery_known_check"), "class_session", "delivery IN ('offline', 'online')"
    )
    op.create_check_constraint(
        op.f("class_session_part_known_check"), "class_session", "part IN ('theory', 'practice')"
    )
    op.add_column("registration", sa.Column("withdrawal_reason", sa.Text()))
    op.create_table(
        "plan_change",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(), comment="The session as it was; absent for a new one"),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hours_before", sa.Integer(), nullable=False, comment="总课时 before"),
        sa.Column("hours_after", sa.Integer(), nullable=False, comment="总课时 after"),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cancelled', 'moved', 'made_up', 'added')", name=op.f("plan_change_kind_known_check")
        ),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.class_id"], name=op.f("plan_change_class_id_fkey")),
        sa.ForeignKeyConstraint(["session_id"], ["class_session.session_id"], name=op.f("plan_change_session_id_fkey")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("plan_change_pkey")),
        comment="Changes of approved plans by the authority's approval, append-only",
    )
    op.create_index("plan_change_class_idx", "plan_change", ["class_id", "change_id"])
    op.add_column("assessment", sa.Column("part", sa.Text(), comment="Theory or practice alone; absent: the whole"))
    op.create_check_constraint(op.f("assessment_part_known_check"), "assessment", "part IN ('theory', 'practice')")
    op.create_table(
        "opening_balance",
        sa.Column("balance_id", sa.Uuid(), nullable=False, comment="What imported credits rest on"),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="Which paper it was read from"),
        sa.Column(
            "lines", postgresql.JSONB(), nullable=False, comment="Trainee, session, class hours: ids and numbers only"
        ),
        sa.Column(
            "public_key",
            sa.LargeBinary(),
            nullable=False,
            comment="The officer's; anyone can check the signature by it",
        ),
        sa.Column("signature", sa.LargeBinary(), nullable=False, comment="Over the hex SHA-256 of the canonical list"),
        sa.Column("imported_by", sa.Uuid(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.class_id"], name=op.f("opening_balance_class_id_fkey")),
        sa.PrimaryKeyConstraint("balance_id", name=op.f("opening_balance_pkey")),
        comment="Class hours from paper at the cut-over, signed by an officer of the authority, append-only",
    )
    op.create_index("opening_balance_class_idx", "opening_balance", ["class_id"])
