"""learning, leave and transfers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0013"
branch_labels = None
depends_on = None

_MODES = "mode IN ('located', 'scanned', 'online', 'self_paced', 'corrected', 'imported', 'transferred')"
_MOMENT = sa.DateTime(timezone=True)

# Facts of the log, each with the columns of its key.
_FACTS = {
    "learning_record": "trainee_id, record_id, 0",
    "leave_decision": "trainee_id, leave_id, 0",
    "registration_transfer": "trainee_id, transfer_id, 0",
}


def upgrade() -> None:
    op.drop_constraint("credit_mode_known_check", "credit")
    op.create_check_constraint(op.f("credit_mode_known_check"), "credit", _MODES)
    op.alter_column(
        "credit",
        "attempt_id",
        existing_type=sa.Uuid(),
        comment="What it rests on: a check-in, an appeal, a record, a transfer",
    )
    op.drop_constraint("class_session_delivery_known_check", "class_session")
    op.create_check_constraint(
        op.f("class_session_delivery_known_check"),
        "class_session",
        "delivery IN ('offline', 'online', 'self_paced')",
    )
    op.alter_column(
        "class_session",
        "delivery",
        existing_type=sa.Text(),
        existing_server_default=sa.text("'offline'"),
        comment="线下 offline, 线上 online or 自主学习 self_paced",
    )
    _learning()
    _leave()
    _transfers()
    for table, key in _FACTS.items():
        op.execute(f"""
            CREATE FUNCTION announce_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
            BEGIN
                INSERT INTO log_pending (kind, owner, object, ordinal) SELECT '{table}', {key} FROM added;
                RETURN NULL;
            END $$
        """)
        op.execute(f"""
            CREATE TRIGGER announce_to_log AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION announce_{table}()
        """)


def _learning() -> None:
    op.create_table(
        "learning_platform",
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="Whose officer entered it"),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("learning_platform_authority_code_fkey")
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), comment="An institution that runs it itself"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["institution.institution_id"], name=op.f("learning_platform_operator_id_fkey")
        ),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="What its statements are signed with"),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, comment="From then on nothing it signs is believed"),
        sa.PrimaryKeyConstraint("platform_id", name=op.f("learning_platform_pkey")),
        comment="Platforms on which people learn when they like, as an authority has entered them",
    )
    op.create_index("learning_platform_authority_idx", "learning_platform", ["authority_code", "platform_id"])
    op.create_table(
        "learning_record",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="Which record of the person: two at once collide"),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False, comment="As the platform measured them"),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("right_answers", sa.Integer(), nullable=False),
        sa.Column("identified_by", sa.Text(), nullable=False, comment="How the platform knew the person"),
        sa.Column(
            "statement_sha256",
            sa.LargeBinary(),
            nullable=False,
            comment="Of what the platform signed, document included",
        ),
        sa.Column("signature", sa.LargeBinary(), nullable=False, comment="The platform's"),
        sa.Column("device_id", sa.Uuid(), nullable=False, comment="The trainee's own, which sent it"),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False, comment="Of the findings"),
        sa.Column(
            "counted_minutes", sa.Integer(), nullable=False, comment="Of the minutes, those that nothing else counts"
        ),
        sa.Column("class_hour_min", sa.Integer(), nullable=False, comment="Minutes that made a class hour"),
        sa.Column("credited_hours", sa.SmallInteger(), nullable=False, comment="Class hours completed by it"),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "counted_minutes BETWEEN 0 AND minutes", name=op.f("learning_record_counted_within_measured_check")
        ),
        sa.CheckConstraint(
            "accepted OR counted_minutes + credited_hours = 0",
            name=op.f("learning_record_refused_counts_nothing_check"),
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("learning_record_trainee_id_class_id_fkey"),
        ),
        sa.UniqueConstraint("trainee_id", "ordinal", name=op.f("learning_record_trainee_id_ordinal_key")),
        sa.PrimaryKeyConstraint("trainee_id", "record_id", name=op.f("learning_record_pkey")),
        comment="What people learnt when they liked (自主学习), signed by a platform, append-only",
    )
    op.create_index("learning_record_class_idx", "learning_record", ["class_id", "record_id"])


def _leave() -> None:
    op.create_table(
        "leave_request",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="The supervising authority"),
        sa.Column("origin", sa.Text(), nullable=False, comment="Who says so: the trainee or the institution"),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), comment="What it is proved with; purged when law says so"),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", _MOMENT, nullable=False),
        sa.CheckConstraint("origin IN ('trainee', 'institution')", name=op.f("leave_request_origin_known_check")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("leave_request_ends_after_start_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("leave_request_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "leave_id", name=op.f("leave_request_pkey")),
        comment="Requests for leave (请假); leave explains an absence and credits nothing, append-only",
    )
    op.create_index("leave_request_class_idx", "leave_request", ["class_id", "leave_id"])
    op.create_table(
        "leave_decision",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False, comment="Another person than who asked for it"),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "leave_id"],
            ["leave_request.trainee_id", "leave_request.leave_id"],
            name=op.f("leave_decision_trainee_id_leave_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "leave_id", name=op.f("leave_decision_pkey")),
        comment="Decisions on leave, one each, append-only",
    )


def _transfers() -> None:
    op.create_table(
        "registration_transfer",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False, comment="What transferred credits rest on"),
        sa.Column("class_id", sa.Uuid(), nullable=False, comment="The class that was left"),
        sa.Column("to_class_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), comment="Put to use in the one, in use in the other from now on"),
        sa.Column("hours", sa.Integer(), nullable=False, comment="Class hours taken along"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", _MOMENT, nullable=False),
        sa.CheckConstraint("hours >= 0", name=op.f("registration_transfer_hours_not_negative_check")),
        sa.CheckConstraint("class_id <> to_class_id", name=op.f("registration_transfer_another_class_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("registration_transfer_trainee_id_class_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["to_class_id"], ["training_class.class_id"], name=op.f("registration_transfer_to_class_id_fkey")
        ),
        sa.UniqueConstraint("trainee_id", "class_id", name=op.f("registration_transfer_trainee_id_class_id_key")),
        sa.PrimaryKeyConstraint("trainee_id", "transfer_id", name=op.f("registration_transfer_pkey")),
        comment="Registrations moved to another class (转班) by the authority, append-only",
    )
