"""foundation."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geography
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answered_request",
        sa.Column(
            "caller", sa.Text(), nullable=False, comment="Tenant or subject: ids of others do not collide with ours"
        ),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("body_digest", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False, comment="The first answer, byte for byte"),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("caller", "request_id", name=op.f("answered_request_pkey")),
        comment="Answers to requests that create things; distributed by caller",
    )
    op.create_table(
        "audit_entry",
        sa.Column(
            "tenant",
            sa.Text(),
            nullable=False,
            comment="institution:<id> or authority:<code>; the log chain it belongs to",
        ),
        sa.Column("entry_id", sa.Uuid(), nullable=False, comment="UUIDv7: sorts by time"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="trainee:<id>, staff:<id> or terminal:<id>"),
        sa.Column("action", sa.Text(), nullable=False, comment="The permission used, such as checkin:attempt:create"),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column(
            "detail",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Never personal data",
        ),
        sa.PrimaryKeyConstraint("tenant", "entry_id", name=op.f("audit_entry_pkey")),
        comment="Who did what, append-only; distributed by tenant",
    )
    op.create_table(
        "authority",
        sa.Column(
            "authority_code",
            sa.Text(),
            nullable=False,
            comment="Administrative division code, GB/T 2260, such as 330600",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("authority_code ~ '^[0-9]{6}$'", name=op.f("authority_division_code_check")),
        sa.PrimaryKeyConstraint("authority_code", name=op.f("authority_pkey")),
        comment="Human resources and social security authorities (人社部门)",
    )
    op.create_table(
        "code_use",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("code_window", sa.BigInteger(), nullable=False, comment="Number of the 10-second window"),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("trainee_id", "session_id", "code_window", name=op.f("code_use_pkey")),
        comment="A classroom code serves a person once",
    )
    op.create_table(
        "credit",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "hour", sa.SmallInteger(), nullable=False, comment="Which class hour of the session, from 1: it counts once"
        ),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False, comment="The evidence it rests on"),
        sa.Column("credited_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mode IN ('located', 'scanned', 'online', 'corrected')", name=op.f("credit_mode_known_check")
        ),
        sa.CheckConstraint("hour > 0", name=op.f("credit_hour_positive_check")),
        sa.PrimaryKeyConstraint("trainee_id", "session_id", "hour", name=op.f("credit_pkey")),
        comment="Class hours credited, append-only",
    )
    op.create_index("credit_class_idx", "credit", ["trainee_id", "class_id"], unique=False)
    op.create_table(
        "device_index",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name=op.f("device_index_pkey")),
        comment="Whose device this is, for signing in; distributed by device",
    )
    op.create_table(
        "device_key_index",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the public key"),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("device_key_index_pkey")),
        comment="One key serves one person: a phone does not sign for others; distributed by the hash",
    )
    op.create_table(
        "document_index",
        sa.Column(
            "document_hash", sa.LargeBinary(), nullable=False, comment="HMAC of kind and number under a server secret"
        ),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("document_hash", name=op.f("document_index_pkey")),
        comment="One person per identity document; distributed by the hash",
    )
    op.create_table(
        "invitation",
        sa.Column("invitation_hash", sa.LargeBinary(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("invitation_hash", name=op.f("invitation_pkey")),
        comment="One-time codes that travel with the voucher and let a person bind a device; distributed by the hash",
    )
    op.create_table(
        "outbox",
        sa.Column("trainee_id", sa.Uuid(), nullable=False, comment="The person concerned; order is kept per person."),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("type", sa.Text(), nullable=False, comment="Past tense, such as attendance.changed"),
        sa.Column(
            "payload",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Ids and numbers only, never personal data",
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("trainee_id", "event_id", name=op.f("outbox_pkey")),
        comment="Events waiting for delivery and those delivered",
    )
    op.create_index(
        "outbox_undelivered_idx", "outbox", ["sequence"], unique=False, postgresql_where=sa.text("delivered_at IS NULL")
    )
    op.create_table(
        "presence",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("trainee_id", "class_id", "session_id", "phase", name=op.f("presence_pkey")),
        comment="Phases of sessions a trainee was accepted for: once each",
    )
    op.create_table(
        "refresh_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, comment="The token itself is never stored"),
        sa.Column("family_id", sa.Uuid(), nullable=False, comment="All tokens descending from one sign-in"),
        sa.Column(
            "subject",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Kind and id of the subject, and its device",
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "used_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="A second use revokes the family: the token was stolen",
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("refresh_token_pkey")),
        comment="Distributed by token hash",
    )
    op.create_index("refresh_token_family_idx", "refresh_token", ["family_id"], unique=False)
    op.create_table(
        "sign_in_failure",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("failure_id", sa.Uuid(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login", "failure_id", name=op.f("sign_in_failure_pkey")),
        comment="Failed password sign-ins, to slow guessing down; distributed by login",
    )
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False, comment="Lower case"),
        sa.Column("password_hash", sa.Text(), nullable=False, comment="argon2id"),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column(
            "authority_code", sa.Text(), nullable=True, comment="Set for an authority's staff; exactly one of the two"
        ),
        sa.Column("institution_id", sa.Uuid(), nullable=True, comment="Set for an institution's staff"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role IN ('officer', 'reviewer') AND authority_code IS NOT NULL AND institution_id IS NULL) OR (role IN ('institution_admin', 'instructor') AND institution_id IS NOT NULL AND authority_code IS NULL)",
            name=op.f("staff_role_of_one_tenant_check"),
        ),
        sa.CheckConstraint("login = lower(login)", name=op.f("staff_login_lower_case_check")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("staff_pkey")),
        sa.UniqueConstraint("login", name=op.f("staff_login_key")),
        comment="Accounts of institutions and authorities; reference data",
    )
    op.create_table(
        "trainee",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True, comment="From the document where it tells; guards minors"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "document_kind IN ('resident_id', 'residence_permit', 'mainland_travel_permit', 'passport', 'foreign_permanent')",
            name=op.f("trainee_document_kind_known_check"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", name=op.f("trainee_pkey")),
        comment="Trainees (参训人员)",
    )
    op.create_table(
        "voucher_code",
        sa.Column("voucher_code", sa.Text(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("voucher_code", name=op.f("voucher_code_pkey")),
        comment="Whose voucher a code names; distributed by code",
    )
    op.create_table(
        "consent",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "ordinal", sa.Integer(), nullable=False, comment="The highest counts; giving and withdrawing alternate"
        ),
        sa.Column("given", sa.Boolean(), nullable=False, comment="False withdraws"),
        sa.Column("text_version", sa.Text(), nullable=False, comment="Which wording the person read"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('location', 'face')", name=op.f("consent_purpose_known_check")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("consent_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "purpose", "ordinal", name=op.f("consent_pkey")),
        comment="Separate consents (单独同意), append-only",
    )
    op.create_table(
        "device",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="P-256, uncompressed point"),
        sa.Column(
            "pin_hash", sa.LargeBinary(), nullable=False, comment="HMAC under a server secret, salted by the device id"
        ),
        sa.Column("invitation_hash", sa.LargeBinary(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("device_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "device_id", name=op.f("device_pkey")),
        sa.UniqueConstraint("trainee_id", "invitation_hash", name="device_invitation_used_once"),
        comment="Phones bound to a person by a key pair",
    )
    op.create_index(
        "device_active_key", "device", ["trainee_id"], unique=True, postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.create_table(
        "face_reference",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="The highest counts"),
        sa.Column(
            "sealed", sa.LargeBinary(), nullable=False, comment="The reference vector, no image; empty once withdrawn"
        ),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("model_hash", sa.Text(), nullable=False),
        sa.Column("path_version", sa.Text(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("face_reference_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "ordinal", name=op.f("face_reference_pkey")),
        comment="Face references (参考特征)",
    )
    op.create_table(
        "institution",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="The supervising authority"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False, comment="统一社会信用代码, GB 32100-2015"),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("institution_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("institution_pkey")),
        sa.UniqueConstraint("credit_code", name=op.f("institution_credit_code_key")),
        comment="Training institutions (培训机构), entered by the authority that approved them",
    )
    op.create_index("institution_authority_idx", "institution", ["authority_code"], unique=False)
    op.create_table(
        "project",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False, comment="职业（工种）"),
        sa.Column("training_type", sa.Text(), nullable=False),
        sa.Column("subsidy_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "training_type IN ('certificate', 'project', 'special_ability')",
            name=op.f("project_training_type_known_check"),
        ),
        sa.CheckConstraint("subsidy_fen > 0", name=op.f("project_subsidy_positive_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("project_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("project_pkey")),
        comment="Training projects (培训项目) with the subsidy the authority set",
    )
    op.create_table(
        "voucher",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_code", sa.Text(), nullable=False, comment="唯一码"),
        sa.Column("kind", sa.Text(), nullable=False, comment="通用券 general, 定向券 targeted"),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="The issuing authority, which pays"),
        sa.Column("state", sa.Text(), nullable=False, comment="Follows the last event; kept for queries"),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="Of the last event"),
        sa.Column("class_id", sa.Uuid(), nullable=True, comment="Where it is put to use"),
        sa.Column("institution_id", sa.Uuid(), nullable=True, comment="Who verified it at arrival (验券)"),
        sa.Column("obtained_on", sa.Date(), nullable=False, comment="取得: the periods count from here"),
        sa.Column("activate_by", sa.Date(), nullable=False, comment="Last day to activate, that day included"),
        sa.Column("use_by", sa.Date(), nullable=False, comment="Last day to use, that day included"),
        sa.CheckConstraint("kind IN ('general', 'targeted')", name=op.f("voucher_kind_known_check")),
        sa.CheckConstraint(
            "state IN ('issued', 'activated', 'used', 'payable', 'released', 'expired')",
            name=op.f("voucher_state_known_check"),
        ),
        sa.CheckConstraint("activate_by <= use_by", name=op.f("voucher_periods_in_order_check")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("voucher_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "voucher_id", name=op.f("voucher_pkey")),
        comment="Vouchers (职业培训券)",
    )
    op.create_index("voucher_class_idx", "voucher", ["class_id"], unique=False)
    op.create_geospatial_table(
        "site",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False, comment="As surveyed, in `datum`"),
        sa.Column("latitude", sa.Double(), nullable=False, comment="As surveyed, in `datum`"),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False, comment="有效半径, within the bounds of policy"),
        sa.Column(
            "place",
            Geography(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeogFromText",
                name="geography",
                nullable=False,
            ),
            nullable=False,
            comment="The same place in WGS-84, for questions about sets of sites",
        ),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')", name=op.f("site_datum_known_check")),
        sa.CheckConstraint(
            "longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90", name=op.f("site_on_earth_check")
        ),
        sa.CheckConstraint("radius_m > 0", name=op.f("site_radius_positive_check")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.institution_id"], name=op.f("site_institution_id_fkey")
        ),
        sa.PrimaryKeyConstraint("site_id", name=op.f("site_pkey")),
    )
    op.create_index("site_institution_idx", "site", ["institution_id"], unique=False)
    op.create_geospatial_index(
        "site_place_idx", "site", ["place"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "training_class",
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("teaching_plan", sa.Text(), nullable=False, comment="教学计划"),
        sa.Column("supervising_authority", sa.Text(), nullable=False, comment="Where the site lies"),
        sa.Column("paying_authority", sa.Text(), nullable=False, comment="Who issued the vouchers"),
        sa.Column("counting_authority", sa.Text(), nullable=False, comment="Whose statistics count it"),
        sa.Column(
            "phases",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="Phases a session needs, frozen at the opening",
        ),
        sa.Column(
            "proofs",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="Person proofs on offer, at least two, never face only",
        ),
        sa.Column(
            "total_hours",
            sa.Integer(),
            nullable=False,
            comment="Baseline of the approved plan (总课时), in class hours",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "revision",
            sa.Integer(),
            server_default=sa.text("1"),
            nullable=False,
            comment="Grows with every change; caches compare it",
        ),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True, comment="开班审批"),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True, comment="结业审批"),
        sa.CheckConstraint(
            "cardinality(proofs) >= 2 AND proofs <> ARRAY['face']", name=op.f("training_class_never_face_only_check")
        ),
        sa.CheckConstraint(
            "state IN ('applied', 'open', 'completion_applied', 'completed', 'rejected')",
            name=op.f("training_class_state_known_check"),
        ),
        sa.CheckConstraint("total_hours > 0", name=op.f("training_class_hours_positive_check")),
        sa.ForeignKeyConstraint(
            ["counting_authority"], ["authority.authority_code"], name=op.f("training_class_counting_authority_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.institution_id"], name=op.f("training_class_institution_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["paying_authority"], ["authority.authority_code"], name=op.f("training_class_paying_authority_fkey")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("training_class_project_id_fkey")),
        sa.ForeignKeyConstraint(
            ["supervising_authority"],
            ["authority.authority_code"],
            name=op.f("training_class_supervising_authority_fkey"),
        ),
        sa.PrimaryKeyConstraint("class_id", name=op.f("training_class_pkey")),
        comment="Classes (班期)",
    )
    op.create_index("training_class_institution_idx", "training_class", ["institution_id"], unique=False)
    op.create_index("training_class_paying_idx", "training_class", ["paying_authority"], unique=False)
    op.create_index("training_class_supervising_idx", "training_class", ["supervising_authority"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="Two transfers at once collide here"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("debit_account", sa.Text(), nullable=False),
        sa.Column("credit_account", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False, comment="The event that moved the money"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(mod(ordinal, 2) = 1) = (kind IN ('reserve', 'retract'))", name=op.f("transfer_in_and_out_alternate_check")
        ),
        sa.CheckConstraint("kind IN ('reserve', 'post', 'release', 'retract')", name=op.f("transfer_kind_known_check")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("transfer_amount_positive_check")),
        sa.CheckConstraint("debit_account <> credit_account", name=op.f("transfer_two_accounts_check")),
        sa.CheckConstraint("ordinal > 0", name=op.f("transfer_ordinal_positive_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("transfer_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "voucher_id", "ordinal", name=op.f("transfer_pkey")),
        comment="Money moved, append-only; one row holds both legs, so that every posting is balanced by construction",
    )
    op.create_index("transfer_credit_idx", "transfer", ["credit_account"], unique=False)
    op.create_index("transfer_debit_idx", "transfer", ["debit_account"], unique=False)
    op.create_table(
        "voucher_activation",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False, comment="Calendar year of the activation, in China"),
        sa.Column("number", sa.Integer(), nullable=False, comment="Which activation of that year, from 1"),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("voucher_activation_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "year", "number", name=op.f("voucher_activation_pkey")),
        comment="Activations counted per person and year (每人每年): two at once collide on the number",
    )
    op.create_table(
        "voucher_event",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="The state it leads to"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("voucher_event_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "voucher_id", "ordinal", name=op.f("voucher_event_pkey")),
        comment="The history of a voucher, append-only; two moves at once collide on the ordinal",
    )
    op.create_table(
        "class_session",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("class_hours", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("class_hours BETWEEN 1 AND 24", name=op.f("class_session_hours_sane_check")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("class_session_ends_after_start_check")),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.class_id"], name=op.f("class_session_class_id_fkey")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("class_session_site_id_fkey")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("class_session_pkey")),
        sa.UniqueConstraint("class_id", "ordinal", name=op.f("class_session_class_id_ordinal_key")),
        comment="Sessions (课次) of the timetable (课程表)",
    )
    op.create_table(
        "registration",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_kind", sa.Text(), nullable=False, comment="What the roster asks for: general or targeted"),
        sa.Column("voucher_id", sa.Uuid(), nullable=True, comment="Set when the voucher is put to use in this class"),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "voucher_kind IN ('general', 'targeted')", name=op.f("registration_voucher_kind_known_check")
        ),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.class_id"], name=op.f("registration_class_id_fkey")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("registration_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "class_id", name=op.f("registration_pkey")),
        comment="Registrations (报名)",
    )
    op.create_index("registration_class_idx", "registration", ["class_id"], unique=False)
    op.create_table(
        "terminal",
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column(
            "public_key",
            sa.LargeBinary(),
            nullable=False,
            comment="P-256, uncompressed point; the private half never leaves it",
        ),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("terminal_site_id_fkey")),
        sa.PrimaryKeyConstraint("terminal_id", name=op.f("terminal_pkey")),
        comment="Card terminals (社保卡终端) fixed at a site, registered by the authority",
    )
    op.create_table(
        "assessment",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="A resit is a new row; the highest counts"),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Text(), nullable=True, comment="As the institution states it"),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("assessment_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "class_id", "ordinal", name=op.f("assessment_pkey")),
        comment="Assessment results (考核), append-only",
    )
    op.create_table(
        "attempt",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False, comment="The phone's claim"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, comment="Ours; it decides"),
        sa.Column(
            "person_failed",
            sa.Boolean(),
            nullable=False,
            comment="Whether the person proof did not succeed: bounds guessing",
        ),
        sa.Column("sender", sa.Text(), nullable=False, comment="device:<id> or terminal:<id>"),
        sa.Column("body_digest", sa.LargeBinary(), nullable=False),
        sa.Column(
            "answer", sa.LargeBinary(), nullable=False, comment="The first answer with every finding, byte for byte"
        ),
        sa.Column(
            "evidence_sealed",
            sa.LargeBinary(),
            nullable=True,
            comment="What was measured; purged when law says so, the verdict stands",
        ),
        sa.Column("evidence_commitment", sa.LargeBinary(), nullable=False, comment="Salted SHA-256 of the evidence"),
        sa.CheckConstraint(
            "decision IN ('accepted', 'doubtful', 'refused')", name=op.f("attempt_decision_known_check")
        ),
        sa.CheckConstraint("phase IN ('in', 'mid', 'out')", name=op.f("attempt_phase_known_check")),
        sa.CheckConstraint(
            "proof IN ('face', 'pin_code', 'card_pin', 'e_card')", name=op.f("attempt_proof_known_check")
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("attempt_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "attempt_id", name=op.f("attempt_pkey")),
        comment="Check-ins (打卡签到) as they came and as they were judged, append-only",
    )
    op.create_index(
        "attempt_doubtful_idx",
        "attempt",
        ["class_id", "received_at"],
        unique=False,
        postgresql_where=sa.text("decision = 'doubtful'"),
    )
    op.create_index(
        "attempt_failed_idx",
        "attempt",
        ["trainee_id", "received_at"],
        unique=False,
        postgresql_where=sa.text("person_failed"),
    )
    op.create_table(
        "attendance",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("credited_hours", sa.Integer(), nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="Every change raises it: parallel writers notice each other",
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("credited_hours >= 0", name=op.f("attendance_hours_not_negative_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("attendance_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "class_id", name=op.f("attendance_pkey")),
        comment="Credited class hours per trainee and class, kept in the transaction that credits",
    )
    op.create_index("attendance_class_idx", "attendance", ["class_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_number", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('qualification', 'skill_level', 'special_ability', 'special_operation', 'training_completion')",
            name=op.f("certificate_kind_known_check"),
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("certificate_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "certificate_number", name=op.f("certificate_pkey")),
        comment="Training certificates (培训证书), append-only",
    )
    op.create_table(
        "determination",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="The highest counts"),
        sa.Column("determination_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=True, comment="Absent when no voucher was put to use in the class"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="eligible, not_eligible or doubtful"),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column(
            "document", sa.LargeBinary(), nullable=False, comment="Canonical JSON (RFC 8785 order), byte for byte"
        ),
        sa.Column("document_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False, comment="The event that asked for it"),
        sa.Column("determined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "eligible = (outcome = 'eligible')", name=op.f("determination_eligible_is_the_outcome_check")
        ),
        sa.CheckConstraint(
            "outcome IN ('eligible', 'not_eligible', 'doubtful')", name=op.f("determination_outcome_known_check")
        ),
        sa.CheckConstraint("octet_length(document_sha256) = 32", name=op.f("determination_sha256_whole_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("determination_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "class_id", "ordinal", name=op.f("determination_pkey")),
        comment="Eligibility determinations (补贴资格审核)",
    )
    op.create_index("determination_cause_key", "determination", ["trainee_id", "cause"], unique=True)
    op.create_index("determination_class_idx", "determination", ["class_id"], unique=False)
    op.create_index("determination_voucher_idx", "determination", ["voucher_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "attempt_id"],
            ["attempt.trainee_id", "attempt.attempt_id"],
            name=op.f("review_trainee_id_attempt_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "attempt_id", name=op.f("review_pkey")),
        comment="Decisions of the authority's reviewers (人工复核) on doubtful attempts, one each, append-only",
    )
    # The geospatial operation above leaves the table's comment out.
    op.create_table_comment(
        "site", "Training places (培训地点); a changed radius or place is a new site, so that old verdicts stand"
    )
