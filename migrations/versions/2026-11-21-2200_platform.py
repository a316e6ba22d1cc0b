"""Admission to the platform, sign-ins it asserts, certificates of other regions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _admission()
    _sign_ins()
    _certificates()
    op.alter_column(
        "audit_entry",
        "subject",
        existing_type=sa.Text(),
        comment="trainee:<id>, staff:<id>, terminal:<id> or platform:<id>",
    )


def _admission() -> None:
    op.create_table(
        "onboarding_application",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="Whose things it opens"),
        sa.Column("filled_on", sa.Date(), nullable=False, comment="填表日期"),
        sa.Column("applicant", sa.Text(), nullable=False, comment="申请单位名称"),
        sa.Column("credit_code", sa.Text(), nullable=False, comment="统一社会信用代码, GB 32100-2015"),
        sa.Column("channel_name", sa.Text(), nullable=False, comment="渠道名称"),
        sa.Column("channel_code", sa.Text(), nullable=False, comment="渠道编号"),
        sa.Column("voucher_kinds", postgresql.ARRAY(sa.Text()), nullable=False, comment="券发放模式"),
        sa.Column("voucher_forms", postgresql.ARRAY(sa.Text()), nullable=False, comment="券功能模式"),
        sa.Column(
            "operations",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="API接口 as ticked; its keys open just these",
        ),
        sa.Column("sealed_on", postgresql.JSONB(), nullable=False, comment="The four seals: office and day"),
        sa.Column(
            "people_sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="Contacts and back-office accounts, under its own key",
        ),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cardinality(operations) > 0", name=op.f("onboarding_application_asks_for_something_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("onboarding_application_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("onboarding_application_pkey")),
        comment="职业培训券正式入网申请表, append-only; reference data",
    )
    op.create_index(
        "onboarding_application_authority_idx", "onboarding_application", ["authority_code", "application_id"]
    )
    op.create_table(
        "onboarding_decision",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("decided_by", sa.Uuid(), nullable=False, comment="Another person than who filed it"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("admitted OR reason IS NOT NULL", name=op.f("onboarding_decision_refusal_has_reason_check")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["onboarding_application.application_id"],
            name=op.f("onboarding_decision_application_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("onboarding_decision_pkey")),
        comment="Decisions on applications for admission, one each, append-only; reference data",
    )
    op.create_table(
        "access_key",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "secret_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of 256 random bits; the secret is never stored",
        ),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("expires_at > issued_at", name=op.f("access_key_lives_a_while_check")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["onboarding_application.application_id"],
            name=op.f("access_key_application_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("key_id", name=op.f("access_key_pkey")),
        comment="Access keys of the platform's clients; reference data",
    )
    op.create_index("access_key_application_idx", "access_key", ["application_id"])


def _sign_ins() -> None:
    op.drop_constraint(op.f("credit_mode_known_check"), "credit")
    op.create_check_constraint(
        op.f("credit_mode_known_check"),
        "credit",
        "mode IN ('located', 'scanned', 'online', 'self_paced', 'corrected', 'imported', 'transferred', "
        "'asserted_by_platform')",
    )
    op.add_column(
        "attendance",
        sa.Column(
            "asserted_hours",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Of these, on the platform's word",
        ),
    )
    op.drop_constraint(op.f("attendance_parts_within_whole_check"), "attendance")
    op.create_check_constraint(
        op.f("attendance_parts_within_whole_check"),
        "attendance",
        "corrected_hours + imported_hours + asserted_hours <= credited_hours",
    )
    op.create_table(
        "platform_sign_in",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False, comment="The admitted client that asserts it"),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False, comment="By the platform's clock: a claim"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "report_digest",
            sa.LargeBinary(),
            nullable=False,
            comment="Keyed hash of the report, which names a person",
        ),
        sa.Column(
            "answer",
            sa.LargeBinary(),
            nullable=False,
            comment="The first answer with every finding, byte for byte",
        ),
        sa.CheckConstraint(
            "decision IN ('accepted', 'doubtful', 'refused')", name=op.f("platform_sign_in_decision_known_check")
        ),
        sa.CheckConstraint("phase IN ('in', 'mid', 'out')", name=op.f("platform_sign_in_phase_known_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("platform_sign_in_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "sign_in_id", name=op.f("platform_sign_in_pkey")),
        comment="Sign-ins that the national platform asserts (asserted_by_platform), as they were judged, append-only",
    )
    op.create_index("platform_sign_in_session_idx", "platform_sign_in", ["trainee_id", "session_id"])
    # A fact of the log: the sealer hears of it.
    op.execute("""
        CREATE OR REPLACE FUNCTION announce_platform_sign_in() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
        BEGIN
            INSERT INTO log_pending (kind, owner, object, ordinal)
            SELECT 'platform_sign_in', trainee_id, sign_in_id, 0 FROM added;
            RETURN NULL;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER announce_to_log AFTER INSERT ON platform_sign_in REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION announce_platform_sign_in()
    """)


def _certificates() -> None:
    op.create_table(
        "certificate_elsewhere",
        sa.Column(
            "document_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="Keyed hash of the holder's identity document",
        ),
        sa.Column("certificate_number", sa.Text(), nullable=False),
        sa.Column(
            "ordinal", sa.Integer(), nullable=False, comment="A correction is a further report; the highest counts"
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("level", sa.Text()),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False, comment="Where it was issued, GB/T 2260"),
        sa.Column("is_subsidised", sa.Boolean(), nullable=False, comment="A training subsidy was paid for it there"),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="Whose client said so"),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('qualification', 'skill_level', 'special_ability', 'special_operation', 'training_completion')",
            name=op.f("certificate_elsewhere_kind_known_check"),
        ),
        sa.CheckConstraint("region_code ~ '^[0-9]{6}$'", name=op.f("certificate_elsewhere_region_code_known_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("certificate_elsewhere_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint(
            "document_hash", "certificate_number", "ordinal", name=op.f("certificate_elsewhere_pkey")
        ),
        comment="Certificates of other regions as the national platform reports them, append-only; by document hash",
    )
    op.create_table(
        "certificate_lookup",
        sa.Column("lookup_hash", sa.LargeBinary(), nullable=False, comment="Keyed hash of number and name together"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("occupation", sa.Text()),
        sa.Column("level", sa.Text()),
        sa.PrimaryKeyConstraint("lookup_hash", name=op.f("certificate_lookup_pkey")),
        comment="What the public may learn of a certificate whose number and name it knows; by lookup hash",
    )
